"""The only place that reminds (催办) of what is due: rung by rung, each once, in the order in which they fall due.

A reminder is a fact of its own: the ``Reminder`` row is its record, beside the chained history. The sweep locks clocks, never a
dossier, so no act waits for it; an act that ends a clock just then waits for the batch, or the sweep passes the clock over.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.db import transaction

from organizations.actors import actor_of
from organizations.models import Person
from supervision.models import Reminder
from workflow import calendars, clocks
from workflow.authority import Holder
from workflow.models import Clock, DossierRecusal, Notice, OutboxMessage
from workflow.notices import CHANNEL, resolve

BATCH = 200
ACTION = "remind"
ARTICLE = "系统规则"


@dataclass(frozen=True)
class Due:
    """One clock whose rung has come, its reminder, and the persons to tell."""

    clock: Clock
    reminder: Reminder
    told: tuple


@transaction.atomic
def remind(now):
    """Claim a batch of clocks that are due for a reminder at ``now`` and remind of all of them, or of none.

    Returns how many; 0 when nothing is left. Rungs that an outage has missed collapse into the latest one.
    """
    batch = _claim(now)
    if not batch:
        return 0
    calendar = calendars.load()
    told = _persons_to_tell(batch, clocks.business_date(now))
    due = [_due(clock, told[clock.pk], now, calendar) for clock in batch]
    Reminder.objects.bulk_create([each.reminder for each in due])
    Clock.objects.bulk_update(batch, ["urgings", "rung", "next_rung_at"])
    notices = [notice for each in due for notice in _notices(each, now)]
    Notice.objects.bulk_create(notices)
    messages = [OutboxMessage(notice=notice, channel=CHANNEL, next_try_at=now) for notice in notices]
    OutboxMessage.objects.bulk_create(messages)
    return len(batch)


def _claim(now):
    """The clocks whose time has come and that nobody else has in hand; a closed clock has no next rung."""
    due = Clock.objects.filter(next_rung_at__lte=now).order_by("next_rung_at", "id")
    locked = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return list(locked.select_related("policy", "owed_organisation", "owed_person")[:BATCH])


def _due(clock, told, now, calendar):
    """Move the clock to its next rung, and the reminder of the one that has come."""
    policy = clock.policy
    rung, next_rung_at = clock.rung, clocks.rung_at(policy, clock.due_on, clock.rung + 1, calendar)
    while next_rung_at is not None and next_rung_at <= now:
        rung, next_rung_at = rung + 1, clocks.rung_at(policy, clock.due_on, rung + 2, calendar)
    clock.urgings += policy.rungs[rung].day >= 0
    clock.rung, clock.next_rung_at = rung + 1, next_rung_at
    reminder = Reminder(
        clock=clock, rung=rung, due_on=clock.due_on, sent_at=now, owed_words=_owed_words(clock),
        told_words="、".join(person.name for person in told),
    )  # fmt: skip
    return Due(clock, reminder, told)


def _notices(due, now):
    """One inbox line a person, under the reminder's own id."""
    text = _text(due.clock, clocks.business_date(now))
    return [
        Notice(
            dossier_id=due.clock.dossier_id, recipient=person, subject_type=due.clock.subject_type,
            subject_id=due.clock.subject_id, act_id=due.reminder.pk, action=ACTION, text=text, article=ARTICLE, sent_at=now,
        )
        for person in due.told
    ]  # fmt: skip


def _text(clock, today):
    day = clocks.date_words(clock.due_on)
    said = f"已于{day}到期，尚未办理" if clock.due_on < today else f"今日（{day}）到期，请办理"
    return f"催办“{clock.label}”：{said}：{clock.subject_words}"[:240]


def _owed_words(clock):
    if clock.owed_person:
        return clock.owed_person.name
    return f"{clock.owed_organisation} · {clock.get_owed_role_display()}" if clock.owed_organisation else ""


def _persons_to_tell(batch, today):
    """{clock id: persons} who owe it today and still see its subject; a handful of queries for each person, not each clock."""
    holders = _holders(batch)
    owing = resolve({holder for held in holders.values() for holder in held}, today)
    owed_by = {
        pk: {person_id for holder in held for person_id in owing.get(holder, ())} for pk, held in holders.items()
    }
    subjects = defaultdict(lambda: defaultdict(set))
    for clock in batch:
        for person_id in owed_by[clock.pk]:
            subjects[person_id][clock.subject_type].add(clock.subject_id)
    people = Person.objects.in_bulk(list(subjects))
    seen = {
        person_id: _seen(actor_of(people[person_id], today=today), wanted) for person_id, wanted in subjects.items()
    }
    return {
        clock.pk: tuple(
            people[person_id] for person_id in sorted(owed_by[clock.pk]) if clock.subject_id in seen[person_id]
        )
        for clock in batch
    }


def _holders(batch):
    """{clock id: holders} who owe each clock first, as its record says it now: a change of handling officer counts at once. Who
    stands back from the dossier owes nothing, nor does a deputy in his stead."""
    subjects = {}
    for label in {clock.subject_type for clock in batch}:
        model = apps.get_model(label)
        wanted = [clock.subject_id for clock in batch if clock.subject_type == label]
        rows = model._base_manager.filter(public_id__in=wanted).select_related(*model.within)
        subjects |= {row.public_id: row for row in rows}
    recusals = DossierRecusal.objects.filter(dossier__in={clock.dossier_id for clock in batch})
    back = set(recusals.values_list("person_id", "dossier_id"))
    first = {clock: list(islice(_owing(clock, subjects[clock.subject_id]), 1)) for clock in batch}
    return {
        clock.pk: [holder for holder in found if (holder.person_id, clock.dossier_id) not in back]
        for clock, found in first.items()
    }


def _owing(clock, subject):
    """Who owes the clock: as the record declares it, or as the clock noted it where its kind is declared no more."""
    period = subject.clocks.get(clock.name)
    noted = [Holder(clock.owed_person_id, clock.owed_organisation_id, clock.owed_role)]
    return period.owed_by.holders(subject) if period else noted


def _seen(actor, wanted):
    """Of the wanted records {model label: public ids}, the public ids that the actor may see."""
    return {
        public_id
        for label, public_ids in wanted.items()
        for public_id in apps.get_model(label)
        .objects.visible_to(actor)
        .filter(public_id__in=public_ids)
        .values_list("public_id", flat=True)
    }
