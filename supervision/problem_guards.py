"""Conditions of the steps of a problem (问题), in the order of its road."""

from coordination.models import DocumentKind, MeetingKind
from organizations.models import Role
from workflow.authority import at, person
from workflow.guards import guard, lacking

CARRIED_OUT = ("implementing", "inspecting", "reporting")
UNDER_WAY = ("open", "under_measures", "coordinating", "referred", "decided")
SIGNED = ("signed", "issued")
GONE = ("discarded", "revoked")  # a document in whose place another is to be drafted
OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


# Raising


@guard("从组织实施到书面报告阶段才提出问题", article="规定 12、13")
def the_matter_is_being_carried_out(problem):
    return problem.matter.state in CARRIED_OUT


@guard("应当写明是什么问题", article="规定 12、13")
def says_what_is_wrong(problem):
    return bool(problem.content.strip())


@guard("应当指明是本事项哪个部门、哪项已经交办的任务的问题", article="规定 12、13")
def says_whose_it_is(problem):
    task, ours = problem.assignment, {department.pk for department in problem.matter.departments}
    if task is None:
        return problem.department_id in ours
    in_hand = task.matter_id == problem.matter_id and task.state not in ("drafted", "cancelled")
    return in_hand and (problem.department_id is None or problem.department_id in ours)


@lacking("来源不完整", article="规定 12、13")
def its_source_is_on_record(problem):
    if (problem.source == "finding") != (problem.inspection_id is not None):
        yield "检查发现的问题在该次检查的页面上登记"
    if (problem.source == "contact") != (problem.contact_id is not None):
        yield "联系沟通中发现的问题在该次联系沟通的页面上登记"
    if problem.source == "unit" and not problem.source_words.strip():
        yield "派驻机构反映的，应当写明是哪个派驻机构"
    if any(row and row.matter_id != problem.matter_id for row in (problem.inspection, problem.contact)):
        yield "检查、联系沟通应当属于本事项"


@guard("检查开始以后才登记检查发现的问题", article="规定 12")
def its_inspection_has_begun(problem):
    return problem.inspection is None or problem.inspection.state in ("under_way", "concluded")


@guard("应当是本事项的牵头部门或者参与部门", article="规定 13")
def the_department_that_raises_it_belongs_to_the_matter(problem):
    return problem.raised_for is None or problem.raised_for_id in {row.pk for row in problem.matter.departments}


# Measures and coordination


@guard("应当写明帮助解决还是及时纠正、具体措施、由谁办理、今天以后的完成日期", article="规定 12")
def says_what_is_done_by_whom_and_when(problem, *, measure, measures, carried_out_by, due_on, today):
    said = bool(measure) and bool((measures or "").strip()) and bool((carried_out_by or "").strip())
    return said and due_on is not None and (today is None or due_on >= today)


@guard("应当选择本事项已经通知、没有取消的协调会议", article="规定 13", mended_by=[OFFICER, DIRECTOR])
def a_coordination_meeting_is_called(problem, *, meeting):
    return (
        meeting is not None
        and meeting.matter_id == problem.matter_id
        and meeting.kind == MeetingKind.COORDINATION
        and meeting.state != "cancelled"
    )


@lacking("协调会议没有通知有关部门", article="规定 13", mended_by=[OFFICER, DIRECTOR])
def the_departments_concerned_are_invited(problem, *, meeting):
    asked = set(meeting.invitations.values_list("department", flat=True)) if meeting else set()
    yield from (department.short_name for department in problem.departments_concerned if department.pk not in asked)


# The committee


@guard("还没有为本问题召开协调会议", article="规定 13", mended_by=[OFFICER, DIRECTOR])
def its_coordination_meeting_was_held(problem):
    return problem.meeting is not None and problem.meeting.state in ("held", "minuted")


@lacking("各方意见还没有登记", article="规定 13", mended_by=[OFFICER, DIRECTOR])
def every_position_is_on_record(problem):
    rows = problem.meeting.invitations.select_related("department").order_by("pk") if problem.meeting else ()
    silent = (row for row in rows if row.state == "invited" or (row.state == "attended" and not row.position.strip()))
    yield from (row.department.short_name for row in silent)


@guard("协调会议已有议定事项，应当先按议定事项办理", article="规定 13", mended_by=[OFFICER, DIRECTOR])
def nothing_was_agreed(problem):
    return problem.meeting is None or not problem.meeting.resolutions.exists()


@guard("提请党委决定的请示还没有签发", article="规定 13", mended_by=[OFFICER, LEADERS])
def its_request_is_signed(problem):
    return _is_signed(problem.request, DocumentKind.REQUEST, problem)


@guard("应当写明党委的决定和作出决定的会议纪要", article="规定 13")
def names_the_decision_and_its_minutes(problem, *, decision, decision_minutes):
    return bool((decision or "").strip()) and bool((decision_minutes or "").strip())


@guard("不是重要问题", article="规定 12", quiet=True)
def is_important(problem):
    return problem.is_important()


@guard("已经是重要问题", article="规定 12", quiet=True)
def is_ordinary(problem):
    return not problem.is_important()


@guard("已经向党委报告", article="规定 12", quiet=True)
def is_not_reported_yet(problem):
    return problem.reported_at is None


@guard("重要问题报告还没有签发", article="规定 12", mended_by=[OFFICER, LEADERS])
def its_report_is_signed(problem):
    return _is_signed(problem.report, DocumentKind.PROBLEM_REPORT, problem)


def _is_signed(document, kind, problem):
    return (
        document is not None
        and document.kind == kind
        and document.matter_id == problem.matter_id
        and document.state in SIGNED
    )


# Ends


@guard("应当写明解决的结果", article="规定 12、13")
def says_the_outcome(problem, *, outcome):
    return bool((outcome or "").strip())


@guard("重要问题还没有向党委报告", article="规定 12", mended_by=[LEADERS])
def an_important_one_was_reported(problem):
    return not problem.is_important() or problem.reported_at is not None


@guard("应当选择本事项另一个尚未了结的问题", article="系统规则")
def names_another_problem_under_way(problem, *, merged_into):
    return (
        merged_into is not None
        and merged_into.pk != problem.pk
        and merged_into.matter_id == problem.matter_id
        and merged_into.state in UNDER_WAY
    )


@guard("重要问题只能并入重要问题", article="规定 12", mended_by=[LEADERS])
def its_importance_is_kept(problem, *, merged_into):
    return not problem.is_important() or (merged_into is not None and merged_into.is_important())


@guard("事项已经办结、归档或者终止，请登记新的事项，并在依据中写明本问题", article="规定 8")
def the_matter_is_not_concluded(problem):
    return problem.matter.state in (*CARRIED_OUT, "reported")
