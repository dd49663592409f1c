"""One page sent twice at the same moment, over HTTP on a real PostgreSQL: one act, and the same answer to both.

Two pages of the same record opened beside each other are two acts: one is done, the other is told that it was too late.
"""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from coordination.models import Assignment, Matter, Meeting, OfficialDocument, WrittenReport
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from tests.coordination.cells import values
from tests.coordination.doors import REASON, posted
from tests.coordination.racers import FIRST, TOGETHER, check_history, meet
from workflow import clocks
from workflow.models import AuditEntry
from workflow.steps import declaration_of, steps_of

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
IN_TURN = "the second comes when the first is done"
MEETINGS = (FIRST, TOGETHER, TOGETHER, IN_TURN)


@pytest.fixture
def city(committed_db):
    return cast.found_city("shifan", "示范市", cast.found_province())


def step_page(road, record, name):
    """(address, what its form says) of the page of a step."""
    taken = steps_of(type(record))[name]
    signs = declaration_of(taken, record.state).signs
    given = {field: posted(value) for field, value in values(road, taken, record).items() if value not in (False, None)}
    shown = getattr(record, signs) if signs else ""
    said = {"version": record.version, "shown": shown, "note": REASON, **given}
    return reverse(f"{record._meta.model_name}_step", args=[record.public_id, name]), said


def matter_in(state, *further):
    """A scene: the matter on its road, with what else happens there."""

    def scene(city, name):
        road = Road(city, origin="deputy_in_charge")
        road.to(state)
        for act in further:
            act(road)
        return road, *step_page(road, road.matter, name)

    return scene


def issued(city, name):
    road = Road(city)
    road.to("implementing")
    return road, *step_page(road, road.assignments()[0], name)


def drafted_report(city, name):
    road = Road(city)
    road.to("reporting")
    report = road.write_report(road.assignments()[0])
    return road, *step_page(road, report, name)


def edited(city, name):
    road, *_ = matter_in("planning", Road._prepare)(city, "issue")
    document = road.matter.documents.get()
    said = {"version": document.version, "title": "改过的标题", "subject": "事项", "lead": "牵头", "participants": "参与",
            "division": "分工", "requirements": "要求", "addressees": [city.finance.pk]}  # fmt: skip
    return road, reverse("officialdocument_edit", args=[document.public_id]), said


PAGES = {  # name: (who, model, step, scene)
    "determine": ("deputy", Matter, "determine", matter_in("submitted")),
    "withdraw": ("officer", Matter, "withdraw", matter_in("submitted")),
    "approve": ("principal", Matter, "approve", matter_in("submitted", Road.refer)),
    "return": ("deputy", Matter, "return_for_completion", matter_in("submitted")),
    "return by the committee": ("principal", Matter, "return_for_completion", matter_in("submitted", Road.refer)),
    "terminate": ("secretary", Matter, "terminate", matter_in("submitted")),
    "issue": ("deputy", Matter, "issue", matter_in("planning", Road._prepare)),
    "receive": ("agriculture_liaison", Assignment, "receive", issued),
    "accept": ("officer", WrittenReport, "accept", drafted_report),
    "edit": ("officer", OfficialDocument, "revise", edited),
}


def send(city, who, address, said, act_id):
    """The page sent by one browser, signed in before."""
    client = Client()
    client.force_login(city.people[who])
    return lambda: client.post(address, said | {"act_id": act_id})


def answers(road, how, *calls):
    if how == IN_TURN:
        return [call() for call in calls]
    return meet(road.matter.dossier, *calls, how)


@pytest.mark.parametrize("page", PAGES)
def test_a_double_click_is_one_act_with_one_answer(page, city):
    who, model, name, scene = PAGES[page]
    for how in MEETINGS:
        road, address, said = scene(city, name)
        act_id = uuid.uuid4()
        first, second = answers(road, how, *[send(city, who, address, said, act_id) for _ in range(2)])
        assert (first.status_code, second.status_code) == (302, 302), (how, (second.content or first.content).decode())
        assert first.url == second.url
        done = AuditEntry.objects.filter(act_id=act_id, action=f"coordination.{model.__name__}.{name}")
        assert done.count() == 1
        check_history(road.matter.dossier)


@pytest.mark.parametrize("page", PAGES)
def test_of_two_pages_one_is_done_and_the_other_is_told(page, city):
    who, _, name, scene = PAGES[page]
    for how in MEETINGS:
        road, address, said = scene(city, name)
        acts = [uuid.uuid4(), uuid.uuid4()]
        both = answers(road, how, *[send(city, who, address, said, act_id) for act_id in acts])
        assert sorted(answer.status_code for answer in both) == [302, 409], how
        (told,) = [answer for answer in both if answer.status_code == 409]
        assert "已由" in told.content.decode()
        assert AuditEntry.objects.filter(act_id__in=acts).values("act_id").distinct().count() == 1
        check_history(road.matter.dossier)


def test_a_double_click_bears_one_record(city):
    for how in MEETINGS:
        road = Road(city)
        road.to("determined")
        said = {"version": 0, "title": "研究方案", "kind": "meeting", "planned_on": clocks.today().isoformat(),
                "place": "会议室", "agenda": "分工", "invited": [city.agriculture.pk]}  # fmt: skip
        address, act_id = reverse("meeting_new", args=[road.matter.public_id]), uuid.uuid4()
        first, second = answers(road, how, *[send(city, "officer", address, said, act_id) for _ in range(2)])
        assert (first.status_code, second.status_code) == (302, 302), first.content.decode()
        assert first.url == second.url
        assert Meeting.objects.filter(matter=road.matter).count() == 1
        check_history(road.matter.dossier)
