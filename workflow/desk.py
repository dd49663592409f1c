"""The desk (工作台): what waits for the actor, what he waits for, what is due, overdue, done.

Nothing is stored for it: the steps that a state waits for, and who may take them, say it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from organizations.models import Role
from workflow import calendars, clocks
from workflow.access import is_listed, visible_dossiers
from workflow.authority import follow
from workflow.awaited import awaiting, concerning, meant_for
from workflow.models import AuditEntry, Clock
from workflow.offers import waiting_for
from workflow.steps import declaration_of, machines, steps_of


@dataclass
class Item:
    """One line of the desk."""

    what: str
    within: str
    acts: list
    who: str
    since: datetime | None
    url: str
    kind: str
    due_on: date | None = None
    light: object = None
    on_behalf_of: str = ""
    gist: str = ""
    follows: str = ""
    duty: str = ""
    is_entry: bool = False

    @property
    def is_due_soon(self):
        return self.light is not None and self.light.tone == "yellow"

    @property
    def is_overdue(self):
        return self.light is not None and self.light.tone in ("red", "deep_red")

    @property
    def urgency(self):
        """What the most urgent come first by: their date, then how long they have been waiting."""
        return self.due_on or date.max, self.since


LEADERS = (Role.PRINCIPAL, Role.SECRETARY, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY)
DEPARTMENTS = (Role.LIAISON, Role.DEPARTMENT_HEAD)
DUTIES = ("签收", "办理和报告", "反馈和答复")  # what a department has to do, and nothing else


SHOWN = 10  # lines of a part before the whole of it is asked for
CARDS = 5  # decisions that a leader reads with what they are about; the rest are lines
NARROWED = {"soon": "即将到期", "overdue": "已超期", "to-do": "待办", "waiting": "等待他人"}


@dataclass
class Desk:
    """What is the actor's to do and what waits for others, each line once; ``only`` is what was asked to be seen alone."""

    to_do: list
    waiting: list
    done: list
    only: str = ""

    @property
    def decisions_first(self):
        """What is the actor's to do: what he decides before what he only enters, each the most urgent first."""
        return sorted(self.to_do, key=lambda item: item.is_entry)

    @property
    def cards(self):
        return self.decisions_first[:CARDS]

    @property
    def further(self):
        return self.decisions_first[CARDS:]

    @property
    def overdue_elsewhere(self):
        return [item for item in self.waiting if item.is_overdue]

    @property
    def in_time_elsewhere(self):
        return [item for item in self.waiting if not item.is_overdue]

    @property
    def duties(self):
        """What a department has to do, by the three kinds of duty."""
        return [(duty, [item for item in self.to_do if item.duty == duty]) for duty in DUTIES]

    @property
    def figures(self):
        """(words, number, key) of the four numbers; each leads to these lines alone."""
        every = [*self.to_do, *self.waiting]
        soon, overdue = (sum(item.is_due_soon for item in every), sum(item.is_overdue for item in every))
        numbers = {"to-do": len(self.to_do), "waiting": len(self.waiting), "soon": soon, "overdue": overdue}
        return [(NARROWED[key], number, key) for key, number in numbers.items()]

    @property
    def parts(self):
        """The parts as asked for: each cut where the whole desk is shown, and whole where only something is."""
        mine, theirs = (self._chosen(items) for items in (self.to_do, self.waiting))
        parts = [
            _Part("to-do", "待办", "需要您", mine, self.only),
            _Part("waiting", "等待他人", "等待", theirs, self.only),
        ]
        return [part for part in parts if part.is_shown]

    def _chosen(self, items):
        asked = {"soon": lambda item: item.is_due_soon, "overdue": lambda item: item.is_overdue}
        return list(filter(asked.get(self.only), items))


@dataclass
class _Part:
    key: str
    heading: str
    column: str
    items: list
    only: str

    @property
    def is_shown(self):
        """An empty desk says so of what is to do; a list asked for alone stands alone."""
        if self.only in ("to-do", "waiting"):
            return self.key == self.only
        return bool(self.items) or (self.key == "to-do" and not self.only)

    @property
    def shown(self):
        return self.items if self.only else self.items[:SHOWN]

    @property
    def is_cut(self):
        return len(self.shown) < len(self.items)


def desk_of(actor, only=""):
    """The actor's desk. The number of queries depends on the kinds of record, not on their rows."""
    today = actor.today
    meant, concerned, to_do, waiting = meant_for(actor), concerning(actor), [], []
    for model in machines():
        mine = awaiting(model, actor, meant.get(model, {}))
        to_do += mine
        known = {row.pk for row, _ in mine}
        waiting += [row for row in concerned.get(model, ()) if row.pk not in known]
    due = _clocks_of([*(row for row, _ in to_do), *waiting])
    calendar = calendars.load()
    forms = _forms_of(to_do, actor)
    to_do = [_decided(_item(row, due, calendar, today, wanted, forms), row, wanted, actor) for row, wanted in to_do]
    waiting = [_item(row, due, calendar, today) if row.shows_work_to(actor) else _header(row) for row in waiting]
    asked = [_asked(each, calendar, today) for model in machines() for each in model.asked_of(actor)]
    to_do = _with_asked(to_do, asked)
    mine = {item.url for item in to_do}
    return Desk(
        to_do=sorted(to_do, key=lambda item: item.urgency),
        waiting=sorted((each for each in waiting if each.who and each.url not in mine), key=lambda item: item.urgency),
        done=done_by(actor),
        only=only if only in NARROWED else "",
    )


def _with_asked(to_do, asked):
    """What was asked about a record stands on that record's own line, where it has one."""
    lines = {item.url: item for item in to_do}
    for item in asked:
        line = lines.setdefault(item.url, item)
        if line is item:
            to_do = [*to_do, item]
        else:
            line.acts = [*line.acts, *item.acts]
    return to_do


def page_for(actor):
    """The page that suits the post in which the actor acts: leaders decide, departments have three duties, inspectors read."""
    role = actor.post.role if actor.post else ""
    kind = "_leader" if role in LEADERS else "_department" if role in DEPARTMENTS else ""
    kind = "_inspector" if role == Role.INSPECTOR else kind
    return f"workflow/desk{kind}.html"


def _decided(item, row, wanted, actor):
    """The item with what a decision needs to be known: what it is about, what follows, and which duty it is."""
    step = wanted[0][1]
    item.gist = row.gist if row.is_open_to(actor) else ""
    item.duty = row.duties.get(step, DUTIES[1])
    item.is_entry = all(each in row.entries for _, each, _ in wanted)
    if declaration := declaration_of(steps_of(type(row))[step], row.state) if step else None:
        item.follows = "；".join(f"{label}（{who}）" for label, who in waiting_for(row, declaration.target))
    return item


def done_by(actor, days=30, most=10):
    """The actor's own latest acts on dossiers that he still may see; of an act the step he took, not those it carried."""
    since = clocks.now() - timedelta(days=days)
    entries = AuditEntry.objects.filter(person=actor.person_id, dossier__in=visible_dossiers(actor), at__gte=since)
    acts = {}
    for entry in entries.select_related("dossier").order_by("-at", "-seq")[: most * 8]:
        if entry.dossier.is_secret and not is_listed(actor, entry.dossier_id):
            entry.subject_words = "工作秘密"  # the words may be older than the secret
        acts[entry.act_id] = entry
    return list(acts.values())[:most]


def _forms_of(to_do, actor):
    """{(id of a row, label): address} of work that begins with a form: one question for each kind of such work, not for each row."""
    found, wanted_of = {}, defaultdict(dict)
    for row, wanted in to_do:
        labels = {label for label, step, _ in wanted if not step}
        for work in row.awaits.get(row.state, ()):
            if work.begins and work.label in labels and not row.is_covered_from(actor):
                wanted_of[type(row), work.label, work.begins, work.fresh][row.pk] = row
    for (model, label, begins, fresh), rows in wanted_of.items():
        for key in model._base_manager.filter(fresh, pk__in=rows).values_list("pk", flat=True):
            found[rows[key].public_id, label] = reverse(begins, args=[rows[key].public_id])
    return found


def step_url(row, step):
    """The page of a step; work that is no step and begins with no form is done on the record's own page."""
    return reverse(f"{row._meta.model_name}_step", args=[row.public_id, step]) if step else row.get_absolute_url()


def _clocks_of(rows):
    found = defaultdict(list)
    for clock in Clock.objects.open().of(*rows).select_related("policy").order_by("due_on"):
        found[clock.subject_id].append(clock)
    return found


def _asked(asked, calendar, today):
    """What somebody asked the actor to write about a clock, beyond what a state waits for."""
    subject, clock = asked.subject, asked.clock
    return Item(
        what=subject.words, within="" if subject.is_root else subject.root.words, acts=[(asked.label, asked.url)],
        who="", since=asked.since, url=subject.get_absolute_url(), kind=subject._meta.verbose_name, due_on=clock.due_on,
        light=clocks.light(clock, today, calendar), duty=DUTIES[2],
    )  # fmt: skip


def _header(row):
    """A row of which the actor sees header and state only: neither whom it waits for nor until when."""
    return Item(
        what=row.words, within="", acts=[], who=row.state_label, since=row.moved_at, url=row.get_absolute_url(),
        kind=row._meta.verbose_name,
    )  # fmt: skip


def _item(row, due, calendar, today, wanted=(), forms=None):
    first = row.first_of(due.get(row.public_id, []))
    return Item(
        what=row.words,
        within="" if row.is_root else follow(row, row.within[-1].replace("__", ".")).words,
        acts=[(label, (forms or {}).get((row.public_id, label)) or step_url(row, step)) for label, step, _ in wanted],
        who="；".join(f"{label}：{who}" for label, who in waiting_for(row)),
        since=row.moved_at,
        url=row.get_absolute_url(),
        kind=row._meta.verbose_name,
        due_on=first.due_on if first else None,
        light=clocks.light(first, today, calendar) if first else None,
        on_behalf_of="、".join(dict.fromkeys(principal for _, _, principal in wanted if principal)),
    )
