"""The pages of the system administrator: what did not leave the house, how the installation is doing; and the quick look at health."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings as installed
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.demonstration.road import Road
from organizations.models import Person
from tests.supervision.hours import remind_round_the_clock
from workflow import clocks, jobs, leases, outbox, system_state
from workflow.door import NotPermitted
from workflow.jobs import canary, checkpoint_audit, deliver_outbox
from workflow.models import AuditEntry, CalendarYear, Clock, Lease, OutboxMessage

pytestmark = pytest.mark.django_db

Status = OutboxMessage.Status


@pytest.fixture
def admin(administrators):
    client = Client(raise_request_exception=False)
    client.force_login(administrators["system_admin"], "allauth.account.auth_backends.AuthenticationBackend")
    return client


# What did not leave


@pytest.fixture
def dead(road, settings):
    """A message to the deputy in charge that was given up."""
    road.to("submitted")
    remind_round_the_clock()
    Person.objects.filter(pk=road.city.deputy.pk).update(email="deputy@example.org")
    OutboxMessage.objects.exclude(notice__recipient=road.city.deputy).update(status="suppressed", next_try_at=None)
    settings.EMAIL_BACKEND = "tests.workflow.test_outbox.BrokenBackend"
    OutboxMessage.objects.filter(status="waiting").update(attempts=len(jobs.DELAYS))
    deliver_outbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return OutboxMessage.objects.get(status=Status.DEAD)


def test_a_dead_letter_is_listed_by_person_channel_number_and_reason_but_never_by_what_it_is_about(admin, dead, road):
    page = admin.get("/outbox/").content.decode()
    for words in (road.city.deputy.name, "电子邮件", "发送失败（SMTPServerDisconnected）", "多次失败"):
        assert words in page
    assert road.matter.title not in page
    assert dead.notice.text not in page


def test_resending_keeps_the_id_and_is_in_the_journal(admin, dead, administrators):
    assert admin.post(f"/outbox/{dead.digest}/resend/").status_code == 302
    assert "重试中" in admin.get("/outbox/").content.decode()
    deliver_outbox()
    again = OutboxMessage.objects.get(pk=dead.pk)
    assert (again.status, again.digest) == (Status.DELIVERED, dead.digest)
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [f"<{dead.digest}@outbox>"]
    entry = AuditEntry.objects.get(action="personnel.resend_digest")
    assert (entry.person, entry.subject_words) == (administrators["system_admin"], "deputy：电子邮件，1件")
    assert "没有失败的外发提醒。" in admin.get("/outbox/").content.decode()


def test_what_has_left_is_not_sent_again(admin, dead, city, administrators):
    OutboxMessage.objects.update(status=Status.DELIVERED, next_try_at=None)
    actor = city.actor("deputy")
    with pytest.raises(NotPermitted):
        outbox.resend_digest(actor, dead.digest)
    answer = admin.post(f"/outbox/{dead.digest}/resend/", follow=True)
    assert "这条提醒已经发出，或者不再需要发出" in answer.content.decode()
    assert OutboxMessage.objects.get(pk=dead.pk).status == Status.DELIVERED


def test_the_list_is_one_line_a_digest_and_costs_the_same_for_many(admin, dead):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert admin.get("/outbox/").status_code == 200
        return len(queries)

    asked()  # the session is begun
    few = asked()
    columns = {column.attname: getattr(dead, column.attname) for column in OutboxMessage._meta.concrete_fields}
    notice = {column.attname: getattr(dead.notice, column.attname) for column in dead.notice._meta.concrete_fields}
    del columns["id"], columns["notice_id"], notice["id"], notice["act_id"]
    for _ in range(30):
        told = type(dead.notice).objects.create(**notice, act_id=uuid.uuid4())
        OutboxMessage.objects.create(**columns, notice=told)
    assert asked() == few
    [row] = outbox.troubled()
    assert row.number == 31


# How it is doing


def fact(label):
    return next(each for _, facts in system_state.parts() for each in facts if each.label == label)


def test_a_fresh_installation_says_that_nothing_has_run(admin):
    page = admin.get("/system/").content.decode()
    assert "有异常，请按各行的说明处理。" in page
    assert "从未执行" in page
    assert fact("催办").advice == system_state.RESTART


def test_jobs_and_canaries_that_ran_are_green_and_stale_ones_red(road, settings, tmp_path):
    settings.AUDIT_CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    deliver_outbox(), checkpoint_audit()
    for queue in installed.QUEUES:
        canary(queue)
    good = ("外发消息投递", "办理记录检查点", "“催办”队列", "“外发”队列", "“检查点”队列")
    assert {fact(label).tone for label in good} == {"green"}
    Lease.objects.update(finished_at=leases._moment() - timedelta(minutes=4))
    assert [fact(label).tone for label in good] == ["green", "green", "red", "red", "red"]
    assert fact("“催办”队列").value == "4分钟前"
    Lease.objects.update(finished_at=leases._moment() - timedelta(hours=3))
    assert {fact(label).tone for label in good} == {"red"}
    assert "没有后台进程应答这个队列。" in fact("“外发”队列").advice


def test_a_rehearsal_makes_no_heartbeat_stale(road):
    deliver_outbox()
    with clocks.as_of(clocks.now() + timedelta(days=30)):
        assert fact("外发消息投递").tone == "green"


def test_what_is_due_for_long_and_not_done_is_red(city):
    Road(city).to("submitted")
    remind_round_the_clock()
    assert fact("待外发消息").tone == "green"
    with clocks.as_of(clocks.now() + timedelta(minutes=15)):
        assert fact("待外发消息").tone == "red"
        assert "最早的已等待15分钟" in fact("待外发消息").value
    Clock.objects.filter(name="determination").update(next_rung_at=clocks.now() - timedelta(hours=3))
    assert (fact("到时未催办的时限").tone, fact("到时未催办的时限").value) == ("red", "有，最早的已等待3小时")


def test_undelivered_messages_are_red(dead):
    assert (fact("外发失败").tone, fact("外发失败").value) == ("red", "1条")


def test_the_database_the_disk_and_the_calendar_are_told(settings, monkeypatch, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "there"
    database = fact("数据库")
    assert database.value.startswith("SQLite 3." if connection.vendor == "sqlite" else "PostgreSQL 1")
    for free, tone in ((50, "green"), (15, "yellow"), (5, "red")):
        monkeypatch.setattr(system_state.shutil, "disk_usage", lambda folder, free=free: (100, 100 - free, free))
        assert fact("附件所在磁盘").tone == tone
    year = clocks.today().year
    CalendarYear.objects.filter(year__gte=year).delete()
    assert (fact(f"{year}年").tone, fact(f"{year + 1}年").tone) == ("red", "yellow")
    CalendarYear.objects.create(year=year + 1, status="published", source="测试")
    assert fact(f"{year + 1}年").tone == "green"


def test_the_page_asks_a_fixed_number_of_questions(admin, road):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert admin.get("/system/").status_code == 200
        return len(queries)

    asked()  # the session is begun
    few = asked()
    road.to("implementing")
    assert asked() == few <= 20


def test_health_asks_one_question():
    with CaptureQueriesContext(connection) as queries:
        assert Client().get("/healthz/").status_code == 200
    assert len(queries) == 1


def test_every_queue_has_its_canary_and_every_job_its_queue():
    beats = installed.CELERY_BEAT_SCHEDULE.values()
    sung = {next(iter(entry["args"])): entry["options"]["queue"] for entry in beats if entry["task"].endswith("canary")}
    assert sung == {name: name for name in installed.QUEUES}
    assert {queue.name for queue in installed.CELERY_TASK_QUEUES} == set(installed.QUEUES) == set(system_state.QUEUES)
    routed = {route["queue"] for route in installed.CELERY_TASK_ROUTES.values()} | {installed.CELERY_TASK_DEFAULT_QUEUE}
    assert routed == set(installed.QUEUES)
