"""The sweep reminds once for each rung, late if it must, twice never, and nobody who may not know any more."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.models import Assignment, Matter, Participation
from organizations.models import Person, Post
from supervision import reminders
from supervision.jobs import sweep
from supervision.models import Reminder
from workflow import calendars, clocks, leases
from workflow.door import Barred, advance
from workflow.jobs import deliver_outbox
from workflow.models import AuditEntry, Clock, Dossier, Lease, Notice, OutboxMessage

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def clock(road):
    """What the deputy in charge owes: to determine the matter in five working days."""
    road.to("submitted")
    return Clock.objects.get(name="determination")


def at_rung(clock, rung):
    return clocks.rung_at(clock.due_on, rung, calendars.load())


def swept(moment):
    with clocks.as_of(moment):
        return sweep()


def told(reminder):
    return sorted(Notice.objects.filter(act_id=reminder.pk).values_list("recipient__username", flat=True))


def test_nobody_is_reminded_before_the_due_date(clock):
    assert swept(at_rung(clock, 0) - MINUTE) == 0
    assert not Reminder.objects.exists()


def test_the_due_date_and_two_working_days_later_remind(clock, road):
    first, second = at_rung(clock, 0), at_rung(clock, 1)
    assert clocks.business_date(first) == clock.due_on
    assert calendars.load().between(clock.due_on, clocks.business_date(second)) == 2
    assert swept(first) == 1
    assert swept(second - MINUTE) == 0
    assert swept(second) == 1
    assert swept(second + 300 * DAY) == 0
    clock.refresh_from_db()
    assert (clock.urgings, clock.rung, clock.next_rung_at) == (2, 2, None)
    assert list(Reminder.objects.order_by("rung").values_list("rung", "sent_at")) == [(0, first), (1, second)]
    assert [told(reminder) for reminder in Reminder.objects.all()] == [["deputy"], ["deputy"]]


def test_a_reminder_says_whom_and_what_in_the_words_of_the_time(clock, road):
    swept(at_rung(clock, 0))
    swept(at_rung(clock, 1))
    later, first = Reminder.objects.all()
    assert (first.owed_words, first.told_words, first.due_on) == ("示范丁", "示范丁", clock.due_on)
    texts = {notice.act_id: notice.text for notice in Notice.objects.filter(action="remind")}
    day = clocks.date_words(clock.due_on)
    assert texts[first.pk] == f"催办“确定”：今日（{day}）到期，请办理：{clock.subject_words}"
    assert texts[later.pk] == f"催办“确定”：已于{day}到期，尚未办理：{clock.subject_words}"


def test_each_reminder_has_one_inbox_line_and_one_message_a_person(clock):
    before = OutboxMessage.objects.count()
    swept(at_rung(clock, 0))
    notice = Notice.objects.get(action="remind")
    assert (notice.dossier_id, notice.subject_id) == (clock.dossier_id, clock.subject_id)
    assert notice.messages.get().next_try_at == at_rung(clock, 0)
    assert OutboxMessage.objects.count() == before + 1


def test_after_an_outage_missed_rungs_are_one_reminder(clock):
    assert swept(at_rung(clock, 1) + 7 * DAY) == 1
    assert Reminder.objects.get().rung == 1
    assert Notice.objects.filter(action="remind").count() == 1
    clock.refresh_from_db()
    assert (clock.urgings, clock.next_rung_at) == (1, None)


def test_twice_is_once(clock):
    moment = at_rung(clock, 0)
    assert [swept(moment), swept(moment), swept(moment + MINUTE)] == [1, 0, 0]
    assert Reminder.objects.count() == Notice.objects.filter(action="remind").count() == 1


def test_a_rung_reminded_of_is_refused_by_the_database_and_nothing_of_the_batch_stays(clock):
    """A clock set back by hand: the reminder, its notices and the count stand or fall together."""
    swept(at_rung(clock, 0))
    Clock.objects.update(rung=0, next_rung_at=at_rung(clock, 0))
    before = Notice.objects.count(), OutboxMessage.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        swept(at_rung(clock, 0) + MINUTE)
    clock.refresh_from_db()
    assert clock.urgings == 1
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == before


def test_a_clock_that_was_met_reminds_of_nothing(clock, road):
    road.determine()
    due = [at_rung(each, 1) for each in Clock.objects.filter(name="determination")]
    swept(due[0] + DAY)
    assert not Reminder.objects.filter(clock=clock).exists()


def test_in_the_archive_nothing_reminds(road):
    road.to("archived")
    assert swept(clocks.now() + 3650 * DAY) == 0


def test_what_a_post_owes_is_told_to_everyone_in_the_post(road):
    road.to("implementing")
    head, liaison = road.city.people["agriculture_head"], road.city.people["agriculture_liaison"]
    post = Post.objects.get(person=liaison)
    Post.objects.create(person=head, organisation=post.organisation, role=post.role, from_on=post.from_on)
    clock = Clock.objects.open().get(name="receipt", owed_organisation=road.city.agriculture)
    swept(at_rung(clock, 0))
    reminder = clock.reminders.get()
    assert told(reminder) == ["agriculture_head", "agriculture_liaison"]
    assert reminder.owed_words == "示范市农业农村局 · 联络员"


@pytest.fixture
def receipt(road):
    """A receipt that the agriculture department owes for its task."""
    road.to("implementing")
    return Clock.objects.open().get(
        name="receipt", owed_organisation=road.city.agriculture, subject_type="coordination.assignment"
    )


def end_post(road):
    Post.objects.filter(person=road.city.people["agriculture_liaison"]).update(until_on=clocks.today() - DAY)


def close_account(road):
    Person.objects.filter(pk=road.city.people["agriculture_liaison"].pk).update(is_active=False)


def withdraw_grants(road):
    road.matter.dossier.group_grants.filter(group__principal__organisation=road.city.agriculture).delete()


@pytest.mark.parametrize("end", [end_post, close_account, withdraw_grants], ids=lambda end: end.__name__)
def test_who_may_not_know_any_more_is_told_nothing_and_the_reminder_says_so(receipt, road, end):
    end(road)
    swept(at_rung(receipt, 0))
    reminder = receipt.reminders.get()
    assert (told(reminder), reminder.told_words) == ([], "")
    assert not OutboxMessage.objects.filter(notice__act_id=reminder.pk).exists()


def test_access_that_ends_between_the_reminder_and_its_mail_holds_the_mail_back(receipt, road, settings):
    settings.EMAIL_HOST = "mail.example"
    liaison = road.city.people["agriculture_liaison"]
    Person.objects.filter(pk=liaison.pk).update(email="liaison@example.org")
    swept(at_rung(receipt, 0))
    message = OutboxMessage.objects.get(notice__act_id=receipt.reminders.get().pk)
    withdraw_grants(road)
    with clocks.as_of(at_rung(receipt, 0) + MINUTE):
        deliver_outbox()
    message.refresh_from_db()
    assert (message.status, message.outcome) == ("suppressed", "收件人已无权查看")
    assert not [sent for sent in mail.outbox if sent.to == ["liaison@example.org"]]


# What an urging opens


def record_receipt(row, road):
    return advance(
        row, type(row).record_receipt, actor=road.city.actor("officer"), proof="EMS 1234", paper_receipt=False
    )


def test_two_urgings_open_the_recording_of_a_receipt(receipt, road):
    assignment = Assignment.objects.get(public_id=receipt.subject_id)
    swept(at_rung(receipt, 0))
    with pytest.raises(Barred, match="催办两次"):
        record_receipt(assignment, road)
    swept(at_rung(receipt, 1))
    assert record_receipt(assignment, road).state == "received"
    receipt.refresh_from_db()
    assert (receipt.status, receipt.urgings, receipt.next_rung_at) == ("met", 2, None)


def test_two_urgings_open_the_recording_of_a_participants_receipt(receipt, road):
    part = Participation.objects.first()
    clock = Clock.objects.open().get(name="receipt", subject_id=part.public_id)
    swept(at_rung(clock, 0))
    swept(at_rung(clock, 1))
    assert record_receipt(part, road).state == "received"


def test_an_overdue_receipt_that_was_urged_opens_the_inspection(receipt, road):
    road.receive(skip=[Assignment.objects.get(public_id=receipt.subject_id).number])
    with pytest.raises(Barred, match="尚未签收"):
        road.begin_inspection()
    late = at_rung(receipt, 0) + DAY
    swept(late)
    with clocks.as_of(late):
        road.begin_inspection()
    assert Matter.objects.get().state == "inspecting"


# How it works


def test_the_sweep_touches_no_dossier_and_no_chain(clock):
    before = list(Dossier.objects.values()), AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        assert swept(at_rung(clock, 0)) == 1
    assert (list(Dossier.objects.values()), AuditEntry.objects.count()) == before
    assert not [query for query in asked.captured_queries if 'UPDATE "workflow_dossier"' in query["sql"]]
    locking = [query["sql"] for query in asked.captured_queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert all('OF "workflow_clock" SKIP LOCKED' in sql for sql in locking)
    assert bool(locking) == (connection.vendor == "postgresql")


def copies_of(clock, number, **fields):
    """More clocks of the same record, such as a large commission has."""
    columns = {column.attname: getattr(clock, column.attname) for column in Clock._meta.concrete_fields}
    del columns["id"]
    rows = [Clock(**columns | {"name": f"copy{place}"} | fields) for place in range(number)]
    return Clock.objects.bulk_create(rows)


def test_what_is_not_due_costs_nothing(clock):
    swept(at_rung(clock, 0) - DAY)  # the calendar and the content types are known from now on
    with CaptureQueriesContext(connection) as alone:
        swept(at_rung(clock, 0))
    copies_of(clock, 400, next_rung_at=clock.next_rung_at + 300 * DAY)
    Clock.objects.filter(pk=clock.pk).update(next_rung_at=at_rung(clock, 1), rung=1)
    with CaptureQueriesContext(connection) as among_others:
        swept(at_rung(clock, 1))
    assert len(among_others) == len(alone)


def test_a_batch_asks_for_each_person_not_for_each_clock(clock, monkeypatch):
    copies_of(clock, 450)
    with CaptureQueriesContext(connection) as asked:
        assert swept(at_rung(clock, 0)) == 451
    assert Reminder.objects.count() == Notice.objects.filter(action="remind").count() == 451
    assert len(asked) < 4 * 25  # four claims, the last one empty


def test_due_clocks_are_found_by_their_index(clock):
    copies_of(clock, 50, next_rung_at=None)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    due = Clock.objects.filter(next_rung_at__lte=clock.next_rung_at).order_by("next_rung_at", "id")[: reminders.BATCH]
    assert "clock_next_rung" in due.explain()


def test_a_sweep_leaves_its_heartbeat_and_waits_for_nobody(clock):
    with leases.held("sweep", 60):
        assert swept(at_rung(clock, 0)) == 0
    assert swept(at_rung(clock, 0)) == 1
    assert Lease.objects.get(name="sweep").finished_at is not None


def test_a_reminder_is_neither_changed_nor_removed(clock):
    swept(at_rung(clock, 0))
    reminder = Reminder.objects.get()
    with pytest.raises(TypeError):
        reminder.save()
    with pytest.raises(TypeError):
        reminder.delete()


def test_the_jobs_run_without_a_worker(clock, settings, tmp_path):
    settings.AUDIT_CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    out, waiting = StringIO(), OutboxMessage.objects.filter(status="waiting").count()
    with clocks.as_of(at_rung(clock, 0)):
        call_command("sweep", stdout=out)
    assert out.getvalue().strip() == f"催办1项，投递消息{waiting + 1}条，写入检查点1个。"
