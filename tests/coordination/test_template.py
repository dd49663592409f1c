"""A matter as the template of another: what is taken over, by whom, and that no level is lost on the way."""

import uuid

import pytest

from coordination.models import Assignment, Matter, Meeting, MeetingKind
from tests.cast import Road
from tests.coordination.test_bulk import client_of, tasks
from workflow import clocks
from workflow.door import Barred, open_record
from workflow.models import Classification

pytestmark = pytest.mark.django_db


@pytest.fixture
def pattern(city):
    """A matter whose plan is issued."""
    return Road(city).to("implementing")


def copied(city, template, key="officer", **fields):
    """Register by the template over the page; the answer and the new matter, if any."""
    client = client_of(city, key)
    given = {
        "act_id": str(uuid.uuid4()), "version": 0, "title": f"{template.title}（复制）", "category": template.category,
        "classification": template.classification, "origin": "deputy_in_charge", "grounds": template.grounds,
        "handling_office": city.first_office.pk, "deputy_in_charge": city.deputy.pk, "lead_department": city.agriculture.pk,
        "participating_departments": [city.finance.pk],
    } | fields  # fmt: skip
    answer = client.post(f"{template.get_absolute_url()}copy/", given)
    return answer, Matter.objects.filter(template=template).order_by("-pk").first()


def test_the_form_begins_with_the_words_of_the_template(city, pattern):
    body = client_of(city, "officer").get(f"{pattern.get_absolute_url()}copy/").content.decode()
    for words in (f"{pattern.title}（复制）", pattern.grounds):
        assert words in body
    assert pattern.origin_document not in body, "the origin is the new matter's own"
    assert f'value="{city.agriculture.pk}" selected' in body


def test_a_copy_is_a_matter_of_its_own(city, pattern):
    answer, copy = copied(city, pattern)
    assert answer.status_code == 302, answer.content.decode()
    assert (copy.state, copy.number, copy.drafter, copy.origin_document) == ("draft", "", city.officer, "")
    assert (copy.lead_department, list(copy.participating_departments.all())) == (city.agriculture, [city.finance])
    assert copy.dossier_id != pattern.dossier_id
    assert tasks(copy) == []


def test_who_may_register_and_read(city, other_city, pattern):
    for key, status in (
        ("officer", 200),
        ("director", 200),
        ("standing_clerk", 200),
        ("deputy", 403),
        ("principal", 403),
        ("agriculture_head", 403),
        ("health_head", 404),
    ):
        assert client_of(city, key).get(f"{pattern.get_absolute_url()}copy/").status_code == status, key
    assert client_of(other_city, "officer").get(f"{pattern.get_absolute_url()}copy/").status_code == 404
    assert "copy/" not in client_of(city, "deputy").get(pattern.get_absolute_url()).content.decode()


def in_planning(city, copy):
    """Walk the copy to planning by the real road; its departments stay its own."""
    road = Road(city)
    road.matter = copy
    for leg in ("name_officer", "submit", "determine"):
        getattr(road, leg)()
    return road


@pytest.fixture
def copy(city, pattern):
    """The copy, called together with its departments."""
    _, matter = copied(city, pattern)
    road = in_planning(city, matter)
    open_meeting(city, road)
    return road.act("officer", Matter.objects.get(pk=matter.pk), Matter.convene)


def open_meeting(city, road):
    open_record(
        Meeting, Meeting.call, actor=city.actor("officer"), dossier=road.matter.dossier, matter=road.matter,
        kind=MeetingKind.MEETING, title="研究", planned_on=clocks.today(), invited=[city.agriculture, city.finance],
    )  # fmt: skip


def test_its_tasks_are_offered_and_drafted_once(city, pattern, copy):
    client, address = client_of(city, "officer"), f"{copy.get_absolute_url()}assignments/from-template/"
    assert "按模板起草任务" in client.get(copy.get_absolute_url()).content.decode()
    assert client.post(address).status_code == 302
    made, originals = tasks(copy), [task for task in tasks(pattern) if task.state != "cancelled"]
    assert [task.content for task in made] == [task.content for task in originals]
    assert {task.due_on for task in made} == {None}
    assert {task.state for task in made} == {"drafted"}
    by_content = {task.content: task for task in made}
    for original in originals:
        kept = by_content[original.content]
        still = original.lead_department in (city.agriculture, city.finance)
        assert kept.lead_department == (original.lead_department if still else None)
        others = {one for one in original.participating_departments.all() if one in (city.agriculture, city.finance)}
        assert set(kept.participating_departments.all()) == others
    assert client.post(address).status_code == 302
    assert len(tasks(copy)) == len(made)
    assert "按模板起草任务" not in client.get(copy.get_absolute_url()).content.decode()


def test_only_who_may_draft_is_offered_them(city, copy):
    address = f"{copy.get_absolute_url()}assignments/from-template/"
    for key, status in (("deputy", 403), ("agriculture_head", 403), ("health_head", 404)):
        assert client_of(city, key).post(address).status_code == status
        assert "按模板起草任务" not in client_of(city, key).get(copy.get_absolute_url()).content.decode()
    assert Assignment.objects.filter(matter=copy).count() == 0


def test_a_matter_without_template_offers_nothing(city):
    matter = Road(city).to("planning")
    client = client_of(city, "officer")
    assert "按模板起草任务" not in client.get(matter.get_absolute_url()).content.decode()
    assert client.post(f"{matter.get_absolute_url()}assignments/from-template/").status_code == 302


@pytest.fixture
def secret(city):
    return Road(city, classification=Classification.WORK_SECRET, code_name="甲一号").to("submitted")


def test_the_level_is_kept(city, pattern, secret):
    answer, copy = copied(city, pattern, classification="public")
    assert (answer.status_code, copy) == (422, None)
    answer, copy = copied(city, secret, classification="internal")
    assert (answer.status_code, copy) == (422, None)
    answer, copy = copied(city, secret, code_name="乙二号")
    assert (answer.status_code, copy.classification) == (302, Classification.WORK_SECRET)


def test_a_work_secret_is_a_template_for_its_list_only(city, secret):
    answer, copy = copied(city, secret, key="director", code_name="乙二号")
    assert (answer.status_code, copy) == (403, None)
    assert "惠农补贴" not in answer.content.decode()
    answer, copy = copied(city, secret, key="other_officer", code_name="乙二号")
    assert (answer.status_code, copy) == (404, None)


@pytest.mark.parametrize(
    ("key", "level", "words"), [("director", "work_secret", "知悉名单"), ("officer", "internal", "密级不能低于")]
)
def test_the_door_itself_keeps_both(city, secret, key, level, words):
    with pytest.raises(Barred, match=words):
        open_record(
            Matter, Matter.register, actor=city.actor(key), commission=city.commission, committee=city.committee,
            superior=city.commission.superior, drafting_organisation=city.commission, handling_office=city.first_office,
            template=secret, title="新", category="case", origin="deputy_in_charge", grounds="有", classification=level, code_name="乙",
        )  # fmt: skip
