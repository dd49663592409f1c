"""Conditions of the steps of an accountability (责任追究)."""

from organizations.models import Role
from workflow.guards import guard, lacking

FROM_ISSUED = ("implementing", "inspecting", "reporting", "reported", "concluded", "terminated")
CORRECTED = ("criticism", "organisation")  # each with a date by which it is put right
RECORDERS = (Role.SECRETARY, Role.COMMITTEE_CLERK)  # who decide for a meeting, or enter what somebody else has decided


@guard("任务印发以后才谈得上不履行职责；印发以前不提出责任追究", article="规定 19")
def the_matter_was_issued(accountability):
    return accountability.matter.state in FROM_ISSUED


@guard("工作秘密事项的责任追究应当按保密规定另行办理，不在本系统中提出", article="系统规则")
def the_matter_is_no_work_secret(accountability):
    return not accountability.matter.is_secret


@guard("应当指明责任人所在的部门，且该部门在本事项中承担任务", article="规定 19")
def the_department_has_a_part_in_it(accountability):
    return accountability.department_id in {department.pk for department in accountability.matter.departments}


@lacking("责任追究的提出不完整，缺", article="规定 19")
def the_proposal_is_complete(accountability):
    said = (
        (accountability.responsible, "责任人"), (accountability.duty, "没有履行的职责"), (accountability.facts, "事实"),
    )  # fmt: skip
    yield from (label for value, label in said if not value.strip())


@guard("应当写明处理方式", article="规定 19")
def a_measure_is_decided(accountability, *, measure):
    return measure in dict(accountability._meta.get_field("measure").choices)


@guard(
    "批评教育、组织处理应当同时责令限期改正，期限在今天以后；追究纪律责任、移送司法机关的不填改正期限",
    article="规定 19",
)
def the_date_goes_with_the_measure(accountability, *, measure, correct_by, today):
    if measure not in CORRECTED:
        return correct_by is None
    return correct_by is not None and (today is None or correct_by >= today)


@guard("由书记或者党委办公室登记的决定，应当写明作出决定的会议纪要或者文号", article="规定 19")
def the_decision_names_its_document(accountability, *, decision_document, post):
    return post is None or post.role not in RECORDERS or bool((decision_document or "").strip())


@guard("应当写明改正的核实情况，或者处理、移送的结果", article="规定 19")
def says_what_came_of_it(accountability, *, outcome):
    return bool((outcome or "").strip())


@guard("追究纪律责任的应当写明处理文号，移送司法机关的应当写明移送回执", article="规定 19")
def a_transfer_has_its_receipt(accountability, *, receipt):
    return accountability.measure in CORRECTED or bool((receipt or "").strip())
