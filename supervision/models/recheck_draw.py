"""Draws of resolved problems (抽查): by chance, some that were resolved months ago, to be looked at again (规定 8)."""

from django.db import models
from django.db.models import Q

from organizations.models import ROLES_OF, Kind, Organisation, Role
from supervision import recheck_guards as needs
from supervision.models.draw import Draw
from supervision.models.problem import Problem
from supervision.models.recheck import Recheck
from workflow.access import everyone_in
from workflow.authority import at, person
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import step

DRAWERS = at("commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class RecheckDrawState(models.TextChoices):
    DRAWN = "drawn", "已抽取"


class RecheckDraw(Draw):
    """One draw, in a dossier of its own, for the dossiers of what it drew may be closed.

    It is one act: what was drawn from, the seed and what was drawn stand on record together, and nobody draws twice unseen.
    """

    State = RecheckDrawState
    list_page = "recheckdraw_list"
    within = ("commission",)
    series = "抽"
    circles = {Circle.HANDLING_OFFICER: person("drawn_by"), Circle.DEPUTY_IN_CHARGE: at("commission", Role.DEPUTY_IN_CHARGE)}  # fmt: skip

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="recheck_draws", verbose_name="纪委"
    )

    class Meta:
        verbose_name = verbose_name_plural = "回头看抽查"
        constraints = [
            known_states("recheck_draw_state_is_known", RecheckDrawState),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="recheck_draw_number_once"),
        ]
        indexes = [models.Index(fields=["-moved_at"], name="recheck_draw_moved")]

    def __str__(self):
        return self.words

    def parties(self):
        """The whole commission: a draw that everybody sees cannot be repeated until it suits."""
        return everyone_in(self.commission, *ROLES_OF[Kind.COMMISSION])

    @property
    def plain_words(self):
        return f"回头看抽查 {self.number}".strip()

    @property
    def looked_at(self):
        return [str(row.problem.public_id) for row in self.rechecks.select_related("problem").order_by("place")]

    @property
    def rechecks_to_begin(self):
        """A re-check of each problem that was picked."""
        ids = self.picked_ids
        found = {str(row.public_id): row for row in Problem._base_manager.filter(public_id__in=ids)}
        return [
            Recheck(dossier=self.dossier, draw=self, place=place, problem=found[each], reopenings_before=found[each].reopenings)
            for place, each in enumerate(ids, 1)
        ]  # fmt: skip

    # fmt: off
    @step(NEW, RecheckDrawState.DRAWN, label="抽查", article="规定 8", by=[DRAWERS], stamps="drawn_by",
          needs=[needs.its_range_is_in_order, needs.its_share_is_a_percentage, needs.there_is_something_to_draw,
                 needs.it_can_be_carried_out, needs.its_population_is_whole],
          carries=[("rechecks_to_begin", "Recheck.begin")])
    def draw(self):
        """Chance picks; nobody has seen the seed before."""
        self.cast()

    # fmt: on
