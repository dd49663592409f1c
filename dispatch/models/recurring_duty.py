"""Duties that recur (定期职责): one period of one duty of one body, owed until it is done (规则 10, 12, 20, 33, 34, 47)."""

from functools import partial

from django.conf import settings
from django.db import models

from dispatch import duty_guards as needs
from dispatch.models.duty_rule import TERMS, DutyRule
from dispatch.period_words import words_of
from organizations.models import Role
from workflow.authority import at, either
from workflow.by_date import BY_DATE
from workflow.clocks import Period
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLES = "规则 10、12、20、33、34、47"
DOERS = at("rule.house", Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.REVIEWER, Role.STANDING_CLERK, Role.DEPUTY_IN_CHARGE)
FILERS = at(
    "rule.house", Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_OFFICER, Role.REVIEWER, Role.STANDING_CLERK,
    Role.DEPUTY_IN_CHARGE,
)  # fmt: skip
AUTHORITY = at("rule.commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


def _is_reminded(role, duty):
    return TERMS[duty.rule.duty].role == role


OWING = either(
    *(
        at("rule.house", role, when=partial(_is_reminded, role))
        for role in dict.fromkeys(terms.role for terms in TERMS.values())
    )
)


class RecurringDutyState(models.TextChoices):
    OWED = "owed", "待履行"
    DONE = "done", "已履行"
    WAIVED = "waived", "不再履行"


State = RecurringDutyState


class RecurringDuty(Record):
    """One period. It opens on its first day, and is due on its last."""

    State = State
    owner = "rule.commission"
    within = ("rule__house", "rule__commission", "rule")
    on_unit_page, unit_path = "owed", "rule__house__dispatched_units"
    list_page = "recurringduty_list"
    entries = ("complete",)
    settled = (State.DONE,)
    searched = ("document", "outcome")
    clocks = {"duty": Period("履行定期职责", ARTICLES, OWING, until="due_on")}
    editable = {State.OWED: [(FILERS, ("attachments",))]}

    rule = models.ForeignKey(DutyRule, on_delete=models.PROTECT, related_name="duties", verbose_name="设定")
    first_on = models.DateField("期间自")
    due_on = models.DateField("期间至", editable=False)
    document = models.CharField("文号或者会议名称", max_length=120, blank=True, editable=False)
    done_on = models.DateField("完成日期", null=True, editable=False)
    outcome = models.TextField("履行情况", max_length=4000, blank=True, editable=False)
    kept_at = models.CharField("原件存放处", max_length=120, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="登记人"
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "定期职责"
        ordering = ["due_on", "pk"]
        constraints = [
            known_states("recurring_duty_state_is_known", State),
            models.UniqueConstraint(fields=["rule", "first_on"], name="a_period_opens_once"),
        ]
        indexes = [models.Index(fields=["due_on"], name="recurring_duty_due")]

    def __str__(self):
        return self.words

    @property
    def period_words(self):
        return words_of(self.first_on, self.due_on)

    @property
    def plain_words(self):
        return f"{self.period_words}：{self.rule.plain_words}"

    @property
    def path_from(self):
        """Its own list: its rule is looked up among the settings only by whoever sets it."""
        return self.listing()

    @property
    def commission(self):
        return self.rule.commission

    # fmt: off
    @step(NEW, State.OWED, label="开列", article="系统规则", by=[BY_DATE], carries=[("rule", "DutyRule.move_on")], starts=["duty"],
          needs=[needs.it_is_the_next_of_its_rule, needs.its_first_day_has_come, needs.its_house_is_still_there])
    def open_period(self):
        """The first day of the period has come."""
        self.due_on = self.rule.last_day_of(self.first_on)

    @step(State.OWED, State.DONE, label="登记履行", article=ARTICLES, by=[DOERS], stamps="done_by", expected=True, meets=["duty"],
          needs=[needs.names_its_paper, needs.was_done_since_it_began, needs.its_paper_is_on_file_or_kept_elsewhere],
          tells=[at("rule.commission", Role.OFFICE_DIRECTOR)])
    def complete(self, *, document, done_on, outcome="", kept_at=""):
        """What was done: the number of the paper or the name of the meeting, the day, and where the paper is."""
        self.document, self.done_on, self.outcome, self.kept_at = document, done_on, outcome, kept_at

    @step(State.DONE, State.OWED, label="退回更正", article="系统规则", by=[AUTHORITY], apart_from=["done_by"], reason=True,
          starts=["duty"], tells=[DOERS])
    def return_for_correction(self):
        """What was entered is wrong, or is not what the duty asks."""

    @step(State.OWED, State.WAIVED, label="注明不再履行", article="系统规则", by=[AUTHORITY], reason=True, cancels=["duty"],
          tells=[DOERS])
    def waive(self):
        """It will not be done, and why: the body was dissolved, say. That it was owed stays on record."""

    # fmt: on
