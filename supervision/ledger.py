"""The only place that says which rows the ledger (台账) has for whom, narrowed, grouped and ordered how.

Two tables, one machinery: tasks with their matter, and matters. Each begins with ``visible_to``. What a row says of the work on it
(dates, lights, departments, who handles it) can be asked only of rows of which the actor sees it.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from coordination.guards.determining import ENDED
from coordination.models import Assignment, Matter
from organizations.models import Kind, Organisation, Person
from supervision.ledger_lights import first_clocks, of_tone
from workflow.access import special_of, texts_open_to
from workflow.models import Clock
from workflow.onlookers import houses_read, onlookers
from workflow.sections import MOST, CappedCount, Section

NAMESAKES = 50  # persons of a name
READ_MOST = 100  # counted exactly up to here for who reads by a mandate
MATTER = (
    "public_id", "dossier", "state", "moved_at", "number", "title", "code_name", "category", "classification", "commission",
    "handling_office", "deputy_in_charge", "handling_officer__name", "lead_department__short_name",
)  # fmt: skip
TASK = (
    "public_id",
    "dossier",
    "state",
    "moved_at",
    "matter",
    "number",
    "content",
    "returns",
    "lead_department__short_name",
)
BY_OPENING = ("-dossier_id",)  # the order in which the grants of a principal stand in their index
ORDERS = {"": "自动", "opened": "立卷先后", "due": "到期日", "moved": "最近变动", "number": "事项编号"}
GROUPS = {"": "不分组", "state": "按环节", "department": "按牵头部门"}
NO_HOUSE = "没有牵头部门或者不显示"


@dataclass(frozen=True)
class Table:
    """One of the two tables. ``to_matter`` is the path from a row to its matter, ``ended`` the states in which it rests."""

    key: str
    label: str
    model: type
    to_matter: str
    ended: tuple
    orders: dict
    reads: tuple
    filled: dict = field(default_factory=dict)


TABLES = {
    "tasks": Table(
        "tasks", "任务", Assignment, "matter__", ("accepted", "cancelled"),
        {
            "opened": [("dossier_id", True), ("number", False)], "moved": [("moved_at", True)],
            "number": [("matter__number", False), ("number", False)],
        },
        (*TASK, *(f"matter__{name}" for name in MATTER if name != "lead_department__short_name")), {"moved": ("moved_at",)},
    ),
    "matters": Table(
        "matters", "事项", Matter, "", ENDED,
        {"opened": [("dossier_id", True)], "moved": [("dossier__moved_at", True)], "number": [("number", False)]},
        MATTER,
    ),
}  # fmt: skip


class Group(NamedTuple):
    """The rows of any date under one heading. ``narrower`` is what an address says to list them alone; ``number`` is capped."""

    label: str
    rows: object
    narrower: dict
    number: int = 0


@dataclass(frozen=True)
class Ledger:
    """One table as one actor asked for it: ``wanted`` are the cleaned values of ``ledger_forms.LedgerForm``."""

    actor: object
    table: Table
    wanted: dict

    @property
    def visible(self):
        return self.table.model.objects.visible_to(self.actor)

    @cached_property
    def work(self):
        """A ``Q`` of the rows of which the actor sees the work."""
        return Matter.work_shown_to(self.actor) if self.table.model is Matter else Q()

    @cached_property
    def open_texts(self):
        """A ``Q`` of the rows of which he may read more than the code words."""
        return texts_open_to(self.actor) if special_of(self.actor).meets_secrets else Q()

    @property
    def most(self):
        """Up to how many rows are counted. Of what is read by a mandate each is asked for its dossier's dates too, which takes thrice as long."""
        return READ_MOST if onlookers(self.actor) else MOST

    @property
    def rows(self):
        """The rows that were asked for, in no order."""
        return self._dated(self._of_any_date)

    @cached_property
    def _of_any_date(self):
        """The rows as everything but their clock says."""
        rows = self.visible
        for name, narrow in NARROWED.items():
            if value := self.wanted.get(name):
                rows = rows.filter(narrow(self, value))
        return rows.filter(self.without_clock()) if self.wanted.get("light") == "none" else rows

    @cached_property
    def clock_condition(self):
        """A ``Q`` of the clocks that were asked for; an empty one where nothing was asked of them."""
        first, last, tone = (self.wanted.get(name) for name in ("due_from", "due_until", "light"))
        asked = Q(due_on__gte=first) if first else Q()
        asked &= Q(due_on__lte=last) if last else Q()
        return asked & of_tone(tone, self.actor.today) if tone and tone != "none" else asked

    def _dated(self, rows):
        """Those of the rows whose first clock is one that was asked for."""
        if not self.clock_condition:
            return rows
        asked = first_clocks().filter(self.clock_condition, subject_id=OuterRef("public_id"))
        return rows.filter(self.work, Exists(asked))

    def _clocks_of(self, rows):
        """The first clocks of rows of any date, as far as they were asked for."""
        subjects = rows.filter(self.work).values("public_id")
        label = self.table.model._meta.label_lower
        return first_clocks().filter(self.clock_condition, subject_type=label, subject_id__in=subjects)

    def _count(self, rows):
        """The capped count of rows of any date: by their clocks where these were asked for, for they are fewer and in order."""
        if self.clock_condition:
            return CappedCount(self._clocks_of(rows), self.most, order=("due_on",))
        return CappedCount(rows, self.most, order=BY_OPENING)

    def without_clock(self):
        return ~(self.work & Q(Exists(Clock.objects.open().filter(subject_id=OuterRef("public_id")))))

    def departments(self):
        """The departments at the levels of the actor's houses, and those that he reads under a mandate."""
        houses = {post.organisation for post in self.actor.posts}
        beside = (Kind.PARTY_COMMITTEE, Kind.INSPECTION_BODY)
        above = {house.committee_id or house.superior_id for house in houses if house.kind not in beside}
        above |= {house.pk for house in houses if house.kind == Kind.PARTY_COMMITTEE}
        meant = Q(superior__in=above - {None}, kind__in=(Kind.DEPARTMENT, Kind.DISPATCHED_UNIT))
        return Organisation.objects.filter(meant | Q(pk__in=houses_read(self.actor))).order_by("name", "pk")

    @cached_property
    def houses(self):
        return list(self.departments())

    def groups(self):
        """The groups in which the rows are shown, every row in one of them; not counted."""
        rows = self._of_any_date
        if self.wanted.get("group") == "state":
            return [
                Group(label, rows.filter(state=state), {"state": state})
                for state, label in self.table.model.State.choices
            ]
        if self.wanted.get("group") != "department":
            return [Group("", rows, {})]
        named = self.named
        found = [
            Group(str(house), rows.filter(named, lead_department=house), {"department": house.pk})
            for house in self.houses
        ]
        return [*found, Group(NO_HOUSE, rows.filter(self.of_no_house()), {"houseless": "on"})]

    @property
    def named(self):
        """A ``Q`` of the rows whose department and officer may be read."""
        return self.work & self.open_texts

    def of_no_house(self):
        """A ``Q`` of the rows that belong to none of the departments, or of which it may not be read."""
        others = Q(lead_department=None) | ~Q(lead_department__in=[house.pk for house in self.houses])
        return others | ~self.named if self.named else others

    def counted(self):
        """(capped count of all, the groups that have any, counted): one query."""
        groups = self.groups()
        counts = [self._count(group.rows) for group in groups]
        asked = counts if len(groups) == 1 else [self._count(self._of_any_date), *counts]
        said = Person.objects.filter(pk=self.actor.person_id).values_list(*asked).get()
        first, *numbers = [number or 0 for number in said]  # where nothing can be seen, nothing is counted
        counted = [group._replace(number=number) for group, number in zip(groups, numbers or [first], strict=True)]
        return first, [group for group in counted if group.number]

    def sections(self, groups):
        """The lists, one after another, that make up the table; ``groups`` are those of ``counted``."""
        return [section for group in groups for section in self._ordered(group)]

    @property
    def order(self):
        """The order that was asked for; else by date where dates or lights were asked for, and by opening."""
        return self.wanted.get("order") or ("due" if self.clock_condition else "opened")

    def _ordered(self, group):
        rows, label = group.rows, group.label
        if self.order != "due":
            order, filled = self.table.orders[self.order], self.table.filled.get(self.order, ())
            return [Section(self.read(self._dated(rows)), order, label, filled, group)]
        dated = Section(self._clocks_of(rows), [("due_on", False)], label, (), group)
        rest = self.read(rows.filter(self.without_clock()))
        undated = Section(rest, self.table.orders["opened"], label, (), group)
        return [dated] if self.clock_condition else [dated, undated]

    def read(self, rows):
        """The rows with what their lines and their order need of them, and no more: columns, not only rows, make a page dear."""
        names = {*self.table.reads, *(name for name, _ in self.table.orders.get(self.order, ()))}
        beside = {name.rpartition("__")[0] for name in names} - {""}
        return rows.select_related(*beside).only(*names)


# How each answer of the form narrows the rows


def _at_scope(ledger, scope):
    ended = Q(state__in=ledger.table.ended)
    return ended if scope == "ended" else ~ended


def _of_department(ledger, house):
    return ledger.named & Q(lead_department=house)


def _of_officer(ledger, name):
    called = list(Person.objects.filter(name__contains=name).order_by("pk").values_list("pk", flat=True)[:NAMESAKES])
    return ledger.named & Q(**{f"{ledger.table.to_matter}handling_officer__in": called})


def _of_category(ledger, category):
    return ledger.open_texts & Q(**{f"{ledger.table.to_matter}category": category})


def _that_says(ledger, words):
    """Number or code name of whatever is seen; the title, or the content of a task, only where its texts are open."""
    to, open_texts = ledger.table.to_matter, texts_open_to(ledger.actor)
    said = Q(**{f"{to}title__icontains": words})
    if ledger.table.model is Assignment:
        said |= Q(content__icontains=words)
    secret = Q(**{f"{to}code_name__icontains": words, "dossier__classification": "work_secret"})
    return Q(**{f"{to}number__icontains": words}) | (said & open_texts) | secret


NARROWED = {
    "q": _that_says,
    "matter": lambda ledger, public_id: Q(**{f"{ledger.table.to_matter}public_id": public_id}),
    "scope": _at_scope,
    "state": lambda ledger, state: Q(state=state),
    "department": _of_department,
    "houseless": lambda ledger, _: ledger.of_no_house(),
    "officer": _of_officer,
    "category": _of_category,
    "mine": lambda ledger, _: ledger.table.model.concerns(ledger.actor),
}
