"""Mandates (规定 18): what an inspector reads, of whom and of which time; that he reads only; and that it ends."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import Assignment, Matter, OfficialDocument, WrittenReport
from dispatch.demonstration import mandates
from dispatch.demonstration.cast import account, appoint
from organizations.actors import actor_of
from organizations.models import Kind, Organisation, Role
from supervision.models import Mandate
from workflow import access, clocks
from workflow.door import Barred, NotPermitted, advance, open_record, revise
from workflow.models import Clock, Dossier, HouseReading, Notice
from workflow.onlookers import Onlooker
from workflow.steps import machines

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def walked(road, media):
    """A matter with its tasks given out, and its city."""
    road.to("implementing")
    return road


def seen(city, model, who="inspector"):
    return set(model.objects.visible_to(city.actor(who)).values_list("pk", flat=True))


def test_without_a_mandate_an_inspector_sees_nothing(walked):
    assert [model for model in machines() if seen(walked.city, model)] == []


def test_he_reads_what_the_department_sees_and_nothing_else(walked):
    city = walked.city
    mandates.opened(city, "audit")
    for model in machines():
        if model is not Mandate:
            assert seen(city, model) == seen(city, model, "audit_head"), model
    theirs = Assignment.objects.filter(lead_department=city.audit)
    assert seen(city, Assignment) == set(theirs.values_list("pk", flat=True)) != set()
    assert Assignment.objects.exclude(pk__in=theirs).exists()


def test_several_departments_of_one_mandate_are_read_together(walked):
    city = walked.city
    mandates.opened(city, "audit", "bank")
    assert seen(city, Assignment) == seen(city, Assignment, "audit_head") | seen(city, Assignment, "bank_head")


def test_a_department_of_one_time_is_not_read_in_the_time_of_another(walked):
    """No cross product: 审计局 by what lies years back, 人民银行 by this year."""
    city, today = walked.city, clocks.today()
    long_ago = {"covers_from": today - 2000 * DAY, "covers_until": today - 1000 * DAY}
    mandates.opened(city, "audit", **long_ago)
    assert seen(city, Matter) == set()
    mandates.opened(city, "bank")
    assert seen(city, Assignment) == seen(city, Assignment, "bank_head")
    matter = Matter.objects.visible_to(city.actor("inspector")).get()
    assert matter.shows_work_to(city.actor("inspector"))


def test_the_time_examined_is_that_in_which_the_file_was_alive(walked):
    """Opened before its end; touched since its beginning, or with something due to this day."""
    city, today = walked.city, clocks.today()
    dossier = Dossier.objects.filter(pk=walked.matter.dossier_id)
    moment = clocks.now() - 100 * DAY
    dossier.update(opened_at=moment - 10 * DAY, moved_at=moment)
    mandate = mandates.opened(city, "audit", covers_from=today - 90 * DAY, covers_until=today)
    assert seen(city, Matter) == {walked.matter.pk}, "untouched since, and tasks are due"
    actor = city.actor("inspector")
    assert Matter.objects.visible_to(actor).get().shows_work_to(actor)
    Clock.objects.filter(dossier__in=dossier).update(
        status="cancelled", closed_at=clocks.now(), closed_act=walked.matter.public_id, next_rung_at=None
    )
    assert seen(city, Matter) == set(), "over before it began"
    dossier.update(opened_at=clocks.now(), moved_at=clocks.now())
    assert seen(city, Matter) == {walked.matter.pk}
    HouseReading.objects.filter(dossier=mandate.dossier).update(covers_until=today - DAY)
    assert seen(city, Matter) == set(), "opened after its end"


def test_a_work_secret_stays_closed(walked):
    mandates.opened(walked.city, "audit")
    Dossier.objects.filter(pk=walked.matter.dossier_id).update(classification="work_secret")
    assert seen(walked.city, Matter) == set()


def test_drafts_of_the_department_are_not_shown(road, media):
    city = road.city
    road.to("implementing")
    mandates.opened(city, "audit")
    task = Assignment.objects.get(lead_department=city.audit)
    if task.state == "issued":
        road.act("audit_liaison", task, Assignment.receive)
    report = open_record(
        WrittenReport, WrittenReport.draft, actor=city.actor("audit_liaison"), dossier=task.dossier,
        assignment=Assignment.objects.get(pk=task.pk), title="报告", content="已经落实。",
    )  # fmt: skip
    assert report.pk in seen(city, WrittenReport, "audit_head")
    assert seen(city, WrittenReport) == set()
    road.act("audit_head", report, WrittenReport.sign)
    assert seen(city, WrittenReport) == {report.pk}


def test_a_suggestion_is_shown_once_it_was_submitted(road, media):
    city = road.city
    matter = road.suggest("education")
    mandates.opened(city, "education")
    assert seen(city, Matter, "education_head") == {matter.pk}
    assert seen(city, Matter) == set()
    road.act("education_head", matter, Matter.submit)
    assert seen(city, Matter) == {matter.pk}
    assert not Matter.objects.get().shows_work_to(city.actor("inspector")), (
        "header, state and answer, as the department"
    )


def test_dossiers_of_another_commission_stay_closed(walked):
    """The secretary of one commission opens nothing of another's, even where the department takes part there."""
    mandates.opened(walked.city, "audit")
    Dossier.objects.filter(pk=walked.matter.dossier_id).update(commission=walked.city.commission.superior)
    assert seen(walked.city, Matter) == set()


def test_it_counts_from_its_first_day_to_its_last_and_until_it_is_ended(walked):
    city, today = walked.city, clocks.today()
    mandate = mandates.opened(city, "audit", from_on=today + DAY, until_on=today + 2 * DAY)
    readers = [actor_of(city.inspector, today=today + days * DAY) for days in range(4)]
    assert [Matter.objects.visible_to(reader).count() for reader in readers] == [0, 1, 1, 0]
    assert mandate.state_label == "尚未开始"
    with clocks.as_of(clocks.now() + 3 * DAY):
        assert mandate.state_label == "已到期"
        with pytest.raises(Barred, match="已经到期"):
            mandates.ended(city, mandate)
    mandates.ended(city, mandate)
    readers = [actor_of(city.inspector, today=today + days * DAY) for days in range(4)]
    assert [Matter.objects.visible_to(reader).count() for reader in readers] == [0, 0, 0, 0]


def test_a_removed_department_an_ended_post_and_a_closed_account_count_at_once(walked):
    city = walked.city
    mandate = mandates.opened(city, "audit", "bank")
    mandate = advance(
        mandate, Mandate.change, actor=city.actor("secretary"), until_on=mandate.until_on, departments=[city.bank], note="审计局另行安排。"
    )  # fmt: skip
    assert seen(city, Assignment) == seen(city, Assignment, "bank_head")
    assert access.rebuild_access([mandate]) == 0
    HouseReading.objects.all().delete()
    assert access.rebuild_access([mandate]) == 1
    assert seen(city, Assignment) == seen(city, Assignment, "bank_head")
    city.inspector.posts.update(ended_on=clocks.today())
    assert seen(city, Assignment) == set()
    city.inspector.posts.update(ended_on=None)
    city.inspector.is_active = False
    city.inspector.save()
    assert seen(city, Assignment) == set()


def test_inspectors_of_another_body_read_nothing(walked):
    city = walked.city
    mandates.opened(city, "audit")
    other = Organisation.objects.create(
        kind=Kind.INSPECTION_BODY, name="中共示范省委巡视组", short_name="示范省委巡视组"
    )
    reader = account("other_inspector", "示范卯", password="x")
    appoint(reader, other, Role.INSPECTOR, clocks.today())
    assert Matter.objects.visible_to(actor_of(reader, today=clocks.today())).count() == 0


def test_who_stands_back_reads_nothing_of_it(walked):
    city = walked.city
    mandates.opened(city, "audit")
    walked.matter.dossier.recusals.create(person=city.inspector)
    assert seen(city, Matter) == seen(city, Assignment) == set()


def test_nobody_else_pays_for_it(walked):
    city = walked.city
    mandates.opened(city, "audit")
    for who in ("officer", "audit_head"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(Matter.objects.visible_to(city.actor(who)))
        assert not [query for query in asked if "housereading" in query["sql"]]
    with CaptureQueriesContext(connection) as asked:
        actor = city.actor("inspector")
        for model in machines():
            list(model.objects.visible_to(actor)[:1])
    assert len([query for query in asked if "housereading" in query["sql"]]) == 1


# What it takes to open one


def test_only_the_secretary_of_that_commission_enters_and_opens_it(walked, other_city):
    city = walked.city
    fields = {
        "commission": city.commission,
        "body": city.inspection_body,
        "departments": [city.audit],
        "notice_number": "1",
    }
    fields |= {name: clocks.today() for name in ("notice_on", "from_on", "until_on", "covers_from", "covers_until")}
    for actor in (
        city.actor("deputy"),
        city.actor("inspector"),
        city.actor("audit_head"),
        other_city.actor("secretary"),
    ):
        with pytest.raises(NotPermitted):
            open_record(Mandate, Mandate.draft, actor=actor, **fields)
    mandate = mandates.opened(city, "audit")
    with pytest.raises(NotPermitted):
        advance(mandate, Mandate.end, actor=city.actor("deputy"), note="不再需要。")
    for step, given in (
        (Mandate.end, {}),
        (Mandate.change, {"until_on": mandate.until_on, "departments": [city.bank]}),
    ):
        with pytest.raises(NotPermitted):
            advance(mandate, step, actor=city.actor("inspector"), note="想多看一点。", **given)
    with pytest.raises(Mandate.DoesNotExist):
        advance(mandate, Mandate.end, actor=city.actor("audit_head"), note="不同意。")


@pytest.mark.parametrize(("fields", "said"), [
    ({"until_on": clocks.today() - DAY}, "授权期限的截止日期早于起始日期"),
    ({"covers_until": clocks.today() - 900 * DAY}, "查阅时段的截止日期早于起始日期"),
    ({"body": "audit"}, "应当指明在用的巡视巡察机构"),
])  # fmt: skip
def test_what_is_wrong_with_a_notice_is_said(walked, fields, said):
    if "body" in fields:
        fields = {"body": walked.city.audit}
    with pytest.raises(Barred, match=said):
        mandates.drafted(walked.city, "audit", **fields)
    assert not Mandate.objects.exists()


def test_its_departments_are_of_this_level(walked, other_city):
    for houses in ([], [other_city.audit], [walked.city.audit, walked.city.commission]):
        with pytest.raises(Barred, match="都是本级的部门"):
            mandates.drafted(walked.city, departments=houses)


def test_nothing_is_read_before_the_scan_is_there(walked):
    city = walked.city
    mandate = mandates.drafted(city, "audit")
    assert seen(city, Mandate) == set(), "a draft is the commission's own"
    with pytest.raises(Barred, match="扫描件"):
        advance(mandate, Mandate.open_mandate, actor=city.actor("secretary"))
    assert seen(city, Matter) == set()
    revise(mandate, actor=city.actor("secretary"), until_on=mandate.until_on + DAY)
    assert not HouseReading.objects.exists()


def test_the_change_says_in_the_history_which_departments(walked):
    mandate = mandates.opened(walked.city, "audit")
    until_on = mandate.until_on + DAY
    advance(
        mandate, Mandate.change, actor=walked.city.actor("secretary"), until_on=until_on, note="补充通知增加一个部门。",
        departments=[walked.city.audit, walked.city.bank],
    )  # fmt: skip
    entry = mandate.dossier.entries.order_by("-seq").first()
    assert entry.changes["departments"] == ["示范市审计局", "示范市人民银行分行、示范市审计局"]
    assert entry.changes["until_on"][1] == until_on.isoformat()
    for day, houses in ((clocks.today() - DAY, [walked.city.audit]), (until_on, [])):
        with pytest.raises(Barred):
            advance(
                mandate, Mandate.change, actor=walked.city.actor("secretary"), until_on=day, departments=houses, note="改。"
            )  # fmt: skip


def test_a_document_is_read_by_its_addressees_inspectors_only(walked):
    city = walked.city
    mandates.opened(city, "health")
    assert seen(city, OfficialDocument) == set()
    mandates.opened(city, "audit", notice_number="示市巡〔2026〕6号")
    assert seen(city, OfficialDocument) == seen(city, OfficialDocument, "audit_head") != set()


# The controls, and the pages


def test_a_stand_in_that_forgets_its_time_or_sees_drafts_would_be_noticed(road, media, monkeypatch):
    city = road.city
    matter, long_ago = road.suggest("education"), clocks.today() - 1000 * DAY
    mandates.opened(city, "education", covers_from=long_ago - DAY, covers_until=long_ago)
    assert seen(city, Matter) == set()
    monkeypatch.setattr(Onlooker, "_alive", lambda onlooker, path: Q())
    assert seen(city, Matter) == set()
    monkeypatch.setattr(Onlooker, "drafting_ids", property(lambda onlooker: onlooker.houses))
    assert seen(city, Matter) == {matter.pk}


def test_from_the_notice_to_the_end_on_the_pages(walked):
    """What was typed stays where a date is wrong; nothing opens without the scan; each act has its page."""
    city, today, client = walked.city, clocks.today(), Client()
    client.force_login(city.secretary)
    given = {
        "act_id": uuid.uuid4(), "version": 0, "body": city.inspection_body.pk, "notice_number": "示市巡〔2026〕9号",
        "notice_on": today, "from_on": today, "until_on": today - DAY, "covers_from": today - 90 * DAY, "covers_until": today,
        "departments": [city.audit.pk],
    }  # fmt: skip
    refused = client.post("/mandates/new/", given)
    assert refused.status_code == 422
    assert "授权期限的截止日期早于起始日期，请核对。" in refused.content.decode()
    assert "示市巡〔2026〕9号" in refused.content.decode()
    foreign = client.post("/mandates/new/", given | {"until_on": today + DAY, "departments": [city.commission.pk]})
    assert foreign.status_code == 422
    assert client.post("/mandates/new/", given | {"until_on": today + DAY}).status_code == 302
    mandate = Mandate.objects.get()
    page = mandate.get_absolute_url()
    edited = client.post(f"{page}edit/", given | {"act_id": uuid.uuid4(), "version": mandate.version})
    assert edited.status_code == 422
    barred = client.post(f"{page}open_mandate/", {"act_id": uuid.uuid4(), "version": mandate.version})
    assert "应当先将巡视巡察机构的通知扫描件作为附件上传" in barred.content.decode()
    scan = {"files": SimpleUploadedFile("通知.txt", b"notice"), "act_id": uuid.uuid4(), "version": mandate.version}
    assert client.post(f"{page}attach/", scan).status_code == 302
    for step, fields in (
        ("open_mandate", {}),
        ("change", {"until_on": today + 9 * DAY, "departments": [city.bank.pk], "note": "按补充通知。"}),
        ("end", {"note": "提前完成。"}),
    ):
        mandate.refresh_from_db()
        said = {"act_id": uuid.uuid4(), "version": mandate.version} | fields
        assert client.post(f"{page}{step}/", said).status_code == 302, step
        assert set(HouseReading.objects.values_list("house", flat=True)) == {
            "open_mandate": {city.audit.pk}, "change": {city.bank.pk}, "end": set(),
        }[step]  # fmt: skip
    assert "已终止" in client.get("/mandates/").content.decode()
    told = Notice.objects.filter(dossier=mandate.dossier).values_list("recipient", flat=True)
    assert list(told) == [city.inspector.pk] * 3, "the inspectors, and nobody of the departments"
