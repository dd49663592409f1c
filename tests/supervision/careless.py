"""The control of the proofs of the sweep: it tells first and marks afterwards, as one would without having thought of accidents."""

import uuid

from celery import shared_task
from django.db import transaction

from supervision import circles, jobs, reminders
from supervision.models import Reminder
from workflow import calendars, clocks, leases
from workflow.models import Notice, OutboxMessage
from workflow.notices import messages_for


@shared_task
def sweep():
    """The product's sweep but for its transaction: what was told stays told when the process ends before the mark."""
    reminded, started_at = 0, clocks.now()
    with leases.held("sweep", jobs.LEASE_SECONDS) as turn:
        while turn and turn.renew() and (done := tell_then_mark(started_at)):
            reminded += done
    return reminded


def tell_then_mark(now):
    with transaction.atomic():
        batch = reminders._claim(now)
    calendar = calendars.load()
    climbs, today = reminders._climbs(batch, now, calendar), clocks.business_date(now)
    told = circles.told_by([(clock, climbs[clock.id].rung) for clock in batch], today)
    for clock in batch:
        for person in told[clock.id]:
            notice = Notice.objects.create(
                dossier_id=clock.dossier_id, recipient=person, subject_type=clock.subject_type, subject_id=clock.subject_id,
                act_id=uuid.uuid4(), action=reminders.ACTION, text=reminders._text(clock, today, calendar),
                article=reminders.ARTICLE, sent_at=now,
            )  # fmt: skip
            OutboxMessage.objects.bulk_create(messages_for([notice], now))
    Reminder.objects.bulk_create(reminders._reminders(batch, climbs, told, now), ignore_conflicts=True)
    reminders._move_on(climbs)
    return len(batch)
