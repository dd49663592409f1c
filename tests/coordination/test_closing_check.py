"""The closing check: every red line leads to where it is mended, and whoever mends it can open that page."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import Category, Matter, Origin
from coordination.progress import closing_check
from tests.cast import Road
from workflow.models import Hold

pytestmark = pytest.mark.django_db
TASKS, REPORT, INSPECTION = "各项任务均有审核通过的书面报告", "向党委的报告已经起草并且完整", "各项任务均已督促检查"
FILING, FORMALITIES, APPROVAL = "重要事项已报上一级纪委备案", "当面、电话通知的手续已补办", "列为重要事项已经党委批准"


def implementing(city):
    road = Road(city)
    road.to("implementing")
    return road


def reporting(city):
    road = Road(city)
    road.to("reporting")
    return road


def important(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.register()
    road.name_officer()
    road.submit()
    road.refer()
    road.approve()
    return road


def told_orally(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE, category=Category.CASE)
    road.to("planning")
    road.hold_meeting(road.meeting)
    road.draft_assignments()
    road.consent()
    for department in road.departments:
        road.tell(department)
    road.notify_orally()
    return road


def found_important(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.to("implementing")
    road.act("deputy", road.matter, Matter.raise_importance, importance_reason="涉及面扩大。")
    return road


SCENES = {
    implementing: {TASKS, REPORT, INSPECTION},
    reporting: {TASKS, REPORT},
    important: {TASKS, REPORT, FILING},
    told_orally: {TASKS, REPORT, FORMALITIES},
    found_important: {TASKS, REPORT, INSPECTION, APPROVAL},
}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_every_red_line_leads_to_where_it_is_mended(city, scene):
    road = scene(city)
    client = Client()
    client.force_login(city.people["officer"])
    red = [line for line in closing_check(road.matter, city.actor("officer")) if not line.is_met]
    assert SCENES[scene] <= {line.label for line in red}
    for line in red:
        assert line.links, f"{line.label} leads nowhere"
        assert line.obstacle.mended_by or line.label == REPORT, line.label
        for words, address in line.links:
            page = client.get(address)
            assert page.status_code == 200, (line.label, words)
    body = client.get(f"{road.matter.get_absolute_url()}check/").content.decode()
    shown = set(re.findall(r'<a href="([^"]+)"', body.partition("<tbody>")[2]))
    assert shown == {address for line in red for _, address in line.links}


def test_a_green_line_leads_nowhere_and_all_are_green_at_the_end(city):
    road = reporting(city)
    road.contribute()
    road.report_all()
    road.draft_committee_report()
    assert all(line.is_met for line in closing_check(road.matter, city.actor("officer")))
    client = Client()
    client.force_login(city.people["deputy"])
    body = client.get(f"{road.matter.get_absolute_url()}check/").content.decode()
    assert "<a href" not in body.partition("<tbody>")[2].partition("</tbody>")[0]


def test_once_it_is_reported_the_report_is_no_longer_missing(city):
    road = Road(city)
    road.to("reported")
    assert all(line.is_met for line in closing_check(road.matter, city.actor("officer")))


def test_who_reads_only_sees_the_records_and_nothing_to_begin(city):
    road = implementing(city)
    lines = closing_check(road.matter, city.actor("principal"))
    begun = [address for line in lines for _, address in line.links if address.endswith("/new/")]
    assert not begun
    assert all(line.links for line in lines if not line.is_met)


def test_the_committee_is_not_led_to_a_report_that_it_has_not_been_given(city):
    """Until it is issued, nobody outside the commission sees the draft, so its title stands in no link."""
    road = reporting(city)
    draft = road.draft_committee_report()
    document = draft or road.matter.documents.get(kind="committee_report")
    for who, sees in (("officer", True), ("principal", False)):
        lines = closing_check(road.matter, city.actor(who))
        addresses = [address for line in lines for _, address in line.links]
        assert (document.get_absolute_url() in addresses) == sees


def test_the_questions_do_not_grow_with_the_holds(city):
    road = implementing(city)
    holds = Hold.objects.open().filter(dossier=road.matter.dossier).count()
    assert holds >= 3
    actor = city.actor("officer")
    closing_check(road.matter, actor)  # what is kept on the actor is known from now on
    with CaptureQueriesContext(connection) as few:
        closing_check(Matter.objects.get(pk=road.matter.pk), actor)
    one = Hold.objects.open().filter(dossier=road.matter.dossier).first()
    for _ in range(40):
        one.pk, one.subject_id = None, uuid.uuid4()
        one.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        closing_check(Matter.objects.get(pk=road.matter.pk), actor)
    said = [{query["sql"][:150] for query in each} for each in (many, few)]
    assert len(many) == len(few), said[0] - said[1]
