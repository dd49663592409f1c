"""The only place that says what a draw (抽查) is: a population on record, a seed nobody saw, and what it picks for anyone to recompute."""

import secrets

from django.conf import settings
from django.db import models

from supervision.recheck_population import number_of, picked
from workflow.audit import ALGORITHM, digest_of
from workflow.models import Record


class Draw(Record):
    """Some of what was settled between two days, by chance. Of what, and who may draw, a subclass says.

    It has a ``commission``, and says in ``looked_at`` what became of the draw: public ids as text, in the order drawn.
    """

    is_root = True
    numbered_by = ("draw",)
    searched = ("number",)

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
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
        abstract = True

    @property
    def size(self):
        """How many are drawn."""
        return number_of(self.share, self.population)

    @property
    def picked_ids(self):
        """The public ids that the seed picks, computed anew."""
        return picked(self.seed, self.population, self.size)

    @property
    def is_as_recorded(self):
        """Whether the population has its digest and what was drawn is what the seed picks."""
        return self.population_digest == digest_words(self.population) and self.looked_at == self.picked_ids

    def cast(self):
        """Take the seed; from then on everything is settled."""
        self.seed, self.population_digest = secrets.token_hex(32), digest_words(self.population)


def digest_words(ids):
    """The digest of a population, with the name of its algorithm."""
    return f"{ALGORITHM}:{digest_of(ids)}"
