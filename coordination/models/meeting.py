"""Meetings and consultations (会议、书面征求意见), who was invited, and what was resolved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.guards import guard, lacking
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, Awaited, on, step, when

PEOPLE = settings.AUTH_USER_MODEL


class MeetingKind(models.TextChoices):
    MEETING = "meeting", "会议"
    COORDINATION = "coordination", "协调会议"
    CONSULTATION = "consultation", "书面征求意见"
    CALL = "call", "紧急、保密情况下的通报"


class MeetingState(models.TextChoices):
    CALLED = "called", "已通知"
    HELD = "held", "已召开"
    MINUTED = "minuted", "已形成纪要"
    CANCELLED = "cancelled", "已取消"


class InvitationState(models.TextChoices):
    INVITED = "invited", "已通知"
    ATTENDED = "attended", "到会"
    ABSENT = "absent", "缺席"
    ANSWERED = "answered", "已反馈"


class ResolutionState(models.TextChoices):
    RECORDED = "recorded", "已记录"
    ASSIGNED = "assigned", "已转任务"


OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
State = MeetingState


@guard("事项不在确定之后、印发之前，也不在办理之中", article="规定 9(2)、13")
def the_matter_is_under_way(meeting):
    return meeting.matter.state in ("determined", "planning", "implementing", "inspecting", "reporting")


@guard("应当通知至少一个部门", article="规定 9(2)")
def somebody_is_invited(meeting):
    return bool(meeting.chosen.get("invited"))


@guard("书面征求意见应当写明反馈日期", article="规定 9(2)")
def a_consultation_has_its_date(meeting):
    return meeting.kind != MeetingKind.CONSULTATION or meeting.planned_on is not None


@guard("只有查办案件的事项才能只通报必须知情的部门", article="规定 9(2)、11")
def only_a_case_is_called_out(meeting):
    return meeting.kind != MeetingKind.CALL or meeting.matter.is_case


@guard("书面征求意见不需要召开", article="规定 9(2)")
def is_held_in_a_room(meeting):
    return meeting.kind != MeetingKind.CONSULTATION


@guard("会议尚未登记召开", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def was_held_or_asked_in_writing(meeting):
    return meeting.state == MeetingState.HELD or meeting.is_a_consultation()


@lacking("尚未登记到会或者反馈情况", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def everyones_part_is_recorded(meeting):
    rows = meeting.invitations.filter(state="invited").select_related("department").order_by("pk")
    yield from (row.department.short_name for row in rows)


@guard("应当写明会议情况", article="规定 9(2)")
def says_what_was_decided(meeting, *, minutes):
    return bool((minutes or "").strip())


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
          needs=[the_matter_is_under_way, somebody_is_invited, a_consultation_has_its_date, only_a_case_is_called_out],
          carries=[("invitations_to_send", "Invitation.invite")])
    def call(self):
        """Call the departments together, or ask for their opinions in writing."""

    @step(State.CALLED, State.HELD, label="登记召开", article="规定 9(2)", by=[OFFICER, DIRECTOR], needs=[is_held_in_a_room])
    def hold(self, *, held_on, chair):
        """The meeting took place."""
        self.held_on, self.chair = held_on, chair

    @step([State.CALLED, State.HELD], State.MINUTED, label="形成纪要", article="规定 9(2)、11", by=[OFFICER, DIRECTOR],
          needs=[was_held_or_asked_in_writing, everyones_part_is_recorded, says_what_was_decided])
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


IN_WRITING = Q(meeting__kind=MeetingKind.CONSULTATION)
DEPARTMENT = at("department", Role.LIAISON, Role.DEPARTMENT_HEAD)
# The file opens to departments when the matter is convened (procedure §10); told earlier, they would find no page.
INVITED = at(
    "department", Role.LIAISON, Role.DEPARTMENT_HEAD, when=lambda invitation: invitation.meeting.matter.is_convened
)


def is_a_consultation(invitation):
    return invitation.meeting.is_a_consultation()


@guard("会议尚未登记召开", article="规定 9(2)", mended_by=[person("meeting.matter.handling_officer")])
def the_meeting_was_held(invitation):
    return invitation.meeting.state == MeetingState.HELD or is_a_consultation(invitation)


@guard("只有书面征求意见才由部门在系统内反馈", article="规定 9(2)")
def opinions_are_asked_in_writing(invitation):
    return is_a_consultation(invitation)


@guard("会议或征求意见已经结束", article="规定 9(2)")
def the_meeting_is_open(invitation):
    return invitation.meeting.state in (MeetingState.CALLED, MeetingState.HELD)


class Invitation(Record):
    """One department's part in a meeting: whether it came, who, and its position."""

    State = InvitationState
    duties = {"answer": "反馈和答复"}
    owner = "meeting.matter.commission"
    within = ("meeting", "meeting__matter")
    searched = ("attendees", "position", "department")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations", verbose_name="会议")
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations", verbose_name="部门"
    )
    attendees = models.CharField("到会人员", max_length=200, blank=True)
    position = models.TextField("意见", max_length=4000, blank=True)

    clocks = {"answer": Period("反馈意见", "规定 9(2)", DEPARTMENT, until="meeting.planned_on")}

    class Meta:
        verbose_name = verbose_name_plural = "与会"
        ordering = ["meeting", "pk"]
        constraints = [
            known_states("invitation_state_is_known", InvitationState),
            models.UniqueConstraint(fields=["meeting", "department"], name="one_invitation_a_department"),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: each position: commission and its author until minuted, then all who were invited."""
        ours = actor.organisation_ids()
        together = cls.with_any(meeting__state=MeetingState.MINUTED, meeting__invitations__department__in=ours)
        return Q(meeting__matter__commission__in=ours) | Q(department__in=ours) | together

    @property
    def plain_words(self):
        return f"{self.department}：{self.meeting.title}"

    @property
    def commission(self):
        return self.meeting.matter.commission

    # fmt: off
    @step(NEW, InvitationState.INVITED, label="通知参会", article="规定 9(2)", by=[CARRIED], tells=[INVITED],
          starts=[when(is_a_consultation, "answer")])
    def invite(self):
        """Tell the department of the meeting, or ask for its opinion."""

    @step(InvitationState.INVITED, InvitationState.ATTENDED, label="登记到会", article="规定 9(2)", meets=["answer"],
          by=[person("meeting.matter.handling_officer"), at("meeting.matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[the_meeting_was_held, the_meeting_is_open])
    def attend(self, *, attendees, position=""):
        """Record who came and what the department said."""
        self.attendees, self.position = attendees, position

    @step(InvitationState.INVITED, InvitationState.ABSENT, label="登记缺席", article="规定 9(2)", cancels=["answer"],
          by=[person("meeting.matter.handling_officer"), at("meeting.matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[the_meeting_was_held, the_meeting_is_open], reason=True)
    def miss(self):
        """Record that the department neither came nor answered."""

    @step(InvitationState.INVITED, InvitationState.ANSWERED, label="反馈意见", article="规定 9(2)", expected=IN_WRITING, by=[INVITED],
          meets=["answer"], needs=[opinions_are_asked_in_writing, the_meeting_is_open],
          tells=[person("meeting.matter.handling_officer")])
    def answer(self, *, position):
        """State the department's opinion in writing."""
        self.position = position

    # fmt: on


class Resolution(Record):
    """A resolution (议定事项), which becomes an assignment without retyping."""

    State = ResolutionState
    owner = "meeting.matter.commission"
    offered_while = {"meeting": ("held",)}
    within = ("meeting", "meeting__matter")
    searched = ("content", "requirements", "lead_department", "participating_departments")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions", verbose_name="会议")
    content = models.TextField("议定事项", max_length=4000)
    requirements = models.TextField("要求", max_length=4000, blank=True)
    lead_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="牵头部门"
    )
    participating_departments = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name="参与部门"
    )
    due_on = models.DateField("完成时限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"
        ordering = ["meeting", "pk"]
        constraints = [known_states("resolution_state_is_known", ResolutionState)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        ours = actor.organisation_ids()
        together = cls.with_any(meeting__state=MeetingState.MINUTED, meeting__invitations__department__in=ours)
        return Q(meeting__matter__commission__in=ours) | together

    @property
    def plain_words(self):
        return f"议定事项：{self.content[:30]}"

    @property
    def commission(self):
        return self.meeting.matter.commission

    # fmt: off
    @step(NEW, ResolutionState.RECORDED, label="记录议定事项", article="规定 9(2)、11",
          by=[person("meeting.matter.handling_officer"), at("meeting.matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[the_meeting_was_held])
    def resolve(self):
        """Write down what was agreed: what, who leads, who takes part, by when."""

    @step(ResolutionState.RECORDED, ResolutionState.ASSIGNED, label="转为任务", article="规定 6", by=[CARRIED])
    def assign(self):
        """The resolution became an assignment."""

    # fmt: on
