"""The only place that says what one act gathers and writes: bodies, entries, clocks, holds, notices, all in one message."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F

from organizations.actors import Actor
from workflow import access, audit, calendars, clocks, holds, moving, notices, numbering, onlookers, seats, statements
from workflow.authority import follow
from workflow.models import Clock, Dossier, Hold, PaperAct, Remark
from workflow.models.record import NEW
from workflow.steps import EVERY, taken_by_children


@dataclass
class Act:
    """One act under way: who, when, and everything it is going to write."""

    actor: Actor
    id: uuid.UUID
    dossier: Dossier
    at: datetime = field(default_factory=clocks.now)
    standing: statements.Standing = field(default_factory=statements.Standing)
    note: str = ""
    paper: PaperAct | None = None
    moved: dict = field(default_factory=dict)
    born: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    told: list = field(default_factory=list)
    closed: list = field(default_factory=list)
    started: dict = field(default_factory=dict)
    lifted: list = field(default_factory=list)
    placed: dict = field(default_factory=dict)
    redated: dict = field(default_factory=dict)
    stopped_until: date | None = None
    resumed: bool = False
    urged: list = field(default_factory=list)
    remarks: list = field(default_factory=list)


def take(act, record, step, declaration, fields):
    """The step itself and those it carries: bodies, entries, clocks, holds, notices. Everything stays in memory."""
    before, source_label = audit.snapshot(record), record.state_label
    step(record, **fields)
    chosen = _choose(record) if record.pk is not None else {}
    if declaration.stamps:
        setattr(record, declaration.stamps, act.actor.person)
        act.dossier.note_stamp(record, declaration.stamps, act.actor.on_behalf_of)
    if declaration.name in record.numbered_by and not record.number:  # sent a second time it keeps its number
        series = record.series
        record.number = numbering.take(
            follow(record, record.numbered_for or record.owner), series, clocks.business_date(act.at).year
        )
    names = audit.changed(record, before)
    if record.pk is None:
        record.version = 1
        act.born.append(record)
    else:
        act.moved[record] = list(dict.fromkeys(act.moved.get(record, []) + names))
    if declaration.source != declaration.target:
        record.moved_at = act.at
    act.entries.append(
        audit.entry_of(
            record, declaration, act=act, source=declaration.source, source_label=source_label,
            said=audit.changes(record, names, before) | chosen if declaration.source != NEW else {},
        )
    )  # fmt: skip
    if act.note and not act.remarks:
        act.remarks.append(
            Remark(
                dossier_id=record.dossier_id, subject_type=record._meta.label_lower, subject_id=record.public_id,
                act_id=act.id, person_id=act.actor.person_id, text=act.note, said_at=act.at,
            )
        )  # fmt: skip
    _close_clocks(act, record, declaration)
    _lift_holds(act, record, declaration)
    for child, step_carried, its in list(taken_by_children(record, declaration)):
        child = next((known for known in act.moved if known == child), child)
        # else it was reached twice and has gone already, as with its task and with its matter
        if child.state == its.source:
            take(act, child, step_carried, its, {})
    for begun in declaration.starts:
        for subject in begun.subjects(record):
            act.started[subject.public_id, begun.name] = subject, begun.days
    for placed in declaration.places:
        for subject in placed.subjects(record):
            act.placed[subject.public_id, placed.name] = subject
    for moved in declaration.moves:
        for subject in moved.subjects(record):
            act.redated[subject.public_id, moved.name] = subject
    if declaration.stops:
        act.stopped_until = follow(record, declaration.stops)
    act.resumed = act.resumed or declaration.resumes
    if declaration.urges:
        act.urged.append(follow(record, declaration.urges))
    act.told += [(record, declaration, holder, text) for holder, text in notices.lines(record, declaration, act.actor)]


def _choose(record):
    """Write what the step's body chose for many-to-many relations; a birth does so once its row is there. The words of both."""
    said = {name: replaced(getattr(record, name), rows) for name, rows in record.chosen.items()}
    record.chosen = {}
    return {name: pair for name, pair in said.items() if pair[0] != pair[1]}


def replaced(manager, rows):
    """Set a many-to-many relation; its words before and after."""
    before = sorted(str(row) for row in manager.all())
    manager.set(rows)
    return ["、".join(before), "、".join(sorted(str(row) for row in rows))]


def _close_clocks(act, record, declaration):
    for names, status in ((declaration.meets, Clock.Status.MET), (declaration.cancels, Clock.Status.CANCELLED)):
        for named in names:
            if named.name == EVERY:
                act.closed += [(pk, status) for pk in act.standing.clocks.values()]
                act.started.clear()
                continue
            for subject in named.subjects(record):
                place = (subject.public_id, named.name)
                if place in act.standing.clocks:
                    act.closed.append((act.standing.clocks[place], status))


def _lift_holds(act, record, declaration):
    for lifted in declaration.lifts:
        if lifted.name == EVERY:
            act.lifted += [hold.id for hold in act.standing.holds]
            continue
        for subject in lifted.subjects(record):
            for hold in act.standing.holds:
                if (hold.subject_id, hold.name) == (subject.public_id, lifted.name):
                    act.lifted.append(hold.id)


def finish(act, record):
    """Grants, versions, the chain, and all writes in one message."""
    dossier, was_secret = act.dossier, act.dossier.is_secret
    if record.is_root:
        dossier.classification = getattr(record, "classification", dossier.classification)
        access.sync(record)
    told, messages = notices.compose(act.told, act=act, calendar_day=act.actor.today)
    _count_urgings(act, messages)
    writes = statements.Writes()
    for moved, names in act.moved.items():
        moved.version += 1
        writes.update(moved, [*names, "version", "moved_at"])
    for born in act.born:
        _point_to_parents(born)
        writes.insert([born])
    _write_clocks(act, writes)
    _move_clocks(act, writes)
    _write_holds(act, writes)
    for entry in act.entries:
        audit.chain(entry, dossier)
    for rows in (act.entries, act.remarks, [act.paper] if act.paper else [], told, messages):
        writes.insert(rows)
    dossier.version += 1
    dossier.moved_at = act.at
    written = ["version", "classification", "chain_length", "chain_head", "parties", "deputised", "moved_at"]
    writes.update(dossier, written)
    writes.send()
    if record.changes_access:
        access.follow(record.root)
        access.sync_recusals(record.root)
    if record.opens_houses:
        onlookers.sync_readings(record)
    for each, names in act.moved.items():
        # else what an administrator has ended would come back with any other act
        if each.gives_posts and "state" in names:
            seats.follow(each, act)
    if was_secret or dossier.is_secret:
        access.sync_list(record.root)


def _point_to_parents(born):
    """A record born within the act of its parent's birth learns the parent's key."""
    for column in born._meta.concrete_fields:
        if column.is_relation and column.is_cached(born):
            parent = column.get_cached_value(born)
            setattr(born, column.attname, parent.pk if parent else None)


def _write_clocks(act, writes):
    restarted = {act.standing.clocks[place] for place in act.started if place in act.standing.clocks}
    closing = dict(act.closed) | {pk: Clock.Status.CANCELLED for pk in restarted - {pk for pk, _ in act.closed}}
    for status in (Clock.Status.MET, Clock.Status.CANCELLED):
        if keys := [pk for pk, its in closing.items() if its == status]:
            ended = {"status": status, "closed_at": act.at, "closed_act": act.id, "next_rung_at": None}
            writes.change(Clock, keys, ended)
    begun = [
        clocks.begin(
            subject, name, policy=act.dossier.policy, at=act.at, act_id=act.id, days=days,
            calendar_version=act.standing.calendar_version,
        )
        for (_, name), (subject, days) in act.started.items()
    ]  # fmt: skip
    writes.insert(begun)


def _move_clocks(act, writes):
    """What the act does to the dates of clocks that go on running: moved, stopped, resumed."""
    if not (act.redated or act.stopped_until or act.resumed):
        return
    ended = {pk for pk, _ in act.closed}
    running = Clock.objects.open().filter(dossier=act.dossier.pk).exclude(pk__in=ended).select_related("policy")
    changes = []
    for clock in running.order_by("pk"):
        change = moving.moved(clock, act)
        if change:
            changes.append(change)
            writes.update(clock, moving.WRITTEN)
    writes.insert(changes)


def _count_urgings(act, messages):
    """Clocks that the act urges count it, beside the sweep; outside working hours the message leaves when they begin again."""
    for clock in act.urged:
        Clock.objects.filter(pk=clock.pk).update(urgings=F("urgings") + 1)
        calendar = calendars.load()
        if not clocks.is_open(clock.policy, act.at, calendar):
            for message in messages:
                message.next_try_at = clocks.opening(clock.policy, act.at, calendar)


def _write_holds(act, writes):
    if act.lifted:
        writes.change(Hold, act.lifted, {"lifted_at": act.at, "lifted_act": act.id})
    standing = {(hold.subject_id, hold.name) for hold in act.standing.holds if hold.id not in act.lifted}
    fresh = [
        holds.placed(subject, name, at=act.at, act_id=act.id)
        for (place, name), subject in act.placed.items()
        if (place, name) not in standing
    ]
    writes.insert(fresh)
