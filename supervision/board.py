"""The only place that counts what the board (看板) and the periodic reports say. Each figure says what it counts.

How things stand today is counted of the very rows that the ledger shows to this actor, so that every number leads there. What happened in a
period is counted of the chained history of the records that he sees, and of clocks that were met; of a matter of which he sees only the
header neither is counted.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, DateTimeField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate, TruncMonth

from supervision.board_acts import ACTS, action_of
from supervision.ledger import TABLES, Ledger
from supervision.ledger_lights import tone_of_row
from supervision.periods import Period
from workflow import calendars, clocks
from workflow.models import AuditEntry, Classification, Clock

EVERY = Q()
NO_SECRET = ~Q(dossier__classification=Classification.WORK_SECRET)
MONTHS = 12
IN_TIME = Q(closed_at__lt=F("due_at"))
OUTCOMES = {
    "in_time": IN_TIME & Q(was_overdue=False),
    "once_late": IN_TIME & Q(was_overdue=True),
    "late": ~IN_TIME,
}


@dataclass(frozen=True)
class Board:
    """The figures for one actor and one period. ``within`` narrows every row by its dossier; a report leaves out what not all its readers see."""

    actor: object
    period: Period
    within: Q = EVERY

    @cached_property
    def ledgers(self):
        """The ledger of each table, of the rows under way."""
        return {key: Ledger(self.actor, table, {"scope": "running"}) for key, table in TABLES.items()}

    def standing(self, key):
        """[(state, key of the department or ``None``, tone, number)] of the rows under way: one question."""
        ledger = self.ledgers[key]
        tone, house = self._tone, F("lead_department")
        known = Q(lead_department__in=[house.pk for house in ledger.houses])
        rows = ledger.rows.filter(self.within).order_by().annotate(
            tone=Case(When(ledger.work, then=tone)) if ledger.work else tone,
            house=Case(When(ledger.named & known, then=house)),
        )  # fmt: skip
        found = rows.values_list("state", "house", "tone").annotate(number=Count("pk"))
        return [(state, house, tone or "none", number) for state, house, tone, number in found]

    @cached_property
    def _tone(self):
        return tone_of_row(self.actor.today)

    def acts(self):
        """{key of an act: (number in the period, number in the one before)}: one question for each kind of record."""
        asked, found = defaultdict(list), {}
        for act in ACTS:
            asked[act.model].append(act)
        for model, acts in asked.items():
            counted = self._counted_acts(model, {action_of(step): act.key for act in acts for step in act.steps})
            found |= {act.key: counted.get(act.key, (0, 0)) for act in acts}
        return found

    def _counted_acts(self, model, keys):
        """{key: (now, before)} of the entries of these actions."""
        entries = self._entries(model).filter(action__in=keys, **self._both("at")).order_by()
        found = defaultdict(lambda: (0, 0))
        for action, *numbers in entries.values_list("action").annotate(**self._now_and_before("at")):
            found[keys[action]] = tuple(map(sum, zip(found[keys[action]], numbers, strict=True)))
        return found

    def _entries(self, model):
        """The history of the records of a kind whose work the actor sees."""
        return AuditEntry.objects.filter(subject_type=model._meta.label_lower, subject_id__in=self._subjects(model))

    def _subjects(self, model):
        """The public ids of the records of a kind whose work the actor sees."""
        rows = model.objects.visible_to(self.actor).filter(self.within)
        for key, table in TABLES.items():
            rows = rows.filter(self.ledgers[key].work) if table.model is model else rows
        return rows.order_by().values("public_id")

    def _both(self, name):
        """The moments of the period and of the one before, which follow one another."""
        return {f"{name}__gte": self.period.before.begins_at, f"{name}__lt": self.period.ends_at}

    def _now_and_before(self, name, of=EVERY, key="number"):
        begun = self.period.begins_at
        return {
            f"{key}_now": Count("pk", filter=of & Q(**{f"{name}__gte": begun})),
            f"{key}_before": Count("pk", filter=of & Q(**{f"{name}__lt": begun})),
        }

    def timeliness(self, key):
        """[(label of the clock, {outcome: (now, before)})] of the clocks of a table's rows that were met, by name."""
        met = self._met(key).filter(**self._both("closed_at")).order_by()
        columns = {}
        for outcome, of in OUTCOMES.items():
            columns |= self._now_and_before("closed_at", of, outcome)
        found = [
            (label, dict(zip(OUTCOMES, zip(numbers[::2], numbers[1::2], strict=True), strict=True)))
            for label, *numbers in met.values_list("label").annotate(**columns)
        ]
        return sorted(found, key=lambda line: [-sum(map(sum, line[1].values())), line[0]])

    def _met(self, key):
        model = TABLES[key].model
        return Clock.objects.filter(
            status=Clock.Status.MET, subject_type=model._meta.label_lower, subject_id__in=self._subjects(model)
        )

    def by_month(self, key):
        """[(month, {outcome: number})] of the clocks met in each of the twelve months up to the period's last that has begun."""
        last = Period.of("month", min(self.period.last_on, self.actor.today))
        months = [last.shifted(place - MONTHS + 1) for place in range(MONTHS)]
        met = self._met(key).filter(closed_at__gte=months[0].begins_at, closed_at__lt=months[-1].ends_at).order_by()
        month = TruncMonth("closed_at", tzinfo=clocks.SHANGHAI)
        columns = {outcome: Count("pk", filter=of) for outcome, of in OUTCOMES.items()}
        found = {
            clocks.business_date(at): dict(zip(OUTCOMES, numbers, strict=True))
            for at, *numbers in met.annotate(month=month).values_list("month").annotate(**columns)
        }
        return [(each, found.get(each.first_on, dict.fromkeys(OUTCOMES, 0))) for each in months]

    def durations(self, key):
        """[(label of the state, number, median, longest)] in working days of the states that rows left in the period.

        What still rests in a state is not counted. Rows are counted by the two dates first, so that what is read is not one line for each.
        """
        model, calendar, found = TABLES[key].model, calendars.load(), defaultdict(list)
        for state, entered_on, left_on, number in self._stays(model):
            found[state].append((calendar.between(entered_on, left_on), number))
        return [
            (label, sum(number for _, number in found[state]), median(found[state]), max(found[state])[0])
            for state, label in model.State.choices if state in found
        ]  # fmt: skip

    def _stays(self, model):
        """(state, date it was entered, date it was left, how many): each entry that left a state, with the one before it that moved."""
        moves = AuditEntry.objects.exclude(source=F("target")).order_by("-seq")
        earlier = moves.filter(dossier=OuterRef("dossier"), subject_id=OuterRef("subject_id"), seq__lt=OuterRef("seq"))
        left = self._entries(model).exclude(source=F("target")).exclude(source="")
        left = left.filter(at__gte=self.period.begins_at, at__lt=self.period.ends_at)
        entered = Subquery(earlier.values("at")[:1], output_field=DateTimeField())
        days = {
            "entered_on": TruncDate(entered, tzinfo=clocks.SHANGHAI),
            "left_on": TruncDate("at", tzinfo=clocks.SHANGHAI),
        }
        counted = left.annotate(**days).filter(entered_on__isnull=False).order_by()
        return counted.values_list("source", "entered_on", "left_on").annotate(number=Count("pk"))


def median(counted):
    """The median of [(value, how often)]: the middle one, or half-way between the middle two."""
    total, seen, middle = sum(number for _, number in counted), 0, []
    for value, number in sorted(counted):
        middle += [value for place in ((total - 1) // 2, total // 2) if seen <= place < seen + number]
        seen += number
    return sum(middle) / 2
