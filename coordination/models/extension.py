"""Extensions (延期): a department asks for a later date of its task; granted, the date moves and the clock keeps both."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.guards import extension as needs
from coordination.models.assignment import Assignment
from organizations.models import Role
from workflow import clocks
from workflow.authority import CARRIED, at, either, person
from workflow.models import Clock, Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL


class ExtensionState(models.TextChoices):
    REQUESTED = "requested", "待提意见"
    CONSIDERED = "considered", "待决定"
    GRANTED = "granted", "已准予"
    REFUSED = "refused", "未准予"
    LAPSED = "lapsed", "已失效"


LEAD = at("assignment.lead_department", Role.LIAISON, Role.DEPARTMENT_HEAD)
OFFICER = person("assignment.matter.handling_officer")
DIRECTOR = at("assignment.matter.commission", Role.OFFICE_DIRECTOR)
LEADERS = at(
    "assignment.matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=lambda extension: not extension.is_late
)
SECRETARY = at("assignment.matter.commission", Role.SECRETARY, when=lambda extension: extension.is_late)
State = ExtensionState


class Extension(Record):
    """One request for a later date of a task (延期). Undecided, the old date runs on; a late one goes to the secretary."""

    State = ExtensionState
    owner = "assignment.matter.commission"
    within = ("assignment", "assignment__matter")
    offered_while = {"assignment": ("received",)}
    searched = ("reason", "progress", "cause", "opinion")
    page_fields = (
        "old_due_on", "due_on", "reason", "progress", "cause", "asked_by", "opinion", "opinion_by", "decided_by",
    )  # fmt: skip
    clocks = {"answer": clocks.Period("答复延期申请", "系统规则", either(LEADERS, SECRETARY), 3)}

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions", verbose_name="任务")
    reason = models.TextField("延期理由", max_length=2000)
    progress = models.TextField("工作进展", max_length=4000)
    due_on = models.DateField("新的时限")
    cause = models.TextField("逾期原因", max_length=2000, blank=True)
    old_due_on = models.DateField("原时限", editable=False)
    is_late = models.BooleanField("逾期后申请", default=False, editable=False)
    asked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="申请人"
    )
    opinion = models.TextField("承办人意见", max_length=2000, blank=True)
    opinion_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="提出意见的人"
    )
    decided_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="决定人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["assignment", "pk"]
        constraints = [
            known_states("extension_state_is_known", State),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state__in=["requested", "considered"]), name="one_extension_asked"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: whoever sees the task, so not the other departments of the matter."""
        return Q(assignment__in=Assignment._base_manager.filter(Assignment.seen_by(actor)).values("pk"))

    @classmethod
    def is_offered(cls, parent):
        return super().is_offered(parent) and needs.no_other_extension_is_asked(cls(assignment=parent))

    @classmethod
    def concerns(cls, actor):
        """What the actor's own department asked for, and of the matters that he handles."""
        departments = actor.organisation_ids(*LEAD.roles)
        handled = Q(assignment__matter__handling_officer=actor.person_id)
        return Q(assignment__lead_department__in=departments) | handled

    @property
    def running_due_on(self):
        """The date until which the work is due now, as its clock has it; ``None`` where no clock of the work runs."""
        running = Clock.objects.open().of(self.assignment).filter(name="work")
        return running.values_list("due_on", flat=True).first()

    @property
    def gist(self):
        return f"申请由{self.old_due_on:%Y-%m-%d}延至{self.due_on:%Y-%m-%d}：{self.reason}"

    @property
    def plain_words(self):
        return f"延期：{self.assignment.words}"

    code_words = plain_words

    @property
    def commission(self):
        return self.assignment.matter.commission

    # fmt: off
    @step(NEW, State.REQUESTED, label="申请延期", article="系统规则", by=[LEAD], stamps="asked_by", starts=["answer"],
          needs=[needs.the_task_has_a_running_date, needs.no_other_extension_is_asked, needs.says_why_and_how_far_the_work_is, needs.the_new_date_is_later, needs.a_late_request_states_its_cause])
    def request(self):
        """Ask for a later date; what the date was and whether it had passed is kept as of now."""
        self.old_due_on = self.running_due_on
        self.is_late = self.old_due_on < clocks.today()

    @step(State.REQUESTED, State.CONSIDERED, label="提出意见", article="系统规则", by=[OFFICER, DIRECTOR], expected=True,
          stamps="opinion_by", needs=[needs.says_what_he_thinks])
    def give_opinion(self, *, opinion):
        """Say what the handling office thinks of it."""
        self.opinion = opinion

    @step(State.CONSIDERED, State.GRANTED, label="准予延期", article="系统规则", by=[LEADERS, SECRETARY], expected=True,
          stamps="decided_by", apart_from=["asked_by", "opinion_by"], needs=[needs.the_new_date_is_later], meets=["answer"],
          carries=[("assignment", "Assignment.extend")], tells=[LEAD, OFFICER])
    def grant(self):
        """The task takes the new date."""

    @step(State.CONSIDERED, State.REFUSED, label="不予延期", article="系统规则", by=[LEADERS, SECRETARY], reason=True,
          stamps="decided_by", apart_from=["asked_by", "opinion_by"], meets=["answer"], tells=[LEAD, OFFICER])
    def refuse(self):
        """The old date stands."""

    @step([State.REQUESTED, State.CONSIDERED], State.LAPSED, label="随任务了结", article="系统规则", by=[CARRIED],
          cancels=["answer"])
    def lapse(self):
        """The task was reported, went elsewhere or ended before anybody decided."""

    # fmt: on
