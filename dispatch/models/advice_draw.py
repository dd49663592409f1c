"""Draws of closed advices (建议抽查): by chance, some of a unit's that were closed months ago, to be looked at again (规则 44)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from dispatch import advice_guards as needs
from dispatch.models.advice import Advice
from dispatch.models.advice_recheck import COUNTED, AdviceRecheck
from dispatch.models.dispatched_unit import DispatchedUnit
from dispatch.models.of_unit import BesideUnit
from organizations.models import Kind, Organisation, Role
from supervision.models.draw import Draw
from workflow import clocks
from workflow.authority import at
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import step

DRAWERS = at("unit.organisation", Role.UNIT_HEAD, Role.UNIT_DEPUTY)


class AdviceDrawState(models.TextChoices):
    DRAWN = "drawn", "已抽取"


class AdviceDraw(BesideUnit, Draw):
    """One draw of one unit, shown to its unit and to the office that looks after it."""

    State = AdviceDrawState
    list_page = "advicedraw_list"
    on_unit_page = "advised"
    goes_between = (Kind.COMMISSION, Kind.DISPATCHED_UNIT)
    within = ("commission", "unit__organisation", "unit__commission", "unit__office")
    series = "派抽"
    circles = {Circle.DEPARTMENT_HEAD: at("unit.organisation", Role.UNIT_HEAD)}
    offered_while = {"dispatchedunit": ("in_being",)}

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, editable=False, related_name="advice_draws", verbose_name="派驻机构"
    )

    class Meta:
        verbose_name = verbose_name_plural = "建议抽查"
        constraints = [
            known_states("advice_draw_state_is_known", AdviceDrawState),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="advice_draw_number_once"),
        ]
        indexes = [models.Index(fields=["unit", "-moved_at"], name="advice_draw_of_unit")]

    def __str__(self):
        return self.words

    @property
    def plain_words(self):
        return f"建议抽查 {self.number}".strip()

    @property
    def whole(self):
        """The public ids, as text and in order, of the unit's advices closed between its days and not looked at again since."""
        begun_at = clocks.end_of(self.resolved_from - timedelta(days=1))
        closed = Advice._base_manager.filter(unit=self.unit.organisation_id, state=Advice.State.CLOSED)
        closed = closed.filter(moved_at__gte=begun_at, moved_at__lt=clocks.end_of(self.resolved_until))
        rest = closed.exclude(pk__in=AdviceRecheck._base_manager.filter(state__in=COUNTED).values("advice"))
        return sorted(str(public_id) for public_id in rest.values_list("public_id", flat=True))

    @property
    def looked_at(self):
        return [str(row.advice.public_id) for row in self.rechecks.select_related("advice").order_by("place")]

    @property
    def rechecks_to_begin(self):
        """A re-check of each advice that was picked."""
        ids = self.picked_ids
        found = {str(row.public_id): row for row in Advice._base_manager.filter(public_id__in=ids)}
        return [
            AdviceRecheck(dossier=self.dossier, draw=self, place=place, advice=found[each])
            for place, each in enumerate(ids, 1)
        ]

    # fmt: off
    @step(NEW, AdviceDrawState.DRAWN, label="抽查", article="规则 44", by=[DRAWERS], stamps="drawn_by",
          needs=[needs.the_unit_is_in_being, needs.its_range_is_in_order, needs.its_share_is_a_percentage, needs.there_is_some_advice_to_draw,
                 needs.it_can_be_carried_out, needs.its_advices_are_whole],
          carries=[("rechecks_to_begin", "AdviceRecheck.begin")])
    def draw(self):
        """Chance picks; nobody has seen the seed before."""
        self.cast()

    # fmt: on
