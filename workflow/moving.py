"""The only place that moves the date of a running clock: extension (延期), suspension (中止) and its end, a changed calendar.

The date is always counted anew from what the clock keeps: its base, and the periods during which it stood still. Every move leaves
a ``ClockChange``.
"""

from datetime import date, timedelta

from django.apps import apps

from workflow import calendars, clocks
from workflow.authority import follow
from workflow.models import Clock, ClockChange

Kind = ClockChange.Kind
WRITTEN = (
    "due_on", "due_at", "provisional", "way", "calendar_version", "set_on", "pauses", "paused_until", "was_overdue", "rung",
    "next_rung_at",
)  # fmt: skip


def moved(clock, act):
    """Move one open clock as an act says; the unsaved ``ClockChange``, or ``None`` where the act leaves it as it is."""
    today = clocks.business_date(act.at)
    subject = act.redated.get((clock.subject_id, clock.name))
    if subject is not None:
        clock.set_on = follow(subject, subject.clocks[clock.name].until)
        clock.pauses, clock.paused_until = [], None  # a date that is set anew takes what was lost before into account
        return _counted_anew(clock, Kind.EXTENDED, act)
    if act.stopped_until and not runs_on(clock):
        _stand_still(clock, today, act.stopped_until)
        return _counted_anew(clock, Kind.PAUSED, act)
    if act.resumed and clock.is_paused(today):
        from_on, _ = clock.pauses.pop()
        _stand_still(clock, date.fromisoformat(from_on), today)
        clock.paused_until = None
        return _counted_anew(clock, Kind.RESUMED, act)
    return None


def runs_on(clock):
    """Whether a suspension leaves clocks of this kind alone (补办手续 and 备案)."""
    period = apps.get_model(clock.subject_type).clocks.get(clock.name)
    return period is not None and period.runs_on


def recounted(clock, calendar):
    """The date of an open clock by another calendar: (due date, provisional)."""
    due_on, provisional = clock.set_on, False
    if clock.rule == Clock.Rule.WORKING_DAYS:
        count = calendar.add(clock.started_on, clock.days)
        due_on, provisional = count.due_on, count.provisional
    for from_on, until_on in clock.pauses:
        if lost := calendar.between(date.fromisoformat(from_on), date.fromisoformat(until_on)):
            count = calendar.add(due_on, lost)
            due_on, provisional = count.due_on, provisional or count.provisional
    return due_on, provisional


def recount(clock, calendar, *, act_id, made_by, made_at):
    """Count an open clock anew by a changed calendar; the unsaved ``ClockChange``, or ``None`` where its date stays.

    Where it stays, the rungs that were climbed stay climbed: nobody is reminded again of the same date.
    """
    old_due_on, was_overdue, today = clock.due_on, clock.was_overdue, clocks.business_date(made_at)
    _put(clock, calendar, today)
    if clock.due_on != old_due_on:
        _remind_anew(clock, calendar, today)
        return _change(clock, Kind.RECOUNTED, old_due_on, act_id, made_by.pk, made_at)
    clock.was_overdue = was_overdue
    _remind_further(clock, calendar)
    return None


def _stand_still(clock, from_on, until_on):
    """One more period; a renewal makes the one that is under way longer."""
    if clock.pauses and clock.is_paused(from_on):
        from_on = date.fromisoformat(clock.pauses.pop()[0])
    clock.pauses.append([from_on.isoformat(), until_on.isoformat()])
    clock.paused_until = until_on


def _counted_anew(clock, kind, act):
    old_due_on, today, calendar = clock.due_on, clocks.business_date(act.at), calendars.load()
    _put(clock, calendar, today)
    if kind == Kind.EXTENDED:
        _remind_anew(clock, calendar, today)
    else:
        _remind_further(clock, calendar)
    return _change(clock, kind, old_due_on, act.id, act.actor.person_id, act.at)


def _remind_anew(clock, calendar, today):
    """The ladder of another date begins at its first rung that is still to come."""
    clock.rung, clock.next_rung_at = clocks.first_rung(clock.policy, clock.due_on, calendar, since=today)
    _remind_after_the_pause(clock, calendar)


def _remind_further(clock, calendar):
    """A clock that stood still goes on at the rung that it had reached: no reminder twice, and none left out."""
    clock.next_rung_at = clocks.rung_at(clock.policy, clock.due_on, clock.rung, calendar)
    _remind_after_the_pause(clock, calendar)


def _remind_after_the_pause(clock, calendar):
    """While a clock stands still nobody is reminded of it."""
    if clock.paused_until and clock.next_rung_at and clock.next_rung_at < clocks.end_of(clock.paused_until):
        clock.next_rung_at = clocks.opening(clock.policy, clocks.end_of(clock.paused_until), calendar)


def _put(clock, calendar, today):
    """The date by this calendar, with what follows from it but the reminders."""
    clock.was_overdue = clock.was_overdue or clock.due_on < today
    clock.due_on, clock.provisional = recounted(clock, calendar)
    clock.calendar_version, clock.due_at = calendar.version, clocks.end_of(clock.due_on)
    last = max([clock.due_on, *(date.fromisoformat(until_on) for _, until_on in clock.pauses)])
    clock.way = calendar.extract(clock.started_on, last + timedelta(days=1))


def _change(clock, kind, old_due_on, act_id, person_id, made_at):
    from_on, until_on = (
        map(date.fromisoformat, clock.pauses[-1]) if kind in (Kind.PAUSED, Kind.RESUMED) else (None, None)
    )
    return ClockChange(
        clock_id=clock.pk, kind=kind, old_due_on=old_due_on, new_due_on=clock.due_on, from_on=from_on, until_on=until_on,
        calendar_version=clock.calendar_version, act_id=act_id, made_by_id=person_id, made_at=made_at,
    )  # fmt: skip
