"""The board: every number leads to the rows that were counted, the page tells what it counts, and it asks no more with more rows."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from coordination.models import Assignment
from supervision.board import NO_SECRET, Board, median
from supervision.board_tables import standing_of
from supervision.ledger import TABLES
from supervision.ledger_views import Asked
from supervision.periods import Period
from tests.supervision.population import Population
from tests.test_ceilings import CEILINGS, FEW, MANY, many_matters, many_tasks, questions
from workflow import clocks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
READERS = ("officer", "director", "secretary", "principal", "finance_head", "education_head", "auditor", "nobody")


def this_month():
    return Period.of("month", clocks.today())


def counted_by_the_ledger(actor, url):
    """How many rows the ledger has behind an address."""
    asked = Asked.by(SimpleNamespace(actor=actor, GET=QueryDict(url.partition("?")[2])))
    assert asked.form.is_valid(), (url, asked.form.errors)
    return asked.ledger.rows.count()


@pytest.mark.parametrize("seed", range(3))
def test_every_number_leads_to_exactly_its_rows(scene, seed):
    Population(scene, seed)
    led = 0
    for who in READERS:
        actor = scene.actor(who)
        for key in TABLES:
            lights, breakdowns = standing_of(Board(actor, this_month()), key)
            for row in [lights, *(row for each in breakdowns for row in each.rows)]:
                for number in [*row.numbers, row.total]:
                    assert bool(number.url) == bool(number.number) or row is lights, (who, row.label, number)
                    if number.url:
                        assert counted_by_the_ledger(actor, number.url) == number.number, (who, key, row.label, number)
                        led += 1
                assert sum(number.number for number in row.numbers) == row.total.number
            assert {sum(row.total.number for row in each.rows) for each in breakdowns} == {lights.total.number}
    assert led > 150, "numbers that lead nowhere prove nothing"


def test_a_number_is_followed_on_the_page(scene):
    client = scene.client("officer")
    body = client.get("/board/").content.decode()
    cells = re.findall(r'<a href="(/ledger/\?[^"]*houseless[^"]*|/ledger/\?[^"]*state[^"]*)">(\d+)</a>', body)
    assert cells
    for url, number in cells:
        listed = client.get(unescape(url)).content.decode()
        assert f"共{number}条" in listed, url


def test_who_sees_nothing_is_told_kindly(scene):
    for who in ("nobody", "auditor", "system_admin", "health_head"):
        body = scene.client(who).get("/board/").content.decode()
        assert "现在没有您可以查看的任务或者事项" in body, who
        assert "<rect" not in body.partition("<main")[2]


def test_the_board_names_nothing(scene):
    """It is numbers only: no mark of any text of the scene stands on it."""
    for who in READERS:
        body = scene.client(who).get("/board/").content.decode()
        assert [mark for mark in scene.ours.marks.values() if mark in body] == [], who


def test_whoever_proposed_only_has_the_state_and_no_history(scene):
    actor = scene.actor("education_head")
    board = Board(actor, this_month())
    assert board.standing("matters") == [("reporting", None, "none", 1)]
    assert set(board.acts().values()) == {(0, 0)}
    assert board.durations("matters") == board.timeliness("matters") == []


def test_a_report_may_leave_work_secrets_out(scene):
    """``within`` narrows every figure."""
    from_all = Board(scene.actor("officer"), this_month()).acts()["registered"][0]
    inner = Board(scene.actor("officer"), this_month(), NO_SECRET).acts()["registered"][0]
    assert inner == from_all - 1


# Bars


def test_a_bar_is_told_without_colour(scene):
    body = scene.client("officer").get("/board/").content.decode()
    page = body.partition("<main")[2]
    assert "style=" not in page
    for bar in re.findall(r'<svg class="board-bar".*?</svg>', page, re.DOTALL):
        title, words = re.search(r"<title[^>]*>(.+?)</title><desc[^>]*>(.+?)</desc>", bar).groups()
        assert title
        assert len(re.findall("<rect", bar)) == (0 if words == "没有" else len(words.split("，")))
        assert len(re.findall(r"url\(#tone-\w+\)", bar)) == len(re.findall("<rect", bar))
    used, made = set(re.findall(r"url\(#(tone-\w+)\)", page)), set(re.findall(r'<pattern id="(tone-\w+)"', page))
    assert used <= made


def test_parts_of_a_bar_follow_one_another(scene):
    _, breakdowns = standing_of(Board(scene.actor("officer"), this_month()), "tasks")
    for row in (row for each in breakdowns for row in each.rows):
        reached = 0
        for _, begins, width in row.parts:
            assert abs(float(begins[:-1]) - reached) < 0.02
            reached += float(width[:-1])
        assert reached <= 100.02
    assert max(sum(float(width[:-1]) for *_, width in row.parts) for row in breakdowns[0].rows) > 99.9


# Periods


@pytest.mark.parametrize(
    ("written", "first", "last", "before", "words"),
    [
        ("2026-11", "2026-11-01", "2026-11-30", "2026-10", "2026年11月"), ("2027-01", "2027-01-01", "2027-01-31", "2026-12", "2027年1月"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-01", "2024年2月"), ("2026Q4", "2026-10-01", "2026-12-31", "2026Q3", "2026年第四季度"),
        ("2026Q1", "2026-01-01", "2026-03-31", "2025Q4", "2026年第一季度"), ("2026", "2026-01-01", "2026-12-31", "2025", "2026年"),
    ],
)  # fmt: skip
def test_periods(written, first, last, before, words):
    period = Period.written(written)
    assert (str(period.first_on), str(period.last_on), period.before.key, period.words) == (first, last, before, words)
    assert period.key == written
    assert period.before.ends_at == period.begins_at
    assert {Period.of(period.kind, day) for day in (period.first_on, period.last_on)} == {period}


@pytest.mark.parametrize(
    "written", ["2026-13", "2026-00", "26-11", "2026Q5", "2026Q0", "", "x", "2026-1", "2999", "٢٠٢٦", "2026-11\n"]
)
def test_no_period(scene, written):
    response = scene.client("officer").get("/board/", {"period": written})
    assert response.status_code == 200
    said = "没有这个期间，或者还没有开始" in response.content.decode()
    assert said == bool(written)


def test_a_day_belongs_to_its_month_in_shanghai(scene):
    """An act at 16:30 UTC of a month's last day is one of the next month."""
    period = Period.written("2026-11")
    assert f"{period.begins_at:%Y-%m-%d %H:%M %z}" == "2026-11-01 00:00 +0800"
    assert period.ends_at.astimezone(clocks.SHANGHAI).isoformat() == "2026-12-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("counted", "middle"),
    [
        ([(3, 1)], 3),
        ([(1, 1), (4, 1)], 2.5),
        ([(9, 1), (0, 3)], 0),
        ([(2, 2), (5, 2)], 3.5),
        ([(7, 1), (1, 1), (2, 1)], 2),
    ],
)
def test_the_median_of_what_was_counted(counted, middle):
    assert median(counted) == middle


# How much it asks


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["officer", "agriculture_liaison", "secretary"])
def test_the_board_asks_no_more_with_more_rows(scene, who, settings):
    settings.SESSION_IDLE_SECONDS = 10**6  # else a slow run writes its session in between
    client, page = scene.client(who), "/board/"
    many_matters(scene.ours.records["matter"], FEW)
    many_tasks(scene.ours, FEW)
    few = questions(client, page)
    many_matters(scene.ours.records["matter"], MANY - FEW)
    many_tasks(scene.ours, MANY - FEW)
    many = questions(client, page)
    assert few[0] == many[0] <= CEILINGS["board"], f"{few[0]} questions, then {many[0]}, of which {many[1]}"
    assert Assignment.objects.visible_to(scene.actor("officer")).count() > MANY
