"""What a page is given that it did not ask for: never a fault of the server, always an answer in Chinese, nothing half done."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import Assignment, Matter, Participation, WrittenReport
from tests.fingerprint import fingerprint
from tests.test_urls import MAY_GROW
from workflow import attachments, clocks, uploads
from workflow.models import Attachment, AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TYPED = "这段文字是用心写的，不能丢"
MIB = 1024 * 1024


def rows():
    """Everything in the database but the journal of refusals and sessions."""
    return {table: count for table, count in fingerprint().items() if not MAY_GROW.search(table)}


def files():
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.fixture
def report(scene):
    """The draft that waits for its signature."""
    return WrittenReport.objects.get(pk=scene.ours.records["report1_next"].pk)


@pytest.fixture
def sent(report):
    """What an honest form would send to sign it."""
    return {
        "act_id": str(uuid.uuid4()), "version": report.version, "shown": report.content_digest, "note": TYPED,
        "missing_contributions": "",
    }  # fmt: skip


@pytest.fixture
def head(scene):
    return scene.client("agriculture_head")


@pytest.fixture
def officer(scene):
    return scene.client("officer")


def signing(report):
    return f"{report.get_absolute_url()}sign/"


def refused(client, path, given, *statuses, words="", typed=TYPED, **extra):
    """Send it: one of these statuses, calm Chinese words, what was typed still there, and not a row changed."""
    before, kept = rows(), files()
    answer = client.post(path, given, **extra)
    body = answer.content.decode()
    assert answer.status_code in statuses, f"{answer.status_code}: {body[-400:]}"
    assert rows() == before
    assert files() == kept
    assert words in body
    assert typed in body
    assert 'lang="zh-Hans"' in body
    return body


# Twice, too late, not his ------------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_one_act_and_two_successes(head, report, sent):
    first = head.post(signing(report), sent)
    after = rows()
    second = head.post(signing(report), sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert rows() == after
    assert AuditEntry.objects.filter(act_id=sent["act_id"], subject_id=report.public_id).count() == 1


def test_a_birth_sent_twice_is_one_record(officer):
    given = {
        "act_id": str(uuid.uuid4()), "version": 0, "title": "新事项", "category": "public_interest", "origin": "deputy_in_charge",
        "classification": "internal", "grounds": "有依据",
    }  # fmt: skip
    answers = [officer.post("/matters/new/", given) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Matter.objects.filter(title="新事项").count() == 1


def test_files_sent_twice_are_kept_once(scene, officer):
    matter = scene.ours.matter
    given = {"act_id": str(uuid.uuid4()), "version": matter.version}
    kept = len(files())
    for _ in range(2):
        upload = SimpleUploadedFile("说明.txt", "说明文字".encode())
        answer = officer.post(f"{matter.get_absolute_url()}attach/", given | {"files": [upload]})
        assert answer.status_code == 302
    assert Attachment.objects.filter(name="说明.txt").count() == 1
    assert len(files()) == kept + 1


def test_an_old_version_is_told_who_was_faster_and_keeps_the_words(scene, head, report, sent):
    scene.ours.revise("agriculture_liaison", report, difficulties="又补充了一句")
    body = refused(head, signing(report), sent, 409, words="已由示范农联络员于")
    report.refresh_from_db()
    assert f'name="version" value="{report.version}"' in body
    assert report.content_digest in body, "what is shown now is what the next attempt signs"
    assert "办理“编辑”" in body
    again = sent | {"version": report.version, "shown": report.content_digest}
    assert head.post(signing(report), again).status_code == 302


def test_a_wrong_post_is_told_who_may(scene, report, sent):
    body = refused(scene.client("agriculture_liaison"), signing(report), sent, 403, words="可办理的是", typed="")
    assert "部门负责人" in body


def test_an_unknown_or_foreign_post_is_refused(scene, head, report, sent):
    """Of someone with several posts only one of those that fit is taken."""
    from_elsewhere = scene.people["finance_head"].posts.get().public_id
    for post in ("", "nonsense", uuid.uuid4(), from_elsewhere, "\x00", "9" * 4000):
        answer = head.post("/account/post/", {"post": post})
        assert answer.status_code == 404
    assert head.post(signing(report), sent | {"post": from_elsewhere}).status_code == 302
    entry = AuditEntry.objects.get(act_id=sent["act_id"], subject_id=report.public_id)
    assert "农业农村局" in entry.post_words


# Not what the form asks --------------------------------------------------------------------------------------------

STRANGE = {
    "no act_id": {"act_id": None}, "act_id in words": {"act_id": "no uuid"}, "act_id with NUL": {"act_id": "\x00" * 36},
    "long act_id": {"act_id": "a" * 5000}, "no version": {"version": None}, "version in words": {"version": "三"},
    "huge version": {"version": "9" * 5000}, "fraction": {"version": "1.5"}, "control characters": {"note": f"{TYPED}\x07\x1b[31m"},
    "NUL": {"note": f"{TYPED}\x00"}, "long note": {"note": TYPED + "长" * 10_000}, "long digest": {"shown": "x" * 10_000},
    "NUL in a number": {"version": "1\x00"},
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_strange_values_are_named_in_chinese(head, report, sent, name):
    given = {key: value for key, value in (sent | STRANGE[name]).items() if value is not None}
    body = refused(head, signing(report), given, 422)
    assert 'class="errorlist"' in body


@pytest.mark.parametrize("version", ["-1", "-99999999999999999999", "99999999999999999999999999", "2147483648"])
def test_a_version_that_never_was_is_an_old_one(head, report, sent, version):
    refused(head, signing(report), sent | {"version": version}, 409, 422)


def test_missing_fields_are_named(officer):
    before = rows()
    body = officer.post("/matters/new/", {"act_id": uuid.uuid4(), "version": 0, "grounds": TYPED}).content.decode()
    assert "必填" in body or "不能为空" in body or "必须填写" in body or "请填写" in body or "请选择" in body
    assert TYPED in body
    assert rows() == before


LETTERS = {
    "10,000 letters": "长" * 10_000, "NUL": "标题\x00", "bell": "标题\x07", "surrogate": "标题\udc80", "only spaces": "   ",
    "bidi": "标题\u202e倒写", "emoji": "👨‍👩‍👧" * 40, "markup": "<script>alert(1)</script>", "template": "{{ 7|add:7 }}{% now 'Y' %}",
}  # fmt: skip


@pytest.mark.parametrize("name", LETTERS)
def test_strange_titles(officer, name):
    """Refused with words or taken as they are; never anything else than text."""
    title = LETTERS[name].encode("utf-8", "surrogatepass")
    body = b"&".join(
        key.encode() + b"=" + b"".join(b"%%%02X" % letter for letter in value)
        for key, value in {
            "act_id": str(uuid.uuid4()).encode(), "version": b"0", "title": title, "category": b"public_interest",
            "origin": b"deputy_in_charge", "classification": b"internal", "grounds": TYPED.encode(),
        }.items()
    )  # fmt: skip
    answer = officer.generic("POST", "/matters/new/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert TYPED in answer.content.decode()
    page = officer.get("/matters/").content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded; charset=utf-7", b"title=%2BAA-&note=+2AA-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"title=a"),
        ("application/x-www-form-urlencoded", b"title=%ff%fe&version=%c3%28&act_id=%80"),
        ("multipart/form-data; boundary=x", b"no parts"),
        ("multipart/form-data; boundary=x; charset=utf-7", b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n+2AA-\r\n--x--\r\n'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="files"; filename="a\x00b.txt"\r\n\r\n1\r\n--x--\r\n'),
        ("application/json", b'{"title": "\\ud800"}'),
        ("text/plain", b"\x00\xff"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("application/x-www-form-urlencoded", b"title=" + b"a" * (2 * 1024 * 1024)),
    ],
)  # fmt: skip
def test_bodies_that_are_no_form(scene, officer, content_type, body):
    before = rows()
    for path in ("/matters/new/", f"{scene.ours.matter.get_absolute_url()}attach/", "/account/post/"):
        answer = officer.generic("POST", path, body, content_type=content_type)
        assert answer.status_code in (400, 404, 413, 422), (path, answer.status_code)
        assert 'lang="zh-Hans"' in answer.content.decode()
    assert rows() == before


def parts(*named):
    """The body of a multipart form with the boundary x."""
    head = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    return b"".join(head % part for part in named) + b"--x--\r\n"


FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
TOO_MUCH = {
    "text": (FORM, b"title=" + b"a" * MIB, "文字不能超过 1.0 MB"),
    "fields": (FORM, b"a=1&" * 2000, "不能超过 1000 项"),
    "text in parts": (MULTIPART, parts((b"title", b"a" * MIB), (b"grounds", b"a")), "文字不能超过 1.0 MB"),
    "text behind a file": (
        MULTIPART, parts((b'files"; filename="a.txt', b"a" * 3 * MIB), (b"title", b"a" * 2 * MIB)), "文字不能超过 1.0 MB",
    ),
    "parts": (MULTIPART, parts(*[(b"a", b"1")] * 2000), "不能超过 1000 项"),
    "files": (MULTIPART, parts(*[(b'files"; filename="a.txt', b"1")] * 21), "一次最多添加 20 个文件"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_request_that_is_too_much_is_told_the_limit(scene, officer, on_the_way, name):
    """Whether the view is the first to read it, or the check of the page's token before it."""
    content_type, body, limit = TOO_MUCH[name]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    strict.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    for client in (officer, strict):
        for path in ("/matters/new/", f"{scene.ours.matter.get_absolute_url()}attach/", "/account/post/"):
            words = refused(client, path, body, 413, words=limit, typed="什么也没有改变", content_type=content_type)
            assert "返回工作台" in words
    refused(Client(), "/account/login/", body, 413, words=limit, typed="什么也没有改变", content_type=content_type)
    assert not list(on_the_way.iterdir())


def test_text_just_below_the_limit_is_read(officer):
    """The control: it is the limit that refuses, and the form that names what is wrong with the rest."""
    body = b"title=" + b"a" * (MIB - len(b"title="))
    assert 'class="errorlist"' in refused(officer, "/matters/new/", body, 422, typed="", content_type=FORM)


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-31", "0001-01-01", "2026-02-30", "昨天", "\x00", "10000-01-01"])
def test_a_day_that_cannot_be(scene, officer, day):
    """A due date in the past, in another age, or that is none."""
    matter = scene.ours.matter
    path = f"{matter.get_absolute_url()}inspections/new/"
    task = scene.ours.records["task1"]
    given = {
        "act_id": str(uuid.uuid4()), "version": 0, "method": "reading", "planned_on": day, "assignments": [task.pk],
        "members": [scene.people["officer"].pk], "basis": TYPED,
    }  # fmt: skip
    assert 'class="errorlist"' in refused(officer, path, given, 422)


def test_ids_of_another_city_are_no_choice(scene, officer):
    """Departments, people and tasks of the other city in every kind of choice."""
    ours, theirs = scene.ours, scene.theirs
    tomorrow = clocks.today() + timedelta(days=1)
    common = {"act_id": str(uuid.uuid4()), "version": 0}
    matter = ours.matter.get_absolute_url()
    inspecting = {"method": "on_site", "planned_on": tomorrow, "basis": TYPED}
    for path, given in (
        (f"{matter}inspections/new/", inspecting | {"assignments": [theirs.records["task1"].pk], "members": [ours.city.officer.pk]}),
        (f"{matter}inspections/new/", inspecting | {"assignments": [ours.records["task1"].pk], "members": [theirs.city.officer.pk]}),
        (f"{matter}meetings/new/", {"kind": "meeting", "title": "会", "agenda": TYPED, "invited": [theirs.city.finance.pk]}),
        ("/matters/new/", {"title": "事", "category": "public_interest", "origin": "deputy_in_charge", "grounds": TYPED,
                           "classification": "internal", "handling_office": theirs.city.first_office.pk}),
        ("/matters/new/", {"title": "事", "category": "public_interest", "origin": "deputy_in_charge", "grounds": TYPED,
                           "classification": "internal", "deputy_in_charge": theirs.city.deputy.pk}),
        ("/matters/new/", {"title": "事", "category": "public_interest", "origin": "deputy_in_charge", "grounds": TYPED,
                           "classification": "state_secret"}),
    ):  # fmt: skip
        assert 'class="errorlist"' in refused(officer, path, common | given, 422)
    director = scene.client("director")
    given = common | {"version": ours.matter.version, "officer": theirs.city.officer.pk, "handover": TYPED}
    assert 'class="errorlist"' in refused(director, f"{matter}assign_officer/", given, 422)


@pytest.mark.parametrize("key", ["99999999999999999999", "-9_999_999_999_999_999_999", "9" * 5000])
def test_keys_that_no_row_can_have_are_no_choice(scene, officer, key):
    given = {
        "act_id": str(uuid.uuid4()),
        "version": 0,
        "kind": "meeting",
        "title": "会",
        "agenda": TYPED,
        "invited": [key],
    }
    assert 'class="errorlist"' in refused(officer, f"{scene.ours.matter.get_absolute_url()}meetings/new/", given, 422)


def test_a_full_disk_leaves_no_part_of_a_file(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("说明.txt", "说明".encode())

    def chunks():
        yield b"part"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file, "chunks", chunks)
    monkeypatch.setattr(uploads, "examine", lambda file: uploads.Examined("text/plain", 6, "", "txt", "说明.txt"))
    with pytest.raises(OSError, match="No space"), attachments.stored([file]):
        pass
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_form_does_not_ask_is_not_written(scene, head, report, sent):
    """Mass assignment: state, organisation, people and versions sent along change nothing."""
    extra = {
        "state": "accepted", "number": 99, "author": scene.people["health_head"].pk, "signed_by": scene.people["health_head"].pk,
        "assignment": scene.ours.records["task3"].pk, "dossier": 1, "title": "改了标题", "content": "改了内容", "is_superuser": "on",
    }  # fmt: skip
    assert head.post(signing(report), sent | extra).status_code == 302
    after = WrittenReport.objects.get(pk=report.pk)
    assert (after.state, after.title, after.content) == ("submitted", report.title, report.content)
    assert (after.signed_by_id, after.author_id) == (scene.people["agriculture_head"].pk, report.author_id)


def test_an_act_id_of_somebody_else_is_no_success(scene, head, report, sent):
    """The id of another act on the dossier neither takes this step nor says that it was taken."""
    other = AuditEntry.objects.filter(dossier=report.dossier_id).exclude(subject_id=report.public_id).first()
    before = rows()
    answer = head.post(signing(report), sent | {"act_id": other.act_id})
    assert rows() == before or WrittenReport.objects.get(pk=report.pk).state == "submitted"
    if rows() == before:
        assert answer.status_code != 302, "nothing was done, and it must not say otherwise"


# Files -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def on_the_way(settings, tmp_path):
    """Where the parser puts a file that is too big for memory, until the request is answered."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


def upload(officer, matter, *chosen):
    given = {"act_id": str(uuid.uuid4()), "version": matter.version, "files": list(chosen)}
    return refused(officer, f"{matter.get_absolute_url()}attach/", given, 422, typed="")


def test_a_file_beyond_the_limit_is_refused_with_both_sizes(scene, officer, on_the_way):
    body = upload(officer, scene.ours.matter, SimpleUploadedFile("大.txt", b"a" * 50 * MIB))
    assert "50.0 MB" in body
    assert "20.0 MB" in body
    assert not list(on_the_way.iterdir())


def test_files_that_are_not_what_they_say(scene, officer):
    for name, content in (
        ("报告.pdf", b"MZ\x90\x00 this is a program"), ("图.png", b"<svg onload=alert(1)>"), ("表.xlsx", b"PK\x03\x04 broken"),
        ("脚本.html", b"<script>alert(1)</script>"), ("空.txt", b""),
        ("程序.exe", b"MZ"), ("文.txt", b"\x00\x01"),
    ):  # fmt: skip
        body = upload(officer, scene.ours.matter, SimpleUploadedFile(name, content))
        assert 'class="errorlist"' in body, name


def test_one_bad_file_among_good_ones_keeps_none(scene, officer):
    good = SimpleUploadedFile("好.txt", "好的".encode())
    body = upload(officer, scene.ours.matter, good, SimpleUploadedFile("坏.pdf", b"MZ"))
    assert "“坏.pdf”" in body


def test_no_file_at_all_and_too_many(scene, officer):
    upload(officer, scene.ours.matter)
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(30)]
    given = {"act_id": str(uuid.uuid4()), "version": scene.ours.matter.version, "files": many}
    path = f"{scene.ours.matter.get_absolute_url()}attach/"
    refused(officer, path, given, 413, words="一次最多添加 20 个文件", typed="")


def test_files_for_an_old_version_leave_nothing_behind(scene, officer):
    matter = scene.ours.matter
    given = {"act_id": str(uuid.uuid4()), "version": matter.version - 1, "files": [SimpleUploadedFile("新.txt", b"x")]}
    refused(officer, f"{matter.get_absolute_url()}attach/", given, 409, words="已由", typed="")


# Addresses and methods ---------------------------------------------------------------------------------------------

QUERIES = (
    "q=%00", "q=%ff%fe", "q=%ED%A0%80", "q=" + "a" * 5000, "q='%20OR%201=1--", "q=%25%25%25", "q=%5C", "state=nonsense", "order=-id",
    "order=dossier__commission__name", "after=nonsense", "after=" + "A" * 20_000, "after=%00", "category=%00", "q=a&q=b&q[]=c",
    "table=nonsense&columns=nonsense&group=x&light=x", "department=%00&officer=%00&due_from=x&matter=1&table=%00", "after=1~x", "after=9~",
    "mine=2", "period=%00", "period=2026-13", "state__in=draft", "order=title&after=eyJhIjoxfQ:1:x",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_strange_queries_list_calmly(officer, query):
    for page in ("/matters/", "/search/", "/inbox/", "/board/", "/ledger/", "/ledger/export/", "/ledger/views/new/"):
        assert officer.get(f"{page}?{query}").status_code == 200


@pytest.mark.parametrize("query", QUERIES)
def test_strange_queries_of_administrators(scene, query):
    for who, page in (("system_admin", "/people/"), ("system_admin", "/organisations/"), ("auditor", "/journal/")):
        assert scene.client(who).get(f"{page}?{query}&day=%00&organisation=%00&active=9").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_other_methods_change_nothing(scene, officer, method):
    before = rows()
    record = scene.ours.records
    pages = [
        "/", "/matters/", "/matters/new/", "/inbox/", "/account/post/", "/account/password/", "/account/login/",
        record["matter"].get_absolute_url(), f"{record['matter'].get_absolute_url()}attach/",
        f"{record['matter'].get_absolute_url()}report_to_committee/", f"/attachments/{record['attachment'].public_id}/",
        "/nowhere/", "/matters/nonsense/",
    ]  # fmt: skip
    for page in pages:
        answer = officer.generic(method, page, b"x=1")
        assert answer.status_code in (200, 302, 403, 404, 405), (method, page, answer.status_code)
    assert rows() == before


def test_the_pages_of_faults_are_chinese_and_calm(scene, officer, monkeypatch):
    matter = scene.ours.matter.get_absolute_url()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    answers = {
        "400": officer.post("/matters/new/", b"no boundary", content_type="multipart/form-data"),
        "413": officer.post("/matters/new/", b"a=1&" * 2000, content_type="application/x-www-form-urlencoded"),
        "403": officer.get(f"{matter}approve/"),
        "csrf": strict.post(f"{matter}convene/", {}),
        "404": officer.get("/nowhere/"),
        "405": officer.post("/matters/"),
    }
    for name, answer in answers.items():
        body = answer.content.decode()
        assert 'lang="zh-Hans"' in body, name
        assert "返回工作台" in body, name
        for harsh in ("Traceback", "Exception", "CSRF", "Forbidden", "Not Found", "DEBUG", "/work/", "SELECT "):
            assert harsh not in body, (name, harsh)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "400": 400, "403": 403, "404": 404, "405": 405, "413": 413, "csrf": 403,
    }  # fmt: skip
    assert answers["405"].headers["Allow"]


def test_a_page_without_its_token_does_nothing(scene, report, sent):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = scene.client("agriculture_head").cookies
    refused(strict, signing(report), sent, 403, typed="")
    assert WrittenReport.objects.get(pk=report.pk).state == "draft"


def test_a_step_out_of_turn_is_barred_with_its_reason(scene, officer):
    """The whole act or nothing: what is barred leaves task, report and clocks as they were."""
    part = Participation.objects.get(pk=scene.ours.records["part1"].pk)
    given = {"act_id": str(uuid.uuid4()), "version": part.version, "contribution": TYPED}
    refused(scene.client("finance_head"), f"{part.get_absolute_url()}contribute/", given, 422, words="现处于")
    task = Assignment.objects.get(pk=scene.ours.records["task1"].pk)
    given = {"act_id": str(uuid.uuid4()), "version": task.version, "proof": TYPED}
    refused(officer, f"{task.get_absolute_url()}record_receipt/", given, 422, words="现处于")
