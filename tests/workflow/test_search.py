"""The search: words, letters that mean something to a database or a page, pages of one kind. Who finds what: test_visibility."""

import re

import pytest

from coordination.models import Matter, WrittenReport
from workflow import search
from workflow.checks import searches_are_sound

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def officer(scene):
    return scene.client("officer")


def found(client, q, **more):
    """Addresses of what was found."""
    answer = client.get("/search/", {"q": q, **more})
    assert answer.status_code == 200
    return set(re.findall(r'<tr data-href="([^"]+)"', answer.content.decode()))


def called(scene, title):
    """A draft of the commission by this title."""
    fields = {"title": title, "handling_office": scene.ours.city.first_office}
    return scene.ours.register("draft", **fields).get_absolute_url()


def test_all_words_must_stand_somewhere_each_in_any_field(scene, officer):
    report, marks = scene.ours.records["report2"], scene.ours.marks
    both = f"{marks['report2.title']} {marks['report2.content']}"
    assert found(officer, both) == {report.get_absolute_url()}
    assert found(officer, f"　{both.replace(' ', '　　')} ") == {report.get_absolute_url()}, (
        "wide spaces part words too"
    )
    assert found(officer, f"{marks['report2.title']} {marks['report1.title']}") == set()


def test_people_and_departments_are_found_by_their_names(scene, officer):
    report, task = scene.ours.records["report2"], scene.ours.records["task2"]
    author = WrittenReport.objects.get(pk=report.pk).author.name
    assert report.get_absolute_url() in found(officer, author)
    both = f"{scene.ours.city.bank.short_name} {scene.ours.marks['task2.content']}"
    assert found(officer, both) == {task.get_absolute_url()}, "a participating department, and the row once"


@pytest.mark.parametrize(
    "letters", ["100%", "a_b", "反\\斜", "'单引", '"双引', "<b>粗</b>", "&amp;", "；--", "【括】", "𠮷野"]
)
def test_letters_are_taken_as_they_stand(scene, officer, letters):
    address = called(scene, f"关于{letters}的事项")
    assert found(officer, letters) == {address}


@pytest.mark.parametrize("letters", ["%", "_", "%%%", "\\", "__%"])
def test_wild_cards_are_letters(officer, letters):
    assert found(officer, letters) == set()


def test_letters_of_either_size_are_the_same(scene, officer):
    address = called(scene, "关于ETC通行费的事项")
    assert found(officer, "etc通行") == {address}


def test_matches_are_marked_and_everything_is_escaped(scene, officer):
    called(scene, "关于<script>alert(1)</script>乡镇的事项")
    body = officer.get("/search/", {"q": "<script> 乡镇"}).content.decode()
    assert "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;<mark>乡镇</mark>" in body
    assert "<script>alert" not in body


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("长" * 61, "最多60个字"), ("\x00", "空字符"), ("a\x07b", "控制字符"), (" ".join("一二三四五六七八九"), "最多8个词"), ("", "在您可以查看的范围内搜索"),
    ],
)  # fmt: skip
def test_what_is_no_query_is_told_so(officer, q, words):
    answer = officer.get("/search/", {"q": q})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "data-href" not in answer.content.decode()


def test_twenty_of_a_kind_then_page_by_page(scene, officer):
    addresses = {called(scene, f"同名{place}事项") for place in range(53)}
    body = officer.get("/search/", {"q": "同名"}).content.decode()
    assert body.count("<tr data-href") == 20
    assert "查看更多事项" in body
    first = officer.get("/search/", {"q": "同名", "kind": "coordination.matter"}).content.decode()
    onward = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = officer.get(f"/search/{onward}").content.decode()
    rows = [re.findall(r'<tr data-href="([^"]+)"', page) for page in (first, second)]
    assert [len(some) for some in rows] == [50, 3]
    assert {*rows[0], *rows[1]} == addresses
    assert officer.get("/search/", {"q": "同名", "kind": "nonsense"}).status_code == 200


def test_a_dossier_that_is_not_seen_is_not_named(scene):
    """The addressee of a consultation sees the meeting; the matter beside it only where he sees the matter."""
    agriculture = scene.client("agriculture_head")
    body = agriculture.get("/search/", {"q": scene.ours.marks["task1.content"]}).content.decode()
    assert scene.ours.matter.get_absolute_url() in body
    for mark in ("matter.grounds", "matter.code_name"):
        assert found(agriculture, scene.ours.marks[mark]) == set()


def test_a_wrong_declaration_does_not_start(monkeypatch):
    assert searches_are_sound(None) == []
    monkeypatch.setattr(Matter, "searched", ("title", "is_important", "nothing", "dossier"))
    assert len(searches_are_sound(None)) == 3


def test_words_and_pieces():
    assert search.words_of(" 一　二\t一\n三 ") == ["一", "二", "三"]
    pieces = search.marked("甲乙甲乙丙", ["甲", "甲乙"])
    assert [(piece.text, piece.is_match) for piece in pieces] == [("甲乙", True), ("甲乙", True), ("丙", False)]
    assert [piece.text for piece in search.marked("a.c", ["."])] == ["a", ".", "c"]
