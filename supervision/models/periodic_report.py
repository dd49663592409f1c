"""Periodic reports (月报、季报、年报): what the board says of a period, put into words, signed and issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Kind, Organisation, Role
from supervision.periods import Period
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.guards import guard, lacking
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

PEOPLE = settings.AUTH_USER_MODEL
DRAFTER = person("drafter")
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
LEADERS = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class PeriodicReportState(models.TextChoices):
    DRAFT = "draft", "草拟"
    SUBMITTED = "submitted", "待签发"
    ISSUED = "issued", "已印发"
    DISCARDED = "discarded", "已作废"


class PeriodKind(models.TextChoices):
    """Of how long a time a report speaks; named as ``supervision.periods`` names it."""

    MONTH = "month", "月报"
    QUARTER = "quarter", "季报"
    YEAR = "year", "年报"


State = PeriodicReportState


@guard("这一期还没有开始", article="系统规则")
def the_period_has_begun(report, *, today):
    return today is None or report.first_on <= today


@guard(
    "这一期已有报告（草拟、待签发或者已印发），同一期不重复报告；草稿不用的，先作废",
    article="系统规则",
    mended_by=[DRAFTER],
)
def no_other_report_speaks_of_the_period(report):
    alike = PeriodicReport.objects.filter(commission=report.commission_id, kind=report.kind, first_on=report.first_on)
    return not alike.exclude(state=State.DISCARDED).exclude(pk=report.pk).exists()


@lacking("报告不完整，缺", article="系统规则", mended_by=[DRAFTER], written_in=["content", "remarks"])
def the_report_is_complete(report):
    named = ((report.content, "正文"), (report.remarks, "情况分析和下步打算"))
    yield from (label for value, label in named if not value.strip())


class PeriodicReport(Record):
    """A report of the commission on one period. It keeps the figures it was written from, and when they were counted."""

    State = State
    is_root = True
    list_page = "periodicreport_list"
    within = ("commission", "committee")
    searched = ("number", "content", "remarks", "drafter")
    numbered_by = ("issue",)
    editable = {State.DRAFT: [(DRAFTER, ("content", "remarks", "attachments"))]}

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    kind = models.CharField("种类", max_length=8, choices=PeriodKind.choices, editable=False)
    first_on = models.DateField("期间自", editable=False)
    content = models.TextField("正文", max_length=20000)
    remarks = models.TextField("情况分析和下步打算", max_length=8000, blank=True)
    figures = models.JSONField("数字", default=list, editable=False)
    counted_at = models.DateTimeField("统计时间", editable=False)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="periodic_reports", verbose_name="纪委",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    committee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="同级党委"
    )
    drafter = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="起草人"
    )
    issued_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签发人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "定期报告"
        constraints = [
            known_states("periodic_report_state_is_known", PeriodicReportState),
            models.CheckConstraint(name="periodic_report_kind_is_known", condition=Q(kind__in=list(PeriodKind.values))),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="periodic_report_number_once"),
            models.UniqueConstraint(
                fields=["commission", "kind", "first_on"], condition=~Q(state="discarded"), name="one_report_a_period"
            ),
        ]

    def __str__(self):
        return self.words

    @property
    def series(self):
        """Each kind counts for itself."""
        return self.get_kind_display()

    @property
    def period(self):
        return Period(self.kind, self.first_on)

    @property
    def title(self):
        return f"{self.commission}组织协调工作{self.period.words}{self.get_kind_display()}"

    @property
    def plain_words(self):
        return f"{self.number} {self.period.words}{self.get_kind_display()}".strip()

    @property
    def gist(self):
        return self.remarks or self.content

    @property
    def content_digest(self):
        """The digest of exactly what is issued: the words, the figures and the files."""
        said = [self.title, self.content, self.remarks, self.figures, self.counted_at]
        return f"{ALGORITHM}:{digest_of(said, self.file_digests)}"

    def parties(self):
        """The commission; the committee once it is issued."""
        found = everyone_in(
            self.commission, Role.OFFICER, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY,
            Role.STANDING_CLERK,
        )  # fmt: skip
        issued = everyone_in(self.committee, Role.PRINCIPAL, Role.COMMITTEE_CLERK)
        return found + issued if self.issued_by_id else found

    @classmethod
    def concerns(cls, actor):
        """Those that the actor drafted."""
        return Q(drafter=actor.person_id)

    # fmt: off
    @step(NEW, State.DRAFT, label="起草定期报告", article="系统规则", stamps="drafter",
          by=[at("commission", Role.OFFICER, Role.OFFICE_DIRECTOR)],
          needs=[the_period_has_begun, no_other_report_speaks_of_the_period])
    def draft(self):
        """Begin with what the board says of the period, in words."""

    @step(State.DRAFT, SAME, label="重新统计", article="系统规则", by=[DRAFTER])
    def refresh(self, *, counted):
        """Take today's figures in place of those that were kept; the text is assembled anew, the remarks stay."""
        self.figures, self.content, self.counted_at = counted

    @step(State.DRAFT, State.SUBMITTED, label="提请签发", article="系统规则", by=[DRAFTER], expected=True, needs=[the_report_is_complete])
    def submit(self):
        """Put it before the leaders."""

    @step(State.SUBMITTED, State.DRAFT, label="退回修改", article="系统规则", by=[LEADERS], apart_from=["drafter"], reason=True, tells=[DRAFTER])
    def return_for_revision(self):
        """Send it back to its drafter; the reason says what to mend."""

    @step(State.SUBMITTED, State.ISSUED, label="签发", article="系统规则", by=[LEADERS], apart_from=["drafter"], expected=True,
          signs="content_digest", stamps="issued_by", tells=[DRAFTER, at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)])
    def issue(self):
        """Sign and issue it; it takes its number, and the committee has it."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", by=[DRAFTER, DIRECTOR], reason=True)
    def discard(self):
        """Drop a draft."""

    # fmt: on
