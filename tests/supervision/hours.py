"""For tests that run real processes at whatever hour: people are reminded at any time of any day, and only who owes it."""

from datetime import datetime, time, timedelta

from workflow import calendars, clocks
from workflow.models import Policy


def working_morning(days):
    """Ten in the morning of the first working day that is so many days ahead, or later."""
    day = calendars.load().add(clocks.today() + timedelta(days=days), 0).due_on
    return datetime.combine(day, time(10), clocks.SHANGHAI)


def remind_round_the_clock():
    """Let the working hours of every commission last all day, and make today and tomorrow working days."""
    Policy.objects.update(opens_at=time.min, closes_at=time.max, ladder=[[0, ["owed"], False]])
    today = clocks.today()
    days = {day for day in (today, today + timedelta(days=1)) if day.year == today.year}
    calendars.publish(today.year, [(day, True, "测试") for day in sorted(days)], source="测试")
