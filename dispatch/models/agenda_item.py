"""What is on the agenda of a unit's meeting (议题), and what the meeting decided of it: the one place that a record names a decision by."""

from django.db import models

from dispatch import meeting_guards as needs
from dispatch import membership
from dispatch.membership import Count
from dispatch.models.group_meeting import GroupMeeting
from workflow.authority import CARRIED, at
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

UNIT = at("meeting.unit.organisation", *membership.STAFF)


class AgendaItemState(models.TextChoices):
    TABLED = "tabled", "待研究"
    DECIDED = "decided", "已决定"
    REJECTED = "rejected", "未通过"
    DEFERRED = "deferred", "暂缓"
    LAPSED = "lapsed", "随会议取消"


State = AgendaItemState


class AgendaItem(Record):
    """One item. Decided, it is a decision (议定事项): what follows from it, and what refers to it, names this row.

    An important matter (重要事项) is decided by the group meeting only (规则 4(2), 8).
    """

    State = State
    owner = "meeting.commission"
    within = ("meeting__unit", "meeting__unit__organisation", "meeting__commission", "meeting")
    offered_while = {"groupmeeting": ("called", "held")}
    searched = ("subject", "presenter", "background", "decision")
    editable = {State.TABLED: [(UNIT, ("subject", "presenter", "background", "attachments"))]}

    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="items", verbose_name="会议")
    subject = models.CharField("议题", max_length=120)
    is_important = models.BooleanField("重要事项（须由组务会集体研究决定）", default=False)
    presenter = models.CharField("汇报人", max_length=40, blank=True)
    background = models.TextField("说明", max_length=4000, blank=True)
    decision = models.TextField("决定", max_length=4000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["meeting", "pk"]
        constraints = [known_states("agenda_item_state_is_known", State)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return GroupMeeting.seen_by(actor, "meeting__")

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(meeting=parent)

    @property
    def plain_words(self):
        return f"议题：{self.subject}"

    @property
    def commission(self):
        return self.meeting.commission

    @property
    def is_a_decision(self):
        """Whether the meeting decided it: only then may another record rest on it."""
        return self.state == State.DECIDED

    @property
    def ayes(self):
        """The votes in favour among all members of the group meeting, attending or not."""
        number = self.votes.filter(state="cast", stance="aye").count()
        return Count(number, self.meeting.members.count(), self.dossier.policy.majority_share)

    def roll(self):
        """[(member, vote or ``None``)] of the members who attended, by name."""
        votes = {vote.voter_id: vote for vote in self.votes.filter(state="cast")}
        attended = set(self.meeting.attended.values_list("pk", flat=True))
        members = self.meeting.members.order_by("name", "pk")
        return [(member, votes.get(member.pk)) for member in members if member.pk in attended]

    # fmt: off
    @step(NEW, State.TABLED, label="列入议题", article="规则 8", by=[UNIT],
          needs=[needs.the_meeting_is_ahead_or_under_way, needs.an_important_matter_is_for_the_group_meeting])
    def table(self):
        """Put it on the agenda."""

    @step(State.TABLED, State.DECIDED, label="登记决定", article="规则 4(2)、8", by=[UNIT],
          needs=[needs.its_meeting_was_held, needs.an_important_matter_is_for_the_group_meeting, needs.says_what_was_decided,
                 needs.the_vote_is_carried])
    def decide(self, *, decision):
        """The meeting decided; the group meeting by its votes."""
        self.decision = decision

    @step(State.TABLED, State.REJECTED, label="登记未通过", article="规则 8", by=[UNIT], reason=True,
          needs=[needs.its_meeting_was_held, needs.every_member_who_attends_has_voted, needs.the_vote_is_not_carried])
    def reject(self):
        """The meeting did not agree."""

    @step(State.TABLED, State.DEFERRED, label="暂缓", article="规则 8", by=[UNIT], reason=True, needs=[needs.its_meeting_was_held])
    def defer(self):
        """The meeting left it for another time."""

    @step(State.TABLED, State.LAPSED, label="随会议取消", article="系统规则", by=[CARRIED])
    def lapse(self):
        """Its meeting was called off."""

    # fmt: on
