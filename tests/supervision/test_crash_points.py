"""A sweep or a sender whose process ends at any statement: after the next run nothing is lost and nothing stands twice.

The process is a real one, a fork, ended before and after every statement; the next run follows, and then all is taken back,
so that the next ending finds the same. What is inside the house is then what an undisturbed run leaves; outside, each message has arrived at
least once and under one name.
"""

import uuid
from collections import Counter
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from django.db.models import F

from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from organizations.models import Person
from supervision import jobs as supervision_jobs
from supervision import reminders
from supervision.models import Reminder
from tests.forks import GOT_THROUGH, KILLED, Ending, everything, forked, resembled, taken_back
from tests.sinks import MailSink, running
from tests.supervision import careless
from workflow import channels, clocks, digests, jobs
from workflow.models import Channel, Clock, Lease, Notice, OutboxMessage

pytestmark = pytest.mark.slow

Status = OutboxMessage.Status
MOMENT = datetime(2026, 9, 16, 10, tzinfo=clocks.SHANGHAI)  # a Wednesday
SUBMITTED = (9, 7, 2)  # so many days before; to be determined in five working days
WRITTEN = (Lease, OutboxMessage, Notice, Reminder, Clock)
RUN_OUT = timedelta(minutes=6)


@pytest.fixture
def due(committed_db):
    """Three matters, each with a clock that is due: one two days late, one today, one in three days; six lines for three people."""
    city = cast.found_city("shifan", "示范市", cast.found_province())
    for before in SUBMITTED:
        with clocks.as_of(MOMENT - timedelta(days=before)):
            Road(city).to("submitted")
    OutboxMessage.objects.update(status=Status.SUPPRESSED, next_try_at=None)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
    return city


@pytest.fixture
def in_pieces(monkeypatch):
    """What is claimed at a time is less than what waits, so that processes also end between two claims."""
    monkeypatch.setattr(reminders, "BATCH", 2)
    monkeypatch.setattr(digests, "PERSONS", 2)


@pytest.fixture
def sink(settings):
    """A mail server of our own; Django's real sender speaks with it."""
    with running(MailSink()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        yield server


def at(moment, work):
    def run():
        with clocks.as_of(moment):
            work()

    return run


def endings(work, next_run, whens=("before", "after")):
    """(statement, when, how the process ended) for each ending of ``work``, while the database is what the next run has left.

    The next run comes when the lease of the ended one has run out.
    """
    before = everything()
    for number in count(1):
        for when in whens:
            with taken_back(*WRITTEN):
                how = forked(work, Ending(number, when))
                Lease.objects.exclude(until=None).update(until=F("until") - timedelta(hours=1))
                next_run()
                yield number, when, how
            if how == GOT_THROUGH:
                assert everything() == before  # nothing else was written
                return


# The sweep


def facts():
    """What a sweep leaves, each as often as it stands there."""
    return Counter(
        [
            *(("reminder", *row) for row in Reminder.objects.values_list("clock", "due_on", "rung", "sent_at", "told_words")),
            *(("line", *row) for row in told().values_list("recipient", "subject_id", "text", "sent_at")),
            *(("message", *row) for row in told().values_list("recipient", "text", "messages__channel", "messages__status")),
            *(("rung", *row) for row in Clock.objects.values_list("pk", "rung", "next_rung_at", "urgings", "status")),
        ]
    )  # fmt: skip


def told():
    return Notice.objects.filter(action="remind")


def swept_in_peace(work):
    """(facts, the whole database) after a sweep that nobody ends."""
    with taken_back(*WRITTEN):
        assert forked(work) == GOT_THROUGH
        return facts(), resembled(everything())


def test_a_sweep_that_ends_at_any_statement_loses_nothing_and_repeats_nothing(due, in_pieces):
    sweep = at(MOMENT, supervision_jobs.sweep)
    expected, database = swept_in_peace(sweep)
    assert Counter(kind for kind, *_ in expected.elements()) == {"reminder": 3, "line": 6, "message": 6, "rung": 3}
    ended = []
    for number, when, how in endings(sweep, sweep):
        found, place = facts(), f"{when} statement {number}"
        assert not expected - found, f"lost when ended {place}"
        assert not found - expected, f"doubled or changed when ended {place}"
        assert when == "before" or resembled(everything()) == database, place
        ended += [how]
    assert ended.count(KILLED) == len(ended) - 1 >= 2 * 25
    print(f"\nsweep: {ended.count(KILLED)} endings, lost 0, doubled 0")


def first_fault(work):
    """(facts lost, facts that stand twice) after the first ending of a sweep that its next run does not make good."""
    expected, _ = swept_in_peace(work)
    for _ in endings(work, work, ("after",)):
        if (found := facts()) != expected:
            return expected - found, found - expected
    return None


def test_the_comparison_finds_a_sweep_without_its_transaction(due, monkeypatch):
    """The control that marks first: what was to be said is lost."""
    monkeypatch.setattr(reminders, "_claim", transaction.atomic(reminders._claim))
    monkeypatch.setattr(reminders, "remind", reminders._remind.__wrapped__)
    lost, _ = first_fault(at(MOMENT, supervision_jobs.sweep))
    assert lost


def test_the_comparison_finds_a_sweep_that_tells_first_and_marks_afterwards(due):
    lost, doubled = first_fault(at(MOMENT, careless.sweep))
    assert doubled
    assert not lost


# The sender


@pytest.fixture
def waiting(due, sink):
    """Six messages to three people wait."""
    with clocks.as_of(MOMENT):
        assert supervision_jobs.sweep() == 3
    assert OutboxMessage.objects.filter(status=Status.WAITING).count() == 6
    return sink


def outside(sink):
    """(people who were told nothing, people who were told under more than one name, mails beyond the first of a name); the sink is emptied."""
    names = {}
    for sent in sink.accepted:
        names.setdefault(sent["To"], []).append(sent["Message-ID"])
    sink.accepted.clear()
    owed = set(told().values_list("recipient__email", flat=True))
    again = sum(len(ids) - len(set(ids)) for ids in names.values())
    return len(owed - set(names)), sum(len(set(ids)) > 1 for ids in names.values()), again


def test_a_sender_that_ends_at_any_statement_delivers_all_under_one_name(waiting, in_pieces):
    ended, again = [], 0
    send, send_later = at(MOMENT, jobs.deliver_outbox), at(MOMENT + RUN_OUT, jobs.deliver_outbox)
    for number, when, how in endings(send, send_later):
        place = f"{when} statement {number}"
        assert set(OutboxMessage.objects.filter(notice__in=told()).values_list("status", flat=True)) == {"delivered"}, (
            place
        )
        named = {
            f"<{digest}@outbox>"
            for digest in OutboxMessage.objects.exclude(digest=None).values_list("digest", flat=True)
        }
        assert named == set(waiting.ids), place
        lost, renamed, repeated = outside(waiting)
        assert (lost, renamed) == (0, 0), place
        assert repeated <= 1, place  # only the one in hand can have left before it was marked
        ended, again = [*ended, how], again + repeated
    assert ended.count(KILLED) == len(ended) - 1 >= 2 * 25
    assert again, "no process ended between sending and marking"
    print(f"\nsender: {ended.count(KILLED)} endings, lost 0, {again} mails twice under the same Message-ID")


def mark_then_send():
    for message in waiting_messages():
        OutboxMessage.objects.filter(pk=message.pk).update(status=Status.DELIVERED, next_try_at=None)
        post(message)


def send_then_mark():
    for message in waiting_messages():
        post(message)
        OutboxMessage.objects.filter(pk=message.pk).update(status=Status.DELIVERED, next_try_at=None)


def waiting_messages():
    """One message of each person."""
    found = OutboxMessage.objects.filter(status=Status.WAITING).select_related("notice__recipient").order_by("pk")
    return {message.notice.recipient_id: message for message in found}.values()


def post(message):
    with channels.Routes() as routes:
        routes.send(Channel.MAIL, uuid.uuid4(), message.notice.recipient.email, 1)


def failures(send, sink):
    with taken_back(*WRITTEN):
        send()
    outside(sink)
    found = [outside(sink) for _ in endings(send, send, ("after",))]
    return sum(lost for lost, _, _ in found), sum(renamed for _, renamed, _ in found)


@pytest.mark.parametrize(
    ("send", "fault"), [(mark_then_send, 0), (send_then_mark, 1)], ids=["marks first", "sends first"]
)
def test_the_comparison_finds_a_sender_that_marks_apart_from_what_it_sends(waiting, send, fault):
    assert failures(send, waiting)[fault]
