"""Random officers take random steps on what a unit has: its file, its papers, meetings, cases and duties, against the reviewed table."""

from collections import Counter
from datetime import timedelta

import pytest

from dispatch.demonstration import cast, registers
from dispatch.models import (
    AgendaItem,
    CaseDuty,
    CaseRecusal,
    DispatchedUnit,
    FollowUp,
    GroupMeeting,
    RegisteredCase,
    Stance,
    UnitFunction,
    Vote,
)
from dispatch.models.unit_paper import UnitPaper
from tests.cast import Road
from tests.coordination.cells import undone
from tests.coordination.table import MACHINES, terminal_states
from tests.coordination.test_random_walk import People, Walk
from tests.dispatch import whole_unit
from tests.length import LONG
from workflow import clocks
from workflow.offers import waiting_for

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]
EXAMPLES, STEPS = (12, 40) if LONG else (2, 30)
WAITS = (UnitPaper, GroupMeeting)  # of these somebody is always asked to go on


class UnitWalk(Walk):
    """Turns on one dossier of the unit."""

    def __init__(self, road, people, journey, seed, root, steps):
        super().__init__(road, people, journey, seed, root.dossier)
        self.root, self.steps = root, steps

    def go(self):
        for turn in self.random.choices((self.takes_a_step, self.begins_something), weights=(5, 1), k=self.steps):
            turn()
            self.people = People(self.road.city)  # whoever left office has no post any more

    def actor(self, key):
        return self.people(key)

    def values(self, taken, record):
        return whole_unit.values(self.road, taken, record)

    def begins_something(self):
        if found := self._beginnings():
            self._born(*self.random.choice(found))

    def _beginnings(self):
        """(model, step, who, fields) of what may be born in this dossier, at wrong moments as well."""
        city, root = self.road.city, self.root
        people = (city.unit_officer, city.unit_deputy, city.unit_other_officer, city.second_director)
        who, person = self.random.choice(("unit_head", "unit_officer", "second_director")), self.random.choice(people)
        function = {"person": person, "function": self.random.choice(("investigation", "review", "supervision"))}
        if isinstance(root, DispatchedUnit):
            return [(UnitFunction, UnitFunction.assign, who, {"unit": root, **function})]
        if isinstance(root, RegisteredCase):
            return [(CaseDuty, CaseDuty.assign, who, {"case": root, **function}),
                    (CaseRecusal, CaseRecusal.recuse, who, {"case": root, "person": person, "reason": "近亲属任职"})]  # fmt: skip
        if isinstance(root, GroupMeeting):
            return self._of_a_meeting(self.random.choice(list(root.items.order_by("pk"))), who, person)
        return []

    def _of_a_meeting(self, item, who, person):
        due_on = clocks.today() + timedelta(days=9)
        return [(AgendaItem, AgendaItem.table, who, {"meeting": item.meeting, "subject": "监督重点"}),
                (Vote, Vote.record_vote, "unit_officer", {"item": item, "voter": person, "stance": Stance.AYE}),
                (FollowUp, FollowUp.assign, who, {"item": item, "content": "方案。", "responsible": person, "due_on": due_on})]  # fmt: skip

    def _waits_on_somebody(self):
        """What has not ended and is somebody's to go on with names him."""
        for public_id, label in self.small.labels.items():
            if issubclass(MACHINES[label], WAITS) and self.small.states[public_id] not in terminal_states()[label]:
                record = MACHINES[label]._base_manager.get(public_id=public_id)
                assert waiting_for(record), f"{label} in {record.state} waits for nobody"


def walk_from(roots, city, steps):
    road, journey = Road(city), Counter()
    for root in roots:
        root = type(root).objects.get(pk=root.pk)
        for number in range(EXAMPLES):
            seed = f"{root._meta.label} {number}"
            with undone(road):
                try:
                    UnitWalk(road, People(city), journey, seed, root, steps).go()
                except BaseException as fault:
                    fault.add_note(f"the example of the seed “{seed}”")
                    raise
    print(dict(journey))
    assert journey["done"] > journey["tried"] / 10, "the walk hardly moves"


def test_whatever_is_done_in_a_unit_the_table_holds(city):
    cast.found_units(city)
    walk_from(whole_unit.roots(city), city, STEPS)


def test_whatever_is_done_beside_a_unit_the_table_holds(city):
    registers.found_bodies(cast.found_units(city))
    walk_from(whole_unit.roots_beside(city), city, STEPS // 3)  # most of them are at an end after a few steps
