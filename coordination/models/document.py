"""Official documents (公文): what is issued to departments, and the report to the committee."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.terms import MatterState, Origin
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL


class DocumentKind(models.TextChoices):
    """规定 11, and the report of 规定 9(6)."""

    IMPLEMENTING_OPINION = "implementing_opinion", "实施意见"
    WORK_ARRANGEMENT = "work_arrangement", "工作安排意见"
    MEETING_MINUTES = "meeting_minutes", "会议纪要"
    OTHER_WRITTEN = "other_written", "其他书面形式"
    COMMITTEE_REPORT = "committee_report", "向党委的报告"


class DocumentState(models.TextChoices):
    DRAFT = "draft", "待签发"
    SIGNED = "signed", "已签发"
    ISSUED = "issued", "已印发"
    SUPERSEDED = "superseded", "已被替代"
    DISCARDED = "discarded", "已作废"


ELEMENTS = (
    ("subject", "部署或确定的事项"), ("lead", "牵头部门"), ("participants", "参与部门"), ("division", "任务分工"),
    ("requirements", "要求"),
)  # fmt: skip
State = DocumentState


@guard("另行命名的书面形式应当写明名称", article="规定 11")
def an_other_form_is_named(document):
    return document.kind != DocumentKind.OTHER_WRITTEN or bool(document.form_name.strip())


@guard("事项现阶段不能起草这类文件", article="规定 9、11")
def fits_the_matters_stage(document):
    wanted = [MatterState.PLANNING] if document.is_of_the_plan else [
        MatterState.IMPLEMENTING, MatterState.INSPECTING, MatterState.REPORTING]  # fmt: skip
    return document.matter.state in wanted


class OfficialDocument(Record):
    """A document of the matter. Signed and issued only together with the step that needs it; then it never changes."""

    State = DocumentState
    owner = "matter.commission"
    offered_while = {"matter": ("planning", "implementing", "inspecting", "reporting")}
    within = ("matter",)
    numbered_by = ("issue",)
    searched = ("number", "title", "subject", "division", "requirements", "drafter")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="documents", verbose_name="事项"
    )
    kind = models.CharField("文种", max_length=24, choices=DocumentKind.choices)
    form_name = models.CharField("其他书面形式的名称", max_length=40, blank=True)
    number = models.CharField("发文字号", max_length=40, blank=True, editable=False)
    title = models.CharField("标题", max_length=120)
    subject = models.TextField("部署或确定的事项", max_length=8000, blank=True)
    lead = models.CharField("牵头部门", max_length=120, blank=True)
    participants = models.CharField("参与部门", max_length=400, blank=True)
    division = models.TextField("任务分工", max_length=20000, blank=True)
    requirements = models.TextField("要求", max_length=8000, blank=True)
    addressees = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="主送")
    drafter = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="起草人")
    signed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签发人"
    )

    EDITED = (
        "title", "form_name", "subject", "lead", "participants", "division", "requirements", "addressees", "attachments",
    )  # fmt: skip
    editable = {
        State.DRAFT: [
            (person("drafter", of="matter.commission"), EDITED), (person("matter.handling_officer"), EDITED),
        ]
    }  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("document_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="document_number_once"),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the commission; addressees from issue on; a committee report the committee, and who assigned it (抄报)."""
        ours = actor.organisation_ids()
        out = Q(state__in=[State.ISSUED, State.SUPERSEDED])
        addressed = Q(pk__in=cls._base_manager.filter(addressees__in=ours).values("pk"))
        to_committee = Q(kind=DocumentKind.COMMITTEE_REPORT)
        sent_up = Q(matter__origin=Origin.SUPERIOR_ASSIGNED, matter__superior__in=ours)
        reported = to_committee & (Q(matter__committee__in=ours) | sent_up)
        return Q(matter__commission__in=ours) | (out & (reported | (~to_committee & addressed)))

    @property
    def plain_words(self):
        return f"{self.number} 《{self.title}》".strip()

    @property
    def is_of_the_plan(self):
        return self.kind != DocumentKind.COMMITTEE_REPORT

    @property
    def series(self):
        return "发" if self.is_of_the_plan else "报"

    @property
    def commission(self):
        return self.matter.commission

    def missing_elements(self):
        """Names of the five elements of 规定 11 that are empty; a report to the committee needs its subject and findings."""
        wanted = ELEMENTS if self.is_of_the_plan else (("subject", "事项"), ("division", "完成情况"))
        if self.is_of_the_plan and not self.matter.participating_departments.exists():
            wanted = [element for element in wanted if element[0] != "participants"]
        return [label for name, label in wanted if not getattr(self, name).strip()]

    @property
    def signed_content(self):
        """What a signature and a receipt bind: the elements and the digests of the files."""
        return [self.kind, self.title, *(getattr(self, name) for name, _ in ELEMENTS), self.file_digests]

    # fmt: off
    @step(NEW, State.DRAFT, label="起草公文", article="规定 11", stamps="drafter",
          by=[person("matter.handling_officer"), at("matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[an_other_form_is_named, fits_the_matters_stage])
    def draft(self):
        """Draft a document from the plan, or the report to the committee from accepted reports."""

    @step(State.DRAFT, State.SIGNED, label="签发", article="规定 11", by=[CARRIED], apart_from=["drafter"],
          stamps="signed_by")
    def sign(self):
        """Signed by the leader who takes the step that carries it, never by its drafter."""

    @step(State.SIGNED, State.ISSUED, label="印发", article="规定 11", by=[CARRIED], apart_from=["drafter"])
    def issue(self):
        """Takes its number and goes out."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", reason=True,
          by=[person("drafter", of="matter.commission"), person("matter.handling_officer")])
    def discard(self):
        """Drop a draft."""

    # fmt: on
