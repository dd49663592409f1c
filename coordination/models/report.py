"""The written report (书面报告) of a lead department: numbered drafts, each kept as it was submitted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.guards import assignment as needs
from coordination.models.assignment import Assignment
from organizations.models import Role
from workflow.authority import CARRIED, at, person
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    DRAFT = "draft", "待签发"
    SUBMITTED = "submitted", "待审核"
    ACCEPTED = "accepted", "审核通过"
    RETURNED = "returned", "已退回"
    LAPSED = "lapsed", "已失效"


LEAD = at("assignment.lead_department", Role.LIAISON, Role.DEPARTMENT_HEAD)
HEAD = at("assignment.lead_department", Role.DEPARTMENT_HEAD)
OFFICER = person("assignment.matter.handling_officer")
DIRECTOR = at("assignment.matter.commission", Role.OFFICE_DIRECTOR)
State = ReportState


class WrittenReport(Record):
    """A numbered draft of the report on one assignment (规定 9(5)、17). A liaison writes; it counts once the head has signed."""

    State = ReportState
    owner = "assignment.matter.commission"
    offered_while = {"assignment": ("received",)}
    within = ("assignment", "assignment__matter")
    searched = ("title", "content", "difficulties", "next_steps", "author")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports", verbose_name="任务")
    number = models.PositiveSmallIntegerField("稿次", default=0, editable=False)
    title = models.CharField("标题", max_length=120)
    content = models.TextField("落实情况", max_length=20000)
    difficulties = models.TextField("问题和困难", max_length=8000, blank=True)
    next_steps = models.TextField("下一步打算", max_length=8000, blank=True)
    missing_contributions = models.TextField("未报送协办情况的说明", max_length=1000, blank=True)
    author = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="撰写人")
    signed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签发人"
    )
    open_points = models.TextField("未落实的要点", max_length=4000, blank=True, editable=False)

    editable = {State.DRAFT: [(LEAD, ("title", "content", "difficulties", "next_steps", "attachments"))]}

    class Meta:
        verbose_name = verbose_name_plural = "书面报告"
        ordering = ["assignment", "number"]
        constraints = [
            known_states("report_state_is_known", State),
            models.UniqueConstraint(fields=["assignment", "number"], name="report_number_once_per_assignment"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state__in=["draft", "submitted"]), name="one_report_under_way"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: commission, committee, the lead department; participants once it is signed. A draft: its own house."""
        drafting = Q(assignment__lead_department__in=actor.drafting_ids)
        ours = actor.organisation_ids()
        signed = Q(signed_by__isnull=False)
        matter = Q(assignment__matter__commission__in=ours) | Q(assignment__matter__committee__in=ours)
        took_part = cls.with_any(assignment__participations__department__in=ours)
        return drafting | (signed & (matter | took_part | Q(assignment__lead_department__in=ours)))

    @property
    def gist(self):
        return self.content

    @property
    def plain_words(self):
        return f"{self.title}（第{self.number}稿）"

    @property
    def commission(self):
        return self.assignment.matter.commission

    # fmt: off
    @step(NEW, State.DRAFT, label="起草书面报告", article="规定 9(5)、17", by=[LEAD], stamps="author",
          needs=[needs.the_assignment_is_being_worked_on, needs.no_other_draft_is_open])
    def draft(self):
        """Begin the report, or the next draft after a return; it takes the next number under the dossier's lock."""
        taken = WrittenReport._base_manager.filter(assignment=self.assignment_id).aggregate(last=models.Max("number"))
        self.number = (taken["last"] or 0) + 1

    @step(State.DRAFT, State.SUBMITTED, label="签发", article="规定 9(5)、17", by=[HEAD], expected=True, stamps="signed_by",
          needs=[needs.the_report_is_complete, needs.every_contribution_is_in_or_accounted_for],
          signs="content_digest", carries=[("assignment", "Assignment.report")])
    def sign(self, *, missing_contributions=""):
        """The department's head signs and sends the report (规定 17)."""
        self.missing_contributions = missing_contributions

    @step(State.SUBMITTED, State.ACCEPTED, label="审核通过", article="规定 9(5)", by=[OFFICER, DIRECTOR], expected=True,
          apart_from=["author", "signed_by"], carries=[("assignment", "Assignment.accept")], tells=[LEAD])
    def accept(self):
        """The report answers the task."""

    @step(State.SUBMITTED, State.RETURNED, label="退回", article="规定 9(5)", by=[OFFICER, DIRECTOR], reason=True,
          apart_from=["author", "signed_by"], needs=[needs.names_the_open_points],
          carries=[("assignment", "Assignment.return_report")], tells=[LEAD])
    def return_for_rework(self, *, open_points):
        """Ask for the next draft; the open points stay beside it."""
        self.open_points = open_points

    @step([State.DRAFT, State.SUBMITTED], State.LAPSED, label="失效", article="系统规则", by=[CARRIED])
    def lapse(self):
        """The task ended; the draft is kept and shown."""

    @property
    def content_digest(self):
        return needs.digest_of_the_report(self)

    # fmt: on
