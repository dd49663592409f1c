"""A work secret (工作秘密) is read by its access list only; whoever decides beyond it sees a code name and no word more."""

import re
import zlib
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from coordination.models import Assignment, Matter, Participation, Reader
from organizations.actors import actor_of
from tests.cast import Road
from workflow import access, clocks
from workflow.door import Barred, NotPermitted, open_record, revise
from workflow.models import AuditEntry, Classification, Dossier, DossierPersonGrant, Notice
from workflow.paging import page_of

pytestmark = pytest.mark.django_db
SECRET = {"classification": Classification.WORK_SECRET, "code_name": "甲一号"}
TITLE = "惠农补贴"
ROW = re.compile(r"<tr data-href.*?</tr>", re.DOTALL)
NEXT = re.compile(r'href="(\?[^"]*after=[^"]+)"')


@pytest.fixture
def road(city):
    return Road(city, **SECRET)


def admit(road, key, **fields):
    """The deputy lets a person know."""
    return open_record(
        Reader, Reader.admit, actor=road.city.actor("deputy"), dossier=road.matter.dossier, matter=road.matter,
        person=road.city.people[key], reason="办理本事项", **fields,
    )  # fmt: skip


def page(road, key, path=None):
    client = Client()
    client.force_login(road.city.people[key])
    return client.get(path or road.matter.get_absolute_url())


def sees(road, key):
    """``"all"``, ``"code name"`` or ``"nothing"``: what the matter's page shows this person."""
    answer = page(road, key)
    if answer.status_code == 404:
        return "nothing"
    body = answer.content.decode()
    assert "甲一号" in body
    return "all" if TITLE in body else "code name"


def test_a_work_secret_needs_a_code_name(city):
    with pytest.raises(Barred, match="应当有代号"):
        Road(city, classification=Classification.WORK_SECRET).register()
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    correct = {"note": "更正密级。", "correction_asked_by": city.officer, "classification": Classification.WORK_SECRET}
    with pytest.raises(Barred, match="应当有代号"):
        road.act("deputy", road.matter, Matter.correct, **correct)
    road.act("deputy", road.matter, Matter.correct, code_name="甲一号", **correct)
    assert [sees(road, key) for key in ("officer", "deputy", "director", "other_officer")] == [
        "all", "all", "code name", "nothing"]  # fmt: skip


def test_the_commission_itself_sees_no_more_than_its_part(road):
    """Procedure §10: of a work secret the access list; who may take a step is shown by what name to call it."""
    road.to("submitted")
    told = {key: sees(road, key) for key in (
        "officer", "deputy", "secretary", "director", "other_officer", "second_director", "other_deputy", "standing_clerk")}  # fmt: skip
    assert told == {
        "officer": "all", "deputy": "all", "secretary": "code name", "director": "code name", "other_officer": "nothing",
        "second_director": "nothing", "other_deputy": "nothing", "standing_clerk": "code name",
    }  # fmt: skip
    for key in ("secretary", "director"):
        for path in ("/", "/matters/", "/inbox/"):
            assert TITLE not in page(road, key, path).content.decode(), path
    assert "甲一号" in page(road, "secretary", "/matters/?q=甲一").content.decode()
    assert "甲一号" not in page(road, "secretary", f"/matters/?q={TITLE}").content.decode()
    assert "甲一号" in page(road, "deputy", f"/matters/?q={TITLE}").content.decode()


def test_no_word_of_it_is_kept_where_others_read(road):
    for state, leg in road.legs():
        leg()
        if state == "planning":
            houses = ("agriculture", "finance", "audit", "bank")
            for key in ["principal", *(f"{house}_{post}" for house in houses for post in ("head", "liaison"))]:
                admit(road, key)
    assert road.matter.state == "archived"
    assert not Notice.objects.filter(text__contains=TITLE).exists()
    words = AuditEntry.objects.values_list("subject_words", flat=True)
    assert not [said for said in words if TITLE in said or "补贴" in said]
    assert not road.matter.dossier.clocks.filter(subject_words__contains="补贴").exists()


def test_a_decider_signs_only_what_he_was_let_know(city):
    road = Road(city, origin="deputy_in_charge", **SECRET)
    road.to("submitted")
    road.refer()
    assert sees(road, "principal") == "code name"
    with pytest.raises(Barred, match="不在知悉名单"):
        road.approve()
    step = page(road, "principal", f"{road.matter.get_absolute_url()}approve/")
    assert "知悉名单" in step.content.decode()
    assert TITLE not in step.content.decode()
    admit(road, "principal")
    assert sees(road, "principal") == "all"
    assert road.approve().state == "determined"


def test_a_department_signs_for_a_secret_task_only_by_its_listed_people(road):
    road.to("implementing")
    task = road.assignments()[0]
    assert sees(road, "agriculture_liaison") == "nothing"  # the matter has no step for him, the task has
    assert "补贴" not in page(road, "agriculture_liaison", task.get_absolute_url()).content.decode()
    with pytest.raises(Barred, match="不在知悉名单"):
        road.act("agriculture_liaison", task, Assignment.receive)
    admit(road, "agriculture_liaison")
    assert "补贴" in page(road, "agriculture_liaison", task.get_absolute_url()).content.decode()
    assert road.act("agriculture_liaison", task, Assignment.receive).state == "received"
    part = Participation.objects.get(assignment=task)
    assert "补贴" not in page(road, "finance_liaison", part.get_absolute_url()).content.decode()


def test_a_place_on_the_list_ends_by_its_date_or_by_an_act(road):
    road.to("submitted")
    today = clocks.today()
    first = admit(road, "other_officer", until_on=today)
    assert sees(road, "other_officer") == "all"
    tomorrow = actor_of(road.city.other_officer, today=today + timedelta(days=1))
    assert not Matter.objects.visible_to(tomorrow).exists()
    with pytest.raises(Barred, match="已在知悉名单"):
        admit(road, "other_officer")
    road.act("deputy", first, Reader.remove, note="不再需要知悉。")
    assert sees(road, "other_officer") == "nothing"
    admit(road, "other_officer")
    assert sees(road, "other_officer") == "all"


def test_the_list_takes_nobody_from_outside(road, other_city, administrators):
    road.to("submitted")
    for person in (other_city.officer, administrators["auditor"], road.city.health_head):
        with pytest.raises(Barred, match="知悉人员应当是"):
            open_record(
                Reader, Reader.admit, actor=road.city.actor("deputy"), dossier=road.matter.dossier, matter=road.matter,
                person=person, reason="办理本事项",
            )  # fmt: skip
    with pytest.raises(NotPermitted):
        open_record(
            Reader, Reader.admit, actor=road.city.actor("officer"), dossier=road.matter.dossier, matter=road.matter,
            person=road.city.other_officer, reason="办理本事项",
        )  # fmt: skip


def test_a_change_of_officer_changes_the_list_and_a_lower_level_ends_it(city):
    road = Road(city, origin="deputy_in_charge", **SECRET)
    road.to("submitted")
    road.act(
        "director", road.matter, Matter.assign_officer, officer=road.city.other_officer, handover="移交全部未办事项。"
    )
    assert [sees(road, key) for key in ("officer", "other_officer")] == [
        "all",
        "all",
    ]  # the drafter and the new officer
    road.act(
        "deputy", road.matter, Matter.correct, note="不再是工作秘密。", correction_asked_by=road.city.officer,
        classification=Classification.INTERNAL,
    )  # fmt: skip
    assert sees(road, "second_officer") == "all"
    assert not DossierPersonGrant.objects.exists()


def test_the_officer_may_not_be_edited_into_what_he_may_not_read(road):
    """The standing clerk names office and deputy in a submitted matter, but not in one that he may not read."""
    road.to("submitted")
    with pytest.raises(NotPermitted):
        revise(road.matter, actor=road.city.actor("standing_clerk"), deputy_in_charge=road.city.other_deputy)


def test_every_reading_is_on_record(road):
    road.to("submitted")
    before = AuditEntry.objects.filter(action="read").count()
    sees(road, "deputy")
    sees(road, "director")
    read = AuditEntry.objects.filter(action="read")
    assert read.count() == before + 1
    assert read.latest("at").subject_words == "甲一号"


def test_the_list_is_derived_and_can_be_derived_again(road):
    road.to("submitted")
    admit(road, "principal", until_on=clocks.today())
    assert access.rebuild_access([road.matter]) == 0
    DossierPersonGrant.objects.filter(user=road.city.principal).delete()
    assert access.rebuild_access([road.matter]) == 1
    Dossier.objects.get(pk=road.matter.dossier_id)
    assert sees(road, "principal") == "all"


def test_a_superior_that_assigned_the_matter_gets_the_report_and_nothing_else(city, province):
    """规定 9(6): a copy goes up (抄报); of the matter the superior sees only what is addressed to it."""
    officer = province.posts.get().person
    road = Road(city, origin="superior_assigned")
    road.to("reporting")
    road.report_all()
    report = road.draft_committee_report()
    client = Client()
    client.force_login(officer)
    assert client.get(report.get_absolute_url()).status_code == 404
    road.report_to_committee()
    answer = client.get(report.get_absolute_url())
    assert answer.status_code == 200
    assert road.matter.get_absolute_url() not in answer.content.decode()
    others = [road.matter, *road.assignments(), road.meeting, *road.matter.documents.exclude(pk=report.pk)]
    assert {client.get(other.get_absolute_url()).status_code for other in others} == {404}
    assert TITLE not in client.get("/matters/").content.decode()
    assert Notice.objects.filter(recipient=officer, action="report_to_committee").count() == 1


def test_words_from_before_the_secret_are_not_told_after_it(city):
    """Neither on the desk, of what one did then, nor on the page of a date that was running already."""
    road = Road(city, origin="deputy_in_charge")
    road.to("implementing")
    task = road.assignments()[0]
    assert "补贴" in task.words
    assert TITLE in page(road, "director", "/").content.decode()
    road.act(
        "deputy", road.matter, Matter.correct, note="定为工作秘密。", correction_asked_by=city.officer,
        classification=Classification.WORK_SECRET, code_name="甲一号",
    )  # fmt: skip
    assert "补贴" not in page(road, "director", "/").content.decode()
    pages = [("secretary", "clock"), ("agriculture_head", "clock"), ("secretary", "urging_new"), ("agriculture_head", "explanation_new")]  # fmt: skip
    for key, name in pages:
        date = page(road, key, reverse(name, args=[task.public_id, "receipt"]))
        assert date.status_code == 200, (key, name)
        assert "补贴" not in date.content.decode(), (key, name)


def rows_of(answer):
    """The words of each row of the list of matters."""
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in ROW.findall(answer.content.decode())]


def test_the_list_says_of_a_secret_what_its_page_says(road):
    """Neither whose it is nor of what category, and not by asking for the category; to whoever stands on the list all of it."""
    road.to("planning")
    told = ("示范市农业农村局", "纠正损害群众利益的不正之风", "示范壬")
    for path in ("/matters/", f"/matters/?category={road.matter.category}"):
        (row,) = rows_of(page(road, "deputy", path))
        assert all(word in row for word in told)
    for key in ("secretary", "director", "principal"):
        (row,) = rows_of(page(road, key, "/matters/"))
        assert "甲一号" in row
        assert not [word for word in told if word in row]
        assert rows_of(page(road, key, f"/matters/?category={road.matter.category}")) == []


def test_the_order_of_names_is_that_of_code_names(city, monkeypatch):
    """A title would be told by the place of its row, and stand in the address of the next page."""
    monkeypatch.setattr("coordination.matter_views.page_of", lambda rows, **asked: page_of(rows, **asked | {"size": 1}))
    road = Road(city, **SECRET | {"code_name": "一甲", "title": f"龟{TITLE}"})
    road.to("submitted")
    Road(city, title="丙事项").to("submitted")
    first = page(road, "director", "/matters/?order=title")
    assert "一甲" in rows_of(first)[0]
    cursor = parse_qs(urlsplit(unescape(NEXT.search(first.content.decode())[1])).query)["after"][0]
    said = signing.b64_decode(cursor.partition(":")[0].lstrip(".").encode())
    assert TITLE not in (zlib.decompress(said) if cursor.startswith(".") else said).decode("unicode_escape")
    second = page(road, "director", f"/matters/?order=title&after={cursor}")
    assert "丙事项" in rows_of(second)[0]


def test_who_sees_the_code_name_only_is_not_told_what_bars_a_step_in_its_words(road):
    """The director may open the inspection; that the tasks are not signed for he hears, and not whose they are."""
    road.to("implementing")
    told, hidden = (page(road, key).content.decode() for key in ("officer", "director"))
    assert "（示范市农业农村局）尚未签收" in told
    assert "内容只对知悉名单上的人显示" in hidden
    assert not [words for words in ("尚未签收，也没有", "农业农村局", "财政局") if words in hidden]
