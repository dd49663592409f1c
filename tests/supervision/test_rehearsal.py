"""A demonstration whose time is moved: every process follows, everything falls due, and nowhere else can it be done."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command
from django.test import Client

from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from organizations.models import Organisation
from supervision.models import Reminder
from workflow import clocks, leases, rehearsal
from workflow.models import Clock, Lease

BANNER = "演练时间："


@pytest.fixture
def moved(settings, tmp_path):
    """A place of its own for the file, and time as it is afterwards."""
    settings.DEMONSTRATION, settings.VAR_DIR = True, tmp_path
    yield tmp_path
    rehearsal.end()
    assert rehearsal.shift() == timedelta()


def ahead():
    return clocks.now().timestamp() - clocks.real_seconds()


def test_time_is_moved_and_set_back(moved):
    assert abs(ahead()) < 5
    rehearsal.move(timedelta(days=3))
    assert abs(ahead() - 3 * 86400) < 5
    rehearsal.move(timedelta(days=4))
    assert abs(ahead() - 4 * 86400) < 5
    rehearsal.end()
    assert abs(ahead()) < 5


def test_outside_a_demonstration_nothing_is_read_and_nothing_moved(moved, settings):
    rehearsal.move(timedelta(days=3))
    settings.DEMONSTRATION = False
    assert abs(ahead()) < 5
    with pytest.raises(PermissionError):
        rehearsal.move(timedelta(days=1))


@pytest.mark.django_db
def test_leases_do_not_follow(moved):
    with leases.held("work", 60):
        rehearsal.move(timedelta(days=30))
        with leases.held("work", 60) as second:
            assert second is None
    assert abs(Lease.objects.get().finished_at.timestamp() - clocks.real_seconds()) < 5


def test_the_command_is_refused_elsewhere(committed_db, moved, settings):
    with pytest.raises(CommandError, match="没有示范数据"):
        call_command("demo", advance=2)
    cast.found_city("shifan", "示范市", cast.found_province())
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="DEMONSTRATION=0"):
        call_command("demo", advance=2)
    settings.DEMONSTRATION = True
    Organisation.objects.filter(short_name="示范市纪委").update(short_name="真实市纪委")
    with pytest.raises(CommandError, match="示范以外的数据"):
        call_command("demo", advance=2)
    assert abs(ahead()) < 5


@pytest.mark.parametrize("asked", ["10", "0d", "-1d", "400d", "1w", "d"])
def test_a_span_is_written_in_days(asked):
    with pytest.raises(CommandError, match="advance"):
        call_command("demo", f"--advance={asked}")


@pytest.mark.slow
def test_days_pass_and_everything_falls_due(committed_db, moved, tmp_path):
    road = Road(cast.found_city("shifan", "示范市", cast.found_province()))
    road.to("submitted")
    clock, out = Clock.objects.get(name="determination"), StringIO()
    days = (clock.due_on - clocks.today()).days + 20
    call_command("demo", f"--advance={days}d", stdout=out)
    said = out.getvalue()
    assert Reminder.objects.filter(clock=clock).count() == len(clock.policy.rungs)
    assert [row.rung for row in clock.reminders.order_by("sent_at")] == list(range(5))
    assert f"{clock.due_on:%Y-%m-%d} 工作日：当日到期1项，催办1项" in said
    assert "演练时间：" in said
    assert abs(ahead() - days * 86400) < 60
    page = Client().get("/account/login/").content.decode()
    assert BANNER in page
    other = subprocess.run(  # another process reads the same time
        [sys.executable, "manage.py", "shell", "-c", "from workflow import clocks; print(clocks.today())"],
        env={**committed_db.environ, "VAR_DIR": str(tmp_path), "DEMONSTRATION": "1"}, cwd=installed.BASE_DIR,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert other.stdout.strip().splitlines()[-1] == str(clocks.today())


@pytest.mark.django_db
def test_there_is_no_banner_otherwise(moved):
    assert BANNER not in Client().get("/account/login/").content.decode()
