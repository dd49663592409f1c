"""The desk (工作台): what waits for the actor, what he waits for, what is due, overdue, done.

Nothing is stored for it: the steps that a state waits for, and who may take them, say it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from workflow import calendars, clocks
from workflow.access import visible_dossiers
from workflow.authority import posts_for, too_close
from workflow.models import AuditEntry, Clock
from workflow.steps import declaration_of, declarations, machines, steps_of, waiting_for

MOST = 100  # rows of one kind on the desk; the lists show the rest


@dataclass
class Item:
    """One line of the desk."""

    what: str
    who: str
    since: datetime | None
    url: str
    kind: str
    due_on: date | None = None
    light: object = None
    clocks: list = field(default_factory=list)
    steps: list = field(default_factory=list)


@dataclass
class Desk:
    to_do: list
    waiting: list
    due_soon: list
    overdue: list
    done: list

    @property
    def figures(self):
        return (
            ("待办", len(self.to_do), "to-do"),
            ("等待他人", len(self.waiting), "waiting"),
            ("即将到期", len(self.due_soon), "due-soon"),
            ("已超期", len(self.overdue), "overdue"),
        )


def expected_of(model):
    """(state, step, declaration) of every step that a state of the model waits for."""
    for taken in steps_of(model).values():
        for declaration in declarations(taken):
            if declaration.expected:
                yield declaration.source, taken, declaration


def awaiting(model, actor):
    """Visible rows of the model that wait for a step this actor is meant to take."""
    meant = Q(pk__in=[])
    for state, _, declaration in expected_of(model):
        for authority in declaration.by:
            meant |= Q(state=state) & authority.q(actor)
    rows = model.objects.visible_to(actor).filter(meant).select_related(*model.within, "dossier")
    return [row for row in rows.order_by("moved_at", "pk")[:MOST] if steps_waiting(row, actor)]


def steps_waiting(record, actor):
    """The expected steps of the record's state that the actor may take, the two-person rule considered."""
    found = []
    for taken in steps_of(type(record)).values():
        declaration = declaration_of(taken, record.state)
        if declaration is None or not declaration.expected:
            continue
        if posts_for(declaration.by, record, actor) and not too_close(declaration.apart_from, record, actor):
            found.append(declaration)
    return found


def desk_of(actor):
    """The actor's desk. The number of queries depends on the kinds of record, not on their rows."""
    today = actor.today
    to_do, waiting = [], []
    for model in machines():
        mine = awaiting(model, actor)
        to_do += mine
        known = {row.pk for row in mine}
        rows = model.objects.visible_to(actor).filter(model.concerns(actor)).exclude(state__in=terminal_states(model))
        rows = rows.select_related(*model.within, "dossier").order_by("-moved_at", "pk")[:MOST]
        waiting += [row for row in rows if row.pk not in known]
    due = _clocks_of([*to_do, *waiting])
    calendar = calendars.load()
    to_do = [_item(row, due, calendar, today, actor) for row in to_do]
    waiting = [_item(row, due, calendar, today) for row in waiting]
    to_do.sort(key=lambda item: (item.due_on or date.max, item.since))
    dated = sorted((item for item in [*to_do, *waiting] if item.due_on), key=lambda item: item.due_on)
    return Desk(
        to_do=to_do,
        waiting=[item for item in waiting if item.who],
        due_soon=[item for item in dated if item.light.tone == "yellow"],
        overdue=[item for item in dated if item.due_on < today],
        done=done_by(actor),
    )


def terminal_states(model):
    """States that no step leaves."""
    left = {declaration.source for taken in steps_of(model).values() for declaration in declarations(taken)
            if declaration.source != declaration.target}  # fmt: skip
    return [state.value for state in model.State if state.value not in left]


def done_by(actor, days=30, most=20):
    """The actor's own latest acts on dossiers that he still may see."""
    since = clocks.now() - timedelta(days=days)
    entries = AuditEntry.objects.filter(person=actor.person_id, dossier__in=visible_dossiers(actor), at__gte=since)
    return list(entries.order_by("-at", "-seq")[:most])


def _clocks_of(rows):
    found = defaultdict(list)
    for clock in Clock.objects.open().of(*rows).order_by("due_on"):
        found[clock.subject_id].append(clock)
    return found


def _item(row, due, calendar, today, actor=None):
    running = due.get(row.public_id, [])
    steps = steps_waiting(row, actor) if actor else []
    waited = waiting_for(row)
    due_on = running[0].due_on if running else None
    return Item(
        what=row.words,
        who="、".join(step.label for step in steps) if actor else "；".join(f"{label}：{who}" for label, who in waited),
        since=row.moved_at,
        url=row.get_absolute_url(),
        kind=row._meta.verbose_name,
        due_on=due_on,
        light=clocks.light(due_on, today, calendar) if due_on else None,
        clocks=running,
        steps=steps,
    )
