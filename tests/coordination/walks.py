"""The walks of the cells: the real road of a matter with all its side ways, stopping at every state."""

from datetime import timedelta

from coordination.models import (
    Assignment,
    DocumentKind,
    Filing,
    Invitation,
    Matter,
    Meeting,
    MeetingKind,
    OfficialDocument,
    Participation,
    Resolution,
    Retention,
    WrittenReport,
)
from organizations.actors import actor_of
from organizations.models import Person
from supervision.models import Inspection, Method
from tests.coordination.cells import open_clocks_at_an_end, undone, values
from tests.coordination.doors import REASON
from tests.coordination.table import BY_CELL
from workflow import clocks
from workflow.door import advance, open_record, revise
from workflow.models import Clock


def walk_the_matter(road, scene, cells):
    """The road with all its side ways; at each stop the record is ready for the step that leads on."""
    births = scene == "committee_assigned"
    city = road.city
    if scene == "suggestion":
        road.suggest()
        walk_ends(road, scene, cells, "agriculture_head", Matter.discard)
        cells.stop(road.matter)
        road.act("agriculture_head", road.matter, Matter.submit)
        revise(
            road.matter,
            actor=city.actor("standing_clerk"),
            handling_office=city.first_office,
            deputy_in_charge=city.deputy,
        )
        road.name_officer()
    else:
        road.register()
        road.name_officer()
        walk_ends(road, scene, cells, "officer", Matter.discard)
        cells.stop(road.matter)
        stop_at_births(road, cells, births)
        road.submit()
    walk_determination(road, scene, cells, births)
    road.name_departments()
    meeting = road.call_meeting()
    here(road, scene, cells, births)
    road.convene()
    road.hold_meeting(meeting)
    road.draft_assignments()
    road.draft_document()
    here(road, scene, cells, births)
    road.issue()
    road.receive()
    here(road, scene, cells, births)
    road.begin_inspection()
    road.inspect()
    if scene == "important":
        file_with_the_superior(road, cells)
    here(road, scene, cells, births)
    road.call_for_reports()
    road.contribute()
    road.report_all()
    road.draft_committee_report()
    here(road, scene, cells, births)
    road.report_to_committee()
    here(road, scene, cells, births)
    road.conclude()
    here(road, scene, cells, births)
    road.archive()
    here(road, scene, cells, births)


def walk_determination(road, scene, cells, births):
    here(road, scene, cells, births)
    if scene in ("deputy_in_charge", "suggestion"):
        walk_ends(road, scene, cells, "deputy", Matter.decline, archive_cells=True)
        with undone(road):
            road.refer()
            with_its_ends(road, scene, "important", cells)
    if scene == "important":
        road.refer()
        with_its_ends(road, scene, scene, cells)
        road.approve()
    else:
        road.act("deputy", road.matter, Matter.determine, **values(road, Matter.determine, road.matter))


def with_its_ends(road, scene, other_scene, cells):
    """Awaiting the committee's approval: its cells, and its refusal up to the archive."""
    cells.stop(road.matter, scene=other_scene)
    walk_ends(road, scene, cells, "principal", Matter.decline_by_committee, archive_cells=True)


def here(road, scene, cells, births):
    """Every cell of the matter's present state, the births of what belongs to it, and its termination up to the archive."""
    cells.stop(road.matter)
    stop_at_births(road, cells, births)
    row = BY_CELL.get(("coordination.Matter", "terminate", road.matter.state))
    if row:
        walk_ends(
            road, scene, cells, row.allowed(scene)[0], Matter.terminate, archive_cells=road.matter.state == "determined"
        )


def walk_ends(road, scene, cells, who, step, archive_cells=False):
    """(c) One way of ending, up to the archive, where no clock is open; then it has not happened."""
    with undone(road):
        road.act(who, road.matter, step, note=REASON, **values(road, step, road.matter))
        running = set(Clock.objects.open().filter(dossier=road.matter.dossier_id).values_list("name", flat=True))
        if running - {"archiving"}:
            cells.wrong.append(f"[{scene}] {road.matter.state}: still running {running}")
        if archive_cells or step is Matter.discard:
            with undone(road):
                tidy(road)
                ownerless = road.matter.handling_office_id is None  # dropped before the commission had it
                cells.stop(road.matter, scene="discarded_suggestion" if ownerless else scene)
        tidy(road)
        archivist = "secretary" if road.matter.handling_office_id is None else "director"
        road.act(archivist, road.matter, Matter.archive, retention=Retention.TEN_YEARS)
        cells.wrong += [f"[{scene}] {step.__name__}: {fault}" for fault in open_clocks_at_an_end(road.matter.dossier)]
        if Clock.objects.open().filter(dossier=road.matter.dossier_id).exists():
            cells.wrong.append(f"[{scene}] archived after {step.__name__} with an open clock")


def tidy(road):
    """Before the archive nothing is left half done: drafts are dropped, meetings called off."""
    for document in OfficialDocument.objects.filter(matter=road.matter, state="draft"):
        road.act("officer", document, OfficialDocument.discard, note=REASON)
    for meeting in Meeting.objects.filter(matter=road.matter, state="called"):
        road.act("officer", meeting, Meeting.cancel, note=REASON)


def file_with_the_superior(road, cells):
    """The important matter's filing: its cells in every state, then it is on file."""
    filing = road.matter.filings.get()
    cells.stop(filing)
    request = road.draft_of(DocumentKind.REQUEST, requirements="妥否，请批示。")
    cells.stop(request, scene="request")
    road.act("deputy", request, OfficialDocument.sign)
    cells.stop(request, scene="request")
    road.act("secretary", request, OfficialDocument.issue)
    cells.stop(request, scene="request")
    with undone(road):
        road.act("deputy", request, OfficialDocument.revoke, note=REASON)
        cells.stop(request, scene="request")
    road.draft_filing()
    cells.stop(filing)
    road.send_filing(filing)
    cells.stop(filing)
    superior = actor_of(Person.objects.get(username="省承办人"), today=clocks.today())
    advance(filing, Filing.acknowledge, actor=superior)
    cells.stop(filing)


def stop_at_births(road, cells, births):
    """What can be born in the matter's dossier in this state, and by whom; everything else is refused."""
    if not births:
        return
    city, matter = road.city, Matter.objects.get(pk=road.matter.pk)
    open_date = clocks.today() + timedelta(days=3)
    plan = {"matter": matter, "kind": DocumentKind.WORK_ARRANGEMENT, "title": "工作安排意见"}
    report = {"matter": matter, "kind": DocumentKind.COMMITTEE_REPORT, "title": "报告"}
    for model, name, fields, possible in (
        (Meeting, "call", {"matter": matter, "kind": MeetingKind.CONSULTATION, "title": "征求意见", "planned_on": open_date,
                           "invited": [city.agriculture, city.finance]}, None),
        (Assignment, "draft", {"matter": matter, "content": "任务", "lead_department": city.agriculture}, None),
        (OfficialDocument, "draft", plan, None),
        (OfficialDocument, "draft", {"matter": matter, "kind": DocumentKind.REQUEST, "title": "请示"},
         ("determined", "planning", "implementing", "inspecting", "reporting", "reported")),
        (OfficialDocument, "draft", report, ("implementing", "inspecting", "reporting")),
        (Inspection, "plan", {"matter": matter, "method": Method.HEARING, "planned_on": open_date,
                              "assignments": road.assignments(), "members": [city.officer]}, None),
    ):  # fmt: skip
        row = BY_CELL[model._meta.label, name, "NEW"]
        cells.birth(model, name, None if matter.state in (possible or row.possible_while) else (), **fields)


# What belongs to a matter


def walk_what_belongs(road, cells):
    """Every record of one dossier through every state; side ways are undone."""
    road.to("determined")
    road.name_departments()
    meeting = road.meeting = road.call_meeting()
    walk_an_early_consultation(road, cells)
    road.convene()
    cells.stop(meeting)
    walk_consultation(road, cells)
    walk_meeting(road, cells)
    road.draft_assignments()
    cells.stop(Resolution.objects.filter(meeting=road.meeting).first())
    walk_plan(road, cells)
    road.issue()
    walk_receipts(road, cells)
    walk_inspection(road, cells)
    walk_reports(road, cells)


def ask_for_an_opinion(road):
    """A consultation that asks the finance bureau."""
    return open_record(
        Meeting, Meeting.call, actor=road.city.actor("officer"), dossier=road.matter.dossier, matter=road.matter,
        kind=MeetingKind.CONSULTATION, title="征求意见", planned_on=clocks.today() + timedelta(days=3),
        invited=[road.city.finance],
    )  # fmt: skip


def walk_an_early_consultation(road, cells):
    """Before the matter is convened its file is closed to departments, so that none can answer yet."""
    with undone(road):
        cells.stop(ask_for_an_opinion(road).invitations.get(), scene="not convened")


def walk_consultation(road, cells):
    consultation = ask_for_an_opinion(road)
    asked = consultation.invitations.get()
    cells.stop(asked, scene="consultation")
    cells.birth(Invitation, "invite", (), meeting=consultation, department=road.city.bank)
    with undone(road):
        road.act("officer", consultation, Meeting.cancel, note=REASON)
        cells.stop(consultation)
    with undone(road):
        road.act("officer", asked, Invitation.miss, note=REASON)
        cells.stop(asked)
    road.act("finance_head", asked, Invitation.answer, position="同意。")
    cells.stop(asked)
    cells.stop(consultation, scene="consultation")
    road.act("officer", consultation, Meeting.minute, minutes="已收到反馈意见。")
    cells.stop(consultation)


def walk_meeting(road, cells):
    meeting = road.meeting
    with undone(road):
        road.act("officer", meeting, Meeting.hold, held_on=clocks.today(), chair="示范丁")
        cells.stop(meeting.invitations.get(department=road.city.finance))
        fields = {"meeting": Meeting.objects.get(pk=meeting.pk), "lead_department": road.city.agriculture}
        cells.birth(Resolution, "resolve", None, content="任务", **fields)
        for invitation in meeting.invitations.order_by("pk"):
            road.act("officer", invitation, Invitation.attend, attendees="分管负责同志", position="同意。")
        cells.stop(meeting.invitations.get(department=road.city.finance))
        cells.stop(meeting)
    road.hold_meeting(meeting)
    cells.stop(Resolution.objects.filter(meeting=meeting).first())


def walk_plan(road, cells):
    task = road.assignments()[0]
    cells.stop(task)
    with undone(road):
        road.act("deputy", task, Assignment.cancel, note=REASON)
        cells.stop(task)
    cells.birth(Participation, "issue", (), assignment=task, department=road.city.health)
    document = road.draft_document()
    cells.stop(document)
    with undone(road):
        road.act("officer", document, OfficialDocument.discard, note=REASON)
        cells.stop(document)


def walk_receipts(road, cells):
    cells.stop(OfficialDocument.objects.get(matter=road.matter))
    task = road.assignments()[0]
    part = task.participations.get()
    cells.stop(task)
    cells.stop(part)
    road.receive()
    cells.stop(part)
    draft = {"assignment": Assignment.objects.get(pk=task.pk), "title": "报告", "content": "已完成。"}
    cells.birth(WrittenReport, "draft", None, **draft)
    with undone(road):
        road.act("deputy", task, Assignment.cancel, note=REASON, changed_document="示纪发〔2026〕9号")
        cells.stop(part)  # lapsed
        cells.birth(WrittenReport, "draft", (), **draft | {"assignment": Assignment.objects.get(pk=task.pk)})


def walk_inspection(road, cells):
    inspection = open_record(
        Inspection, Inspection.plan, actor=road.city.actor("officer"), dossier=road.matter.dossier, matter=road.matter,
        method=Method.ON_SITE, planned_on=clocks.today(), assignments=road.assignments(), members=[road.city.officer],
    )  # fmt: skip
    cells.stop(inspection)
    with undone(road):
        road.act("officer", inspection, Inspection.cancel, note=REASON)
        cells.stop(inspection)
    road.act("officer", inspection, Inspection.begin)
    cells.stop(inspection)
    road.act("officer", inspection, Inspection.conclude, **values(road, Inspection.conclude, inspection))
    cells.stop(inspection)


def walk_reports(road, cells):
    task = road.assignments()[0]
    report = open_record(
        WrittenReport, WrittenReport.draft, actor=road.city.actor("agriculture_liaison"), dossier=road.matter.dossier,
        assignment=task, title="落实情况报告", content="已按要求完成。",
    )  # fmt: skip
    cells.stop(task)  # with a draft and a part not yet in
    with undone(road):
        road.act("deputy", task, Assignment.cancel, note=REASON, changed_document="示纪发〔2026〕9号")
        cells.stop(report)  # lapsed
    road.contribute()
    cells.stop(task.participations.get())
    cells.stop(report)
    road.act("agriculture_head", report, WrittenReport.sign)
    cells.stop(report)
    cells.stop(task)
    with undone(road):
        road.act("officer", report, WrittenReport.return_for_rework, note=REASON, open_points="一、公示范围不全。")
        cells.stop(report)
    road.act("officer", report, WrittenReport.accept)
    cells.stop(report)
    cells.stop(task)
