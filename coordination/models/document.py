"""Official documents (公文): what goes to departments, the report and the request to the committee, the filing report."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.guards import document as needs
from coordination.guards.planning import the_formalities_are_due
from coordination.models.terms import PLAN_KINDS, DocumentKind, Origin
from organizations.models import Organisation, Role
from workflow.audit import digest_of
from workflow.authority import CARRIED, at, person
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL


class DocumentState(models.TextChoices):
    DRAFT = "draft", "待签发"
    SIGNED = "signed", "已签发"
    ISSUED = "issued", "已印发"
    SUPERSEDED = "superseded", "已被替代"
    REVOKED = "revoked", "已撤销"
    DISCARDED = "discarded", "已作废"


FIVE_ELEMENTS = (
    ("subject", "部署或确定的事项"), ("lead", "牵头部门"), ("participants", "参与部门"), ("division", "任务分工"),
    ("requirements", "要求"),
)  # fmt: skip
ELEMENTS = {
    DocumentKind.COMMITTEE_REPORT: (("subject", "事项"), ("division", "完成情况")),
    DocumentKind.REQUEST: (("subject", "请示事项"), ("division", "情况和各方意见"), ("requirements", "建议")),
    DocumentKind.FILING_REPORT: (("subject", "备案事项"), ("division", "确定和批准情况")),
    DocumentKind.PROBLEM_REPORT: (("subject", "重要问题"), ("division", "情况和处理措施")),
}
SERIES = {
    DocumentKind.COMMITTEE_REPORT: "报", DocumentKind.REQUEST: "请", DocumentKind.FILING_REPORT: "备",
    DocumentKind.PROBLEM_REPORT: "报",
}  # fmt: skip
REPORTS = (DocumentKind.COMMITTEE_REPORT, DocumentKind.FILING_REPORT, DocumentKind.PROBLEM_REPORT)
ASKING = ("请批示", "请批复", "请审批", "请予批准")  # what a request ends with, and a report does not say
ALONE = (DocumentKind.REQUEST, DocumentKind.FILING_REPORT, DocumentKind.PROBLEM_REPORT)
TO_THE_COMMITTEE = (DocumentKind.COMMITTEE_REPORT, DocumentKind.REQUEST, DocumentKind.PROBLEM_REPORT)
NUMBERED = (
    DocumentState.ISSUED,
    DocumentState.SUPERSEDED,
    DocumentState.REVOKED,
)  # it went out under its number, which stays taken
STANDINGS = (
    (DocumentState.ISSUED.value, "有效"), (DocumentState.SUPERSEDED.value, "已被代替"), (DocumentState.REVOKED.value, "已作废"),
)  # what became of a number, as the register says it  # fmt: skip
State = DocumentState
DRAFTER = person("drafter", of="matter.commission")
OFFICER = person("matter.handling_officer")
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
SIGNERS = at(
    "matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=lambda document: document.is_signed_alone()
)
ADDRESSED_COMMITTEE = at(
    "matter.committee",
    Role.PRINCIPAL,
    Role.COMMITTEE_CLERK,
    when=lambda document: document.kind in (DocumentKind.REQUEST, DocumentKind.PROBLEM_REPORT),
)


class OfficialDocument(Record):
    """A document of the matter. It is signed and issued with the step that needs it, or alone; then it never changes."""

    State = DocumentState
    owner = "matter.commission"
    within = ("matter",)
    numbered_by = ("issue",)
    searched = ("number", "title", "subject", "division", "requirements", "drafter")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="documents", verbose_name="事项"
    )
    kind = models.CharField("文种", max_length=24, choices=DocumentKind.choices)
    form_name = models.CharField("其他书面形式的名称", max_length=40, blank=True)
    number = models.CharField("发文字号", max_length=40, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="所替代的文件"
    )
    changes = models.TextField("变更内容", max_length=4000, blank=True)
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
        "title", "form_name", "changes", "subject", "lead", "participants", "division", "requirements", "addressees",
        "attachments",
    )  # fmt: skip
    editable = {State.DRAFT: [(DRAFTER, EDITED), (OFFICER, EDITED)]}

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("document_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="document_number_once"),
        ]
        indexes = [models.Index(fields=["-moved_at", "-id"], condition=~Q(number=""), name="document_register")]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the commission; from issue on the addressees, which of a report or request is the committee, of a
        filing report the superior, and of the report on what the superior assigned it too (抄报)."""
        ours = actor.organisation_ids()
        out = Q(state__in=NUMBERED)
        addressed = Q(kind__in=PLAN_KINDS) & cls.with_any(addressees__in=ours)
        to_committee = Q(kind__in=TO_THE_COMMITTEE, matter__committee__in=ours)
        filed = Q(kind=DocumentKind.FILING_REPORT, matter__superior__in=ours)
        copied = Q(
            kind=DocumentKind.COMMITTEE_REPORT, matter__origin=Origin.SUPERIOR_ASSIGNED, matter__superior__in=ours
        )
        return Q(matter__commission__in=ours) | (out & (addressed | to_committee | filed | copied))

    @classmethod
    def is_offered(cls, parent):
        return parent._meta.model_name == "matter" and bool(needs.kinds_at(parent))

    @property
    def name_words(self):
        """What a list calls the document beside its number."""
        return f"{self.get_kind_display()}（{self.matter.words}）" if self.is_secret else self.title

    @property
    def standing(self):
        """What became of the number, in the words of the register."""
        return dict(STANDINGS).get(self.state, "")

    @property
    def mark_words(self):
        """What a printed copy says first unless the document is in force: nobody takes a draft or a void one for it."""
        if not self.number:
            return "系统草稿，尚未印发"
        return "" if self.state == State.ISSUED else f"本文件{self.standing}"

    @property
    def goes_up(self):
        """Whether it goes to a house above (上行文), which is told who signed it."""
        return self.kind in ELEMENTS

    @property
    def asks_in_a_report(self):
        """Whether a report under draft asks for something, which is a request of its own (请示). The page warns; people decide."""
        if self.state != State.DRAFT or self.kind not in REPORTS:
            return False
        said = "".join(getattr(self, name) for name, _ in self.elements)
        return any(words in said for words in ASKING)

    @property
    def recipients(self):
        """To whom it is addressed (主送): the chosen departments, the committee, or the superior commission."""
        if self.kind == DocumentKind.FILING_REPORT:
            return list(filter(None, [self.matter.superior]))
        return [self.matter.committee] if self.kind in TO_THE_COMMITTEE else list(self.addressees.order_by("name"))

    @property
    def gist(self):
        return self.subject

    @property
    def plain_words(self):
        return f"{self.number} 《{self.title}》".strip()

    @property
    def is_of_the_plan(self):
        return self.kind in PLAN_KINDS

    def is_signed_alone(self):
        """Whether a leader signs it by itself, not together with a step of the matter."""
        return self.kind in ALONE

    @property
    def serves(self):
        """The filing or the formalities, which go on while the matter stands still; of a kind not chosen yet what it may be for."""
        kinds = [self.kind] if self.kind else needs.kinds_at(self.matter)
        if DocumentKind.FILING_REPORT in kinds:
            return "filing"
        is_owed = bool(set(kinds) & set(PLAN_KINDS)) and the_formalities_are_due(self.matter)
        return "formalities" if is_owed else ""

    @property
    def series(self):
        return SERIES.get(self.kind, "发")

    @property
    def commission(self):
        return self.matter.commission

    @property
    def elements(self):
        """(name, label) of what such a document must say; without participants nobody must name them."""
        wanted = ELEMENTS.get(self.kind, FIVE_ELEMENTS)
        if self.is_of_the_plan and not self.matter.participating_departments.exists():
            wanted = [element for element in wanted if element[0] != "participants"]
        return wanted

    @property
    def element_rows(self):
        """(label, text) of everything the document says, in order."""
        rows = [("变更内容", self.changes)] if self.replaces_id else []
        return rows + [(label, getattr(self, name)) for name, label in ELEMENTS.get(self.kind, FIVE_ELEMENTS)]

    def missing_elements(self):
        """Labels of the elements that are empty."""
        return [label for name, label in self.elements if not getattr(self, name).strip()]

    @property
    def signed_content(self):
        """What a signature and a receipt bind: the elements and the digests of the files."""
        said = [getattr(self, name) for name, _ in FIVE_ELEMENTS]
        return [self.kind, self.title, self.changes, *said, self.file_digests]

    @property
    def content_digest(self):
        """The digest of the document as its signer was shown it."""
        return digest_of(self.signed_content)

    # fmt: off
    @step(NEW, State.DRAFT, label="起草公文", article="规定 11", stamps="drafter",
          by=[OFFICER, at("matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[needs.an_other_form_is_named, needs.fits_the_matters_stage, needs.a_new_version_says_what_changed],
          tells=[LEADERS])
    def draft(self):
        """Draft a document: of the plan, a new version of it, a report, a request, or a filing report."""

    @step(State.DRAFT, State.SIGNED, label="签发", article="规定 11", by=[CARRIED, SIGNERS], apart_from=["drafter"],
          signs="content_digest", stamps="signed_by", expected=Q(kind__in=ALONE),
          needs=[needs.a_document_signed_alone_is_complete])
    def sign(self):
        """Signed by the leader who takes the step that carries it, or alone; never by its drafter."""

    @step(State.SIGNED, State.ISSUED, label="印发", article="规定 11", by=[CARRIED, SIGNERS], apart_from=["drafter"],
          expected=Q(kind__in=ALONE), tells=[OFFICER])
    def issue(self):
        """Takes its number and goes out."""

    @step(State.ISSUED, State.SUPERSEDED, label="被替代", article="规定 11", by=[CARRIED])
    def supersede(self):
        """A new version took its place."""

    @step(State.ISSUED, State.REVOKED, label="撤销（文号作废）", article="系统规则", reason=True, by=[LEADERS],
          apart_from=["drafter"], needs=[needs.went_out_alone, needs.nothing_rests_on_it],
          tells=[OFFICER, ADDRESSED_COMMITTEE])
    def revoke(self):
        """Withdraw what a leader issued alone and nothing rests on yet; its number is void and never taken again."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", reason=True, by=[DRAFTER, OFFICER],
          carries=[("task_changes", "TaskChange.withdraw")])
    def discard(self):
        """Drop a draft."""

    # fmt: on
