"""Changes of issued tasks (任务调整) that are prepared beside a new version of the document, and take effect with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.assignment import Assignment
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.guards import guard, lacking
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
OFFICER = person("document.matter.handling_officer")
DIRECTOR = at("document.matter.commission", Role.OFFICE_DIRECTOR)


class TaskChangeState(models.TextChoices):
    PREPARED = "prepared", "待生效"
    APPLIED = "applied", "已生效"
    WITHDRAWN = "withdrawn", "已撤下"


State = TaskChangeState
REISSUED_FROM = ("issued", "received")
REASSIGNED_FROM = (*REISSUED_FROM, "reported")


@guard("只有补充印发的文件起草期间才能调整任务", article="规定 11")
def the_new_version_is_a_draft(change):
    document = change.document
    return document.state == "draft" and document.is_of_the_plan and document.replaces_id is not None


@guard("应当是本事项已交办、尚未销号的任务；已报告的任务只能改派", article="规定 6、11")
def the_task_can_still_change(change):
    task = change.assignment
    allowed = REASSIGNED_FROM if change.is_reassignment else REISSUED_FROM
    return task.matter_id == change.document.matter_id and task.state in allowed


@guard("该任务已有一项待生效的调整", article="系统规则")
def no_other_change_is_prepared(change):
    return not TaskChange._base_manager.filter(assignment=change.assignment_id, state=State.PREPARED).exists()


@lacking("不改派的，不能减少参与部门", article="规定 6")
def nobody_is_dropped_without_reassignment(change):
    if not change.is_reassignment:
        kept = {department.pk for department in change.chosen.get("participating_departments", [])}
        yield from (row.short_name for row in change.assignment.participating_departments.all() if row.pk not in kept)


@lacking("任务要素不齐，缺", article="规定 6、11", mended_by=[OFFICER])
def the_changed_task_is_complete(change):
    named = {"要求": change.requirements, "职责依据": change.duty_basis, "任务内容": change.content}
    yield from (label for label, value in named.items() if not value.strip())


class TaskChange(Record):
    """How one issued task will read once the new version of the document is issued."""

    State = TaskChangeState
    owner = "document.matter.commission"
    searched = ("content", "requirements", "duty_basis", "lead_department")
    within = ("document", "document__matter")

    document = models.ForeignKey(
        "coordination.OfficialDocument",
        on_delete=models.PROTECT,
        related_name="task_changes",
        verbose_name="补充印发的文件",
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="changes_of_it", verbose_name="任务"
    )
    content = models.TextField("任务内容", max_length=4000)
    requirements = models.TextField("要求", max_length=4000)
    duty_basis = models.CharField("职责依据", max_length=200)
    lead_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="牵头部门"
    )
    participating_departments = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name="参与部门"
    )
    responsible_leader = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="责任领导")
    liaison = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="联络员")
    due_on = models.DateField("完成时限")

    FIELDS = ("content", "requirements", "duty_basis", "lead_department", "responsible_leader", "liaison", "due_on")
    page_fields = ("assignment", *FIELDS[:4], "participating_departments", *FIELDS[4:])

    class Meta:
        verbose_name = verbose_name_plural = "任务调整"
        ordering = ["document", "pk"]
        constraints = [
            known_states("task_change_state_is_known", TaskChangeState),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="prepared"), name="one_change_of_a_task_at_a_time"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The commission; what took effect is read in the task itself."""
        return Q(document__matter__commission__in=actor.organisation_ids())

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(document=parent)

    @classmethod
    def is_offered(cls, parent):
        return (
            parent._meta.model_name == "officialdocument" and parent.state == "draft" and parent.replaces_id is not None
        )

    @property
    def is_reassignment(self):
        """Whether another department is to lead (改派), not only the content to change (重新交办)."""
        return self.lead_department_id != self.assignment.lead_department_id

    @property
    def content_words(self):
        """What the change says, as a digest takes it."""
        participants = sorted(str(department) for department in self.participating_departments.all())
        return [self.assignment_id, *(str(getattr(self, name)) for name in self.FIELDS), participants]

    @property
    def plain_words(self):
        return f"调整{self.assignment.words}"

    @property
    def commission(self):
        return self.document.matter.commission

    # fmt: off
    @step(NEW, State.PREPARED, label="调整任务", article="规定 6、11", by=[OFFICER, DIRECTOR],
          needs=[the_new_version_is_a_draft, the_task_can_still_change, no_other_change_is_prepared, nobody_is_dropped_without_reassignment, the_changed_task_is_complete])
    def prepare(self):
        """Write down how the task will read."""

    @step(State.PREPARED, State.APPLIED, label="调整生效", article="规定 11", by=[CARRIED])
    def apply(self):
        """The new version was issued."""

    @step(State.PREPARED, State.WITHDRAWN, label="撤下调整", article="系统规则", by=[CARRIED, OFFICER, DIRECTOR])
    def withdraw(self):
        """The task stays as it is."""

    # fmt: on
