"""The walks of a dispatched unit (派驻机构) and of what belongs to its file, stopping at every state."""

from dispatch.demonstration import units
from dispatch.models import DispatchedUnit, HostRelation, Mode
from tests.coordination.cells import undone
from workflow import clocks
from workflow.door import advance

DOCUMENT = "示纪发〔2026〕21号"


def at_present(city, *hosts):
    """What a change of hosts names, from today on."""
    return {"from_on": clocks.today(), "document": DOCUMENT, "hosts": [city.organisations[host] for host in hosts]}


def walk_a_unit(road, cells):
    """A single unit and its relation: changed both ways, moved, ended, dissolved; each undone but the last."""
    city, today = road.city, clocks.today()
    own = {"organisation": city.first_unit, "kind": "team", "mode": "single", "office": city.second_office, "document": DOCUMENT,
           "founded_on": today, "commission": city.commission}  # fmt: skip
    cells.birth(DispatchedUnit, "found", None, hosts=[city.finance], **own)
    cells.birth(DispatchedUnit, "found", (), hosts=[city.finance, city.audit], **own)
    unit = units.founded(city)
    changes = {
        "change_mode": {"mode": Mode.COMPREHENSIVE, **at_present(city, "finance", "audit")},
        "add_host": {"host": city.audit, "in_place_of": city.finance, "from_on": today, "document": DOCUMENT},
        "end_host": {"host": city.finance, "until_on": today, "document": DOCUMENT},
        "dissolve": {"dissolved_on": today, "document": DOCUMENT},
    }
    cells.stop(unit, **changes)
    cells.stop(unit.host_relations.get())
    with undone(road):
        several = units.founded(city, "second_unit")
        only_end = {"end_host": {"host": city.health, "until_on": today, "document": DOCUMENT}}
        cells.aside(several, "comprehensive", **only_end)
    advance(unit, DispatchedUnit.dissolve, actor=city.actor("secretary"), note="机构调整。", **changes["dissolve"])
    cells.stop(unit, **changes)
    cells.stop(HostRelation.objects.get(unit=unit))
