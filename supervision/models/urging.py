"""Urging by hand (催办): whoever handles the matter, or is above him, urges an open clock that is due."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from coordination.models import Matter
from supervision.models.of_clock import DEPUTY, DIRECTOR, OFFICER, OfClock, the_clock_is_open
from supervision.owing import OWING
from workflow import calendars, clocks
from workflow.authority import posts_for
from workflow.beside import Beside
from workflow.guards import guard, lacking
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import declaration_of, step


class UrgingState(models.TextChoices):
    MADE = "made", "已催办"


@guard("时限中止期间不能催办", article="系统规则")
def the_clock_runs(urging, *, today):
    return not urging.clock_now.is_paused(today)


@guard("到期当日起才能人工催办，此前由系统按提醒阶梯提醒", article="系统规则")
def the_clock_is_due(urging, *, today):
    return urging.clock_now.due_on <= today


@guard("这项时限由您自己办理，不用催办", article="系统规则")
def another_owes_the_clock(urging, *, actor):
    return actor is None or OWING.post_of(urging, actor) is None


@lacking("两次人工催办应当有间隔", article="系统规则")
def the_last_urging_lies_back(urging, *, today):
    last = Urging.objects.filter(clock=urging.clock_id).order_by("-moved_at").first()
    if last is None or today is None:
        return
    days, last_on = urging.clock_now.policy.urge_days, clocks.business_date(last.moved_at)
    again_on = calendars.load().add(last_on, days).due_on if days else last_on
    if today < again_on:
        made = f"{clocks.date_words(last_on)}已由{last.urged_by}催办，本单位设定间隔{days}个工作日"
        yield f"{made}，{clocks.date_words(again_on)}起可以再次催办"


class Urging(OfClock):
    """One urging of one clock by hand. The clock counts it; whoever owes it and his head are told."""

    State = UrgingState
    searched = ("text",)

    text = models.CharField("催办意见", max_length=300, blank=True)
    asks = models.BooleanField("要求说明逾期原因和新的承诺日期", default=False)
    urged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="催办人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["matter", "pk"]
        constraints = [known_states("urging_state_is_known", UrgingState)]
        indexes = [models.Index(fields=["clock", "-moved_at"], name="urging_of_clock")]

    @property
    def plain_words(self):
        said = f"：{self.text}" if self.text else ""
        return f"催办“{self.clock.label}”（{self.clock.due_on:%Y-%m-%d}到期，{self.clock.subject_words[:40]}）{said}"[
            :200
        ]

    @property
    def line(self):
        """How it reads beside its clock."""
        said = f"：{self.text}" if self.text else ""
        asked = "，要求说明原因" if self.asks else ""
        return f"{clocks.business_date(self.moved_at):%m-%d} {self.urged_by}催办{asked}{said}"

    @classmethod
    def beside_clocks(cls, running, root, actor):
        """The urgings of each clock, the latest first, and where the actor urges it."""
        keys = [clock.pk for clock, _ in running if clock.urgings]
        made = (
            cls.objects.visible_to(actor).filter(clock__in=keys).select_related("urged_by").order_by("-moved_at", "-pk")
        )
        said = {clock.pk: Beside([], []) for clock, _ in running}
        for row in made:
            said[row.clock_id].lines.append(row.line)
        born = declaration_of(cls.urge, NEW)
        for clock, subject in running if isinstance(root, Matter) else ():
            begun = cls.about(clock, subject, root)
            if cls._may_be_urged(clock, actor) and posts_for(born.by, begun, actor) and not OWING.post_of(begun, actor):
                address = reverse("urging_new", args=[clock.subject_id, clock.name])
                said[clock.pk].links.append((born.label, address))
        return said

    @staticmethod
    def _may_be_urged(clock, actor):
        return clock.due_on <= actor.today and not clock.is_paused(actor.today)

    # fmt: off
    @step(NEW, UrgingState.MADE, label="催办", article="系统规则", by=[OFFICER, DIRECTOR, DEPUTY], stamps="urged_by",
          needs=[the_clock_is_open, the_clock_runs, the_clock_is_due, another_owes_the_clock, the_last_urging_lies_back],
          urges="clock", tells=[OWING])
    def urge(self):
        """Urge whoever owes the clock."""

    # fmt: on
