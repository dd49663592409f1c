"""The sweep reminds once for each rung, late if it must, twice never, and nobody who may not know any more."""

from datetime import time, timedelta
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
from workflow.models import AuditEntry, Clock, Dossier, Lease, Notice, OutboxMessage, Policy

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EARLY, DUE, LATE, LATER, LAST = range(
    5
)  # the rungs of the usual ladder: 3 days before, the day, 2, 5 and 10 days after it


@pytest.fixture
def clock(road):
    """What the deputy in charge owes: to determine the matter in five working days."""
    road.to("submitted")
    return Clock.objects.get(name="determination")


def at_rung(clock, rung):
    return clocks.rung_at(clock.policy, clock.due_on, rung, calendars.load())


def swept(moment):
    with clocks.as_of(moment):
        return sweep()


def told(reminder):
    return sorted(Notice.objects.filter(act_id=reminder.pk).values_list("recipient__username", flat=True))


def test_the_ladder_begins_before_the_due_date_and_its_circle_widens(clock, road):
    calendar, days = calendars.load(), (-3, 0, 2, 5, 10)
    for rung, day in enumerate(days):
        moment = at_rung(clock, rung)
        assert calendar.between(clock.due_on, clocks.business_date(moment)) == day
        assert swept(moment - MINUTE) == 0
        assert swept(moment) == 1
    assert swept(at_rung(clock, LAST) + 300 * DAY) == 0
    clock.refresh_from_db()
    assert (clock.urgings, clock.rung, clock.next_rung_at) == (4, 5, None)  # the early one urges nobody
    reminders_of = Reminder.objects.order_by("rung")
    assert [reminder.asks for reminder in reminders_of] == [False, False, True, True, True]
    director = "director"
    assert [told(reminder) for reminder in reminders_of] == [
        ["deputy"], sorted(["deputy", director]), sorted(["deputy", director, "officer"]),
        sorted(["deputy", director, "officer"]), sorted(["deputy", director, "officer"]),
    ]  # fmt: skip


def test_of_a_departments_clock_its_head_then_the_officer_then_the_deputy_hear(receipt):
    heard = []
    for rung in range(receipt.rung, 5):
        swept(at_rung(receipt, rung))
        heard.append(told(receipt.reminders.get(rung=rung)))
    owed, head = "agriculture_liaison", "agriculture_head"
    assert heard == [
        sorted([owed, head]),
        sorted([owed, head, "officer"]),
        *[sorted([owed, head, "officer", "deputy"])] * 2,
    ]


def test_an_early_reminder_that_would_come_on_the_first_day_is_left_out(receipt):
    assert receipt.days == 2
    assert (receipt.rung, receipt.next_rung_at) == (DUE, at_rung(receipt, DUE))


def test_a_commission_sets_its_own_ladder(road):
    Policy.objects.update(ladder=[[-1, ["owed"], False], [1, ["owed"], True]], opens_at=time(9), warning_days=1)
    road.to("submitted")
    clock = Clock.objects.select_related("policy").get(name="determination")
    calendar = calendars.load()
    assert clock.next_rung_at == clocks.rung_at(clock.policy, clock.due_on, 0, calendar)
    assert clock.next_rung_at.astimezone(clocks.SHANGHAI).time() == time(9)
    assert calendar.between(clocks.business_date(clock.next_rung_at), clock.due_on) == 1
    assert [clocks.light(clock, day).tone for day in (calendar.back(clock.due_on, 2), calendar.back(clock.due_on, 1))] == [
        "green", "yellow",
    ]  # fmt: skip


@pytest.mark.parametrize("late", [timedelta(hours=12), timedelta(hours=-1), 4 * DAY], ids=["evening", "dawn", "later"])
def test_nobody_is_reminded_outside_working_hours(clock, late):
    """What comes due while nobody works, or was not done in time, waits for the next morning."""
    due, calendar = at_rung(clock, EARLY), calendars.load()
    Clock.objects.update(next_rung_at=due - 2 * DAY)
    at = due + late
    while clocks.is_open(clock.policy, at, calendar):
        at += timedelta(hours=1)
    assert swept(at) == 0
    assert not Reminder.objects.exists()
    clock.refresh_from_db()
    opening = clock.next_rung_at
    assert clocks.is_open(clock.policy, opening, calendar)
    assert not clocks.is_open(clock.policy, opening - MINUTE, calendar)
    assert at < opening
    assert swept(opening) == 1


def test_a_reminder_says_whom_and_what_in_the_words_of_the_time(clock, road):
    for rung in (EARLY, DUE, LATE):
        swept(at_rung(clock, rung))
    reminders_of = list(Reminder.objects.order_by("rung"))
    assert (reminders_of[0].owed_words, reminders_of[0].told_words, reminders_of[0].due_on) == (
        "示范丁",
        "示范丁",
        clock.due_on,
    )
    texts = {notice.act_id: notice.text for notice in Notice.objects.filter(action="remind")}
    day = clocks.date_words(clock.due_on)
    assert [texts[reminder.pk] for reminder in reminders_of] == [
        f"提醒“确定”：将于{day}到期，还有3个工作日：{clock.subject_words}",
        f"催办“确定”：今日（{day}）到期，请办理：{clock.subject_words}",
        f"催办“确定”：已于{day}到期，尚未办理，已超期2个工作日：{clock.subject_words}",
    ]


def test_each_reminder_has_one_inbox_line_and_one_message_a_person(clock):
    before = OutboxMessage.objects.count()
    swept(at_rung(clock, EARLY))
    notice = Notice.objects.get(action="remind")
    assert (notice.dossier_id, notice.subject_id) == (clock.dossier_id, clock.subject_id)
    assert notice.messages.get().next_try_at == at_rung(clock, EARLY)
    assert OutboxMessage.objects.count() == before + 1


def test_after_an_outage_missed_rungs_are_one_reminder(clock):
    assert swept(at_rung(clock, LATER)) == 1
    assert Reminder.objects.get().rung == LATER
    assert Notice.objects.filter(action="remind").count() == 3
    clock.refresh_from_db()
    assert (clock.urgings, clock.next_rung_at) == (1, at_rung(clock, LAST))


def test_twice_is_once(clock):
    moment = at_rung(clock, EARLY)
    assert [swept(moment), swept(moment), swept(moment + MINUTE)] == [1, 0, 0]
    assert Reminder.objects.count() == Notice.objects.filter(action="remind").count() == 1


def test_a_rung_reminded_of_is_not_reminded_again_and_goes_on(clock):
    """A date that was moved and has come back: the same rung of the same date is told once, and the next one follows."""
    swept(at_rung(clock, DUE))
    Clock.objects.update(rung=DUE, next_rung_at=at_rung(clock, DUE))
    before = Reminder.objects.count(), Notice.objects.count(), OutboxMessage.objects.count()
    swept(at_rung(clock, DUE) + MINUTE)
    assert (Reminder.objects.count(), Notice.objects.count(), OutboxMessage.objects.count()) == before
    clock.refresh_from_db()
    assert clock.next_rung_at == at_rung(clock, LATE)
    assert swept(at_rung(clock, LATE)) == 1
    assert Reminder.objects.count() == before[0] + 1


def test_the_database_refuses_a_second_reminder_of_a_rung(clock):
    swept(at_rung(clock, DUE))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(clock=clock, rung=DUE, due_on=clock.due_on, sent_at=clocks.now())


def test_a_clock_that_was_met_reminds_of_nothing(clock, road):
    road.determine()
    due = [at_rung(each, LATE) for each in Clock.objects.filter(name="determination")]
    swept(due[0])
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
    swept(at_rung(clock, DUE))
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
    swept(at_rung(receipt, DUE))
    reminder, head = receipt.reminders.get(), road.city.people["agriculture_head"]
    left = [] if end is withdraw_grants else [head]
    assert told(reminder) == [person.username for person in left]
    assert reminder.told_words == "".join(person.name for person in left)
    assert OutboxMessage.objects.filter(notice__act_id=reminder.pk).count() == len(left)


def test_access_that_ends_between_the_reminder_and_its_mail_holds_the_mail_back(receipt, road, settings):
    settings.EMAIL_HOST = "mail.example"
    liaison = road.city.people["agriculture_liaison"]
    Person.objects.filter(pk=liaison.pk).update(email="liaison@example.org")
    swept(at_rung(receipt, DUE))
    message = OutboxMessage.objects.get(notice__act_id=receipt.reminders.get().pk, notice__recipient=liaison)
    withdraw_grants(road)
    with clocks.as_of(at_rung(receipt, DUE) + MINUTE):
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
    swept(at_rung(receipt, DUE))
    with pytest.raises(Barred, match="催办两次"):
        record_receipt(assignment, road)
    swept(at_rung(receipt, LATE))
    assert record_receipt(assignment, road).state == "received"
    receipt.refresh_from_db()
    assert (receipt.status, receipt.urgings, receipt.next_rung_at) == ("met", 2, None)


def test_two_urgings_open_the_recording_of_a_participants_receipt(receipt, road):
    part = Participation.objects.first()
    clock = Clock.objects.open().get(name="receipt", subject_id=part.public_id)
    swept(at_rung(clock, DUE))
    swept(at_rung(clock, LATE))
    assert record_receipt(part, road).state == "received"


def test_an_overdue_receipt_that_was_urged_opens_the_inspection(receipt, road):
    road.receive(skip=[Assignment.objects.get(public_id=receipt.subject_id).number])
    with pytest.raises(Barred, match="尚未签收"):
        road.begin_inspection()
    late = at_rung(receipt, LATE)
    swept(late)
    with clocks.as_of(late):
        road.begin_inspection()
    assert Matter.objects.get().state == "inspecting"


# How it works


def test_the_sweep_touches_no_dossier_and_no_chain(clock):
    before = list(Dossier.objects.values()), AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        assert swept(at_rung(clock, DUE)) == 1
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
    Policy.objects.update(ladder=[[day, ["owed"], False] for day in (-3, 0, 2, 5, 10)])
    swept(at_rung(clock, DUE) - DAY)  # the calendar and the content types are known from now on
    with CaptureQueriesContext(connection) as alone:
        swept(at_rung(clock, DUE))
    copies_of(clock, 400, next_rung_at=clock.next_rung_at + 300 * DAY)
    Clock.objects.filter(pk=clock.pk).update(next_rung_at=at_rung(clock, LATE), rung=1)
    with CaptureQueriesContext(connection) as among_others:
        swept(at_rung(clock, LATE))
    assert len(among_others) == len(alone)


def test_a_batch_asks_for_each_person_not_for_each_clock(clock, monkeypatch):
    copies_of(clock, 450)
    with CaptureQueriesContext(connection) as asked:
        assert swept(at_rung(clock, EARLY)) == 451
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
        assert swept(at_rung(clock, DUE)) == 0
    assert swept(at_rung(clock, DUE)) == 1
    assert Lease.objects.get(name="sweep").finished_at is not None


def test_a_reminder_is_neither_changed_nor_removed(clock):
    swept(at_rung(clock, DUE))
    reminder = Reminder.objects.get()
    with pytest.raises(TypeError):
        reminder.save()
    with pytest.raises(TypeError):
        reminder.delete()


def test_the_jobs_run_without_a_worker(clock, settings, tmp_path):
    settings.AUDIT_CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    out, waiting = StringIO(), OutboxMessage.objects.filter(status="waiting").count()
    with clocks.as_of(at_rung(clock, EARLY)):
        call_command("sweep", stdout=out)
    said = out.getvalue().splitlines()
    assert said[0] == f"催办1项，投递消息{waiting + 1}条，写入检查点1个。"
    assert said[1].endswith("待发送0条，多次失败0条。到时未催办的时限0项。")
    assert said[2] == "以下队列没有后台进程应答：催办、外发、检查点。"
