"""Resolutions (议定事项) of meetings."""

from django.db import models
from django.db.models import Q

from coordination.guards import meeting as needs
from coordination.models.meeting import Meeting
from coordination.models.terms import MeetingState
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step


class ResolutionState(models.TextChoices):
    RECORDED = "recorded", "已记录"
    ASSIGNED = "assigned", "已转任务"


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
          needs=[needs.the_meeting_was_held])
    def resolve(self):
        """Write down what was agreed: what, who leads, who takes part, by when."""

    @step(ResolutionState.RECORDED, ResolutionState.ASSIGNED, label="转为任务", article="规定 6", by=[CARRIED])
    def assign(self):
        """The resolution became an assignment."""

    # fmt: on
