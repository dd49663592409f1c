"""Conditions of the steps of duties that recur (定期职责) and of the rules by which their periods open."""

from django.db.models import Max

from organizations.models import Kind
from workflow.guards import guard
from workflow.models import Attachment


def is_a_house_of(house, commission):
    """Whether a body is the commission itself, a unit that it dispatches, or a body that it, or its committee, has set up."""
    if house.kind == Kind.DISPATCHED_UNIT:
        return house.dispatched_units.filter(commission=commission, state="in_being").exists()
    above = {commission.pk, commission.committee_id} - {None}
    return house.is_active and (house == commission or house.superior_id in above)


@guard("应当指明由谁承担，且该机构在用、属于本级、承担这类职责", article="规则 10、12、20、33、34、47")
def a_house_that_owes_it_is_named(rule):
    if rule.house_id is None or rule.commission_id is None or rule.terms is None:
        return False
    is_itself, owes_itself = rule.house_id == rule.commission_id, rule.terms.kind == Kind.COMMISSION
    return (
        rule.house.kind == rule.terms.kind and is_itself == owes_itself and is_a_house_of(rule.house, rule.commission)
    )


@guard("周期应当按条文，条文没有规定的按本单位现行实施办法", article="规则 10、12、20、33、34、47")
def it_recurs_as_the_rules_say(rule):
    return rule.terms is None or rule.every_months == rule.months_by(rule.dossier.policy)


@guard("该机构的这项职责已经设定，先停止原来的设定，再重新设定", article="系统规则")
def it_is_not_set_already(rule):
    return not rule.alike.filter(state="in_force").exists()


@guard("第一期应当还没有结束，不补设已经过去的期间", article="系统规则")
def its_first_period_is_not_over(rule, *, today):
    return today is None or rule.first_on is None or rule.last_day_of(rule.first_on) >= today


@guard("第一期与原来的设定已经开列的期间重叠，应当从其后开始", article="系统规则")
def it_begins_after_what_has_opened(rule):
    last_on = rule.alike.aggregate(last_on=Max("duties__due_on"))["last_on"]
    return last_on is None or rule.first_on is None or rule.first_on > last_on


@guard("只能按顺序开列下一期，每期一次", article="系统规则")
def it_is_the_next_of_its_rule(duty):
    return duty.first_on == duty.rule.next_on


@guard("承担单位已经撤销，不再开列", article="系统规则")
def its_house_is_still_there(duty):
    return is_a_house_of(duty.rule.house, duty.rule.commission)


@guard("这一期还没有开始", article="系统规则")
def its_first_day_has_come(duty, *, today):
    return today is None or duty.first_on <= today


@guard("应当写明文号或者会议名称", article="规则 10、12、20、33、34、47")
def names_its_paper(duty, *, document):
    return bool((document or "").strip())


@guard("完成日期应当在这一期开始以后，且不晚于今天", article="系统规则")
def was_done_since_it_began(duty, *, done_on, today):
    return done_on is not None and done_on >= duty.first_on and (today is None or done_on <= today)


@guard("应当先将有关材料作为附件上传，或者写明原件存放在何处", article="系统规则")
def its_paper_is_on_file_or_kept_elsewhere(duty, *, kept_at):
    on_file = Attachment.objects.filter(subject_id=duty.public_id, withdrawn_at__isnull=True)
    return bool((kept_at or "").strip()) or on_file.exists()
