"""Assigned items (交办): what the authority gives a unit to do, by a date, and what came of it (规则 13 第二款第三项)."""

from django.db import models
from django.db.models import Q

from dispatch import paper_guards as needs
from dispatch.models.unit_paper import DIRECTOR, HEAD, LEADER, MEMBERS, PEOPLE, OfficePaper
from workflow.clocks import Period
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

ARTICLE = "规则 13(3)"


class AssignedItemState(models.TextChoices):
    ASSIGNED = "assigned", "待签收"
    RECEIVED = "received", "办理中"
    REPORTED = "reported", "已报结果，待审核"
    RETURNED = "returned", "退回续办"
    ACCEPTED = "accepted", "已办结"
    CANCELLED = "cancelled", "已撤销"


State = AssignedItemState
WITH_THE_UNIT = [State.ASSIGNED, State.RECEIVED, State.RETURNED]


class AssignedItem(OfficePaper):
    """One item. It is reminded of like any clock, and urged by hand once it is due."""

    State = State
    list_page = "assigneditem_list"
    on_unit_page = "given"
    searched = (*OfficePaper.searched, "result")
    page_fields = ("unit", "office", "deputy_in_charge", "content", "due_on", "drafter", "result", "reported_by")
    numbered_by = ("assign",)
    series = "派交"
    leading = {State.RECEIVED: "work"}
    clocks = {
        "receipt": Period("签收交办事项", ARTICLE, HEAD, 2),
        "work": Period("办理交办事项", ARTICLE, HEAD, until="due_on"),
        "review": Period("审核办理结果", ARTICLE, DIRECTOR, 5),
    }
    editable = {
        State.ASSIGNED: [(DIRECTOR, ("attachments",))],
        **{state: [(HEAD, ("attachments",))] for state in (State.RECEIVED, State.RETURNED)},
    }

    due_on = models.DateField("办理期限")
    result = models.TextField("办理结果", max_length=8000, blank=True, editable=False)
    reported_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报告人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "交办事项"
        constraints = [
            known_states("assigned_item_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="assigned_item_number_once"),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["office", "state"])]

    @property
    def clock_to_urge(self):
        """What the unit owes."""
        return self.open_clock_of(self.unit_id)

    # fmt: off
    @step(NEW, State.ASSIGNED, label="交办", article=ARTICLE, by=[DIRECTOR, LEADER], stamps="drafter",
          needs=[needs.the_office_is_the_authoritys, needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.its_date_lies_ahead],
          starts=["receipt", "work"], tells=[HEAD, DIRECTOR])
    def assign(self):
        """Give it to the unit; from then on its text does not change."""

    @step(State.ASSIGNED, State.RECEIVED, label="签收", article=ARTICLE, by=[MEMBERS], expected=True, meets=["receipt"])
    def receive(self):
        """The unit has it."""

    @step([State.RECEIVED, State.RETURNED], State.REPORTED, label="报告结果", article=ARTICLE, by=[HEAD], expected=True,
          stamps="reported_by", needs=[needs.says_what_came_of_it], meets=["work"], starts=["review"], tells=[DIRECTOR])
    def report(self, *, result):
        """The head of the unit says what came of it."""
        self.result = result

    @step(State.REPORTED, State.ACCEPTED, label="审核通过", article=ARTICLE, by=[DIRECTOR, LEADER], expected=True,
          apart_from=["reported_by"], meets=["review"], tells=[HEAD])
    def accept(self):
        """The authority takes it as done."""

    @step(State.REPORTED, State.RETURNED, label="退回续办", article=ARTICLE, by=[DIRECTOR, LEADER], apart_from=["reported_by"],
          reason=True, needs=[needs.the_new_date_lies_ahead], meets=["review"], starts=["work"], tells=[HEAD])
    def return_report(self, *, due_on):
        """Not done yet: the reason says what is lacking, and by when it is to come again."""
        self.due_on = due_on

    @step(WITH_THE_UNIT, SAME, label="催办", article=ARTICLE, by=[DIRECTOR, LEADER], urges="clock_to_urge",
          needs=[needs.what_the_unit_owes_is_due, needs.the_last_urging_lies_back], tells=[HEAD])
    def urge(self):
        """Urge the unit by hand; the clock counts it."""

    @step(WITH_THE_UNIT, State.CANCELLED, label="撤销交办", article="系统规则", by=[DIRECTOR, LEADER], reason=True,
          cancels=["receipt", "work"], tells=[HEAD])
    def cancel(self):
        """Take it back from the unit."""

    # fmt: on
