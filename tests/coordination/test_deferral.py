"""Extensions and suspensions: the days lost are added back, the history keeps every date, and what is spared goes on."""

import uuid
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.models import (
    Assignment,
    Category,
    DocumentKind,
    Extension,
    Filing,
    Instruction,
    Matter,
    Recusal,
    Suspension,
)
from organizations.models import Person
from supervision import reminders
from supervision.models import Reminder
from tests.cast import Road
from tests.coordination.deferral_walks import STILL, ask_for_more_time, ask_to_stand_still
from tests.coordination.doors import REASON
from tests.remembered import remembered
from workflow import calendars, clock_page, clocks, moving
from workflow.calendars import SpecialDay, WorkCalendar
from workflow.door import Barred, NotPermitted, advance, open_record
from workflow.models import Clock, Hold

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)  # the tasks are received; they are due on Saturday, 11 April, after Qingming (6 April)
DUE = date(2026, 4, 11)


def on(month, day, hour=10):
    """A rehearsal that stands at an hour of a day of 2026 in Shanghai."""
    return clocks.as_of(datetime.combine(date(2026, month, day), time(hour), clocks.SHANGHAI))


def running(road, name="work", number=1):
    task = road.assignments()[number - 1]
    return Clock.objects.select_related("policy").get(subject_id=task.public_id, name=name, status="open")


@remembered
def begun(city, skip=(), **fields):
    with on(3, 2, 9):
        road = Road(city, **{"origin": "deputy_in_charge", "origin_document": ""} | fields)
        road.to("implementing")
        road.receive(skip=skip)
    return road


@pytest.fixture
def road(city):
    """An ordinary matter whose tasks were received on Monday, 2 March 2026, but for the third."""
    return begun(city, skip=(3,))


def suspended(road, until=date(2026, 3, 20), who="deputy", **fields):
    return road.act(who, ask_to_stand_still(road), Suspension.grant, review_on=until, **fields)


# Suspension: how the days are counted


def test_only_the_days_really_lost_are_added_when_it_is_resumed_early(road):
    with on(3, 9):
        suspension = suspended(road)
        assert running(road).due_on == date(2026, 4, 23)  # nine working days from 10 to 20 March
        assert clocks.light(running(road), clocks.today()).tone == "grey"
    with on(3, 11):
        road.act("deputy", suspension, Suspension.resume)
    clock = running(road)
    assert (clock.due_on, clock.paused_until) == (date(2026, 4, 14), None)  # the 10th and the 11th
    assert clock.pauses == [["2026-03-09", "2026-03-11"]]
    assert [(change.kind, change.old_due_on, change.new_due_on) for change in clock.changes.all()] == [
        ("paused", DUE, date(2026, 4, 23)), ("resumed", date(2026, 4, 23), date(2026, 4, 14)),
    ]  # fmt: skip


def test_after_its_review_date_nothing_is_barred_and_the_clocks_run_on_though_nobody_acts(road):
    with on(3, 9):
        suspension = suspended(road)
    with on(3, 20), pytest.raises(Barred, match="事项中止至2026-03-20"):
        road.act("officer", road.matter, Matter.begin_inspection)
    with on(3, 23):
        assert Hold.objects.open().get(name="suspension").until_on == date(2026, 3, 20)
        task = road.act("audit_liaison", road.assignments()[2], Assignment.receive)
        assert task.state == "received"
        clock = running(road)
        assert (clock.due_on, clocks.light(clock, clocks.today()).tone) == (date(2026, 4, 23), "green")
    with on(4, 24):
        assert clocks.light(running(road), clocks.today()).word == "超期1个工作日"
        road.act("deputy", suspension, Suspension.resume)
        assert running(road).due_on == date(2026, 4, 23)  # ending it late gives nothing back


def test_a_renewal_in_time_makes_one_longer_period(road):
    with on(3, 9):
        suspension = suspended(road)
    with on(3, 16):
        with pytest.raises(Barred, match="续期的复核日期应当晚于原来的复核日期"):
            road.act("deputy", suspension, Suspension.renew, note=REASON, review_on=date(2026, 3, 18))
        road.act("deputy", suspension, Suspension.renew, note="口径尚未明确。", review_on=date(2026, 3, 27))
    clock = running(road)
    assert clock.pauses == [["2026-03-09", "2026-03-27"]]
    assert clock.due_on == date(2026, 4, 30)  # fourteen working days
    assert Hold.objects.open().get(name="suspension").until_on == date(2026, 3, 27)


def test_a_renewal_after_the_review_date_leaves_the_days_between_running(road):
    with on(3, 9):
        suspension = suspended(road)
    with on(3, 24):
        road.act("deputy", suspension, Suspension.renew, note=REASON, review_on=date(2026, 3, 27))
    clock = running(road)
    assert clock.pauses == [["2026-03-09", "2026-03-20"], ["2026-03-24", "2026-03-27"]]
    assert clock.due_on == date(2026, 4, 28)  # nine and three


def test_of_two_suspensions_after_another_both_count(road):
    with on(3, 9):
        road.act("deputy", suspended(road), Suspension.resume)
        assert running(road).due_on == DUE  # on the same day nothing is lost
    with on(3, 10):
        suspension = suspended(road, date(2026, 3, 12))
        with pytest.raises(Barred, match="事项中止"):
            ask_to_stand_still(road)
    with on(3, 13):
        road.act("deputy", suspension, Suspension.resume)
        suspended(road, date(2026, 3, 17))
    clock = running(road)
    assert clock.pauses[1:] == [["2026-03-10", "2026-03-12"], ["2026-03-13", "2026-03-17"]]
    assert clock.due_on == date(2026, 4, 16)  # two and two
    assert clock.changes.count() == 4


def test_a_clock_that_was_overdue_stays_as_far_overdue(road):
    with on(3, 9):
        receipt = running(road, "receipt", 3)
        assert receipt.due_on == date(2026, 3, 4)
        assert clocks.light(receipt, clocks.today()).word == "超期3个工作日"
        suspended(road, date(2026, 3, 13))
    receipt = running(road, "receipt", 3)
    assert (receipt.due_on, receipt.was_overdue) == (date(2026, 3, 10), True)
    assert clocks.light(receipt, date(2026, 3, 13)).tone == "grey"
    assert clocks.light(receipt, date(2026, 3, 16)).word == "超期4个工作日"
    assert not running(road).was_overdue


def test_holidays_within_a_suspension_are_not_lost(road):
    with on(3, 30):
        suspended(road, date(2026, 4, 10))  # Qingming: Monday the 6th is off
    assert running(road).due_on == date(2026, 4, 22)  # eight working days, not nine
    (change,) = clock_page.changes_of(running(road), road.city.actor("officer"))
    assert "2026-03-31至2026-04-10共8个工作日不计入时限" in change["how"]


def test_a_changed_calendar_counts_the_pauses_anew(road):
    with on(3, 9):
        suspended(road)
    calendar = calendars.load()
    changed = [*calendar.special.values(), SpecialDay(date(2026, 3, 12), False, "临时放假")]
    changed = WorkCalendar.of(changed, published=calendar.published, version=calendar.version + 1)
    clock = running(road)
    by = {"act_id": uuid.uuid4(), "made_by": road.city.secretary, "made_at": clock.started_at}
    change = moving.recount(clock, changed, **by)
    assert (change.kind, change.old_due_on, change.new_due_on) == (
        "recounted",
        date(2026, 4, 23),
        date(2026, 4, 22),
    )  # one day less was lost
    assert moving.recount(clock, changed, **by) is None


def test_a_pause_beyond_the_date_is_counted_by_the_calendar_of_its_own_days(road):
    """An overdue clock ends before its pause does; the page still counts the pause by what was in force."""
    with on(3, 27):
        suspended(road, date(2026, 4, 8))
        receipt = running(road, "receipt", 3)
        assert receipt.due_on < date(2026, 4, 6)
        (change,) = clock_page.changes_of(receipt, road.city.actor("officer"))
    assert "共7个工作日" in change["how"]  # 30 March to 3 April, then the 7th and the 8th


# Suspension: reminders


def swept(month, day, hour=10):
    moment = datetime.combine(date(2026, month, day), time(hour), clocks.SHANGHAI)
    with clocks.as_of(moment):
        while reminders.remind(moment):
            pass


def rungs(clock):
    return list(Reminder.objects.filter(clock=clock).order_by("sent_at").values_list("rung", "due_on"))


def test_nobody_is_reminded_while_a_clock_stands_still_and_no_rung_is_left_out(road):
    receipt = running(road, "receipt", 3)
    for day in (4, 6):
        swept(3, day)
    with on(3, 9):
        suspended(road, date(2026, 3, 13))
    for day in (9, 10, 11, 12, 13):
        swept(3, day, 16)
    assert rungs(receipt) == [(1, date(2026, 3, 4)), (2, date(2026, 3, 4))]
    swept(3, 16)
    swept(3, 17)
    assert rungs(receipt)[2:] == [(3, date(2026, 3, 10))]


def test_suspended_and_resumed_on_one_day_a_clock_reminds_of_nothing_twice(road):
    receipt = running(road, "receipt", 3)
    for day in (4, 6):
        swept(3, day)
    with on(3, 9):
        road.act("deputy", suspended(road), Suspension.resume)
    swept(3, 9, 16)
    swept(3, 11)
    assert rungs(receipt) == [(rung, date(2026, 3, 4)) for rung in (1, 2, 3)]


def test_a_rung_that_falls_into_the_pause_waits_for_its_end(road):
    with on(3, 4, 8):  # half an hour before the reminder of the due date
        suspended(road, date(2026, 3, 6))
    assert clocks.business_date(running(road, "receipt", 3).next_rung_at) == date(2026, 3, 9)


# Suspension: what goes on


def test_what_has_a_period_of_its_own_goes_on(city):
    with on(3, 2, 9):
        road = Road(city, category=Category.CASE, origin="deputy_in_charge", origin_document="")
        road.to("planning")
        road.hold_meeting(road.meeting)
        road.draft_assignments()
        road.consent()
        road.notify_orally()
    with on(3, 3):
        suspended(road)
        road.draft_document()
        formalities = Clock.objects.get(name="formalities", status="open")
        assert (formalities.paused_until, formalities.changes.count()) == (None, 0)
        with pytest.raises(Barred, match="事项中止"):
            road.act("officer", road.matter, Matter.begin_inspection)
        road.act("deputy", road.matter, Matter.complete_formalities)  # with the signing and issuing that it carries
        fields = {"dossier": road.matter.dossier, "matter": road.matter}
        given = {"text": "抓紧补办。", "reply_due_on": date(2026, 3, 10)}
        instruction = open_record(
            Instruction, Instruction.instruct_with_reply, actor=city.actor("deputy"), **fields, **given
        )
        road.act("officer", instruction, Instruction.reply, reply_text="已补办。")
        backs = {"person": city.other_officer, "reason": "近亲属任职"}
        open_record(Recusal, Recusal.recuse, actor=city.actor("deputy"), **fields, **backs)


def test_the_filing_goes_on_and_the_committee_decides_on_what_it_approved(city):
    with on(3, 2, 9):
        road = Road(city, origin="deputy_in_charge", origin_document="")
        road.to("submitted")
        road.refer()
        road.approve()
    with on(3, 3):
        asked = ask_to_stand_still(road)
        with pytest.raises(NotPermitted):
            advance(asked, Suspension.grant, actor=city.actor("deputy"), review_on=date(2026, 3, 20))
        with pytest.raises(Barred, match="党委办公室代登"):
            road.act("clerk", asked, Suspension.grant, review_on=date(2026, 3, 20))
        road.act("principal", asked, Suspension.grant, review_on=date(2026, 3, 20))
        held = Clock.objects.get(name="filing", status="open")
        assert (held.paused_until, Clock.objects.get(name="convening", status="open").paused_until) == (
            None, date(2026, 3, 20),
        )  # fmt: skip
        filing = road.draft_filing()
        with pytest.raises(Barred, match="事项中止"):
            road.draft_of(DocumentKind.REQUEST, title="关于有关问题的请示")
        assert road.send_filing(Filing.objects.get(pk=filing.pk)).state == "sent"


def test_a_document_is_begun_during_a_suspension_only_for_what_goes_on(road, at_the_desk):
    """Of the documents that a matter may have, those for its filing and its formalities have periods that run on."""
    with on(3, 9):
        page, begin = road.matter.get_absolute_url(), reverse("officialdocument_new", args=[road.matter.public_id])
        assert begin in at_the_desk("officer", page)
        suspended(road)
        assert begin not in at_the_desk("officer", page)
        with pytest.raises(Barred, match="事项中止"):
            road.draft_document()


def test_the_matter_can_end_though_it_stands_still(road):
    with on(3, 9):
        suspension = suspended(road)
    with on(3, 10):
        road.act("deputy", road.matter, Matter.terminate, note=REASON)
    assert Suspension.objects.get(pk=suspension.pk).state == "lapsed"
    assert not Hold.objects.open().filter(dossier=road.matter.dossier_id).exists()
    assert set(Clock.objects.open().filter(dossier=road.matter.dossier_id).values_list("name", flat=True)) == {
        "archiving"
    }


@pytest.mark.parametrize(
    ("day", "allowed"), [(date(2026, 3, 9), False), (date(2026, 6, 8), False), (date(2026, 6, 3), True)]
)
def test_the_review_date_keeps_within_the_policy(road, day, allowed):
    """Sixty working days from 9 March, with Qingming, the first of May and its make-up day, end on 4 June 2026."""
    with on(3, 9):
        asked = ask_to_stand_still(road)
        if allowed:
            assert road.act("deputy", asked, Suspension.grant, review_on=day).state == "suspended"
        else:
            with pytest.raises(Barred, match="复核日期不符合要求"):
                road.act("deputy", asked, Suspension.grant, review_on=day)


def test_whoever_asks_does_not_decide(road):
    """The two-person rule, also for a head who deputises for the deputy in charge."""
    with on(3, 9):
        road.act("deputy", road.matter, Matter.assign_officer, officer=road.city.other_officer, handover="移交。")
        asked = ask_to_stand_still(road, who="other_officer")
        Suspension.objects.filter(pk=asked.pk).update(asked_by=road.city.deputy)
        with pytest.raises(Barred, match="您是本件的申请人"):
            advance(asked, Suspension.grant, actor=road.city.actor("deputy"), review_on=date(2026, 3, 20))


# Extension


def test_a_granted_extension_moves_the_date_and_keeps_the_old_one(road):
    with on(3, 9):
        asked = ask_for_more_time(road, days=60)
        assert Clock.objects.get(subject_id=asked.public_id, name="answer").due_on == date(2026, 3, 12)
        road.act("officer", asked, Extension.give_opinion, opinion="建议同意。")
        assert running(road).due_on == DUE  # undecided, the old date runs on
        road.act("deputy", asked, Extension.grant)
    clock = running(road)
    assert (clock.due_on, clock.was_overdue) == (date(2026, 5, 8), False)
    assert road.assignments()[0].due_on == date(2026, 5, 8)
    (change,) = clock.changes.all()
    assert (change.kind, change.old_due_on, change.new_due_on) == ("extended", DUE, date(2026, 5, 8))
    assert not Clock.objects.open().filter(subject_id=asked.public_id).exists()


def test_a_late_request_needs_its_cause_and_leaves_its_mark(road):
    with on(4, 20):
        with pytest.raises(Barred, match="应当写明逾期的原因"):
            ask_for_more_time(road, cause="")
        asked = ask_for_more_time(road)
        assert Clock.objects.get(subject_id=asked.public_id).owed_role == "secretary"
        road.act("officer", asked, Extension.give_opinion, opinion="建议同意。")
        with pytest.raises(NotPermitted, match="纪委书记"):
            road.act("deputy", asked, Extension.grant)
        road.act("secretary", asked, Extension.grant)
        clock = running(road)
        assert (clock.was_overdue, clocks.light(clock, clocks.today()).tone) == (True, "green")


def test_a_date_that_is_set_anew_is_the_date_whatever_was_lost_before(road):
    with on(3, 9):
        suspended(road)
    with on(3, 23):
        asked = ask_for_more_time(road, days=40)
        assert asked.old_due_on == date(2026, 4, 23)
        road.act("officer", asked, Extension.give_opinion, opinion="建议同意。")
        road.act("deputy", asked, Extension.grant)
    assert running(road).due_on == date(2026, 5, 2)
    assert running(road).changes.count() == 2


def test_an_earlier_date_is_no_extension(road):
    with on(3, 9), pytest.raises(Barred, match="新的时限应当晚于原时限"):
        ask_for_more_time(road, days=20)


# The pages


@pytest.fixture
def at_the_desk(client, road):
    def go(who, page):
        client.force_login(Person.objects.get(pk=road.city.people[who].pk))
        return client.get(page).content.decode()

    return go


def test_pages_say_until_when_by_whom_and_why(road, at_the_desk):
    task = road.assignments()[0]
    with on(3, 9):
        assert "因中止顺延" not in at_the_desk("officer", task.get_absolute_url())
        suspended(road)
        put_off = f"因中止顺延至{running(road).due_on}"
        for who in ("officer", "agriculture_liaison"):
            for page in (road.matter.get_absolute_url(), task.get_absolute_url()):
                said = at_the_desk(who, page)
                assert "2026年3月20日" in said
                assert put_off in said
                assert STILL in said
                assert "示范丁" in said
                assert "light-grey" in said
                assert "申请延期" not in said
    with on(3, 23):
        said = at_the_desk("agriculture_liaison", task.get_absolute_url())
        assert "中止已于2026年3月20日到期" in said
        assert "申请延期" in said


def test_the_page_of_a_date_tells_what_moved_it(road, at_the_desk):
    task = road.assignments()[0]
    with on(3, 9):
        road.act("deputy", suspended(road), Suspension.resume, note="口径已经明确。")
        asked = ask_for_more_time(road, days=60)
        road.act("officer", asked, Extension.give_opinion, opinion="建议同意。")
        road.act("deputy", asked, Extension.grant)
        page = reverse("clock", args=[task.public_id, "work"])
        said = at_the_desk("agriculture_liaison", page)
        for words in ("2026-04-11 → 2026-05-08", "示范丁", STILL, "口径已经明确。", "其间没有工作日", asked.reason):
            assert words in said
        with CaptureQueriesContext(connection) as few:
            at_the_desk("agriculture_liaison", page)
        road.act("deputy", suspended(road), Suspension.resume)
        with CaptureQueriesContext(connection) as many:
            at_the_desk("agriculture_liaison", page)
        assert len(many) == len(few)


def test_the_desk_shows_what_waits(road, at_the_desk):
    with on(3, 9):
        asked = ask_for_more_time(road)
        assert "提出意见" in at_the_desk("officer", "/")
        road.act("officer", asked, Extension.give_opinion, opinion="建议同意。")
        assert "准予延期" in at_the_desk("deputy", "/")
        ask_to_stand_still(road, "agriculture_head", road.city.agriculture)
        said = at_the_desk("deputy", "/")
        assert "准予中止" in said
        assert STILL in said


def test_a_departments_request_is_not_for_other_departments(road):
    with on(3, 9):
        asked = ask_for_more_time(road)
        still = ask_to_stand_still(road, "agriculture_head", road.city.agriculture)
        sees = lambda who, row: type(row).objects.visible_to(road.city.actor(who)).filter(pk=row.pk).exists()  # noqa: E731
        assert [sees(who, asked) for who in ("agriculture_liaison", "finance_head", "officer", "bank_head")] == [
            True, True, True, False,
        ]  # fmt: skip
        assert [sees(who, still) for who in ("agriculture_head", "finance_head", "officer")] == [True, False, True]
        road.act("deputy", still, Suspension.grant, review_on=date(2026, 3, 20))
        assert sees("finance_head", still)


def test_a_matter_is_not_put_away_with_a_suspension_open(city):
    road = begun(city)
    with on(3, 9):
        suspended(road)
    Matter.objects.filter(pk=road.matter.pk).update(state="concluded")
    with on(4, 1), pytest.raises(Barred, match="中止尚未恢复"):
        advance(
            Matter.objects.get(pk=road.matter.pk), Matter.archive, actor=city.actor("officer"), retention="permanent"
        )


def test_of_a_work_secret_the_page_says_not_why_it_stands_still(city, client):
    secret = {"classification": "work_secret", "code_name": "甲一号"}
    with on(3, 9):
        road = Road(city, origin="deputy_in_charge", origin_document="", **secret)
        road.to("determined")
        suspended(road)
        client.force_login(Person.objects.get(pk=city.secretary.pk))
        said = client.get(road.matter.get_absolute_url()).content.decode()
    assert "您不在知悉名单上" in said
    assert STILL not in said
