"""The only place for what befalls an installation: its workers, its two beats, its broker, its database and its time, all of them real.

Every process is in a group of its own and is killed with its children, as a machine that loses its power.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from config.broker import command as broker_command
from tests.services import broker_client, until_ready
from workflow import clocks, rehearsal
from workflow.models import Lease

CELERY = (sys.executable, "-m", "celery", "-q", "-A", "tests.supervision.hasty")
WORKER = ("worker", "-l", "WARNING", "--without-gossip", "--without-mingle")
POOLS = (("-P", "prefork", "-c", "2"), ("-P", "threads", "-c", "3"))
OURS = "datname = current_database() AND application_name = 'house'"


class House:
    """An installation under accidents; ``befell`` counts them."""

    def __init__(self, committed_db, folder, sink, sweep):
        self.folder, self.befell = folder, Counter()
        self.broker_url = f"redis+socket://{folder}/s"
        address = f"{committed_db.url}{'&' if '?' in committed_db.url else '?'}application_name=house"
        self.environ = committed_db.environ | {
            "DATABASE_URL": address, "CELERY_BROKER_URL": self.broker_url, "VAR_DIR": str(folder), "DEMONSTRATION": "1",
            "HASTY_SWEEP": sweep, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(sink.server_address[1]), "EMAIL_USE_TLS": "0",
        }  # fmt: skip
        self.sink, self.broker, self.workers, self.beats, self.ended = sink, None, [], [], 0
        self.rounds = {self.flush: 3.0, self.terminate_backends: 1.5, self.drop_a_mail: 2.0}
        self.next_at = dict.fromkeys(self.rounds, 0.0)

    # Processes

    def _started(self, name, *command):
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self.environ, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
            )

    def start_broker(self):
        self.broker = self._started("broker", *broker_command(self.folder, append_only=False))
        until_ready(self.broker, lambda: broker_client(self.broker_url).ping(), self.folder / "broker.log")

    def stop_broker(self):
        _kill(self.broker)
        self.befell["stops of the broker"] += 1

    def start_worker(self):
        number = len(self.workers) + self.ended
        pool = POOLS[number % len(POOLS)]
        self.workers.append(self._started(f"worker{number}", *CELERY, *WORKER, "-n", f"w{number}@house", *pool))

    def start_beat(self):
        name = f"beat{len(self.beats)}"
        schedule = ("-s", str(self.folder / name), "--pidfile=")
        self.beats.append(self._started(name, *CELERY, "beat", "-l", "WARNING", *schedule))

    def kill_a_worker(self):
        """The one in whose hands the sweep is, if any."""
        busy = self.in_flight() > 0
        holder = Lease.objects.filter(name="sweep").values_list("holder", flat=True).first() or "::"
        groups = {os.getpgid(int(pid))} if (pid := holder.split(":")[1]) and _lives(int(pid)) else set()
        worker = next((each for each in self.workers if each.pid in groups), self.workers[0])
        _kill(worker)
        self.workers.remove(worker)
        self.ended += 1
        self.befell["kills"] += 1
        self.befell["kills in the middle of a transaction"] += busy

    def kill_all(self):
        while self.workers:
            self.kill_a_worker()

    def close(self):
        for process in filter(None, [*self.workers, *self.beats, self.broker]):
            _kill(process)

    # Accidents that come again and again

    def flush(self):
        if self.broker.poll() is None:
            broker_client(self.broker_url).flushall()
            self.befell["flushes"] += 1

    def terminate_backends(self):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS}")
            self.befell["terminated backends"] += cursor.rowcount

    def drop_a_mail(self):
        self.sink.drops = 1

    def live(self, until, *, seconds=60):
        """Let accidents happen until something is true; fails when it does not come about in time."""
        give_up_at = time.monotonic() + seconds
        while not until():
            if time.monotonic() > give_up_at:
                pytest.fail(f"It did not come about in {seconds} s: {self.last_words()}")
            if ended := [process.args for process in (*self.workers, *self.beats) if process.poll() is not None]:
                pytest.fail(f"Ended by itself: {ended}: {self.last_words()}")
            for accident, every in self.rounds.items():
                if time.monotonic() > self.next_at[accident]:
                    accident()
                    self.next_at[accident] = time.monotonic() + every
            time.sleep(0.02)

    @contextmanager
    def in_peace(self):
        """Within the block nothing happens by itself."""
        kept, self.rounds = self.rounds, {}
        yield
        self.rounds = kept

    def jump(self, moment):
        """Let every process be at that moment of business time."""
        rehearsal.move(moment - clocks.now() + rehearsal.shift())
        self.befell["jumps of the clock"] += 1

    # What can be seen from outside

    def in_flight(self, before=None):
        """How many transactions of its processes are open; only those begun before a moment of the database's clock."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM pg_stat_activity WHERE {OURS} AND xact_start < coalesce(%s, now() + interval '1 day')",
                [before],
            )
            return cursor.fetchone()[0]

    def what_was_begun_is_over(self):
        """Wait until every transaction that is open now has ended."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (moment,) = cursor.fetchone()
        self.live(lambda: not self.in_flight(moment))

    def last_words(self):
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in sorted(self.folder.glob("*.log")))

    def swept_since(self, moment):
        return Lease.objects.filter(name="sweep", finished_at__gt=moment).exists()


def real_moment():
    return datetime.fromtimestamp(clocks.real_seconds(), UTC)


def _kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _lives(pid):
    try:
        os.getpgid(pid)
    except ProcessLookupError:
        return False
    return True
