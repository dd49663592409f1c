"""The walk of a periodic report (定期报告), stopping at every state."""

from supervision import periodic_reports
from supervision.models import PeriodicReport
from supervision.periods import Period
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record, revise


def fields_of(road, kind="month", who="officer"):
    """A report on the present period of the road's commission, as the board counts it."""
    city, period = road.city, Period.of(kind, clocks.today())
    counted = periodic_reports.count(city.actor(who), city.commission, period)
    house = {"commission": city.commission, "committee": city.committee}
    return {"kind": period.kind, "first_on": period.first_on, **house, **counted._asdict()}


def drafted(road, who="officer", kind="month"):
    return open_record(PeriodicReport, PeriodicReport.draft, actor=road.city.actor(who), **fields_of(road, kind, who))


def walk_a_periodic_report(road, cells):
    """Through every state; one period has one report, and what comes of a draft that is dropped is tried and undone."""
    road.to("implementing")
    cells.birth(PeriodicReport, "draft", None, **fields_of(road))
    cells.birth(
        PeriodicReport,
        "draft",
        (),
        **fields_of(road) | {"first_on": Period.of("month", clocks.today()).shifted(1).first_on},
    )
    row = drafted(road)
    cells.birth(PeriodicReport, "draft", (), **fields_of(road))
    with undone(road):
        row = revise(row, actor=road.city.actor("officer"), remarks="进度总体正常，下步盯住临期任务。")
        cells.stop(row)
    with undone(road):
        road.act("officer", row, PeriodicReport.discard, note=REASON)
        cells.stop(PeriodicReport.objects.get(pk=row.pk))
        cells.birth(PeriodicReport, "draft", None, **fields_of(road))
    row = revise(PeriodicReport.objects.get(pk=row.pk), actor=road.city.actor("officer"), remarks="进度总体正常。")
    row = road.act("officer", row, PeriodicReport.submit)
    cells.stop(row)
    row = road.act("deputy", row, PeriodicReport.issue)
    cells.stop(row)
