"""The only place that reads the map (派驻图谱): from commissions through the offices in contact to units and their hosts today.

Nothing but what is opened is read: branches are counted in one question, units are paged, and hosts and heads of a page come in one
question each, however many there are.
"""

from typing import NamedTuple

from django.db.models import Count, Q

from dispatch.models import Appointment, DispatchedUnit, HostRelation, UnitState
from organizations.models import Role
from workflow.paging import page_of
from workflow.search import MOST_WORDS, says, words_of

SIZE = 50
OPEN_UP_TO = 30  # a map of so few units is shown opened
ORDER = [("office__name", False), ("organisation__short_name", False)]


class Branch(NamedTuple):
    """An office in contact with so many units; its ``lines`` where it is opened."""

    office: str
    key: str
    number: int
    lines: list
    is_open: bool


class Line(NamedTuple):
    """A unit with its hosts today and whoever heads it."""

    unit: DispatchedUnit
    hosts: list
    head: Appointment | None


def units_seen(actor, words="", *, with_dissolved=False):
    """The units that the actor sees, every word in the name of the unit, of a host that it has today, or of its head."""
    rows = DispatchedUnit.objects.visible_to(actor)
    if not with_dissolved:
        rows = rows.filter(state=UnitState.IN_BEING)
    for word in words_of(words)[:MOST_WORDS]:
        hosts = HostRelation.objects.visible_to(actor).in_force(actor.today).filter(says("host__name", word))
        heads = _heads(actor).filter(says("person__name", word))
        named = says("organisation__name", word) | says("organisation__short_name", word)
        rows = rows.filter(named | Q(pk__in=hosts.values("unit")) | Q(pk__in=heads.values("unit")))
    return rows.select_related("dossier", "deputy_in_charge", *DispatchedUnit.within)


def page_of_units(rows, cursor):
    return page_of(rows, ORDER, cursor, SIZE)


def lines_of(units, actor):
    """Each unit with its hosts and its head: two questions for all of them."""
    keys = [unit.pk for unit in units]
    hosts, heads = {}, {row.unit_id: row for row in _heads(actor).filter(unit__in=keys).select_related("person")}
    relations = (
        HostRelation.objects.visible_to(actor).in_force(actor.today).filter(unit__in=keys).select_related("host")
    )
    for relation in relations.order_by("host__name"):
        hosts.setdefault(relation.unit_id, []).append(relation.host)
    return [Line(unit, hosts.get(unit.pk, []), heads.get(unit.pk)) for unit in units]


def _heads(actor):
    return Appointment.objects.visible_to(actor).filter(role=Role.UNIT_HEAD, state="in_office")


def branches(rows):
    """[(commission, [(office's public id, its name, number of units)])], counted in one question."""
    counted = rows.order_by("commission__name", "office__name").values_list(
        "commission__name", "office__public_id", "office__name"
    )
    found = {}
    for commission, key, office, number in counted.annotate(number=Count("pk")):
        found.setdefault(commission, []).append((key, office, number))
    return list(found.items())


def tree(rows, actor, *, wanted="", cursor="", is_search=False):
    """([(commission, [Branch, …])], page): the opened branch in pages; all of them where there are few or words were looked for."""
    counted = branches(rows)
    total = sum(number for _, offices in counted for _, _, number in offices)
    opens_all = is_search or total <= OPEN_UP_TO
    if not opens_all and wanted not in {str(key) for _, offices in counted for key, _, _ in offices}:
        return [
            (house, [Branch(office, str(key), n, [], False) for key, office, n in offices])
            for house, offices in counted
        ], None
    page = page_of_units(rows if opens_all else rows.filter(office__public_id=wanted), cursor)
    lines = {}
    for line in lines_of(page.rows, actor):
        lines.setdefault(str(line.unit.office.public_id), []).append(line)
    return [
        (house, [Branch(office, str(key), n, lines.get(str(key), []), str(key) in lines) for key, office, n in offices])
        for house, offices in counted
    ], page
