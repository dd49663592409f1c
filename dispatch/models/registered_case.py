"""The case register (案件登记): under what code name and number a unit has a case, and how far it is. No content (规则 9)."""

from django.db import models
from django.db.models import Q

from dispatch import case_guards as needs
from dispatch.models.dispatched_unit import DispatchedUnit
from dispatch.work_committees import commissions_of, work_committees_of
from organizations.models import ROLES_OF, Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at
from workflow.models import NEW, Record, known_states
from workflow.steps import step

HEAD = at("unit.organisation", Role.UNIT_HEAD)
DIRECTOR = at("unit.commission", Role.OFFICE_DIRECTOR)
UNIT_LEADERS = (Role.UNIT_HEAD, Role.UNIT_DEPUTY)
LEADERS = (Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY)


class RegisteredCaseState(models.TextChoices):
    OPEN = "open", "办理中"
    IN_REVIEW = "in_review", "审理中"
    CLOSED = "closed", "已办结"


State = RegisteredCaseState


def seen_at(path, actor):
    """A ``Q`` of the rows whose case at ``path`` (``""`` or ``"case__"``) the actor sees: need to know, within the unit as well.

    The leaders of the unit and of its authority, the office that keeps contact with it, and whoever has a duty on the case.
    """
    ours = Q(**{f"{path}unit__organisation__in": actor.organisation_ids(*UNIT_LEADERS)})
    ours |= Q(**{f"{path}unit__commission__in": actor.organisation_ids(*LEADERS)})
    ours |= Q(**{f"{path}unit__office__in": actor.office_ids(Role.OFFICE_DIRECTOR)})
    return ours | RegisteredCase.with_duty(path, actor.person_id)


class RegisteredCase(Record):
    """One case by its code name. Who had which function on it stays on record; what it is about is not written here."""

    State = State
    is_root = True
    list_page = "case_list"
    on_unit_page = "cases"
    within = ("commission", "unit__organisation", "unit__commission", "unit__office")
    searched = ("number", "code_name")
    offered_while = {"dispatchedunit": ("in_being",)}
    numbered_by = ("register",)
    series = "案登"

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, editable=False, related_name="cases", verbose_name="派驻机构"
    )
    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    code_name = models.CharField("代号", max_length=20)
    opened_on = models.DateField("登记日期")
    passed_on = models.DateField("移送审理日期", null=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "案件登记"
        constraints = [
            known_states("registered_case_state_is_known", State),
            models.UniqueConstraint(fields=["unit", "code_name"], name="case_code_name_once_a_unit"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="registered_case_number_once"),
        ]
        indexes = [models.Index(fields=["unit", "-moved_at"], name="registered_case_of_unit")]

    def __str__(self):
        return self.words

    @classmethod
    def with_duty(cls, path, person_id):
        """A ``Q`` of the rows on whose case at ``path`` the person has a duty now."""
        held = cls._meta.get_field("case_duties").related_model._base_manager.filter(person=person_id, state="held")
        return Q(**{f"{path}pk__in" if not path else "case__in": held.values("case")})

    @classmethod
    def seen_by(cls, actor):
        """Beside these, once it is closed, the work committee that may review how it was handled (规则 20)."""
        reviewers = actor.organisation_ids(Role.REVIEWER)
        closed = Q(state=State.CLOSED, commission__in=commissions_of(reviewers)) if reviewers else Q(pk__in=[])
        return seen_at("", actor) | closed

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(unit=parent, commission=parent.commission)

    def parties(self):
        """The unit, the leaders and directors of its authority, and its work committees; each sees what ``seen_by`` says."""
        reviewers = [
            pair for house in work_committees_of(self.commission) for pair in everyone_in(house, Role.REVIEWER)
        ]
        return (
            everyone_in(self.unit.organisation, *ROLES_OF[Kind.DISPATCHED_UNIT])
            + everyone_in(self.commission, *LEADERS, Role.OFFICE_DIRECTOR, Role.OFFICER)
            + reviewers
        )

    def recused(self):
        return list(self.recusals.filter(state="in_force").values_list("person", flat=True))

    @property
    def plain_words(self):
        return f"{self.number} {self.code_name}".strip()

    @property
    def duties_to_lapse(self):
        """Duties that end with the case."""
        return list(self.case_duties.filter(state="held").select_related("case", "person"))

    # fmt: off
    @step(NEW, State.OPEN, label="登记案件", article="规则 9", by=[HEAD, DIRECTOR],
          needs=[needs.the_unit_is_in_being, needs.has_a_code_name_of_its_own, needs.it_was_opened_by_today])
    def register(self):
        """It takes its number; a code name is all that is said of it."""
        self.code_name = self.code_name.strip()

    @step(State.OPEN, State.IN_REVIEW, label="移送审理", article="规则 9", by=[HEAD, DIRECTOR], expected=True,
          needs=[needs.somebody_investigated, needs.somebody_reviews, needs.it_is_passed_on_in_time])
    def pass_to_review(self, *, passed_on):
        """The investigation is done; others look at it."""
        self.passed_on = passed_on

    @step(State.IN_REVIEW, State.CLOSED, label="办结案件", article="规则 9", by=[HEAD, DIRECTOR], expected=True,
          needs=[needs.it_is_closed_in_time], carries=[("duties_to_lapse", "CaseDuty.lapse")])
    def close(self, *, closed_on):
        """It is closed, and the duties on it end."""
        self.closed_on = closed_on

    # fmt: on
