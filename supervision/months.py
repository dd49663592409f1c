"""The only place that counts in months."""

from calendar import monthrange
from datetime import date


def months_after(day, months):
    """The same day of a month so many months on, or before where negative; its last day where that month is shorter."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_of(words, today):
    """The first day of the month ``YYYY-MM``, of this month where that is none."""
    try:
        first = date.fromisoformat(f"{words}-01")
    except ValueError:
        return today.replace(day=1)
    return first if 2000 <= first.year <= 2100 else today.replace(day=1)
