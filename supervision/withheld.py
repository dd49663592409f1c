"""The only place that counts what its reader may not see: work secrets under way whose access list he is not on, in bands.

It answers those alone who lead a whole house, and of the dossiers alone to which that very post is a party. A number is told as a band of
five, "少于5" for none as well; there is no total, no filter and no period, and no number stands for two cells. So nothing can be
subtracted from anything, and what is told of a cell is its band and no more.
"""

from collections import Counter
from dataclasses import replace

from django.db.models import Count

from organizations.models import Role
from supervision.ledger import TABLES
from supervision.ledger_lights import WORDS, tone_of_row

BAND = 5  # how wide a band is, and the least number that is told
LEADING = (Role.SECRETARY, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.PRINCIPAL)


def band(number):
    """A number as it is told."""
    lowest = number // BAND * BAND
    return f"{lowest}—{lowest + BAND - 1}" if lowest else f"少于{BAND}"


def withheld_from(actor):
    """[(table, [(band, light in words)])] for whoever leads a house by a post of his own; nothing for anybody else."""
    leading = tuple(post for post in actor.posts if post.role in LEADING and not post.is_lent)
    if not leading:
        return []
    leader = replace(actor, posts=leading, principals={})
    tone = tone_of_row(actor.today)
    return [(table.label, _bands(actor, leader, table, tone)) for table in TABLES.values()]


def _bands(actor, leader, table, light):
    """Of a row that another of his posts shows him nothing is withheld."""
    seen = table.model.objects.visible_to(actor).values("pk")
    rows = table.model.objects.withheld_from(leader).exclude(state__in=table.ended).exclude(pk__in=seen).order_by()
    counted = Counter()
    for tone, number in rows.annotate(tone=light).values_list("tone").annotate(number=Count("pk")):
        counted[tone or "none"] += number
    return [(band(counted[tone]), word) for tone, word in WORDS.items()]
