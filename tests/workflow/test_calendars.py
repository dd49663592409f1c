"""Working-day arithmetic against the State Council's notices, and against chinese_calendar counted day by day."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from django.db import IntegrityError, transaction
from django.db.migrations.state import ProjectState
from django.db.models import Model

from workflow import calendars
from workflow.calendars import Count, CountedDay, SpecialDay, WorkCalendar
from workflow.models.calendar import CalendarDay, CalendarVersion, CalendarYear
from workflow.months import months_after

pytestmark = pytest.mark.django_db

LAST = 2026  # the last year whose notice chinesecalendar 1.11 carries
FIRST_DAY = date(2004, 1, 1)


@pytest.fixture(autouse=True)
def _empty_tables():
    """The project's own migration seeds the calendar; here every test begins without one."""
    for model in (CalendarDay, CalendarYear, CalendarVersion):
        model.objects.all().delete()


@pytest.fixture
def seeded(_empty_tables):
    calendars.seed(2004, LAST)
    return calendars.load()


def due(calendar, start_on, n):
    return calendar.add(start_on, n).due_on


def counted_by_hand(start_on, n):
    """The slow way, straight from the package."""
    day = start_on if n == 0 else start_on + timedelta(days=1)
    left = max(n, 1)
    while True:
        left -= chinese_calendar.is_workday(day)
        if not left:
            return day
        day += timedelta(days=1)


class TestAgainstThePackage:
    def test_every_day_of_every_published_year(self, seeded):
        days = [
            date(2004, 1, 1) + timedelta(days=passed)
            for passed in range(date(LAST, 12, 31).toordinal() - FIRST_DAY.toordinal() + 1)
        ]
        assert days[-1].year >= LAST
        wrong = [day for day in days if day.year <= LAST and seeded.counts(day) != chinese_calendar.is_workday(day)]
        assert wrong == []

    def test_random_counts(self, seeded):
        chance = random.Random(20261122)
        first, last = date(2004, 1, 1), date(2025, 6, 30)
        for _ in range(3000):
            start_on = first + timedelta(days=chance.randrange((last - first).days))
            n = chance.choice([0, 1, 2, 3, 5, 10, 15, 30, chance.randrange(200)])
            count = seeded.add(start_on, n)
            assert count.due_on == counted_by_hand(start_on, n), (start_on, n)
            assert not count.provisional
            assert seeded.between(start_on, count.due_on) == n or n == 0

    def test_random_spans(self, seeded):
        chance = random.Random(7)
        worked = {day for day in map(date.fromordinal, range(733700, 739200)) if chinese_calendar.is_workday(day)}
        for _ in range(500):
            a, b = (date(2010, 1, 1) + timedelta(days=chance.randrange(5000)) for _ in range(2))
            low, high = sorted((a, b))
            days = (low + timedelta(days=passed) for passed in range(1, (high - low).days + 1))
            expected = sum(day in worked for day in days)
            assert seeded.between(a, b) == (expected if b >= a else -expected)

    def test_working_days_of_a_year(self, seeded):
        for year, expected in ((2024, 251), (2025, 248), (2026, 248)):
            assert seeded.between(date(year - 1, 12, 31), date(year, 12, 31)) == expected

    def test_only_days_that_differ_are_kept(self, seeded):
        assert CalendarDay.objects.count() > 500
        assert not [day for day in CalendarDay.objects.all() if day.counts == (day.on.weekday() < 5)]


class TestNotices:
    """Written out from the notices themselves, so that the package is not its own witness."""

    @pytest.mark.parametrize(
        ("start_on", "n", "due_on"),
        [
            (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
            (date(2026, 11, 21), 1, date(2026, 11, 23)),  # begun on a Saturday
            (date(2026, 2, 13), 1, date(2026, 2, 14)),  # 调休: Saturday 14 February is worked
            (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over 春节, 15 to 23 February
            (date(2026, 2, 13), 5, date(2026, 2, 27)),
            (date(2026, 2, 27), 1, date(2026, 2, 28)),  # and Saturday 28 February as well
            (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over 国庆, 1 to 7 October
            (date(2026, 9, 30), 3, date(2026, 10, 10)),  # 调休: Saturday 10 October
            (date(2026, 9, 18), 1, date(2026, 9, 20)),  # 调休: Sunday 20 September
            (date(2025, 12, 31), 1, date(2026, 1, 4)),  # 元旦 1 to 3 January, Sunday the 4th worked
            (date(2024, 2, 28), 1, date(2024, 2, 29)),  # leap day
            (date(2024, 2, 28), 2, date(2024, 3, 1)),
            (date(2018, 12, 28), 1, date(2018, 12, 29)),  # by the notice for 2019: Saturday worked,
            (date(2018, 12, 29), 1, date(2019, 1, 2)),  # 30 December to 1 January off
            (date(2022, 12, 30), 1, date(2023, 1, 3)),
            (date(2011, 12, 30), 1, date(2011, 12, 31)),
        ],
    )
    def test_due_dates(self, seeded, start_on, n, due_on):
        assert due(seeded, start_on, n) == due_on

    @pytest.mark.parametrize(
        ("start_on", "due_on"),
        [
            (date(2026, 11, 23), date(2026, 11, 23)),
            (date(2026, 11, 21), date(2026, 11, 23)),
            (date(2026, 10, 1), date(2026, 10, 8)),
            (date(2026, 10, 10), date(2026, 10, 10)),
        ],
    )
    def test_nought_is_the_day_itself_or_the_next_working_day(self, seeded, start_on, due_on):
        assert due(seeded, start_on, 0) == due_on

    def test_names(self, seeded):
        assert seeded.name_of(date(2026, 2, 17)) == "春节"
        assert seeded.name_of(date(2026, 2, 14)) == "春节调休上班"
        assert seeded.name_of(date(2026, 11, 23)) == seeded.name_of(date(2026, 11, 22)) == ""

    def test_backwards(self, seeded):
        assert seeded.between(date(2026, 10, 8), date(2026, 9, 30)) == -1
        assert seeded.between(date(2026, 10, 8), date(2026, 10, 8)) == 0


class TestYearsThatAreNotPublished:
    def test_the_way_into_the_next_year_is_provisional(self, seeded):
        count = seeded.add(date(2026, 12, 30), 3)
        assert count == Count(date(2026, 12, 30), 3, date(2027, 1, 4), seeded.version, True, seeded)
        assert count.days[-1] == CountedDay(date(2027, 1, 4), True, 3, "暂按周末推算")
        assert count.days[-2].note == "暂按周末推算"

    def test_the_last_published_day_is_certain(self, seeded):
        assert not seeded.add(date(2026, 12, 30), 1).provisional

    def test_the_start_day_is_not_on_the_way(self, seeded):
        assert not seeded.add(date(2003, 12, 31), 1).provisional
        assert seeded.add(date(2003, 12, 31), 0).provisional

    def test_a_year_unpublished_in_the_middle_is_noticed(self):
        calendar = WorkCalendar.of([], published=[2024, 2026])
        assert calendar.add(date(2024, 12, 30), 300).provisional

    def test_nothing_seeded_at_all(self):
        calendar = calendars.load()
        count = calendar.add(date(2026, 10, 1), 1)
        assert (calendar.version, count.due_on, count.provisional) == (0, date(2026, 10, 2), True)

    def test_days_of_an_unpublished_year_do_not_count(self, seeded):
        """What staff prepare for next year is not in force before the year is published."""
        calendars.publish(2027, [(date(2027, 1, 1), False, "元旦")], source="测试")
        CalendarYear.objects.filter(year=2027).update(status="provisional")
        CalendarVersion.objects.update(edition="00000000-0000-4000-8000-000000000000")
        assert calendars.load().counts(date(2027, 1, 1))


class TestDayByDay:
    def test_every_day_is_shown(self, seeded):
        days = seeded.add(date(2026, 9, 30), 3).days
        assert [day.on.day for day in days] == list(range(1, 11))
        assert [day.number for day in days] == [None] * 7 + [1, 2, 3]
        assert days[0] == CountedDay(date(2026, 10, 1), False, None, "国庆节")
        assert days[2].note == ""
        assert days[-1] == CountedDay(date(2026, 10, 10), True, 3, "国庆节调休上班")

    def test_nought(self, seeded):
        assert [(day.on.day, day.number) for day in seeded.add(date(2026, 11, 21), 0).days] == [
            (21, None),
            (22, None),
            (23, 0),
        ]

    def test_a_long_way_is_numbered_without_gap(self, seeded):
        count = seeded.add(date(2024, 2, 28), 500)
        assert [day.number for day in count.days if day.counts] == list(range(1, 501))
        assert all(b.on - a.on == timedelta(days=1) for a, b in pairwise(count.days))

    def test_long_spans_cost_no_more_than_short_ones(self, seeded, monkeypatch):
        ranks = []
        real = WorkCalendar._rank
        monkeypatch.setattr(WorkCalendar, "_rank", lambda self, ordinal: ranks.append(ordinal) or real(self, ordinal))
        seeded.add(date(2020, 1, 1), 500)
        assert len(ranks) < 20


class TestMonths:
    @pytest.mark.parametrize(
        ("start_on", "n", "expected"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2026, 9, 1), 1, date(2026, 10, 1)),  # a holiday: not moved
            (date(2026, 12, 15), 1, date(2027, 1, 15)),
            (date(2026, 11, 30), 13, date(2027, 12, 30)),
            (date(2026, 11, 22), 0, date(2026, 11, 22)),
        ],
    )
    def test_same_numbered_day(self, start_on, n, expected):
        assert months_after(start_on, n) == expected


class TestRefusals:
    def test_negative_counts(self, seeded):
        with pytest.raises(ValueError, match="不能为负"):
            seeded.add(date(2026, 1, 1), -1)

    def test_an_instant_is_not_a_date(self, seeded):
        """20:00 UTC is the next day in Shanghai; whoever counts has to say which date is meant."""
        instant = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
        for ask in (
            lambda: seeded.add(instant, 1),
            lambda: seeded.between(instant, date(2026, 11, 23)),
            lambda: seeded.counts(instant),
            lambda: seeded.add("2026-11-22", 1),
        ):
            with pytest.raises(TypeError):
                ask()

    def test_a_calendar_is_a_value(self, seeded):
        with pytest.raises(AttributeError):
            seeded.version = 9
        with pytest.raises(TypeError):
            seeded.special[date(2026, 1, 1)] = None
        assert seeded == WorkCalendar.of(
            seeded.special.values(), published=seeded.published, version=seeded.version, edition=seeded.edition
        )


class TestLoading:
    def test_one_query_by_primary_key_when_nothing_changed(self, seeded, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert calendars.load() is seeded

    def test_none_when_the_version_is_known(self, seeded, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert calendars.load(version=seeded.version) is seeded

    def test_a_version_that_is_not_kept_is_looked_up(self, seeded):
        assert calendars.load(version=seeded.version + 1) is seeded

    def test_a_change_is_seen_at_the_next_call(self, seeded):
        assert seeded.add(date(2026, 12, 30), 3).due_on == date(2027, 1, 4)
        version = calendars.publish(2027, [(date(2027, 1, 4), False, "元旦")], source="测试通知")
        calendar = calendars.load()
        assert calendar.version == version == seeded.version + 1
        count = calendar.add(date(2026, 12, 30), 3)
        assert (count.due_on, count.provisional, count.version) == (date(2027, 1, 5), False, version)

    def test_a_change_that_was_rolled_back_is_forgotten(self, seeded):
        def publish(day):
            return calendars.publish(2027, [(day, False, "元旦")], source="测试通知")

        with transaction.atomic():
            undone = publish(date(2027, 1, 4))
            assert not calendars.load().counts(date(2027, 1, 4))
            transaction.set_rollback(True)
        assert publish(date(2027, 1, 5)) == undone  # the same number, another calendar
        assert calendars.load().counts(date(2027, 1, 4))
        assert not calendars.load().counts(date(2027, 1, 5))


class TestSeeding:
    def test_again_changes_nothing(self, seeded):
        before = list(CalendarDay.objects.values_list()), list(CalendarYear.objects.values_list())
        assert calendars.seed(2004, LAST) == []
        assert (list(CalendarDay.objects.values_list()), list(CalendarYear.objects.values_list())) == before
        assert calendars.load() is seeded

    def test_years_the_package_does_not_know_are_left_provisional(self):
        assert calendars.seed(LAST, LAST + 5) == [LAST]
        assert [year.year for year in CalendarYear.objects.all()] == [LAST]
        assert calendars.seed(1990, 2003) == []

    def test_the_source_is_said_in_words_that_name_no_package(self):
        calendars.seed(LAST, LAST)
        source = CalendarYear.objects.get().source
        assert re.fullmatch(rf"国务院办公厅{LAST}年节假日安排（据产品所附的节假日数据，[\d.]+版）", source)

    def test_what_staff_corrected_stays(self, seeded):
        calendars.publish(2025, [(date(2025, 3, 3), False, "本市放假")], source="本市通知")
        assert calendars.seed(2004, LAST) == []
        assert not calendars.load().counts(date(2025, 3, 3))

    @pytest.mark.parametrize("years", [[2018, 2019], [2019, 2018]])
    def test_late_december_comes_with_the_next_notice(self, years):
        for year in years:
            calendars.seed(year, year)
        calendar = calendars.load()
        assert [calendar.counts(date(2018, 12, day)) for day in (28, 29, 30, 31)] == [True, True, False, False]
        assert "2019年" in CalendarDay.objects.get(on=date(2018, 12, 29)).source

    def test_one_year_alone_has_its_own_december(self):
        calendars.seed(2018, 2018)
        assert calendars.load().counts(date(2018, 12, 29))

    def test_a_notice_entered_later_corrects_the_december_before_it(self, seeded):
        """What the notice for 2027 may do to the end of 2026, which had been thought settled."""
        december = [(date(2026, 12, 31), False, "元旦"), (date(2026, 12, 26), True, "元旦调休上班")]
        calendars.publish(2027, [*december, (date(2027, 1, 1), False, "元旦")], source="测试通知")
        calendar = calendars.load()
        assert calendar.counts(date(2026, 12, 26))
        assert due(calendar, date(2026, 12, 30), 1) == date(2027, 1, 4)
        calendars.publish(2026, [(date(2026, 1, 1), False, "元旦")], source="更正")
        assert not calendars.load().counts(date(2026, 12, 31))

    def test_with_the_models_of_a_migration(self):
        apps = ProjectState.from_apps(CalendarDay._meta.apps).apps
        models = [apps.get_model("workflow", name) for name in ("CalendarYear", "CalendarDay", "CalendarVersion")]
        assert all(issubclass(model, Model) and model.__module__ == "__fake__" for model in models)
        seeded = calendars.seed(2025, LAST, year_model=models[0], day_model=models[1], version_model=models[2])
        assert seeded == [2025, 2026]
        assert calendars.load().name_of(date(2026, 10, 1)) == "国庆节"


class TestPublishing:
    def test_a_preview_equals_what_comes_to_pass(self, seeded):
        notice = [SpecialDay(date(2027, 2, 8), False, "春节"), SpecialDay(date(2026, 12, 31), False, "元旦")]
        preview = seeded.with_notice(2027, notice)
        calendars.publish(2027, notice, source="测试通知")
        in_force = calendars.load()
        assert (preview.special, preview.published) == (in_force.special, in_force.published)
        assert seeded.counts(date(2027, 2, 8))

    def test_days_like_any_other_are_not_kept(self):
        calendars.publish(2027, [(date(2027, 1, 2), False, "元旦"), (date(2027, 1, 4), True, "")], source="测试通知")
        assert not CalendarDay.objects.exists()

    def test_a_day_of_another_year_is_refused(self, seeded):
        with pytest.raises(ValueError, match="2028-01-03 不在2027年"):
            calendars.publish(2027, [(date(2028, 1, 3), False, "元旦")], source="测试通知")
        assert calendars.load() is seeded

    def test_a_source_is_named(self):
        with pytest.raises(ValueError, match="依据"):
            calendars.publish(2027, [], source="")
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarYear.objects.create(year=2027, status="published")

    def test_there_is_one_counter(self, seeded):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarVersion.objects.create(pk=2)

    def test_the_year_says_in_which_version_it_changed(self, seeded):
        version = calendars.publish(2027, [], source="测试通知")
        assert CalendarYear.objects.get(year=2027).version == version
        assert CalendarYear.objects.get(year=2026).version == seeded.version
