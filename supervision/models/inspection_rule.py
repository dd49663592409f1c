"""Rules of regular inspections (定期督查): how often, how, what and by whom a matter is inspected while it is carried out (规定 12)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from coordination.models import Assignment, Matter, ReportPart
from organizations.models import Role
from supervision.models import inspection as needs
from supervision.problem_guards import CARRIED_OUT
from workflow import clocks
from workflow.access import texts_open_to
from workflow.authority import CARRIED, at, person
from workflow.beside import Told
from workflow.clocks import Period
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.months import date_after
from workflow.steps import step

MOST_MONTHS = 24
OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)


class InspectionRuleState(models.TextChoices):
    IN_FORCE = "in_force", "执行中"
    ENDED = "ended", "已停止"
    LAPSED = "lapsed", "随事项结束"


State = InspectionRuleState


@guard(f"应当写明每几个月检查一次（1至{MOST_MONTHS}个月），首次检查日期不早于今天", article="规定 12")
def says_how_often_and_from_when(rule, *, today):
    ahead = rule.first_on is not None and (today is None or rule.first_on >= today)
    return ahead and rule.every_months is not None and 1 <= rule.every_months <= MOST_MONTHS


@guard("方式为“其他”的应当写明名称", article="规定 12")
def an_other_method_is_named(rule):
    return rule.method != needs.Method.OTHER or bool(rule.method_name.strip())


class InspectionRule(Record):
    """One rule. Its clock reminds that the next inspection is to be planned; no inspection is born but by an officer's plan."""

    State = State
    owner = "matter.commission"
    offered_while = {"matter": CARRIED_OUT}
    within = ("matter",)
    searched = ("method_name", "members")
    clocks = {"regular_inspection": Period("安排下一次定期督查", "规定 12", OFFICER, until="next_on")}

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="inspection_rules", verbose_name="事项")
    every_months = models.PositiveSmallIntegerField(
        "每几个月一次", validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)], default=3
    )
    first_on = models.DateField("首次检查日期")
    next_on = models.DateField("下次检查日期", editable=False)
    method = models.CharField("方式", max_length=12, choices=needs.Method.choices)
    method_name = models.CharField("其他方式的名称", max_length=40, blank=True)
    assignments = models.ManyToManyField(Assignment, related_name="inspection_rules", verbose_name="检查的任务")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name="检查人员")

    class Meta:
        verbose_name = verbose_name_plural = "定期督查规则"
        ordering = ["matter", "pk"]
        constraints = [known_states("inspection_rule_state_is_known", State)]
        indexes = [models.Index(fields=["next_on"], condition=Q(state="in_force"), name="inspection_rule_next")]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The commission: a department learns of an inspection when it is planned."""
        return Q(matter__commission__in=actor.organisation_ids())

    @classmethod
    def told_of(cls, record, actor):
        """When a matter is inspected next."""
        if isinstance(record, Matter):
            rows = cls.objects.visible_to(actor).filter(texts_open_to(actor), matter=record, state=State.IN_FORCE)
            for row in rows.order_by("next_on", "pk"):
                said = f"每{row.every_months}个月督促检查一次，下一次在{clocks.date_words(row.next_on)}前后。"
                yield Told(ReportPart.NEXT, said)

    @property
    def plain_words(self):
        return f"定期督查：每{self.every_months}个月{self.get_method_display()}"

    @property
    def commission(self):
        return self.matter.commission

    def date_after(self, day):
        """The first date of the rule's rhythm after a day."""
        return date_after(day, self.first_on, self.every_months)

    # fmt: off
    @step(NEW, State.IN_FORCE, label="设定定期督查", article="规定 12", by=[OFFICER, DIRECTOR],
          needs=[needs.the_matter_is_being_carried_out, says_how_often_and_from_when, needs.assignments_are_named,
                 needs.members_are_officers_of_the_commission, an_other_method_is_named],
          starts=["regular_inspection"])
    def set_rule(self):
        """From now on its clock reminds."""
        self.next_on = self.first_on

    @step(State.IN_FORCE, State.IN_FORCE, label="转入下一次", article="规定 12", by=[CARRIED], meets=["regular_inspection"],
          starts=["regular_inspection"])
    def move_on(self):
        """The inspection that was due is planned; the one after it is next."""
        self.next_on = self.date_after(max(self.next_on, clocks.today()))

    @step(State.IN_FORCE, State.ENDED, label="停止定期督查", article="系统规则", by=[OFFICER, DIRECTOR], reason=True,
          cancels=["regular_inspection"])
    def end(self):
        """No further inspection is due by it."""

    @step(State.IN_FORCE, State.LAPSED, label="随事项结束", article="系统规则", by=[CARRIED], cancels=["regular_inspection"],
          follows=[("coordination.Matter.conclude", "inspection_rules"), ("coordination.Matter.terminate", "inspection_rules")])
    def lapse(self):
        """The matter has ended."""

    # fmt: on
