"""The file of a department's performance and the package of it (规定 18): what is in it, what is not, and what is on record."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from coordination.models import Assignment, OfficialDocument, WrittenReport
from dispatch.demonstration import mandates
from supervision.models import Mandate
from tests.cast import Road
from workflow import attachments, bundles, clocks
from workflow.door import advance, open_record, revise
from workflow.models import Attachment, AuditEntry, Dossier

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)
TRICK = '=HYPERLINK("http://example.invalid")'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SESSION_IDLE_SECONDS = 10**6


@pytest.fixture
def reported(city):
    """A matter with reports, whose title would be a formula."""
    return Road(city, title=TRICK)


def client_of(city, who="inspector"):
    client = Client()
    client.force_login(city.people[who])
    return client


def page_of(mandate, house, rest=""):
    return f"/mandates/{mandate.public_id}/departments/{house.public_id}/{rest}"


def taken(city, mandate, house, **given):
    answer = client_of(city).post(page_of(mandate, house, "package/"), given)
    assert answer.status_code == 200, answer.status_code
    return answer, zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def texts_in(package):
    return {
        name: package.read(name).decode("utf-8-sig") for name in package.namelist() if name.endswith((".html", ".csv"))
    }


def test_every_digest_fits_and_every_name_can_be_kept(reported):
    city = reported.city
    reported.to("reported")
    mandate = mandates.opened(city, "agriculture")
    _, package = taken(city, mandate, city.agriculture)
    assert package.testzip() is None
    listed = list(csv.reader(io.StringIO(package.read(bundles.LIST).decode("utf-8-sig"))))[1:]
    assert {row[0] for row in listed} == set(package.namelist()) - {bundles.LIST}
    for path, size, algorithm, digest in listed:
        content = package.read(path)
        assert (str(len(content)), hashlib.new(algorithm, content).hexdigest()) == (size, digest)
        assert not re.search(r'[<>:"\\|?*\x00-\x1f]', path)
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        assert len(path) < 180
    assert package.namelist()[-2:] == ["目录.html", bundles.LIST]
    said = package.read("目录.html").decode()
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", said), "it needs nothing from elsewhere"
    assert set(re.findall(r'href="([^"]+)"', said))
    assert "示范寅" in said


def test_it_holds_what_the_department_sees_and_nothing_of_another(reported):
    city = reported.city
    reported.to("reported")
    mandate = mandates.opened(city, "audit")
    _, package = taken(city, mandate, city.audit)
    said = "".join(texts_in(package).values())
    ours, theirs = (
        Assignment.objects.filter(lead_department=city.audit),
        Assignment.objects.exclude(lead_department=city.audit),
    )
    assert all(task.content in said for task in ours)
    assert ours
    assert all(f"<h3>{task.words}</h3>" in said for task in ours)
    assert not any(f"<h3>{task.words}</h3>" in said for task in theirs)
    assert theirs
    own, others = WrittenReport.objects.filter(assignment__in=ours), WrittenReport.objects.filter(assignment__in=theirs)
    assert all(report.content in said for report in own)
    assert own
    assert OfficialDocument.objects.visible_to(city.actor("audit_head")).first().subject in said
    kept = {kept.name for kept in Attachment.objects.filter(subject_id__in=[report.public_id for report in others])}
    assert not [name for name in package.namelist() if name.rpartition("/")[2] in kept - {"report.txt"}]


def test_files_come_along_where_the_texts_are_open(reported):
    city = reported.city
    reported.to("implementing")
    task = Assignment.objects.get(lead_department=city.audit)
    if task.state == "issued":
        reported.act("audit_liaison", task, Assignment.receive)
    from_draft = "报告草稿.txt"
    draft = _drafted(reported, task, from_draft)
    mandate = mandates.opened(city, "audit")
    assert not [name for name in taken(city, mandate, city.audit)[1].namelist() if from_draft in name], (
        "a draft is its own"
    )
    reported.act("audit_head", draft, WrittenReport.sign)
    _, package = taken(city, mandate, city.audit)
    (path,) = [name for name in package.namelist() if name.endswith(from_draft)]
    assert package.read(path).decode() == "附件内容"
    kept = Attachment.objects.get(name=from_draft)
    attachments.path_of(kept).write_bytes(b"spoilt")
    _, package = taken(city, mandate, city.audit)
    assert not [name for name in package.namelist() if name.endswith(from_draft)]
    assert "文件缺损，未收入" in "".join(texts_in(package).values())


def _drafted(road, task, name):
    city = road.city
    draft = open_record(
        WrittenReport, WrittenReport.draft, actor=city.actor("audit_liaison"), dossier=task.dossier,
        assignment=Assignment.objects.get(pk=task.pk), title="报告", content="已经落实。",
    )  # fmt: skip
    with attachments.stored([SimpleUploadedFile(name, "附件内容".encode())]) as kept:
        return revise(draft, actor=city.actor("audit_liaison"), attach=kept)


def test_nothing_of_a_work_secret_and_nothing_outside_the_time(reported):
    city = reported.city
    reported.to("implementing")
    mandate = mandates.opened(city, "audit")
    content = Assignment.objects.get(lead_department=city.audit).content
    dossier = Dossier.objects.filter(pk=reported.matter.dossier_id)
    for closed in ({"classification": "work_secret"}, {"opened_at": clocks.now() + 9 * DAY}):
        was = dossier.values(*closed).get()
        assert content in "".join(texts_in(taken(city, mandate, city.audit)[1]).values())
        dossier.update(**closed)
        assert content not in "".join(texts_in(taken(city, mandate, city.audit)[1]).values())
        dossier.update(**was)


def test_its_sheets_are_safe_from_formulas(reported):
    city = reported.city
    reported.to("implementing")
    mandate = mandates.opened(city, "audit")
    _, package = taken(city, mandate, city.audit)
    sheet = load_workbook(io.BytesIO(package.read("台账/事项.xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert TRICK in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    rows = csv.reader(io.StringIO(package.read("台账/事项.csv").decode("utf-8-sig")))
    assert f"'{TRICK}" in {value for row in rows for value in row}


def test_taking_and_reading_are_on_record_before_anything_leaves(reported, settings):
    city = reported.city
    reported.to("implementing")
    mandate, settings.EXPORT_REASON_ROWS = mandates.opened(city, "audit"), 1
    client, address = client_of(city), page_of(mandate, city.audit, "package/")
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "应当填写下载事由" in refused.content.decode()
    assert not AuditEntry.objects.filter(action="take_house_package").exists()
    answer = client.post(address, {"reason": "巡察组查阅任务落实情况"})
    entry = AuditEntry.objects.get(action="take_house_package")
    assert entry.changes["下载事由"] == [None, "巡察组查阅任务落实情况"]
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    algorithm, _, digest = entry.changes["校验清单"][1].partition(":")
    assert hashlib.new(algorithm, package.read(bundles.LIST)).hexdigest() == digest
    assert int(entry.changes["文件"][1]) == len(package.namelist())
    settings.EXPORT_MOST_ROWS = 1
    refused = client.post(address, {"reason": "再取一次"})
    assert refused.status_code == 422
    assert "不能一次下载" in refused.content.decode()
    assert client.get(page_of(mandate, city.audit)).status_code == 200
    assert AuditEntry.objects.filter(action="read_house", person=city.inspector).count() == 1


def test_what_was_begun_may_finish_and_the_next_is_not_found(reported):
    city = reported.city
    reported.to("implementing")
    mandate = mandates.opened(city, "audit", "bank")
    client = client_of(city)
    begun = client.post(page_of(mandate, city.audit, "package/"), {})
    advance(
        Mandate.objects.get(),
        Mandate.change,
        actor=city.actor("secretary"),
        until_on=mandate.until_on,
        departments=[city.bank],
        note="调整。",
    )
    assert zipfile.ZipFile(io.BytesIO(begun.getvalue())).testzip() is None
    for rest in ("", "package/"):
        assert client.get(page_of(mandate, city.audit, rest)).status_code == 404
        assert client.get(page_of(mandate, city.bank, rest)).status_code == 200
    mandates.ended(city, mandate)
    assert client.get(page_of(mandate, city.bank)).status_code == 404
    for name in ("planning", city.health.public_id):
        assert client.get(f"/mandates/{mandate.public_id}/departments/{name}/").status_code == 404


def test_ledger_search_export_and_files_follow(reported):
    """They begin with what is seen, so that nothing is said of inspectors there."""
    city = reported.city
    reported.to("implementing")
    client = client_of(city)
    tasks = Assignment.objects.all()
    ours, theirs = tasks.get(lead_department=city.audit), tasks.exclude(lead_department=city.audit).first()
    pages = (
        "/ledger/",
        f"/ledger/?department={city.audit.pk}",
        f"/search/?q={ours.content[:6]}",
        "/matters/",
        "/problems/",
    )
    assert all(ours.content[:10] not in client.get(page).content.decode() for page in pages)
    mandates.opened(city, "audit")
    said = [client.get(page).content.decode() for page in pages]
    assert all(ours.content[:10] in page for page in said[:2])
    assert "相符" in said[2]
    assert all(theirs.content[:10] not in page for page in said)
    assert "共1条" in said[0]
    exported = client.post("/ledger/export/", {"kind": "csv"}).getvalue().decode()
    assert ours.content[:10] in exported
    assert theirs.content[:10] not in exported
    assert client.get(f"/matters/{reported.matter.public_id}/recusals/new/").status_code == 403
    page = client.get(ours.get_absolute_url()).content.decode()
    assert "/notes/new/" not in page
    assert f"{ours.get_absolute_url()}receive/" not in page


def test_the_page_asks_the_same_for_many(reported):
    city = reported.city
    reported.to("implementing")
    mandate = mandates.opened(city, "agriculture", "audit")
    client, address = client_of(city), page_of(mandate, city.audit)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(2):
        Road(city).to("implementing")
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few)


@pytest.mark.parametrize(("text", "name"), [
    ("a/b\\c:d", "a_b_c_d"), ("..", "未命名"), ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("  名 称. ", "名 称"), ("", "未命名"),
    ("\u202egpj.exe", "_gpj.exe"), ("长" * 90, "长" * bundles.LONGEST), ("../../etc/passwd", "_.._etc_passwd"),
])  # fmt: skip
def test_a_name_that_every_system_keeps(text, name):
    assert bundles.safe_name(text) == name


def test_names_that_would_fall_together_are_told_apart():
    with bundles.Bundle() as bundle:
        places = [
            bundle.place(("卷",), "Report", ".txt"),
            bundle.place(("卷",), "report", ".txt"),
            bundle.place((), "Report", ".txt"),
        ]
        assert places == ["卷/Report.txt", "卷/report（2）.txt", "Report.txt"]
        assert len(bundle.place((), "长" * 90, ".txt")) == bundles.LONGEST
        bundle.close()[0].close()
