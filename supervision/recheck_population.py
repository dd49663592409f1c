"""The only place that says which resolved problems a draw is made from, and how chance picks among them so that anyone can recompute it.

The picking: before each problem's public id stands the seed with a colon, the SHA-256 of that is taken, and the problems with the smallest
digests are drawn. Whoever has the seed and the ids needs no program of this house to do it again.
"""

from datetime import timedelta
from hashlib import sha256
from math import ceil

from django.db.models import F

from supervision.models.problem import Problem, ProblemState
from workflow import clocks
from workflow.access import texts_open_to
from workflow.months import months_after

COUNTED = ("drawn", "assigned", "concluded", "recurred", "followed_up")  # re-checks that were not cancelled


def readable(actor):
    """Problems that the actor sees and whose texts are open to him."""
    return Problem.objects.visible_to(actor).filter(texts_open_to(actor))


def population(commission_id, first, last, actor):
    """Problems of the commission's matters resolved from one day to another that the actor may read and that were not re-checked since."""
    since = Problem._base_manager.filter(rechecks__reopenings_before=F("reopenings"), rechecks__state__in=COUNTED)
    rows = readable(actor).filter(matter__commission=commission_id, state=ProblemState.RESOLVED)
    begun_at, ended_at = clocks.end_of(first - timedelta(days=1)), clocks.end_of(last)
    return rows.filter(moved_at__gte=begun_at, moved_at__lt=ended_at).exclude(pk__in=since.values("pk"))


def ids_of(commission_id, first, last, actor):
    """The public ids of the population as text, in order."""
    found = population(commission_id, first, last, actor).values_list("public_id", flat=True)
    return sorted(str(public_id) for public_id in found)


def rank(seed, public_id):
    """By which chance orders the problems."""
    return sha256(f"{seed}:{public_id}".encode()).hexdigest()


def picked(seed, ids, number):
    """The ids that chance picks, the first drawn first."""
    return sorted(ids, key=lambda public_id: rank(seed, public_id))[:number]


def number_of(share, ids):
    """How many make up the share, in hundredths; one at least where there is any."""
    return ceil(len(ids) * share / 100)


def usual_range(policy, today):
    """The days between which a problem was resolved that the commission's rules would have re-checked now."""
    return months_after(today, -policy.recheck_until_months), months_after(today, -policy.recheck_from_months)
