"""The ledger: whose rows, narrowed and ordered as a naive count would, page by page, in groups, and what a row says."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection

from coordination.models import Assignment, Matter
from supervision.ledger import GROUPS, ORDERS, TABLES, Ledger
from supervision.ledger_lights import TONES, of_tone
from supervision.ledger_lines import columns_of, lines_of
from tests.test_ceilings import many_matters, many_tasks, twin
from tests.test_urls import members
from workflow import calendars, clocks, sections
from workflow.models import Classification, Clock, Dossier, Policy

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = sorted(members("everyone"))
SOME = ("officer", "principal", "agriculture_liaison", "finance_head", "education_head", "superior_officer")


def ledger_of(scene, who, table="tasks", **wanted):
    return Ledger(scene.actor(who), TABLES[table], wanted)


def found(ledger, size=7):
    """The rows as the pages show them, one page after another."""
    _, groups = ledger.counted()
    columns = columns_of(ledger.table)
    return [line for page in sections.pages(ledger.sections(groups), size) for line in lines_of(ledger, page, columns)]


def keys(lines):
    return [line.record.pk for line in lines]


def first_clock(record):
    return Clock.objects.open().filter(subject_id=record.public_id).order_by("due_on", "pk").first()


# Whose rows


@pytest.mark.parametrize("table", TABLES)
def test_everyone_has_the_rows_that_he_sees_however_they_are_ordered(scene, table):
    for who in PEOPLE:
        actor = scene.actor(who)
        visible = set(TABLES[table].model.objects.visible_to(actor).values_list("pk", flat=True))
        for order in ORDERS if who in SOME else ("opened",):
            for group in GROUPS if who in SOME else ("",):
                shown = keys(found(ledger_of(scene, who, table, order=order, group=group)))
                assert len(shown) == len(set(shown)), f"{who} sees a row twice by {order}"
                assert set(shown) == visible, f"{who} by {order} in groups by {group or 'nothing'}"


def test_the_work_on_a_matter_is_shown_to_whom_its_page_shows_it(scene):
    for who in PEOPLE:
        actor = scene.actor(who)
        shown = set(Matter.objects.filter(Matter.work_shown_to(actor)).values_list("pk", flat=True))
        assert {matter.pk for matter in Matter.objects.all() if matter.shows_work_to(actor)} == shown, who


def test_a_department_that_only_proposed_sees_header_and_state(scene):
    matter = scene.ours.matter
    late(first_clock(matter) or scene.ours.records["clock"])
    own = ledger_of(scene, "education_head", "matters")
    line = next(line for line in found(own) if line.record.pk == matter.pk)
    said = {cell.column.key: cell.text for cell in line.cells}
    assert (said["title"], said["state"]) == (matter.title, matter.state_label)
    assert {said[key] for key in ("light", "lead", "participants", "officer", "clock", "due", "urgings", "tasks")} == {
        ""
    }
    for asked in ({"light": "red"}, {"officer": matter.handling_officer.name}, {"department": matter.lead_department}):
        assert matter.pk not in keys(found(ledger_of(scene, "education_head", "matters", **asked))), asked
        if "light" not in asked:
            assert matter.pk in keys(found(ledger_of(scene, "officer", "matters", **asked))), asked


def late(clock, days=1):
    Clock.objects.filter(pk=clock.pk).update(
        due_on=clocks.today() - timedelta(days=days), status="open", closed_at=None
    )


def test_a_work_secret_shows_its_code_words(scene):
    secret = scene.ours.records["secret"]
    title, code = scene.ours.marks["secret.title"], scene.ours.marks["secret.code_name"]
    for who in ("officer", "director", "principal"):
        client = scene.client(who)
        for query in ("table=matters", f"table=matters&q={code}", "table=matters&group=department"):
            body = client.get(f"/ledger/?{query}").content.decode()
            assert code in body, (who, query)
            assert title not in body, (who, query)
    listed = keys(found(ledger_of(scene, "officer", "matters", category=secret.category)))
    covered = keys(found(ledger_of(scene, "director", "matters", category=secret.category)))
    assert secret.pk in listed
    assert secret.pk not in covered, "who is not on the list cannot ask for its category"
    assert secret.pk not in keys(found(ledger_of(scene, "director", "matters", officer="示范壬")))


def test_tasks_of_a_work_secret_show_no_content(scene):
    task = scene.ours.records["task1"]
    Dossier.objects.filter(pk=task.dossier_id).update(classification=Classification.WORK_SECRET)
    Matter.objects.filter(pk=task.matter_id).update(classification=Classification.WORK_SECRET, code_name="代号甲")
    for who in ("officer", "director"):
        body = scene.client(who).get("/ledger/").content.decode()
        assert scene.ours.marks["task1.content"] not in body
        assert scene.ours.marks["matter.title"] not in body


# Narrowed as a naive count would


def dated(scene):
    """Every open clock of our city with another date, so that all lights burn; one is paused, one grave."""
    today = clocks.today()
    running = list(Clock.objects.open().filter(dossier__commission=scene.ours.city.commission).order_by("pk"))
    for place, clock in enumerate(running):
        Clock.objects.filter(pk=clock.pk).update(due_on=today + timedelta(days=(-40, -3, 0, 2, 30)[place % 5]))
    Clock.objects.filter(pk=running[3].pk).update(paused_until=today)
    Clock.objects.filter(pk=running[1].pk).update(grave=True)


def tone_of(record, today):
    clock = first_clock(record)
    return clocks.light(clock, today).tone if clock else "none"


NAIVE = {
    "scope": lambda row, table, value: (row.state in table.ended) == (value == "ended"),
    "state": lambda row, table, value: row.state == value,
    "light": lambda row, table, value: tone_of(row, clocks.today()) == value,
    "department": lambda row, table, value: row.lead_department_id == value.pk,
    "officer": lambda row, table, value: value in str(matter_of(row).handling_officer or ""),
    "category": lambda row, table, value: matter_of(row).category == value,
    "due_from": lambda row, table, value: first_clock(row) is not None and first_clock(row).due_on >= value,
    "due_until": lambda row, table, value: first_clock(row) is not None and first_clock(row).due_on <= value,
    "matter": lambda row, table, value: matter_of(row).public_id == value,
}


def matter_of(row):
    return row if isinstance(row, Matter) else row.matter


def questions(scene, table):
    city, today = scene.ours.city, clocks.today()
    yield from ({"scope": scope} for scope in ("running", "ended"))
    yield from ({"state": state} for state in TABLES[table].model.State.values)
    yield from ({"light": tone} for tone in TONES)
    yield from ({"department": house} for house in (city.agriculture, city.finance, city.health))
    yield from ({"officer": name} for name in ("示范壬", "示范", "无此人"))
    yield {"category": scene.ours.matter.category}
    yield {"due_from": today - timedelta(days=3), "due_until": today + timedelta(days=2)}
    yield {"matter": scene.ours.matter.public_id}
    yield {"scope": "running", "light": "deep_red", "officer": "示范壬"}


OF_THE_WORK, IN_WORDS = (
    {"light", "department", "officer", "due_from", "due_until"},
    {"department", "officer", "category"},
)


def naive(row, table, actor, asked):
    """Whether the row is one of those asked for: of work that is not shown, and of words that are covered, nothing can be asked."""
    if not row.shows_work_to(actor):
        if asked == {"light": "none"}:
            return True
        if OF_THE_WORK & set(asked):
            return False
    if row.is_covered_from(actor) and IN_WORDS & set(asked):
        return False
    return all(NAIVE[name](row, TABLES[table], value) for name, value in asked.items())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["officer", "director", "finance_head", "principal", "bank_liaison"])
def test_filters_are_those_of_a_naive_count(scene, who, table):
    dated(scene)
    many_tasks(scene.ours, 3)
    actor = scene.actor(who)
    visible, told = list(TABLES[table].model.objects.visible_to(actor)), 0
    for asked in questions(scene, table):
        wanted = {row.pk for row in visible if naive(row, table, actor, asked)}
        for order in ("opened", "due"):
            assert set(keys(found(ledger_of(scene, who, table, order=order, **asked)))) == wanted, (asked, order)
        assert ledger_of(scene, who, table, **asked).counted()[0] == len(wanted)
        told += bool(wanted)
    assert told > 5, "a question that finds nothing proves nothing"


def test_lights_in_the_database_are_the_lights_of_the_page(scene):
    """Every day of a year and more, by two versions of the rules, grave or not, paused or not."""
    today, row = clocks.today(), scene.ours.records["clock"]
    policy = Policy.objects.get(pk=row.policy_id)
    other = Policy.objects.create(**{
        column.name: getattr(policy, column.name) for column in Policy._meta.concrete_fields if not column.primary_key
    } | {"number": 99, "warning_days": 7, "deep_red_days": 4})  # fmt: skip
    made = [
        twin(row, name=f"probe{number}", due_on=today + timedelta(days=days), policy_id=rules.pk, grave=grave,
             paused_until=paused, status="open", closed_at=None, subject_id=row.subject_id)
        for number, (days, rules, grave, paused) in enumerate(
            (days, rules, grave, paused) for days in range(-60, 40) for rules in (policy, other)
            for grave in (False, True) for paused in (None, today, today - timedelta(days=1))
        )
    ]  # fmt: skip
    Clock.objects.bulk_create(made)
    calendar = calendars.load()
    probes = Clock.objects.filter(name__startswith="probe")
    wanted = {}
    for clock in probes.select_related("policy"):
        wanted.setdefault(clocks.light(clock, today, calendar).tone, set()).add(clock.pk)
    for tone in ("green", "yellow", "red", "deep_red", "grey"):
        assert set(probes.filter(of_tone(tone, today)).values_list("pk", flat=True)) == wanted[tone], tone


# Order and pages


def test_by_date_the_first_to_be_due_stands_first_and_what_has_none_last(scene):
    dated(scene)
    for table in TABLES:
        days = [
            line.clock.due_on if line.clock else None for line in found(ledger_of(scene, "officer", table, order="due"))
        ]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert days[: len(known)] == known


def test_who_asks_by_light_or_date_has_the_order_by_date_unless_he_chooses(scene):
    many_tasks(scene.ours, 10)
    dated(scene)
    for asked in ({"light": "deep_red"}, {"due_until": clocks.today()}):
        ledger = ledger_of(scene, "officer", **asked)
        assert ledger.order == "due"
        days = [line.clock.due_on for line in found(ledger)]
        assert days == sorted(days)
        assert days
    assert ledger_of(scene, "officer", light="red", order="number").order == "number"
    assert ledger_of(scene, "officer", light="none").order == ledger_of(scene, "officer").order == "opened"


def test_by_number_by_change_and_by_opening(scene):
    many_tasks(scene.ours, 10)
    for order, key in (
        ("number", lambda row: (row.matter.number, row.number)), ("opened", lambda row: (-row.dossier_id, row.number)),
        ("moved", lambda row: -row.moved_at.timestamp()),
    ):  # fmt: skip
        rows = [line.record for line in found(ledger_of(scene, "officer", order=order))]
        assert rows == sorted(rows, key=key), order


def test_groups_are_headed_once_with_their_counts(scene):
    dated(scene)
    ledger = ledger_of(scene, "officer", group="state", order="due")
    lines = found(ledger, size=3)
    heads = [line.group.label for line in found(ledger, size=100) if line.heads_group]
    assert heads == [label for label in Assignment.State.labels if label in {line.record.state_label for line in lines}]
    _, groups = ledger.counted()
    assert {group.label: group.number for group in groups} == {
        label: sum(line.record.state_label == label for line in lines) for label in heads
    }


HEADING = re.compile(r'rowgroup"><a href="([^"]+)">([^<]+)</a><span class="muted">共([^<]+)')


@pytest.mark.parametrize("group", ["department", "state"])
def test_a_heading_leads_to_exactly_its_rows(scene, group):
    client = scene.client("officer")
    headings = HEADING.findall(client.get(f"/ledger/?group={group}&q=").content.decode())
    assert len({name for _, name, _ in headings}) == len(headings) > 1
    for address, name, words in headings:
        alone = client.get("/ledger/" + unescape(address)).content.decode()
        assert f"。共{words}。" in alone, name
        assert 'class="ledger-group"' not in alone


@pytest.mark.parametrize("query", [{}, {"order": "due"}, {"order": "number"}, {"group": "state"}])
def test_a_walk_sees_each_row_once_while_others_come(scene, query):
    many_tasks(scene.ours, 30)
    ledger, seen, cursor = ledger_of(scene, "officer", **query), [], ""
    before = set(ledger.visible.values_list("pk", flat=True))
    while True:
        _, groups = ledger.counted()
        page = sections.walk(ledger.sections(groups), cursor, 10)
        seen += keys(lines_of(ledger, page.rows, []))
        cursor = page.next_cursor
        if not cursor:
            break
        many_tasks(scene.ours, 1)
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_cursor_that_is_none_gives_the_first_page(scene):
    ledger = ledger_of(scene, "officer", group="state")
    _, groups = ledger.counted()
    lists = ledger.sections(groups)
    first = sections.walk(lists, "", 2)
    assert first.is_first
    for cursor in ("x", "1~x", "99~", "-1~", "1", "~", "0~" + "A" * 3000):
        page = sections.walk(lists, cursor, 2)
        assert page.is_first, cursor
        assert [row for _, row in page] == [row for _, row in first], cursor


def test_counts_stop_at_a_thousand(scene, monkeypatch):
    many_tasks(scene.ours, 20)
    monkeypatch.setattr("supervision.ledger.MOST", 10)
    assert ledger_of(scene, "officer").counted()[0] == 11
    assert "共10条以上" in scene.client("officer").get("/ledger/").content.decode()


def test_counts_of_who_reads_by_a_mandate_stop_sooner(scene, monkeypatch):
    many_tasks(scene.ours, 20)
    assert ledger_of(scene, "officer").most == sections.MOST
    monkeypatch.setattr("supervision.ledger.READ_MOST", 1)
    assert ledger_of(scene, "inspector").counted()[0] == 2
    assert "共1条以上" in scene.client("inspector").get("/ledger/").content.decode()


# The page


def cells(body):
    """The texts of the table, row by row."""
    table = body.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [
        re.findall(r'<td class="(?!ledger-tick)[^>]*>(.*?)</td>', row, re.DOTALL) for row in table.split("<tr>")[1:]
    ]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows]


def test_columns_are_chosen_and_the_ones_that_stay_stay(scene):
    client = scene.client("officer")
    plain = client.get("/ledger/").content.decode()
    assert "参与部门</th>" in plain
    assert "最近变动</th>" not in plain
    chosen = client.get("/ledger/?columns=moved&columns=due&columns=nonsense").content.decode()
    heads = re.findall(r'<th class="ledger-(\w+)', chosen)
    assert heads == ["tick", "light", "title", "due", "moved"]
    assert all(len(row) == 4 for row in cells(chosen))


def test_a_matter_leads_to_its_tasks_and_a_row_to_its_record(scene):
    client, matter = scene.client("officer"), scene.ours.matter
    body = client.get("/ledger/?table=matters").content.decode()
    assert f'href="{matter.get_absolute_url()}"' in body
    link = f"?table=tasks&amp;matter={matter.public_id}"
    assert link in body
    tasks = client.get(f"/ledger/{unescape(link)}").content.decode()
    assert len(cells(tasks)) == Assignment.objects.filter(matter=matter).count()
    assert "只列出一个事项的任务" in tasks
    hidden = scene.client("health_head").get(f"/ledger/{unescape(link)}").content.decode()
    assert scene.ours.letter not in re.sub(str(matter.public_id), "", hidden)


def test_a_wrong_answer_is_told_beside_its_field(scene):
    body = scene.client("officer").get("/ledger/?due_from=2026-05-02&due_until=2026-05-01").content.decode()
    assert "截止日期早于开始日期" in body


def test_many_matters_are_listed_in_pages(scene):
    many_matters(scene.ours.records["ordinary"], 60)
    client = scene.client("officer")
    first = client.get("/ledger/?table=matters").content.decode()
    assert len(cells(first)) == 50
    following = unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', first)[1])
    assert len(cells(client.get(f"/ledger/{following}").content.decode())) > 10


@pytest.mark.postgres
def test_a_connection_says_that_indexes_are_cheap(scene):
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)
