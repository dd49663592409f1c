"""The walks of the papers between a unit, its authority and its hosts, stopping at every state."""

from datetime import timedelta

from coordination.models import Matter
from dispatch.demonstration import papers, units
from dispatch.models import AssignedItem, HostMaterial, Submission, UnitNotice, UnitSupportRequest
from dispatch.services import found_matter, suggested_by
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record
from workflow.models import Clock


def walk_the_papers(road, cells):
    """Every kind on one unit; of none is anything left when the next begins."""
    units.founded(road.city)
    for walk in (walk_a_request, walk_an_item, walk_a_request_for_support, walk_a_notice, walk_a_host):
        with undone(road):
            walk(road, cells)


def due_today(record):
    """Everything open on the record falls due today."""
    Clock.objects.open().of(record).update(due_on=clocks.today())


def walk_a_request(road, cells):
    """A 请示 through review and reply, and every way back; beside it a 报告, received."""
    city = road.city
    cells.birth(Submission, "draft", None, **papers.submission_of(city))
    cells.birth(Submission, "draft", (), **papers.submission_of(city) | {"office": None})
    row = papers.drafted(city)
    cells.stop(row)
    with undone(road):
        papers.act(city, "unit_head", row, Submission.discard, note=REASON)
        cells.stop(row)
    with undone(road):
        report = papers.submitted(city, kind="report")
        cells.aside(report, "report")
        papers.act(city, "second_director", report, Submission.receive)
        cells.stop(report)
    papers.act(city, "unit_head", row, Submission.submit)
    cells.stop(row)
    papers.act(city, "second_director", row, Submission.review, review_opinion="建议同意。")
    cells.stop(row)
    papers.act(city, "deputy", row, Submission.reply, reply_text="同意。")
    cells.stop(row)


def walk_an_item(road, cells):
    """An item through return and acceptance; urged once it is due."""
    city = road.city
    cells.birth(AssignedItem, "assign", None, **papers.item_of(city))
    cells.birth(AssignedItem, "assign", (), **papers.item_of(city) | {"due_on": clocks.today() - timedelta(1)})
    row = papers.assigned(city)
    due_today(row)
    cells.stop(row)
    with undone(road):
        papers.act(city, "deputy", row, AssignedItem.cancel, note=REASON)
        cells.stop(row)
    papers.act(city, "unit_officer", row, AssignedItem.receive)
    due_today(row)
    cells.stop(row)
    papers.act(city, "unit_head", row, AssignedItem.report, result="已办理。")
    cells.stop(row)
    with undone(road):
        papers.act(city, "second_director", row, AssignedItem.return_report, note=REASON, due_on=clocks.today())
        cells.stop(row)
    papers.act(city, "second_director", row, AssignedItem.accept)
    cells.stop(row)


def walk_a_request_for_support(road, cells):
    """Accepted and answered; declined and withdrawn aside; one that founds a matter waits for its end."""
    city = road.city
    cells.birth(UnitSupportRequest, "ask", None, **papers.support_of(city))
    row = papers.asked(city)
    cells.stop(row)
    for who, step in (("second_director", UnitSupportRequest.decline), ("unit_head", UnitSupportRequest.withdraw)):
        with undone(road):
            papers.act(city, who, row, step, note=REASON)
            cells.stop(row)
    row = papers.act(city, "second_director", row, UnitSupportRequest.accept)
    fields = {"category": "source_prevention", "title": "统一口径", "grounds": "口径不一致。"}
    with undone(road):
        matter = open_record(Matter, Matter.suggest, actor=city.actor("unit_head"), **suggested_by(row), **fields)
        cells.stop(row, found={"matter": matter})
    with undone(road):
        matter = found_matter(row, actor=city.actor("unit_head"), act_id=row.public_id, **fields)
        cells.aside(row, "founded", found={"matter": matter})
    row.refresh_from_db()
    papers.act(city, "second_director", row, UnitSupportRequest.give_answer, answer="已协调。")
    cells.stop(row)


def walk_a_notice(road, cells):
    city = road.city
    cells.birth(UnitNotice, "notify", None, **papers.notice_of(city))
    row = papers.notified(city)
    cells.stop(row)
    papers.act(city, "unit_head", row, UnitNotice.acknowledge)
    cells.stop(row)


def walk_a_host(road, cells):
    """What is asked of a host, withdrawn aside; what it tells of its own accord; a department that is no host is not asked."""
    city = road.city
    cells.birth(HostMaterial, "request_material", None, **papers.request_of(city))
    cells.birth(HostMaterial, "request_material", (), **papers.request_of(city) | {"host": city.audit})
    cells.birth(HostMaterial, "inform", None, **papers.report_of(city))
    cells.birth(HostMaterial, "inform", (), **papers.report_of(city) | {"unit": city.second_unit})
    row = papers.requested(city)
    cells.stop(row)
    with undone(road):
        papers.act(city, "unit_head", row, HostMaterial.withdraw, note=REASON)
        cells.stop(row)
    papers.act(city, "finance_liaison", row, HostMaterial.supply, answer="已提供。")
    cells.stop(row)
