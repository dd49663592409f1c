"""The only place for working-day arithmetic, and the only writer of the calendar tables.

A day is a ``datetime.date`` of the business calendar (Asia/Shanghai); an instant is refused, because its date depends
on a time zone. In years that are not published Monday to Friday is assumed and the result says so.
"""

import uuid
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from importlib.metadata import version as version_of_package
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import transaction

from workflow.models.calendar import CalendarDay, CalendarVersion, CalendarYear

ASSUMED = "暂按周末推算"
WEEKEND = (5, 6)
DECEMBER = 12


class SpecialDay(NamedTuple):
    """A day that differs from Monday to Friday."""

    on: date
    counts: bool
    name: str


class CountedDay(NamedTuple):
    """One calendar day on the way to a due date; ``number`` is None on a day that does not count."""

    on: date
    counts: bool
    number: int | None
    note: str


@dataclass(frozen=True)
class Count:
    """A due date with its derivation: ``n`` working days, counted from the day after ``start_on``.

    ``provisional`` says that a day of the way lies in a year that is not published.
    """

    start_on: date
    n: int
    due_on: date
    version: int
    provisional: bool
    counted_by: "WorkCalendar" = field(repr=False, compare=False)

    @property
    def days(self):
        """Every calendar day of the way, for a page that shows the count day by day."""
        first = self.start_on + timedelta(days=1) if self.n else self.start_on
        return tuple(self.counted_by.way(first, self.due_on, first_number=min(self.n, 1)))


@dataclass(frozen=True)
class WorkCalendar:
    """The calendar of one version, as a value. ``special`` holds the special days of published years only."""

    version: int = 0
    edition: uuid.UUID | None = None
    published: frozenset = frozenset()
    special: MappingProxyType = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @classmethod
    def of(cls, days, *, published, version=0, edition=None):
        published = frozenset(published)
        special = {day.on: day for day in sorted(days) if day.on.year in published}
        return cls(version, edition, published, MappingProxyType(special))

    def counts(self, day):
        _ordinal(day)
        return self.special[day].counts if day in self.special else day.weekday() not in WEEKEND

    def is_published(self, year):
        return year in self.published

    def name_of(self, day):
        """The holiday or the make-up day that ``day`` is, or an empty string."""
        return self.special[day].name if day in self.special else ""

    def add(self, start_on, n):
        """Count ``n`` working days from the day after ``start_on``; 0 is that day itself or the next working day."""
        if n < 0:
            raise ValueError("工作日数不能为负。")
        start = _ordinal(start_on)
        first = start + 1 if n else start
        wanted = self._rank(first - 1) + max(n, 1)
        enough = first + 2 * n + len(self.special) + 7
        due_on = date.fromordinal(first + bisect_left(range(first, enough), wanted, key=self._rank))
        years = range(date.fromordinal(first).year, due_on.year + 1)
        return Count(start_on, n, due_on, self.version, not self.published.issuperset(years), self)

    def between(self, a, b):
        """How many working days lie after ``a`` up to and including ``b``; negative when ``b`` is earlier."""
        return self._rank(_ordinal(b)) - self._rank(_ordinal(a))

    def way(self, first, last, *, first_number=1):
        """The days from ``first`` to ``last``, the working ones numbered."""
        number = first_number
        for ordinal in range(_ordinal(first), _ordinal(last) + 1):
            day = date.fromordinal(ordinal)
            counts = self.counts(day)
            yield CountedDay(day, counts, number if counts else None, self._note(day))
            number += counts

    def back(self, due_on, n):
        """The working day from which ``n`` working days are left until ``due_on``."""
        if n < 0:
            raise ValueError("工作日数不能为负。")
        due = _ordinal(due_on)
        wanted = self._rank(due) - n
        first = due - 2 * n - len(self.special) - 14
        return date.fromordinal(first + bisect_left(range(first, due + 1), wanted, key=self._rank))

    def extract(self, first, last):
        """What of this calendar lies between two days, as JSON: kept with a date that was counted by it."""
        special = [
            [day.on.isoformat(), day.counts, day.name] for day in self.special.values() if first <= day.on <= last
        ]
        return {"special": special, "published": [y for y in range(first.year, last.year + 1) if y in self.published]}

    @classmethod
    def of_extract(cls, kept, version=0):
        """The calendar as it was when ``extract`` was taken; it is good between those two days only."""
        days = [SpecialDay(date.fromisoformat(on), counts, name) for on, counts, name in kept.get("special", ())]
        return cls.of(days, published=kept.get("published", ()), version=version)

    def notice_span(self, year):
        """The first and the last day that a notice for ``year`` would decide if it were entered now."""
        return _span(year, next_is_published=self.is_published(year + 1))

    def with_notice(self, year, days):
        """The calendar as it would be if this notice were entered: for showing what would move before it moves."""
        first, last = self.notice_span(year)
        kept = [day for day in self.special.values() if not first <= day.on <= last]
        return WorkCalendar.of([*kept, *_special(year, days, first, last)], published=self.published | {year})

    def _note(self, day):
        notes = [self.name_of(day)]
        if day.year not in self.published:
            notes.append(ASSUMED)
        return "；".join(filter(None, notes))

    def _rank(self, ordinal):
        """The number of working days from 0001-01-01, a Monday, up to this day. Never falls, so it can be bisected."""
        weeks, rest = divmod(ordinal, 7)
        ordinals, changes = self._changes
        return weeks * 5 + min(rest, 5) + changes[bisect_right(ordinals, ordinal)]

    @cached_property
    def _changes(self):
        """The special days' ordinals, and what the first 0, 1, 2 ... of them add to Monday to Friday."""
        differences = [day.counts - (day.on.weekday() not in WEEKEND) for day in self.special.values()]
        return [on.toordinal() for on in self.special], list(accumulate(differences, initial=0))


_in_force = WorkCalendar()


def load(version=None):
    """The calendar in force, kept per process: one query by primary key, and the tables only after a change.

    A caller that has just learnt the version in force passes it and saves that query.
    """
    global _in_force
    kept = _in_force
    if version is not None and version == kept.version:
        return kept
    counter = _counter()
    while counter != (kept.version, kept.edition):
        kept = _read(*counter)
        counter = _counter()  # a change committed while the tables were read is read again
    _in_force = kept
    return kept


@transaction.atomic
def publish(year, days, *, source, entered_by=None):
    """Enter the notice for ``year``, replacing what was entered for it; returns the new version.

    ``days`` are (on, counts, name). A notice decides from December before its year to November of it, and its own
    December until the next notice is out: 2022-12-31 was off by the notice for 2023.
    """
    if not source:
        raise ValueError("请写明放假安排的依据。")
    number = _next_version(CalendarVersion)
    _enter(year, days, source, number, CalendarYear, CalendarDay)
    CalendarYear.objects.filter(year=year).update(entered_by=entered_by)
    return number


@transaction.atomic
def seed(from_year, to_year, *, year_model=CalendarYear, day_model=CalendarDay, version_model=CalendarVersion):
    """Enter the years that chinesecalendar knows; returns those entered. Published years are left as staff have them.

    A migration passes its historical models.
    """
    already = set(year_model.objects.filter(status="published").values_list("year", flat=True))
    known = range(max(from_year, min(holidays).year), min(to_year, max(holidays).year) + 1)
    missing = [year for year in known if year not in already]
    if missing:
        number, package, days = _next_version(version_model), version_of_package("chinesecalendar"), _days_of_package()
        for year in missing:
            source = f"国务院办公厅{year}年节假日安排（据产品所附的节假日数据，{package}版）"
            first, last = _span(year, next_is_published=year + 1 in already)
            decided = [day for day in days if first <= day.on <= last]
            _enter(year, decided, source, number, year_model, day_model)
    return missing


def _ordinal(day):
    if not isinstance(day, date) or isinstance(day, datetime):
        raise TypeError(f"a business date is expected, not {day!r}")
    return day.toordinal()


def _counter():
    row = CalendarVersion.objects.filter(pk=CalendarVersion.THE_ONE).values_list("number", "edition").first()
    return row or (0, None)


def _read(version, edition):
    years = CalendarYear.objects.filter(status=CalendarYear.Status.PUBLISHED).values_list("year", flat=True)
    days = CalendarDay.objects.values_list("on", "counts", "name")
    return WorkCalendar.of((SpecialDay(*day) for day in days), published=years, version=version, edition=edition)


def _next_version(version_model):
    """Take the next number; the counter's row stays locked, so that changes of the calendar come one after another."""
    counter, _ = version_model.objects.select_for_update().get_or_create(pk=CalendarVersion.THE_ONE)
    counter.number += 1
    counter.edition = uuid.uuid4()
    counter.save(update_fields=["number", "edition"])
    return counter.number


def _enter(year, days, source, number, year_model, day_model):
    next_is_published = year_model.objects.filter(year=year + 1, status="published").exists()
    first, last = _span(year, next_is_published=next_is_published)
    special = _special(year, days, first, last)
    day_model.objects.filter(on__range=(first, last)).delete()
    day_model.objects.bulk_create([day_model(**day._asdict(), source=source) for day in special])
    published = {"status": "published", "source": source, "version": number}
    year_model.objects.update_or_create(year=year, defaults=published)


def _span(year, *, next_is_published):
    """The first and the last day that the notice for ``year`` decides."""
    return date(year - 1, DECEMBER, 1), date(year, 11, 30) if next_is_published else date(year, DECEMBER, 31)


def _special(year, days, first, last):
    """The days of a notice that differ from Monday to Friday."""
    days = [SpecialDay(*day) for day in days]
    outside = [day.on for day in days if not first <= day.on <= last]
    if outside:
        raise ValueError(f"{min(outside):%Y-%m-%d} 不在{year}年放假安排的范围内。")
    return [day for day in days if day.counts == (day.on.weekday() in WEEKEND)]


def _days_of_package():
    off = [SpecialDay(on, False, Holiday(value).chinese) for on, value in holidays.items() if on not in workdays]
    return off + [SpecialDay(on, True, f"{Holiday(value).chinese}调休上班") for on, value in workdays.items()]
