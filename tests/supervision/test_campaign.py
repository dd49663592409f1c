"""Reminders through a campaign of accidents: real workers, two beats, broker, database and time all fail, again and again, while
people end matters, move dates and lose posts. At the end nothing is lost and nothing stands twice.

The usual run kills a few workers; ``LONG=1`` kills thirty, lets two beats run for two minutes and stops the broker for one.
``-s`` prints what befell.
"""

import time
import uuid
from collections import Counter
from datetime import datetime, timedelta

import pytest

from dispatch.demonstration.road import Road
from supervision.jobs import sweep
from supervision.models import Reminder
from tests.length import LONG
from tests.services import scratch_folder
from tests.sinks import MailSink, running
from tests.supervision.accidents import House, real_moment
from tests.supervision.reckoning import Scene, september
from workflow import clocks, rehearsal
from workflow.models import Clock, Notice, OutboxMessage

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

KILLS, EACH, ROADS, TWO_BEATS, STOPPED = (30, 100, 3, 120, 60) if LONG else (4, 300, 1, 0, 5)
MONDAY, WEDNESDAY = september(21), september(23)  # two days apart: the clock is set back from one to the other
BEFORE_THE_HOLIDAY = september(30, 7)
AFTER_THE_HOLIDAY = datetime(2026, 10, 8, 10, tzinfo=clocks.SHANGHAI)


@pytest.fixture
def house(committed_db, settings, request):
    """An installation in September 2026, in which nothing runs yet."""
    with scratch_folder("house") as folder, running(MailSink()) as sink:
        settings.DEMONSTRATION, settings.VAR_DIR = True, folder
        rehearsal.move(MONDAY - clocks.now())
        house = House(committed_db, folder, sink, getattr(request, "param", "supervision.jobs.sweep"))
        try:
            yield house
        finally:
            house.close()
            rehearsal.end()


def all_swept():
    return not Clock.objects.filter(next_rung_at__lte=clocks.now()).exists()


def open_house(house):
    house.start_broker()
    for _ in range(2):
        house.start_beat()
        house.start_worker()


def in_the_middle(house, scene, number):
    """So many clocks more are due, and a sweep has begun with them."""
    scene.owe(number)
    seen = Notice.objects.filter(action="remind").count()
    house.live(lambda: Notice.objects.filter(action="remind").count() > seen)


def kill_in_the_middle(house, scene, acts=(), *, kills=KILLS, each=EACH):
    """Workers die in the middle of a sweep, of which there is always more; one act comes after each."""
    acts = iter(acts)
    for _ in range(kills):
        in_the_middle(house, scene, each)
        house.kill_a_worker()
        house.start_worker()
        next(acts, lambda: None)()


def stop_the_broker(house, scene, acts):
    """The broker goes away in the middle of a sweep, the clock is set back two days meanwhile and forward again; no process is started anew."""
    house.jump(WEDNESDAY)
    house.live(all_swept)
    in_the_middle(house, scene, EACH)
    house.stop_broker()
    house.jump(MONDAY + timedelta(hours=1))
    back_at = time.monotonic() + STOPPED
    for act in acts:
        act()
    house.live(lambda: time.monotonic() > back_at, seconds=STOPPED + 5)
    house.start_broker()
    moment = real_moment()
    house.live(lambda: house.swept_since(moment) and all_swept(), seconds=120)
    for moment in (WEDNESDAY + timedelta(hours=1), september(28), september(29)):
        house.jump(moment)
        house.live(all_swept)


def stay_away_over_the_holiday(house):
    """(clocks that were due when somebody came back, their reminders since, most rungs that one of them had missed)."""
    house.kill_all()
    house.jump(BEFORE_THE_HOLIDAY)
    house.jump(AFTER_THE_HOLIDAY)
    due = dict(Clock.objects.filter(next_rung_at__lte=clocks.now()).values_list("pk", "rung"))
    known = set(Reminder.objects.values_list("pk", flat=True))
    with house.in_peace():
        house.start_worker()
        house.live(all_swept)
    since = list(Reminder.objects.exclude(pk__in=known).values_list("clock", "rung"))
    return due, Counter(clock for clock, _ in since), max(rung - due[clock] + 1 for clock, rung in since)


def deliver_the_rest(house):
    """Claims of killed senders run out, and what failed is tried again."""
    waiting = OutboxMessage.objects.filter(status="waiting")
    for _ in range(15):
        with house.in_peace():
            house.live(lambda: not waiting.filter(next_try_at__lte=clocks.now()).exists())
        if not waiting.exists():
            return
        house.jump(clocks.now() + timedelta(minutes=10))
    pytest.fail(f"{waiting.count()} messages still wait")


def test_through_all_accidents_each_reminder_is_there_once(house):
    scene, begun_at = Scene(ROADS), time.monotonic()
    acts = scene.acts(house)
    open_house(house)
    kill_in_the_middle(house, scene, acts)
    house.live(lambda: time.monotonic() - begun_at > TWO_BEATS and all_swept(), seconds=TWO_BEATS + 60)
    stop_the_broker(house, scene, acts)
    due, caught_up, missed = stay_away_over_the_holiday(house)
    deliver_the_rest(house)
    ids, unknown = scene.outside(house)
    director = scene.city.people["director"]
    outcomes = Counter(OutboxMessage.objects.filter(notice__action="remind").values_list("status", flat=True))
    print(
        f"\n{dict(house.befell)}; {Clock.objects.count()} clocks, {len(scene.closed)} closed meanwhile,"
        f" {Clock.objects.exclude(changes=None).count()} moved; {Reminder.objects.count()} reminders, {Notice.objects.count()} lines;"
        f" {len(due)} caught up, up to {missed} rungs in one; messages {dict(outcomes)}; {len(ids)} mails, {ids.total() - len(ids)} twice;"
        f" {time.monotonic() - begun_at:.0f} s"
    )
    lost, doubled = scene.lost(clocks.now()), scene.doubled()
    assert not lost, f"{len(lost)} lost: {lost[:5]}"
    assert doubled == [0, 0, 0], f"doubled: {doubled}"
    assert not scene.reminded_after_closing(), "reminded of what was closed"
    assert Notice.objects.filter(recipient=director).count() == scene.lines_when_ended, (
        "told after his access had ended"
    )
    assert not Notice.objects.filter(recipient=director, sent_at__gt=scene.ended_at).exists()
    assert len(scene.mails_to(house, director)) <= scene.mails_when_ended + 1, "mail after his access had ended"
    assert caught_up == dict.fromkeys(due, 1), "not one catch-up each"
    assert missed > 1
    assert outcomes.keys() <= {"delivered", "suppressed"}, f"neither delivered nor suppressed: {outcomes}"
    assert not unknown, f"{len(unknown)} mails under another name"
    assert delivered_names() <= set(ids), "marked as delivered and never accepted"
    assert house.befell["kills in the middle of a transaction"], "no kill came in the middle"


def delivered_names():
    digests = OutboxMessage.objects.filter(status="delivered").exclude(digest=None).values_list("digest", flat=True)
    return {f"<{digest}@outbox>" for digest in digests}


@pytest.mark.parametrize("house", ["tests.supervision.careless.sweep"], indirect=True)
def test_the_reckoning_finds_a_sweep_that_tells_first_and_marks_afterwards(house):
    """The control: the same accidents to a careless sweep."""
    scene = Scene(0)
    open_house(house)
    while not scene.doubled()[2] and house.befell["kills"] < 10:
        kill_in_the_middle(house, scene, kills=1, each=60)
    _, _, read_twice = scene.doubled()
    print(f"\nthe careless sweep: {dict(house.befell)}; {Reminder.objects.count()} reminders, {read_twice} read twice")
    assert read_twice


@pytest.fixture
def reckoned(db):
    """A small scene that was swept in peace: nothing is lost and nothing doubled."""
    with clocks.as_of(MONDAY):
        scene = Scene(1)
        scene.owe(30)
        sweep()
        assert not scene.lost(MONDAY)
        assert scene.doubled() == [0, 0, 0]
        yield scene


def a_line_is_missing(line):
    line.messages.all()._raw_delete("default")
    Notice.objects.filter(pk=line.pk)._raw_delete("default")


def a_message_is_missing(line):
    line.messages.all()._raw_delete("default")


def a_reminder_is_missing(line):
    Reminder.objects.filter(pk=line.act_id)._raw_delete("default")


def a_clock_was_passed_over(line):
    Clock.objects.filter(reminders=line.act_id).update(due_on=MONDAY.date() - timedelta(days=5))


@pytest.mark.parametrize(
    "spoil",
    [a_line_is_missing, a_message_is_missing, a_reminder_is_missing, a_clock_was_passed_over],
    ids=lambda spoil: spoil.__name__,
)
def test_the_reckoning_finds_what_is_lost(reckoned, spoil):
    reminded = Reminder.objects.filter(clock__name__startswith="copy")
    spoil(Notice.objects.filter(action="remind", act_id__in=reminded).first())
    assert len(reckoned.lost(MONDAY)) == 1


def test_the_reckoning_finds_what_was_said_twice_or_too_late(reckoned):
    line = Notice.objects.filter(action="remind").first()
    line.pk, line.act_id, line._state.adding = uuid.uuid4(), uuid.uuid4(), True
    line.save()
    assert reckoned.doubled() == [0, 0, 1]
    reckoned.close(reckoned.to_determine[0], Road.determine)
    assert not reckoned.reminded_after_closing()
    Reminder.objects.create(clock_id=next(iter(reckoned.closed)), due_on=MONDAY, rung=4, sent_at=MONDAY)
    assert reckoned.reminded_after_closing()
