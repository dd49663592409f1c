"""The only place that enters a year's notice (放假安排) and counts every running date anew by it, in one transaction.

Dossiers are locked before their clocks and in key order, as by every act, so that no act and no recount wait for each other.
Closed clocks never change.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q

from organizations.models import Role
from supervision import circles
from supervision.models import Reminder
from workflow import administration, audit, calendars, clocks, moving
from workflow.door import Moved
from workflow.guards import Obstacle
from workflow.models import CalendarYear, Circle, Clock, ClockChange, Dossier, Notice, OutboxMessage, Rung
from workflow.notices import messages_for

ACT, ACTION = "publish_calendar", "recount"
ARTICLE = "系统规则"
BATCH = 500
OWED = Rung(0, (Circle.OWED.value,))


def affected(year, calendar):
    """Open clocks whose date the notice for ``year`` may move; the days before its span decide nothing."""
    first, _ = calendar.notice_span(year)
    return Clock.objects.open().filter(Q(due_on__gte=first) | ~Q(pauses=[]))


# What would move, before it moves


@dataclass(frozen=True)
class MovingKind:
    """How many dates of one kind of clock would move, and by how many days: negative is earlier."""

    label: str
    number: int
    least: int
    most: int
    first_on: object
    last_on: object

    @property
    def span(self):
        """By how many days, in words."""
        said = [f"{'提前' if days < 0 else '推后'}{abs(days)}天" for days in sorted({self.least, self.most})]
        return " 至 ".join(said)


@dataclass(frozen=True)
class Preview:
    """What a notice would move, without a word of what the dates are about."""

    kinds: list
    dates: list
    number: int
    looked_at: int
    settled: int


def preview(year, days):
    """What entering this notice would move; nothing is written."""
    calendar = calendars.load().with_notice(year, days)
    pairs, looked_at, settled = Counter(), 0, 0
    for clock in affected(year, calendar).order_by("pk").iterator(chunk_size=2000):
        due_on, provisional = moving.recounted(clock, calendar)
        looked_at, settled = looked_at + 1, settled + (clock.provisional and not provisional)
        if due_on != clock.due_on:
            pairs[clock.label, clock.due_on, due_on] += 1
    dates = Counter()
    for (_, old, new), number in pairs.items():
        dates[old, new] += number
    shown = [(old, new, number) for (old, new), number in sorted(dates.items())]
    return Preview(_kinds(pairs), shown, pairs.total(), looked_at, settled)


def _kinds(pairs):
    by_label = defaultdict(list)
    for (label, old, new), number in pairs.items():
        by_label[label].append((old, new, number))
    return [_kind(label, rows) for label, rows in sorted(by_label.items())]


def _kind(label, rows):
    moves = [(new - old).days for old, new, _ in rows]
    ends = [day for old, new, _ in rows for day in (old, new)]
    return MovingKind(label, sum(number for _, _, number in rows), min(moves), max(moves), min(ends), max(ends))


# The act


@transaction.atomic
def publish(actor, year, days, *, source, version):
    """Enter the notice for ``year``, count every running date anew, tell whoever owes one that moved. Returns how many moved.

    ``version`` is the calendar that was shown. Raises ``NotPermitted``, ``Moved`` or ``Barred``.
    """
    administration.enter(ACT, actor)
    before = calendars.load()
    if before.version != version:
        raise Moved(f"日历已由他人更新为第{before.version}版，请重新预览后再公布。")
    administration.bar(ACT, against(before, year, days))
    status = CalendarYear.Status(_status(year)).label
    calendars.publish(year, days, source=source, entered_by=actor.person)
    moved, looked_at = _recount_all(affected(year, calendars.load()), actor.person)
    audit.journal(
        ACT, administration.ACTS[ACT][0], actor=actor, words=f"{year}年放假安排：{source}",
        changes={"状态": [status, CalendarYear.Status.PUBLISHED.label], "重新计算的时限": [None, str(looked_at)],
                 "移动的到期日": [None, str(moved)]},
    )  # fmt: skip
    return moved


def against(calendar, year, days):
    """Why a notice cannot be entered: a day outside its span, or nothing that differs from what is published."""
    first, last = calendar.notice_span(year)
    outside = [day.on for day in days if not first <= day.on <= last]
    if outside:
        return [
            Obstacle(
                f"{min(outside):%Y-%m-%d} 不在{year}年放假安排的范围内（{first} 至 {last}）",
                ARTICLE,
                Role.SYSTEM_ADMIN.label,
            )
        ]
    if not days:
        return [Obstacle("没有一天放假或者调休，不像是放假安排", ARTICLE, Role.SYSTEM_ADMIN.label)]
    if calendar.is_published(year) and calendar.with_notice(year, days).special == calendar.special:
        return [Obstacle(f"与已公布的{year}年安排完全相同，不必再次公布", ARTICLE)]
    return []


def _status(year):
    row = CalendarYear.objects.filter(year=year).first()
    return row.status if row else CalendarYear.Status.PROVISIONAL


@transaction.atomic
def catch_up():
    """Count anew what an act that was under way while a notice was entered has begun, or moved, by the calendar before it.

    Such an act is not waited for, nor made to wait: its clock says by which calendar it was counted. Returns how many moved.
    """
    calendar, moved = calendars.load(), 0
    for entered in CalendarYear.objects.filter(entered_by__isnull=False).select_related("entered_by"):
        behind = affected(entered.year, calendar).filter(calendar_version__lt=entered.version)
        moved += _recount_all(behind, entered.entered_by)[0]
    return moved


def _recount_all(rows, person):
    """(moved, looked at): batch by batch in the order of dossiers."""
    calendar, act_id, at = calendars.load(), uuid.uuid4(), clocks.now()
    moved = looked_at = 0
    rows, after = rows.order_by("dossier_id", "pk").values_list("dossier_id", "pk"), Q()
    while keys := list(rows.filter(after)[:BATCH]):
        changed = _recount(keys, calendar, act_id=act_id, made_by=person, made_at=at)
        moved, looked_at = moved + changed, looked_at + len(keys)
        dossier, pk = keys[-1]
        after = Q(dossier__gt=dossier) | Q(dossier=dossier, pk__gt=pk)
    return moved, looked_at


def _recount(keys, calendar, **made):
    """Count one batch anew; how many dates moved."""
    dossiers = Dossier.objects.filter(pk__in={dossier for dossier, _ in keys}).order_by("pk")
    list(dossiers.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    rows = Clock.objects.open().filter(pk__in=[pk for _, pk in keys]).order_by("pk")
    rows = rows.select_for_update(of=("self",), no_key=True)
    batch = list(rows.select_related("policy", "owed_organisation", "owed_person"))
    changes = {clock: change for clock in batch if (change := moving.recount(clock, calendar, **made))}
    _pass_over_climbed(changes, calendar)
    Clock.objects.bulk_update(batch, moving.WRITTEN)
    ClockChange.objects.bulk_create(changes.values())
    _tell(changes, made["act_id"], made["made_at"])
    return len(changes)


def _pass_over_climbed(clocks_moved, calendar):
    """Where a date comes back to a day of which people were reminded already, as when a wrong notice is put right, the ladder goes
    on above those rungs: each is reminded of once."""
    reminded = Reminder.objects.filter(clock__in=clocks_moved).values_list("clock", "due_on").annotate(Max("rung"))
    highest = {(clock, due_on): rung for clock, due_on, rung in reminded.order_by()}
    for clock in clocks_moved:
        climbed = highest.get((clock.pk, clock.due_on), -1)
        if clock.rung <= climbed:
            clock.rung = climbed + 1
            clock.next_rung_at = clocks.rung_at(clock.policy, clock.due_on, clock.rung, calendar)


def _tell(changes, act_id, at):
    """One inbox line for whoever owes a date that moved: per record and person."""
    told = circles.told_by([(clock, OWED) for clock in changes], clocks.business_date(at))
    lines = {}
    for clock, change in changes.items():
        for person in told[clock.pk]:
            lines.setdefault((clock.subject_id, person.pk), []).append((clock, change))
    known = set(
        Notice.objects.filter(act_id=act_id, subject_id__in={subject for subject, _ in lines})
        .values_list("subject_id", "recipient_id")
    )  # fmt: skip
    notices = [
        _notice(person, moves, act_id, at)
        for (subject, person), moves in lines.items()
        if (subject, person) not in known
    ]
    Notice.objects.bulk_create(notices)
    OutboxMessage.objects.bulk_create(messages_for(notices, at))


def _notice(person_id, moves, act_id, at):
    clock = moves[0][0]
    said = "；".join(
        f"“{each.label}”由{clocks.date_words(change.old_due_on)}改为{clocks.date_words(change.new_due_on)}"
        for each, change in moves
    )
    return Notice(
        dossier_id=clock.dossier_id, recipient_id=person_id, subject_type=clock.subject_type, subject_id=clock.subject_id,
        act_id=act_id, action=ACTION, text=f"放假安排公布，到期日重新计算：{said}：{clock.subject_words}"[:240], article=ARTICLE,
        sent_at=at,
    )  # fmt: skip
