"""The only place that reminds (催办) of what is due: rung by rung, each once, in the order in which they fall due.

A reminder is a fact of its own: the ``Reminder`` row is its record, beside the chained history. The sweep locks clocks, never a
dossier, so no act waits for it; an act that ends a clock just then waits for the batch, or the sweep passes the clock over.
"""

from collections import defaultdict
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from organizations.models import Organisation, Person, Role
from supervision import circles
from supervision.models import Explanation, Reminder
from workflow import calendars, clocks, rows, statements
from workflow.models import Clock, Notice, Policy, Rung
from workflow.notices import messages_for

BATCH = 1000
ACTION = "remind"
ARTICLE = "系统规则"
READ = (
    "id", "dossier_id", "subject_type", "subject_id", "subject_words", "name", "label", "due_on", "rung", "policy_id",
    "owed_person_id", "owed_organisation_id", "owed_role",
)  # fmt: skip
OF_CLOCK = {"clock": OuterRef("pk")}
REMINDED = Reminder.objects.filter(**OF_CLOCK, due_on=OuterRef("due_on")).order_by("-rung").values("rung")[:1]
PROMISED = Explanation._base_manager.filter(**OF_CLOCK).order_by("-moved_at", "-pk").values("promised_on")[:1]


class Climb(NamedTuple):
    """Where a sweep finds a clock on its ladder: the latest rung that has come, and when the one after it comes."""

    number: int
    rung: Rung
    next_rung_at: object


@transaction.atomic
def postpone(now):
    """Put off what is due outside the working hours of its commission to their next beginning: nobody is reminded at night."""
    due, calendar = _due(now), calendars.load()
    for policy in Policy.objects.filter(pk__in=due.values("policy")):
        if not clocks.is_open(policy, now, calendar):
            free = due.filter(policy=policy).select_for_update(skip_locked=True, of=("self",), no_key=True)
            rows = Clock.objects.filter(pk__in=free.values("pk"))  # a date that is just being moved waits for nobody
            rows.update(next_rung_at=clocks.opening(policy, now, calendar))


def remind(now):
    """Claim a batch of clocks that are due for a reminder at ``now`` and remind of all of them, or of none.

    Returns how many; 0 when nothing is left. Rungs that an outage has missed collapse into the latest one.
    """
    return _remind(now) if _due(now).exists() else 0  # most of the time nothing is: that costs one look at an index


@transaction.atomic
def _remind(now):
    batch = _claim(now)
    if not batch:
        return 0
    today, calendar = clocks.business_date(now), calendars.load()
    climbs = _climbs(batch, now, calendar)
    _move_on(climbs)
    batch = [clock for clock in batch if clock.reminded is None or clock.reminded < climbs[clock.id].number]
    told = circles.told_by([(clock, climbs[clock.id].rung) for clock in batch], today)
    reminders = _reminders(batch, climbs, told, now)
    notices = [
        _notice(clock, reminder, person, text)
        for clock, reminder in zip(batch, reminders, strict=True)
        for text in [_text(clock, today, calendar)]
        for person in told[clock.id]
    ]
    writes = statements.Writes()
    for written in (reminders, notices, messages_for(notices, now)):
        writes.insert(written)
    writes.send()
    return len(climbs)


def _due(now):
    return Clock.objects.filter(next_rung_at__lte=now)


def _claim(now):
    """The clocks whose time has come and that nobody else has in hand; a closed clock has no next rung.

    Each with the highest rung of which it was reminded at this very date, for a date that was moved may come back, and the date that
    was promised last.
    """
    due = _due(now).order_by("next_rung_at", "id")
    locked = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    beside = locked.annotate(reminded=Subquery(REMINDED), promised_on=Subquery(PROMISED))
    return list(beside.values_list(*READ, "reminded", "promised_on", named=True)[:BATCH])


def _climbs(batch, now, calendar):
    """{clock id: Climb}; clocks of one policy and one due date climb alike."""
    policies = Policy.objects.in_bulk({clock.policy_id for clock in batch})
    kinds = {(clock.policy_id, clock.due_on, clock.rung) for clock in batch}
    alike = {kind: _climb(policies[kind[0]], *kind[1:], now, calendar) for kind in kinds}
    return {clock.id: alike[clock.policy_id, clock.due_on, clock.rung] for clock in batch}


def _climb(policy, due_on, number, now, calendar):
    next_rung_at = clocks.rung_at(policy, due_on, number + 1, calendar)
    while next_rung_at is not None and next_rung_at <= now:
        number += 1
        next_rung_at = clocks.rung_at(policy, due_on, number + 1, calendar)
    return Climb(number, policy.rungs[number], next_rung_at)


def _move_on(climbs):
    """Set the next rung of every clock; a reminder at or after the due date counts as an urging."""
    alike = defaultdict(list)
    for pk, climb in climbs.items():
        alike[climb].append(pk)
    for climb, keys in alike.items():
        counted = {"urgings": F("urgings") + 1} if climb.rung.day >= 0 else {}
        Clock.objects.filter(pk__in=keys).update(rung=climb.number + 1, next_rung_at=climb.next_rung_at, **counted)


def _reminders(batch, climbs, told, now):
    """One unsaved reminder for each clock, in order."""
    people = Person.objects.in_bulk({clock.owed_person_id for clock in batch} - {None})
    houses = Organisation.objects.in_bulk({clock.owed_organisation_id for clock in batch} - {None})
    return [
        rows.unsaved(
            Reminder, clock_id=clock.id, rung=climbs[clock.id].number, due_on=clock.due_on, sent_at=now,
            asks=climbs[clock.id].rung.asks, owed_words=_owed_words(clock, people, houses),
            told_words="、".join(person.name for person in told[clock.id]),
        )
        for clock in batch
    ]  # fmt: skip


def _notice(clock, reminder, person, text):
    """One inbox line a person, under the reminder's own id."""
    return rows.unsaved(
        Notice, dossier_id=clock.dossier_id, recipient_id=person.pk, subject_type=clock.subject_type,
        subject_id=clock.subject_id, act_id=reminder.id, action=ACTION, text=text, article=ARTICLE, sent_at=reminder.sent_at,
    )  # fmt: skip


def _text(clock, today, calendar):
    day, away = clocks.date_words(clock.due_on), calendar.between(today, clock.due_on)
    if clock.due_on > today:
        left = clocks.left_words(today, clock.due_on, calendar)
        return f"提醒“{clock.label}”：将于{day}到期，{left}：{clock.subject_words}"[:240]
    said = f"今日（{day}）到期，请办理"
    if clock.due_on < today:
        said = f"已于{day}到期，尚未办理，已超期{max(-away, 1)}个工作日"
    kept = f"（曾承诺{clocks.date_words(clock.promised_on)}办结）" if clock.promised_on else ""
    return f"催办“{clock.label}”：{said}{kept}：{clock.subject_words}"[:240]


def _owed_words(clock, people, houses):
    if clock.owed_person_id:
        return people[clock.owed_person_id].name
    return f"{houses[clock.owed_organisation_id]} · {Role(clock.owed_role).label}" if clock.owed_organisation_id else ""
