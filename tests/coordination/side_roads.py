"""The side roads of a matter at which cells are tried: orally, in a new version, found important late."""

from datetime import timedelta

from coordination.models import Assignment, Matter, OfficialDocument, OralNotice, TaskChange
from tests.coordination.cells import undone, values
from tests.coordination.doors import REASON
from workflow import clocks


def walk_orally(road, cells):
    """A case matter: consent, notices, tasks under way, the document that follows, receipts renewed."""
    road.to("planning")
    road.hold_meeting(road.meeting)
    road.draft_assignments()
    cells.aside(road.matter, "case")
    notice = {"matter": road.matter, "department": road.city.finance, "told_by": "示范壬", "told_whom": "局长"}
    notice |= {"means": "telephone", "content": "任务分工"}
    cells.birth(OralNotice, "record_notice", (), told_at=clocks.now(), **notice)
    road.consent()
    notice["matter"] = road.matter
    cells.birth(OralNotice, "record_notice", None, told_at=clocks.now(), **notice)
    cells.birth(OralNotice, "record_notice", (), told_at=clocks.now() - timedelta(days=1), **notice)
    with undone(road):
        for department in road.departments:
            told = road.tell(department)
        cells.stop(told)
        cells.aside(road.matter, "case_told")
    road.notify_orally()
    road.draft_document()
    road.receive(skip=(3,))
    cells.aside(road.matter, "case_notified")
    road.act("deputy", road.matter, Matter.complete_formalities)
    task = road.assignments()[0]
    cells.aside(task, "case_completed")
    cells.aside(task.participations.get(), "case_completed")


def walk_a_new_version(road, cells):
    """A new version of the document: one task changes, one goes to another department, one is new."""
    road.to("implementing")
    road.receive()
    document = road.draft_new_version()
    first, second, _ = road.assignments()
    given = {name: getattr(first, name) for name in TaskChange.FIELDS} | {
        "document": document, "assignment": first, "participating_departments": [road.city.finance, road.city.audit],
    }  # fmt: skip
    cells.birth(TaskChange, "prepare", None, **given)
    change = road.change(document, first, participating_departments=[road.city.finance, road.city.audit])
    cells.birth(TaskChange, "prepare", (), **given)
    head, liaison = road.city.people["bank_head"], road.city.people["bank_liaison"]
    road.change(
        document, second, lead_department=road.city.bank, responsible_leader=head, liaison=liaison,
        participating_departments=[road.city.finance],
    )  # fmt: skip
    with undone(road):
        road.act("officer", change, TaskChange.withdraw)
        cells.stop(change)
    cells.stop(change)
    cells.aside(document, "supplemented")
    draft_a_further_task(road)
    cells.aside(road.matter, "supplemented")
    road.act("deputy", road.matter, Matter.supplement)
    cells.stop(change)
    cells.stop(OfficialDocument.objects.get(pk=document.replaces_id))


def draft_a_further_task(road):
    """A task that comes with the new version."""
    task = road.plan.tasks[2]
    city = road.city
    return road.born(
        Assignment, Assignment.draft, content="对账结果公开公示", requirements="按季公示", duty_basis=task.duty_basis,
        lead_department=city.audit, due_on=clocks.today() + timedelta(days=40),
        responsible_leader=city.people["audit_head"], liaison=city.people["audit_liaison"],
    )  # fmt: skip


def walk_found_important(road, cells):
    """A matter found important when its plan is under way: the committee approves late."""
    road.to("planning")
    road.act("deputy", road.matter, Matter.raise_importance, **values(road, Matter.raise_importance, road.matter))
    cells.aside(road.matter, "raised")
    with undone(road):
        road.act("principal", road.matter, Matter.refuse_importance, note=REASON, goes_on_as_ordinary=True)
        cells.aside(road.matter, "raised_and_refused")
    road.act("principal", road.matter, Matter.approve_importance)
    filing = road.matter.filings.get()
    with undone(road):
        road.act("principal", road.matter, Matter.terminate, note=REASON)
        cells.stop(filing)
