"""Dual reports (双报告): a lower body tells its party group and the dispatched unit in one act, and both sign for it (规则 19, 21)."""

from django.db import models
from django.db.models import Q

from dispatch import dual_report_guards as needs
from dispatch.models.unit_paper import MEMBERS, PEOPLE, UnitPaper
from organizations.models import ROLES_OF, Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import NEW, Circle, known_states
from workflow.steps import step

ARTICLE = "规则 19、21"
BODY = at("body", Role.HEAD, Role.OFFICER)
BODY_HEAD = at("body", Role.HEAD)
GROUP = at("party_group", Role.PRINCIPAL, Role.COMMITTEE_CLERK)
UNIT_HEAD = at("unit", Role.UNIT_HEAD)
DRAFTER = person("drafter", of="body")


class DualReportState(models.TextChoices):
    DRAFT = "draft", "草拟"
    SUBMITTED = "submitted", "已同时报告，两方待签收"
    AT_GROUP = "at_group", "党组（党委）已签收"
    AT_UNIT = "at_unit", "派驻机构已签收"
    RECEIVED = "received", "两方均已签收"
    DISCARDED = "discarded", "已作废"


class DualReportKind(models.TextChoices):
    CLUE = "clue", "线索处置"
    CASE = "case", "案件查办"


class DualReportGround(models.TextChoices):
    """Why it is owed twice."""

    VERTICAL = "vertical", "垂直管理单位（规则 19）"
    DUAL = "dual", "双重领导并以上级单位领导为主的单位（规则 19）"
    ENTERPRISE = "enterprise", "国有企业（规则 19、21）"
    FINANCE = "finance", "国有金融企业（规则 19）"
    UNIVERSITY = "university", "普通高等学校（系统规则）"


State = DualReportState


class DualReport(UnitPaper):
    """One report with two recipients, fixed when it is begun. Each signs for it by itself; one alone is refused."""

    State = State
    own_draft = State.DRAFT
    list_page = "dualreport_list"
    on_unit_page = "hosts"
    within = ("body", "party_group", *UnitPaper.within)
    page_fields = (
        "kind", "ground", "body", "party_group", "unit", "content", "drafter", "submitted_by", "group_received_by", "group_receipt", "unit_received_by",
    )  # fmt: skip
    numbered_by = ("submit",)
    numbered_for = "body"
    series = "双报"
    editable = {State.DRAFT: [(authority, ("title", "content", "attachments")) for authority in (DRAFTER, BODY_HEAD)]}
    circles = {Circle.DEPARTMENT_HEAD: UNIT_HEAD, Circle.HANDLING_OFFICER: BODY_HEAD}
    clocks = {
        "group_receipt": Period("党组（党委）签收双报告", ARTICLE, GROUP, 3),
        "unit_receipt": Period("派驻机构签收双报告", ARTICLE, MEMBERS, 3),
    }

    kind = models.CharField("报告事项", max_length=8, choices=DualReportKind.choices)
    ground = models.CharField("单位性质", max_length=12, choices=DualReportGround.choices)
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="报告单位",
        limit_choices_to={"kind": Kind.LOWER_BODY},
    )  # fmt: skip
    party_group = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="同级党组（党委）",
        limit_choices_to={"kind": Kind.PARTY_COMMITTEE},
    )  # fmt: skip
    submitted_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签报人"
    )
    group_received_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="党组（党委）签收人"
    )
    group_receipt = models.CharField("党组（党委）书面回执", max_length=120, blank=True, editable=False)
    unit_received_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="派驻机构签收人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "双报告"
        constraints = [
            known_states("dual_report_state_is_known", State),
            models.UniqueConstraint(
                fields=["body", "number"], condition=~Q(number=""), name="dual_report_number_once_a_body"
            ),
            models.CheckConstraint(
                name="a_dual_report_has_both_receipts",
                condition=~Q(state="received")
                | Q(unit_received_by__isnull=False) & (Q(group_received_by__isnull=False) | ~Q(group_receipt="")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["body", "state"])]

    def is_open_to(self, actor):
        return True

    @classmethod
    def searchable_by(cls, actor):
        return [(cls.searched, Q())]

    @classmethod
    def concerns(cls, actor):
        return Q(drafter=actor.person_id) | Q(body__in=actor.organisation_ids(Role.HEAD))

    @classmethod
    def seen_by(cls, actor):
        """The body; its two recipients once it has gone to both; nobody else."""
        houses = actor.organisation_ids()
        gone = ~Q(state__in=[State.DRAFT, State.DISCARDED])
        return Q(body__in=houses) | gone & (Q(unit__in=houses) | Q(party_group__in=houses))

    def parties(self):
        """All three from the beginning; who sees what when, ``seen_by`` says."""
        return [
            pair for house in (self.body, self.party_group, self.unit) for pair in everyone_in(house, *ROLES_OF[house.kind])
        ]  # fmt: skip

    # fmt: off
    @step(NEW, State.DRAFT, label="起草双报告", article=ARTICLE, by=[BODY], stamps="drafter",
          needs=[needs.both_recipients_are_named, needs.the_unit_looks_after_the_body, needs.the_group_stands_beside_the_body, needs.the_paper_is_complete])
    def draft(self):
        """Begin to write what both are told, the party group of the body and the unit that leads its work."""

    @step(State.DRAFT, State.SUBMITTED, label="同时报告两方", article=ARTICLE, by=[BODY_HEAD], expected=True, stamps="submitted_by",
          needs=[needs.the_paper_is_complete, needs.the_unit_looks_after_the_body, needs.the_group_stands_beside_the_body],
          starts=["group_receipt", "unit_receipt"], tells=[GROUP, MEMBERS])
    def submit(self):
        """One act, two recipients, two receipts to wait for."""

    @step(State.SUBMITTED, State.DRAFT, label="撤回", article="系统规则", by=[BODY_HEAD], reason=True, cancels=["group_receipt", "unit_receipt"],
          tells=[GROUP, MEMBERS])
    def withdraw(self):
        """Take it back from both before either has signed for it."""

    @step(State.AT_UNIT, State.RECEIVED, label="党组（党委）签收", article=ARTICLE, by=[GROUP], expected=True, stamps="group_received_by", meets=["group_receipt"], tells=[BODY_HEAD])
    @step(State.SUBMITTED, State.AT_GROUP, label="党组（党委）签收", article=ARTICLE, by=[GROUP], expected=True, stamps="group_received_by", meets=["group_receipt"], tells=[BODY_HEAD])
    def receive_at_group(self):
        """The party group has it."""

    @step(State.AT_UNIT, State.RECEIVED, label="登记党组（党委）书面回执", article="系统规则", by=[BODY_HEAD], needs=[needs.names_the_receipt], meets=["group_receipt"])
    @step(State.SUBMITTED, State.AT_GROUP, label="登记党组（党委）书面回执", article="系统规则", by=[BODY_HEAD], needs=[needs.names_the_receipt], meets=["group_receipt"])
    def record_group_receipt(self, *, group_receipt):
        """The party group signed on paper: the number of its receipt stands for it."""
        self.group_receipt = group_receipt

    @step(State.AT_GROUP, State.RECEIVED, label="派驻机构签收", article=ARTICLE, by=[MEMBERS], expected=True, stamps="unit_received_by", meets=["unit_receipt"], tells=[BODY_HEAD])
    @step(State.SUBMITTED, State.AT_UNIT, label="派驻机构签收", article=ARTICLE, by=[MEMBERS], expected=True, stamps="unit_received_by", meets=["unit_receipt"], tells=[BODY_HEAD])
    def receive_at_unit(self):
        """The dispatched unit has it."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", by=[DRAFTER, BODY_HEAD], reason=True)
    def discard(self):
        """Drop a draft."""

    # fmt: on
