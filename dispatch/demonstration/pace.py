"""The pace of the demonstration: a clock of its own that goes forward only, and a road on which each act has its moment."""

import random
from datetime import datetime, time, timedelta

from dispatch.demonstration.road import Road
from workflow import calendars, clocks


class Calendar:
    """The rehearsal's clock: moves forward only, by working days, within office hours."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.moment = None

    def begin(self, days_ago):
        """Go to the morning ``days_ago`` calendar days before the last working day, today included, or the next working day."""
        day = calendars.load().back(clocks.today(), 0) - timedelta(days=days_ago)
        self.moment = datetime.combine(day, time(9, 0), clocks.SHANGHAI)
        self._to_working_day()

    def _to_working_day(self):
        calendar = calendars.load()
        while not calendar.counts(self.moment.date()):
            self.moment = datetime.combine(self.moment.date() + timedelta(days=1), time(9, 0), clocks.SHANGHAI)

    def tick(self):
        """A minute or so passes each time that somebody looks at the clock."""
        self.moment += timedelta(seconds=self.random.randint(20, 70))
        return self.moment

    def later(self, days):
        """The date so many calendar days from the rehearsal's today."""
        return self.moment.date() + timedelta(days=days)

    def wait(self, days=0):
        """So many working days pass."""
        calendar = calendars.load()
        day = calendar.add(self.moment.date(), days).due_on if days else self.moment.date()
        self.moment = max(self.moment, datetime.combine(day, time(9, self.random.randint(0, 50)), clocks.SHANGHAI))


class TimedRoad(Road):
    """A road on which every act has its own moment of the rehearsal."""

    def __init__(self, city, calendar, plan, **fields):
        super().__init__(city, wait=calendar.wait, plan=plan, **fields)
        self.calendar = calendar

    def legs(self):
        """Each act within its own moment."""
        return tuple((state, self._timed(leg)) for state, leg in super().legs())

    def _timed(self, leg):
        def walk():
            with clocks.following(self.calendar.tick):
                leg()
            self.calendar.wait(0)

        return walk

    def aside(self, act, *args, **kwargs):
        """One act that is no leg of the road, in its own moment."""
        with clocks.following(self.calendar.tick):
            return act(*args, **kwargs)
