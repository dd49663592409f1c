"""Database, files and checkpoints are backed up together and come back together, as docs/operation.md says it, with PostgreSQL's
own programs: checkpoints first, then the database, the files last."""

import shutil
import subprocess
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse
from psycopg2.extensions import make_dsn

from dispatch.demonstration import cast
from tests.conftest import database_url, tell_server
from tests.scene import Play
from tests.services import postgres_binaries
from workflow import attachments, checkpoints
from workflow.models import Attachment

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@contextmanager
def house_at(folder):
    """Files and checkpoints in a folder."""
    with override_settings(MEDIA_ROOT=folder / "media", AUDIT_CHECKPOINT_FILE=folder / "checkpoints" / "heads.jsonl"):
        yield


def program(name, *words):
    subprocess.run([postgres_binaries() / name, *words], check=True, capture_output=True, text=True)


@contextmanager
def another_database():
    """An empty database under Django's default connection; dropped afterwards."""
    name, settings = f"restored_{uuid4().hex}", connections["default"].settings_dict
    before = settings["NAME"]
    tell_server(f"CREATE DATABASE {name} TEMPLATE template0")
    connections["default"].close()
    settings["NAME"] = name
    try:
        yield database_url(settings)
    finally:
        connections["default"].close()
        settings["NAME"] = before
        tell_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def live(tmp_path):
    return tmp_path / "live"


@pytest.fixture
def backup(committed_db, live, tmp_path):
    """A house that has worked, and its backup of the three."""
    kept = tmp_path / "backup"
    with house_at(live):
        play = Play(cast.found_units(cast.found_city("shifan", "示范市", cast.found_province())), "ZQ").perform()
        assert checkpoints.append() > 1
        shutil.copytree(live / "checkpoints", kept / "checkpoints")
        program("pg_dump", "-Fc", "-f", str(kept / "database.dump"), make_dsn(committed_db.url))
        shutil.copytree(live / "media", kept / "media")
    shutil.rmtree(live)
    return play, kept


def test_the_three_come_back_together(backup, live, capsys):
    play, kept = backup
    with another_database() as url, house_at(live):
        program("pg_restore", "--exit-on-error", "--no-owner", "-d", make_dsn(url), str(kept / "database.dump"))
        shutil.copytree(kept / "media", live / "media")
        shutil.copytree(kept / "checkpoints", live / "checkpoints")
        call_command("verify_audit")
        assert "未发现问题" in capsys.readouterr().out
        call_command("migrate", check_unapplied=True, verbosity=0)
        assert all(attachments.is_whole(file) for file in Attachment.objects.all())
        client = Client()
        client.force_login(play.city.officer, "allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get(reverse("attachment", args=[play.records["attachment"].public_id]))
        assert answer.status_code == 200
        assert answer.getvalue().decode().startswith(play.marks["matter_file.content"])
        call_command("verify_audit")


def test_a_backup_without_its_files_or_older_than_the_checkpoints_is_noticed(backup, live):
    play, kept = backup
    with another_database() as url, house_at(live):
        program("pg_restore", "--exit-on-error", "--no-owner", "-d", make_dsn(url), str(kept / "database.dump"))
        client = Client()
        client.force_login(play.city.officer, "allauth.account.auth_backends.AuthenticationBackend")
        address = reverse("attachment", args=[play.records["attachment"].public_id])
        assert client.get(address).status_code == 404
        shutil.copytree(kept / "checkpoints", live / "checkpoints")
        heads = live / "checkpoints" / "heads.jsonl"
        later = heads.read_text().splitlines()[0].replace('"length": ', '"length": 9')
        with heads.open("a") as file:
            file.write(f"{later}\n")
        with pytest.raises(CommandError, match="末尾被截"):
            call_command("verify_audit")
