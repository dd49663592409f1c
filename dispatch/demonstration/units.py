"""What the demonstration shows of dispatched units: three fictitious ones of 示范市纪委 and the hosts that they have and had."""

from datetime import timedelta

from dispatch.demonstration import staff
from dispatch.models import DispatchedUnit, Mode, UnitKind
from workflow import clocks
from workflow.door import advance, open_record

FOUNDED = {
    # unit: kind, mode, hosts, document
    "first_unit": (UnitKind.TEAM, Mode.SINGLE, ("finance",), "示纪发〔2024〕11号"),
    "second_unit": (UnitKind.TEAM, Mode.COMPREHENSIVE, ("agriculture", "health", "education"), "示纪发〔2024〕12号"),
    "third_unit": (UnitKind.COMMISSIONER, Mode.SINGLE, ("group",), "示纪发〔2024〕13号"),
}


def founded(city, key="first_unit", days=700, **fields):
    """One unit, entered by the clerk of the standing committee from the document that founded it."""
    kind, mode, hosts, document = FOUNDED[key]
    given = {
        "organisation": city.organisations[key], "kind": kind, "mode": mode, "office": city.second_office,
        "deputy_in_charge": city.deputy, "document": document, "founded_on": clocks.today() - timedelta(days=days),
        "hosts": [city.organisations[host] for host in hosts],
    }  # fmt: skip
    return open_record(
        DispatchedUnit,
        DispatchedUnit.found,
        actor=city.actor("standing_clerk"),
        commission=city.commission,
        **given | fields,
    )


def all_founded(city):
    """{key: unit} of the three."""
    return {key: founded(city, key, days=1800) for key in FOUNDED}


def moved(city, unit, host, in_place_of, document, days=200):
    """By reform one host takes the place of another; the past is kept."""
    return advance(
        unit, DispatchedUnit.add_host, actor=city.actor("standing_clerk"), host=city.organisations[host], document=document,
        in_place_of=city.organisations[in_place_of], from_on=clocks.today() - timedelta(days=days),
    )  # fmt: skip


def told(city, calendar, days_ago):
    """The units as they are today: the second one's third host came to it by reform."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        units = all_founded(city)
        units["second_unit"] = moved(city, units["second_unit"], "audit", "education", "示市改〔2026〕4号")
        staff.told(city, units)
    return units
