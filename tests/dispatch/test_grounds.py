"""On what a submission rests: a decision of the unit's meetings, a case of its register, and who may not review it then (规则 4(2), 8, 9, 48)."""

import pytest
from django.test import Client

from dispatch.demonstration import papers, staff, unit_meetings
from dispatch.models import AgendaItem, CaseDuty, MeetingKind, Submission
from tests.cast import with_units
from workflow.door import Barred, advance, revise

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def unit(city):
    """The first unit with a decision, an item that is still open, and a case that its officer investigates; another unit with a case."""
    city.unit, city.other_unit = with_units(city, "first_unit", "second_unit")
    city.item, city.open_item = (_tabled(city, subject) for subject in ("监督重点", "联系点"))
    city.item = unit_meetings.decided(city, city.item)
    city.case = staff.registered(city, city.unit, "甲一案")
    city.duty = staff.on_case(city, city.case, "unit_officer", "investigation")
    return city


def _tabled(city, subject):
    meeting = unit_meetings.called(city, city.unit, kind=MeetingKind.OFFICE)
    item = unit_meetings.tabled(city, meeting, subject, is_important=False)
    unit_meetings.held(city, meeting)
    return AgendaItem.objects.get(pk=item.pk)


def page(city, who, address):
    client = Client()
    client.force_login(city.people[who])
    return client.get(address)


def barred(call, *args, **fields):
    with pytest.raises(Barred) as refusal:
        call(*args, **fields)
    return str(refusal.value)


def test_a_submission_rests_only_on_what_its_unit_decided_and_registered(unit):
    assert "规则 4(2)" in barred(papers.drafted, unit, decision=unit.open_item)
    theirs = staff.registered(unit, unit.other_unit, "乙一案", by="second_unit_head")
    said = barred(papers.drafted, unit, case=theirs)
    assert "规则 9" in said
    assert "乙一案" not in said
    draft = papers.drafted(unit, decision=unit.item, case=unit.case)
    revise(draft, actor=unit.actor("unit_head"), expected_version=draft.version, case=theirs)
    assert "规则 9" in barred(papers.act, unit, "unit_head", draft, Submission.submit), (
        "what an edit put there is asked again"
    )
    AgendaItem.objects.filter(pk=unit.item.pk).update(is_important=True)
    assert "组务会" in barred(papers.drafted, unit, decision=AgendaItem.objects.get(pk=unit.item.pk))


def test_who_investigated_the_case_or_stands_back_from_it_does_not_review(unit):
    staff.on_case(unit, unit.case, "second_director", "investigation")
    held = CaseDuty.objects.get(person=unit.second_director)
    advance(held, CaseDuty.relieve, actor=unit.actor("unit_head"))
    staff.stands_back(unit, unit.case, "deputy")
    request = papers.submitted(unit, case=unit.case)
    opinion = {"review_opinion": "建议同意。"}
    said = barred(papers.act, unit, "second_director", request, Submission.review, **opinion)
    assert "承担或者承担过" in said, "what he had before counts as well"
    assert "规则 9" in said
    assert unit.case.code_name not in said
    request = papers.act(unit, "secretary", request, Submission.review, **opinion)
    assert "规则 48" in barred(papers.act, unit, "deputy", request, Submission.reply, reply_text="同意。")
    other = papers.submitted(unit)
    assert papers.act(unit, "second_director", other, Submission.review, **opinion).state == "reviewed"


def test_a_case_and_a_decision_are_named_to_whoever_sees_them(unit):
    """The form offers them, the page links them, those begun on them stand with them; to others there is nothing, not even on refusal."""
    begun = page(unit, "unit_head", unit.case.get_absolute_url()).content.decode()
    address = f"/unit-papers/submissions/new/?case={unit.case.public_id}"
    assert address in begun
    assert (
        f"?decision={unit.item.public_id}" in page(unit, "unit_officer", unit.item.get_absolute_url()).content.decode()
    )
    assert "?decision=" not in page(unit, "unit_head", unit.open_item.get_absolute_url()).content.decode()
    assert f'<option value="{unit.case.pk}" selected>' in page(unit, "unit_head", address).content.decode()
    client = Client()
    client.force_login(unit.unit_other_officer)
    form = client.get(address).content.decode()
    assert "甲一案" not in form
    assert "监督重点" in form
    given = {"kind": "request", "title": "请示", "content": "妥否，请批示。", "office": unit.second_office.pk, "version": 0,
             "act_id": unit.case.public_id, "case": unit.case.pk}  # fmt: skip
    refused = client.post("/unit-papers/submissions/new/", given | {"decision": unit.item.pk}).content.decode()
    assert f'<option value="{unit.item.pk}" selected>' in refused
    for nonsense in ("9" * 40, "x", "²"):
        assert client.post("/unit-papers/submissions/new/", given | {"decision": nonsense}).status_code == 422
    assert not Submission.objects.exists()
    assert "甲一案" not in refused
    draft = papers.drafted(unit, case=unit.case, decision=unit.item)
    assert "甲一案" in page(unit, "unit_officer", draft.get_absolute_url()).content.decode()
    shown = page(unit, "unit_other_officer", draft.get_absolute_url()).content.decode()
    assert "甲一案" not in shown
    assert unit.item.get_absolute_url() in shown
    assert draft.get_absolute_url() in page(unit, "unit_head", unit.case.get_absolute_url()).content.decode()
    CaseDuty.objects.filter(pk=unit.duty.pk).update(state="ended")
    edit = page(unit, "unit_officer", f"{draft.get_absolute_url()}edit/").content.decode()
    assert 'name="case"' not in edit, "the drafter sees the case no more: what is named stays"
    assert 'name="decision"' in edit
