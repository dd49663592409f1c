"""The desk says nothing twice, its numbers are those of the lines they lead to, and the navigation leads everybody to pages of his own."""

import itertools
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from dispatch.models import RecurringDuty
from workflow import calendars, clocks, desk, navigation, notices
from workflow.models import Notice
from workflow.steps import machines, steps_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]
PEOPLE = (
    "officer", "director", "deputy", "secretary", "principal", "agriculture_liaison", "agriculture_head", "unit_head",
    "unit_officer", "superior_officer", "system_admin", "security_admin", "auditor",
)  # fmt: skip


def lines(body):
    """Addresses of the lines of a desk, as often as each stands there."""
    return re.findall(r'<tr data-href="([^"]+)"', body)


@pytest.mark.parametrize("who", ["officer", "director", "unit_head"])
def test_every_line_stands_once_and_every_number_leads_to_its_lines(scene, who):
    client, found = scene.client(who), desk.desk_of(scene.actor(who))
    every = [item.url for item in (*found.to_do, *found.waiting)]
    assert len(every) == len(set(every))
    assert (whole := lines(client.get("/").content.decode()))
    assert len(whole) == len(set(whole))
    for words, number, key in found.figures:
        body = client.get(f"/?only={key}").content.decode()
        assert len(lines(body)) == number, words
        assert ('aria-current="true"' in body) == bool(number), words
    assert lines(client.get("/?only=nonsense").content.decode()) == whole


def test_a_long_desk_is_cut_and_leads_on(scene, monkeypatch):
    monkeypatch.setattr(desk, "SHOWN", 1)
    found = desk.desk_of(scene.actor("officer"))
    body = scene.client("officer").get("/").content.decode()
    assert lines(body) == [found.to_do[0].url, found.waiting[0].url]
    assert f"全部{len(found.to_do)}项" in body
    assert len(lines(scene.client("officer").get("/?only=to-do").content.decode())) == len(found.to_do) > 1


@pytest.mark.parametrize("who", ["deputy", "secretary", "principal"])
def test_a_leader_reads_the_first_decisions_and_the_rest_as_lines(scene, who, monkeypatch):
    monkeypatch.setattr(desk, "CARDS", 1)
    found, body = desk.desk_of(scene.actor(who)), scene.client(who).get("/").content.decode()
    assert body.count("panel decision") == min(len(found.to_do), 1)
    asked = [item.url for item in found.further]
    assert {item.url for item in (*found.cards, *found.further)} == {item.url for item in found.to_do}
    assert lines(body) == asked + [item.url for item in (*found.overdue_elsewhere, *found.in_time_elsewhere)]


def test_a_leader_decides_before_he_enters_what_was_done():
    given = {"within": "", "acts": [], "who": "", "since": None, "url": "", "kind": ""}
    duty = desk.Item(what="定期职责", due_on=date(2026, 1, 1), is_entry=True, **given)
    approval = desk.Item(what="批准", due_on=date(2026, 2, 1), **given)
    found = desk.Desk(to_do=[duty, approval], waiting=[], done=[])
    assert [item.what for item in found.cards] == ["批准", "定期职责"]
    assert "complete" in RecurringDuty.entries


def test_what_a_department_signs_for_stands_under_signing():
    """Of every record that a department has to receive or to answer the step says under which of the three duties it stands."""
    said = {
        model.__name__: {
            step: model.duties.get(step, "")
            for step in steps_of(model)
            if step in ("receive", "confirm", "feed_back", "supply")
        }
        for model in machines()
    }
    for record in ("Assignment", "Participation", "UrgeOrder", "LeaderNotice"):
        assert said[record]["receive"] == desk.DUTIES[0], record
    for record, step in (("UnitFeedback", "confirm"), ("Advice", "feed_back"), ("HostMaterial", "supply")):
        assert said[record][step] == desk.DUTIES[2], record


def test_an_administrators_first_page_leads_to_his_pages(scene):
    body = scene.client("system_admin").get("/").content.decode().partition("<main")[2]
    assert all(f'href="{reverse(page)}"' in body for page in ("people", "organisations", "system"))


def test_the_most_urgent_come_first(scene):
    for items in (desk.desk_of(scene.actor("officer")).to_do, desk.desk_of(scene.actor("officer")).waiting):
        dates = [item.due_on or date.max for item in items]
        assert dates == sorted(dates)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_navigation_leads_to_pages_of_ones_own_and_says_where_one_is(scene, who):
    client, groups = scene.client(who), list(navigation.groups_of(scene.actor(who)))
    entries = [entry for _, group in groups for entry in group]
    assert all(one.icon != after.icon for one, after in itertools.pairwise(entries))
    assert [heading for heading, _ in groups if not heading] == [""]
    for entry in entries:
        answer = client.get(reverse(entry.page))
        assert answer.status_code == 200, entry.label
        marked = re.findall(
            r'aria-current="page">\s*<svg[^>]*>.*?</svg>\s*<span>([^<]+)', answer.content.decode(), re.DOTALL
        )
        assert marked == [entry.label]
        if entry in navigation.UNITS:
            assert f"<h1>{entry.label}" in answer.content.decode()


def test_those_who_have_few_duties_have_few_entries(scene):
    labels = {
        who: [entry.label for _, group in navigation.groups_of(scene.actor(who)) for entry in group] for who in PEOPLE
    }
    assert labels["system_admin"] == ["人员", "机构", "系统状态"]
    assert not {"派驻机构", "线索和登记", "检查计划", "巡视巡察"} & set(labels["agriculture_liaison"])
    assert labels["unit_head"][2:4] == ["派驻机构", "派驻往来"], "a unit's own work comes first"
    assert not {"台账", "看板", "公文"} & set(labels["unit_head"])
    assert list(navigation.groups_of(scene.actor("nobody"))) == []


def test_the_pages_below_an_entry_are_marked_as_its_own():
    entries = {entry.page: entry for _, group in navigation.BUSINESS for entry in group}
    assert entries["submission_list"].is_here("/host-materials/")
    assert entries["jointaction_list"].is_here("/approval-levels/")
    assert not entries["desk"].is_here("/matters/")
    assert entries["unit_map"].is_here("/units/table/")


@pytest.mark.parametrize(
    ("on", "due_on", "said"),
    [
        (date(2026, 11, 27), date(2026, 11, 27), "今日到期"),
        (date(2026, 11, 27), date(2026, 11, 29), "今日是最后一个工作日"),
        (date(2026, 11, 28), date(2026, 11, 29), "到期前没有工作日了"),
        (date(2026, 11, 27), date(2026, 11, 30), "还有1个工作日"),
        (date(2026, 11, 27), date(2030, 8, 24), "还有约45个月"),
    ],
)
def test_what_is_left_before_a_day_of_rest_is_said_as_a_person_would(scene, on, due_on, said):
    assert clocks.left_words(on, due_on, calendars.load()) == said


def test_what_is_read_stays_read_at_its_moment(scene):
    mine = Notice.objects.filter(recipient=scene.people["officer"])
    with clocks.as_of(clocks.now() - timedelta(days=1)):
        notices.read(mine.filter(pk=mine.unread().first().pk))
    at = mine.exclude(read_at=None).get().read_at
    notices.read(mine)
    assert not mine.unread().exists()
    assert mine.filter(read_at=at).count() == 1
