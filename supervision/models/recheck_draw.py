"""Draws (抽查): by chance, some of the problems that were resolved months ago, to be looked at again (规定 8)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import ROLES_OF, Kind, Organisation, Role
from supervision import recheck_guards as needs
from supervision.models.problem import Problem
from supervision.models.recheck import Recheck
from supervision.recheck_population import number_of, picked
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

DRAWERS = at("commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class RecheckDrawState(models.TextChoices):
    DRAWN = "drawn", "已抽取"


class RecheckDraw(Record):
    """One draw, in a dossier of its own, for the dossiers of what it drew may be closed.

    It is one act: what was drawn from, the seed and what was drawn stand on record together, and nobody draws twice unseen.
    """

    State = RecheckDrawState
    is_root = True
    list_page = "recheckdraw_list"
    within = ("commission",)
    numbered_by = ("draw",)
    series = "抽"
    searched = ("number",)
    circles = {Circle.HANDLING_OFFICER: person("drawn_by"), Circle.DEPUTY_IN_CHARGE: at("commission", Role.DEPUTY_IN_CHARGE)}  # fmt: skip

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="recheck_draws", verbose_name="纪委"
    )
    resolved_from = models.DateField("解决日期自")
    resolved_until = models.DateField("解决日期至")
    share = models.PositiveSmallIntegerField("抽查比例（%）")
    population = models.JSONField("总体", default=list, editable=False)
    population_digest = models.CharField("总体摘要", max_length=80, blank=True, editable=False)
    seed = models.CharField("随机种子", max_length=64, blank=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="抽取人"
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
    def size(self):
        """How many are drawn."""
        return number_of(self.share, self.population)

    @property
    def picked_ids(self):
        """The public ids of the problems that the seed picks, computed anew."""
        return picked(self.seed, self.population, self.size)

    @property
    def is_as_recorded(self):
        """Whether the population has its digest and the re-checks are those that the seed picks."""
        looked_at = [str(row.problem.public_id) for row in self.rechecks.select_related("problem").order_by("place")]
        return self.population_digest == digest_words(self.population) and looked_at == self.picked_ids

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
        self.seed, self.population_digest = secrets.token_hex(32), digest_words(self.population)

    # fmt: on


def digest_words(ids):
    """The digest of a population, with the name of its algorithm."""
    return f"{ALGORITHM}:{digest_of(ids)}"
