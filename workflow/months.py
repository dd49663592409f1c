"""The only place that counts in months: the day so many on, and the dates of what recurs every so many."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import count

YEAR = 12


@dataclass(frozen=True)
class Rhythm:
    """How often something recurs: every ``months`` by default (本单位设定 may differ), or exactly so where the text says so."""

    label: str
    article: str
    months: int
    by_text: bool = False

    def by(self, policy, key):
        """Every how many months, by a version of the commission's rules."""
        return self.months if self.by_text else policy.rhythms.get(key, self.months)


def months_after(day, months):
    """The same day of a month so many months on, or before where negative; its last day where that month is shorter."""
    place = day.year * YEAR + day.month - 1 + months
    year, month = place // YEAR, place % YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def date_after(day, first_on, months):
    """The first date after ``day`` of what recurs every so many months, counted from the first one so that a short month shifts no
    later one."""
    dates = (months_after(first_on, months * number) for number in count(1))
    return next(date for date in dates if date > day)


def beginning_of(day, months):
    """The first day of the part of the calendar year in which a day lies, of parts of so many months."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def month_of(words, today):
    """The first day of the month ``YYYY-MM``, of this month where that is none."""
    try:
        first = date.fromisoformat(f"{words}-01")
    except ValueError:
        return today.replace(day=1)
    return first if 2000 <= first.year <= 2100 else today.replace(day=1)
