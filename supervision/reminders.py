"""The only place that reminds (催办) of what is due: rung by rung, each once, in the order in which they fall due.

A reminder is a fact of its own: the ``Reminder`` row is its record, beside the chained history. The sweep locks clocks, never a
dossier, so no act waits for it; an act that ends a clock just then waits for the batch, or the sweep passes the clock over.
"""

from django.db import transaction

from supervision import circles
from supervision.models import Reminder
from workflow import calendars, clocks
from workflow.models import Clock, Notice, OutboxMessage, Policy
from workflow.notices import CHANNEL

BATCH = 200
ACTION = "remind"
ARTICLE = "系统规则"


def postpone(now):
    """Put off what is due outside the working hours of its commission to their next beginning: nobody is reminded at night."""
    due, calendar = Clock.objects.filter(next_rung_at__lte=now), calendars.load()
    for policy in Policy.objects.filter(pk__in=due.values("policy")):
        if not clocks.is_open(policy, now, calendar):
            due.filter(policy=policy).update(next_rung_at=clocks.opening(policy, now, calendar))


@transaction.atomic
def remind(now):
    """Claim a batch of clocks that are due for a reminder at ``now`` and remind of all of them, or of none.

    Returns how many; 0 when nothing is left. Rungs that an outage has missed collapse into the latest one.
    """
    batch, today = _claim(now), clocks.business_date(now)
    if not batch:
        return 0
    calendar = calendars.load()
    rungs = {clock: _climb(clock, now, calendar) for clock in batch}
    told = circles.told_by(rungs, today)
    reminders = {clock: _reminder(clock, rung, told[clock.pk], now) for clock, rung in rungs.items()}
    Reminder.objects.bulk_create(reminders.values())
    Clock.objects.bulk_update(batch, ["urgings", "rung", "next_rung_at"])
    notices = [
        _notice(reminder, person, text)
        for clock, reminder in reminders.items()
        for text in [_text(clock, today, calendar)]
        for person in told[clock.pk]
    ]
    Notice.objects.bulk_create(notices)
    messages = [OutboxMessage(notice=notice, channel=CHANNEL, next_try_at=now) for notice in notices]
    OutboxMessage.objects.bulk_create(messages)
    return len(batch)


def _claim(now):
    """The clocks whose time has come and that nobody else has in hand; a closed clock has no next rung."""
    due = Clock.objects.filter(next_rung_at__lte=now).order_by("next_rung_at", "id")
    locked = due.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return list(locked.select_related("policy", "owed_organisation", "owed_person")[:BATCH])


def _climb(clock, now, calendar):
    """Move the clock beyond the latest rung that has come; that rung. One at or after the due date counts as an urging."""
    policy, rung = clock.policy, clock.rung
    next_rung_at = clocks.rung_at(policy, clock.due_on, rung + 1, calendar)
    while next_rung_at is not None and next_rung_at <= now:
        rung += 1
        next_rung_at = clocks.rung_at(policy, clock.due_on, rung + 1, calendar)
    clock.rung, clock.next_rung_at = rung + 1, next_rung_at
    clock.urgings += policy.rungs[rung].day >= 0
    return policy.rungs[rung]


def _reminder(clock, rung, told, now):
    return Reminder(
        clock=clock, rung=clock.rung - 1, due_on=clock.due_on, sent_at=now, owed_words=_owed_words(clock), asks=rung.asks,
        told_words="、".join(person.name for person in told),
    )  # fmt: skip


def _notice(reminder, person, text):
    """One inbox line a person, under the reminder's own id."""
    clock = reminder.clock
    return Notice(
        dossier_id=clock.dossier_id, recipient=person, subject_type=clock.subject_type, subject_id=clock.subject_id,
        act_id=reminder.pk, action=ACTION, text=text, article=ARTICLE, sent_at=reminder.sent_at,
    )  # fmt: skip


def _text(clock, today, calendar):
    day, away = clocks.date_words(clock.due_on), calendar.between(today, clock.due_on)
    if clock.due_on > today:
        return f"提醒“{clock.label}”：将于{day}到期，还有{away}个工作日：{clock.subject_words}"[:240]
    said = f"今日（{day}）到期，请办理"
    if clock.due_on < today:
        said = f"已于{day}到期，尚未办理，已超期{max(-away, 1)}个工作日"
    return f"催办“{clock.label}”：{said}：{clock.subject_words}"[:240]


def _owed_words(clock):
    if clock.owed_person:
        return clock.owed_person.name
    return f"{clock.owed_organisation} · {clock.get_owed_role_display()}" if clock.owed_organisation else ""
