"""Invitations (与会): what part each department had in a meeting."""

from django.db import models
from django.db.models import Q

from coordination.guards import meeting as needs
from coordination.models.terms import MeetingKind, MeetingState
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step, when


class InvitationState(models.TextChoices):
    INVITED = "invited", "已通知"
    ATTENDED = "attended", "到会"
    ABSENT = "absent", "缺席"
    ANSWERED = "answered", "已反馈"


IN_WRITING = Q(meeting__kind=MeetingKind.CONSULTATION)
DEPARTMENT = at("department", Role.LIAISON, Role.DEPARTMENT_HEAD)
# The file opens to departments when the matter is convened (procedure §10); told earlier, they would find no page.
INVITED = at(
    "department", Role.LIAISON, Role.DEPARTMENT_HEAD, when=lambda invitation: invitation.meeting.matter.is_convened
)


class Invitation(Record):
    """One department's part in a meeting: whether it came, who, and its position."""

    State = InvitationState
    duties = {"answer": "反馈和答复"}
    owner = "meeting.matter.commission"
    within = ("meeting", "meeting__matter")
    searched = ("attendees", "position", "department")

    meeting = models.ForeignKey(
        "coordination.Meeting", on_delete=models.PROTECT, related_name="invitations", verbose_name="会议"
    )
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
          starts=[when(needs.is_a_consultation, "answer")])
    def invite(self):
        """Tell the department of the meeting, or ask for its opinion."""

    @step(InvitationState.INVITED, InvitationState.ATTENDED, label="登记到会", article="规定 9(2)", meets=["answer"],
          by=[person("meeting.matter.handling_officer"), at("meeting.matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[needs.the_meeting_was_held, needs.the_meeting_is_open])
    def attend(self, *, attendees, position=""):
        """Record who came and what the department said."""
        self.attendees, self.position = attendees, position

    @step(InvitationState.INVITED, InvitationState.ABSENT, label="登记缺席", article="规定 9(2)", cancels=["answer"],
          by=[person("meeting.matter.handling_officer"), at("meeting.matter.commission", Role.OFFICE_DIRECTOR)],
          needs=[needs.the_meeting_was_held, needs.the_meeting_is_open], reason=True)
    def miss(self):
        """Record that the department neither came nor answered."""

    @step(InvitationState.INVITED, InvitationState.ANSWERED, label="反馈意见", article="规定 9(2)", expected=IN_WRITING, by=[INVITED],
          meets=["answer"], needs=[needs.opinions_are_asked_in_writing, needs.the_meeting_is_open],
          tells=[person("meeting.matter.handling_officer")])
    def answer(self, *, position):
        """State the department's opinion in writing."""
        self.position = position

    # fmt: on
