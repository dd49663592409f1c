"""Real workers on a real broker and a real database: killed in the middle of a sweep, doubled, asked at once.

However often that happens, every clock is reminded of exactly once for its rung.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from celery.contrib.testing.app import TestApp
from django.conf import settings
from django.db.models import Count

from config.celery import app
from dispatch import jobs as dispatch_jobs
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from supervision import jobs as supervision_jobs
from supervision.models import Reminder
from tests.services import broker_client
from tests.supervision.hours import remind_round_the_clock
from workflow import clocks, system_state
from workflow.models import Clock, Lease, Notice, OutboxMessage

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

QUEUE = "test_celery"
CLOCKS, OWED_BY, KILLS = 5000, ("deputy", "officer", "director"), 3
SWEEP, DELIVER = "supervision.jobs.sweep", "workflow.jobs.deliver_outbox"
OPEN = "dispatch.jobs.open_duties"


@pytest.mark.django_db
def test_the_jobs_are_known_under_the_names_that_beat_calls():
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked == {SWEEP, DELIVER, OPEN, "workflow.jobs.checkpoint_audit", "workflow.jobs.canary"}
    assert dispatch_jobs.open_duties.name == OPEN
    assert supervision_jobs.sweep.name == SWEEP


@pytest.fixture
def due_clocks(committed_db):
    """Many clocks of one matter whose due date is today's first rung, owed by three officers in turn."""
    city = cast.found_city("shifan", "示范市", cast.found_province())
    remind_round_the_clock()
    road = Road(city)
    road.to("submitted")
    pattern = Clock.objects.get(name="determination")
    columns = {column.attname: getattr(pattern, column.attname) for column in Clock._meta.concrete_fields}
    moment = clocks.now() - timedelta(minutes=1)
    owed_by = [road.city.people[key].pk for key in OWED_BY]
    del columns["id"]
    Clock.objects.filter(pk=pattern.pk).update(next_rung_at=None)
    Clock.objects.bulk_create(
        [
            Clock(
                **columns
                | {
                    "name": f"copy{place}",
                    "due_on": clocks.business_date(moment),
                    "next_rung_at": moment,
                    "owed_person_id": owed_by[place % len(owed_by)],
                }
            )
            for place in range(CLOCKS)
        ],
        batch_size=500,
    )
    return committed_db


@pytest.fixture
def asking(due_clocks, broker_url):
    """Sends a task to the workers of this test, as beat does."""
    with broker_client(broker_url) as broker:
        broker.delete(QUEUE)
    with TestApp(broker=broker_url) as app:
        yield lambda task: app.send_task(task, queue=QUEUE, ignore_result=True)


@contextmanager
def worker(environ, tmp_path, name, *pool):
    """A worker in a process group of its own; killed with all its children, as a machine that loses its power."""
    command = [sys.executable, "-m", "celery", "-q", "-A", "config.celery", "worker", "-l", "WARNING", "-Q", QUEUE]
    with (tmp_path / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "-n", f"{name}@test", "--without-gossip", "--without-mingle", *pool],
            env=environ, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(true, *, seconds=60):
    give_up_at = time.monotonic() + seconds
    while not true():
        if time.monotonic() > give_up_at:
            pytest.fail("It did not come about in time.")
        time.sleep(0.01)


def all_reminded_exactly_once():
    assert Clock.objects.filter(next_rung_at__lte=clocks.now()).count() == 0
    assert Reminder.objects.values("clock").annotate(times=Count("pk")).exclude(times=1).count() == 0
    assert Reminder.objects.count() == CLOCKS
    assert set(Clock.objects.open().filter(name__startswith="copy").values_list("urgings", flat=True)) == {1}
    told = Notice.objects.filter(action="remind")
    assert told.count() == told.values("act_id", "recipient").distinct().count() == CLOCKS
    assert OutboxMessage.objects.filter(notice__in=told).count() == CLOCKS
    assert set(Reminder.objects.values_list("pk", flat=True)) == set(told.values_list("act_id", flat=True))


def nothing_is_due():
    return not Clock.objects.filter(next_rung_at__lte=clocks.now()).exists()


@pytest.mark.parametrize(
    "pool", [("-P", "threads", "-c", "2"), ("-P", "prefork", "-c", "2")], ids=["threads", "prefork"]
)
def test_workers_killed_in_the_middle_of_a_sweep_lose_nothing_and_repeat_nothing(asking, due_clocks, tmp_path, pool):
    landed, seen = [], 0
    for number in range(KILLS):
        with worker(due_clocks.environ, tmp_path, f"killed{number}", *pool) as process:
            asked_at = time.monotonic()
            while Reminder.objects.count() == seen:
                asking(SWEEP)  # as beat: again and again, until the lease of the killed one has run out
                assert process.poll() is None, (tmp_path / f"killed{number}.log").read_text()
                assert time.monotonic() - asked_at < 60
                time.sleep(0.05)
            kill(process)
        time.sleep(0.2)  # the server takes back what was not committed
        seen = Reminder.objects.count()
        landed.append(seen)
        assert Reminder.objects.count() == Clock.objects.filter(urgings=1).count()
        assert Notice.objects.filter(action="remind").count() == seen
    assert landed == sorted(set(landed))
    assert landed[-1] < CLOCKS, f"the kills came too late: {landed}"
    with worker(due_clocks.environ, tmp_path, "last", *pool):
        until(lambda: asking(SWEEP) and nothing_is_due())
    all_reminded_exactly_once()


def test_a_queue_in_which_nobody_works_is_seen_by_its_canary(due_clocks, broker_url, tmp_path):
    """As beat asks and the product's own workers take; of the three queues one has no worker."""
    with broker_client(broker_url) as broker:
        broker.delete(*settings.QUEUES)
    canaries = [entry for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if name.startswith("canary")]
    with worker(due_clocks.environ, tmp_path, "canaries", "-P", "threads", "-c", "2", "-Q", "reminders,audit"):
        for entry in canaries:
            app.send_task(entry["task"], entry["args"], queue=entry["options"]["queue"])
        until(lambda: Lease.objects.filter(name__startswith="canary").count() == 2)
    facts = {fact.label: fact.tone for _, facts in system_state.parts() for fact in facts}
    assert [facts[f"“{queue}”队列"] for queue in ("催办", "外发", "检查点")] == ["green", "red", "green"]


def test_two_workers_asked_at_once_remind_once(asking, due_clocks, tmp_path):
    def ask():
        for _ in range(20):
            asking(SWEEP)
            asking(DELIVER)

    with ExitStack() as workers:
        for number in range(2):
            workers.enter_context(worker(due_clocks.environ, tmp_path, f"side{number}", "-P", "threads", "-c", "4"))
        threads = [Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        until(lambda: asking(SWEEP) and nothing_is_due())
        until(lambda: asking(DELIVER) and not OutboxMessage.objects.filter(status="waiting").exists())
        until(lambda: not Lease.objects.exclude(holder="").exists())
    all_reminded_exactly_once()
    assert set(OutboxMessage.objects.values_list("status", "attempts")) == {("suppressed", 1)}
    assert set(Lease.objects.exclude(finished_at=None).values_list("name", flat=True)) == {"sweep", "deliver_outbox"}
