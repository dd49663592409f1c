"""Several tasks drafted at once: all or none, once however often they are sent, with what was typed kept."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from coordination import bulk
from coordination.models import Assignment, Matter
from tests.cast import Road
from workflow import clocks
from workflow.door import Barred, Moved
from workflow.models import AuditEntry, Classification

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(city):
    return Road(city)


@pytest.fixture
def matter(road):
    return road.to("planning")


def client_of(city, key):
    client = Client()
    client.force_login(city.people[key])
    return client


def due():
    return clocks.today() + timedelta(days=30)


def row(city, lead="agriculture", **fields):
    """One row as the page sends it."""
    return {
        "content": f"{lead}的任务",
        "lead_department": city.organisations[lead].pk,
        "due_on": due().isoformat(),
    } | fields


def sent(matter, rows, **more):
    """The form of the table with these rows."""
    given = {
        "act_id": str(uuid.uuid4()),
        "version": matter.version,
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": 0,
    }
    for place, fields in enumerate(rows):
        given |= {f"rows-{place}-{name}": value for name, value in fields.items()}
    return given | more


def tasks(matter):
    return list(Assignment.objects.filter(matter=matter).order_by("number"))


def test_every_row_is_a_task_by_an_act_of_its_own(city, matter):
    address, before = f"{matter.get_absolute_url()}assignments/table/", len(tasks(matter))
    rows = [row(city), row(city, "finance", participating_departments=[city.bank.pk]), {"content": ""}]
    answer = client_of(city, "officer").post(address, sent(matter, rows))
    assert answer.status_code == 302, answer.content.decode()
    first, second = tasks(matter)[before:]
    assert (first.lead_department, second.lead_department) == (city.agriculture, city.finance)
    assert first.responsible_leader == city.people["agriculture_head"]
    assert first.liaison == city.people["agriculture_liaison"]
    assert list(second.participating_departments.all()) == [city.bank]
    acts = AuditEntry.objects.filter(subject_id__in=[first.public_id, second.public_id]).values_list(
        "act_id", flat=True
    )
    assert len(set(acts)) == 2


def test_sent_twice_is_drafted_once(city, matter):
    address, given = f"{matter.get_absolute_url()}assignments/table/", sent(matter, [row(city), row(city, "finance")])
    client, before = client_of(city, "officer"), len(tasks(matter))
    assert [client.post(address, given).status_code for _ in range(2)] == [302, 302]
    assert len(tasks(matter)) == before + 2
    more = given | sent(matter, [row(city)] * 3) | {"act_id": given["act_id"]}
    answer = client.post(address, more)
    assert answer.status_code == 409
    assert "已经用于另一次办理" in answer.content.decode()
    assert len(tasks(matter)) == before + 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"content": ""}, "请填写任务内容"), ({"lead_department": ""}, "请选择牵头部门"), ({"lead_department": "999999"}, "选择一个有效的选项"),
        ({"due_on": "2001-01-01"}, "日期不能早于今天"), ({"due_on": "明天"}, "日期"), ({"content": "长" * 4001}, "4000"),
        ({"content": "控\x07制"}, "控制字符"), ({"content": "\x00"}, "空字符"),
    ],
)  # fmt: skip
def test_one_bad_row_keeps_all_and_drafts_none(city, matter, fault, words):
    before = tasks(matter)
    rows = [row(city, content="好的一行，文字要留着"), row(city, "finance") | fault]
    answer = client_of(city, "officer").post(f"{matter.get_absolute_url()}assignments/table/", sent(matter, rows))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "好的一行，文字要留着" in answer.content.decode()
    assert tasks(matter) == before


def test_a_lead_is_no_participant_and_an_empty_table_no_table(city, matter):
    client, address = client_of(city, "officer"), f"{matter.get_absolute_url()}assignments/table/"
    both = row(city, participating_departments=[city.agriculture.pk, city.finance.pk])
    assert "牵头部门不能同时是参与部门" in client.post(address, sent(matter, [both])).content.decode()
    for rows in ([], [{"content": ""}]):
        answer = client.post(address, sent(matter, rows))
        assert (answer.status_code, "请至少填写一项任务" in answer.content.decode()) == (422, True)
    for total in ("31", "x", "-1", "9" * 5000, "\x00"):
        assert client.post(address, sent(matter, [row(city)]) | {"rows-TOTAL_FORMS": total}).status_code == 422


def test_more_rows_keep_what_was_typed(city, matter):
    address = f"{matter.get_absolute_url()}assignments/table/"
    given = sent(matter, [row(city, content="写到一半")], more="1")
    body = client_of(city, "officer").post(address, given).content.decode()
    assert "写到一半" in body
    assert 'name="rows-TOTAL_FORMS" value="4"' in body
    for total in ("x", "9" * 400, ""):
        assert client_of(city, "officer").post(address, given | {"rows-TOTAL_FORMS": total}).status_code in (200, 422)


def test_the_door_bars_with_the_number_of_the_row(city, matter):
    """Whatever a form lets through: a department that is none of the matter's bars the whole table."""
    before, good = tasks(matter), {"content": "好", "lead_department": city.agriculture}
    with pytest.raises(Barred, match="第2项：") as refusal:
        bulk.draft_together(
            matter,
            [good, {"content": "坏", "lead_department": city.health}],
            actor=city.actor("officer"),
            act_id=uuid.uuid4(),
        )
    assert len(refusal.value.obstacles) == 1
    assert tasks(matter) == before


def test_an_act_of_another_matter_or_person_is_no_repeat(city, matter):
    act_id, rows = uuid.uuid4(), [{"content": "任务", "lead_department": city.agriculture}]
    bulk.draft_together(matter, rows, actor=city.actor("officer"), act_id=act_id)
    with pytest.raises(Moved, match="另一次办理"):
        bulk.draft_together(matter, rows, actor=city.actor("director"), act_id=act_id)
    other = Road(city).to("planning")
    with pytest.raises(Moved, match="另一次办理"):
        bulk.draft_together(other, rows, actor=city.actor("officer"), act_id=act_id)


def test_the_same_task_for_each_ticked_department(city, matter):
    address, before = f"{matter.get_absolute_url()}assignments/each/", len(tasks(matter))
    given = {
        "act_id": str(uuid.uuid4()), "version": matter.version, "content": "开展自查", "requirements": "全面", "duty_basis": "三定",
        "due_on": due().isoformat(), "departments": [city.agriculture.pk, city.bank.pk],
    }  # fmt: skip
    client = client_of(city, "officer")
    assert client.post(address, given).status_code == 302
    made = tasks(matter)[before:]
    assert {one.lead_department for one in made} == {city.agriculture, city.bank}
    assert {one.content for one in made} == {"开展自查"}
    answer = client.post(address, given | {"departments": [], "act_id": str(uuid.uuid4())})
    assert (answer.status_code, "请至少选择一个部门" in answer.content.decode()) == (422, True)
    assert "开展自查" in answer.content.decode()
    answer = client.post(address, given | {"departments": [city.health.pk], "act_id": str(uuid.uuid4())})
    assert answer.status_code == 422


def pages_of(matter):
    return [f"{matter.get_absolute_url()}assignments/{page}/" for page in ("table", "each", "sheet", "sheet/blank")]


def test_only_who_may_draft_and_only_in_planning(city, road, matter):
    pages = pages_of(matter)
    for key, status in (
        ("officer", 200),
        ("director", 200),
        ("deputy", 403),
        ("other_officer", 403),
        ("agriculture_head", 403),
        ("health_head", 404),
    ):
        assert {client_of(city, key).get(page).status_code for page in pages} == {status}, key
    rows = [{"content": "任务", "lead_department": city.agriculture}]
    matter = road.to("implementing")
    with pytest.raises(Barred, match="不在研究制定方案阶段"):
        bulk.draft_together(matter, rows, actor=city.actor("officer"), act_id=uuid.uuid4())
    assert [client_of(city, "officer").get(page).status_code for page in pages_of(matter)] == [200, 200, 403, 403]
    assert "批量起草任务" not in client_of(city, "officer").get(matter.get_absolute_url()).content.decode()


def test_the_pages_are_reached_from_the_matter(city, matter):
    body = client_of(city, "officer").get(matter.get_absolute_url()).content.decode()
    for page in ("assignments/table/", "assignments/each/", "assignments/sheet/", "copy/"):
        assert f'href="{matter.get_absolute_url()}{page}"' in body
    assert "assignments/table/" not in client_of(city, "deputy").get(matter.get_absolute_url()).content.decode()


def test_a_work_secret_is_drafted_by_its_list_only(city):
    matter = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号").to("planning")
    for page in ("table", "each", "sheet", "sheet/blank"):
        answer = client_of(city, "director").get(f"{matter.get_absolute_url()}assignments/{page}/")
        assert answer.status_code == 403
        assert "农业农村" not in answer.content.decode()
    answer = client_of(city, "director").get(f"{matter.get_absolute_url()}copy/")
    assert (answer.status_code, "惠农补贴" in answer.content.decode()) == (403, False)
    assert Matter.objects.get(pk=matter.pk).assignments.filter(content="任务").count() == 0
