"""Conditions of the steps of a dispatched unit (派驻机构): its kind, its mode, the number of its hosts (规则 3, 6)."""

from dispatch.appointment_guards import OF_A_HOST, posts_at_hosts
from organizations.models import Kind, Post, Role
from workflow import clocks
from workflow.guards import guard, lacking

SINGLE = "single"


def fits(mode, number):
    """Whether a unit of this mode may have so many hosts."""
    return number == 1 if mode == SINGLE else number >= 2


def _are_at_the_level_of(unit, hosts):
    level = unit.commission.committee_id
    return bool(hosts) and all(
        host.kind == Kind.DEPARTMENT and host.superior_id == level and host.is_active for host in hosts
    )


@guard("应当指明类别为“派驻机构”且在用的机构", article="规则 3")
def it_is_a_dispatched_unit(unit):
    return (
        unit.organisation_id is not None
        and unit.organisation.kind == Kind.DISPATCHED_UNIT
        and unit.organisation.is_active
    )


@guard("该机构已经设立；同一机构撤销以后才能重新设立", article="规则 3")
def it_is_not_in_being_already(unit):
    return not type(unit)._base_manager.filter(organisation=unit.organisation_id, state="in_being").exists()


@guard("联系的监督检查室应当是派出机关的内设机构", article="规则 13")
def its_office_is_the_commissions(unit):
    return unit.office_id is not None and unit.office.commission_id == unit.commission_id


@guard("驻在单位应当是本级在用的单位", article="规则 3")
def the_hosts_are_at_this_level(unit, *, hosts):
    return _are_at_the_level_of(unit, list(hosts or ()))


@guard("驻在单位应当是本级在用的单位", article="规则 3")
def the_host_is_at_this_level(unit, *, host):
    return host is not None and _are_at_the_level_of(unit, [host])


@guard("单独派驻只有一个驻在单位，综合派驻有两个以上", article="规则 6")
def the_hosts_fit_the_mode(unit, *, hosts):
    return fits(unit.mode, len(set(hosts or ())))


@guard("按新的派驻方式核对：单独派驻只有一个驻在单位，综合派驻有两个以上", article="规则 6")
def the_hosts_fit_the_new_mode(unit, *, mode, hosts):
    return fits(mode, len(set(hosts or ())))


@guard("派驻方式没有变化；只增减驻在单位的，办理“增加驻在单位”或者“终止驻在关系”", article="规则 6")
def the_mode_is_another(unit, *, mode):
    return mode in ("single", "comprehensive") and mode != unit.mode


@guard("该单位已经是驻在单位", article="规则 6")
def it_is_no_host_yet(unit, *, host):
    return host is None or not unit.host_relations.filter(host=host, until_on=None).exists()


@guard(
    "单独派驻同时只有一个驻在单位：应当指明接替哪一个，或者先变更为综合派驻；接替的应当是现驻在单位", article="规则 6"
)
def a_single_unit_changes_its_host(unit, *, in_place_of):
    if in_place_of is None:
        return unit.mode != SINGLE
    return unit.host_relations.filter(host=in_place_of, until_on=None).exists()


@guard("该单位现在不是驻在单位", article="规则 6")
def it_is_a_host_now(unit, *, host):
    return host is not None and unit.host_relations.filter(host=host, until_on=None).exists()


@guard(
    "终止以后驻在单位少于派驻方式的要求：单独派驻更换驻在单位的，办理“增加驻在单位”并指明接替；综合派驻只剩一个的，先变更为单独派驻",
    article="规则 6",
)
def enough_hosts_remain(unit, *, host):
    return fits(unit.mode, unit.host_relations.filter(until_on=None).count() - 1)


@guard("应当写明依据文件的文号", article="规则 6")
def names_its_document(unit, *, document):
    return bool((document or "").strip())


@guard("应当写明依据文件的文号", article="规则 6")
def its_founding_names_its_document(unit):
    return bool(unit.document.strip())


@guard("设立日期不能晚于今天", article="系统规则")
def its_founding_is_not_ahead(unit, *, today):
    return unit.founded_on is not None and (today is None or unit.founded_on <= today)


@lacking("日期不对", article="系统规则")
def a_change_is_not_ahead_and_not_before_what_it_changes(unit, *, from_on, today):
    if from_on is None:
        yield "没有填写日期"
        return
    if today is not None and from_on > today:
        yield "不能晚于今天"
    if from_on <= _latest_beginning(unit):
        yield "应当晚于现有驻在关系的开始日期"


@lacking("日期不对", article="系统规则")
def an_end_is_not_ahead(unit, *, host, until_on, today):
    if until_on is None or (today is not None and until_on > today):
        yield "最后一日不能晚于今天"
    current = unit.host_relations.filter(host=host, until_on=None).first() if host else None
    if current and until_on and until_on < current.from_on:
        yield "最后一日不能早于开始日期"


@lacking("日期不对", article="系统规则")
def a_dissolution_is_not_ahead(unit, *, dissolved_on, today):
    if dissolved_on is None or (today is not None and dissolved_on > today):
        yield "不能晚于今天"
    elif dissolved_on < _latest_beginning(unit):
        yield "不能早于现有驻在关系的开始日期"


@lacking(OF_A_HOST, article="规则 7")
def the_head_holds_no_duty_of_the_host(unit, *, host):
    yield from _duties_of_the_head(unit, [host] if host else [])


@lacking(OF_A_HOST, article="规则 7")
def the_head_holds_no_duty_of_the_hosts(unit, *, hosts):
    yield from _duties_of_the_head(unit, list(hosts or ()))


def _duties_of_the_head(unit, hosts):
    today = clocks.today()
    heads = Post.objects.not_over(today).filter(organisation=unit.organisation_id, role=Role.UNIT_HEAD)
    for person_id in heads.values_list("person", flat=True) if hosts else ():
        yield from (f"{post.person.name}：{post.words}" for post in posts_at_hosts(person_id, hosts, today))


@lacking("还有在任或者待任职的人员，应当先免职", article="规则 7", mended_by=())
def nobody_is_in_office(unit):
    rows = unit.appointments.filter(state__in=("proposed", "in_office")).select_related("person")
    yield from (f"{row.person}（{row.get_role_display()}）" for row in rows)


@lacking("还有没有办结的案件", article="规则 9")
def no_case_is_under_way(unit):
    """Only how many: whoever dissolves a unit does not read its register of cases."""
    if count := unit.cases.filter(state__in=("open", "in_review")).count():
        yield f"{count} 件"


def _latest_beginning(unit):
    """The latest day on which one of the relations that still run began."""
    days = unit.host_relations.filter(until_on=None).values_list("from_on", flat=True)
    return max([*days, unit.mode_since])
