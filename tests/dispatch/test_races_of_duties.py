"""Who opens the same periods, or sets the same rules, at the same moment, on a real PostgreSQL: once, and an answer for everybody."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from dispatch import duties
from dispatch.demonstration import cast, recurring, units
from dispatch.models import DispatchedUnit, Duty, DutyRule, RecurringDuty
from workflow import clocks

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
SECONDS, RUNNERS = 60, 4


def together(count, work):
    """What each of so many threads answers that begin at one moment."""
    barrier = Barrier(count)

    def run(place):
        barrier.wait(SECONDS)
        try:
            return work(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(SECONDS) for future in [pool.submit(run, place) for place in range(count)]]


def test_periods_open_once_whoever_is_faster(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    units.founded(city)
    rules = recurring.set_for(city, Duty.HEADS_MEETING, Duty.JOINT_STUDY)
    moment = clocks.now() + timedelta(days=400)

    def run(_):
        with clocks.as_of(moment):
            return duties.open_all(clocks.today())

    opened = together(RUNNERS, run)
    before = len(rules)  # the periods that opened with their rules
    assert sum(opened) == RecurringDuty.objects.count() - before
    for rule in rules:
        firsts = list(RecurringDuty.objects.filter(rule=rule).order_by("first_on").values_list("first_on", flat=True))
        assert len(set(firsts)) == len(firsts) > 1
        assert DutyRule.objects.get(pk=rule.pk).next_on > clocks.business_date(moment)


def test_rules_are_set_once_whoever_is_faster(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    key = f"heads_meeting:{city.commission.pk}"

    def post(place):
        client = Client()
        client.force_login(city.people[("director", "second_director")[place]])
        given = {"rules": [key], "begins": "0", "act_id": uuid.uuid4(), "version": 0}
        return client.post("/duty-rules/new/", given).status_code

    assert sorted(together(2, post)) in ([302, 409], [302, 422])
    assert DutyRule.objects.count() == 1


def test_a_unit_is_founded_once_whoever_is_faster(committed_db):
    """No row is there yet that one could lock: the answer of the database is told as what it means."""
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    given = {
        "organisation": city.first_unit.pk, "kind": "team", "mode": "single", "document": "示纪发〔2024〕3号", "office": city.second_office.pk,
        "founded_on": "2024-03-01", "hosts": [city.finance.pk], "version": 0,
    }  # fmt: skip

    def post(place):
        client = Client()
        client.force_login(city.people[("standing_clerk", "secretary")[place]])
        answer = client.post("/units/new/", {**given, "act_id": uuid.uuid4()})
        return answer.status_code, answer.content.decode()

    answers = together(2, post)
    assert sorted(status for status, _ in answers) in ([302, 409], [302, 422])
    said = next(body for status, body in answers if status != 302)
    assert "刚刚由他人建立" in said or "已经设立" in said
    assert DispatchedUnit.objects.count() == 1
