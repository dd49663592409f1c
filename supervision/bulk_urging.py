"""The only place that urges several rows at once: each by an act of its own through the door, each with what became of it."""

import uuid
from dataclasses import dataclass

from coordination.models import Matter
from supervision.models import Urging
from workflow.act_views import refuse
from workflow.door import Barred, Moved, NotPermitted, open_record
from workflow.guards import Obstacle
from workflow.models import NEW, Clock
from workflow.steps import declaration_of

UNSEEN = "这一行已经不在您可以查看的范围内，没有催办"
CLOCKLESS = "这一行现在没有进行中的时限，没有可以催办的"
RULE = "系统规则"


@dataclass(frozen=True)
class Urged:
    """What became of one row: urged, or the obstacles that barred it."""

    words: str
    url: str = ""
    clock: str = ""
    obstacles: tuple = ()

    @property
    def is_done(self):
        return not self.obstacles


def urge_all(request, ledger, given):
    """[``Urged``] in the order in which the rows were ticked. Sent twice, nobody is urged twice."""
    rows = ledger.visible.filter(ledger.work, public_id__in=given["rows"])
    rows = {row.public_id: row for row in rows.select_related("dossier", f"{ledger.table.to_matter}commission")}
    first = {}
    running = Clock.objects.open().of(*rows.values()).select_related("policy", "owed_organisation")
    for clock in running.order_by("due_on", "pk"):
        first.setdefault(clock.subject_id, clock)
    return [
        _urged(request, rows.get(public_id), first.get(public_id), given | {"row": public_id})
        for public_id in given["rows"]
    ]


def _urged(request, row, clock, given):
    if row is None:
        return Urged("", obstacles=(Obstacle(UNSEEN, RULE),))
    if clock is None:
        return Urged(row.words, row.get_absolute_url(), obstacles=(Obstacle(CLOCKLESS, RULE),))
    obstacles = _obstacles(request, row, clock, given)
    return Urged(row.words, row.get_absolute_url(), f"{clock.label}，{clock.due_on:%Y-%m-%d}到期", tuple(obstacles))


def _obstacles(request, row, clock, given):
    """Take the act; what barred it, nothing where it was done. A refusal is on record like that of a single urging."""
    matter = row if isinstance(row, Matter) else row.matter
    about = {"matter": matter, "assignment": None if row is matter else row, "clock": clock}
    label = declaration_of(Urging.urge, NEW).label
    try:
        open_record(
            Urging, Urging.urge, actor=request.actor, dossier=matter.dossier, text=given["text"], asks=given["asks"],
            act_id=uuid.uuid5(given["act_id"], str(given["row"])), **about,
        )  # fmt: skip
    except (NotPermitted, Moved) as refusal:
        refuse(request, matter, label, str(refusal))
        return [Obstacle(str(refusal).rstrip("。"), getattr(refusal, "article", RULE))]
    except Barred as refusal:
        refuse(request, matter, label, str(refusal))
        return refusal.obstacles
    except Urging.DoesNotExist:
        return [Obstacle(UNSEEN, RULE)]
    return []
