"""Every due date of four years counted by the product, told as one digest; run under several time zones of the server.

python -m tests.workflow.counted < calendar.json
"""

import hashlib
import json
import sys
from datetime import UTC, date, datetime, time, timedelta

from workflow import calendars, clocks
from workflow.months import months_after

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
PERIODS = range(1, 31)
HOURS = (time(0), time(0, 0, 1), time(7, 59, 59), time(8), time(12), time(23, 59, 59))


def days():
    day = FIRST
    while day <= LAST:
        yield day
        day += timedelta(days=1)


def moments(day):
    """Moments of one business day, as a server writes them: in UTC, which until eight in the morning still has the day before."""
    for hour in HOURS:
        yield datetime.combine(day, hour, clocks.SHANGHAI).astimezone(UTC)


def counted(calendar):
    """(start, period, due date, instant at which it ends) of every day and period."""
    for day in days():
        for n in PERIODS:
            due_on = calendar.add(day, n).due_on
            yield day, n, due_on, clocks.end_of(due_on).astimezone(UTC)


def digest(calendar):
    told = hashlib.sha256()
    for day, n, due_on, due_at in counted(calendar):
        told.update(f"{day} {n} {due_on} {due_at.isoformat()}\n".encode())
    for day in days():
        told.update(f"{day} {[clocks.business_date(moment).isoformat() for moment in moments(day)]}".encode())
        told.update(f"{[months_after(day, n).isoformat() for n in range(13)]}".encode())
    return told.hexdigest()


def tell():
    """Print the digest by the calendar whose extract comes in."""
    print(digest(calendars.WorkCalendar.of_extract(json.load(sys.stdin))))
