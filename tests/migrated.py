"""The only place that remembers a migrated SQLite database from one run to the next: migrating takes longer than most tests.

It is known by the migrations, the libraries and the code of ours from which it came; with any of them changed it is made anew.
PostgreSQL is migrated in every run, for its server is started for that run.
"""

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection


def came_from():
    """A digest of what a migrated database comes from."""
    base = Path(settings.BASE_DIR)
    called = base / "workflow" / "calendars.py"  # by the migration that enters the years that are known
    parts = [*base.glob("*/migrations/*.py"), *base.glob("requirements/*.txt"), called]
    return sha256(b"".join(part.name.encode() + part.read_bytes() for part in sorted(parts))).hexdigest()[:16]


def recall():
    """Put the remembered database where the tests want theirs; whether there was one."""
    if connection.vendor != "sqlite" or not _remembered().exists():
        return False
    copy(_remembered(), connection.creation._get_test_db_name())
    return True


def remember():
    """Keep a copy of the migrated database in place of those that came from something else."""
    if connection.vendor != "sqlite":
        return
    fresh = _remembered().with_suffix(f".{uuid4().hex}")
    fresh.parent.mkdir(exist_ok=True)
    copy(connection.settings_dict["NAME"], fresh)
    for stale in fresh.parent.glob("migrated-*.sqlite3"):
        stale.unlink(missing_ok=True)
    os.replace(fresh, _remembered())


def copy(source, target):
    """Copy a database by SQLite itself, which also reads what is still in the write-ahead log."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def _remembered():
    return Path(settings.BASE_DIR) / "var" / f"migrated-{came_from()}.sqlite3"
