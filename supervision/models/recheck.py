"""Re-checks (回头看): whether a problem that was resolved months ago stays resolved (规定 8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models import Matter, ReportPart
from organizations.models import Role
from supervision import recheck_guards as needs
from supervision.models.inspection import Method
from supervision.models.problem import Problem
from supervision.recheck_population import COUNTED, readable
from workflow.authority import CARRIED, at, person
from workflow.beside import Told
from workflow.clocks import Period, date_words
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
CHECKER = person("checker", of="draw.commission")
DIRECTOR = at("draw.commission", Role.OFFICE_DIRECTOR)
LEADERS = at("draw.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
OFFICER = "problem.matter.handling_officer"


class RecheckState(models.TextChoices):
    DRAWN = "drawn", "待安排"
    ASSIGNED = "assigned", "待检查"
    CONCLUDED = "concluded", "未反弹"
    RECURRED = "recurred", "反弹待处理"
    FOLLOWED_UP = "followed_up", "反弹已处理"
    CANCELLED = "cancelled", "已取消"


State = RecheckState
UNDER_WAY = (State.DRAWN, State.ASSIGNED, State.RECURRED)
SEEN = (State.CONCLUDED, State.RECURRED, State.FOLLOWED_UP)


class Recheck(Record):
    """One re-check of one drawn problem.

    Its words say nothing of the problem: whoever sees the draw sees that it takes place, and only who may read the problem sees more.
    """

    State = State
    owner = "draw.commission"
    within = ("draw__commission", "problem__matter")
    searched = ("means_name", "seen", "outcome")
    clocks = {
        "appointment": Period("安排回头看", "系统规则", needs.DRAWERS, 5),
        "recheck": Period("回头看", "规定 8", CHECKER, 20),
        "follow_up": Period("处理反弹的问题", "规定 8", CHECKER, 5),
    }
    editable = {State.ASSIGNED: [(CHECKER, ("attachments",))], State.RECURRED: [(CHECKER, ("attachments",))]}

    draw = models.ForeignKey(
        "supervision.RecheckDraw",
        on_delete=models.PROTECT,
        editable=False,
        related_name="rechecks",
        verbose_name="抽查",
    )
    place = models.PositiveSmallIntegerField("抽取顺序", editable=False)
    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, editable=False, related_name="rechecks", verbose_name="问题"
    )
    reopenings_before = models.PositiveSmallIntegerField("抽取时的重新启动次数", editable=False)
    checker = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="检查人")
    held_on = models.DateField("检查日期", null=True, editable=False)
    means = models.CharField("方式", max_length=12, choices=Method.choices, blank=True, editable=False)
    means_name = models.CharField("其他方式的名称", max_length=40, blank=True, editable=False)
    seen = models.TextField("看到的情况", max_length=8000, blank=True, editable=False)
    concluded_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="作出结论的人"
    )
    new_matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="新登记的关联事项"
    )
    outcome = models.TextField("处理情况", max_length=2000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        ordering = ["draw", "place"]
        constraints = [
            known_states("recheck_state_is_known", State),
            models.UniqueConstraint(fields=["draw", "place"], name="one_recheck_a_place"),
            models.UniqueConstraint(
                fields=["problem", "reopenings_before"], condition=Q(state__in=COUNTED),
                name="one_recheck_a_resolution",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.words

    @classmethod
    def concerns(cls, actor):
        return Q(checker=actor.person_id)

    @classmethod
    def searchable_by(cls, actor):
        return [(cls.searched, Q(problem__in=readable(actor).values("pk")))]

    @classmethod
    def told_of(cls, record, actor):
        """What was seen when problems of a matter were looked at again."""
        if isinstance(record, Matter):
            rows = cls.objects.visible_to(actor).filter(
                problem__in=readable(actor).filter(matter=record), state__in=SEEN
            )
            for row in rows.select_related(*cls.within).order_by("held_on", "pk"):
                found = "未反弹" if row.state == State.CONCLUDED else "发现反弹"
                said = f"{date_words(row.held_on)}回头看，{found}：{row.seen}"
                yield Told(ReportPart.PROBLEMS, f"{said}（问题：{row.problem.content}）")

    @property
    def is_secret(self):
        """Whether the problem is one of a work secret; the draw itself names nothing."""
        return self.problem.is_secret

    def is_covered_from(self, actor):
        """Whether the actor may not read the problem; asked once for all that are under way, else for all of a draw, and kept on the actor."""
        is_open = self.state in UNDER_WAY
        place = "rechecks" if is_open else ("rechecks", self.draw_id)
        if place not in actor.principals:
            meant = {"rechecks__state__in": UNDER_WAY} if is_open else {"rechecks__draw": self.draw_id}
            actor.principals[place] = set(readable(actor).filter(**meant).values_list("pk", flat=True))
        return self.problem_id not in actor.principals[place]

    @property
    def plain_words(self):
        return f"回头看 {self.draw.number} 第{self.place}件"

    code_words = plain_words

    @property
    def is_reopened(self):
        """Whether the problem was reopened since it was drawn."""
        return self.problem.reopenings > self.reopenings_before

    # fmt: off
    @step(NEW, State.DRAWN, label="抽中", article="规定 8", by=[CARRIED], starts=["appointment"])
    def begin(self):
        """Chance picked the problem."""

    @step(State.DRAWN, State.ASSIGNED, label="安排检查人", article="系统规则", by=[DIRECTOR, LEADERS], expected=True, apart_from=[OFFICER],
          needs=[needs.the_checker_is_an_officer_apart_from_the_matter, needs.the_checker_may_read_the_problem],
          meets=["appointment"], starts=["recheck"], tells=[CHECKER])
    @step(State.ASSIGNED, State.ASSIGNED, label="改派检查人", article="系统规则", by=[DIRECTOR, LEADERS], apart_from=[OFFICER],
          needs=[needs.the_checker_is_an_officer_apart_from_the_matter, needs.the_checker_may_read_the_problem],
          starts=["recheck"], tells=[CHECKER])
    def appoint(self, *, checker):
        """Say who looks again; another one has the whole time."""
        self.checker = checker

    @step(State.ASSIGNED, State.CONCLUDED, label="未反弹", article="规定 8", by=[CHECKER, DIRECTOR], apart_from=[OFFICER], expected=True,
          needs=[needs.whoever_checks_may_read_the_problem, needs.says_when_how_and_what_was_seen], stamps="concluded_by", meets=["recheck"],
          tells=[LEADERS])
    def conclude(self, *, held_on, means, seen, means_name=""):
        """It stays resolved."""
        self.held_on, self.means, self.seen, self.means_name = held_on, means, seen, means_name

    @step(State.ASSIGNED, State.RECURRED, label="发现反弹", article="规定 8", by=[CHECKER, DIRECTOR], apart_from=[OFFICER], expected=True,
          needs=[needs.whoever_checks_may_read_the_problem, needs.says_when_how_and_what_was_seen], stamps="concluded_by", meets=["recheck"],
          starts=["follow_up"], tells=[DIRECTOR, LEADERS, person("problem.matter.handling_officer")])
    def find_recurrence(self, *, held_on, means, seen, means_name=""):
        """It has come back: it is to be reopened, by whoever may, or taken up in a new matter."""
        self.held_on, self.means, self.seen, self.means_name = held_on, means, seen, means_name

    @step(State.RECURRED, State.FOLLOWED_UP, label="登记处理情况", article="规定 8", by=[CHECKER, DIRECTOR], expected=True,
          needs=[needs.whoever_checks_may_read_the_problem, needs.the_problem_is_reopened_where_its_matter_goes_on, needs.a_new_matter_takes_up_what_cannot_be_reopened],
          meets=["follow_up"], tells=[LEADERS])
    def follow_up(self, *, new_matter=None, outcome=""):
        """The problem is reopened, or a new matter takes it up."""
        self.new_matter, self.outcome = new_matter, outcome

    @step([State.DRAWN, State.ASSIGNED], State.CANCELLED, label="取消回头看", article="系统规则", by=[LEADERS], apart_from=[OFFICER],
          reason=True, cancels=["appointment", "recheck"], tells=[CHECKER, DIRECTOR])
    def cancel(self):
        """It is not looked at again."""

    # fmt: on
