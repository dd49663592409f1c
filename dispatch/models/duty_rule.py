"""Rules of duties that recur (定期职责设定): who owes what, every how many months (规则 10, 12, 20, 33, 34, 47)."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from dispatch import duty_guards as needs
from organizations.models import ROLES_OF, Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import CARRIED, at
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.months import YEAR, Rhythm, beginning_of, date_after
from workflow.steps import SAME, step

SETTERS = at("commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class DutyRuleState(models.TextChoices):
    IN_FORCE = "in_force", "执行中"
    ENDED = "ended", "已停止"


State = DutyRuleState


class Duty(models.TextChoices):
    """What recurs. The text names a period for two of them; of the others it only says 定期."""

    COMMITTEE_REPORT = "committee_report", "向党委汇报派驻监督工作"
    STANDING_REPORT = "standing_report", "常委会听取派驻监督工作情况报告"
    HEADS_MEETING = "heads_meeting", "召开派驻机构负责人会议"
    INTEGRITY_REVIEW = "integrity_review", "组织派驻机构主要负责人述责述廉"
    REVIEW_REPORT = "review_report", "报告案件审理工作情况"
    LEADERSHIP_REPORT = "leadership_report", "提交驻在单位领导班子专题报告"
    JOINT_STUDY = "joint_study", "会同驻在单位党组（党委）专题研究"


class Terms(NamedTuple):
    """Which kind of body owes it, who there is reminded, and how often."""

    kind: Kind
    role: Role
    rhythm: Rhythm


def _terms(duty, kind, role, article, months, by_text=False):
    return Terms(kind, role, Rhythm(duty.label, article, months, by_text))


TERMS = {
    duty: _terms(duty, *terms)
    for duty, *terms in (
        (Duty.COMMITTEE_REPORT, Kind.COMMISSION, Role.STANDING_CLERK, "规则 10", 12),
        (Duty.STANDING_REPORT, Kind.COMMISSION, Role.STANDING_CLERK, "规则 12", 6),
        (Duty.HEADS_MEETING, Kind.COMMISSION, Role.DEPUTY_IN_CHARGE, "规则 12", 3),
        (Duty.INTEGRITY_REVIEW, Kind.COMMISSION, Role.DEPUTY_IN_CHARGE, "规则 47", YEAR, True),
        (Duty.REVIEW_REPORT, Kind.WORK_COMMITTEE, Role.REVIEWER, "规则 20", 6),
        (Duty.LEADERSHIP_REPORT, Kind.DISPATCHED_UNIT, Role.UNIT_HEAD, "规则 33", YEAR, True),
        (Duty.JOINT_STUDY, Kind.DISPATCHED_UNIT, Role.UNIT_HEAD, "规则 34", 6),
    )
}  # fmt: skip


class DutyRule(Record):
    """One rule. When the first day of its next period comes, that period opens; each opens once."""

    State = State
    is_root = True
    list_page = "dutyrule_list"
    within = ("house", "commission")
    searched = ("house",)
    rhythms = {duty.value: terms.rhythm for duty, terms in TERMS.items()}
    circles = {
        Circle.HANDLING_OFFICER: at("commission", Role.OFFICE_DIRECTOR),
        Circle.DEPUTY_IN_CHARGE: at("commission", Role.DEPUTY_IN_CHARGE),
    }

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    house = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="duty_rules", verbose_name="承担单位"
    )
    duty = models.CharField("职责", max_length=20, choices=Duty.choices)
    every_months = models.PositiveSmallIntegerField(
        "每几个月一次", editable=False, validators=[MinValueValidator(1), MaxValueValidator(YEAR)]
    )
    first_on = models.DateField("第一期自")
    next_on = models.DateField("下一期自", editable=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="设定人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "定期职责设定"
        constraints = [
            known_states("duty_rule_state_is_known", State),
            models.CheckConstraint(name="duty_is_known", condition=Q(duty__in=list(Duty.values))),
            models.UniqueConstraint(
                fields=["commission", "house", "duty"], condition=Q(state="in_force"), name="one_duty_rule_in_force"
            ),
        ]
        indexes = [models.Index(fields=["next_on"], condition=Q(state="in_force"), name="duty_rule_next")]

    def __str__(self):
        return self.words

    @property
    def terms(self):
        return TERMS.get(self.duty)

    @property
    def plain_words(self):
        return f"{self.house}：{self.get_duty_display()}"

    @property
    def article(self):
        return self.terms.rhythm.article

    @property
    def is_by_text(self):
        """Whether the regulation itself says how often; else it is the commission's own setting (本单位设定)."""
        return self.terms.rhythm.by_text

    @property
    def alike(self):
        """Every rule of this body for the same duty."""
        return DutyRule.objects.filter(commission=self.commission_id, house=self.house_id, duty=self.duty).exclude(
            pk=self.pk
        )

    def last_day_of(self, first_on):
        """The last day of the period that begins on a day."""
        return date_after(first_on, self.first_on, self.every_months) - timedelta(days=1)

    def parties(self):
        """The commission, and the body that owes it (procedure §10)."""
        return [pair for house in (self.commission, self.house) for pair in everyone_in(house, *ROLES_OF[house.kind])]

    def months_by(self, policy):
        """Every how many months, by a version of the commission's rules."""
        return self.terms.rhythm.by(policy, f"{DutyRule.__name__}.{self.duty}")

    def begin_in(self, policy, day):
        """Let its first period be the part of the calendar in which a day lies; returns the rule."""
        self.every_months = self.months_by(policy)
        self.first_on = beginning_of(day, self.every_months)
        return self

    # fmt: off
    @step(NEW, State.IN_FORCE, label="设定定期职责", article="规则 10、12、20、33、34、47", by=[SETTERS], stamps="set_by",
          needs=[needs.a_house_that_owes_it_is_named, needs.it_recurs_as_the_rules_say, needs.it_is_not_set_already, needs.its_first_period_is_not_over,
                 needs.it_begins_after_what_has_opened],
          tells=[at("house", Role.UNIT_HEAD, Role.REVIEWER)])
    def set_rule(self):
        """From its first day on the periods open by themselves."""
        self.next_on = self.first_on

    @step(State.IN_FORCE, SAME, label="转入下一期", article="系统规则", by=[CARRIED])
    def move_on(self):
        """The period that was next has opened; the one after it is next."""
        self.next_on = date_after(self.next_on, self.first_on, self.every_months)

    @step(State.IN_FORCE, State.ENDED, label="停止", article="系统规则", by=[SETTERS], reason=True,
          tells=[at("house", Role.UNIT_HEAD, Role.REVIEWER)])
    def end(self):
        """No further period opens; what is owed stays owed."""

    # fmt: on
