"""Conditions of advices to a host (纪检监察建议), of draws among the closed ones and of looking at them again (规则 44)."""

from dispatch.paper_guards import (
    HEAD,
    its_date_lies_ahead,
    the_last_urging_lies_back,
    the_new_date_lies_ahead,
    the_paper_is_complete,
    the_unit_is_the_authoritys,
    what_the_unit_owes_is_due,
)
from dispatch.supervision_methods import Method
from dispatch.watch_guards import MADE, the_host_is_the_units_now, the_unit_is_in_being
from supervision.recheck_guards import it_can_be_carried_out, its_range_is_in_order, its_share_is_a_percentage
from workflow import clocks
from workflow.guards import guard

__all__ = [
    "it_can_be_carried_out", "its_date_lies_ahead", "its_range_is_in_order", "its_share_is_a_percentage",
    "the_host_is_the_units_now", "the_last_urging_lies_back", "the_new_date_lies_ahead", "the_paper_is_complete",
    "the_unit_is_in_being", "the_unit_is_the_authoritys", "what_the_unit_owes_is_due",
]  # fmt: skip


@guard("据以提出建议的应当是本派驻机构在同一驻在单位标明的突出问题", article="规则 44")
def it_follows_from_what_the_unit_found(advice):
    finding = advice.finding
    if finding is None:
        return True
    return (finding.unit_id, finding.host_id) == (advice.unit_id, advice.host_id) and finding.state in (
        "found",
        "advised",
    )


@guard("应当写明整改了什么、结果如何", article="规则 44")
def says_what_was_put_right(advice, *, feedback):
    return bool((feedback or "").strip())


@guard("应当写明核查日期、方式和看到的情况，日期不能晚于今天", article="规则 44")
def says_when_how_and_what_was_checked(advice, *, checked_on, check_means, check_seen, today):
    in_time = checked_on is not None and (today is None or checked_on <= today)
    return in_time and check_means in Method.values and bool((check_seen or "").strip())


@guard("整改结果还没有核查，不能办结", article="规则 44", mended_by=[HEAD])
def its_result_was_checked(advice):
    return advice.checked_on is not None and advice.verified_by_id is not None and bool(advice.check_seen.strip())


# 抽查、回头看


@guard("这段时间内没有办结以后尚未回头看的建议", article="规则 44")
def there_is_some_advice_to_draw(draw):
    return bool(draw.population)


@guard("抽查的总体应当是这段时间内办结、尚未回头看的全部建议，一件不多，一件不少", article="系统规则")
def its_advices_are_whole(draw):
    return not (draw.resolved_from and draw.resolved_until) or list(draw.population) == draw.whole


@guard("应当写明检查日期、方式和看到的情况，日期在抽查以后、今天以前", article="规则 44")
def says_when_how_and_what_was_seen_again(recheck, *, held_on, means, seen, today):
    drawn_on = clocks.business_date(recheck.draw.moved_at)
    in_time = held_on is not None and drawn_on <= held_on and (today is None or held_on <= today)
    return in_time and means in Method.values and bool((seen or "").strip())


@guard("应当指明抽查以后向同一驻在单位重新发出的建议", article="规则 44")
def a_later_advice_takes_it_up(recheck, *, later_advice):
    if later_advice is None or later_advice.state not in MADE:
        return False
    is_the_same = (later_advice.unit_id, later_advice.host_id) == (recheck.advice.unit_id, recheck.advice.host_id)
    return is_the_same and later_advice.dossier.opened_at >= recheck.draw.moved_at
