"""What leaves the ledger as a file: exactly what the page shows, text as text, on record, with a reason where many rows leave."""

import csv
import io
import subprocess

import pytest
from openpyxl import load_workbook

from coordination.models import Assignment, Matter
from organizations.models import Person
from supervision import ledger_export
from tests.supervision.test_ledger import cells, dated
from tests.test_ceilings import many_tasks
from workflow import sheets
from workflow.models import AuditEntry, Clock

pytestmark = pytest.mark.django_db
NASTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1", "'=1", "'", "''", "_x0041_", "a\x01b", "\x07",
    " =1", "#N/A", "=HYPERLINK(\"http://x\",\"y\")", "<b>&amp;", "甲\r\n乙", "𠮷", "1e5", "007", "2026-01-01", "TRUE", "", "\u202e倒",
    "_x005F_x0041_", "\x85", "\ufeff=1", ",\"", "DDE(\"a\")", "%0A-1", "\x7f", "\x00x",
]  # fmt: skip


ITS_OWN = {  # what LibreOffice makes of a text on its way: CSV has no kinds, and its XLSX leaves out the escape of an escape
    "csv": {"1e5", "007", "2026-01-01", "TRUE", "_x005F_x0041_"}, "xlsx": {"_x005F_x0041_"},
}  # fmt: skip


def taken(client, query="", **given):
    return client.post(f"/ledger/export/?{query}", {"kind": "csv", "reason": ""} | given)


def rows_of(answer):
    """The rows of an exported file with the texts that were meant, the heads first."""
    content = answer.getvalue()
    if answer.headers["Content-Type"] == sheets.CSV:
        assert content.startswith(b"\xef\xbb\xbf")
        read = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [[sheets.read_from_csv(text) for text in row] for row in read]
    sheet = load_workbook(io.BytesIO(content)).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [[sheets.read_from_xlsx(str("" if value is None else value)) for value in row] for row in sheet.values]


# The same as the page


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("who", ["officer", "agriculture_liaison", "education_head", "principal", "superior_officer"])
def test_a_file_says_what_the_page_says(scene, who, kind):
    dated(scene)
    client = scene.client(who)
    for query in (
        "", "table=matters", "order=due&light=deep_red", "columns=due&columns=moved&order=number", "table=matters&scope=running&columns=category",
    ):  # fmt: skip
        body = client.get(f"/ledger/?{query}").content.decode()
        heads, *rows = rows_of(taken(client, query, kind=kind)) or [[]]
        shown = cells(body)
        assert [[" ".join(text.split()) for text in row] for row in rows] == [
            [" ".join(text.split()) for text in row] for row in shown
        ], (who, query)
        if shown:
            assert [f">{head}</th>" in body for head in heads] == [True] * len(heads)


def test_a_grouped_file_names_the_group_of_each_row(scene):
    heads, *rows = rows_of(taken(scene.client("officer"), "group=state"))
    assert heads[0] == "分组"
    assert {row[0] for row in rows} == {row[heads.index("环节")] for row in rows}


def test_a_file_holds_every_page(scene):
    many_tasks(scene.ours, 120)
    client, actor = scene.client("officer"), scene.actor("officer")
    heads, *rows = rows_of(taken(client, "order=due"))
    assert len(rows) == Assignment.objects.visible_to(actor).count() > 120
    assert len(heads) == len(rows[0])


def test_nobody_takes_away_what_he_does_not_see(scene):
    for who in ("health_head", "auditor", "nobody", "yangli_officer"):
        content = taken(scene.client(who), "table=matters", kind="csv").getvalue().decode()
        assert scene.ours.letter not in content, who


# Text stays text


def opened(heads, rows):
    return load_workbook(io.BytesIO(b"".join(sheets.xlsx_pieces(heads, rows, title="台账")))).active


def test_every_text_comes_back_from_xlsx_and_none_is_a_formula():
    sheet = opened(["甲", "乙"], ([text, 3] for text in NASTY))
    cells_read = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells_read if cell.value is not None] == ["s"] * (len(NASTY) - 1)
    assert [sheets.read_from_xlsx(cell.value or "") for cell in cells_read] == NASTY
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [3] * len(NASTY)


def test_every_text_comes_back_from_csv_and_none_begins_like_a_formula():
    content = b"".join(sheets.csv_lines(["甲", "乙"], ([text, 3] for text in NASTY)))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [sheets.read_from_csv(row[0]) for row in rows] == NASTY
    dangerous = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", " ", "＝")
    assert not [row[0] for row in rows if row[0].startswith(dangerous)]


@pytest.mark.parametrize("unsafe", ["said_in_csv", "_cell"])
def test_a_sheet_without_its_care_is_noticed(monkeypatch, unsafe):
    """The control: without the apostrophe, and where a cell is written as a formula, the tests above find it."""
    if unsafe == "said_in_csv":
        monkeypatch.setattr(sheets, "said_in_csv", lambda text: text)
        content = b"".join(sheets.csv_lines(["甲"], [["=1+1"]])).decode()
        assert "\r\n=1+1" in content
    else:
        monkeypatch.setattr(sheets, "_cell", lambda value: f"<c><f>{value.removeprefix('=')}</f></c>")
        assert opened(["甲"], [["=1+1"]])["A2"].data_type == "f"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_reads_text(tmp_path, kind, soffice_path):
    texts = [text for text in NASTY if text and "\n" not in text and "\r" not in text and text.isprintable()]
    path = tmp_path / f"台账.{kind}"
    if kind == "xlsx":
        path.write_bytes(b"".join(sheets.xlsx_pieces(["甲"], ([text] for text in texts), title="台账")))
    else:
        path.write_bytes(b"".join(sheets.csv_lines(["甲"], ([text] for text in texts))))
    as_utf8 = ["--infilter=CSV:44,34,76,1"] if kind == "csv" else []  # without a window nobody is asked how to read it
    subprocess.run(
        [soffice_path, f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", *as_utf8, "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    sheet = load_workbook(tmp_path / "out" / "台账.xlsx").active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    cells = dict(zip(texts, (str(cell.value) for cell in sheet["A"][1:]), strict=True))
    read = sheets.read_from_csv if kind == "csv" else str
    assert {text for text, cell in cells.items() if read(cell) != text} == ITS_OWN[kind]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_nasty_words_of_a_task_leave_as_they_are(scene, kind):
    task = scene.ours.records["task1"]
    for text in ("=1+1", "@SUM(A1)", "a\x01b", "_x0041_"):
        Matter.objects.filter(pk=task.matter_id).update(title=text, number="")
        heads, *rows = rows_of(taken(scene.client("officer"), "order=number", kind=kind))
        assert text in {row[heads.index("所属事项")] for row in rows}


# On record, with a reason


def last_entry():
    return AuditEntry.objects.filter(action="export_ledger").order_by("-pk").first()


def test_an_export_is_on_record_before_the_first_byte(scene):
    client = scene.client("officer")
    assert last_entry() is None
    client.get("/ledger/export/")
    assert last_entry() is None, "to look is not to take away"
    answer = taken(client, "light=red&order=due&scope=running", reason="周例会")
    entry = last_entry()
    count = len(rows_of(answer)) - 1
    assert entry.person == scene.people["officer"]
    assert entry.journal.organisation == scene.ours.city.commission
    assert f"{count}行" in entry.label
    said = {name: after for name, (_, after) in entry.changes.items()}
    assert said["行数"] == str(count)
    assert said["导出事由"] == "周例会"
    assert said["格式"] == "csv"
    assert "灯“红（超期）”" in said["条件"]
    assert "范围“进行中”" in said["条件"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"


def test_many_rows_leave_only_with_a_reason(scene, settings):
    settings.EXPORT_REASON_ROWS = 2
    client = scene.client("officer")
    assert "超过2行的，应当填写导出事由" in client.get("/ledger/export/").content.decode()
    refused = taken(client)
    assert refused.status_code == 422
    assert "errorlist" in refused.content.decode()
    assert taken(client, reason="   ").status_code == 422
    assert last_entry() is None
    assert taken(client, reason="巡察组调阅").status_code == 200
    settings.EXPORT_REASON_ROWS = 200
    assert taken(client).status_code == 200


def test_too_many_rows_do_not_leave_at_once(scene, settings):
    settings.EXPORT_MOST_ROWS = 2
    client = scene.client("officer")
    assert "不能一次导出" in client.get("/ledger/export/").content.decode()
    assert taken(client, reason="全部").status_code == 422
    assert last_entry() is None


def test_the_questions_of_an_export_grow_with_its_pages_only(scene, django_assert_max_num_queries, monkeypatch):
    many_tasks(scene.ours, 60)
    monkeypatch.setattr(ledger_export, "AT_A_TIME", 500)
    with django_assert_max_num_queries(40):
        assert len(rows_of(taken(scene.client("officer")))) > 60


def test_a_control_character_breaks_no_page(scene):
    Person.objects.filter(pk=scene.people["officer"].pk).update(name="名\x01字")
    assert Clock.objects.exists()
    assert scene.client("officer").get("/ledger/").status_code == 200
    assert len(rows_of(taken(scene.client("officer"), kind="xlsx"))) > 1
