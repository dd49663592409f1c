"""What a unit does about a decision of its meetings (议定事项的落实): who, what, by when, done (规则 8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import meeting_guards as needs
from dispatch import membership
from dispatch.models.agenda_item import AgendaItem
from dispatch.models.group_meeting import GroupMeeting
from organizations.models import Role
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

UNIT = at("item.meeting.unit.organisation", *membership.STAFF)
HEAD = at("item.meeting.unit.organisation", Role.UNIT_HEAD)
MEMBERS = at("item.meeting.unit.organisation", *membership.MEMBERS)
RESPONSIBLE = person("responsible", of="item.meeting.unit.organisation")


class FollowUpState(models.TextChoices):
    ASSIGNED = "assigned", "落实中"
    DONE = "done", "已落实"
    CANCELLED = "cancelled", "已取消"


State = FollowUpState


class FollowUp(Record):
    """One thing that one person of the unit does because a meeting decided it."""

    State = State
    owner = "item.meeting.commission"
    within = ("item__meeting", "item__meeting__unit__organisation", "item__meeting__commission", "item")
    on_unit_page, unit_path = "met", "item__meeting__unit"
    offered_while = {"agendaitem": ("decided",)}
    searched = ("content", "outcome", "responsible")
    page_fields = ("content", "responsible", "due_on", "outcome")
    clocks = {"follow_up": Period("落实议定事项", "规则 8", RESPONSIBLE, until="due_on")}
    editable = {State.ASSIGNED: [(RESPONSIBLE, ("attachments",))]}

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="follow_ups", verbose_name="议定事项")
    content = models.TextField("落实内容", max_length=4000)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="负责人"
    )
    due_on = models.DateField("完成时限")
    outcome = models.TextField("落实情况", max_length=8000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "议定事项落实"
        ordering = ["item", "pk"]
        constraints = [known_states("follow_up_state_is_known", State)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return GroupMeeting.seen_by(actor, "item__meeting__")

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(item=parent)

    @classmethod
    def concerns(cls, actor):
        """What the actor is to do."""
        return Q(responsible=actor.person_id)

    @property
    def plain_words(self):
        return f"落实：{self.content[:30]}"

    @property
    def commission(self):
        return self.item.meeting.commission

    # fmt: off
    @step(NEW, State.ASSIGNED, label="分解落实", article="规则 8", by=[UNIT], starts=["follow_up"],
          needs=[needs.it_follows_from_a_decision, needs.says_what_is_to_be_done, needs.someone_of_the_unit_does_it,
                 needs.is_due_on_a_day_to_come])
    def assign(self):
        """Somebody of the unit is to do it by a day."""

    @step(State.ASSIGNED, State.DONE, label="报告落实", article="规则 8", by=[RESPONSIBLE], expected=True, meets=["follow_up"],
          needs=[needs.says_how_it_was_done], tells=[MEMBERS])
    def complete(self, *, outcome):
        """It is done, and how."""
        self.outcome = outcome

    @step(State.ASSIGNED, SAME, label="调整时限", article="系统规则", by=[MEMBERS], reason=True, moves=["follow_up"],
          needs=[needs.is_moved_to_a_day_to_come], tells=[RESPONSIBLE])
    def change_date(self, *, due_on):
        """Another day, with the reason; the old one stays in the history of its clock."""
        self.due_on = due_on

    @step(State.ASSIGNED, SAME, label="改派", article="系统规则", by=[HEAD], reason=True, starts=["follow_up"],
          needs=[needs.someone_else_of_the_unit_does_it], tells=[RESPONSIBLE, MEMBERS])
    def reassign(self, *, responsible):
        """The head of the unit gives it to somebody else, as when the one has left; its day stays, and the clock is his."""
        self.responsible = responsible

    @step(State.ASSIGNED, State.CANCELLED, label="取消", article="系统规则", by=[MEMBERS], reason=True, cancels=["follow_up"],
          tells=[RESPONSIBLE])
    def cancel(self):
        """It need not be done any more."""

    # fmt: on
