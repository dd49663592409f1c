"""Two hands on one record of a unit's daily work at the same moment, on a real PostgreSQL: one goes through, the other is told."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from dispatch.demonstration import cast, units
from dispatch.demonstration import watching as played
from dispatch.models import Advice, AdviceDraw
from workflow import clocks
from workflow.door import Barred
from workflow.models import Clock

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
SECONDS = 60


def at_once(*acts):
    together = Barrier(len(acts))

    def begin(act):
        together.wait(SECONDS)
        try:
            return act()
        except Barred as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(SECONDS) for each in [pool.submit(begin, act) for act in acts]]


def press(city, who, record, step, **fields):
    client = Client()
    client.force_login(city.people[who])
    said = {"act_id": uuid.uuid4(), "version": record.version, **fields}
    return lambda: client.post(f"{record.get_absolute_url()}{step}/", said)


def test_one_of_two_goes_through_and_nothing_is_done_twice(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    units.founded(city)
    today = clocks.today().isoformat()
    checked = {"checked_on": today, "check_means": "on_site", "check_seen": "属实。"}
    pairs = (
        (played.sent, ("finance_liaison", "feed_back", {"feedback": "已整改。"}), ("unit_head", "withdraw", {"note": "有误。"})),
        (played.notified, ("finance_head", "receive", {}), ("unit_head", "withdraw", {"note": "有误。"})),
        (played.asked, ("unit_officer", "draft_opinion", {"opinion": "没有。"}), ("finance_head", "withdraw", {"note": "不需要。"})),
        (played.found, ("unit_head", "excuse", {"note": "已改正。"}), ("deputy", "excuse", {"note": "已改正。"})),
        (lambda city: played.answered(city, played.sent(city)), ("unit_officer", "verify_result", checked),
         ("unit_head", "return_feedback", {"note": "不齐。", "due_on": today})),
    )  # fmt: skip
    for make, *hands in pairs:
        record = make(city)
        record = type(record).objects.get(pk=record.pk)
        answers = at_once(*(press(city, who, record, step, **fields) for who, step, fields in hands))
        assert sorted(answer.status_code for answer in answers) == [302, 409], hands
        assert Clock.objects.open().of(record).count() <= 1
    for number in range(2):
        played.closed(city, title=f"第{number}件建议")
    drawn = at_once(lambda: played.drawn(city), lambda: played.drawn(city))
    assert [type(each) for each in sorted(drawn, key=str)].count(str) == 1, "of two draws the second finds nothing left"
    assert AdviceDraw.objects.get().rechecks.count() == Advice.objects.filter(state="closed").count() == 2
