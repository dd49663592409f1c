"""Progress, questions and answers (进展和问答) between the commission and the departments of one assignment (规定 7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.assignment import Assignment
from coordination.models.contact import house_of
from coordination.models.terms import MatterState
from organizations.models import Organisation, Role
from workflow.authority import at, person
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
NOTED_AS = (("progress", "记录进展"), ("question", "提问"), ("answer", "答复"))
HANDED_OVER = ("issued", "received", "reported", "accepted")


class NoteState(models.TextChoices):
    NOTED = "noted", "已记录"


class NoteKind(models.TextChoices):
    PROGRESS = "progress", "进展"
    QUESTION = "question", "提问"
    ANSWER = "answer", "答复"


def is_a_departments(note):
    return note.department_id is not None


def is_by_a_department_of_the_task(note):
    return is_a_departments(note) and note.department_id in {
        department.pk for department in note.assignment.departments
    }


OFFICER = person("assignment.matter.handling_officer")
DIRECTOR = at("assignment.matter.commission", Role.OFFICE_DIRECTOR)
DEPARTMENT = at("department", Role.LIAISON, Role.DEPARTMENT_HEAD, when=is_by_a_department_of_the_task)
THE_DEPARTMENTS = at(
    "assignment.departments", Role.LIAISON, Role.DEPARTMENT_HEAD, when=lambda note: not is_a_departments(note)
)
WHO_ASKED = person("question.author")


@guard("任务交办以后、事项归档或者终止以前才能记录", article="规定 7")
def the_task_is_with_its_departments(note):
    ended = note.assignment.matter.state in (MatterState.ARCHIVED, MatterState.TERMINATED)
    return note.assignment.state in HANDED_OVER and not ended


@guard("应当写明内容", article="规定 7")
def says_something(note):
    return bool(note.text.strip())


@guard("只有答复才对应提问，且应当是本任务的提问", article="规定 7")
def an_answer_names_a_question_of_the_same_task(note):
    asked = note.question
    if asked is None:
        return True
    return (
        note.kind == NoteKind.ANSWER and asked.kind == NoteKind.QUESTION and asked.assignment_id == note.assignment_id
    )


@guard("应当以所在单位的职务记录", article="规定 7")
def is_written_in_a_post_of_its_house(note, *, post):
    return post is None or post.organisation_id == (note.department_id or note.assignment.matter.commission_id)


class ProgressNote(Record):
    """What was reported, asked or answered on a task between its reports; written once and never edited."""

    State = NoteState
    owner = "assignment.matter.commission"
    searched = ("text",)
    within = ("assignment", "assignment__matter")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="notes", verbose_name="任务")
    kind = models.CharField("类别", max_length=8, choices=NoteKind.choices)
    text = models.TextField("内容", max_length=4000)
    question = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="答复的提问"
    )
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="部门"
    )
    author = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="记录人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "进展和问答"
        ordering = ["assignment", "pk"]
        constraints = [
            known_states("progress_note_state_is_known", NoteState),
            models.CheckConstraint(
                name="only_an_answer_names_a_question", condition=Q(question__isnull=True) | Q(kind="answer")
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Whoever sees the task."""
        return Q(assignment__in=Assignment._base_manager.filter(Assignment.seen_by(actor)).values("pk"))

    @classmethod
    def begun_within(cls, assignment, actor):
        """Written for the department of the task in which the actor holds a post; else for the commission."""
        return cls(assignment=assignment, department=house_of(actor, assignment.departments))

    @property
    def plain_words(self):
        return f"任务{self.assignment.number}：{self.text[:30]}"

    @property
    def commission(self):
        return self.assignment.matter.commission

    # fmt: off
    @step(NEW, NoteState.NOTED, label="记录进展、提问、答复", article="规定 7", by=[OFFICER, DIRECTOR, DEPARTMENT], stamps="author",
          labels=[(lambda note, kind=kind: note.kind == kind, label) for kind, label in NOTED_AS],
          needs=[the_task_is_with_its_departments, says_something, an_answer_names_a_question_of_the_same_task, is_written_in_a_post_of_its_house],
          tells=[OFFICER, THE_DEPARTMENTS, WHO_ASKED])
    def note(self):
        """Say how the work goes, ask, or answer; whoever is on the other side is told."""

    # fmt: on
