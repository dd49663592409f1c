"""The only place that asks the database for lights: which clock lends a row its light, and which clocks burn in a colour today."""

from datetime import timedelta

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When

from workflow import calendars
from workflow.models import Clock, Policy

FARTHEST = 800  # days either way in which a light changes
WORDS = {
    "deep_red": "严重超期", "red": "超期", "yellow": "将到期", "green": "正常", "grey": "中止", "none": "没有期限",
}  # fmt: skip
COLOURS = {"deep_red": "深红", "red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}
TONES = {tone: f"{COLOURS[tone]}（{word}）" if tone in COLOURS else word for tone, word in WORDS.items()}


def first_clocks():
    """The open clock of each subject that is due first: by it a row has its date and its light."""
    earlier = Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
    return Clock.objects.open().filter(~Exists(Clock.objects.open().filter(earlier, subject_id=OuterRef("subject_id"))))


def tone_of_row(today):
    """The light of each row by the clock that lends it, as a column; null where no clock runs."""
    turns = _turns(today)
    lights = Case(*(When(of_tone(tone, today, turns), then=Value(tone)) for tone in COLOURS), output_field=CharField())
    first = Clock.objects.open().filter(subject_id=OuterRef("public_id")).order_by("due_on", "pk")
    return Subquery(first.annotate(tone=lights).values("tone")[:1])


def of_tone(tone, today, turns=None):
    """A ``Q`` of the clocks whose light is this today: as ``clocks.light`` says, in days of each version of the rules.

    Who asks for several tones reads the ``turns`` once. Each tone says between which days all of its clocks are due, so that an index can
    be entered there: of years that lie open the red ones are a few days.
    """
    turns = turns or _turns(today)
    paused = Q(paused_until__isnull=False, paused_until__gte=today)
    if tone == "grey":
        return paused
    if tone == "red":
        deep_for_all = min((last_deep for _, last_deep in turns.values()), default=today)
        return ~paused & Q(due_on__lt=today, due_on__gt=deep_for_all) & ~of_tone("deep_red", today, turns)
    ahead = Q(warns_on__isnull=False, warns_on__lte=today)
    found = Q(pk__in=[])
    for policies, (first_green, last_deep) in turns.items():
        found |= (
            Q(policy__in=policies)
            & {
                "green": Q(due_on__gte=first_green) & ~ahead,
                "yellow": Q(due_on__gte=today) & (Q(due_on__lt=first_green) | ahead),
                "deep_red": Q(due_on__lt=today) & (Q(grave=True) | Q(due_on__lte=last_deep)),
            }[tone]
        )
    within = {"deep_red": Q(due_on__lt=today), "yellow": Q(due_on__gte=today)}.get(tone, Q(due_on__gt=today))
    return Q(Q(paused_until__isnull=True) | Q(paused_until__lt=today)) & within & found


def _turns(today):
    """{keys of versions: (first day that is green, last day that is deep red)}: one entry for all versions with the same days."""
    alike = {}
    for pk, *days in Policy.objects.order_by("pk").values_list("pk", "warning_days", "deep_red_days"):
        alike.setdefault(tuple(days), []).append(pk)
    calendar = calendars.load()
    return {
        tuple(keys): (
            _first(today, 1, lambda day, days=days: calendar.between(today, day) > days[0]),
            _first(
                today - timedelta(days=1), -1, lambda day, days=days: max(calendar.between(day, today), 1) >= days[1]
            ),
        )
        for days, keys in alike.items()
    }


def _first(day, step, holds):
    """The first day from ``day`` on, one by one in this direction, for which it holds."""
    for _ in range(FARTHEST):
        if holds(day):
            break
        day += timedelta(days=step)
    return day
