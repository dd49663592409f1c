"""Votes (表决) of the members of a group meeting: one a member and item (规则 8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dispatch import meeting_guards as needs
from dispatch import membership
from dispatch.models.agenda_item import AgendaItem
from dispatch.models.group_meeting import GroupMeeting
from organizations.models import Role
from workflow.authority import at
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
MEMBERS = at("item.meeting.unit.organisation", *membership.MEMBERS)
CLERKS = at("item.meeting.unit.organisation", Role.UNIT_OFFICER)
THE_GROUP_SITS = [needs.a_group_meeting_votes, needs.the_meeting_sits, needs.the_item_is_open]


class VoteState(models.TextChoices):
    CAST = "cast", "已表决"
    WITHDRAWN = "withdrawn", "已撤销"


class Stance(models.TextChoices):
    AYE = "aye", "赞成"
    NAY = "nay", "反对"
    ABSTENTION = "abstention", "弃权"


State = VoteState


class Vote(Record):
    """How one member voted on one item: cast by himself, or entered from the room by whoever keeps the record."""

    State = State
    owner = "item.meeting.commission"
    within = ("item__meeting", "item__meeting__unit__organisation", "item__meeting__commission", "item")
    offered_while = {"agendaitem": ("tabled",)}

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes", verbose_name="议题")
    voter = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="成员")
    stance = models.CharField("意见", max_length=10, choices=Stance.choices)
    entered_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "表决"
        ordering = ["item", "pk"]
        constraints = [
            known_states("vote_state_is_known", State),
            models.CheckConstraint(name="vote_stance_is_known", condition=Q(stance__in=list(Stance.values))),
            models.UniqueConstraint(
                fields=["item", "voter"], condition=Q(state="cast"), name="one_vote_a_member_and_item"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return GroupMeeting.seen_by(actor, "item__meeting__")

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(item=parent)

    @classmethod
    def is_offered(cls, parent):
        """Only while the group meeting sits."""
        return super().is_offered(parent) and parent.meeting.is_a_group_meeting and parent.meeting.state == "held"

    def get_absolute_url(self):
        """It is shown with its item."""
        return reverse("agendaitem", args=[self.item.public_id])

    @property
    def plain_words(self):
        return f"{self.voter}：{self.get_stance_display()}"

    @property
    def commission(self):
        return self.item.meeting.commission

    # fmt: off
    @step(NEW, State.CAST, label="表决", article="规则 8", by=[MEMBERS], stamps="voter",
          needs=[*THE_GROUP_SITS, needs.a_member_votes_himself, needs.a_member_who_attends_votes, needs.he_has_not_voted_yet])
    def cast(self):
        """A member votes himself."""

    @step(NEW, State.CAST, label="登记表决", article="规则 8", by=[CLERKS], stamps="entered_by",
          needs=[*THE_GROUP_SITS, needs.whoever_voted_is_a_member_who_attends, needs.the_member_has_not_voted_yet])
    def record_vote(self):
        """How a member voted in the room; the minutes that another confirms answer for it."""

    @step(State.CAST, State.WITHDRAWN, label="撤销", article="系统规则", by=[MEMBERS, CLERKS], reason=True,
          needs=[needs.the_meeting_sits, needs.the_item_is_open, needs.it_is_his_own_or_was_entered])
    def withdraw(self):
        """The vote was entered wrongly; the member votes again."""

    # fmt: on
