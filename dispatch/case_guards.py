"""Conditions of the case register (案件登记): order in time, and that on one case nobody checks what he does himself (规则 9)."""

from dispatch.appointment_guards import serves
from workflow.access import is_recused
from workflow.guards import guard, lacking

INVESTIGATION = "investigation"
CHECKING = ("case_supervision", "review")
UNDER_WAY = ("open", "in_review")


@guard("派驻机构已经撤销", article="规则 3")
def the_unit_is_in_being(case):
    return case.unit.state == "in_being" and case.unit.commission_id == case.commission_id


@guard("应当写明代号；代号在本派驻机构内不能重复", article="规则 9")
def has_a_code_name_of_its_own(case):
    same = type(case)._base_manager.filter(unit=case.unit_id, code_name=case.code_name.strip())
    return bool(case.code_name.strip()) and not same.exists()


@guard("登记日期不能晚于今天", article="系统规则")
def it_was_opened_by_today(case, *, today):
    return today is None or case.opened_on <= today


@guard("日期不能晚于今天，也不能早于前一环节", article="系统规则")
def it_is_passed_on_in_time(case, *, passed_on, today):
    return passed_on is not None and case.opened_on <= passed_on and (today is None or passed_on <= today)


@guard("日期不能晚于今天，也不能早于前一环节", article="系统规则")
def it_is_closed_in_time(case, *, closed_on, today):
    return closed_on is not None and case.passed_on <= closed_on and (today is None or closed_on <= today)


def investigates(case, people):
    """Whether one of these persons has or had the investigation of the case: what he had keeps him from checking it later."""
    return case.case_duties.filter(function=INVESTIGATION, person__in=people).exists()


@guard("应当先明确谁承担审查调查", article="规则 9")
def somebody_investigated(case):
    return case.case_duties.filter(function=INVESTIGATION).exists()


@guard("应当先明确谁承担案件审理", article="规则 9")
def somebody_reviews(case):
    return case.case_duties.filter(function="review", state="held").exists()


@guard("案件已经办结", article="规则 9")
def the_case_is_under_way(record):
    return record.case.state in UNDER_WAY


@guard("应当是该派驻机构或者派出机关的现任人员", article="规则 9")
def the_person_serves_here(duty):
    unit = duty.case.unit
    return duty.person_id is not None and serves(duty.person_id, [unit.organisation_id, unit.commission_id])


@lacking("同一案件的审查调查与案件审理、案件监督管理应当分开，承担过的也不得再承担", article="规则 9")
def nobody_checks_what_he_investigated(duty):
    against = CHECKING if duty.function == INVESTIGATION else (INVESTIGATION,) if duty.function in CHECKING else ()
    held = duty.case.case_duties.filter(person=duty.person_id, function__in=against)
    yield from (
        f"{duty.person}在本案承担{'过' if row.state != 'held' else ''}{row.get_function_display()}" for row in held
    )


@guard("该人员在本案已经承担这一职责", article="规则 9")
def the_person_does_not_hold_it_yet(duty):
    return not duty.case.case_duties.filter(person=duty.person_id, function=duty.function, state="held").exists()


@guard("该人员已经回避本案", article="规则 48")
def the_person_has_not_stood_back(record):
    return not is_recused(record.person_id, record.dossier_id)
