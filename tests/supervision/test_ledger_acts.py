"""What is done from the ledger: urging several rows at once, each with its result, and keeping views."""

import re
import uuid
from datetime import timedelta

import pytest

from coordination.models import Matter
from supervision.models import LedgerView, Urging
from tests.supervision.test_ledger import first_clock, late
from workflow import clocks
from workflow.models import AuditEntry

pytestmark = pytest.mark.django_db


def urging(client, ticked, query="", **given):
    sent = {
        "act_id": str(uuid.uuid4()),
        "table": "tasks",
        "rows": [row.public_id for row in ticked],
        "text": "请抓紧办理。",
    }
    return client.post(f"/ledger/urge/?{query}", sent | given)


def results(answer):
    """[(words, whether it was urged, the whole cell)] of the page of results."""
    body = answer.content.decode()
    rows = re.findall(r"<tr>\s*(<td class=\"row-title.*?)</tr>", body, re.DOTALL)
    return [(re.sub(r"<[^>]+>", "", row.split("</td>")[0]).strip(), "已催办</span>" in row, row) for row in rows]


@pytest.fixture
def tasks(scene):
    """Two tasks, the first with a clock that is late, the second with one that is not yet due."""
    found = [scene.ours.records["task1"], scene.ours.records["task3"]]
    for task, days in zip(found, (3, -5), strict=True):
        clock = first_clock(task) or type(scene.ours.records["clock"]).objects.filter(subject_id=task.public_id).last()
        late(clock, days)
    Urging.objects.all().update(moved_at=clocks.now() - timedelta(days=30))
    return found


def test_each_row_is_urged_by_an_act_of_its_own_and_told_of(scene, tasks):
    before = Urging.objects.count()
    answer = urging(scene.client("officer"), [*tasks, scene.theirs.records["task1"]])
    first, second, third = results(answer)
    assert (first[0], first[1]) == (tasks[0].words, True)
    assert (second[0], second[1]) == (tasks[1].words, False)
    assert "到期当日起才能人工催办" in second[2]
    assert "系统规则" in second[2]
    assert not third[1]
    assert "不在您可以查看的范围内" in third[2]
    assert "YL" not in answer.content.decode()
    made = Urging.objects.latest("pk")
    assert Urging.objects.count() == before + 1
    assert (made.assignment, made.text, made.urged_by) == (tasks[0], "请抓紧办理。", scene.people["officer"])
    assert AuditEntry.objects.filter(subject_id=made.public_id, action="supervision.Urging.urge").count() == 1
    assert AuditEntry.objects.filter(action="refused", label__contains="催办").exists()


def test_sent_twice_nobody_is_urged_twice(scene, tasks):
    client, act_id = scene.client("officer"), str(uuid.uuid4())
    before = Urging.objects.count()
    for _ in range(2):
        assert results(urging(client, tasks[:1], act_id=act_id))[0][1]
    assert Urging.objects.count() == before + 1
    again = results(urging(client, tasks[:1]))[0]
    assert not again[1]
    assert "起可以再次催办" in again[2]


def test_who_may_not_urge_is_told_so_row_by_row(scene, tasks):
    before = Urging.objects.count()
    row = results(urging(scene.client("agriculture_head"), tasks[:1]))[0]
    assert not row[1]
    assert "您的职务不能办理“催办”" in row[2]
    assert Urging.objects.count() == before


def test_a_matter_is_urged_by_its_own_clock(scene):
    matter = scene.ours.records["ordinary"]
    late(first_clock(matter), 2)
    row = results(urging(scene.client("officer"), [matter], table="matters"))[0]
    assert row[1], row[2]
    assert Urging.objects.latest("pk").assignment is None


def test_a_row_without_a_clock_says_so(scene):
    row = results(urging(scene.client("officer"), [scene.ours.records["dropped"]]))[0]
    assert "没有进行中的时限" in row[2]


def test_nothing_is_lost_on_a_bad_input(scene, tasks):
    text = "催" * 301
    answer = urging(scene.client("officer"), tasks, text=text)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert text in body
    assert all(f'value="{task.public_id}" checked' in body for task in tasks)
    assert not Urging.objects.filter(text=text).exists()
    for bad in ({"rows": []}, {"rows": ["x"]}, {"act_id": "x"}, {"table": "x"}):
        answer = urging(scene.client("officer"), tasks, **bad)
        assert answer.status_code == 422, bad
        assert "请抓紧办理。" in answer.content.decode(), bad
    assert "没有勾选任何一行" in urging(scene.client("officer"), []).content.decode()


def test_rows_of_others_are_not_repeated_by_a_form_that_is_asked_again(scene):
    theirs = scene.theirs.records["task1"]
    body = urging(scene.client("officer"), [theirs], text="催" * 301).content.decode()
    assert str(theirs.public_id) not in body
    assert "YL" not in body


# Views


def saved(client, query, **given):
    return client.post(f"/ledger/views/new/?{query}", {"name": "我的视图", "parameters": query} | given)


def test_a_view_of_ones_own_is_ones_own(scene):
    client = scene.client("officer")
    query = "light=red&order=due&columns=due&columns=left"
    answer = saved(client, f"{query}&after=abc&nonsense=1")
    assert answer.status_code == 302
    view = LedgerView.objects.get(name="我的视图")
    assert set(view.parameters.split("&")) == set(query.split("&"))
    body = client.get(answer.headers["Location"]).content.decode()
    assert 'aria-current="page">我的视图' in body
    for who in ("other_officer", "director", "agriculture_head"):
        assert "我的视图" not in scene.client(who).get("/ledger/").content.decode()
        assert scene.client(who).post(f"/ledger/views/{view.public_id}/remove/").status_code == 404
    assert saved(client, query).status_code == 422, "a name once"
    assert client.post(f"/ledger/views/{view.public_id}/edit/", {"name": "另一个"}).status_code == 302
    assert client.post(f"/ledger/views/{view.public_id}/remove/").status_code == 302
    assert not LedgerView.objects.filter(owner=scene.people["officer"]).exists()
    assert not AuditEntry.objects.filter(action="ledger_view").exists()


def test_only_a_director_shares_and_his_whole_commission_has_it(scene):
    saved(scene.client("officer"), "scope=running", is_shared="on")
    assert not LedgerView.objects.get(name="我的视图").is_shared, "the field is not asked of an officer"
    saved(scene.client("director"), "scope=running", name="全委在办", is_shared="on")
    view = LedgerView.objects.get(name="全委在办")
    assert (view.is_shared, view.commission) == (True, scene.ours.city.commission)
    assert AuditEntry.objects.get(action="ledger_view").label == "共享台账视图"
    for who in ("officer", "secretary", "deputy"):
        assert "全委在办" in scene.client(who).get("/ledger/").content.decode()
        assert scene.client(who).post(f"/ledger/views/{view.public_id}/remove/").status_code == 403
    for who in ("agriculture_head", "principal", "yangli_director"):
        assert "全委在办" not in scene.client(who).get("/ledger/").content.decode()
        assert scene.client(who).post(f"/ledger/views/{view.public_id}/remove/").status_code == 404
    assert scene.client("second_director").post(f"/ledger/views/{view.public_id}/remove/").status_code == 302


def test_a_shared_view_shows_nobody_more_than_he_sees(scene):
    hidden = scene.ours.records["secret"]
    saved(scene.client("director"), "table=matters", name="全部事项", is_shared="on")
    body = scene.client("other_officer").get("/ledger/?table=matters").content.decode()
    assert "全部事项" in body
    assert hidden.pk not in Matter.objects.visible_to(scene.actor("other_officer")).values_list("pk", flat=True)
    assert scene.ours.marks["secret.code_name"] not in body


def test_no_more_views_than_a_page_can_list(scene):
    client = scene.client("officer")
    for number in range(30):
        assert saved(client, "", name=f"视图{number}").status_code == 302
    assert "最多保存30个视图" in saved(client, "", name="再一个").content.decode()
