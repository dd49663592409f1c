"""Accountability: proposed by one, decided by another, corrected by a date; nobody who works on the matter reads it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from coordination.models import Matter
from supervision import jobs
from supervision.models import Accountability, Sanction
from tests.cast import Road
from tests.coordination.accountability_walks import decided, fields_of, proposed
from workflow import clocks
from workflow.door import Barred, open_record
from workflow.models import Classification, Clock, Dossier, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(road):
    road.to("implementing")
    return road


def client_of(road, who):
    client = Client()
    client.force_login(road.city.people[who])
    return client


def test_who_proposes_does_not_decide(issued):
    row = proposed(issued, who="secretary")
    with pytest.raises(Barred, match="您是本件的提出人"):
        decided(issued, row)
    assert decided(issued, row, who="principal", decision_document="").state == "decided"


@pytest.mark.parametrize("who", ["secretary", "clerk"])
def test_who_records_a_decision_names_its_document(issued, who):
    with pytest.raises(Barred, match="会议纪要或者文号"):
        decided(issued, proposed(issued), who=who, decision_document=" ")


@pytest.mark.parametrize(
    ("measure", "days"),
    [("criticism", None), ("organisation", None), ("criticism", -1), ("discipline", 9), ("judicial", 9)],
)
def test_what_is_to_be_corrected_has_a_date_and_nothing_else_has(issued, measure, days):
    row, correct_by = proposed(issued), days and clocks.today() + timedelta(days=days)
    with pytest.raises(Barred, match="责令限期改正"):
        decided(issued, row, measure=measure, correct_by=correct_by)


def test_the_correction_is_owed_by_the_head_of_the_department_until_it_is_verified(issued):
    row = decided(issued, proposed(issued))
    clock = Clock.objects.get(subject_id=row.public_id, name="correction")
    assert (clock.due_on, clock.owed_organisation) == (row.correct_by, issued.city.agriculture)
    assert Notice.objects.filter(subject_id=row.public_id, recipient=issued.city.people["agriculture_head"]).exists()
    with pytest.raises(Barred, match="核实情况"):
        issued.act("director", row, Accountability.close, outcome="")
    issued.act("director", row, Accountability.close, outcome="已经改正。")
    clock.refresh_from_db()
    assert clock.status == "met"


@pytest.mark.parametrize("measure", [Sanction.DISCIPLINE, Sanction.JUDICIAL])
def test_what_is_passed_on_closes_with_its_receipt_and_has_no_clock(issued, measure):
    row = decided(issued, proposed(issued), measure=measure, correct_by=None)
    assert not Clock.objects.filter(subject_id=row.public_id).exists()
    with pytest.raises(Barred, match="移送回执"):
        issued.act("director", row, Accountability.close, outcome="已移送。")
    assert (
        issued.act("director", row, Accountability.close, outcome="已移送。", receipt="示检收〔2026〕3号").number
        == row.number
    )


def test_it_has_a_dossier_of_its_own_and_the_department_knows_only_of_what_was_decided(issued):
    row, city = proposed(issued), issued.city
    assert row.dossier_id != issued.matter.dossier_id
    seen = Accountability.objects.visible_to
    assert not seen(city.actor("officer")).exists()
    assert not seen(city.actor("agriculture_head")).exists()
    decided(issued, row)
    assert seen(city.actor("agriculture_head")).get() == row
    assert not seen(city.actor("agriculture_liaison")).exists()
    assert not seen(city.actor("finance_head")).exists()
    page = client_of(issued, "agriculture_head").get(row.get_absolute_url()).content.decode()
    assert "批评教育" in page


def test_nobody_answers_for_a_matter_of_which_nothing_was_issued_or_in_which_his_department_has_no_part(road):
    road.to("planning")
    with pytest.raises(Barred, match="印发以后"):
        proposed(road)
    road.to("implementing")
    with pytest.raises(Barred, match="在本事项中承担任务"):
        proposed(road, department=road.city.health)


def test_of_a_work_secret_none_is_proposed_here(city):
    road = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号")
    road.to("implementing")
    with pytest.raises(Barred, match="按保密规定另行办理"):
        proposed(road)


def test_it_is_proposed_on_the_page_of_the_matter_and_a_refused_form_keeps_its_words(issued):
    client, dossiers = client_of(issued, "director"), Dossier.objects.count()
    new = reverse("accountability_new", args=[issued.matter.public_id])
    assert new in client.get(issued.matter.get_absolute_url()).content.decode()
    assert new not in client_of(issued, "officer").get(issued.matter.get_absolute_url()).content.decode()
    page = client.get(new)
    form = page.context["form"]
    given = {field.name: "" if field.value() is None else field.value() for field in form}
    words = {"department": issued.city.agriculture.pk, "responsible": "承办岗位负责人", "duty": "未按规定11签收。"}
    refused = client.post(new, given | words | {"facts": ""})
    assert refused.status_code == 422
    assert "承办岗位负责人" in refused.content.decode()
    assert Dossier.objects.count() == dossiers
    done = client.post(new, given | words | {"facts": "两次催办以后仍未签收。"})
    row = Accountability.objects.get()
    assert (done.status_code, done.url) == (302, row.get_absolute_url())
    assert (row.state, row.office, row.deputy_in_charge) == ("proposed", issued.city.first_office, issued.city.deputy)
    listed = client.get(reverse("accountability_list")).content.decode()
    assert row.get_absolute_url() in listed


def test_what_is_late_never_begins_one(issued):
    """However red a matter is, only a person proposes."""
    with clocks.as_of(clocks.now() + timedelta(days=400)):
        jobs.sweep()
    assert not Accountability.objects.exists()


def test_after_the_matter_has_ended_it_can_still_be_proposed(issued):
    issued.act("principal", issued.matter, Matter.terminate, note="情况变化。")
    row = open_record(Accountability, Accountability.propose, actor=issued.city.actor("deputy"), **fields_of(issued))
    assert row.state == "proposed"
