"""Division of work in a unit (职责分工): who has which of the five functions that co-operate and check one another (规则 9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import appointment_guards as needs
from dispatch.models.of_unit import OfUnit
from organizations.models import Role
from workflow.authority import CARRIED, at, person
from workflow.models import NEW, known_states
from workflow.steps import step

HEAD = at("unit.organisation", Role.UNIT_HEAD)
HIMSELF = person("person", of="unit.organisation")


class Function(models.TextChoices):
    """规则 9."""

    PETITION = "petition", "信访举报"
    SUPERVISION = "supervision", "监督检查"
    INVESTIGATION = "investigation", "审查调查"
    CASE_SUPERVISION = "case_supervision", "案件监督管理"
    REVIEW = "review", "案件审理"


class UnitFunctionState(models.TextChoices):
    HELD = "held", "承担中"
    ENDED = "ended", "已调整"


State = UnitFunctionState


class UnitFunction(OfUnit):
    """That a person of the unit has a function. In a small unit one person may have several; on one case the register sees to it."""

    State = State
    within = ("person", *OfUnit.within)
    page_fields = ("person", "function")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="人员"
    )
    function = models.CharField("职责", max_length=20, choices=Function.choices)

    class Meta:
        verbose_name = verbose_name_plural = "职责分工"
        ordering = ["unit", "function", "pk"]
        constraints = [
            known_states("unit_function_state_is_known", State),
            models.CheckConstraint(name="unit_function_is_known", condition=Q(function__in=list(Function.values))),
            models.UniqueConstraint(
                fields=["unit", "person", "function"], condition=Q(state="held"), name="one_function_a_person"
            ),
        ]

    @property
    def plain_words(self):
        return f"{self.get_function_display()}：{self.person}"

    # fmt: off
    @step(NEW, State.HELD, label="明确职责分工", article="规则 9", by=[HEAD], tells=[HIMSELF],
          needs=[needs.the_unit_is_in_being, needs.the_person_serves_the_unit, needs.the_person_does_not_hold_it_yet])
    def assign(self):
        """The head says who does what."""

    @step(State.HELD, State.ENDED, label="调整分工", article="规则 9", by=[HEAD], tells=[HIMSELF])
    def relieve(self):
        """The person does it no longer."""

    @step(State.HELD, State.ENDED, label="随离任结束", article="规则 9", by=[CARRIED])
    def lapse(self):
        """The person has left."""

    # fmt: on
