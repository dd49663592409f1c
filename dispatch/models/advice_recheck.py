"""Re-checks of advices (建议回头看): whether what a host put right months ago stays right (规则 44)."""

from django.db import models
from django.db.models import Q

from dispatch import advice_guards as needs
from dispatch.models.advice import Advice
from dispatch.models.of_unit import seen_with_unit
from dispatch.models.unit_paper import PEOPLE
from dispatch.supervision_methods import Method
from organizations.models import ROLES_OF, Kind, Role
from workflow.authority import CARRIED, at
from workflow.clocks import Period
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 44"
HEAD = at("draw.unit.organisation", Role.UNIT_HEAD)
MEMBERS = at("draw.unit.organisation", *ROLES_OF[Kind.DISPATCHED_UNIT])
VERIFIER = "advice.verified_by"


class AdviceRecheckState(models.TextChoices):
    DRAWN = "drawn", "待检查"
    CONCLUDED = "concluded", "未反弹"
    RECURRED = "recurred", "反弹待处理"
    FOLLOWED_UP = "followed_up", "反弹已处理"
    CANCELLED = "cancelled", "已取消"


State = AdviceRecheckState
COUNTED = tuple(state.value for state in State if state != State.CANCELLED)


class AdviceRecheck(Record):
    """One advice that chance picked, looked at again by somebody other than whoever checked it first."""

    State = State
    owner = "draw.commission"
    within = ("draw__commission", "draw__unit__organisation", "draw__unit__office", "advice__host", "draw")
    searched = ("seen",)
    page_fields = ("advice", "held_on", "means", "seen", "checked_by", "later_advice")
    clocks = {
        "recheck": Period("建议回头看", ARTICLE, HEAD, 20),
        "follow_up": Period("处理反弹的问题", ARTICLE, HEAD, 5),
    }
    editable = {state: [(MEMBERS, ("attachments",))] for state in (State.DRAWN, State.RECURRED)}

    draw = models.ForeignKey(
        "dispatch.AdviceDraw", on_delete=models.PROTECT, editable=False, related_name="rechecks", verbose_name="抽查"
    )
    place = models.PositiveSmallIntegerField("抽取顺序", editable=False)
    advice = models.ForeignKey(
        Advice, on_delete=models.PROTECT, editable=False, related_name="rechecks", verbose_name="纪检监察建议"
    )
    held_on = models.DateField("检查日期", null=True, editable=False)
    means = models.CharField("方式", max_length=12, choices=Method.choices, blank=True, editable=False)
    seen = models.TextField("看到的情况", max_length=4000, blank=True, editable=False)
    checked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="检查人"
    )
    later_advice = models.ForeignKey(
        Advice, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="重新提出的建议"
    )

    class Meta:
        verbose_name = verbose_name_plural = "建议回头看"
        ordering = ["draw", "place"]
        constraints = [
            known_states("advice_recheck_state_is_known", State),
            models.UniqueConstraint(fields=["draw", "place"], name="one_advice_recheck_a_place"),
            models.UniqueConstraint(
                fields=["advice"], condition=Q(state__in=COUNTED), name="an_advice_is_rechecked_once"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return seen_with_unit(actor, "draw__")

    @property
    def plain_words(self):
        return f"建议回头看 {self.draw.number} 第{self.place}件"

    # fmt: off
    @step(NEW, State.DRAWN, label="抽中", article=ARTICLE, by=[CARRIED], starts=["recheck"])
    def begin(self):
        """Chance picked the advice."""

    @step(State.DRAWN, State.CONCLUDED, label="未反弹", article=ARTICLE, by=[MEMBERS], apart_from=[VERIFIER], expected=True, stamps="checked_by",
          needs=[needs.says_when_how_and_what_was_seen_again], meets=["recheck"], tells=[HEAD])
    def conclude(self, *, held_on, means, seen):
        """It stays right."""
        self.held_on, self.means, self.seen = held_on, means, seen

    @step(State.DRAWN, State.RECURRED, label="发现反弹", article=ARTICLE, by=[MEMBERS], apart_from=[VERIFIER], expected=True, stamps="checked_by",
          needs=[needs.says_when_how_and_what_was_seen_again], meets=["recheck"], starts=["follow_up"], tells=[HEAD])
    def find_recurrence(self, *, held_on, means, seen):
        """It has come back: the host is to be advised anew."""
        self.held_on, self.means, self.seen = held_on, means, seen

    @step(State.RECURRED, State.FOLLOWED_UP, label="登记处理情况", article=ARTICLE, by=[MEMBERS], expected=True,
          needs=[needs.a_later_advice_takes_it_up], meets=["follow_up"], tells=[HEAD])
    def follow_up(self, *, later_advice):
        """A later advice takes it up."""
        self.later_advice = later_advice

    @step(State.DRAWN, State.CANCELLED, label="取消回头看", article="系统规则", by=[HEAD], apart_from=[VERIFIER], reason=True, cancels=["recheck"])
    def cancel(self):
        """It is not looked at again; another draw may pick it."""

    # fmt: on
