"""Random officers take random steps, fresh, stale and twice, against a small model of their own that knows only the table.

After every attempt every state, the number of entries, the open clocks and the open holds of the dossier are as the model says; a
refused attempt changes nothing; whatever the dossier has come to, each record waits on somebody or has ended. One road is walked
for each origin and category; at every state on it examples begin, and the road goes on as if they had never been.
"""

import random
import uuid
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from coordination.models import (
    Category,
    DocumentKind,
    Extension,
    Matter,
    OfficialDocument,
    Origin,
    Recusal,
    Suspension,
    WrittenReport,
)
from organizations.actors import actor_of
from organizations.models import Person
from supervision.models import Inspection, Method, Problem, Severity
from tests.cast import Road
from tests.coordination.cells import undone, values
from tests.coordination.doors import REASON
from tests.coordination.small import Small
from tests.coordination.table import MACHINES, ROWS, terminal_states
from tests.length import LONG
from workflow import acts, clocks, deputising
from workflow.door import Barred, Moved, NotPermitted, advance, open_record
from workflow.offers import waiting_for
from workflow.steps import steps_of

STEPS = 40
EXAMPLES = 12 if LONG else 2  # at each of the 72 beginnings: 144 in a usual run
LOANS = (
    ("deputy", "other_deputy"),
    ("secretary", "case_deputy"),
    ("officer", "second_officer"),
    ("principal", "clerk"),
)
STANDING_BACK = ("other_officer", "other_deputy", "second_officer", "case_deputy", "finance_head")
BEGINNINGS = (
    "draft",
    "submitted",
    "determined",
    "planning",
    "implementing",
    "inspecting",
    "reporting",
    "reported",
    "concluded",
)
ORIGINS = (Origin.DEPUTY_IN_CHARGE, Origin.COMMITTEE_ASSIGNED, Origin.SUPERIOR_ASSIGNED, Origin.STANDING_COMMITTEE)
REFUSED = (Barred, Moved, NotPermitted, ObjectDoesNotExist)
BY_RECORD = defaultdict(list)
for _row in ROWS:
    if _who := sorted({*_row.who, *(key for keys in _row.who_in.values() for key in keys)}):
        BY_RECORD[_row.model, _row.source].append((_row, _who))


def read(label, public_id):
    """The record as it is now."""
    model = MACHINES[label]
    return model._base_manager.select_related("dossier", *model.within).get(public_id=public_id)


class People:
    """The acting persons of one example: read once, and anew after a post was lent. Each attempt is a request of its own."""

    def __init__(self, city, known=()):
        self.city, self.known = city, dict(known)
        self.keys = [*city.people, "superior_officer"]

    def __call__(self, key):
        if key not in self.known:
            person = self.city.people.get(key) or Person.objects.get(username="省承办人")
            self.known[key] = actor_of(person, today=clocks.today())
        return replace(self.known[key], principals={})

    def anew(self, *keys):
        """The same people, of whom these are read again."""
        return People(self.city, {key: actor for key, actor in self.known.items() if key not in keys})


class Walk:
    """One example: forty turns from where the road stands. ``journey`` counts what was tried and done."""

    def __init__(self, road, people, journey, seed, dossier=None):
        self.random, self.road, self.journey = random.Random(seed), road, journey
        self.people, self.small, self.recused = people, Small.standing_on(dossier or road.matter.dossier), set()

    def go(self):
        turns = (self.takes_a_step, self.begins_something, self.deputises, self.stands_back)
        for turn in self.random.choices(turns, weights=(32, 6, 1, 1), k=STEPS):
            turn()

    def actor(self, key):
        actor = self.people(key)
        lent = [post for post in actor.posts if post.is_lent]
        return actor.acting_as(lent[0]) if lent and self.random.random() < 0.5 else actor

    def deputises(self):
        """From now on the second of two may act for the first (委托代理)."""
        city, (giver, taker) = self.road.city, self.random.choice(LOANS)
        today, posts = clocks.today(), list(city.people[giver].posts.all())
        period = {"from_on": today, "until_on": today + timedelta(7), "reason": "出差"}
        try:
            offered = deputising.offer(city.actor(giver), deputy=city.people[taker], posts=posts, **period)
            deputising.accept(city.actor(taker), offered)
        except Barred:  # lent already
            return
        self.people = self.people.anew(giver, taker)

    def stands_back(self):
        """A leader decides that a person takes no part (回避); from now on every step of his is refused."""
        person = self.road.city.people[self.random.choice(STANDING_BACK)]
        fields = {"matter": self.road.matter, "person": person, "reason": "近亲属任职"}
        if self._born(Recusal, Recusal.recuse, "secretary", fields):
            self.recused.add(person.pk)

    def takes_a_step(self):
        record, key, taken = self._whose_and_what()
        given = self.values(taken, record)
        version = record.version if self.random.random() < 0.9 else record.version + self.random.choice((-1, 1))
        actor = self.actor(key)
        done = self._attempt(
            lambda act_id: advance(
                record, taken, actor=actor, act_id=act_id, expected_version=version, note=REASON, **given
            )
        )
        assert not (done and self.recused & actor.person_ids), f"{taken.__name__} by {key}, who stands back"
        if done and taken is Recusal.lift:
            self.recused.discard(record.person_id)

    def values(self, taken, record):
        return values(self.road, taken, record)

    def _whose_and_what(self):
        """Mostly what the table gives somebody from a record's state, often of one just moved, sometimes anything by anybody."""
        records = [(label, state, public_id) for public_id, label in self.small.labels.items()
                   for state in [self.small.states[public_id]]]  # fmt: skip
        likely = [
            (public_id, row, who)
            for label, state, public_id in records
            for row, who in BY_RECORD.get((label, state), ())
        ]
        going_on = [each for each in likely if each[0] in self.small.touched]
        if going_on and self.random.random() < 0.4:
            likely = going_on
        if likely and self.random.random() < 0.85:
            public_id, row, who = self.random.choice(likely)
            return read(row.model, public_id), self.random.choice(who), steps_of(MACHINES[row.model])[row.step]
        label, _, public_id = self.random.choice(records)
        anything = list(steps_of(MACHINES[label]).values())
        return read(label, public_id), self.random.choice(self.people.keys), self.random.choice(anything)

    def begins_something(self):
        model, step, who, fields = self.random.choice(self._beginnings())
        self._born(model, step, who, fields)

    def _beginnings(self):
        matter, tasks, city = self.road.matter, self.road.assignments(), self.road.city
        who = self.random.choice(("officer", "director", "other_officer"))
        document = {"matter": matter, "kind": self.random.choice(list(DocumentKind)), "title": "文件", "subject": "事项",
                    "lead": "牵头部门", "participants": "参与部门", "division": "分工", "requirements": "要求"}  # fmt: skip
        found = [(OfficialDocument, OfficialDocument.draft, who, document)]
        found.append((Suspension, Suspension.request_suspension, who, {"matter": matter, "reason": "等待口径。"}))
        if tasks:
            task = self.random.choice(tasks)
            liaison = f"{self.road.key_of(task.lead_department)}_liaison"
            report = {"assignment": task, "title": "报告", "content": "已完成。"}
            found.append((WrittenReport, WrittenReport.draft, liaison, report))
            later = {
                "assignment": task,
                "due_on": clocks.today() + timedelta(90),
                "reason": "量大。",
                "progress": "七成。",
            }
            found.append((Extension, Extension.request, liaison, later))
            inspection = {"matter": matter, "method": Method.HEARING, "planned_on": clocks.today() + timedelta(1),
                          "assignments": tasks, "members": [city.officer]}  # fmt: skip
            found.append((Inspection, Inspection.plan, who, inspection))
            found.append((Problem, Problem.report_problem, *self._problem(matter, task)))
        return found

    def _problem(self, matter, task):
        """A difficulty of a task's department, or what the officer was told, now and then important."""
        severity = self.random.choice(list(Severity))
        fields = {"matter": matter, "assignment": task, "content": "口径不一致。", "severity": severity}
        if self.random.random() < 0.5:
            return "officer", fields
        return f"{self.road.key_of(task.lead_department)}_liaison", fields | {"raised_for": task.lead_department}

    def _born(self, model, step, who, fields):
        actor, dossier = self.people(who), self.small.dossier
        return self._attempt(
            lambda act_id: open_record(model, step, actor=actor, dossier=dossier, act_id=act_id, **fields)
        )

    def _attempt(self, act):
        """Once, and sometimes a second time under the same id; done or refused, the model agrees with the database."""
        self.journey["tried"] += 1
        act_id = uuid.uuid4()
        try:
            act(act_id)
        except REFUSED:
            self.small.agree()
            return False
        self.journey["done"] += 1
        conditional = self.small.follow(act_id)
        self.small.agree(conditional)
        if self.random.random() < 0.2:
            act(act_id)
            self.journey["repeated"] += 1
            self.small.agree(conditional)
        self._waits_on_somebody()
        return True

    def _waits_on_somebody(self):
        """A matter that has not ended waits on somebody who exists."""
        matter = self.road.matter = Matter.objects.select_related("dossier", *Matter.within).get(pk=self.road.matter.pk)
        if matter.state not in terminal_states()["coordination.Matter"]:
            assert waiting_for(matter), f"a matter in {matter.state} waits for nobody"


def examples_from(road, state, people, journey):
    """Let examples begin where the road stands; afterwards it stands there again. A fault says which example found it."""
    for number in range(EXAMPLES):
        seed = f"{road.matter.origin} {road.matter.category} {state} {number}"
        with undone(road):
            try:
                Walk(road, people, journey, seed).go()
            except BaseException as fault:
                fault.add_note(f"the example of the seed “{seed}”")
                raise


@pytest.mark.slow
@pytest.mark.parametrize(
    "category", [pytest.param(Category.PUBLIC_INTEREST, marks=[pytest.mark.one_database]), Category.CASE]
)
@pytest.mark.parametrize("origin", ORIGINS)
def test_whatever_officers_do_the_table_holds(origin, category, city, record_property):
    journey, people = Counter(), People(city)
    road = Road(city, origin=origin, category=category)
    for resting, leg in road.legs():
        if resting in (*BEGINNINGS,):
            leg()
            examples_from(road, resting, people, journey)
    record_property("attempts", journey["tried"])
    print(dict(journey))
    assert journey["done"] > journey["tried"] / 10, "the walk hardly moves"
    assert journey["tried"] > len(BEGINNINGS) * EXAMPLES * STEPS * 9 / 10


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["_close_clocks", "_lift_holds"])
def test_a_broken_rule_is_noticed(broken, city, monkeypatch):
    """The control: acts that leave every clock open, or every hold."""
    road = Road(city)
    road.to("implementing")
    monkeypatch.setattr(acts, broken, lambda act, record, declaration: None)
    with pytest.raises(AssertionError) as found:
        examples_from(road, "implementing", People(city), Counter())
    assert "the example of the seed" in found.value.__notes__[0]


def test_from_every_state_some_end_can_be_reached():
    """On the reviewed table itself: no state is a trap, and every way on is taken by somebody of the cast, or with a step that is."""
    for label, model in MACHINES.items():
        ends = terminal_states()[label] or set(model.State.values)
        leads = {
            (row.source, row.target) for row in ROWS if row.model == label and row.source != "NEW" and _is_taken(row)
        }
        reached, before = set(ends), None
        while before != reached:
            before = set(reached)
            reached |= {source for source, target in leads if target in reached}
        assert {value for value in model.State.values if value not in reached} == set(), label


def _is_taken(row):
    """Whether somebody takes the step, alone or with another."""
    return bool(row.who or any(row.who_in.values()) or any(by.startswith("with:") for by in row.by))
