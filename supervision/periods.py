"""The only place that says which days a month, a quarter and a year are, and which of them one can choose."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from workflow import clocks

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
KINDS = {"month": "月", "quarter": "季度", "year": "年"}
WRITTEN = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|Q([1-4]))?")


@dataclass(frozen=True)
class Period:
    """A calendar month, quarter or year, from its ``first_on``: business dates in Asia/Shanghai, both ends included."""

    kind: str
    first_on: date

    @classmethod
    def of(cls, kind, day):
        """The one in which a day lies."""
        months = MONTHS_OF[kind]
        return cls(kind, date(day.year, (day.month - 1) // months * months + 1, 1))

    @classmethod
    def written(cls, words):
        """The one that an address names: ``2026-11``, ``2026Q4``, ``2026``; ``None`` for anything else."""
        found = WRITTEN.fullmatch(words or "")
        if not found:
            return None
        year, month, quarter = found.groups()
        kind = "month" if month else "quarter" if quarter else "year"
        return cls(kind, date(int(year), int(month or 0) or int(quarter or 1) * 3 - 2, 1))

    @property
    def key(self):
        """How an address names it."""
        tail = {"month": f"-{self.first_on:%m}", "quarter": f"Q{self.quarter}", "year": ""}[self.kind]
        return f"{self.first_on.year}{tail}"

    @property
    def quarter(self):
        return (self.first_on.month + 2) // 3

    @property
    def words(self):
        tail = {"month": f"{self.first_on.month}月", "quarter": f"第{'一二三四'[self.quarter - 1]}季度", "year": ""}
        return f"{self.first_on.year}年{tail[self.kind]}"

    @property
    def last_on(self):
        return self.shifted(1).first_on - timedelta(days=1)

    @property
    def begins_at(self):
        return datetime.combine(self.first_on, time(), clocks.SHANGHAI)

    @property
    def ends_at(self):
        """The first instant that is no longer in it."""
        return clocks.end_of(self.last_on)

    @property
    def before(self):
        return self.shifted(-1)

    def shifted(self, number):
        """The one of its kind so many later."""
        months = self.first_on.year * 12 + self.first_on.month - 1 + number * MONTHS_OF[self.kind]
        return Period(self.kind, date(months // 12, months % 12 + 1, 1))


def recent(today):
    """[(kind in words, [(key, words)])] that are offered: months and quarters of two years back and five years, today's first."""
    back = {"month": 25, "quarter": 9, "year": 5}
    return [
        (KINDS[kind], [(each.key, each.words) for each in (Period.of(kind, today).shifted(-place) for place in range(number))])
        for kind, number in back.items()
    ]  # fmt: skip
