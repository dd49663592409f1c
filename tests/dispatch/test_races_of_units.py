"""The same step by two hands at one moment, for every step of every dispatched record, on a real PostgreSQL: one of them is carried out."""

from collections import Counter

import pytest

from dispatch.demonstration import cast, papers, unit_meetings
from dispatch.demonstration.road import Road
from dispatch.models import AgendaItem
from tests.coordination.paper_walks import due_today
from tests.coordination.racers import TOGETHER, check_history, from_its_page, meet, refused
from tests.coordination.table import MACHINES, ROWS
from tests.dispatch import whole_unit
from workflow.models import Dossier
from workflow.steps import steps_of

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
OURS = [row for row in ROWS if row.model.startswith("dispatch.") and row.source != "NEW"]
TAKEN = {row.action for row in OURS if row.who or any(row.who_in.values())}
ELSEWHERE = {
    "dispatch.UnitSupportRequest.found",  # a birth in another dossier goes with it
    "dispatch.GroupMeeting.minute_alone",  # a unit of one person: its steps cannot be raced by two
}
ENOUGH = 2  # races of a step


class Races:
    """Races whatever the table gives somebody in the state of a record, the steps that were raced least first."""

    def __init__(self, road):
        self.road, self.raced, self.barred = road, Counter(), set()

    def run(self):
        while any([self.race(record) for record in self.records()]):
            pass

    def records(self):
        return [
            row
            for label in MACHINES
            if label.startswith("dispatch.")
            for row in MACHINES[label]._base_manager.order_by("pk")
        ]

    def race(self, record):
        """One race on the record as another may have left it; ``False`` where nothing is left to race."""
        record = type(record)._base_manager.get(pk=record.pk)
        rows = [
            row for row in OURS if (row.model, row.source) == (record._meta.label, record.state) and row.action in TAKEN
        ]
        for row in sorted(rows, key=lambda row: (self.raced[row.action], row.source != row.target)):
            place = (row.action, record.public_id, record.version)
            if place not in self.barred and self.raced[row.action] < ENOUGH and self._at_once(record, row):
                self.raced[row.action] += 1
                return True
            self.barred.add(place)
        return False

    def _at_once(self, record, row):
        """Whether the step was carried out, and then by one of the two alone; else it was barred to both."""
        taken = steps_of(type(record))[row.step]
        hands = [*row.who, *(key for keys in row.who_in.values() for key in keys)]
        fields = whole_unit.values(self.road, taken, record)
        acts = [from_its_page(self.road.city.actor(key), record, taken, **fields) for key in (hands * 2)[:2]]
        lost = [refused(said) for said in meet(record.dossier, *acts, TOGETHER)]
        assert any(lost), f"{row.action}: both were carried out"
        fresh = type(record)._base_manager.get(pk=record.pk)
        assert fresh.version - record.version == lost.count(False), row.action
        return not all(lost)


def test_of_two_who_take_the_same_step_one_is_first(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    road = Road(city)
    unit = whole_unit.roots(city)[0]
    whole_unit.meetings(city, unit)
    for begin in (papers.asked, papers.asked, papers.submitted, papers.requested):
        begin(city)
    item = unit_meetings.decided(city, AgendaItem.objects.filter(state="tabled", meeting__state="held").first())
    for _ in range(2):
        unit_meetings.followed_up(city, item)
    due_today(papers.assigned(city))
    races = Races(road)
    races.run()
    assert TAKEN - ELSEWHERE - set(races.raced) == set(), "declared, and not raced"
    for dossier in Dossier.objects.filter(kind__startswith="dispatch."):
        check_history(dossier)
