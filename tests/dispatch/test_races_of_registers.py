"""Two hands on one record of a register at the same moment, on a real PostgreSQL."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from dispatch.demonstration import cast, registers, staff, units
from dispatch.models import Clue, DualReport
from workflow import clocks
from workflow.door import Barred, Moved, advance, open_record
from workflow.models import AuditEntry, Clock

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
SECONDS = 60


def at_once(*acts):
    """What became of these acts, begun at the same moment: the record, or the refusal."""
    together = Barrier(len(acts))

    def take(act):
        together.wait(SECONDS)
        try:
            return act()
        except (Barred, Moved) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [taken.result(SECONDS) for taken in [pool.submit(take, act) for act in acts]]


def test_two_receipts_at_once_are_both_kept_and_a_clue_is_disposed_of_or_struck(committed_db):
    city = registers.found_bodies(cast.found_units(cast.found_city("shifan", "示范市", cast.found_province())))
    staff.has_function(city, units.founded(city), "unit_officer", "petition")
    units.founded(city, "third_unit")
    for _ in range(3):
        report = registers.reported(city)
        group, unit = (DualReport.objects.get(pk=report.pk) for _ in range(2))
        at_once(
            lambda: advance(group, DualReport.receive_at_group, actor=city.actor("group_clerk")),  # noqa: B023
            lambda: advance(unit, DualReport.receive_at_unit, actor=city.actor("third_unit_head")),  # noqa: B023
        )
        report = DualReport.objects.get(pk=report.pk)
        assert (report.state, report.group_received_by, report.unit_received_by) == (
            "received", city.group_clerk, city.third_unit_head,
        )  # fmt: skip
        assert not Clock.objects.open().of(report).exists()
    given = {"disposal": "closed", "opinion": "不属实。"}
    for number in range(3):
        clue = registers.registered(city, code_name=f"线索{number}")
        ends = at_once(
            lambda: advance(clue, Clue.give_opinion, actor=city.actor("unit_other_officer"), **given),  # noqa: B023
            lambda: advance(clue, Clue.strike, actor=city.actor("unit_head"), note="登记有误。"),  # noqa: B023
        )
        assert sum(isinstance(end, Barred) for end in ends) == 1
        clue = Clue.objects.get(pk=clue.pk)
        names = set(Clock.objects.open().of(clue).values_list("name", flat=True))
        assert names == ({"approval"} if clue.state == "opinion_given" else set())


def test_clues_that_are_registered_at_once_have_numbers_of_their_own(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    staff.has_function(city, units.founded(city), "unit_officer", "petition")
    actor, act_id = city.actor("unit_officer"), uuid.uuid4()
    fields = [registers.clue_of(city, code_name=f"线索{number}") for number in range(4)]
    begun = [lambda one=one: open_record(Clue, Clue.register, actor=actor, **one) for one in fields]
    kept = at_once(*begun)
    assert sorted(clue.number for clue in kept) == [
        f"线登〔{clocks.today().year}〕{number}号" for number in range(1, 5)
    ]
    again = registers.clue_of(city, code_name="线索双")
    twice = at_once(*[lambda: open_record(Clue, Clue.register, actor=actor, act_id=act_id, **again)] * 2)
    assert twice[0] == twice[1], "a double click registers once"
    assert AuditEntry.objects.filter(act_id=act_id).count() == 1
