"""Accountability (责任追究): who did not do his duty, what is decided of it by people, and that it was carried out (规定 19)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models import Matter
from organizations.models import Kind, Office, Organisation, Role
from supervision import accountability_guards as needs
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.steps import step, when

PEOPLE = settings.AUTH_USER_MODEL
PROPOSER = person("proposed_by")
LEADING = at("commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE)
SECRETARY = at("commission", Role.SECRETARY)
COMMITTEE = at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)
DEPARTMENT = at("department", Role.DEPARTMENT_HEAD)


class AccountabilityState(models.TextChoices):
    PROPOSED = "proposed", "待决定"
    DECIDED = "decided", "已决定，待落实"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "不予追究"


class Sanction(models.TextChoices):
    """What may be decided (规定 19), from the lightest to the gravest."""

    CRITICISM = "criticism", "批评教育"
    ORGANISATION = "organisation", "组织处理"
    DISCIPLINE = "discipline", "追究纪律责任"
    JUDICIAL = "judicial", "移送司法机关"


State = AccountabilityState


class Accountability(Record):
    """One accountability. A person proposes it and another decides: nothing that is late or red ever begins one.

    It has a dossier of its own, so that whoever works on the matter does not read it.
    """

    State = State
    is_root = True
    list_page = "accountability_list"
    searched = ("number", "responsible", "duty", "facts", "outcome")
    within = ("commission", "committee", "department", "matter")
    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "office"}
    numbered_by = ("decide",)
    series = "责"
    offered_while = {"matter": needs.FROM_ISSUED}
    circles = {Circle.HANDLING_OFFICER: PROPOSER, Circle.DEPUTY_IN_CHARGE: LEADING}
    clocks = {"correction": Period("限期改正", "规定 19", DEPARTMENT, until="correct_by")}
    editable = {
        State.PROPOSED: [(PROPOSER, ("responsible", "duty", "facts", "suggestion", "attachments"))],
        State.DECIDED: [(LEADING, ("attachments",))],
    }

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, editable=False, related_name="accountabilities", verbose_name="事项"
    )
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="accountabilities", verbose_name="纪委"
    )
    committee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="同级党委"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="承办室"
    )
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="分管领导"
    )
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="责任人所在部门",
        limit_choices_to={"kind": Kind.DEPARTMENT},
    )  # fmt: skip
    responsible = models.CharField("责任人（姓名、职务）", max_length=80)
    duty = models.CharField("没有履行或者没有正确履行的职责（写明条款）", max_length=200)
    facts = models.TextField("事实", max_length=8000)
    suggestion = models.TextField("处理建议", max_length=2000, blank=True)
    proposed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="提出人"
    )
    measure = models.CharField("处理方式", max_length=12, choices=Sanction.choices, blank=True, editable=False)
    correct_by = models.DateField("改正期限", null=True, editable=False)
    decision_document = models.CharField("决定文件（会议纪要或者文号）", max_length=120, blank=True, editable=False)
    decided_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="决定人"
    )
    outcome = models.TextField("落实情况", max_length=4000, blank=True, editable=False)
    receipt = models.CharField("移送回执或者处理文号", max_length=120, blank=True, editable=False)
    closed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="办结人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "责任追究"
        constraints = [
            known_states("accountability_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="accountability_number_once"),
            models.CheckConstraint(
                name="a_decided_accountability_has_its_measure",
                condition=~Q(state__in=["decided", "closed"]) | Q(measure__in=[measure.value for measure in Sanction]),
            ),
            models.CheckConstraint(
                name="what_is_corrected_has_its_date",
                condition=Q(measure__in=["criticism", "organisation"], correct_by__isnull=False)
                | ~Q(measure__in=["criticism", "organisation"]) & Q(correct_by__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["commission", "state"])]

    def __str__(self):
        return self.words

    @classmethod
    def begun_within(cls, parent, actor):
        """Begun on the page of a matter, under its office and its deputy, yet in a dossier of its own."""
        return cls(
            matter=parent, commission=parent.commission, committee=parent.committee, office=parent.handling_office,
            deputy_in_charge=parent.deputy_in_charge,
        )  # fmt: skip

    @classmethod
    def concerns(cls, actor):
        """Those that the actor proposed, and those to be corrected in his department."""
        heads = actor.organisation_ids(Role.DEPARTMENT_HEAD)
        return Q(proposed_by=actor.person_id) | Q(department__in=heads, state__in=[State.DECIDED, State.CLOSED])

    @property
    def plain_words(self):
        """Neither the person nor the matter: notices and lists go to more people than the file."""
        return f"责任追究 {self.number or self.department.short_name}"

    @property
    def gist(self):
        return self.duty

    @property
    def content_digest(self):
        """The digest of exactly what is put before whoever decides."""
        said = [self.department_id, self.responsible, self.duty, self.facts, self.suggestion]
        return f"{ALGORITHM}:{digest_of(said, self.file_digests)}"

    @property
    def is_to_be_corrected(self):
        return self.measure in needs.CORRECTED

    def parties(self):
        """Those who propose and decide; the head of the department once it was decided, for he sees to the correction."""
        found = everyone_in(
            self.commission, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY, Role.STANDING_CLERK
        ) + everyone_in(self.committee, *COMMITTEE.roles)
        decided = everyone_in(self.department, *DEPARTMENT.roles) if self.state in (State.DECIDED, State.CLOSED) else []
        return found + decided

    # fmt: off
    @step(NEW, State.PROPOSED, label="提出责任追究", article="规定 19", by=[LEADING], stamps="proposed_by",
          needs=[needs.the_matter_was_issued, needs.the_matter_is_no_work_secret, needs.the_department_has_a_part_in_it, needs.the_proposal_is_complete])
    def propose(self):
        """Propose that somebody answer for what he did not do."""

    @step(State.PROPOSED, State.DECIDED, label="作出决定", article="规定 19", by=[SECRETARY, COMMITTEE], expected=True,
          apart_from=["proposed_by"], signs="content_digest", stamps="decided_by",
          needs=[needs.a_measure_is_decided, needs.the_date_goes_with_the_measure, needs.the_decision_names_its_document],
          starts=[when(lambda row: row.is_to_be_corrected, "correction")], tells=[PROPOSER, LEADING, DEPARTMENT])
    def decide(self, *, measure, correct_by=None, decision_document=""):
        """The committee, or the commission by its meeting, decides; what is to be corrected has a date."""
        self.measure, self.correct_by, self.decision_document = measure, correct_by, decision_document

    @step(State.PROPOSED, State.DROPPED, label="不予追究", article="规定 19", by=[PROPOSER, SECRETARY, COMMITTEE], reason=True,
          tells=[PROPOSER, LEADING])
    def drop(self):
        """Nobody answers for it, or the proposal is taken back; the reason stays on record."""

    @step(State.DECIDED, State.CLOSED, label="核实办结", article="规定 19", by=[LEADING], expected=True,
          stamps="closed_by", needs=[needs.says_what_came_of_it, needs.a_transfer_has_its_receipt], meets=["correction"],
          tells=[PROPOSER, LEADING, COMMITTEE, DEPARTMENT])
    def close(self, *, outcome, receipt=""):
        """The correction is verified, or the receipt of the transfer is there."""
        self.outcome, self.receipt = outcome, receipt

    # fmt: on
