"""The only place that reads the time and that starts, meets and explains due dates (时限)."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflow import calendars, rehearsal, rows
from workflow.authority import follow
from workflow.models import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
FAR = 120  # working days from which on a date is told in months

_tell = ContextVar("tell", default=None)


def now():
    """This moment, aware. All code reads the time here; only a rehearsal moves it."""
    tell = _tell.get()
    return tell() if tell else datetime.now(UTC) + rehearsal.shift()


def real_seconds():
    """Seconds since the epoch on the machine's own clock, for sessions and leases, which no rehearsal moves."""
    return datetime.now(UTC).timestamp()


def today():
    """The business date in Asia/Shanghai."""
    return business_date(now())


def business_date(moment):
    """The date in Asia/Shanghai at an aware moment."""
    return moment.astimezone(SHANGHAI).date()


@contextmanager
def following(tell):
    """A rehearsal: within the block ``tell()`` is asked for each moment (an aware datetime)."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


def as_of(moment):
    """A rehearsal that stands still at ``moment``."""
    return following(lambda: moment)


@dataclass(frozen=True)
class Period:
    """A kind of clock: ``days`` working days by default (本单位设定 may differ), or the record's date at ``until``.

    A suspension does not stop one that ``runs_on``. One that warns ``ahead`` is yellow from so many calendar days before its date on, where
    that is earlier than the rules say. Where the record's attribute ``grave`` is true, late is deep red at once.
    """

    label: str
    article: str
    owed_by: Any
    days: int | None = None
    until: str = ""
    runs_on: bool = False
    grave: str = ""
    ahead: int = 0


def end_of(day):
    """The instant at which a business date ends."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def rung_at(policy, due_on, rung, calendar):
    """When the sweep reminds for rung number ``rung`` of the policy's ladder, or ``None`` after the last one."""
    rungs = policy.rungs
    if rung >= len(rungs):
        return None
    offset = rungs[rung].day
    day = calendar.back(due_on, -offset) if offset < 0 else calendar.add(due_on, offset).due_on
    return datetime.combine(day, policy.opens_at, SHANGHAI)


def first_rung(policy, due_on, calendar, *, since):
    """(number, moment) of the first rung of a date that is set on the day ``since``: an early reminder that would come by then is left out."""
    rung = sum(each.day < 0 and calendar.back(due_on, -each.day) <= since for each in policy.rungs)
    return rung, rung_at(policy, due_on, rung, calendar)


def is_open(policy, moment, calendar):
    """Whether a moment lies in the working hours in which the commission has people reminded."""
    local = moment.astimezone(SHANGHAI)
    return calendar.counts(local.date()) and policy.opens_at <= local.time() < policy.closes_at


def opening(policy, moment, calendar):
    """The next beginning of working hours after a moment outside them."""
    local = moment.astimezone(SHANGHAI)
    day = calendar.add(local.date(), 0 if local.time() < policy.opens_at else 1).due_on
    return datetime.combine(day, policy.opens_at, SHANGHAI)


def begin(record, name, *, policy, at, act_id, days=None, calendar_version=None):
    """An unsaved clock of the record, counted from the day of ``at``."""
    period = record.clocks[name]
    calendar = calendars.load(calendar_version)
    started_on = business_date(at)
    clock = rows.unsaved(
        Clock, dossier_id=record.dossier_id, subject_type=record._meta.label_lower, subject_id=record.public_id,
        subject_words=record.words[:120], name=name, label=period.label, article=period.article, policy_id=policy.pk,
        started_at=at, started_on=started_on, started_act=act_id, calendar_version=calendar.version,
    )  # fmt: skip
    if period.until:
        clock.rule = Clock.Rule.SET_DATE
        clock.due_on = clock.set_on = follow(record, period.until)
    else:
        clock.days = policy.periods.get(f"{type(record).__name__}.{name}", days or period.days)
        count = calendar.add(started_on, clock.days)
        clock.rule, clock.due_on, clock.provisional = Clock.Rule.WORKING_DAYS, count.due_on, count.provisional
    clock.due_at = end_of(clock.due_on)
    clock.warns_on = clock.due_on - timedelta(days=period.ahead) if period.ahead else None
    clock.way = calendar.extract(started_on, clock.due_on)
    clock.grave = bool(period.grave and follow(record, period.grave))
    clock.rung, clock.next_rung_at = first_rung(policy, clock.due_on, calendar, since=started_on)
    holder = next(iter(period.owed_by.holders(record)), None)
    if holder:
        clock.owed_person_id, clock.owed_organisation_id = holder.person_id, holder.organisation_id
        clock.owed_role = holder.role
    return clock


@dataclass(frozen=True)
class Light:
    """A light by colour and word: green, yellow near the date, red past it, deep red far past it, grey paused."""

    tone: str
    word: str


def light(clock, on, calendar=None):
    """The light of a clock on a business date, by its policy's days; the caller reads ``policy`` with the clock."""
    if clock.is_paused(on):
        return Light("grey", f"中止至{clock.paused_until:%m-%d}")
    due_on = clock.due_on
    calendar = calendar or calendars.load()
    remaining = calendar.between(on, due_on)
    if due_on < on:
        late = max(-remaining, 1)
        deep = clock.grave or late >= clock.policy.deep_red_days
        return Light("deep_red", f"严重超期{late}个工作日") if deep else Light("red", f"超期{late}个工作日")
    if remaining <= clock.policy.warning_days or (clock.warns_on is not None and clock.warns_on <= on):
        return Light("yellow", left_words(on, due_on, calendar))
    return Light("green", left_words(on, due_on, calendar))


def left_words(on, due_on, calendar):
    """How much time is left, as a person would say it: before a date on a day of rest there may be no working day any more."""
    if due_on == on:
        return "今日到期"
    if (remaining := calendar.between(on, due_on)) > FAR:
        return f"还有约{(due_on.year - on.year) * 12 + due_on.month - on.month}个月"
    if remaining:
        return f"还有{remaining}个工作日"
    return "今日是最后一个工作日" if calendar.counts(on) else "到期前没有工作日了"


def explain(clock):
    """How a due date came about: (sentence, days); ``days`` counts the way day by day, empty for a set date.

    The way is the one that was counted then, whatever has become of the calendar since.
    """
    if clock.rule == Clock.Rule.SET_DATE:
        return f"到期日由任务要求指定为 {clock.set_on:%Y-%m-%d}。", []
    calendar = calendars.WorkCalendar.of_extract(clock.way, clock.calendar_version) if clock.way else calendars.load()
    count = calendar.add(clock.started_on, clock.days)
    sentence = (
        f"自 {clock.started_on:%Y-%m-%d} 的次日起算，第{clock.days}个工作日（{count.due_on:%Y-%m-%d}）为到期日"
        f"（本单位设定：{clock.policy}）。"
    )
    return sentence, list(count.days)


def date_words(day: date):
    """A date as pages and notices say it."""
    return f"{day.year}年{day.month}月{day.day}日"
