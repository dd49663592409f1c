"""Which body handles a case (案件管辖): settled between a unit and a local commission, or designated by the authority (规则 16 第三项)."""

from django.db import models
from django.db.models import Q

from dispatch import jurisdiction_guards as needs
from dispatch.models.case_duty import CaseRecusal
from dispatch.models.registered_case import RegisteredCase
from dispatch.models.unit_paper import PEOPLE
from organizations.models import Kind, Office, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at
from workflow.clocks import Period
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 16(3)"
UNIT = (Role.UNIT_HEAD, Role.UNIT_DEPUTY)
LEADERS = (Role.SECRETARY, Role.CASE_DEPUTY)
HEAD = at("unit", Role.UNIT_HEAD)
LOCAL = at("local_commission", *LEADERS)
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
AUTHORITY = at("commission", Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY)


class JurisdictionState(models.TextChoices):
    NEGOTIATING = "negotiating", "协商中，待地方纪委答复"
    COUNTERED = "countered", "协商中，待派驻机构答复"
    AGREED = "agreed", "已商定"
    REFERRED = "referred", "已报请指定"
    DESIGNATED = "designated", "已指定"
    WITHDRAWN = "withdrawn", "已撤回"


class Side(models.TextChoices):
    UNIT = "unit", "派驻机构"
    LOCAL = "local", "地方纪委"


State = JurisdictionState
NEGOTIATED = [State.NEGOTIATING, State.COUNTERED]


class Jurisdiction(Record):
    """Of one case by its code name. Agreed is what both sides have consented to, each by a person of its own."""

    State = State
    is_root = True
    within = ("commission", "unit", "local_commission", "designated", "office")
    list_page = "jurisdiction_list"
    on_unit_page, unit_path = "side", "unit__dispatched_units"
    searched = ("number", "code_name", "terms")
    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "office"}
    circles = {Circle.HANDLING_OFFICER: HEAD, Circle.DEPUTY_IN_CHARGE: AUTHORITY}
    page_fields = (
        "code_name", "unit", "local_commission", "held_by", "terms", "unit_consented_by", "local_consented_by", "referred_by",
        "designated", "document", "designated_by",
    )  # fmt: skip
    numbered_by = ("negotiate",)
    series = "派管"
    clocks = {
        "answer": Period("答复管辖意见", ARTICLE, LOCAL, 5),
        "response": Period("答复地方纪委的意见", ARTICLE, HEAD, 5),
        "designation": Period("指定管辖", ARTICLE, AUTHORITY, 5),
    }

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派驻机构"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="联系的室"
    )
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="分管领导"
    )
    case = models.ForeignKey(
        RegisteredCase, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="已登记的案件"
    )
    code_name = models.CharField("案件代号", max_length=20, blank=True)
    local_commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="地方纪委",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    held_by = models.CharField("由谁管辖", max_length=8, choices=Side.choices)
    terms = models.TextField("协商意见", max_length=2000)
    unit_consented_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="派驻机构同意人"
    )
    local_consented_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="地方纪委同意人"
    )
    referred_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报请人"
    )
    designated = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="指定管辖的地方纪委",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    document = models.CharField("指定管辖的文号", max_length=120, blank=True, editable=False)
    designated_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="指定人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件管辖"
        constraints = [
            known_states("jurisdiction_state_is_known", State),
            models.CheckConstraint(name="jurisdiction_side_is_known", condition=Q(held_by__in=list(Side.values))),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="jurisdiction_number_once"),
            models.UniqueConstraint(
                fields=["unit", "code_name"], condition=Q(state__in=("negotiating", "countered", "referred")),
                name="one_open_jurisdiction_a_case",
            ),
            models.CheckConstraint(
                name="an_agreement_has_both_consents",
                condition=~Q(state="agreed") | Q(unit_consented_by__isnull=False, local_consented_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_designation_says_whom",
                condition=~Q(state="designated") | Q(designated__isnull=False, designated_by__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "-moved_at"], name="jurisdiction_of_unit")]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The leaders of the unit, of the local commissions it concerns and of the authority, and the office in contact; nobody who
        stands back from the case."""
        theirs = actor.organisation_ids(*LEADERS)
        named = Q(deputy_in_charge=None) | Q(deputy_in_charge__in=actor.holder_ids)
        seen = (
            Q(unit__in=actor.organisation_ids(*UNIT))
            | Q(local_commission__in=theirs) | Q(designated__in=theirs) | Q(commission__in=theirs)
            | Q(commission__in=actor.organisation_ids(Role.DEPUTY_IN_CHARGE)) & named
            | Q(office__in=actor.office_ids(Role.OFFICE_DIRECTOR))
        )  # fmt: skip
        back = CaseRecusal._base_manager.filter(person=actor.person_id, state="in_force")
        return seen & (Q(case=None) | ~Q(case__in=back.values("case")))

    @classmethod
    def concerns(cls, actor):
        """All of a unit to its head."""
        return Q(unit__in=actor.organisation_ids(Role.UNIT_HEAD))

    def parties(self):
        found = everyone_in(self.unit, *UNIT) + everyone_in(self.local_commission, *LEADERS)
        found += everyone_in(self.designated, *LEADERS)
        return found + everyone_in(self.commission, *LEADERS, Role.DEPUTY_IN_CHARGE, Role.OFFICE_DIRECTOR)

    @property
    def plain_words(self):
        return f"{self.number} 案件管辖：{self.code_name}".strip()

    # fmt: off
    @step(NEW, State.NEGOTIATING, label="协商管辖", article=ARTICLE, by=[HEAD], stamps="unit_consented_by", starts=["answer"], tells=[LOCAL],
          needs=[needs.the_unit_is_the_authoritys, needs.its_case_is_named_by_code, needs.the_other_side_is_a_local_commission,
                 needs.nothing_is_open_about_it, needs.says_what_is_proposed])
    def negotiate(self):
        """The unit proposes who is to handle the case, and so consents to it."""
        if self.case:
            self.code_name = self.case.code_name

    @step(State.NEGOTIATING, State.AGREED, label="同意", article=ARTICLE, by=[LOCAL], expected=True, stamps="local_consented_by",
          meets=["answer"], tells=[HEAD, DIRECTOR])
    def agree(self):
        """The local commission consents as well."""

    @step(State.NEGOTIATING, State.COUNTERED, label="提出不同意见", article=ARTICLE, by=[LOCAL], stamps="local_consented_by",
          needs=[needs.says_something_else], meets=["answer"], starts=["response"], tells=[HEAD])
    def counter(self, *, held_by, terms):
        """The local commission proposes something else, to which the unit has not consented."""
        self.held_by, self.terms, self.unit_consented_by = held_by, terms, None

    @step(State.COUNTERED, State.AGREED, label="同意对方意见", article=ARTICLE, by=[HEAD], expected=True, stamps="unit_consented_by",
          needs=[needs.the_other_side_has_consented], meets=["response"], tells=[LOCAL, DIRECTOR])
    def accept(self):
        """The unit consents to what the local commission proposes."""

    @step(State.COUNTERED, State.NEGOTIATING, label="重新提出意见", article=ARTICLE, by=[HEAD], stamps="unit_consented_by",
          needs=[needs.says_something_else], meets=["response"], starts=["answer"], tells=[LOCAL])
    def propose_again(self, *, held_by, terms):
        """The unit proposes anew."""
        self.held_by, self.terms, self.local_consented_by = held_by, terms, None

    @step(NEGOTIATED, State.REFERRED, label="报请指定管辖", article=ARTICLE, by=[HEAD], reason=True, stamps="referred_by",
          cancels=["answer", "response"], starts=["designation"], tells=[AUTHORITY, DIRECTOR])
    def refer(self):
        """No agreement: the authority is asked to designate."""

    @step(State.REFERRED, State.DESIGNATED, label="指定管辖", article="规则 16(3)、52", by=[AUTHORITY], expected=True, least=Role.DEPUTY_IN_CHARGE,
          apart_from=["referred_by"], stamps="designated_by", meets=["designation"],
          needs=[needs.a_local_commission_is_designated, needs.names_the_designation], tells=[HEAD, LOCAL, at("designated", *LEADERS)])
    def designate(self, *, designated, document):
        """The authority, and nobody else, says which local commission handles it."""
        self.designated, self.document = designated, document

    @step(State.REFERRED, State.COUNTERED, label="退回协商", article=ARTICLE, by=[AUTHORITY], reason=True, cancels=["designation"],
          starts=["response"], tells=[HEAD, LOCAL])
    def send_back(self):
        """The parties are to talk once more: the unit consents to what the other side proposed, or proposes anew."""

    @step(NEGOTIATED, State.WITHDRAWN, label="撤回", article="系统规则", by=[HEAD], reason=True, cancels=["answer", "response"], tells=[LOCAL])
    def withdraw(self):
        """It need not be settled any more."""

    # fmt: on
