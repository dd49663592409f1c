"""Production as docker-compose.yml starts it, without Docker: its own commands and its own settings, on real servers.

Only addresses differ: where the database, the broker and the files are, and the port. Nothing else of the tests' environment
reaches the processes.
"""

import json
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
import redis
from django.db import connection

from config.settings import QUEUES
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from supervision.models import Reminder
from tests import compose
from tests.services import broker_client, valkey
from tests.supervision.hours import remind_round_the_clock
from workflow import clocks
from workflow.models import CalendarYear, Clock, Lease, Notice

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

HOST = "xietiao.example.cn"
RUNNING = ("web", "worker", "beat-1", "beat-2")
SENT = re.compile(r"supervision\.jobs\.sweep.*?gen(\d+)@")
STOP_SECONDS = 15


class House:
    """The services of the compose file as processes of this machine, each with the log of what it said."""

    def __init__(self, folder, database, broker):
        self.folder, self.broker = folder, broker
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        given = {
            "PRODUCT_VERSION": "0",
            "DATABASE_PASSWORD": "x",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": HOST,
        }
        self.given = given
        self.places = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": database, "CELERY_BROKER_URL": broker, "CACHE_URL": broker.replace("redis+socket", "unix") + "?db=1",
            "VAR_DIR": str(folder / "var"), "AUDIT_CHECKPOINT_FILE": str(folder / "checkpoints" / "heads.jsonl"),
            "PORT": str(self.port),
        }  # fmt: skip

    def environment(self, name):
        return compose.environment(name, self.given) | self.places

    def run(self, name, words):
        """One command to its end, in the environment of a service."""
        found = shutil.which(words[0], path=self.places["PATH"])
        return subprocess.run(
            [found, *words[1:]],
            env=self.environment(name),
            cwd=compose.ROOT,
            capture_output=True,
            text=True,
            timeout=300,
        )

    @contextmanager
    def running(self, name):
        words = compose.command(name)
        found = shutil.which(words[0], path=self.places["PATH"])
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [found, *words[1:]], env=self.environment(name), cwd=compose.ROOT, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def ask(self, path, **headers):
        """(status, headers, body) as the proxy of the host asks."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as server:
            server.request("GET", path, headers={"Host": HOST, **headers})
            answer = server.getresponse()
            return answer.status, answer.headers, answer.read()

    def ask_securely(self, path):
        return self.ask(path, **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3"})


@pytest.fixture
def house(committed_db, tmp_path):
    """On an empty database and a broker of its own."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with valkey() as broker:
        yield House(tmp_path, committed_db.url, broker)


@pytest.fixture
def senders(house):
    """The processes that asked the workers to sweep, by their id, as the broker hears them."""
    found = set()

    def listen():
        place = house.broker.replace("redis+socket://", "unix://")
        with (
            suppress(redis.ConnectionError),  # the end of the broker
            redis.Redis.from_url(place, socket_timeout=None) as broker,
            broker.monitor() as monitor,
        ):
            for said in monitor.listen():
                found.update(int(number) for number in SENT.findall(said["command"]))

    Thread(target=listen, daemon=True).start()
    return found


def until(true, *, seconds, told):
    give_up_at = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up_at, told()
        time.sleep(0.1)


def answers(house):
    try:
        return house.ask_securely("/healthz/")[0] == 200
    except OSError:
        return False


def one_due_clock():
    """A matter that waits for its decision since before the first reminder was due."""
    city = cast.found_city("shifan", "示范市", cast.found_province())
    remind_round_the_clock()
    road = Road(city)
    road.to("submitted")
    moment = clocks.now() - timedelta(minutes=1)
    due = Clock.objects.filter(name="determination")
    Clock.objects.exclude(name="determination").update(next_rung_at=None)
    due.update(due_on=clocks.business_date(moment), next_rung_at=moment)
    return due.get()


def prepared(house):
    for _ in range(2):  # every upgrade runs it again
        done = house.run("migrate", compose.command("migrate"))
        assert done.returncode == 0, done.stderr + done.stdout
    assert "补录工作日历：无" in done.stdout
    assert CalendarYear.objects.exists()
    done = house.run("web", compose.collecting())
    assert done.returncode == 0, done.stderr


def the_pages_answer(house):
    status, headers, body = house.ask("/account/login/")
    assert (status, headers["Location"]) == (301, f"https://{HOST}/account/login/")
    status, headers, body = house.ask_securely("/account/login/")
    assert status == 200
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    sheet = re.search(r'href="(/static/[^"]+\.css)"', body.decode())[1]
    status, headers, body = house.ask_securely(sheet)
    assert status == 200
    assert len(body) > 100
    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"


def the_check_of_the_container_knows(house):
    words = json.loads(re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", compose.DOCKERFILE.read_text(), re.M)[1])
    assert house.run("web", words).returncode == 0
    right, house.places["PORT"] = house.places["PORT"], "1"
    assert house.run("web", words).returncode == 1
    house.places["PORT"] = right


def nothing_waits(house):
    """Every kind of work was done once, and none is in hand."""
    done = Lease.objects.filter(name__in=("sweep", "deliver_outbox"), finished_at__isnull=False)
    with broker_client(house.broker) as broker:
        return done.count() == 2 and not any(broker.llen(queue) for queue in QUEUES) and not in_hand()


def in_hand():
    return Lease.objects.exclude(holder="").exists()


def test_production_serves_reminds_once_and_stops(house, senders):
    prepared(house)
    clock = one_due_clock()
    with ExitStack() as stack:
        begun = {name: stack.enter_context(house.running(name)) for name in RUNNING}
        until(lambda: answers(house), seconds=60, told=lambda: house.log("web"))
        the_pages_answer(house)
        the_check_of_the_container_knows(house)
        beats = {begun["beat-1"].pid, begun["beat-2"].pid}
        until(lambda: beats <= senders, seconds=120, told=lambda: house.log("beat-1") + house.log("beat-2"))
        until(lambda: Reminder.objects.exists() and nothing_waits(house), seconds=60, told=lambda: house.log("worker"))
        assert Reminder.objects.get().clock_id == clock.pk
        told = Notice.objects.filter(action="remind")
        assert 0 < told.count() == told.values("recipient").distinct().count()
        assert Lease.objects.get(name="sweep").finished_at
        assert Lease.objects.get(name="deliver_outbox").finished_at
        assert all(process.poll() is None for process in begun.values())
        stopped_at = time.monotonic()
        for process in begun.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(STOP_SECONDS) for name, process in begun.items()}
        assert time.monotonic() - stopped_at < STOP_SECONDS
    assert codes == dict.fromkeys(RUNNING, 0)
    assert {name for name in RUNNING if "Traceback" in house.log(name) or "ERROR" in house.log(name)} == set()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL"])
def test_a_production_process_does_not_start_without_its_settings(house, missing):
    environment = house.environment("web")
    del environment[missing]
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, cwd=compose.ROOT, capture_output=True, text=True
    )
    assert ended.returncode != 0
    assert f"{missing} must be set" in ended.stderr
