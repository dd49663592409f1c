"""Meetings (会议、协调会议) and consultations in writing (书面征求意见)."""

from django.db import models
from django.db.models import Q

from coordination.guards import meeting as needs
from coordination.models.invitation import Invitation
from coordination.models.terms import MeetingKind, MeetingState
from organizations.models import Organisation, Role
from workflow.authority import at, person
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, Awaited, on, step

OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
State = MeetingState


class Meeting(Record):
    """A meeting (会议、协调会议), or a consultation in writing (书面征求意见)."""

    State = MeetingState
    owner = "matter.commission"
    offered_while = {"matter": ("determined", "planning", "implementing", "inspecting", "reporting")}
    awaits = {
        State.CALLED: [Awaited("登记召开和到会情况", OFFICER, ~Q(kind=MeetingKind.CONSULTATION))],
        State.HELD: [Awaited("记录议定事项、形成纪要", OFFICER)],
    }
    within = ("matter",)
    searched = ("title", "place", "chair", "agenda", "minutes")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="meetings", verbose_name="事项"
    )
    kind = models.CharField("形式", max_length=14, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    title = models.CharField("议题", max_length=120)
    planned_on = models.DateField("会议日期或反馈日期", null=True, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    chair = models.CharField("主持人", max_length=80, blank=True)
    agenda = models.TextField("议程", max_length=4000, blank=True)
    invited = models.ManyToManyField(Organisation, related_name="+", verbose_name="通知部门")
    held_on = models.DateField("召开日期", null=True, editable=False)
    minutes = models.TextField("会议情况", max_length=20000, blank=True, editable=False)

    clocks = {}
    editable = {
        State.CALLED: [(OFFICER, ("title", "place", "chair", "agenda", "attachments"))],
        State.HELD: [(OFFICER, ("place", "chair", "attachments"))],
    }

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["matter", "pk"]
        constraints = [known_states("meeting_state_is_known", State)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the commission and those invited."""
        ours = actor.organisation_ids()
        return Q(matter__commission__in=ours) | cls.with_any(invitations__department__in=ours)

    @property
    def plain_words(self):
        return f"{self.get_kind_display()}：{self.title}"

    @property
    def commission(self):
        return self.matter.commission

    def is_a_consultation(self):
        return self.kind == MeetingKind.CONSULTATION

    @property
    def invitations_to_send(self):
        return [
            Invitation(dossier=self.dossier, meeting=self, department=department)
            for department in self.chosen.get("invited", [])
        ]

    @property
    def opinions_awaited(self):
        """Invitations of a consultation that are still unanswered: a new date moves their clocks."""
        rows = self.invitations.filter(state="invited").order_by("pk") if self.is_a_consultation() else []
        for row in rows:
            row.meeting = self
        return rows

    # fmt: off
    @step(NEW, State.CALLED, label="召集会议", article="规定 9(2)、13", by=[OFFICER, DIRECTOR],
          needs=[needs.the_matter_is_under_way, needs.somebody_is_invited, needs.a_consultation_has_its_date, needs.only_a_case_is_called_out],
          carries=[("invitations_to_send", "Invitation.invite")])
    def call(self):
        """Call the departments together, or ask for their opinions in writing."""

    @step(State.CALLED, State.HELD, label="登记召开", article="规定 9(2)", by=[OFFICER, DIRECTOR], needs=[needs.is_held_in_a_room])
    def hold(self, *, held_on, chair):
        """The meeting took place."""
        self.held_on, self.chair = held_on, chair

    @step([State.CALLED, State.HELD], State.MINUTED, label="形成纪要", article="规定 9(2)、11", by=[OFFICER, DIRECTOR],
          needs=[needs.was_held_or_asked_in_writing, needs.everyones_part_is_recorded, needs.says_what_was_decided])
    def minute(self, *, minutes):
        """Write down what was said; the resolutions stand beside it."""
        self.minutes = minutes

    @step(State.CALLED, SAME, label="改期", article="系统规则", by=[OFFICER, DIRECTOR], reason=True,
          starts=[on("opinions_awaited", "answer")])
    def postpone(self, *, planned_on):
        """Put the meeting off."""
        self.planned_on = planned_on

    @step(State.CALLED, State.CANCELLED, label="取消会议", article="系统规则", by=[OFFICER, DIRECTOR], reason=True,
          cancels=[on("invitations", "answer")])
    def cancel(self):
        """Call the meeting off."""

    # fmt: on
