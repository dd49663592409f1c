"""Messages leave the house at least once, under one name, and only to those who may still know."""

import smtplib
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections, transaction

from dispatch.demonstration import cast
from organizations.models import Person, Post
from tests.cast import Road
from tests.supervision.hours import remind_round_the_clock
from workflow import clocks, digests, jobs, leases
from workflow.jobs import deliver_outbox
from workflow.models import Lease, Notice, OutboxMessage

Status = OutboxMessage.Status


@pytest.fixture
def post_office(settings):
    """A mail server is configured and everybody has an address."""
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.example", "https://coordination.example"
    settings.DEFAULT_FROM_EMAIL = "coordination@example.org"


@pytest.fixture
def message(road, post_office):
    """One message to the deputy in charge: a matter waits for him."""
    road.to("submitted")
    remind_round_the_clock()
    give_addresses()
    waiting = OutboxMessage.objects.select_related("notice__recipient")
    message = waiting.get(notice__recipient=road.city.deputy)
    OutboxMessage.objects.exclude(pk=message.pk).update(next_try_at=None, status=Status.SUPPRESSED)
    return message


def give_addresses():
    for person in Person.objects.all():
        person.email = f"{person.username}@example.org"
        person.save(update_fields=["email"])


class BrokenBackend(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("refused")


class FailingOnceBackend(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if "deputy@example.org" in messages[0].to:
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


def after(**duration):
    return clocks.as_of(clocks.now() + timedelta(**duration))


@pytest.mark.django_db
def test_mail_says_only_that_something_waits(message):
    assert deliver_outbox() == 1
    message.refresh_from_db()
    assert (message.status, message.attempts, message.next_try_at) == (Status.DELIVERED, 1, None)
    sent = mail.outbox[0]
    assert sent.to == ["deputy@example.org"]
    assert sent.subject == "待办提醒"
    assert sent.body == "您有1件待办，请登录系统查看：https://coordination.example"
    assert sent.extra_headers["Message-ID"] == f"<{message.digest}@outbox>"
    assert not message.notice.text or message.notice.text not in sent.message().as_string()


@pytest.mark.django_db
def test_what_was_delivered_is_not_delivered_again(message):
    deliver_outbox()
    with after(days=30):
        assert deliver_outbox() == 0
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_without_a_mail_server_nothing_leaves_and_the_row_says_so(message, settings):
    settings.EMAIL_HOST = ""
    deliver_outbox()
    message.refresh_from_db()
    assert (message.status, message.outcome, message.next_try_at) == (Status.SUPPRESSED, "未配置外发渠道", None)
    assert mail.outbox == []


def end_posts(person):
    Post.objects.filter(person=person).update(until_on=clocks.today() - timedelta(days=1))


def close_account(person):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def close_organisation(person):
    organisation = person.posts.get().organisation
    organisation.is_active = False
    organisation.save()


def take_address(person):
    Person.objects.filter(pk=person.pk).update(email="")


def withdraw_grants(person):
    post = person.posts.get()
    grants = Notice.objects.get(recipient=person).dossier.group_grants
    grants.filter(group__principal__role=post.role).delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "words"),
    [
        (end_posts, "收件人已无权查看"),
        (close_organisation, "收件人已无权查看"),
        (withdraw_grants, "收件人已无权查看"),
        (close_account, "收件人账号已停用"),
        (take_address, "收件人未登记邮箱"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_who_may_not_know_any_more_is_told_nothing(message, end, words):
    end(message.notice.recipient)
    deliver_outbox()
    message.refresh_from_db()
    assert (message.status, message.outcome) == (Status.SUPPRESSED, words)
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_refusing_server_is_tried_again_after_ever_longer_pauses_and_then_given_up(message, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    pauses, moment = [], clocks.now()
    for _ in range(len(jobs.DELAYS)):
        with clocks.as_of(moment):
            assert deliver_outbox() == 1
            assert deliver_outbox() == 0
        message.refresh_from_db()
        assert (message.status, message.outcome) == (Status.WAITING, "发送失败（SMTPServerDisconnected）")
        pauses.append(message.next_try_at - moment)
        moment = message.next_try_at
    assert pauses == sorted(set(pauses))
    with clocks.as_of(moment):
        deliver_outbox()
    message.refresh_from_db()
    assert (message.status, message.next_try_at) == (Status.DEAD, None)
    assert message.attempts == len(jobs.DELAYS) + 1


@pytest.mark.django_db
def test_a_message_that_fails_first_leaves_under_the_same_name_later(message, settings):
    settings.EMAIL_BACKEND, working = f"{__name__}.BrokenBackend", settings.EMAIL_BACKEND
    deliver_outbox()
    failed = OutboxMessage.objects.get(pk=message.pk).digest
    settings.EMAIL_BACKEND = working
    with after(hours=1):
        deliver_outbox()
    message.refresh_from_db()
    assert message.status == Status.DELIVERED
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [f"<{failed}@outbox>"]


@pytest.mark.django_db
def test_one_bad_address_holds_up_nobody_else(road, post_office, settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailingOnceBackend"
    road.to("implementing")
    remind_round_the_clock()
    give_addresses()
    everything = OutboxMessage.objects.count()
    persons = set(OutboxMessage.objects.values_list("notice__recipient__email", flat=True))
    failing = OutboxMessage.objects.filter(notice__recipient=road.city.deputy)
    assert failing.exists()
    assert deliver_outbox() == everything
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(persons - {"deputy@example.org"})
    assert {message.status for message in failing} == {Status.WAITING}


@pytest.mark.django_db
def test_the_claim_of_a_killed_sender_runs_out(message):
    digests.claim(clocks.now())  # and then the process is gone
    assert deliver_outbox() == 0
    with after(minutes=4):
        assert deliver_outbox() == 0
    with after(minutes=6):
        assert deliver_outbox() == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_message_that_kills_every_sender_is_given_up(message):
    moment = clocks.now()
    for _ in range(len(jobs.DELAYS) + 1):
        with clocks.as_of(moment):
            assert digests.claim(moment)
        moment += timedelta(minutes=6)
    with clocks.as_of(moment):
        deliver_outbox()
    message.refresh_from_db()
    assert (message.status, message.outcome) == (Status.DEAD, "发送多次中断")
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_slow_sender_does_not_write_over_the_one_that_took_its_message_up(message):
    slow = digests.claim(clocks.now())[0]
    with after(minutes=6):
        deliver_outbox()
    jobs._fail(slow, slow.messages, OSError())
    message.refresh_from_db()
    assert message.status == Status.DELIVERED


# Several processes


@pytest.fixture
def full_outbox(committed_db, post_office):
    """A committed city with many messages waiting."""
    city = cast.found_city("shifan", "示范市", cast.found_province())
    for _ in range(3):
        Road(city).to("implementing")
    remind_round_the_clock()
    give_addresses()
    mail.outbox = []
    return OutboxMessage.objects.count()


def together(*works):
    """Run each work in a thread of its own, all beginning at once."""
    start, failures = Barrier(len(works)), []

    def run(work):
        start.wait()
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [60, 0], ids=["with the lease", "without the lease"])
def test_senders_side_by_side_send_each_digest_once(full_outbox, monkeypatch, seconds):
    monkeypatch.setattr(jobs, "LEASE_SECONDS", seconds)
    monkeypatch.setattr(digests, "PERSONS", 3)
    counts = []
    together(*[lambda: counts.append(deliver_outbox())] * 4)
    while looked_at := deliver_outbox():  # what was left by senders that lost their turn
        counts.append(looked_at)
    assert sum(counts) == full_outbox
    names = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    gathered = set(OutboxMessage.objects.values_list("digest", flat=True))
    assert len(names) == len(set(names)) == len(gathered)
    assert set(OutboxMessage.objects.values_list("status", "attempts")) == {(Status.DELIVERED, 1)}


# The lease


@pytest.mark.django_db
def test_a_lease_has_one_holder_until_it_is_given_back():
    with leases.held("work", 60) as first:
        assert first.renew()
        with leases.held("work", 60) as second:
            assert second is None
        with leases.held("other work", 60) as other:
            assert other is not None
        assert first.renew()
    with leases.held("work", 60) as third:
        assert third is not None
    assert Lease.objects.get(name="work").finished_at is not None


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_lost_to_the_next_one():
    with leases.held("work", 0) as overslept, leases.held("work", 60) as next_one:
        assert next_one is not None
        assert not overslept.renew()
        overslept.give_back(finished=True)
        assert next_one.renew()


@pytest.mark.django_db
def test_work_that_failed_gives_its_lease_back_without_a_heartbeat():
    with pytest.raises(ZeroDivisionError), leases.held("work", 60):
        raise ZeroDivisionError
    row = Lease.objects.get(name="work")
    assert (row.holder, row.until, row.finished_at) == ("", None, None)


@pytest.mark.django_db
def test_a_rehearsal_moves_no_lease():
    with leases.held("work", 60), after(days=365), leases.held("work", 60) as second:
        assert second is None


@pytest.mark.slow
def test_of_many_that_ask_at_once_one_gets_the_lease(committed_db):
    done, taken = Barrier(8), []

    def ask():
        with leases.held("work", 60) as turn:
            taken.append(turn is not None)
            done.wait()

    together(*[ask] * 8)
    assert sorted(taken) == [False] * 7 + [True]


@pytest.mark.postgres
def test_a_claim_passes_over_what_another_sender_has_in_hand(full_outbox, monkeypatch):
    monkeypatch.setattr(digests, "PERSONS", 1)
    monkeypatch.setattr(digests, "WINDOW", 1)
    held, checked = Barrier(2), Barrier(2)
    claimed = []

    def first():
        with transaction.atomic():
            claimed.append(keys_of(digests.claim(clocks.now())))
            held.wait(10)
            checked.wait(10)

    def second():
        held.wait(10)
        claimed.append(keys_of(digests.claim(clocks.now())))
        checked.wait(10)

    together(first, second)
    assert claimed[0]
    assert claimed[1]
    assert not claimed[0] & claimed[1]


def keys_of(claimed):
    return {message.pk for digest in claimed for message in digest.messages}
