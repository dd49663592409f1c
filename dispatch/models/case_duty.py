"""Who has which function on one case (案件职责), and who stands back from it (案件回避): nobody checks himself (规则 9, 48)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import case_guards as needs
from dispatch.models.registered_case import RegisteredCase, RegisteredCaseState, seen_at
from dispatch.models.unit_function import Function
from organizations.models import Role
from workflow.authority import CARRIED, at, oneself
from workflow.models import NEW, Record, known_states
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
HEAD = at("case.unit.organisation", Role.UNIT_HEAD)
DIRECTOR = at("case.unit.commission", Role.OFFICE_DIRECTOR)
UNDER_WAY = (RegisteredCaseState.OPEN, RegisteredCaseState.IN_REVIEW)


class OfCase(Record):
    """A record in the file of a case."""

    owner = "case.commission"
    within = (
        "person",
        "case__commission",
        "case__unit__organisation",
        "case__unit__commission",
        "case__unit__office",
        "case",
    )
    offered_while = {"registeredcase": UNDER_WAY}

    person = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="人员")

    class Meta:
        abstract = True

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return seen_at("case__", actor)

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(case=parent)

    def get_absolute_url(self):
        """It is shown on the page of its case."""
        return self.case.get_absolute_url()

    @property
    def unit(self):
        return self.case.unit

    @property
    def commission(self):
        return self.case.commission


class CaseDutyState(models.TextChoices):
    HELD = "held", "承担中"
    ENDED = "ended", "已结束"


class CaseDuty(OfCase):
    """That a person has a function on a case; what he had stays on record, for it keeps him from checking it later."""

    State = CaseDutyState

    case = models.ForeignKey(
        RegisteredCase, on_delete=models.PROTECT, editable=False, related_name="case_duties", verbose_name="案件"
    )
    function = models.CharField("职责", max_length=20, choices=Function.choices)

    class Meta:
        verbose_name = verbose_name_plural = "案件职责"
        ordering = ["case", "function", "pk"]
        constraints = [
            known_states("case_duty_state_is_known", CaseDutyState),
            models.CheckConstraint(name="case_function_is_known", condition=Q(function__in=list(Function.values))),
            models.UniqueConstraint(
                fields=["case", "person", "function"], condition=Q(state="held"), name="one_duty_a_case_and_person"
            ),
        ]

    @property
    def plain_words(self):
        return f"{self.case.code_name}：{self.get_function_display()} {self.person}"

    # fmt: off
    @step(NEW, CaseDutyState.HELD, label="明确案件职责", article="规则 9", by=[HEAD, DIRECTOR], tells=[oneself("person")],
          needs=[needs.the_case_is_under_way, needs.the_person_serves_here, needs.the_person_has_not_stood_back,
                 needs.the_person_does_not_hold_it_yet, needs.nobody_checks_what_he_investigated])
    def assign(self):
        """The head, or the office in contact, says who does what on the case."""

    @step(CaseDutyState.HELD, CaseDutyState.ENDED, label="结束案件职责", article="规则 9", by=[HEAD, DIRECTOR])
    def relieve(self):
        """Somebody else does it from now on."""

    @step(CaseDutyState.HELD, CaseDutyState.ENDED, label="随案件结束", article="规则 9", by=[CARRIED])
    def lapse(self):
        """The case is closed, or the person stands back from it."""

    # fmt: on


class CaseRecusalState(models.TextChoices):
    IN_FORCE = "in_force", "回避中"
    LIFTED = "lifted", "已解除"


class CaseRecusal(OfCase):
    """A person who stands back from a case: sees nothing of it and does nothing on it until it is lifted."""

    State = CaseRecusalState
    changes_access = True
    list_page, unit_path = "caserecusal_list", "case__unit"

    case = models.ForeignKey(
        RegisteredCase, on_delete=models.PROTECT, editable=False, related_name="recusals", verbose_name="案件"
    )
    reason = models.CharField("回避事由", max_length=200)
    placed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="办理人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件回避"
        ordering = ["case", "pk"]
        constraints = [
            known_states("case_recusal_state_is_known", CaseRecusalState),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(state="in_force"), name="one_recusal_a_case_and_person"
            ),
        ]

    @property
    def plain_words(self):
        return f"{self.case.code_name}：回避 {self.person}"

    @property
    def duties_to_lapse(self):
        """What the person had to do on the case."""
        return list(self.case.case_duties.filter(person=self.person_id, state="held").select_related("case", "person"))

    # fmt: off
    @step(NEW, CaseRecusalState.IN_FORCE, label="决定回避", article="规则 48", by=[HEAD, DIRECTOR], stamps="placed_by",
          needs=[needs.the_case_is_under_way, needs.the_person_serves_here, needs.the_person_has_not_stood_back],
          carries=[("duties_to_lapse", "CaseDuty.lapse")])
    def recuse(self):
        """The person's duties on the case end; it counts from the next request."""

    @step(CaseRecusalState.IN_FORCE, CaseRecusalState.LIFTED, label="解除回避", article="规则 48", by=[HEAD, DIRECTOR],
          apart_from=["person"], reason=True)
    def lift(self):
        """The cause is gone."""

    # fmt: on
