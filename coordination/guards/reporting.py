"""Conditions of the steps of a matter from its tasks to the report to the committee."""

from organizations.models import Role
from workflow import clocks
from workflow.authority import at, person
from workflow.guards import lacking
from workflow.models import Clock

OFFICER = person("handling_officer")
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)


@lacking("任务尚未交到部门", article="规定 9(3)、16", mended_by=[OFFICER])
def every_department_has_its_tasks(matter):
    open_rows = [
        row for row in matter.assignments.select_related("lead_department") if row.state in ("drafted", "issued")
    ]
    overdue = Clock.objects.overdue(clocks.today()).of(*open_rows).filter(name="receipt", urgings__gt=0)
    urged = set(overdue.values_list("subject_id", flat=True))
    for row in open_rows:
        if row.state == "drafted" or row.public_id not in urged:
            yield f"任务{row.number}（{row.lead_department}）{'尚未印发' if row.state == 'drafted' else '尚未签收，也没有逾期并经催办'}"


@lacking("以下任务没有经审核通过的书面报告", article="规定 9(5)、17", mended_by=[OFFICER, DIRECTOR])
def every_assignment_has_an_accepted_report(matter):
    rows = [row for row in matter.assignments.select_related("lead_department") if row.state != "cancelled"]
    if not rows:
        yield "没有任务"
    yield from (
        f"任务{row.number}（{row.lead_department}）现为“{row.state_label}”" for row in rows if row.state != "accepted"
    )


@lacking("向党委的报告不齐备", article="规定 9(6)", mended_by=[OFFICER])
def the_committee_report_is_complete(matter):
    ready = matter.committee_reports
    if len(ready) != 1:
        yield "还没有起草" if not ready else f"待签发的报告有{len(ready)}份，只能有1份"
    for document in ready:
        yield from (f"《{document.title}》缺“{element}”" for element in document.missing_elements())
