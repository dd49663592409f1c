"""The clue register (线索登记): under what number and code name a unit keeps a clue, who says what is to be done with it and by when.

Code names only, and no content. What concerns the leadership of a host is not the unit's to dispose of: it goes up (规则 28, 37).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import clue_guards as needs
from dispatch.clue_words import ClueSource, ClueState, ClueSubject, Disposal
from dispatch.membership import STAFF
from dispatch.models.dispatched_unit import DispatchedUnit
from dispatch.models.unit_function import UnitFunction
from organizations.models import ROLES_OF, Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import NEW, Circle, Record, known_states
from workflow.months import months_after
from workflow.steps import SAME, step, when

PEOPLE = settings.AUTH_USER_MODEL
UNIT = at("unit.organisation", *STAFF)
HEAD = at("unit.organisation", Role.UNIT_HEAD)
HANDLER = person("handler", of="unit.organisation")
DIRECTOR = at("unit.commission", Role.OFFICE_DIRECTOR)
LEADER = at("unit.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
KEPT, ABOVE = "规则 37", "规则 28"


State = ClueState
GOING_UP = (ClueSubject.HOST_LEADERSHIP, ClueSubject.MANAGED_ABOVE)
OWN, UP = ~Q(subject__in=GOING_UP), Q(subject__in=GOING_UP)


class Clue(Record):
    """One clue, numbered in its unit and year. What is to be done with it is said within one calendar month of its receipt."""

    State = State
    is_root = True
    list_page = "clue_list"
    on_unit_page = "clues"
    within = ("handler", "commission", "unit__organisation", "unit__commission", "unit__office", "unit")
    searched = ("number", "code_name")
    offered_while = {"dispatchedunit": ("in_being",)}
    numbered_by = ("register",)
    numbered_for = "unit.organisation"
    series = "线登"
    circles = {Circle.DEPARTMENT_HEAD: HEAD, Circle.HANDLING_OFFICER: DIRECTOR, Circle.DEPUTY_IN_CHARGE: LEADER}
    clocks = {
        "opinion": Period("提出处置意见（收到之日起一个月）", KEPT, HANDLER, until="opinion_due_on", ahead=10),
        "approval": Period("审批处置意见", KEPT, HEAD, 3),
        "filing": Period("报派出机关备案", KEPT, HEAD, 5),
        "receipt": Period("签收备案", KEPT, DIRECTOR, 3),
        "going_up": Period("报送派出机关", ABOVE, HEAD, 2),
        "reception": Period("签收报送的线索", ABOVE, DIRECTOR, 2),
        "joining": Period("批复参与申请", ABOVE, LEADER, 5),
    }

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, editable=False, related_name="clues", verbose_name="派驻机构"
    )
    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    code_name = models.CharField("代号", max_length=20)
    source = models.CharField("来源", max_length=12, choices=ClueSource.choices)
    subject = models.CharField("反映对象类别", max_length=16, choices=ClueSubject.choices)
    received_on = models.DateField("收到日期")
    opinion_due_on = models.DateField("处置意见最迟提出日期", editable=False)
    handler = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="承办人")
    registered_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="登记人"
    )
    disposal = models.CharField("处置方式", max_length=16, choices=Disposal.choices, blank=True, editable=False)
    opinion = models.TextField("处置意见", max_length=1000, blank=True, editable=False)
    opinion_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="提出意见人"
    )
    approved_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="审批人"
    )
    joining_approved_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="参与批准人"
    )
    outcome = models.TextField("派出机关处置结果", max_length=1000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "线索登记"
        constraints = [
            known_states("clue_state_is_known", State),
            models.CheckConstraint(name="clue_subject_is_known", condition=Q(subject__in=list(ClueSubject.values))),
            models.UniqueConstraint(fields=["unit", "code_name"], name="clue_code_name_once_a_unit"),
            models.UniqueConstraint(fields=["unit", "number"], condition=~Q(number=""), name="clue_number_once_a_unit"),
            models.CheckConstraint(
                name="what_concerns_leadership_is_not_disposed_of_below", condition=OWN | Q(disposal="")
            ),
        ]
        indexes = [models.Index(fields=["unit", "-moved_at"], name="clue_of_unit")]

    def __str__(self):
        return self.words

    @property
    def plain_words(self):
        return f"{self.number} {self.code_name}".strip()

    @property
    def page_fields(self):
        """The month is shown where the unit owes an opinion."""
        due = ("opinion_due_on",) if self.is_the_units_own else ()
        return (
            "number", "code_name", "unit", "source", "subject", "received_on", *due, "handler", "registered_by", "disposal", "opinion",
            "opinion_by", "approved_by", "joining_approved_by", "outcome",
        )  # fmt: skip

    @property
    def is_the_units_own(self):
        return self.subject not in GOING_UP

    def goes_up(self):
        return not self.is_the_units_own

    def stays(self):
        return self.is_the_units_own

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(unit=parent, commission=parent.commission)

    @classmethod
    def seen_by(cls, actor):
        """Need to know, within the unit as well: its leaders, its keepers, whoever handles it; above the office and leaders in charge."""
        keeps = UnitFunction._base_manager.filter(
            function=needs.KEEPING, state="held", person__in=actor.holder_ids
        ).values("unit")
        led = Q(unit__deputy_in_charge=None) | Q(unit__deputy_in_charge__in=actor.holder_ids)
        return (
            Q(unit__organisation__in=actor.organisation_ids(Role.UNIT_HEAD, Role.UNIT_DEPUTY))
            | Q(unit__organisation__in=actor.organisation_ids()) & (Q(handler__in=actor.holder_ids) | Q(unit__in=keeps))
            | Q(unit__office__in=actor.office_ids(Role.OFFICE_DIRECTOR))
            | Q(commission__in=actor.organisation_ids(Role.DEPUTY_IN_CHARGE)) & led
            | Q(commission__in=actor.organisation_ids(Role.SECRETARY))
        )

    @classmethod
    def concerns(cls, actor):
        """What the actor handles."""
        return Q(handler=actor.person_id)

    def parties(self):
        """The unit, and its authority's directors and leaders; each sees what ``seen_by`` says."""
        return everyone_in(self.unit.organisation, *ROLES_OF[Kind.DISPATCHED_UNIT]) + everyone_in(
            self.commission, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY
        )

    # fmt: off
    @step(NEW, State.REGISTERED, label="登记线索", article=KEPT, by=[UNIT], stamps="registered_by",
          needs=[needs.the_unit_is_in_being, needs.its_keeper_registers_it, needs.has_a_code_name_of_its_own, needs.it_was_received_by_today,
                 needs.its_handler_serves_the_unit],
          starts=[when(stays, "opinion"), when(goes_up, "going_up")], tells=[HANDLER, HEAD])
    def register(self):
        """It takes its number in the unit's year; the month runs from the day of receipt, whatever day it is registered on."""
        self.code_name = self.code_name.strip()
        self.opinion_due_on = months_after(self.received_on, 1)

    @step(State.REGISTERED, SAME, label="变更承办人", article="系统规则", by=[HEAD], needs=[needs.the_new_handler_serves_the_unit], tells=[HANDLER])
    def change_handler(self, *, handler):
        """Somebody else of the unit is to say what is to be done."""
        self.handler = handler

    @step(State.REGISTERED, State.OPINION_GIVEN, label="提出处置意见", article=KEPT, by=[HANDLER], expected=OWN, stamps="opinion_by",
          needs=[needs.its_disposal_is_the_units_own, needs.names_a_way_of_disposal, needs.says_why], meets=["opinion"], starts=["approval"], tells=[HEAD])
    def give_opinion(self, *, disposal, opinion):
        """One of the four ways, and why, in code names."""
        self.disposal, self.opinion = disposal, opinion

    @step(State.OPINION_GIVEN, State.REGISTERED, label="退回重提", article=KEPT, by=[HEAD, LEADER], reason=True, cancels=["approval"],
          starts=["opinion"], tells=[HANDLER])
    def return_opinion(self):
        """Not this way; the month is the same as before."""

    @step(State.OPINION_GIVEN, State.APPROVED, label="审批", article="规则 37、52", by=[HEAD, LEADER], expected=True, least=Role.UNIT_HEAD, apart_from=["opinion_by"],
          stamps="approved_by", meets=["approval"], starts=["filing"], tells=[HANDLER, HEAD])
    def approve(self):
        """The head of the unit, or a level above; never who gave the opinion."""

    @step(State.APPROVED, State.SENT, label="报派出机关备案", article=KEPT, by=[HEAD], expected=True, meets=["filing"], starts=["receipt"], tells=[DIRECTOR])
    def send_for_filing(self):
        """The authority is told how it was disposed of."""

    @step(State.SENT, State.FILED, label="签收备案", article=KEPT, by=[DIRECTOR], expected=True, meets=["receipt"], tells=[HEAD])
    def acknowledge(self):
        """The office has it on file."""

    @step(State.SENT, State.APPROVED, label="退回补正", article="系统规则", by=[DIRECTOR], reason=True, cancels=["receipt"], starts=["filing"], tells=[HEAD])
    def return_filing(self):
        """What was sent is not complete."""

    @step(State.REGISTERED, State.GONE_UP, label="报送派出机关", article=ABOVE, by=[HEAD], expected=UP, needs=[needs.it_concerns_leadership],
          meets=["going_up"], starts=["reception"], tells=[DIRECTOR, LEADER])
    def go_up(self):
        """It concerns people who are managed above the host: the authority disposes of it."""

    @step(State.GONE_UP, State.WITH_AUTHORITY, label="签收报送的线索", article=ABOVE, by=[DIRECTOR], expected=True, meets=["reception"], tells=[HEAD])
    def receive(self):
        """The authority has it."""

    @step(State.WITH_AUTHORITY, State.JOINING_ASKED, label="申请参与", article=ABOVE, by=[HEAD], starts=["joining"], tells=[LEADER, DIRECTOR])
    def ask_to_join(self):
        """The unit would take part in what the authority does about it."""

    @step(State.JOINING_ASKED, SAME, label="批准参与", article=ABOVE, by=[LEADER], expected=Q(joining_approved_by=None), least=Role.DEPUTY_IN_CHARGE, stamps="joining_approved_by",
          needs=[needs.joining_is_undecided], meets=["joining"], tells=[HEAD])
    def approve_joining(self):
        """The unit may take part."""

    @step(State.JOINING_ASKED, State.WITH_AUTHORITY, label="不予批准参与", article=ABOVE, by=[LEADER], reason=True, needs=[needs.joining_is_undecided],
          meets=["joining"], tells=[HEAD])
    def refuse_joining(self):
        """The unit does not take part."""

    @step(State.JOINING_ASKED, State.JOINED, label="参与办理", article=ABOVE, by=[HEAD], expected=Q(joining_approved_by__isnull=False),
          needs=[needs.joining_was_approved], tells=[DIRECTOR])
    def join(self):
        """With the approval on record the unit takes part."""

    @step([State.WITH_AUTHORITY, State.JOINING_ASKED, State.JOINED], State.CONCLUDED, label="登记处置结果", article="系统规则", by=[DIRECTOR],
          expected=Q(state__in=["with_authority", "joined"]), needs=[needs.says_what_came_of_it], cancels=["joining"], tells=[HEAD])
    def conclude(self, *, outcome):
        """What the authority did about it, in code names."""
        self.outcome = outcome

    @step(State.REGISTERED, State.STRUCK, label="注销（登记有误）", article="系统规则", by=[HEAD, LEADER], apart_from=["registered_by"], reason=True,
          cancels=["opinion", "going_up"], tells=[HANDLER, DIRECTOR])
    def strike(self):
        """It should not have been registered, or not so; its number is not given again, and the authority is told."""

    # fmt: on
