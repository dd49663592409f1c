"""A document that a leader issued alone may be revoked: its number is void, stays in the register, and is never taken again."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from coordination.models import DocumentKind, Filing, Matter, OfficialDocument, Origin
from organizations.models import Person
from tests.cast import Road
from workflow import clocks
from workflow.door import Barred, NotPermitted, advance
from workflow.models import Notice

pytestmark = pytest.mark.django_db
WHY = "请示事项已经由会议议定，不再报送。"


@pytest.fixture
def important(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.register()
    road.name_officer()
    road.submit()
    road.refer()
    road.approve()
    return road


def requested(road, title="请示"):
    document = road.draft_of(DocumentKind.REQUEST, requirements="妥否，请批示。")
    OfficialDocument.objects.filter(pk=document.pk).update(title=title)
    return road.signed_and_issued(OfficialDocument.objects.get(pk=document.pk))


def register(city, who, query=""):
    client = Client()
    client.force_login(city.people[who])
    return client.get(f"/documents/{query}").content.decode()


def test_the_number_stays_in_the_register_and_is_not_taken_again(important, city):
    first = requested(important, "第一份请示")
    important.act("secretary", first, OfficialDocument.revoke, note=WHY)
    second = requested(important, "第二份请示")
    assert second.number != first.number
    for who in ("officer", "principal"):
        body = register(city, who)
        assert first.number in body
        assert second.number in body
        assert WHY in body
        assert "已作废" in body
    only = register(city, "officer", "?standing=revoked")
    assert first.number in only
    assert second.number not in only
    assert first.number not in register(city, "officer", "?standing=issued")
    assert second.number not in register(city, "officer", "?standing=issued&kind=filing_report")
    assert "没有符合条件的公文" in register(city, "officer", "?standing=issued&kind=filing_report")


def test_what_was_superseded_leads_to_what_counts_now(city):
    road = Road(city)
    road.to("implementing")
    first = road.matter.documents.get(state="issued")
    road.draft_new_version()
    road.act("deputy", road.matter, Matter.supplement)
    second = road.matter.documents.get(replaces=first)
    body = register(city, "officer", "?standing=superseded")
    assert first.number in body
    assert f'由<a href="{second.get_absolute_url()}">{second.number}</a>代替' in body
    client = Client()
    client.force_login(city.people["officer"])
    for document in (first, second):
        assert "/documents/?kind=implementing_opinion" in client.get(document.get_absolute_url()).content.decode()


def test_a_printed_copy_says_what_became_of_it_and_keeps_its_day(important, city):
    issued_at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    with clocks.as_of(issued_at):
        first = requested(important)
    client = Client()
    client.force_login(city.people["officer"])
    address = f"{first.get_absolute_url()}print/"
    body = client.get(address).content.decode()
    for words in ("2026年3月2日", f"签发人：{city.deputy}", f"{city.committee}："):
        assert words in body
    assert "本文件" not in body
    important.act("secretary", first, OfficialDocument.revoke, note=WHY)
    body = client.get(address).content.decode()
    assert "本文件已作废" in body
    assert "2026年3月2日" in body, "the day of issue, not of the revocation"


def test_a_report_that_asks_for_something_is_pointed_out_to_drafter_and_signer(important, city):
    important.act("officer", important.matter.filings.get(), Filing.draft)
    report = important.draft_of(DocumentKind.FILING_REPORT, division="情况如上。妥否，请批示。")
    request = important.draft_of(DocumentKind.REQUEST, requirements="妥否，请批示。")
    client = Client()
    for who in ("officer", "deputy"):
        client.force_login(city.people[who])
        assert "报告不夹带请示事项" in client.get(report.get_absolute_url()).content.decode()
        assert "报告不夹带请示事项" not in client.get(request.get_absolute_url()).content.decode()
    issued = important.signed_and_issued(report)
    assert "报告不夹带请示事项" not in client.get(issued.get_absolute_url()).content.decode()


def test_the_committee_hears_of_it(important, city):
    first = requested(important)
    important.act("secretary", first, OfficialDocument.revoke, note=WHY)
    told = Notice.objects.filter(subject_id=first.public_id, recipient=city.people["principal"], action="revoke")
    assert "撤销" in told.get().text


def test_it_takes_a_reason_and_a_leader_who_did_not_draft_it(important):
    first = requested(important)
    with pytest.raises(Barred, match="应当写明理由"):
        important.act("secretary", first, OfficialDocument.revoke)
    with pytest.raises(NotPermitted):
        important.act("officer", first, OfficialDocument.revoke, note=WHY)


def test_what_the_matter_was_issued_with_is_replaced_not_revoked(city):
    road = Road(city)
    road.to("implementing")
    plan = road.matter.documents.get(state="issued")
    with pytest.raises(Barred, match="应当印发新的文件替代"):
        advance(plan, OfficialDocument.revoke, actor=city.actor("secretary"), note=WHY)
    client = Client()
    client.force_login(city.people["secretary"])
    assert "撤销" not in client.get(plan.get_absolute_url()).content.decode()


def test_a_filing_report_that_was_sent_is_not_revoked(important):
    filing = important.matter.filings.get()
    important.draft_filing()
    report = important.matter.documents.get(kind="filing_report", state="issued")
    important.send_filing(Filing.objects.get(pk=filing.pk))
    with pytest.raises(Barred, match="已经报送"):
        important.act("secretary", report, OfficialDocument.revoke, note=WHY)


def test_the_superior_finds_the_report_on_the_page_of_the_filing(important, city):
    filing = important.draft_filing()
    browser = Client()
    browser.force_login(city.people["officer"])
    assert "备案报告尚未印发" not in browser.get(filing.get_absolute_url()).content.decode()
    important.send_filing(Filing.objects.get(pk=filing.pk))
    report = important.matter.documents.get(kind="filing_report", state="issued")
    browser.force_login(Person.objects.get(username="省承办人"))
    page = browser.get(filing.get_absolute_url()).content.decode()
    assert report.get_absolute_url() in page
    assert report.title in browser.get(report.get_absolute_url()).content.decode()
