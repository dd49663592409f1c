"""The test run keeps its own promises: real servers, committed copies that stay apart, no flush."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from threading import Thread
from urllib.request import urlopen

import psycopg2
import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, connections

from tests.services import broker_client, postgres, summary, valkey

IMMUTABLE = {
    "sqlite": [
        "CREATE TRIGGER immutable_group BEFORE DELETE ON auth_group BEGIN SELECT RAISE(ABORT, 'immutable'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'immutable'; END $$",
        "CREATE TRIGGER immutable_group BEFORE DELETE ON auth_group FOR EACH ROW EXECUTE FUNCTION refuse()",
        "CREATE TRIGGER immutable_groups BEFORE TRUNCATE ON auth_group EXECUTE FUNCTION refuse()",
    ],
}


def test_the_run_uses_the_database_it_was_asked_for(request):
    vendor = {"sqlite": "sqlite", "postgres": "postgresql"}[request.config.option.db]
    assert connection.vendor == vendor


def test_servers_start_answer_and_leave_nothing_behind():
    with postgres() as database, valkey() as broker:
        with closing(psycopg2.connect(database)) as server:
            assert server.server_version >= 150000
        assert broker_client(broker).ping()
        folders = [database.rpartition("=")[2], os.path.dirname(broker.removeprefix("redis+socket://"))]
        assert all(map(os.path.isdir, folders))
    assert not any(map(os.path.exists, folders))


def knock(url, *, times):
    with closing(broker_client(url)) as client:
        for _ in range(times):
            client.ping()
            time.sleep(0.05)


def test_servers_end_with_a_run_that_is_killed():
    program = "import os, signal; from tests.services import valkey; v = valkey(); url = v.__enter__(); print(url)"
    killed = subprocess.run(
        [sys.executable, "-c", f"{program}; os.sys.stdout.flush(); os.kill(os.getpid(), signal.SIGKILL)"],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    url = killed.stdout.strip()
    with pytest.raises(redis.ConnectionError):
        knock(url, times=100)
    shutil.rmtree(os.path.dirname(url.removeprefix("redis+socket://")))


@pytest.mark.parametrize("round_", [1, 2])
def test_each_committed_copy_begins_without_the_rows_of_another(committed_db, round_):
    assert not Group.objects.filter(name="committed").exists()
    Group.objects.create(name="committed")
    assert not connection.in_atomic_block


def test_a_committed_copy_is_seen_by_other_threads_and_processes(committed_db):
    seen = []

    def look():
        seen.extend(Group.objects.filter(name="committed").values_list("name", flat=True))
        connections.close_all()

    Group.objects.create(name="committed")
    thread = Thread(target=look)
    thread.start()
    thread.join()
    count = "from django.contrib.auth.models import Group; print('groups', Group.objects.count())"
    shell = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", count],
        env=committed_db.environ,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert seen == ["committed"]
    assert shell.stdout == "groups 1\n", shell.stderr


def test_a_committed_copy_may_refuse_deletion_and_is_still_dropped(committed_db):
    with connection.cursor() as cursor:
        for statement in IMMUTABLE[connection.vendor]:
            cursor.execute(statement)
    group = Group.objects.create(name="kept")
    with pytest.raises(DatabaseError, match="immutable"):
        group.delete()


@pytest.mark.django_db
def test_the_migrated_database_never_saw_a_committed_row():
    assert not Group.objects.exists()


def exists(url):
    if url.startswith("sqlite://"):
        return os.path.exists(url.removeprefix("sqlite://"))
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


@pytest.fixture
def copies():
    """URLs of copies that must be gone when the fixtures requested after this one are torn down."""
    urls = []
    yield urls
    assert urls
    assert not any(map(exists, urls))


def test_a_committed_copy_is_dropped(copies, committed_db):
    copies.append(committed_db.url)
    assert exists(committed_db.url)


def test_the_served_site_sends_a_stranger_to_sign_in(served):
    with urlopen(served) as page:
        assert page.url.startswith(f"{served}/account/login/")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.postgres
def test_the_server_of_the_run_is_postgres(postgres_url):
    with closing(psycopg2.connect(postgres_url)) as server:
        assert server.server_version >= 150000


def test_the_broker_is_real(broker_url):
    with closing(broker_client(broker_url)) as client:
        assert client.info("server")["tcp_port"] == 0


def test_the_summary_names_what_did_not_run(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.services.RUNS", tmp_path / "runs")
    (tmp_path / "runs").write_text(
        '{"on": ["SQLite 3.40", "no Chromium"], "passed": 1, "skipped": 0, "failed": 0, "error": 0}\n'
    )
    lines, missing = summary()
    assert lines == ["SQLite 3.40, no Chromium: 1 passed, 0 skipped, 0 failed"]
    assert missing == ["PostgreSQL", "Valkey", "Chromium", "LibreOffice"]
