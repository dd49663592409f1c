"""A workbook of tasks: the dry run tells every fault by row and column, and what was shown is what is made, once."""

import html
import io
import re
import uuid
import zipfile
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from coordination import blank_sheet, task_sheet
from coordination.models import Assignment
from coordination.parties import Parties
from organizations.models import Post
from tests.cast import Road
from tests.coordination.test_bulk import client_of, tasks
from workflow import clocks, uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(city):
    return Road(city).to("planning")


def due():
    return (clocks.today() + timedelta(days=30)).isoformat()


def good(city, **changed):
    """One row that can be imported, by the names of the fields."""
    return {
        "content": "核对补贴对象", "requirements": "逐户公示", "duty_basis": "三定", "lead_department": city.agriculture.short_name,
        "participating_departments": f"{city.finance.short_name}、{city.bank.short_name}", "responsible_leader": "",
        "liaison": city.people["agriculture_liaison"].name, "due_on": due(),
    } | changed  # fmt: skip


def book(*rows, head=task_sheet.LABELS, name="任务.xlsx"):
    """A workbook as a person would fill it in; a value of any kind is put into its cell as it is."""
    made = Workbook()
    sheet = made.active
    sheet.append(head)
    for row in rows:
        sheet.append(list(row.values()) if isinstance(row, dict) else row)
    kept = io.BytesIO()
    made.save(kept)
    return SimpleUploadedFile(name, kept.getvalue())


def upload(city, matter, file, key="officer"):
    given = {"act_id": str(uuid.uuid4()), "version": matter.version, "sheet": file}
    return client_of(city, key).post(f"{matter.get_absolute_url()}assignments/sheet/", given)


def told(answer):
    return html.unescape(answer.content.decode())


def hidden(answer):
    """The hidden fields of the confirmation."""
    form = re.search(r'<form method="post" action="[^"]*confirm/">(.*?)</form>', answer.content.decode(), re.DOTALL)[1]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def confirm(city, matter, given, key="officer"):
    return client_of(city, key).post(f"{matter.get_absolute_url()}assignments/sheet/confirm/", given)


# The template


def test_the_template_is_a_workbook_that_can_be_filled_in_and_sent_back(city, matter):
    answer = client_of(city, "officer").get(f"{matter.get_absolute_url()}assignments/sheet/blank/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    blank = SimpleUploadedFile("任务表.xlsx", answer.content)
    assert uploads.examine(blank).extension == "xlsx"
    assert "没有任务" in told(upload(city, matter, blank))
    filled = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in filled.worksheets[0][1]] == task_sheet.LABELS
    for place, value in enumerate(good(city).values(), 1):
        filled.worksheets[0].cell(2, place).value = value
    kept = io.BytesIO()
    filled.save(kept)
    assert upload(city, matter, SimpleUploadedFile("任务表.xlsx", kept.getvalue())).status_code == 200


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_like_a_formula_is_written_as_a_text(city, matter, name):
    type(city.finance).objects.filter(pk=city.finance.pk).update(short_name=name)
    written = load_workbook(io.BytesIO(blank_sheet.template(matter, Parties.of(matter))))
    cells = [cell for sheet in written for row in sheet for cell in row if cell.value == name]
    assert [cell.data_type for cell in cells] == ["s"]
    assert cells[0].quotePrefix


# What would become of each row


def test_the_dry_run_shows_everything_and_drafts_nothing(city, matter):
    before = tasks(matter)
    answer = upload(city, matter, book(good(city), good(city, content="第二项", due_on=datetime(2031, 5, 6))))
    assert answer.status_code == 200, told(answer)
    for words in ("核对补贴对象", "第二项", "2031-05-06", "确认起草2项任务", city.people["agriculture_head"].name):
        assert words in told(answer)
    assert tasks(matter) == before


FAULTS = {
    "an unknown department": ({"lead_department": "气象局"}, "“气象局”不是本事项的牵头或者参与部门"),
    "none of the matter": ({"lead_department": "示范市卫生健康局"}, "不是本事项的牵头或者参与部门"),
    "an unknown participant": ({"participating_departments": "示范市财政局、气象局"}, "“气象局”不是本事项"),
    "no lead": ({"lead_department": ""}, "请选择牵头部门"),
    "no content": ({"content": ""}, "请填写任务内容"),
    "a lead that takes part": ({"participating_departments": "示范市农业农村局"}, "牵头部门不能同时是参与部门"),
    "no date": ({"due_on": "下个月"}, "“下个月”不是日期"),
    "no such day": ({"due_on": "2031-02-30"}, "“2031-02-30”不是日期"),
    "a day gone by": ({"due_on": "2001年1月1日"}, "日期不能早于今天"),
    "a far day": ({"due_on": "9999/12/31"}, "日期离今天太远"),
    "not in that post": ({"responsible_leader": "示范丙"}, "“示范丙”不是示范市农业农村局现任的部门负责人"),
    "a liaison from elsewhere": ({"liaison": "某某"}, "“某某”不是示范市农业农村局现任的联络员"),
    "too long": ({"content": "长" * 4001}, "4000"),
    "too long a basis": ({"duty_basis": "长" * 201}, "200"),
    "control characters": ({"requirements": "控\x9f制"}, "控制字符"),
    "a formula": ({"content": "=1+1"}, "单元格里是公式"),
    "a formula for a date": ({"due_on": "=TODAY()"}, "单元格里是公式"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_told_by_row_and_column(city, matter, fault):
    changed, words = FAULTS[fault]
    before = tasks(matter)
    answer = upload(city, matter, book(good(city), good(city, **changed)))
    assert answer.status_code == 422
    assert words in told(answer)
    column = task_sheet.COLUMNS[next(iter(changed))]
    if fault != "none of the matter":
        assert re.search(rf'data-label="{column}" class="field-wrong"', answer.content.decode())
    assert "其中 1 项有误" in told(answer)
    assert "确认起草" not in told(answer)
    assert tasks(matter) == before


@pytest.mark.parametrize("text", ["+86联系", "-1", "@张三", "<b>粗</b>", "'"])
def test_texts_that_only_look_dangerous_are_texts(city, matter, text):
    answer = upload(city, matter, book(good(city, content=text)))
    assert answer.status_code == 200
    assert confirm(city, matter, hidden(answer)).status_code == 302
    assert tasks(matter)[-1].content == text


# Files that are none


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda city: SimpleUploadedFile("任务.xlsm", b"PK"), "含宏的工作簿不能导入"),
        (lambda city: SimpleUploadedFile("任务.csv", "任务内容\n".encode()), "请上传 .xlsx 格式"),
        (lambda city: SimpleUploadedFile("任务.xls", b"\xd0\xcf"), "请上传 .xlsx 格式"),
        (lambda city: SimpleUploadedFile("任务.xlsx", b"no workbook"), "内容却不是"),
        (lambda city: SimpleUploadedFile("任务.xlsx", b""), "空"),
        (lambda city: with_macro(book(good(city))), "宏"),
        (lambda city: book(good(city), head=["任务", *task_sheet.LABELS[1:]]), "第1行应当依次是"),
        (lambda city: book(good(city), head=[*task_sheet.LABELS, "备注"]), "第1行应当依次是"),
        (lambda city: book(), "没有任务"),
        (lambda city: book(*[good(city)] * 501), "超过500项"),
        (lambda city: book(*[[""]] * 5001), "行数过多"),
        (lambda city: book([*good(city).values(), "多出的一列"]), "第9列起不应有内容"),
    ],
    ids=["xlsm", "csv", "xls", "no zip", "nothing", "macro", "other head", "longer head", "no task", "501 tasks", "5001 rows", "ninth column"],
)  # fmt: skip
def test_other_files_are_refused_in_words(city, matter, file, words):
    before = tasks(matter)
    answer = upload(city, matter, file(city))
    assert answer.status_code == 422
    assert words in told(answer)
    assert tasks(matter) == before


def with_macro(file):
    """The same workbook with a macro in it."""
    made, kept = io.BytesIO(), zipfile.ZipFile(file)
    with zipfile.ZipFile(made, "w") as archive:
        for name in kept.namelist():
            archive.writestr(name, kept.read(name))
        archive.writestr("xl/vbaProject.bin", b"macro")
    return SimpleUploadedFile("任务.xlsx", made.getvalue())


def test_no_file_at_all(city, matter):
    answer = client_of(city, "officer").post(
        f"{matter.get_absolute_url()}assignments/sheet/", {"act_id": str(uuid.uuid4()), "version": 1}
    )
    assert answer.status_code == 422


# The confirmation


def test_what_was_shown_is_made_and_made_once(city, matter):
    before = len(tasks(matter))
    shown = upload(
        city,
        matter,
        book(
            good(city),
            good(city, content="第二项", lead_department="示范市财政局", participating_departments="", liaison=""),
        ),
    )
    given = hidden(shown)
    answers = [
        confirm(city, matter, given),
        confirm(city, matter, given),
        confirm(city, matter, given | {"act_id": str(uuid.uuid4())}),
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    first, second = tasks(matter)[before:]
    assert (first.content, first.lead_department, first.due_on.isoformat()) == ("核对补贴对象", city.agriculture, due())
    assert set(first.participating_departments.all()) == {city.finance, city.bank}
    assert first.responsible_leader == city.people["agriculture_head"]
    assert (second.content, second.liaison) == ("第二项", city.people["finance_liaison"])
    again = client_of(city, "officer")
    answer = again.post(f"{matter.get_absolute_url()}assignments/sheet/confirm/", given, follow=True)
    assert "没有重复起草" in answer.content.decode()


def test_a_changed_or_foreign_confirmation_makes_nothing(city, matter):
    given = hidden(upload(city, matter, book(good(city))))
    before = Assignment.objects.count()
    sealed = given["sealed"]
    other = Road(city).to("planning")
    before = Assignment.objects.count()
    for answer, words in (
        (confirm(city, matter, given | {"sealed": sealed[:-3] + "xyz"}), "与核对的结果不符"),
        (confirm(city, matter, given | {"sealed": "nonsense"}), "与核对的结果不符"),
        (confirm(city, matter, given | {"sealed": "\x00"}), "不完整"),
        (confirm(city, matter, {}), "不完整"),
        (confirm(city, other, given), "不是您在本事项中的"),
        (confirm(city, matter, given, key="director"), "不是您在本事项中的"),
    ):
        assert answer.status_code == 422
        assert words in told(answer)
    assert confirm(city, matter, given, key="deputy").status_code == 403
    assert Assignment.objects.count() == before


def test_a_late_confirmation_is_refused(city, matter, monkeypatch):
    given = hidden(upload(city, matter, book(good(city))))
    monkeypatch.setattr(task_sheet, "VALID_SECONDS", -1)
    assert "已经过期" in told(confirm(city, matter, given))


@pytest.mark.parametrize(
    ("gone", "words"), [("agriculture_liaison", "现任的联络员"), ("agriculture_head", "现任的部门负责人")]
)
def test_what_has_changed_since_is_told_and_nothing_is_made(city, matter, gone, words):
    """Also of who was only taken because he was the only one."""
    before, given = tasks(matter), hidden(upload(city, matter, book(good(city))))
    Post.objects.filter(person=city.people[gone]).update(ended_on=clocks.today())
    answer = confirm(city, matter, given)
    assert answer.status_code == 422
    assert words in told(answer)
    assert tasks(matter) == before
