"""What it costs to deliver what waits in the outbox, beside a plain loop that asks nothing.

    .venv/bin/python benchmarks/delivery.py [--notices 10000] [--people 100] [--profile]

On a private PostgreSQL with production durability, so many notices of fifty matters for so many officers, in turn; mail goes nowhere:

``delivery``  the product's own job until nothing waits: claimed, gathered into one message a person, working hours and daily limit
              asked, access to each notice asked anew, sent, settled.
``loop``      the usual outbox: a hundred rows at a time are locked, each is sent as a message of its own, all are marked; committed.

Both take turns. Afterwards every row is counted. The last line is ``ratio=``: delivery by loop.
"""

import argparse
import cProfile
import pstats
import sys
import time
import uuid
from datetime import datetime, timedelta
from datetime import time as hour
from itertools import cycle, islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.core import mail
from django.db import connection, transaction
from django.test.utils import override_settings

from benchmarks.durable import VERSION
from dispatch.demonstration.cast import account, appoint, found_city, found_province
from dispatch.demonstration.road import Road
from organizations.models import Person, Role
from workflow import calendars, clocks, jobs, rows
from workflow.channels import SUBJECT, text
from workflow.models import Lease, Notice, OutboxMessage, Policy
from workflow.notices import messages_for

MATTERS, ROUNDS, BATCH = 50, 5, 100
SUNK = "django.core.mail.backends.dummy.EmailBackend"
Status = OutboxMessage.Status


def founded(people, notices):
    """So many officers of one commission, and what they have been told of its matters."""
    calendars.seed(clocks.today().year - 1, clocks.today().year + 1)
    city = found_city("shifan", "示范市", found_province())
    since = city.deputy.posts.get().from_on
    officers = [account(f"officer{number}", f"承办{number}", password="-") for number in range(people)]
    for person in officers:
        appoint(person, city.commission, Role.OFFICER, since, city.first_office)
    Person.objects.filter(pk__in=[person.pk for person in officers]).update(email="officer@house.invalid")
    matters = [Road(city).to("submitted") for _ in range(MATTERS)]
    OutboxMessage.objects.update(status=Status.SUPPRESSED, next_try_at=None, finished_at=clocks.now())
    at = clocks.now()
    pairs = islice(zip(cycle(matters), cycle(officers), strict=False), notices)
    told = [
        rows.unsaved(
            Notice, dossier_id=matter.dossier_id, recipient_id=person.pk, subject_type="coordination.matter",
            subject_id=matter.public_id, act_id=uuid.uuid4(), action="remind", text="催办", article="系统规则", sent_at=at,
        )
        for matter, person in pairs
    ]  # fmt: skip
    Notice.objects.bulk_create(told, batch_size=1000)
    OutboxMessage.objects.bulk_create(messages_for(told, at), batch_size=1000)
    return Notice.objects.filter(pk__in=[notice.pk for notice in told])


def wait_anew(notices, moment):
    """Let all of them wait again, as new ones do."""
    fresh = {
        "status": Status.WAITING,
        "attempts": 0,
        "digest": None,
        "tried_at": None,
        "finished_at": None,
        "outcome": "",
    }
    OutboxMessage.objects.filter(notice__in=notices).update(next_try_at=moment, **fresh)
    Lease.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE workflow_outboxmessage")


def delivered(moment):
    with clocks.as_of(moment):
        return jobs.deliver_outbox()


def looped(moment):
    """Returns how many were sent."""
    sent, route = 0, mail.get_connection()
    while batch := _looped_once(moment, route):
        sent += batch
    return sent


@transaction.atomic
def _looped_once(moment, route):
    due = OutboxMessage.objects.filter(next_try_at__lte=moment).order_by("next_try_at", "id")
    batch = list(
        due.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related("notice__recipient")[:BATCH]
    )
    for message in batch:
        mail.EmailMessage(SUBJECT, text(1), to=[message.notice.recipient.email], connection=route).send()
    keys = [message.pk for message in batch]
    OutboxMessage.objects.filter(pk__in=keys).update(status=Status.DELIVERED, next_try_at=None, finished_at=moment)
    return len(batch)


def timed(work, moment, notices, number):
    """Seconds; every row is accounted for."""
    wait_anew(notices, moment)
    begun = time.perf_counter()
    done = work(moment)
    seconds = time.perf_counter() - begun
    assert done == number, (done, number)
    assert OutboxMessage.objects.filter(notice__in=notices, status=Status.DELIVERED).count() == number
    return seconds


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--notices", type=int, default=10_000)
    asked.add_argument("--people", type=int, default=100)
    asked.add_argument("--profile", action="store_true")
    given = asked.parse_args()
    notices = founded(given.people, given.notices)
    day = calendars.load().add(clocks.today(), 1).due_on
    moment = datetime.combine(day, hour(10), clocks.SHANGHAI) + timedelta(minutes=1)
    assert clocks.is_open(Policy.objects.first(), moment, calendars.load())
    print(
        f"{VERSION}; {given.notices:,} notices of {MATTERS} matters for {given.people:,} people; medians of {ROUNDS} rounds"
    )
    delivery, loop = [], []
    with override_settings(EMAIL_BACKEND=SUNK):
        for _ in range(ROUNDS):
            delivery.append(timed(delivered, moment, notices, given.notices))
            loop.append(timed(looped, moment, notices, given.notices))
        if given.profile:
            wait_anew(notices, moment)
            with cProfile.Profile() as watched:
                delivered(moment)
            pstats.Stats(watched).sort_stats("cumtime").print_stats(40)
    ratio = median(delivery) / median(loop)
    print(f"delivery {median(delivery):.2f} s, loop {median(loop):.2f} s")
    print(f"delivery by loop, {given.notices:,} notices: ratio={ratio:.2f}")


if __name__ == "__main__":
    main()
