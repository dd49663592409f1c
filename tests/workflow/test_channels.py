"""What leaves by mail and by the gateway: one digest a person and channel, within hours and limits, at least once under one id."""

import hashlib
import hmac
import json
import uuid
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic, sleep

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import settings as settings_module
from organizations.models import Person
from tests.length import LONG
from tests.sinks import Gateway, MailSink, running, with_a_certificate_of_its_own
from workflow import clocks, notices, subjects
from workflow.jobs import DELAYS, deliver_outbox
from workflow.models import Notice, OutboxMessage, Policy, Preference

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status
SECRET = "0123456789abcdef0123456789abcdef"
FRIDAY = datetime(2026, 11, 20, tzinfo=clocks.SHANGHAI)  # the Monday after it is a working day as well


def at(hour, minute=0, *, days=0):
    return FRIDAY + timedelta(days=days, hours=hour, minutes=minute)


@pytest.fixture
def matter(road):
    """A matter that waits; what was told of it on the way is out of the house already."""
    with clocks.as_of(at(9)):
        road.to("submitted")
    OutboxMessage.objects.update(status=Status.SUPPRESSED, next_try_at=None)
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
        Preference.objects.create(person=person, gateway_id=f"gw-{person.username}")
    return road.matter


@pytest.fixture
def sink(settings):
    """A mail server of our own; Django's real sender speaks with it."""
    with running(MailSink()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 1
        yield server


@pytest.fixture
def gateway(settings):
    """The customer's gateway is the only channel."""
    with running(Gateway()) as server:
        settings.EMAIL_HOST = ""
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = f"http://127.0.0.1:{server.server_port}/send", SECRET
        settings.WEBHOOK_TIMEOUT = 1
        yield server


def tell(matter, person, number=1, moment=None):
    """That many notices of the matter for a person, with a message for each channel."""
    moment = moment or at(10)
    told = [
        Notice(
            dossier=matter.dossier, recipient=person, subject_type="coordination.matter", subject_id=matter.public_id,
            act_id=uuid.uuid4(), action="remind", text=matter.title, article="系统规则", sent_at=moment,
        )
        for _ in range(number)
    ]  # fmt: skip
    Notice.objects.bulk_create(told)
    return OutboxMessage.objects.bulk_create(notices.messages_for(told, moment))


def deliver(moment):
    with clocks.as_of(moment):
        return deliver_outbox()


def told(messages):
    return Counter(OutboxMessage.objects.filter(pk__in=[each.pk for each in messages]).values_list("status", "outcome"))


def words_of(mail):
    return mail.get_payload(decode=True).decode()


# One digest


def test_what_waits_for_one_person_leaves_as_one_message(matter, road, sink):
    messages = tell(matter, road.city.deputy, 3) + tell(matter, road.city.secretary)
    assert deliver(at(10)) == 4
    assert told(messages) == {(Status.DELIVERED, "已发送"): 4}
    said = {mail["To"]: words_of(mail).strip() for mail in sink.accepted}
    assert said == {
        "deputy@example.org": "您有3件待办，请登录系统查看：https://house.invalid",
        "secretary@example.org": "您有1件待办，请登录系统查看：https://house.invalid",
    }
    assert len(set(sink.ids)) == 2
    assert not any(matter.title in mail.as_string() for mail in sink.accepted)


def test_only_configured_channels_get_rows(matter, road, settings):
    settings.EMAIL_HOST = settings.WEBHOOK_URL = ""
    assert tell(matter, road.city.deputy) == []
    settings.WEBHOOK_URL = "https://gateway.example/send"
    assert [message.channel for message in tell(matter, road.city.deputy)] == ["webhook"]


def test_of_a_digest_only_what_the_person_may_still_know_is_counted(matter, road, sink, matter_in):
    hidden = tell(matter, road.city.health_head, 2)
    shown = tell(matter, road.city.deputy, 2)
    deliver(at(10))
    assert told(hidden) == {(Status.SUPPRESSED, "收件人已无权查看"): 2}
    assert told(shown) == {(Status.DELIVERED, "已发送"): 2}
    assert [mail["To"] for mail in sink.accepted] == ["deputy@example.org"]


def test_of_one_person_some_may_go_and_some_may_not(matter, road, sink):
    lost = tell(matter, road.city.deputy, 2)
    Notice.objects.filter(pk__in=[each.notice_id for each in lost]).update(subject_id=uuid.uuid4())
    kept = tell(matter, road.city.deputy, 3)
    deliver(at(10))
    assert told(lost) == {(Status.SUPPRESSED, "收件人已无权查看"): 2}
    assert told(kept) == {(Status.DELIVERED, "已发送"): 3}
    assert words_of(sink.accepted[0]).startswith("您有3件待办")


# When


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at(7), at(8, 30)),
        (at(17, 30), at(8, 30, days=3)),
        (at(23), at(8, 30, days=3)),
        (at(10, days=1), at(8, 30, days=3)),
    ],
    ids=["early", "at closing", "late", "saturday"],
)
def test_nothing_leaves_outside_working_hours(matter, road, sink, moment, opening):
    messages = tell(matter, road.city.deputy, 2, moment)
    assert deliver(moment) == 0
    assert sink.accepted == []
    assert set(OutboxMessage.objects.filter(status="waiting").values_list("next_try_at", "attempts")) == {(opening, 0)}
    assert deliver(opening - timedelta(minutes=1)) == 0
    assert deliver(opening) == 2
    assert told(messages) == {(Status.DELIVERED, "已发送"): 2}
    assert len(sink.accepted) == 1


def test_a_retry_waits_for_working_hours_and_stays_whole(matter, road, sink):
    sink.drops = 1
    tell(matter, road.city.deputy, 2, at(17, 29))
    deliver(at(17, 29))
    assert deliver(at(17, 31)) == 0
    assert deliver(at(8, 30, days=3)) == 2
    assert len(sink.ids) == 2
    assert len(set(sink.ids)) == 1


def test_what_is_beyond_the_limit_of_a_day_leaves_together_the_next(matter, road, sink):
    Policy.objects.update(reminders_a_day=2)
    for minute in range(5):
        tell(matter, road.city.deputy, 1, at(10, minute))
        deliver(at(10, minute))
    assert [words_of(mail)[:4] for mail in sink.accepted] == ["您有1件"] * 2
    assert set(OutboxMessage.objects.filter(status="waiting").values_list("next_try_at", flat=True)) == {
        at(8, 30, days=3)
    }
    assert deliver(at(8, 30, days=3)) == 3
    assert words_of(sink.accepted[-1]).startswith("您有3件待办")
    assert len(sink.accepted) == 3


def test_a_digest_that_may_have_left_counts_against_the_limit(matter, road, sink):
    Policy.objects.update(reminders_a_day=1)
    sink.drops = 1
    tell(matter, road.city.deputy)
    deliver(at(10))
    tell(matter, road.city.deputy, 1, at(10, 0))
    deliver(at(10, 0))
    assert len(sink.accepted) == 1
    deliver(at(10, 1))
    assert len(set(sink.ids)) == 1


def test_whoever_wants_one_a_day_gets_one_a_day(matter, road, sink):
    Preference.objects.filter(person=road.city.deputy).update(is_daily=True)
    for minute in range(3):
        tell(matter, road.city.deputy, 1, at(10, minute))
        tell(matter, road.city.secretary, 1, at(10, minute))
        deliver(at(10, minute))
    assert Counter(mail["To"] for mail in sink.accepted) == {"deputy@example.org": 1, "secretary@example.org": 3}
    deliver(at(9, days=3))
    assert words_of(sink.accepted[-1]).startswith("您有2件待办")


@pytest.mark.parametrize("allowed", [[], ["webhook"]])
def test_a_channel_that_the_commission_does_not_allow_is_closed_at_once(matter, road, sink, allowed):
    messages = tell(matter, road.city.deputy)
    Policy.objects.update(channels=allowed)
    deliver(at(10))
    assert told(messages) == {(Status.SUPPRESSED, "本单位未允许此渠道"): 1}
    assert sink.accepted == []


def test_a_channel_that_the_person_does_not_want_is_closed(matter, road, sink):
    messages = tell(matter, road.city.deputy)
    Preference.objects.filter(person=road.city.deputy).update(channels=["webhook"])
    deliver(at(10))
    assert told(messages) == {(Status.SUPPRESSED, "收件人未选用此渠道"): 1}


# A mail server with bad manners


def test_a_server_that_drops_the_connection_after_accepting_gets_it_twice_under_one_id(matter, road, sink):
    sink.drops = 2
    messages = tell(matter, road.city.deputy, 2)
    for moment in (at(10), at(10, 1), at(10, 6)):
        deliver(moment)
    assert told(messages) == {(Status.DELIVERED, "已发送"): 2}
    assert len(sink.ids) == 3  # at least once: two of them are duplicates,
    assert len(set(sink.ids)) == 1  # which the id gives away
    assert {message.attempts for message in OutboxMessage.objects.filter(digest__isnull=False)} == {3}


def test_a_server_that_is_too_slow_is_given_up_on_and_asked_again(matter, road, sink, settings):
    sink.delay, settings.EMAIL_TIMEOUT = 1.5, 0.3
    messages = tell(matter, road.city.deputy)
    deliver(at(10))
    assert told(messages) == {(Status.WAITING, "发送失败（SMTPServerDisconnected）"): 1}  # as smtplib says
    sink.delay, settings.EMAIL_TIMEOUT = 0, 5
    deliver(at(10, 1))
    assert told(messages) == {(Status.DELIVERED, "已发送"): 1}
    assert len(set(sink.ids)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("delay", [90] if LONG else [2])
def test_a_server_that_answers_long_after_the_product_gave_it_up_gets_it_twice_under_one_id(
    matter, road, sink, settings, delay
):
    """In the long run with the product's own patience: ten seconds, of a minute and a half."""
    sink.delay, settings.EMAIL_TIMEOUT = delay, settings_module.EMAIL_TIMEOUT if LONG else 1
    messages, asked_at = tell(matter, road.city.deputy), monotonic()
    deliver(at(10))
    assert settings.EMAIL_TIMEOUT <= monotonic() - asked_at < delay
    assert told(messages) == {(Status.WAITING, "发送失败（SMTPServerDisconnected）"): 1}
    while not sink.accepted:
        assert monotonic() - asked_at < delay + 30
        sleep(0.1)
    sink.delay = 0
    deliver(at(10, 1))
    assert told(messages) == {(Status.DELIVERED, "已发送"): 1}
    assert len(sink.ids) == 2
    assert len(set(sink.ids)) == 1


def test_one_refused_recipient_of_ten_holds_up_nobody_else(matter, road, sink):
    ten = [road.city.people[key] for key in sorted(road.city.people)][:10]
    Policy.objects.update(reminders_a_day=9)
    sink.refused = (f"<{ten[4].username}@example.org>",)
    messages = {person.username: tell(matter, person) for person in ten}
    with pytest.MonkeyPatch.context() as everyone:
        everyone.setattr(subjects, "visible_ids", lambda places, actor: {public_id for _, public_id in places})
        for moment in (at(10), at(10, 1)):
            deliver(moment)
    refused = messages.pop(ten[4].username)
    assert told(refused) == {(Status.WAITING, "发送失败（SMTPRecipientsRefused）"): 1}
    assert all(told(each) == {(Status.DELIVERED, "已发送"): 1} for each in messages.values())
    assert len(sink.ids) == len(set(sink.ids)) == 9


def test_a_slow_server_does_not_use_up_the_tries_of_those_behind(matter, road, sink, monkeypatch):
    tell(matter, road.city.deputy)
    tell(matter, road.city.secretary)
    moments = iter([at(10)] * 6 + [at(10, 4)] * 50)
    with clocks.following(lambda: next(moments)):
        deliver_outbox()
    left = OutboxMessage.objects.filter(status="waiting")
    assert set(left.values_list("attempts", flat=True)) <= {0, 1}
    deliver(at(10, 10))
    assert not OutboxMessage.objects.filter(status="waiting").exists()
    assert len(set(sink.ids)) == 2


# The gateway


def test_the_gateway_is_told_of_a_person_and_a_count_and_can_verify_it(matter, road, gateway):
    messages = tell(matter, road.city.deputy, 2)
    deliver(at(10))
    assert told(messages) == {(Status.DELIVERED, "已发送"): 2}
    [(path, headers, said, body)] = gateway.asked
    digest = str(OutboxMessage.objects.get(pk=messages[0].pk).digest)
    assert path == "/send"
    assert said == {
        "id": digest, "to": "gw-deputy", "count": 2, "text": "您有2件待办，请登录系统查看", "link": "https://house.invalid",
    }  # fmt: skip
    assert headers["Idempotency-Key"] == digest
    assert abs(int(headers["X-Timestamp"]) - clocks.real_seconds()) < 60
    seal = hmac.new(SECRET.encode(), headers["X-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Signature"] == f"sha256={seal}"
    assert matter.title not in json.dumps(said, ensure_ascii=False)


def test_a_gateway_that_fails_is_asked_again_under_one_key_and_then_given_up(matter, road, gateway):
    gateway.status = 503
    messages = tell(matter, road.city.deputy)
    for number in range(len(DELAYS) + 1):  # the longest pause is shorter than a night, and every morning is a new try
        assert deliver(at(9, days=3 + number % 5 + number // 5 * 7)) == 1
    assert told(messages) == {(Status.DEAD, "发送失败（HTTP 503）"): 1}
    assert len({headers["Idempotency-Key"] for _, headers, _, _ in gateway.asked}) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(matter, road, gateway, status):
    gateway.status = status
    messages = tell(matter, road.city.deputy)
    deliver(at(10))
    assert told(messages) == {(Status.WAITING, f"发送失败（HTTP {status}）"): 1}
    assert [path for path, *_ in gateway.asked] == ["/send"]


def test_a_gateway_that_hangs_up_or_sleeps_is_asked_again(matter, road, gateway, settings):
    gateway.drops = 1
    messages = tell(matter, road.city.deputy)
    deliver(at(10))
    gateway.delay, settings.WEBHOOK_TIMEOUT = 1, 0.2
    deliver(at(10, 1))
    assert told(messages) == {(Status.WAITING, "发送失败（TimeoutError）"): 1}
    gateway.delay, settings.WEBHOOK_TIMEOUT = 0, 5
    deliver(at(10, 6))
    assert told(messages) == {(Status.DELIVERED, "已发送"): 1}
    assert len({said["id"] for _, _, said, _ in gateway.asked}) == 1


def test_a_certificate_that_nobody_signed_is_not_trusted(matter, road, settings, tmp_path):
    settings.EMAIL_HOST = ""
    with running(with_a_certificate_of_its_own(Gateway(), tmp_path)) as server:
        settings.WEBHOOK_URL = f"https://localhost:{server.server_port}/send"
        settings.WEBHOOK_SECRET, settings.WEBHOOK_TIMEOUT = SECRET, 2
        messages = tell(matter, road.city.deputy)
        deliver(at(10))
        assert server.asked == []
    assert told(messages) == {(Status.WAITING, "发送失败（SSLCertVerificationError）"): 1}


def test_both_channels_carry_a_digest_of_their_own(matter, road, sink, settings):
    with running(Gateway()) as server:
        settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = f"http://127.0.0.1:{server.server_port}/send", SECRET
        messages = tell(matter, road.city.deputy, 2)
        deliver(at(10))
        assert told(messages) == {(Status.DELIVERED, "已发送"): 4}
        assert len(server.asked) == len(sink.accepted) == 1
    assert (
        len(
            {
                str(digest)
                for digest in OutboxMessage.objects.filter(digest__isnull=False).values_list("digest", flat=True)
            }
        )
        == 2
    )


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("https://gateway.example/send", True),
        ("http://127.0.0.1:9000/send", True),
        ("http://gateway.example/send", False),
        ("ftp://gateway.example/send", False),
    ],
)
def test_the_gateway_lies_behind_tls_or_on_this_machine(monkeypatch, value, allowed):
    monkeypatch.setenv("A_GATEWAY", value)
    if allowed:
        assert settings_module.gateway("A_GATEWAY") == value
        return
    with pytest.raises(ImproperlyConfigured):
        settings_module.gateway("A_GATEWAY")


def test_a_short_shared_secret_is_refused(monkeypatch):
    monkeypatch.setenv("A_SECRET", "short")
    with pytest.raises(ImproperlyConfigured):
        settings_module.shared_secret("A_SECRET", needed=True)
    monkeypatch.delenv("A_SECRET")
    with pytest.raises(ImproperlyConfigured):
        settings_module.shared_secret("A_SECRET", needed=True)
