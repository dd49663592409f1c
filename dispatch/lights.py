"""The only place that gives rows of a list their leading clock and its light."""

from workflow import calendars, clocks
from workflow.models import Clock


def dated(rows, today):
    """[(row, its leading open clock or ``None``, its light)]: two questions for all rows."""
    running, calendar = {}, calendars.load()
    for clock in Clock.objects.open().of(*rows).select_related("policy").order_by("due_on"):
        running.setdefault(clock.subject_id, []).append(clock)
    leading = [(row, row.first_of(running.get(row.public_id, []))) for row in rows]
    return [(row, clock, clocks.light(clock, today, calendar) if clock else None) for row, clock in leading]
