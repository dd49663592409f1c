"""What the demonstration shows of periodic reports: last month's, issued, and this month's under draft."""

from supervision import periodic_reports
from supervision.models import PeriodicReport
from supervision.periods import Period
from workflow import clocks
from workflow.door import advance, open_record, revise

REMARKS = (
    "各部门总体按期推进，签收及时。少数任务临近到期仍未报告，个别书面报告数据口径不一致，被退回重报。"
    "下步：一是逐项盯住将到期和超期的任务，该催办的当天催办；二是退回的报告一次说清意见；三是问题较多的部门上门督促检查。"
)


def reported(city, calendar, days_ago):
    """The officer drafts both; the deputy signs that of last month."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        this_month = Period.of("month", clocks.today())
        report = revise(drafted(city, this_month.before), actor=city.actor("officer"), remarks=REMARKS)
        advance(report, PeriodicReport.submit, actor=city.actor("officer"))
    calendar.wait(0)
    with clocks.following(calendar.tick):
        advance(PeriodicReport.objects.get(pk=report.pk), PeriodicReport.issue, actor=city.actor("deputy"))
        drafted(city, this_month)


def drafted(city, period):
    actor, commission = city.actor("officer"), city.commission
    counted = periodic_reports.count(actor, commission, period)
    return open_record(
        PeriodicReport, PeriodicReport.draft, actor=actor, commission=commission, committee=city.committee,
        kind=period.kind, first_on=period.first_on, **counted._asdict(),
    )  # fmt: skip
