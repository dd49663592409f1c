"""The board against a recount in plain Python that shares no code with it: rows read one by one, each asked for itself."""

import random
import statistics
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.db.models import Case, OuterRef, Subquery, Value, When

from coordination.models import Assignment, Extension, Matter, Suspension
from organizations.models import Organisation
from supervision import board as board_module
from supervision.board import Board
from supervision.ledger import Ledger
from supervision.models import Mandate, Problem, UrgeOrder, Urging
from supervision.periods import Period
from tests.supervision.population import Population
from tests.test_urls import members
from workflow import calendars, clocks
from workflow.models import AuditEntry, Clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SEEDS = range(20)
TABLES = {"tasks": Assignment, "matters": Matter}
ENDED = {"tasks": {"accepted", "cancelled"}, "matters": {"concluded", "archived", "declined", "terminated"}}
COUNTED = """
registered        Matter.register Matter.suggest
determined        Matter.determine Matter.approve
issued            Matter.issue Matter.notify_orally
sent_back         Matter.return_for_completion
concluded         Matter.conclude
matter_reopened   Matter.reopen Matter.direct_further_work
ended             Matter.decline Matter.decline_by_committee Matter.terminate
assigned          Assignment.issue Assignment.reassign
received          Assignment.receive Assignment.record_receipt
returned          Assignment.return_report
accepted          Assignment.accept
reworked          Assignment.rework
extension_asked   Extension.request
extension_granted Extension.grant
extension_refused Extension.refuse
suspended         Suspension.grant
urged             Urging.urge
urge_orders       UrgeOrder.approve
problem_raised    Problem.report_problem
problem_resolved  Problem.resolve
problem_reopened  Problem.reopen
"""
KEY_OF = {action: line.split()[0] for line in COUNTED.strip().splitlines() for action in line.split()[1:]}
KINDS = (Matter, Assignment, Extension, Suspension, Urging, UrgeOrder, Problem)


def casting(scene, seed):
    """One of the cast for each post there is and one without, another one by each seed where several hold it."""
    found = defaultdict(list)
    for key in sorted(members("everyone")):
        found[tuple((post.organisation.kind, post.role) for post in scene.actor(key).posts)].append(key)
    return [keys[seed % len(keys)] for keys in found.values()]


class Recount:
    """Every figure for one actor, row by row."""

    def __init__(self, actor, kind, first, calendar):
        self.actor, self.kind, self.calendar = actor, kind, calendar
        self.now, self.before = number_of(kind, first), number_of(kind, first) - 1
        self.first = first
        self.seen = {model: list(model.objects.visible_to(actor)) for model in KINDS}
        self.worked = {
            model: {row.public_id for row in rows if model is not Matter or row.shows_work_to(actor)}
            for model, rows in self.seen.items()
        }
        self.entries = list(AuditEntry.objects.filter(dossier__isnull=False).order_by("dossier_id", "seq"))
        self.clocks = list(Clock.objects.select_related("policy").order_by("due_on", "pk"))

    def standing(self, key):
        first = {}
        for clock in self.clocks:
            if clock.status == "open":
                first.setdefault(clock.subject_id, clock)
        houses, counted = self.houses(), Counter()
        for row in self.seen[TABLES[key]]:
            if row.state in ENDED[key]:
                continue
            shown = row.public_id in self.worked[TABLES[key]]
            clock = first.get(row.public_id) if shown else None
            tone = clocks.light(clock, self.actor.today, self.calendar).tone if clock else "none"
            named = shown and not row.is_covered_from(self.actor) and row.lead_department_id in houses
            counted[row.state, row.lead_department_id if named else None, tone] += 1
        return counted

    def houses(self):
        found = set()
        for post in self.actor.posts:
            house = post.organisation
            if house.kind == "inspection_body":
                mandates = Mandate.objects.filter(body=house, state="in_force", until_on__gte=self.actor.today)
                found |= set(mandates.values_list("departments", flat=True))
            else:
                above = house.pk if house.kind == "party_committee" else house.committee_id or house.superior_id
                below = Organisation.objects.filter(superior=above, kind__in=["department", "dispatched_unit"])
                found |= set(below.values_list("pk", flat=True)) if above else set()
        return found

    def acts(self):
        found = {key: [0, 0] for key in KEY_OF.values()}
        for entry in self.entries:
            key = KEY_OF.get(entry.action.partition(".")[2])
            if key is None or not any(
                entry.subject_id in ids and entry.subject_type == model._meta.label_lower
                for model, ids in self.worked.items()
            ):
                continue
            if (place := self.place(entry.at)) is not None:
                found[key][place] += 1
        return {key: tuple(pair) for key, pair in found.items()}

    def place(self, moment):
        """0 in the period, 1 in the one before, else ``None``."""
        number = number_of(self.kind, clocks.business_date(moment))
        return {self.now: 0, self.before: 1}.get(number)

    def met(self, key):
        """(clock, how it was met) of a table's clocks."""
        for clock in self.clocks:
            if clock.status == "met" and clock.subject_id in self.worked[TABLES[key]]:
                late = clocks.business_date(clock.closed_at) > clock.due_on
                yield clock, "late" if late else "once_late" if clock.was_overdue else "in_time"

    def timeliness(self, key):
        found = defaultdict(lambda: {each: [0, 0] for each in ("in_time", "once_late", "late")})
        for clock, outcome in self.met(key):
            if (place := self.place(clock.closed_at)) is not None:
                found[clock.label][outcome][place] += 1
        return {label: {each: tuple(pair) for each, pair in numbers.items()} for label, numbers in found.items()}

    def by_month(self, key):
        last = min(last_day(self.kind, self.first), self.actor.today)
        found = Counter()
        for clock, outcome in self.met(key):
            on = clocks.business_date(clock.closed_at)
            if 0 <= number_of("month", last) - number_of("month", on) < 12:
                found[date(on.year, on.month, 1), outcome] += 1
        return found

    def durations(self, key):
        entered, found = {}, defaultdict(list)
        for entry in self.entries:
            if entry.subject_id not in self.worked[TABLES[key]] or entry.source == entry.target:
                continue
            if entry.source and entry.subject_id in entered and self.place(entry.at) == 0:
                days = self.calendar.between(
                    clocks.business_date(entered[entry.subject_id]), clocks.business_date(entry.at)
                )
                found[entry.source].append(days)
            entered[entry.subject_id] = entry.at
        labels = dict(TABLES[key].State.choices)
        return {labels[state]: (len(days), statistics.median(days), max(days)) for state, days in found.items()}


def number_of(kind, day):
    """Which of all months, quarters or years a day lies in."""
    return {"month": day.year * 12 + day.month, "quarter": day.year * 4 + (day.month - 1) // 3, "year": day.year}[kind]


def last_day(kind, first):
    month = {"month": first.month, "quarter": (first.month - 1) // 3 * 3 + 3, "year": 12}[kind]
    return date(first.year, month, 28)


def faults(actor, kind, day, calendar):
    """Which figures of the board are not those of the recount."""
    board, recount = Board(actor, Period.of(kind, day)), Recount(actor, kind, day, calendar)
    if board.acts() != recount.acts():
        yield "acts"
    for key in TABLES:
        standing = Counter()
        for state, house, tone, number in board.standing(key):
            standing[state, house, tone] += number
        if standing != recount.standing(key):
            yield f"{key} standing"
        if dict(board.timeliness(key)) != recount.timeliness(key):
            yield f"{key} timeliness"
        months = {
            (month.first_on, outcome): number
            for month, numbers in board.by_month(key)
            for outcome, number in numbers.items()
            if number
        }
        if months != recount.by_month(key):
            yield f"{key} by month"
        if {label: tuple(numbers) for label, *numbers in board.durations(key)} != recount.durations(key):
            yield f"{key} durations"


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.one_database] if seed % 5 else []) for seed in SEEDS]
)
def test_every_figure_is_that_of_a_recount(scene, seed):
    """For every post of the cast; a month, a quarter or a year by the seed."""
    Population(scene, seed)
    chance, calendar = random.Random(seed), calendars.load()
    kind = ("month", "quarter", "year")[seed % 3]
    day = chance.choice([clocks.today(), Period.of(kind, clocks.today()).before.first_on])
    told = 0
    for who in casting(scene, seed):
        actor = scene.actor(who)
        assert list(faults(actor, kind, day, calendar)) == [], (who, kind, day)
        told += bool(Board(actor, Period.of(kind, day)).standing("tasks"))
    assert told > 4, "a board of nothing proves nothing"


def forget_visibility(monkeypatch):
    monkeypatch.setattr(Ledger, "visible", property(lambda ledger: ledger.table.model.objects.all()))


def count_paused_as_overdue(monkeypatch):
    def tone_of_row(today):
        first = Clock.objects.open().filter(subject_id=OuterRef("public_id")).order_by("due_on", "pk")
        return Subquery(
            first.annotate(tone=Case(When(due_on__lt=today, then=Value("red")), default=Value("green"))).values("tone")[
                :1
            ]
        )

    monkeypatch.setattr(board_module, "tone_of_row", tone_of_row)


def forget_whose_work_is_hidden(monkeypatch):
    monkeypatch.setattr(Board, "_subjects", lambda board, model: model.objects.all().values("public_id"))


def let_late_be_in_time(monkeypatch):
    monkeypatch.setitem(board_module.OUTCOMES, "late", board_module.IN_TIME)


ACCIDENTS = {
    forget_visibility: "tasks standing", forget_whose_work_is_hidden: "acts", let_late_be_in_time: "tasks timeliness",
    count_paused_as_overdue: "tasks standing",
}  # fmt: skip


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_a_wrong_board_is_found_out(scene, monkeypatch, accident):
    """The control of the recount."""
    Population(scene, 1)
    actor, calendar, day = scene.actor("finance_head"), calendars.load(), clocks.today()
    assert list(faults(actor, "year", day, calendar)) == []
    accident(monkeypatch)
    assert ACCIDENTS[accident] in list(faults(actor, "year", day, calendar))
