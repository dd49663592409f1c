"""Urge orders: one at a time, from colour to colour, ended with what they urge."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.models import Assignment, Matter, WrittenReport
from supervision.models import Colour, UrgeOrder
from tests.coordination.urging_walks import order
from workflow import clocks
from workflow.door import Barred, NotPermitted
from workflow.models import Clock

pytestmark = pytest.mark.django_db
ANSWER = {"feedback": "已安排。"}


@pytest.fixture
def task(road):
    road.to("implementing")
    return road.assignments()[0]


def wanting(days=9):
    return {"finding": "仍未落实。", "next_due_on": clocks.today() + timedelta(days=days)}


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_from_blue_to_red_each_round_with_a_number_and_a_date_of_its_own(road, task):
    current, seen = order(road, task), []
    for who in ("deputy", "deputy", "secretary", "secretary"):
        road.act(who, current, UrgeOrder.approve)
        road.act("agriculture_liaison", current, UrgeOrder.receive)
        road.act("agriculture_head", current, UrgeOrder.answer, **ANSWER)
        road.act("officer", current, UrgeOrder.find_wanting, **wanting(9 + len(seen)))
        current = fresh(current)
        seen.append((current.colour, current.round, current.number))
        current = current.next_rounds.get()
        assert current.due_on == clocks.today() + timedelta(days=8 + len(seen))
    year = clocks.today().year
    assert seen == [
        (colour, place, f"示纪督〔{year}〕{place}号")
        for place, colour in enumerate(("blue", "yellow", "red", "red"), 1)
    ]
    assert (current.state, current.previous.state) == ("drafted", "unmet")


def test_a_red_one_is_the_secretarys(road, task):
    red = order(road, task, colour=Colour.RED)
    with pytest.raises(NotPermitted):
        road.act("deputy", red, UrgeOrder.approve)
    assert road.act("secretary", red, UrgeOrder.approve).state == "issued"


def test_one_at_a_time_on_a_task_and_on_the_matter_whoever_writes(road, task):
    first = order(road, task)
    with pytest.raises(Barred, match="一事一单"):
        order(road, task)
    order(road)
    order(road, road.assignments()[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        UrgeOrder.objects.filter(assignment=road.assignments()[1]).update(assignment=task)
    road.act("officer", first, UrgeOrder.withdraw, note="已不需要。")
    order(road, task)


def test_ignored_beyond_its_date_it_turns_into_the_next_round(road, task):
    first = order(road, task)
    road.act("deputy", first, UrgeOrder.approve)
    with pytest.raises(Barred, match="期限未到"):
        road.act("officer", first, UrgeOrder.find_wanting, **wanting())
    UrgeOrder.objects.filter(pk=first.pk).update(due_on=clocks.today() - timedelta(days=1))
    road.act("officer", first, UrgeOrder.find_wanting, **wanting())
    assert not Clock.objects.open().of(first).exists()
    assert first.next_rounds.get().colour == "yellow"


@pytest.mark.parametrize("end", ["accept", "cancel", "terminate"])
def test_it_lapses_with_what_it_urges(road, task, end):
    on_task, on_other, on_matter = order(road, task), order(road, road.assignments()[1]), order(road)
    for each in (on_task, on_other, on_matter):
        road.act("deputy", each, UrgeOrder.approve)
    if end == "terminate":
        road.act("principal", road.matter, Matter.terminate, note="不再办理。")
    elif end == "cancel":
        road.act("deputy", task, Assignment.cancel, note="合并办理。", changed_document="示纪发〔2026〕9号")
    else:
        accepted(road, task)
    ended = end == "terminate"
    assert fresh(on_task).state == "lapsed"
    assert {fresh(on_other).state, fresh(on_matter).state} == {"lapsed" if ended else "issued"}
    assert Clock.objects.open().of(on_task).count() == 0
    assert Clock.objects.open().of(on_other, on_matter).count() == (0 if ended else 4)


def accepted(road, task):
    road.receive()
    road.begin_inspection()
    road.inspect()
    road.call_for_reports()
    road.contribute()
    road.act("officer", road.write_report(task), WrittenReport.accept)
    assert fresh(task).state == "accepted"


def test_the_department_sees_it_once_it_is_issued_and_no_other_does(road, task, city):
    first = order(road, task)

    def sees(who):
        return UrgeOrder.objects.visible_to(city.actor(who)).filter(pk=first.pk).exists()

    assert [sees(who) for who in ("officer", "secretary", "agriculture_head")] == [True, True, False]
    road.act("deputy", first, UrgeOrder.approve)
    assert [sees(who) for who in ("agriculture_head", "finance_head", "principal")] == [True, False, False]


def test_the_receipt_binds_what_was_approved(road, task):
    first = order(road, task)
    road.act("deputy", first, UrgeOrder.approve)
    received = road.act("agriculture_liaison", first, UrgeOrder.receive)
    assert received.receipt_digest == received.content_digest
