"""A year's notice: read tolerantly, looked at without a word of business, published with every running date counted anew."""

import random
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from coordination.models import Matter
from dispatch.demonstration.road import SUBSIDY
from organizations.actors import actor_of
from supervision import calendar_sheet, jobs, recounting, reminders
from supervision.models import Reminder
from tests.cast import Road
from tests.test_ceilings import many_matters, twin
from workflow import calendars, clocks, moving
from workflow.calendars import SpecialDay
from workflow.door import Barred, Moved, NotPermitted
from workflow.models import AuditEntry, CalendarYear, Clock, ClockChange, Notice, OutboxMessage

pytestmark = pytest.mark.django_db
SOURCE = "国办发明电〔2026〕9号"
DECEMBER = datetime(2026, 12, 25, 10, tzinfo=clocks.SHANGHAI)
NEXT_WEEK = DECEMBER + timedelta(days=4)
TEXT = """2027-01-01至2027-01-03 休 元旦
2027/2/5到2027/2/11，休，春节
2027年1月31日 班
2027年10月1日～7日 休 国庆节
2027.10.9 上班 国庆节调休
"""
NEW_YEAR = [SpecialDay(date(2027, 1, 1), False, "元旦")]


@pytest.fixture
def admin(administrators):
    return administrators["system_admin"]


@pytest.fixture
def clock(city):
    """Begun at the end of 2026, due on New Year's Day of a year whose notice is not out."""
    with clocks.as_of(DECEMBER):
        Road(city).to("submitted")
    found = Clock.objects.get(name="determination")
    assert (found.due_on, found.provisional) == (date(2027, 1, 1), True)
    return found


def published(person, year=2027, days=NEW_YEAR, at=NEXT_WEEK, version=None):
    with clocks.as_of(at):
        actor = actor_of(person, today=clocks.today())
        version = calendars.load().version if version is None else version
        return recounting.publish(actor, year, days, source=SOURCE, version=version)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


# Reading


def read(text, year=2027):
    return calendar_sheet.read(text, calendars.load(), year)


def test_the_common_ways_to_write_a_day_are_understood():
    days, faults = read(TEXT)
    assert faults == []
    off = [day.on for day in days if not day.counts]
    assert off == [date(2027, 1, 1) + timedelta(n) for n in range(3)] + [date(2027, 2, 5) + timedelta(n) for n in range(7)] + [
        date(2027, 10, 1) + timedelta(n) for n in range(7)
    ]  # fmt: skip
    assert [(day.on, day.name) for day in days if day.counts] == [
        (date(2027, 1, 31), "调休上班"), (date(2027, 10, 9), "国庆节调休"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["2027-10-01 休 国庆节", "2027/10/1 休 国庆节", "2027年10月1日 休 国庆节", "2027年10月1日，国庆节，放假", "2027.10.01\t休\t国庆节",
     "2027-10-01（国庆节）休", "  2027-10-01至2027-10-01 休 国庆节"],
)  # fmt: skip
def test_one_day_in_seven_forms(line):
    assert read(line) == ([SpecialDay(date(2027, 10, 1), False, "国庆节")], [])


@pytest.mark.parametrize("joined", ["至", "到", "~", "～", "—", "--", " - ", "-"])
def test_a_range(joined):
    days, faults = read(f"2027-09-30{joined}2027-10-02 休 国庆节")
    assert (len(days), faults) == (3, [])
    if joined != "-":
        assert len(read(f"2027年9月30日{joined}10月2日 休")[0]) == 3


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("国庆节放假七天", "看不懂日期"),
        ("2027-10-01-07 休", "看不懂日期"),
        ("2027-02-30 休", "没有2027-02-30这一天"),
        ("2027-10-07至2027-10-01 休", "起止日期颠倒"),
        ("2027-01-01至2027-03-01 休", "一行最多写31天"),
        ("2027-10-01 国庆节", "应当写明休或者班"),
        ("2027-10-01 休 班", "应当写明休或者班"),
        ("2026-10-01 休", "不在2027年放假安排的范围内"),
        (f"2027-10-01 休 {'长' * 41}", "名称不超过40个字"),
    ],
)
def test_an_error_names_its_line(line, sentence):
    days, [fault] = read(f"# 说明\n\n2027-01-01 休 元旦\n{line}")
    assert fault.number == 4
    assert sentence in fault.sentence
    assert len(days) == 1


def test_a_day_that_stands_twice_is_an_error_of_the_second_line():
    _, [fault] = read("2027-10-01至2027-10-07 休\n2027-10-07 休")
    assert (fault.number, "与第1行重复" in fault.sentence) == (2, True)


def workbook(rows):
    book, kept = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return SimpleUploadedFile("2027.xlsx", kept.getvalue())


def test_a_workbook_is_read_row_by_row():
    rows = [
        ["日期", "休/班", "名称"],
        [datetime(2027, 1, 1), "休", "元旦"],
        ["2027年10月1日至7日", "休", "国庆节"],
        [None, None, None],
    ]
    days, faults = read(calendar_sheet.lines_of(workbook(rows)))
    assert (len(days), faults) == (8, [])
    _, [fault] = read(calendar_sheet.lines_of(workbook([*rows, ["2027-13-01", "休", ""]])))
    assert fault.number == 5


@pytest.mark.parametrize(
    ("uploaded", "sentence"),
    [
        (SimpleUploadedFile("x.xlsm", b"PK"), "请上传 .xlsx"),
        (workbook([["=A2", "休", ""]]), "公式"),
        (workbook([["2027-01-01", "休", ""]] * 201), "超过200行"),
    ],
)
def test_a_workbook_that_is_none_is_refused(uploaded, sentence):
    with pytest.raises(calendar_sheet.Refused, match=sentence):
        calendar_sheet.lines_of(uploaded)


# Publishing


def test_a_running_date_is_counted_anew_and_its_page_tells_from_when_to_when(clock, admin, city):
    assert published(admin) == 1
    clock.refresh_from_db()
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 4), False)
    assert clock.due_at == clocks.end_of(date(2027, 1, 4))
    change = ClockChange.objects.get()
    assert (change.kind, change.old_due_on, change.new_due_on, change.made_by) == (
        "recounted", date(2027, 1, 1), date(2027, 1, 4), admin,
    )  # fmt: skip
    body = client_of(city.deputy).get(f"/clocks/{clock.subject_id}/{clock.name}/").content.decode()
    for words in ("日历调整", "2027-01-01", "2027-01-04", "元旦", f"日历版本 {change.calendar_version}"):
        assert words in body
    assert "暂按周末推算" not in body


def test_before_the_notice_the_page_says_that_weekends_are_assumed(clock, city):
    body = client_of(city.deputy).get(f"/clocks/{clock.subject_id}/{clock.name}/").content.decode()
    assert "暂按周末推算" in body


def test_whoever_owes_the_date_is_told_once(clock, admin, city):
    published(admin)
    notice = Notice.objects.get(action="recount")
    assert notice.recipient == city.deputy
    assert "“确定”由2027年1月1日改为2027年1月4日" in notice.text
    assert OutboxMessage.objects.filter(notice=notice).count() == 1
    assert published(admin, days=[*NEW_YEAR, SpecialDay(date(2027, 10, 1), False, "国庆节")]) == 0
    assert Notice.objects.filter(action="recount").count() == 1


def test_what_an_act_under_way_began_by_the_calendar_before_is_counted_anew_by_the_next_sweep(clock, admin):
    as_the_act_left_it = Clock.objects.values().get(pk=clock.pk)
    published(admin)
    as_published = Clock.objects.values().get(pk=clock.pk)
    ClockChange.objects.all()._raw_delete("default")
    Clock.objects.filter(pk=clock.pk).update(**as_the_act_left_it)
    with clocks.as_of(NEXT_WEEK):
        jobs.sweep()
    assert Clock.objects.values().get(pk=clock.pk) == as_published
    change = ClockChange.objects.get()
    assert (change.kind, change.new_due_on, change.made_by) == ("recounted", date(2027, 1, 4), admin)
    with clocks.as_of(NEXT_WEEK):
        assert recounting.catch_up() == 0


def test_a_closed_clock_never_changes(clock, admin):
    Clock.objects.filter(pk=clock.pk).update(status="met", closed_at=DECEMBER, next_rung_at=None)
    before = Clock.objects.values().get(pk=clock.pk)
    assert published(admin) == 0
    assert Clock.objects.values().get(pk=clock.pk) == before


def test_the_next_rung_is_counted_anew_and_none_is_climbed_twice(clock, admin):
    published(admin, at=DECEMBER + timedelta(days=3))
    clock.refresh_from_db()
    calendar = calendars.load()
    early = clocks.rung_at(clock.policy, clock.due_on, 0, calendar)
    assert (clock.rung, clock.next_rung_at) == (0, early)


def test_of_a_date_that_stays_nobody_is_reminded_again(city, admin):
    """The reminders of an overdue clock go on where they were, though the calendar after it has changed."""
    with clocks.as_of(DECEMBER - timedelta(days=16)):
        Road(city).to("submitted")
    clock = Clock.objects.get(name="determination")
    with clocks.as_of(DECEMBER):
        while reminders.remind(DECEMBER):
            pass
    assert Clock.objects.get().rung == 4
    Clock.objects.update(pauses=[["2026-12-10", "2026-12-10"]])  # looked at, whatever its date
    before = Clock.objects.get()
    assert published(admin) == 0
    after = Clock.objects.get()
    assert (after.due_on, after.rung, after.was_overdue) == (before.due_on, before.rung, before.was_overdue)
    sent = Reminder.objects.count()
    with clocks.as_of(NEXT_WEEK):
        while reminders.remind(NEXT_WEEK):
            pass
    assert Reminder.objects.count() == sent
    assert clock.calendar_version < after.calendar_version


def test_a_wrong_notice_put_right_reminds_of_no_rung_twice(clock, admin):
    """The date comes back to a day of which people were reminded already."""
    published(admin, days=[SpecialDay(date(2027, 10, 1), False, "国庆节")])
    due = datetime(2027, 1, 1, 9, tzinfo=clocks.SHANGHAI)
    with clocks.as_of(due):
        while reminders.remind(due):
            pass
    climbed = Clock.objects.get()
    assert (climbed.due_on, Reminder.objects.filter(due_on=climbed.due_on).count()) == (date(2027, 1, 1), 1)
    assert published(admin, at=due) == 1
    assert published(admin, days=[SpecialDay(date(2027, 10, 1), False, "国庆节")], at=due) == 1
    again = Clock.objects.get()
    assert (again.due_on, again.rung, again.next_rung_at) == (climbed.due_on, climbed.rung, climbed.next_rung_at)
    later = due + timedelta(days=30)
    with clocks.as_of(later):
        while reminders.remind(later):
            pass
    assert Reminder.objects.filter(due_on=again.due_on, rung=climbed.rung - 1).count() == 1


def test_who_may_not_does_not_and_who_was_slower_is_told(clock, admin, administrators, city):
    for person in (administrators["security_admin"], administrators["auditor"], city.secretary):
        with pytest.raises(NotPermitted):
            published(person)
    version = calendars.load().version
    published(admin)
    with pytest.raises(Moved):
        published(admin, version=version)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [([], "没有一天"), ([SpecialDay(date(2029, 1, 1), False, "元旦")], "不在2027年放假安排的范围内")],
)
def test_a_notice_that_is_none_is_barred_and_nothing_moves(clock, admin, days, sentence):
    version = calendars.load().version
    with pytest.raises(Barred, match=sentence):
        published(admin, days=days)
    assert calendars.load().version == version


def test_the_same_notice_twice_is_barred(clock, admin):
    published(admin)
    with pytest.raises(Barred, match="完全相同"):
        published(admin)


def test_the_journal_says_it_and_the_auditor_reads_it(clock, admin, administrators):
    published(admin)
    entry = AuditEntry.objects.get(action="publish_calendar")
    assert entry.changes["状态"] == ["未公布", "已公布"]
    assert entry.changes["移动的到期日"] == [None, "1"]
    body = client_of(administrators["auditor"]).get("/journal/").content.decode()
    assert SOURCE in body
    assert "移动的到期日" in body


@pytest.mark.parametrize("chance", range(4))
def test_recounting_equals_counting_from_scratch_by_the_new_calendar(clock, admin, chance):
    """Any period from any day, with any pause, by any notice: the date is what day-by-day counting gives."""
    dice = random.Random(chance)
    rows = []
    for _ in range(60):
        started_on, pauses = date(2026, 11, 1) + timedelta(dice.randrange(300)), []
        if dice.random() < 0.4:
            from_on = started_on + timedelta(dice.randrange(40))
            pauses = [[from_on.isoformat(), (from_on + timedelta(dice.randrange(30))).isoformat()]]
        rows.append(twin(clock, started_on=started_on, days=dice.randrange(1, 60), pauses=pauses, name=f"n{len(rows)}"))
    for row in rows:
        row.due_on, row.provisional = moving.recounted(row, calendars.load())
    Clock.objects.bulk_create(rows)
    days = [
        SpecialDay(day, day.weekday() >= 5, "调整")
        for day in {date(2027, 1, 1) + timedelta(dice.randrange(365)) for _ in range(40)}
    ]
    changed = published(admin, days=days)
    special = {day.on: day.counts for day in [*calendars.load().special.values()]}
    for row in Clock.objects.filter(name__startswith="n"):
        assert row.due_on == counted_by_hand(row, special), (row.started_on, row.days, row.pauses)
    assert changed == ClockChange.objects.count()
    for change in ClockChange.objects.select_related("clock"):
        assert (change.old_due_on != change.new_due_on, change.new_due_on) == (True, change.clock.due_on)


def counted_by_hand(row, special):
    """The slow way: one day after another."""

    def works(day):
        return special.get(day, day.weekday() < 5)

    day, left = row.started_on, row.days
    for from_on, until_on in [[None, None], *row.pauses]:
        if from_on is not None:
            first, last = date.fromisoformat(from_on), date.fromisoformat(until_on)
            left = sum(works(first + timedelta(n)) for n in range(1, (last - first).days + 1))
        while left:
            day += timedelta(days=1)
            left -= works(day)
    return day


def test_the_number_of_questions_grows_with_batches_not_with_clocks(clock, admin):
    matter, first = Matter.objects.get(), SpecialDay(date(2027, 1, 1), False, "元旦")

    def asked(*days):
        with CaptureQueriesContext(connection) as found:
            assert published(admin, days=days)
        return len([each for each in found if each["sql"].startswith("SELECT")])

    asked(first)
    many_matters(matter, 3)
    few = asked(SpecialDay(date(2027, 1, 1), False, "元旦"), SpecialDay(date(2027, 1, 4), False, "元旦"))
    many_matters(matter, 150)
    assert asked(first) == few


# Pages


def test_the_administrator_sees_numbers_and_no_titles(clock, admin, city):
    client = client_of(admin)
    with clocks.as_of(NEXT_WEEK):
        form = client.get("/calendar/enter/?year=2027")
        assert form.status_code == 200
        sent = {"version": calendars.load().version, "year": 2027, "source": SOURCE, "lines": TEXT, "stage": "preview"}
        answer = client.post("/calendar/enter/", sent)
        body = answer.content.decode()
        assert answer.status_code == 200
        for words in ("1 个在办时限的到期日会移动", "确定", "推后3天", "2027-01-01", "2027-01-04"):
            assert words in body
        assert SUBSIDY.title not in body
        assert not ClockChange.objects.exists()
        answer = client.post("/calendar/enter/", sent | {"stage": "publish"}, follow=True)
        assert "1个到期日已按新日历调整" in answer.content.decode()
        assert SUBSIDY.title not in answer.content.decode()
        assert client.post("/calendar/enter/", sent | {"stage": "publish"}).status_code == 409
    assert CalendarYear.objects.get(year=2027).source == SOURCE


def test_business_readers_see_which_of_their_dates_moved(clock, admin, city, other_city):
    published(admin)
    page = "/calendar/?year=2027"
    body = client_of(city.deputy).get(page).content.decode()
    assert SUBSIDY.title in body
    assert "2027-01-04" in body
    for person in (admin, other_city.deputy, city.agriculture_head):
        answer = client_of(person).get(page)
        assert answer.status_code == 200
        assert SUBSIDY.title not in answer.content.decode()


def test_errors_stand_beside_their_lines(clock, admin):
    with clocks.as_of(NEXT_WEEK):
        sent = {
            "version": 1,
            "year": 2027,
            "source": SOURCE,
            "lines": "2027-01-01 休 元旦\n胡写一行",
            "stage": "preview",
        }
        answer = client_of(admin).post("/calendar/enter/", sent)
    assert answer.status_code == 422
    for words in ("第2行", "胡写一行", "看不懂日期", "有 1 行有误"):
        assert words in answer.content.decode()


def test_a_workbook_is_looked_at_first_and_its_rows_can_be_mended(clock, admin):
    with clocks.as_of(NEXT_WEEK):
        sent = {"version": calendars.load().version, "year": 2027, "source": SOURCE, "stage": "preview"}
        sent["sheet"] = workbook([["日期", "休/班", "名称"], [datetime(2027, 1, 1), "休", "元旦"]])
        body = client_of(admin).post("/calendar/enter/", sent).content.decode()
    assert "尚未公布。公布以后，1 个在办时限的到期日会移动" in body
    assert "2027-01-01 休 元旦" in body


def test_everybody_reads_the_calendar_and_only_the_administrator_enters(city, administrators):
    for person in (city.officer, city.agriculture_head, *administrators.values()):
        client = client_of(person)
        assert client.get("/calendar/?year=2026").status_code == 200
        assert client.get("/calendar/?year=x").status_code == 200
        may = person == administrators["system_admin"]
        assert client.get("/calendar/enter/").status_code == (200 if may else 404)
        assert client.post("/calendar/enter/").status_code == (422 if may else 404)
