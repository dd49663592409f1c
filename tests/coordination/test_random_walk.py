"""Random officers take random steps, fresh, stale and twice, against a small model of their own that knows only the table.

After every attempt every state, the number of entries, the open clocks and the open holds of the dossier are as the model says; a
refused attempt changes nothing; whatever the dossier has come to, each record waits on somebody or has ended.
"""

import random
import uuid
from collections import defaultdict
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

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
from dispatch.demonstration.road import Road
from organizations.actors import actor_of
from organizations.models import Person
from supervision.models import Inspection, Method
from tests.coordination.cells import values
from tests.coordination.doors import REASON
from tests.coordination.table import BY_ACTION, MACHINES, ROWS, terminal_states
from workflow import clocks, deputising
from workflow.door import Barred, Moved, NotPermitted, advance, open_record
from workflow.models import AuditEntry, Clock, Hold
from workflow.steps import steps_of, waiting_for

EXAMPLES, STEPS = 40, 40
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
    BY_RECORD[_row.model, _row.source].append(_row)


EVERYTHING = " UNION ALL ".join(
    f"SELECT CAST(public_id AS text), state, '{label}' FROM {model._meta.db_table} WHERE dossier_id = %s"
    for label, model in MACHINES.items()
)


def resting(dossier):
    """[(public id, state, model label)] of everything in the dossier, in one question that nobody has to put together again."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING, [dossier.pk] * len(MACHINES))
        return [(uuid.UUID(public_id), state, label) for public_id, state, label in cursor.fetchall()]


def standing(dossier):
    """(states, open clocks, open holds, number of entries) as the database has them."""
    return (
        {public_id: state for public_id, state, _ in resting(dossier)},
        set(Clock.objects.open().filter(dossier=dossier).values_list("subject_id", "name")),
        set(Hold.objects.open().filter(dossier=dossier).values_list("subject_id", "name")),
        AuditEntry.objects.filter(dossier=dossier).count(),
    )


def read(label, public_id):
    """The record as it is now."""
    model = MACHINES[label]
    return model._base_manager.select_related("dossier", *model.within).get(public_id=public_id)


class Small:
    """The model: what the table says of each entry of an act, and nothing that the code says."""

    def __init__(self, dossier):
        self.dossier = dossier
        self.states, self.clocks, self.holds, self.entries = standing(dossier)

    def follow(self, act_id):
        """Take over one act, entry by entry."""
        entries = list(AuditEntry.objects.filter(act_id=act_id, dossier=self.dossier).order_by("seq"))
        self.entries += len(entries)
        rows = [(entry.subject_id, BY_ACTION[entry.action, entry.source or "NEW"]) for entry in entries]
        for subject, row in rows:
            assert self.states.get(subject, "NEW") == row.source, f"{row.action} from {self.states.get(subject)}"
            self.states[subject] = row.target
            for ended in (*row.meets, *row.cancels):
                self._end(self.clocks, subject, ended)
            for lifted in row.lifts:
                self._end(self.holds, subject, lifted)
        for subject, row in rows:
            self.clocks |= {(subject, name) for name in row.starts if not name.endswith("?")}
            self.holds |= {(subject, name) for name in row.places if not name.endswith("?")}
        return {
            name.rstrip("?")
            for _, row in rows
            for name in (*row.starts, *row.meets, *row.cancels, *row.places, *row.lifts)
            if name.endswith("?")
        }

    @staticmethod
    def _end(table, subject, name):
        if name == "*":
            table.clear()
        else:
            table.discard((subject, name))

    def agree(self, conditional=()):
        """Compare with the database; what holds on a condition is taken from it."""
        states, open_clocks, holds, entries = standing(self.dossier)
        for name in conditional:
            for ours, theirs in ((self.clocks, open_clocks), (self.holds, holds)):
                ours -= {place for place in ours if place[1] == name}
                ours |= {place for place in theirs if place[1] == name}
        assert (self.states, self.clocks, self.holds, self.entries) == (states, open_clocks, holds, entries)


def machine_for(city, journey):
    """The state machine on this city; ``journey`` counts what was tried and done."""

    class Walk(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.place = transaction.savepoint()
            self.people = [*city.people, "superior_officer"]

        def teardown(self):
            transaction.savepoint_rollback(self.place)

        @initialize(
            state=st.sampled_from(BEGINNINGS), origin=st.sampled_from(ORIGINS), is_case=st.booleans(),
            seed=st.integers(0, 2**32),
        )  # fmt: skip
        def begin(self, state, origin, is_case, seed):
            self.random = random.Random(seed)
            category = Category.CASE if is_case else Category.PUBLIC_INTEREST
            self.road = Road(city, origin=origin, category=category)
            self.road.to(state)
            self.small, self.recused = Small(self.road.matter.dossier), set()

        def actor(self, key):
            if key == "superior_officer":
                return actor_of(Person.objects.get(username="省承办人"), today=clocks.today())
            actor = city.actor(key)
            lent = [post for post in actor.posts if post.is_lent]
            return actor.acting_as(lent[0]) if lent and self.random.random() < 0.5 else actor

        @rule(loan=st.sampled_from(LOANS))
        def somebody_deputises(self, loan):
            """From now on the second of them may act for the first (委托代理)."""
            giver, taker = loan
            today, posts = clocks.today(), list(city.people[giver].posts.all())
            period = {"from_on": today, "until_on": today + timedelta(7), "reason": "出差"}
            try:
                offered = deputising.offer(city.actor(giver), deputy=city.people[taker], posts=posts, **period)
                deputising.accept(city.actor(taker), offered)
            except Barred:  # lent already
                return

        @rule(key=st.sampled_from(STANDING_BACK))
        def somebody_stands_back(self, key):
            """A leader decides that a person takes no part (回避); from now on every step of his is refused."""
            self.road.matter = Matter.objects.get(pk=self.road.matter.pk)
            fields = {"matter": self.road.matter, "person": city.people[key], "reason": "近亲属任职"}
            done = self._attempt(
                lambda act_id: open_record(
                    Recusal, Recusal.recuse, actor=city.actor("secretary"), dossier=self.road.matter.dossier,
                    act_id=act_id, **fields,
                )
            )  # fmt: skip
            if done:
                self.recused.add(city.people[key].pk)

        @rule(choice=st.integers(0, 2**32))
        def somebody_takes_a_step(self, choice):
            pick = random.Random(choice)
            self.road.matter = Matter.objects.get(pk=self.road.matter.pk)
            record, key, taken = self._whose_and_what(pick)
            given = values(self.road, taken, record)
            version = record.version if pick.random() < 0.9 else record.version + pick.choice((-1, 1))
            actor = self.actor(key)
            done = self._attempt(
                lambda act_id: advance(
                    record, taken, actor=actor, act_id=act_id, expected_version=version, note=REASON, **given
                )
            )
            assert not (done and self.recused & actor.person_ids), f"{taken.__name__} by {key}, who stands back"
            if done and taken is Recusal.lift:
                self.recused.discard(record.person_id)

        def _whose_and_what(self, pick):
            """Mostly what the table gives somebody from a record's state, sometimes anything by anybody."""
            records = resting(self.small.dossier)
            likely = [
                (public_id, row, who)
                for public_id, state, label in records
                for row in BY_RECORD.get((label, state), ())
                if (who := sorted({*row.who, *(key for keys in row.who_in.values() for key in keys)}))
            ]
            if likely and pick.random() < 0.85:
                public_id, row, who = pick.choice(likely)
                return read(row.model, public_id), pick.choice(who), steps_of(MACHINES[row.model])[row.step]
            public_id, _, label = pick.choice(records)
            return (
                read(label, public_id),
                pick.choice(self.people),
                pick.choice(list(steps_of(MACHINES[label]).values())),
            )

        @rule(choice=st.integers(0, 2**32))
        def somebody_begins_something(self, choice):
            pick = random.Random(choice)
            self.road.matter = Matter.objects.get(pk=self.road.matter.pk)
            model, step, who, fields = pick.choice(self._beginnings(pick))
            self._attempt(
                lambda act_id: open_record(
                    model, step, actor=city.actor(who), dossier=self.road.matter.dossier, act_id=act_id, **fields
                )
            )

        def _beginnings(self, pick):
            matter, tasks = self.road.matter, self.road.assignments()
            who = pick.choice(("officer", "director", "other_officer"))
            document = {"matter": matter, "kind": pick.choice(list(DocumentKind)), "title": "文件", "subject": "事项",
                        "lead": "牵头部门", "participants": "参与部门", "division": "分工", "requirements": "要求"}  # fmt: skip
            found = [(OfficialDocument, OfficialDocument.draft, who, document)]
            found.append((Suspension, Suspension.request_suspension, who, {"matter": matter, "reason": "等待口径。"}))
            if tasks:
                task = pick.choice(tasks)
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
            return found

        def _attempt(self, act):
            """Once, and sometimes a second time under the same id; done or refused, the model agrees with the database."""
            journey["tried"] += 1
            act_id, conditional = uuid.uuid4(), ()
            try:
                with transaction.atomic():
                    act(act_id)
            except REFUSED:
                self.small.agree()
                return False
            journey["done"] += 1
            conditional = self.small.follow(act_id)
            self.small.agree(conditional)
            if self.random.random() < 0.2:
                try:
                    with transaction.atomic():
                        act(act_id)
                except Moved:
                    journey["refused twice"] += 1
                self.small.agree(conditional)
            self._waits_on_somebody()
            return True

        def _waits_on_somebody(self):
            """A record that has not ended, of a matter that has not, waits on somebody who exists."""
            matter = Matter.objects.get(pk=self.road.matter.pk)
            if matter.state in terminal_states()["coordination.Matter"]:
                return
            assert waiting_for(matter), f"a matter in {matter.state} waits for nobody"

    return Walk


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_officers_do_the_table_holds(city, record_property):
    journey = {"tried": 0, "done": 0, "refused twice": 0}
    run_state_machine_as_test(
        machine_for(city, journey),
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
    record_property("attempts", journey["tried"])
    print(journey)
    assert journey["done"] > journey["tried"] / 10, "the walk hardly moves"
    assert journey["tried"] > EXAMPLES * STEPS / 4


def test_from_every_state_some_end_can_be_reached():
    """On the reviewed table itself: no state is a trap."""
    for label, model in MACHINES.items():
        ends = terminal_states()[label] or set(model.State.values)
        leads = {(row.source, row.target) for row in ROWS if row.model == label and row.source != "NEW"}
        reached, before = set(ends), None
        while before != reached:
            before = set(reached)
            reached |= {source for source, target in leads if target in reached}
        assert {value for value in model.State.values if value not in reached} == set(), label
