"""Meetings of a dispatched unit (组务会、组长办公会议、专题会议): called, held, minuted (规则 8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import meeting_guards as needs
from dispatch import membership
from dispatch.models.dispatched_unit import DispatchedUnit
from dispatch.models.of_unit import seen_with_unit
from organizations.models import Organisation, Role
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, Awaited, step

PEOPLE = settings.AUTH_USER_MODEL
UNIT = at("unit.organisation", *membership.STAFF)
MEMBERS = at("unit.organisation", *membership.MEMBERS)
CALLER = person("called_by", of="unit.organisation")
AUTHORITY = (Role.OFFICER, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class GroupMeetingState(models.TextChoices):
    CALLED = "called", "已通知"
    HELD = "held", "已召开"
    MINUTED = "minuted", "已形成纪要"
    CANCELLED = "cancelled", "已取消"


class MeetingKind(models.TextChoices):
    GROUP = "group", "组务会"
    OFFICE = "office", "组长办公会议"
    TOPIC = "topic", "专题会议"


State = GroupMeetingState


class GroupMeeting(Record):
    """One meeting. Of a group meeting (组务会) only head and deputies are members; whoever else is in the room sits in on it."""

    State = State
    is_root = True
    list_page = "groupmeeting_list"
    within = ("unit", "unit__organisation", "unit__commission", "commission")
    on_unit_page = "met"
    offered_while = {"dispatchedunit": ("in_being",)}
    searched = ("title", "place", "observers", "minutes")
    circles = {
        Circle.HANDLING_OFFICER: at("unit.organisation", Role.UNIT_DEPUTY),
        Circle.DEPUTY_IN_CHARGE: at("unit.organisation", Role.UNIT_HEAD),
    }
    editable = {
        State.CALLED: [(UNIT, ("title", "place", "attachments"))],
        State.HELD: [(UNIT, ("place", "observers", "attachments"))],
    }
    awaits = {
        State.CALLED: [Awaited("登记召开和到会情况", CALLER)],
        State.HELD: [Awaited("起草会议纪要", CALLER, Q(minutes=""))],
    }

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, related_name="group_meetings", verbose_name="派驻机构"
    )
    kind = models.CharField("会议", max_length=8, choices=MeetingKind.choices, default=MeetingKind.GROUP)
    title = models.CharField("名称", max_length=120)
    planned_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=80, blank=True)
    called_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="通知人"
    )
    held_on = models.DateField("召开日期", null=True, editable=False)
    chair = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="主持人"
    )
    members = models.ManyToManyField(PEOPLE, editable=False, related_name="+", verbose_name="组务会成员")
    attended = models.ManyToManyField(PEOPLE, editable=False, related_name="+", verbose_name="到会人员")
    observers = models.CharField("列席人员", max_length=200, blank=True)
    minutes = models.TextField("会议情况", max_length=20000, blank=True, editable=False)
    taker = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="纪要起草人"
    )
    confirmed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="纪要审定人"
    )

    alone_because = models.CharField("无人可以另行审定的原因", max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "组内会议"
        constraints = [
            known_states("group_meeting_state_is_known", State),
            models.CheckConstraint(name="group_meeting_kind_is_known", condition=Q(kind__in=list(MeetingKind.values))),
        ]
        indexes = [models.Index(fields=["unit", "planned_on"], name="group_meeting_of_unit")]

    def __str__(self):
        return self.words

    @classmethod
    def begun_within(cls, parent, actor):
        """Begun on the page of a unit, yet in a dossier of its own: the authority reads the unit's file."""
        return cls(unit=parent, commission=parent.commission)

    @property
    def plain_words(self):
        return f"{self.unit.plain_words}{self.get_kind_display()}：{self.title}"

    @property
    def is_a_group_meeting(self):
        return self.kind == MeetingKind.GROUP

    def parties(self):
        """Its own unit; the authority once the minutes are there. The host, its liaison and sister units never."""
        found = everyone_in(self.unit.organisation, *membership.STAFF)
        return found + everyone_in(self.commission, *AUTHORITY) if self.confirmed_by_id else found

    @classmethod
    def seen_by(cls, actor, path=""):
        """The unit and who looks after it; ``path`` leads here from a child."""
        return seen_with_unit(actor, path)

    @property
    def content_digest(self):
        """The digest of exactly what is confirmed: the minutes, who was there, what became of each item, the files."""
        settled = [[item.subject, item.state, item.decision] for item in self.items.order_by("pk")]
        present = sorted(person.pk for person in self.attended.all())
        said = [self.plain_words, self.held_on, self.chair_id, present, self.observers, self.minutes, settled]
        return f"{ALGORITHM}:{digest_of(said, self.file_digests)}"

    # fmt: off
    @step(NEW, State.CALLED, label="通知开会", article="规则 8", by=[UNIT], stamps="called_by",
          needs=[needs.the_unit_is_in_being, needs.is_called_for_a_day_to_come], tells=[MEMBERS])
    def call(self):
        """Call the meeting; its items are put on the agenda one by one."""

    @step(State.CALLED, SAME, label="改期", article="系统规则", by=[UNIT], reason=True,
          needs=[needs.is_put_off_to_a_day_to_come], tells=[MEMBERS])
    def postpone(self, *, planned_on):
        """Put the meeting off."""
        self.planned_on = planned_on

    @step(State.CALLED, State.CANCELLED, label="取消会议", article="系统规则", by=[UNIT], reason=True,
          carries=[("items", "AgendaItem.lapse")], tells=[MEMBERS])
    def cancel(self):
        """Call the meeting off, and what is on its agenda with it."""

    @step(State.CALLED, State.HELD, label="登记召开", article="规则 8", by=[UNIT],
          needs=[needs.something_is_on_the_agenda, needs.was_held_by_today, needs.only_members_attend_a_group_meeting,
                 needs.only_staff_attend, needs.whoever_presides_attends, needs.enough_members_attend],
          tells=[MEMBERS])
    def hold(self, *, held_on, chair, attended, observers=""):
        """The meeting took place; who its members were on that day is kept with it."""
        self.held_on, self.chair, self.observers = held_on, chair, observers
        self.chosen = {"attended": attended, "members": membership.members_of(self.unit.organisation, held_on)}

    @step(State.HELD, SAME, label="起草纪要", article="规则 8", by=[UNIT], stamps="taker", needs=[needs.says_what_was_said],
          tells=[MEMBERS])
    def write_minutes(self, *, minutes):
        """Write down what was said; the decisions stand with the items."""
        self.minutes = minutes

    @step(State.HELD, State.MINUTED, label="审定纪要", article="规则 8", by=[MEMBERS], apart_from=["taker"], signs="content_digest",
          stamps="confirmed_by", expected=~Q(minutes=""), needs=[needs.its_minutes_are_written, needs.every_item_is_settled])
    def minute(self):
        """A member other than whoever wrote the minutes confirms them; from then on the authority reads them."""

    @step(State.HELD, State.MINUTED, label="审定纪要（仅一人在任）", article="系统规则", by=[MEMBERS], signs="content_digest",
          stamps="confirmed_by",
          needs=[needs.nobody_else_could_confirm, needs.its_minutes_are_written, needs.every_item_is_settled, needs.says_why_nobody_else])
    def minute_alone(self, *, alone_because):
        """Where the unit has nobody but the writer, he confirms them himself and says so; the minutes show it."""
        self.alone_because = alone_because.strip()

    # fmt: on
