"""Due dates against a calculator of the tests' own, day by day, under three time zones of the server."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import chinese_calendar
import pytest
from django.conf import settings

from tests.workflow.counted import FIRST, HOURS, LAST, PERIODS, counted, days, digest, moments
from workflow import calendars, clocks
from workflow.months import months_after

PUBLISHED_UNTIL = 2026  # the State Council's notices that the package knows
TELL = "import django; django.setup(); from tests.workflow.counted import tell; tell()"
ZONES = ("Asia/Shanghai", "UTC", "America/New_York")


@pytest.fixture
def calendar(db):
    return calendars.load()


def is_worked(day):
    """By the package itself where it knows the year, else Monday to Friday."""
    return chinese_calendar.is_workday(day) if day.year <= PUBLISHED_UNTIL else day.weekday() < 5


def stepped(start):
    """The due dates of all periods from one day, found by walking from day to day."""
    found, day = [], start
    while len(found) < max(PERIODS):
        day += timedelta(days=1)
        if is_worked(day):
            found.append(day)
    return found


def same_day_later(day, months):
    """The same-numbered day so many months later, found by walking back from the 31st."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


@pytest.mark.slow
def test_every_day_of_four_years_and_every_period(calendar, record_property):
    expected = {day: stepped(day) for day in days()}
    checked = 0
    for day, n, due_on, due_at in counted(calendar):
        assert due_on == expected[day][n - 1], (day, n)
        assert due_at.astimezone(clocks.SHANGHAI).date() == due_on + timedelta(days=1)
        checked += 1
    assert checked == ((LAST - FIRST).days + 1) * len(PERIODS)
    record_property("dates", checked)


def test_a_calculator_without_make_up_days_is_noticed(calendar):
    """The control: Monday to Friday alone gives other dates."""
    plain = calendars.WorkCalendar()
    assert any(plain.add(day, 5).due_on != calendar.add(day, 5).due_on for day in days())


def test_calendar_months_keep_the_day_or_take_the_last():
    for day in days():
        for months in range(13):
            assert months_after(day, months) == same_day_later(day, months), (day, months)


def test_the_business_date_is_that_of_shanghai_at_every_hour():
    for day in days():
        assert [clocks.business_date(moment) for moment in moments(day)] == [day] * len(HOURS)
    night = next(moments(date(2026, 3, 2)))
    assert night.date() == date(2026, 3, 1), "UTC still has the day before"


@pytest.mark.slow
def test_three_servers_in_three_time_zones_count_alike(calendar):
    kept = json.dumps(calendar.extract(date(FIRST.year - 1, 1, 1), date(LAST.year + 1, 12, 31)))
    told = {
        zone: subprocess.run(
            [sys.executable, "-c", TELL], input=kept, capture_output=True, text=True, check=True,
            cwd=settings.BASE_DIR, env={**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "config.settings"},
        ).stdout.strip()
        for zone in ZONES
    }  # fmt: skip
    assert set(told.values()) == {digest(calendar)}


def test_what_is_kept_of_the_calendar_counts_as_the_calendar_does(calendar):
    """A date explains itself by the calendar of its time, whatever has become of the calendar since."""
    for day in (FIRST, date(2025, 1, 20), date(2026, 9, 18), date(2026, 12, 20)):
        count = calendar.add(day, 15)
        again = calendars.WorkCalendar.of_extract(calendar.extract(day, count.due_on)).add(day, 15)
        assert [tuple(each) for each in again.days] == [tuple(each) for each in count.days]
        assert (again.due_on, again.provisional) == (count.due_on, count.provisional)


def test_so_many_days_before(calendar):
    for day in days():
        for n in range(11):
            before = calendar.back(day, n)
            assert calendar.between(before, day) == n
            assert calendar.counts(before)
