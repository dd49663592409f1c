"""Two hands at the same moment, on a real PostgreSQL: a joint action approved and withdrawn, one case proposed for direct handling twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from dispatch.demonstration import cast, joint, staff, units
from dispatch.models import DirectHandling, JointAction
from workflow.models import Clock

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
SECONDS = 60


@pytest.fixture
def city(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    units.founded(city)
    return city


def at_once(city, *presses):
    """The answers to posts, (who, address, fields), that leave at the same moment."""
    together = Barrier(len(presses))

    def press(who, address, fields):
        client = Client()
        client.force_login(city.people[who])
        together.wait(SECONDS)
        try:
            return client.post(address, {"act_id": uuid.uuid4(), **fields})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return [act.result(SECONDS) for act in [pool.submit(press, *each) for each in presses]]


def test_a_joint_action_is_either_approved_or_withdrawn(city):
    for _ in range(4):
        action = joint.proposed(city)
        shown = {"version": action.version, "shown": action.content_digest}
        answers = at_once(
            city,
            ("deputy", f"{action.get_absolute_url()}approve/", shown),
            ("second_director", f"{action.get_absolute_url()}withdraw/", shown | {"note": "另行安排。"}),
        )
        statuses = [answer.status_code for answer in answers]
        assert sorted(statuses) == [302, 409], "one goes through, and the other is told who was faster"
        action = JointAction.objects.get(pk=action.pk)
        assert action.state == ("approved" if statuses[0] == 302 else "withdrawn")
        assert not Clock.objects.open().of(action).exists()


def test_a_case_is_proposed_once(city):
    case = staff.registered(city, city.first_unit.dispatched_units.get(), "甲一案")
    given = {
        "version": 0, "mode": "direct", "office": city.second_office.pk, "grounds": "涉及面广。", "approval_level": "deputy_in_charge",
    }  # fmt: skip
    address = f"{case.get_absolute_url()}direct-handlings/new/"
    answers = at_once(city, ("second_director", address, given), ("secretary", address, given))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 302
    assert statuses[1] in (409, 422)
    assert DirectHandling.objects.filter(case=case).count() == 1
