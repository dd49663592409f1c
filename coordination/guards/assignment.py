"""Conditions of the steps of assignments, participations and written reports."""

from organizations.models import Role
from workflow.audit import digest_of
from workflow.authority import at, person
from workflow.guards import guard, lacking
from workflow.models import Clock

OFFICER = person("matter.handling_officer")
LEAD = at("lead_department", Role.LIAISON, Role.DEPARTMENT_HEAD)


@guard("事项不在研究制定方案阶段，也没有起草补充印发的文件，不能增加任务", article="规定 9(2)、11", mended_by=[OFFICER])
def the_matter_is_in_planning_or_supplemented(assignment):
    return assignment.matter.state == "planning" or assignment.matter.is_being_supplemented


def _awaits_renewal(row, matter):
    completed_at = matter.formalities_completed_at
    return None not in (completed_at, row.received_at) and row.received_at < completed_at and row.renewed_by_id is None


@guard("只有当面、电话通知的任务，在补办手续之后才补签收一次", article="规定 11", quiet=True)
def the_formalities_were_completed_since(assignment):
    return _awaits_renewal(assignment, assignment.matter)


@guard("只有当面、电话通知的任务，在补办手续之后才补签收一次", article="规定 11", quiet=True)
def the_formalities_of_its_matter_were_completed(participation):
    return _awaits_renewal(participation, participation.assignment.matter)


@lacking("任务要素不齐，缺", article="规定 6、11", mended_by=[OFFICER])
def the_assignment_is_complete(assignment):
    yield from assignment.missing_elements()


@lacking("牵头、参与部门应当是本事项的牵头或者参与部门", article="规定 6")
def its_departments_belong_to_the_matter(assignment):
    if assignment.matter.state != "planning":  # what supplements a matter may bring in departments that were consulted
        return
    ours = {department.pk for department in assignment.matter.departments}
    wanted = [assignment.lead_department] if assignment.lead_department_id else []
    wanted += assignment.chosen.get("participating_departments", [])
    yield from (department.short_name for department in wanted if department.pk not in ours)


@guard("应当有纸质回执，或者有送达凭证并已催办两次", article="规定 16")
def a_paper_receipt_or_two_urgings(row, *, proof, paper_receipt):
    urged = Clock.objects.open().of(row).filter(name="receipt", urgings__gte=2).exists()
    return bool((proof or "").strip()) and (bool(paper_receipt) or urged)


@guard("至少保留一项任务；都不再办理的，应当终止事项", article="系统规则")
def another_assignment_is_left(assignment):
    return assignment.matter.assignments.exclude(pk=assignment.pk).exclude(state="cancelled").exists()


@guard("已经印发的任务取消，应当写明变更的文件", article="规定 11")
def a_change_of_an_issued_task_is_in_writing(assignment, *, changed_document):
    return assignment.state == "drafted" or bool((changed_document or "").strip())


@guard("应当在牵头部门的书面报告签发之前办理", article="系统规则")
def the_leads_report_is_not_yet_in(participation):
    return participation.assignment.state in ("issued", "received")


@guard("应当写明协办情况", article="规定 16")
def says_what_was_done(participation, *, contribution):
    return bool((contribution or "").strip())


@lacking(
    "书面报告不完整，缺",
    article="规定 9(5)、17",
    mended_by=[person("author", of="assignment.lead_department")],
    written_in=["title", "content"],
)
def the_report_is_complete(report):
    if not report.content.strip():
        yield "落实情况"
    if not report.title.strip():
        yield "标题"


@lacking("参与部门的协办情况未报齐，请说明缺哪些、何时催办", article="规定 16、17")
def every_contribution_is_in_or_accounted_for(report, *, missing_contributions):
    if not (missing_contributions or "").strip():
        rows = report.assignment.participations.filter(state__in=["issued", "received"]).select_related("department")
        yield from (row.department.short_name for row in rows)


@guard("任务已签收、尚未报告时才能报送", article="规定 9(5)")
def the_assignment_is_being_worked_on(report):
    return report.assignment.state == "received"


@guard("本任务已有在办的书面报告稿", article="规定 9(5)")
def no_other_draft_is_open(report):
    return not report.assignment.reports.filter(state__in=["draft", "submitted"]).exclude(pk=report.pk).exists()


@guard("应当逐条写明未落实的要点", article="规定 9(5)")
def names_the_open_points(report, *, open_points):
    return bool((open_points or "").strip())


def digest_of_the_report(report):
    """The digest of a report as its signer was shown it: the words and the files."""
    return digest_of(
        report.number, report.title, report.content, report.difficulties, report.next_steps, report.file_digests
    )
