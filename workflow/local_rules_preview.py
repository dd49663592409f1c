"""The only place that says what a version of the rules moves and what it leaves: asked before it is saved, never stored."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from workflow import calendars, clocks
from workflow.local_rules import ClockKind, clock_kinds, differences
from workflow.models import Policy
from workflow.steps import machines, terminal_states


@dataclass(frozen=True)
class Example:
    """A kind of clock that would begin today: its due date by the old rules and by the new."""

    kind: ClockKind
    old_days: int
    new_days: int
    old_due_on: date
    new_due_on: date

    @property
    def moves(self):
        return self.old_days != self.new_days


def preview(actor, draft):
    """What the version would do, for the page that is looked at before it is saved."""
    before = Policy.objects.filter(commission=draft.commission_id).in_force(draft.effective_on).first()
    shown = examples(before, draft, clocks.today())
    return {
        "before": before, "differences": differences(before, draft), "moving": [each for each in shown if each.moves],
        "staying": [each for each in shown if not each.moves], "running": running(actor, draft.commission_id),
        "replaced": replaced_by(draft), "waits": draft.effective_on > clocks.today(), "today": clocks.today(),
    }  # fmt: skip


def examples(old, new, started_on):
    """Every kind of clock, as if it began on that day."""
    calendar, shown = calendars.load(), []
    for kind in clock_kinds():
        days = [policy.periods.get(kind.key, kind.days) for policy in (old, new)]
        shown.append(Example(kind, *days, *(calendar.add(started_on, each).due_on for each in days)))
    return shown


def running(actor, commission_id):
    """[(version, number)] of the business that is under way, of what the actor sees: it keeps its version."""
    numbers = {}
    for model in machines():
        if not model.is_root:
            continue
        rows = model.objects.visible_to(actor).filter(dossier__commission=commission_id)
        rows = rows.exclude(state__in=terminal_states(model)).order_by()
        for pk, number in rows.values_list("dossier__policy").annotate(Count("pk")):
            numbers[pk] = numbers.get(pk, 0) + number
    found = Policy.objects.filter(pk__in=numbers).order_by("-number")
    return [(policy, numbers[policy.pk]) for policy in found]


def replaced_by(draft):
    """Versions whose day has not come and never will, because this one takes effect no later."""
    waiting = Policy.objects.filter(commission=draft.commission_id, effective_on__gt=clocks.today())
    return list(waiting.filter(effective_on__gte=draft.effective_on, number__lt=draft.number).order_by("number"))


def standing(policies, today):
    """{number: (words, tone)}: how each of the versions (the newest first) stands on a day."""
    said, earliest, counts = {}, None, True
    for policy in policies:
        if policy.effective_on > today:
            dead = earliest is not None and earliest <= policy.effective_on
            said[policy.number] = ("未生效即被取代", "grey") if dead else ("待生效", "blue")
        else:
            dead = not counts
            said[policy.number] = ("已被取代", "grey") if dead else ("现行", "green")
            counts = False
        earliest = min(earliest or policy.effective_on, policy.effective_on)
    return said
