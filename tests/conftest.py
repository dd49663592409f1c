"""Fixtures of the test run itself: databases that may be committed to, the broker, the served site, the browser's path.

No test flushes: the audit tables refuse DELETE and TRUNCATE. A test that commits asks for ``committed_db``.
"""

import gc
import os
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from psycopg2.extensions import make_dsn
from pytest_django.live_server_helper import LiveServer

from tests import remembered
from tests.migrated import copy, recall, remember
from tests.services import chromium, soffice

gc.set_threshold(
    100_000, 50, 50
)  # a run makes millions of short-lived rows: the usual threshold costs a twelfth of its time

pytest_plugins = ["tests.cast", "tests.scene"]


SWEPT_AFTER = 40  # tests
unswept = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    remembered.begin()
    unswept.append(item.nodeid)
    if len(unswept) > SWEPT_AFTER and not connections["default"].in_atomic_block:
        unswept.clear()
        _sweep(connections["default"])


def _sweep(connection):
    """Remove the rows of tests that were rolled back; the server of the run does not do so by itself.

    The tables of this database alone: those of the whole server would be waited for until another worker's scene has ended.
    """
    if connection.vendor == "postgresql":
        with closing(psycopg2.connect(database_url(connection.settings_dict))) as server:
            server.autocommit = True
            cursor = server.cursor()
            cursor.execute("SELECT string_agg(quote_ident(relname), ', ') FROM pg_stat_user_tables")
            if tables := cursor.fetchone()[0]:
                cursor.execute(f"VACUUM {tables}")


@dataclass(frozen=True)
class CommittedDatabase:
    """A migrated copy that belongs to one test: its DATABASE_URL, and the environment of a real process on it."""

    url: str
    environ: dict


def database_url(settings):
    """The URL that makes another process use the database of these Django ``settings``."""
    if settings["ENGINE"].endswith("sqlite3"):
        return f"sqlite://{settings['NAME']}"
    place = {**settings["OPTIONS"]}
    host = settings["HOST"] or place.get("host", "")
    query = f"?host={host}" if host.startswith("/") else ""
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgresql://{settings['USER']}{password}@{'' if query else host + port}/{settings['NAME']}{query}"


@contextmanager
def sqlite_copy(migrated):
    made = Path(migrated).with_name(f"copy-{uuid4().hex}.sqlite3")
    copy(migrated, made)
    yield str(made)
    for part in (made, Path(f"{made}-wal"), Path(f"{made}-shm")):
        part.unlink(missing_ok=True)


def tell_server(statement):
    """Run ``statement`` on the server's own database: CREATE and DROP DATABASE take no transaction."""
    with closing(psycopg2.connect(make_dsn(os.environ["DATABASE_URL"]))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def postgres_copy(migrated):
    copy = f"copy_{uuid4().hex}"
    tell_server(f'CREATE DATABASE {copy} TEMPLATE "{migrated}"')
    yield copy
    tell_server(f"DROP DATABASE {copy} WITH (FORCE)")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The migrated test database, in every run.

    pytest-django makes none where no test asks for ``db``; a copy would then be one of the installation's own database.
    """
    with django_db_blocker.unblock():
        known = recall()
        made = setup_databases(verbosity=0, interactive=False, keepdb=known)
        if not known:
            remember()
    connections["default"].execute_wrappers.append(remembered.watch)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committed_db(request, django_db_setup, django_db_blocker):
    """A fresh copy of the migrated database under Django's default connection, in every thread; dropped afterwards."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        pytest.fail("committed_db replaces django_db: ask for one of them.", pytrace=False)
    settings = connections["default"].settings_dict
    migrated = settings["NAME"]
    copied = sqlite_copy if settings["ENGINE"].endswith("sqlite3") else postgres_copy
    with django_db_blocker.unblock():
        connections["default"].close()  # a template must have no session
        with copied(migrated) as copy:
            settings["NAME"] = copy
            try:
                url = database_url(settings)
                yield CommittedDatabase(url, {**os.environ, "DATABASE_URL": url})
            finally:
                connections["default"].close()
                settings["NAME"] = migrated


@pytest.fixture
def served(committed_db):
    """The address of the site, served by threads of this process from ``committed_db``."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def postgres_url():
    """The PostgreSQL server of the run; for tests marked ``postgres``."""
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def broker_url():
    """A real Valkey, the same for the whole run."""
    return os.environ["CELERY_BROKER_URL"]


def insisted(found, words):
    """What was found. Its absence is a failure in continuous integration, and elsewhere leaves the test out."""
    if not found:
        refuse = pytest.fail if os.environ.get("CI") else pytest.skip
        refuse(words)
    return found


@pytest.fixture(scope="session")
def chromium_path():
    """The browser."""
    return insisted(chromium(), "Chromium is missing: apt-get install chromium fonts-noto-cjk, or set CHROMIUM.")


@pytest.fixture(scope="session")
def soffice_path():
    """LibreOffice."""
    return insisted(soffice(), "LibreOffice is missing: apt-get install libreoffice-calc-nogui, or set SOFFICE.")
