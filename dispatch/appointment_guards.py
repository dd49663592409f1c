"""Conditions of appointments to a dispatched unit (任职, 规则 7), of its division of work (规则 9) and of handing over."""

from django.core.exceptions import ValidationError

from dispatch.hosts import hosts_of
from organizations.models import Organisation, Post, Role
from workflow import clocks
from workflow.guards import Obstacle, guard, lacking

OF_A_HOST = "派驻机构主要负责人不分管驻在单位工作，不得担任驻在单位的其他职务"
IN_BEING = "in_being"


def is_head(appointment):
    return appointment.role == Role.UNIT_HEAD


def posts_at_hosts(person_id, hosts, day):
    """Posts, in force or to come, of a person in one of these organisations."""
    posts = Post.objects.not_over(day).filter(person=person_id, organisation__in=[host.pk for host in hosts])
    return list(posts.select_related("organisation", "office", "person"))


def against_post(post):
    """Why a post cannot be given beside what the person heads: a head of a unit holds no duty of a host (规则 7)."""
    today = clocks.today()
    heads = Post.objects.not_over(today).filter(person=post.person_id, role=Role.UNIT_HEAD)
    units = set(heads.values_list("organisation", flat=True))
    hosts = Organisation.objects.filter(
        host_relations__in=_relations(today).filter(unit__organisation__in=units), pk=post.organisation_id
    )
    if units and hosts.exists():
        yield Obstacle(OF_A_HOST, "规则 7", "安全保密管理员另授他人")
    if post.role == Role.UNIT_HEAD:
        served = Organisation.objects.filter(
            host_relations__in=_relations(today).filter(unit__organisation=post.organisation_id)
        )
        if held := posts_at_hosts(post.person_id, served.distinct(), today):
            yield Obstacle(
                f"{OF_A_HOST}：{'；'.join(each.words for each in held)}", "规则 7", "安全保密管理员先终止该职务"
            )


def _relations(day):
    return Organisation._meta.get_field("host_relations").related_model.objects.in_force(day)


@guard("派驻机构已经撤销", article="规则 3")
def the_unit_is_in_being(record):
    return record.unit.state == IN_BEING


@lacking("该人员不能任此职务", article="系统规则")
def the_person_can_hold_the_post(appointment):
    person = appointment.person
    if person is None or not person.is_active:
        yield "应当指明账号在用的人员"
        return
    try:
        Post(
            person=person,
            organisation=appointment.unit.organisation,
            role=appointment.role,
            from_on=appointment.from_on,
        ).clean()
    except ValidationError as faults:
        yield from (sentence.rstrip("。") for sentence in faults.messages)


@guard("该人员已被提名或者正在担任这一职务", article="规则 7")
def the_person_is_not_named_already(appointment):
    same = type(appointment)._base_manager.filter(
        unit=appointment.unit_id,
        person=appointment.person_id,
        role=appointment.role,
        state__in=("proposed", "in_office"),
    )
    return not same.exclude(pk=appointment.pk).exists()


@lacking("任期不对", article="系统规则")
def its_term_is_in_order(appointment, *, today):
    if appointment.from_on < appointment.unit.founded_on:
        yield "任职日期早于派驻机构设立日期"
    if appointment.until_on and appointment.until_on < appointment.from_on:
        yield "离任日期早于任职日期"
    if appointment.until_on and today and appointment.until_on < today:
        yield "离任日期已过"


@guard("任职日期未到", article="系统规则")
def its_first_day_has_come(appointment, *, today):
    return today is None or appointment.from_on <= today


@lacking(OF_A_HOST, article="规则 7", mended_by=())
def a_head_holds_no_duty_of_a_host(appointment):
    if not is_head(appointment) or appointment.person_id is None:
        return
    if appointment.host_duties.strip():
        yield appointment.host_duties.strip()
    today = clocks.today()
    yield from (post.words for post in posts_at_hosts(appointment.person_id, hosts_of(appointment.unit, today), today))


@guard("主要负责人按照规定担任驻在单位的党组（党委）成员：应当指明是哪一个驻在单位", article="规则 7")
def a_head_sits_on_a_hosts_party_group(appointment):
    today_hosts = {host.pk for host in hosts_of(appointment.unit, clocks.today())} if is_head(appointment) else ()
    return not is_head(appointment) or appointment.seat_host_id in today_hosts


@guard("应当指明一个现驻在单位", article="规则 7")
def the_seat_is_with_a_host(appointment, *, seat_host):
    return seat_host is not None and seat_host in hosts_of(appointment.unit, clocks.today())


@guard("只有主要负责人担任驻在单位的党组（党委）成员", article="规则 7", quiet=True)
def it_is_the_heads(appointment):
    return is_head(appointment)


@guard("已有在任的主要负责人，应当先离任", article="规则 7")
def no_other_head_is_in_office(appointment):
    heads = type(appointment)._base_manager.filter(unit=appointment.unit_id, role=Role.UNIT_HEAD, state="in_office")
    return not is_head(appointment) or not heads.exclude(pk=appointment.pk).exists()


@guard("应当写明任免文件的文号", article="规则 7")
def names_the_decision(appointment, *, document):
    return bool((document or "").strip())


@guard("应当写明免职文件的文号", article="规则 7")
def names_the_end(appointment, *, end_document):
    return bool((end_document or "").strip())


@lacking("还承担着案件职责，应当先在案件登记中改派他人", article="规则 9")
def no_case_is_left_in_his_hands(appointment):
    """Only how many: whoever ends an appointment does not read the register of cases."""
    if held := len(appointment.case_duties_held):
        yield f"{held} 项"


# Division of work


@guard("应当是该派驻机构的在任人员", article="规则 9")
def the_person_serves_the_unit(record):
    return record.person_id is not None and serves(record.person_id, [record.unit.organisation_id])


def serves(person_id, organisations):
    """Whether the person holds a post in force in one of these organisations."""
    return Post.objects.in_force(clocks.today()).filter(person=person_id, organisation__in=organisations).exists()


@guard("该人员已经承担这一职责", article="规则 9")
def the_person_does_not_hold_it_yet(record):
    held = type(record)._base_manager.filter(
        unit=record.unit_id, person=record.person_id, function=record.function, state="held"
    )
    return not held.exists()


# Handing over


@guard("移交人应当是在任人员", article="规则 7")
def he_who_leaves_is_in_office(handover):
    return handover.appointment_id is not None and handover.appointment.state == "in_office"


@guard("接收人应当是移交人以外、该派驻机构或者派出机关的现任人员", article="规则 7")
def the_receiver_serves_here(handover):
    if handover.receiver_id in (None, handover.appointment.person_id):
        return False
    return serves(handover.receiver_id, [handover.unit.organisation_id, handover.unit.commission_id])


@guard("已有一份待签收的交接单", article="规则 7")
def none_is_prepared_already(handover):
    return not type(handover)._base_manager.filter(appointment=handover.appointment_id, state="prepared").exists()
