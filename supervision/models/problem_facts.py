"""What is known of a problem (问题): where it comes from, whose it is, and what was done about it (规定 7, 12, 13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models import Assignment, Contact, Matter, Meeting, OfficialDocument, ReportPart
from coordination.models.contact import house_of
from organizations.models import Organisation, Role
from supervision.models.inspection import Inspection
from supervision.problem_guards import CARRIED_OUT, GONE, SIGNED, UNDER_WAY
from supervision.problem_words import told_words
from workflow.access import texts_open_to
from workflow.authority import follow
from workflow.beside import Over, Told
from workflow.models import Record

PEOPLE = settings.AUTH_USER_MODEL


class ProblemState(models.TextChoices):
    OPEN = "open", "待处理"
    UNDER_MEASURES = "under_measures", "采取措施"
    COORDINATING = "coordinating", "协调中"
    REFERRED = "referred", "已提请党委"
    DECIDED = "decided", "党委已决定"
    RESOLVED = "resolved", "已解决"
    DISMISSED = "dismissed", "不成立"
    MERGED = "merged", "已合并"
    LAPSED = "lapsed", "随事项终止"


class Severity(models.TextChoices):
    ORDINARY = "ordinary", "一般问题"
    IMPORTANT = "important", "重要问题"


class Source(models.TextChoices):
    FINDING = "finding", "督促检查发现"
    DIFFICULTY = "difficulty", "部门反映的困难"
    CONTACT = "contact", "联系沟通"
    UNIT = "unit", "派驻机构反映"


class Measure(models.TextChoices):
    """规定 12."""

    HELP = "help", "帮助解决"
    CORRECTION = "correction", "及时纠正"


def _of(model, words, **more):
    return models.ForeignKey(model, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=words, **more)


class ProblemFacts(Record):
    """What a problem says; ``Problem`` adds what may happen to it."""

    owner = "matter.commission"
    within = ("matter",)
    offered_while = {
        "matter": CARRIED_OUT, "assignment": ("issued", "received", "reported"), "contact": ("recorded",),
        "inspection": ("under_way", "concluded"),
    }  # fmt: skip
    duties = {}
    searched = ("content", "source_words", "measures", "carried_out_by", "decision", "outcome", "department")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="problems", verbose_name="事项")
    content = models.TextField("问题", max_length=4000)
    severity = models.CharField("程度", max_length=10, choices=Severity.choices, default=Severity.ORDINARY)
    source = models.CharField("来源", max_length=12, choices=Source.choices, default=Source.DIFFICULTY)
    source_words = models.CharField("来源说明", max_length=120, blank=True)
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="findings",
        verbose_name="督促检查",
    )
    contact = _of(Contact, "联系沟通", editable=False)
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="problems", verbose_name="有关任务"
    )
    department = _of(Organisation, "有关部门", blank=True)
    raised_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="提出人"
    )
    raised_for = _of(Organisation, "提出部门", editable=False)
    measure = models.CharField("措施类别", max_length=12, choices=Measure.choices, blank=True)
    measures = models.TextField("具体措施", max_length=4000, blank=True)
    carried_out_by = models.CharField("办理单位和人员", max_length=120, blank=True)
    due_on = models.DateField("完成日期", null=True, blank=True)
    meeting = _of(Meeting, "协调会议", blank=True)
    request = _of(OfficialDocument, "提请决定的请示", blank=True)
    referred_by = _of(PEOPLE, "提请人", editable=False)
    decision = models.TextField("党委的决定", max_length=4000, blank=True)
    decision_minutes = models.CharField("会议纪要（文号）", max_length=120, blank=True)
    report = _of(OfficialDocument, "重要问题报告", blank=True)
    reported_by = _of(PEOPLE, "报告人", editable=False)
    reported_at = models.DateTimeField("向党委报告的时间", null=True, editable=False)
    outcome = models.TextField("解决结果", max_length=4000, blank=True)
    merged_into = _of("self", "并入的问题", blank=True)
    reopenings = models.PositiveSmallIntegerField("重新启动次数", default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the commission, who raised it, the departments concerned; the committee once referred or reported."""
        ours = actor.organisation_ids()
        theirs = Q(department__in=ours) | Q(raised_for__in=ours) | Q(assignment__lead_department__in=ours)
        assisted = cls.with_any(assignment__participations__department__in=ours)
        before_it = Q(referred_by__isnull=False) | Q(reported_by__isnull=False)
        to_committee = Q(matter__committee__in=ours) & before_it
        return Q(matter__commission__in=ours) | theirs | assisted | to_committee

    @classmethod
    def concerns(cls, actor):
        """Those of the matters he handles, those he raised, and those of his departments."""
        houses = actor.organisation_ids(Role.LIAISON, Role.DEPARTMENT_HEAD)
        of_houses = Q(raised_for__in=houses) | Q(department__in=houses) | Q(assignment__lead_department__in=houses)
        return Q(matter__handling_officer=actor.person_id) | Q(raised_by=actor.person_id) | of_houses

    @classmethod
    def is_offered(cls, parent):
        return super().is_offered(parent) and parent.root.state in CARRIED_OUT

    @classmethod
    def begun_within(cls, parent, actor):
        """On a matter, or on one of its tasks, contacts or inspections; by a department for itself."""
        matter = parent.root
        found = cls(matter=matter, raised_for=house_of(actor, matter.departments))
        if isinstance(parent, Assignment):
            found.assignment = parent
        elif isinstance(parent, Contact):
            found.contact, found.department, found.source = parent, parent.department, Source.CONTACT
        elif isinstance(parent, Inspection):
            found.inspection, found.source, found.raised_for = parent, Source.FINDING, None
        return found

    @classmethod
    def hanging_over(cls, record, actor):
        """The problems under way of a matter or of a task, at the head of its page."""
        if not isinstance(record, Matter | Assignment):
            return []
        of_it = Q(matter=record) if isinstance(record, Matter) else Q(assignment=record)
        rows = cls.objects.visible_to(actor).filter(of_it, state__in=UNDER_WAY).select_related(*cls.within)
        return [row.over() for row in rows.order_by("pk")]

    @classmethod
    def told_of(cls, record, actor):
        """The problems of a matter, in the order in which they were raised: what was done, and how they stand."""
        if isinstance(record, Matter):
            rows = cls.objects.visible_to(actor).filter(texts_open_to(actor), matter=record)
            rows = rows.exclude(state__in=[ProblemState.DISMISSED, ProblemState.MERGED]).order_by("pk")
            for row in rows.select_related("matter", "department", "raised_for", "assignment__lead_department"):
                yield Told(ReportPart.PROBLEMS, told_words(row))

    def over(self):
        icon, tone = ("light-red", "red") if self.is_important() else ("light-yellow", "yellow")
        said = f"{self.words}，{self.state_label}"
        return Over(icon, tone, self.get_severity_display(), said, self.get_absolute_url())

    def is_important(self):
        return self.severity == Severity.IMPORTANT

    @property
    def is_to_be_reported(self):
        """Whether it is important and the committee has not been told."""
        return self.is_important() and self.reported_at is None

    @property
    def departments_concerned(self):
        """Those whom it is about, who raised it, and who lead or take part in the task, each once."""
        task = self.assignment
        found = [self.raised_for, self.department, *(task.departments if task else ())]
        return list({row.pk: row for row in found if row is not None}.values())

    @property
    def lacks_its_request(self):
        return _is_lacking(self.request)

    @property
    def lacks_its_report(self):
        """Whether an important problem has no report that could go to the committee."""
        return self.is_to_be_reported and _is_lacking(self.report)

    @property
    def request_to_issue(self):
        """The signed request that goes out as the committee is asked."""
        return _signed(self.request)

    @property
    def report_to_issue(self):
        return _signed(self.report)

    @property
    def plain_words(self):
        said = " ".join(self.content.split())
        return f"问题：{said[:30].rstrip('。，；：！？')}"

    @property
    def gist(self):
        return f"{self.get_severity_display()}：{self.content}"

    @property
    def commission(self):
        return follow(self, "matter.commission")


def _is_lacking(document):
    """Whether there is no such document, or one that was dropped or taken back."""
    return document is None or document.state in GONE


def _signed(document):
    """The document if it is signed and has not gone out yet."""
    return [document] if document is not None and document.state == SIGNED[0] else []
