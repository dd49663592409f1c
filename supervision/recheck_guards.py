"""Conditions of a draw of resolved problems (抽查) and of the steps of a re-check (回头看)."""

from organizations.actors import actor_of
from organizations.models import Post, Role
from supervision.models.inspection import Method
from supervision.problem_guards import CARRIED_OUT
from supervision.recheck_population import ids_of, readable
from workflow import clocks
from workflow.authority import at
from workflow.guards import guard

DRAWERS = at("draw.commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE)
GOES_ON = (*CARRIED_OUT, "reported")  # while the matter is there, its problem itself is reopened
MOST_DRAWN = 100
NOT_TAKEN_UP = ("draft", "declined", "terminated")


# The draw


@guard("解决日期的起止应当写明，先后正确，且不晚于今天", article="系统规则")
def its_range_is_in_order(draw, *, today):
    first, last = draw.resolved_from, draw.resolved_until
    return bool(first and last) and first <= last and (today is None or last <= today)


@guard("抽查比例应当在1%至100%之间", article="系统规则")
def its_share_is_a_percentage(draw):
    return draw.share is not None and 1 <= draw.share <= 100


@guard("这段时间内没有您可以查阅、解决以后尚未回头看的问题", article="规定 8")
def there_is_something_to_draw(draw):
    return bool(draw.population)


@guard(f"一次抽查至多{MOST_DRAWN}件，请缩短解决日期的起止或者降低比例", article="系统规则")
def it_can_be_carried_out(draw):
    return not draw.share or draw.size <= MOST_DRAWN


@guard("抽查的总体应当是这段时间内您可以查阅、解决以后尚未回头看的全部问题，一件不多，一件不少", article="系统规则")
def its_population_is_whole(draw, *, actor):
    if actor is None or not (draw.resolved_from and draw.resolved_until):
        return True
    return list(draw.population) == ids_of(draw.commission_id, draw.resolved_from, draw.resolved_until, actor)


# A re-check


@guard("应当由本纪委一名承办人检查，且不是该事项的承办人", article="系统规则")
def the_checker_is_an_officer_apart_from_the_matter(recheck, *, checker, today):
    if checker is None or checker.pk == recheck.problem.matter.handling_officer_id:
        return False
    held = Post.objects.in_force(today or clocks.today()).filter(person=checker, role=Role.OFFICER)
    return held.filter(organisation=recheck.draw.commission_id).exists()


@guard("检查人回避该事项或者不在知悉名单上，不能查阅该问题，请另行安排", article="系统规则")
def the_checker_may_read_the_problem(recheck, *, checker, today):
    if checker is None:
        return False
    actor = actor_of(checker, today=today or clocks.today())
    return readable(actor).filter(pk=recheck.problem_id).exists()


@guard("您已回避该事项或者不在知悉名单上，不能检查该问题", article="系统规则", mended_by=[DRAWERS])
def whoever_checks_may_read_the_problem(recheck, *, actor):
    return actor is None or readable(actor).filter(pk=recheck.problem_id).exists()


@guard("应当写明检查日期、方式（其他方式写明名称）和看到的情况，检查日期在抽查以后、今天以前", article="规定 8、12")
def says_when_how_and_what_was_seen(recheck, *, held_on, means, means_name, seen, today):
    drawn_on = clocks.business_date(recheck.draw.moved_at)
    in_time = held_on is not None and drawn_on <= held_on and (today is None or held_on <= today)
    is_named = bool(means) and (means != Method.OTHER or bool((means_name or "").strip()))
    return in_time and is_named and bool((seen or "").strip())


@guard(
    "问题还没有重新启动，请先在问题页面办理“重新启动（问题反弹）”", article="规定 8",
    mended_by=[at("problem.matter.commission", Role.OFFICE_DIRECTOR)],
)  # fmt: skip
def the_problem_is_reopened_where_its_matter_goes_on(recheck):
    return recheck.is_reopened or recheck.problem.matter.state not in GOES_ON


@guard("事项已经办结、归档或者终止，应当指明抽查以后新登记并已提请确定的关联事项", article="规定 8")
def a_new_matter_takes_up_what_cannot_be_reopened(recheck, *, new_matter, actor):
    if recheck.is_reopened:
        return new_matter is None
    if new_matter is None or new_matter.commission_id != recheck.draw.commission_id:
        return False
    seen = actor is None or type(new_matter).objects.visible_to(actor).filter(pk=new_matter.pk).exists()
    later = new_matter.dossier.opened_at >= recheck.draw.moved_at
    return seen and later and new_matter.state not in NOT_TAKEN_UP
