"""Real threads on a real PostgreSQL: one winner, no number twice, one record for a double click, and what happens without the lock."""

import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections, transaction
from django_fsm import TransitionNotAllowed

from coordination.models import Category, Matter, Meeting, OfficialDocument
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from organizations.actors import actor_of
from organizations.models import Role
from workflow import audit, clocks
from workflow.door import Moved, advance, open_record
from workflow.models import AuditEntry, Clock, Dossier, Hold

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
THREADS, ROUNDS = 16, 50
WON = "won"
FASTER = re.compile(r"已由(.+)于\d{4}-\d\d-\d\d \d\d:\d\d办理“(.+)”")


@pytest.fixture
def city(committed_db):
    return cast.found_city("shifan", "示范市", cast.found_province())


@pytest.fixture
def at_once():
    """Run ``THREADS`` calls that all start together; each thread keeps its own connection. Returns their results in order."""
    barrier = threading.Barrier(THREADS)
    pool = ThreadPoolExecutor(THREADS)

    def started_together(call):
        barrier.wait()
        try:
            return call()
        finally:
            connections["default"].close_if_unusable_or_obsolete()

    def run(calls):
        assert len(calls) == THREADS
        return [future.result(60) for future in [pool.submit(started_together, call) for call in calls]]

    yield run
    [pool.submit(lambda: (barrier.wait(), connections["default"].close())) for _ in range(THREADS)]
    pool.shutdown()


def won_or_said(act):
    """What one racer got: ``WON``, or the words of its refusal."""

    def call():
        try:
            act()
        except Moved as refusal:
            return str(refusal)
        except TransitionNotAllowed:
            return "已由他人办理"
        return WON

    return call


def rounds_with_several_winners(results):
    """The test's own check, which the control below must set off."""
    return [number for number, answers in enumerate(results) if answers.count(WON) != 1]


def raced(at_once, matters, actors, act):
    """The answers of every round: all ``THREADS`` racers take the step on one matter, the posts in turn."""
    racers = (actors * THREADS)[:THREADS]
    return [at_once([won_or_said(lambda actor=actor, row=row: act(row, actor)) for actor in racers]) for row in matters]


def submitted(city, count):
    found = []
    for _ in range(count):
        road = Road(city, origin="deputy_in_charge")
        found.append(Matter.objects.get(pk=road.to("submitted").pk))
    return found


def determine(matter, actor):
    advance(matter, Matter.determine, actor=actor, expected_version=matter.version, basis="同意。")


def test_of_many_leaders_one_determines(city, at_once):
    matters = submitted(city, ROUNDS)
    results = raced(at_once, matters, [city.actor("deputy"), city.actor("secretary")], determine)
    assert rounds_with_several_winners(results) == []
    losers = [answer for answers in results for answer in answers if answer != WON]
    assert len(losers) == ROUNDS * (THREADS - 1)
    said = {match.groups() if (match := FASTER.search(answer)) else answer for answer in losers}
    assert said <= {("示范丁", "确定"), ("示范丙", "确定")}
    for matter in matters:
        assert (
            AuditEntry.objects.filter(subject_id=matter.public_id, action="coordination.Matter.determine").count() == 1
        )
        assert (
            Clock.objects.open().filter(dossier=matter.dossier_id).values_list("name", flat=True).get() == "convening"
        )
        dossier = Dossier.objects.get(pk=matter.dossier_id)
        assert audit.first_fault(dossier, matter.public_id) is None
    numbers = Matter.objects.order_by("pk").values_list("number", flat=True)
    assert gapless(numbers, ROUNDS)


def test_of_two_heads_of_a_department_one_submits(city, at_once):
    second = cast.account("second_head", "示范农副局长", password=cast.PASSWORD)
    cast.appoint(second, city.agriculture, Role.DEPARTMENT_HEAD, date(2020, 1, 1))
    heads = [city.actor("agriculture_head"), actor_of(second, today=clocks.today())]
    matters = [Matter.objects.get(pk=Road(city).suggest().pk) for _ in range(ROUNDS)]
    results = raced(
        at_once, matters, heads,
        lambda matter, actor: advance(matter, Matter.submit, actor=actor, expected_version=matter.version),
    )  # fmt: skip
    assert rounds_with_several_winners(results) == []
    assert all(FASTER.search(answer) for answers in results for answer in answers if answer != WON)
    assert AuditEntry.objects.filter(action="coordination.Matter.submit").count() == ROUNDS


def test_without_the_lock_several_win(city, at_once):
    """The control: read, step, save, as Django alone would do it. The same check must see it."""

    def naively(matter, actor):
        matter = Matter.objects.get(pk=matter.pk)
        Matter.determine(matter, basis="同意。")
        matter.save()

    matters = submitted(city, 20)
    results = raced(at_once, matters, [city.actor("deputy"), city.actor("secretary")], naively)
    assert len(rounds_with_several_winners(results)) >= 10


def gapless(numbers, count):
    """Whether the numbers are exactly 1 to ``count`` of one series."""
    return sorted(int(re.search(r"〕(\d+)号$", number)[1]) for number in numbers) == list(range(1, count + 1))


def test_numbers_taken_at_once_are_unique_and_gapless_although_some_acts_fail(city, at_once):
    """Every fourth act is rolled back after it took its number: the next one takes the same."""
    matters = submitted(city, THREADS * 3)
    deputy = city.actor("deputy")

    class Fails(Exception):
        pass

    def failing(matter):
        try:
            with transaction.atomic():
                determine(matter, deputy)
                raise Fails
        except Fails:
            return

    for start in range(0, len(matters), THREADS):
        chosen = matters[start : start + THREADS]
        at_once([
            (lambda row=row: failing(row)) if place % 4 == 3 else (lambda row=row: determine(row, deputy))
            for place, row in enumerate(chosen)
        ])  # fmt: skip
    numbers = Matter.objects.exclude(number="").values_list("number", flat=True)
    assert len(numbers) == len(matters) * 3 // 4
    assert gapless(numbers, len(numbers))


def test_documents_issued_at_once_never_share_a_number(city, at_once):
    roads = [Road(city) for _ in range(THREADS)]
    for road in roads:
        road.to("planning")
        road._prepare()
    deputy = city.actor("deputy")
    at_once([lambda row=road.matter: advance(row, Matter.issue, actor=deputy) for road in roads])
    numbers = OfficialDocument.objects.filter(state="issued").values_list("number", flat=True)
    assert gapless(numbers, THREADS)
    assert all(number.startswith("示纪发〔") for number in numbers)
    assert Hold.objects.open().filter(name="inspection").count() == 3 * THREADS


def test_a_number_given_twice_would_be_noticed():
    """The control of ``gapless``."""
    assert gapless(["示纪发〔2026〕1号", "示纪发〔2026〕2号"], 2)
    assert not gapless(["示纪发〔2026〕1号", "示纪发〔2026〕1号"], 2)
    assert not gapless(["示纪发〔2026〕1号", "示纪发〔2026〕3号"], 2)


def test_a_double_click_makes_one_record(city, at_once):
    officer = city.actor("officer")
    fields = {
        "commission": city.commission, "committee": city.committee, "superior": city.commission.superior,
        "drafting_organisation": city.commission, "handling_office": city.first_office, "title": "连点", "grounds": "依据",
        "category": Category.CADRE_INTEGRITY, "origin": "deputy_in_charge",
    }  # fmt: skip
    act_id = uuid.uuid4()
    born = at_once([lambda: open_record(Matter, Matter.register, actor=officer, act_id=act_id, **fields)] * THREADS)
    assert len({matter.pk for matter in born}) == 1
    assert (Matter.objects.count(), Dossier.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(act_id=act_id).count() == 1


def test_a_double_click_in_a_dossier_makes_one_record_and_one_act(city, at_once):
    road = Road(city)
    matter = road.to("determined")
    officer, birth, edit = city.actor("officer"), uuid.uuid4(), uuid.uuid4()
    fields = {"dossier": matter.dossier, "matter": matter, "title": "研究方案", "invited": [city.agriculture]}
    born = at_once([lambda: open_record(Meeting, Meeting.call, actor=officer, act_id=birth, **fields)] * THREADS)
    assert len({meeting.pk for meeting in born}) == Meeting.objects.count() == 1
    meeting = born[0]
    held = at_once(
        [lambda: advance(meeting, Meeting.hold, actor=officer, act_id=edit, expected_version=meeting.version,
                         held_on=clocks.today(), chair="示范丁")] * THREADS
    )  # fmt: skip
    assert {row.state for row in held} == {"held"}
    assert AuditEntry.objects.filter(act_id=edit).count() == 1
