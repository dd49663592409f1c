"""The only place that reads a workbook of tasks (任务表): its rows, and what each would become. A cell with a formula is not read."""

import re
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core import signing
from django.utils.datastructures import MultiValueDict
from openpyxl import load_workbook

from coordination.bulk import MOST
from coordination.bulk_forms import PEOPLE, TaskRow
from workflow import clocks, uploads
from workflow.uploads import Refused
from workflow.uploads.reading import MIB

COLUMNS = {
    "content": "任务内容", "requirements": "要求", "duty_basis": "职责依据", "lead_department": "牵头部门",
    "participating_departments": "参与部门", "responsible_leader": "责任领导", "liaison": "联络员", "due_on": "完成时限",
}  # fmt: skip
LABELS = list(COLUMNS.values())
MOST_READ = 5000  # rows looked at, with the empty ones
MOST_UNPACKED, MOST_BYTES = 32 * MIB, 2 * MIB
MOST_SEALED = 900_000  # letters that the confirmation sends back
DATED = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
PARTED = re.compile(r"[、，,;；\n]")
SALT = "coordination.task_sheet"
VALID_SECONDS = 60 * 60
EMPTY = "表格里没有任务，请从第2行起逐行填写。"


@dataclass
class Line:
    """One row of the workbook: what its cells say, what it would become, and what is wrong by column."""

    number: int
    cells: dict
    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)

    def columns(self):
        """(label, what the cell says, what is wrong with it) in the order of the workbook."""
        return [(label, self.cells.get(name, ""), self.errors.get(name, [])) for name, label in COLUMNS.items()]

    @property
    def beyond(self):
        """What is wrong with the row as a whole."""
        return self.errors.get("", [])


# Reading


def read(uploaded, parties):
    """The filled rows of an uploaded workbook as ``Line``s; raises ``Refused`` where the file as a whole is not to be read."""
    if not uploaded.name.lower().endswith(".xlsx"):
        raise Refused("请上传 .xlsx 格式的任务表；含宏的工作簿不能导入。")
    uploads.examine(uploaded)
    if uploaded.size > MOST_BYTES or _unpacked(uploaded) > MOST_UNPACKED:
        raise Refused("任务表过大，请分成几份导入。")
    try:
        book = load_workbook(uploaded, read_only=True, keep_links=False)
        return _lines(book.worksheets, parties)
    except Refused:
        raise
    except Exception as damaged:  # whatever the library meets in a file that it cannot read
        raise Refused("任务表无法读取，请用下载的样表重新填写。") from damaged


def _unpacked(uploaded):
    with zipfile.ZipFile(uploaded) as archive:
        return sum(part.file_size for part in archive.infolist())


def _lines(sheets, parties):
    if not sheets:
        raise Refused(EMPTY)
    sheets[0].reset_dimensions()
    rows = sheets[0].iter_rows(max_col=len(LABELS) + 1)
    head = [str(cell.value or "").strip() for cell in next(rows, ())]
    if head[: len(LABELS)] != LABELS or any(head[len(LABELS) :]):
        raise Refused(f"第1行应当依次是：{'、'.join(LABELS)}。请用下载的样表填写。")
    found = []
    for number, cells in enumerate(rows, 2):
        if number > MOST_READ:
            raise Refused(f"任务表行数过多（含空行），最多{MOST}项任务。")
        if any(cell.value is not None and str(cell.value).strip() for cell in cells):
            found.append(_line(number, cells, parties))
        if len(found) > MOST:
            raise Refused(f"任务表超过{MOST}项任务，请分成几份导入。")
    if not found:
        raise Refused(EMPTY)
    return found


def _line(number, cells, parties):
    line = Line(number, {})
    for name, cell in zip(COLUMNS, cells, strict=False):
        if cell.data_type in ("f", "e"):
            line.errors[name] = ["单元格里是公式或者错误值，请改为文字。"]
        line.cells[name] = "（公式）" if cell.data_type == "f" else _words(cell.value)
    if any(_words(cell.value) for cell in cells[len(COLUMNS) :]):
        line.errors[""] = [f"第{len(COLUMNS) + 1}列起不应有内容。"]
    return judged(line, parties)


def _words(value):
    """What a cell says, as a text."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def judged(line, parties):
    """The line with what it would become, or with what is wrong."""
    given = MultiValueDict({name: [line.cells.get(name, "")] for name in ("content", "requirements", "duty_basis")})
    for name, resolve in (
        ("lead_department", _department),
        ("participating_departments", _departments),
        ("due_on", _day),
    ):
        given.setlist(name, resolve(line, name, parties))
    lead = parties.called(line.cells.get("lead_department", ""))
    for name, role in PEOPLE.items():
        given.setlist(name, _person(line, name, role, lead, parties))
    form = TaskRow(given, parties=parties)
    for name, sentences in form.errors.items():
        line.errors.setdefault(name.replace("__all__", ""), list(sentences))
    if not line.errors:
        line.values = form.cleaned_data
        _name_the_only_holders(line, parties)
    return line


def _name_the_only_holders(line, parties):
    """Where nobody is named, the only holder of the post: shown, and sealed with the row."""
    for name, role in PEOPLE.items():
        line.values[name] = line.values[name] or parties.only(line.values["lead_department"], role)
        line.cells[name] = str(line.values[name] or "")


def _wrong(line, name, sentence):
    line.errors.setdefault(name, []).append(sentence)
    return []


def _department(line, name, parties):
    said = line.cells.get(name, "")
    found = parties.called(said)
    if said and found is None:
        return _wrong(line, name, f"“{said}”不是本事项的牵头或者参与部门，请填写第2张工作表所列的名称。")
    return [str(found.pk)] if found else []


def _departments(line, name, parties):
    said = [word.strip() for word in PARTED.split(line.cells.get(name, "")) if word.strip()]
    if unknown := [word for word in said if parties.called(word) is None]:
        return _wrong(line, name, f"“{'、'.join(unknown)}”不是本事项的牵头或者参与部门。")
    return list(dict.fromkeys(str(parties.called(word).pk) for word in said))


def _person(line, name, role, lead, parties):
    said = line.cells.get(name, "")
    if not said or lead is None:
        return []
    people = [one for one in parties.people(lead, role) if one.name == said]
    if len(people) > 1:
        return _wrong(line, name, f"{lead}有几位同名的{role.label}，请导入后逐项指定。")
    return [str(people[0].pk)] if people else _wrong(line, name, f"“{said}”不是{lead}现任的{role.label}。")


def _day(line, name, parties):
    said = line.cells.get(name, "")
    match = DATED.fullmatch(said)
    try:
        return [date(*map(int, match.groups())).isoformat()] if match else _no_day(line, name, said)
    except ValueError:
        return _no_day(line, name, said)


def _no_day(line, name, said):
    return _wrong(line, name, f"“{said}”不是日期，请写作{clocks.today().year}-12-31。") if said else []


# What was shown is what is confirmed


def seal(lines, *, matter, actor):
    """The rows as a sealed text with the id of the act that it may become, for this person and matter alone."""
    said = [[line.number, line.cells] for line in lines]
    sealed = signing.dumps([str(uuid.uuid4()), str(matter.public_id), actor.person_id, said], salt=SALT, compress=True)
    if len(sealed) > MOST_SEALED:
        raise Refused("任务表文字过多，请分成几份导入。")
    return sealed


def unseal(sealed, *, matter, actor, parties):
    """(act id, the lines that were shown, judged again today); raises ``Refused`` where they are not what was shown here."""
    try:
        act_id, of, by, said = signing.loads(sealed, salt=SALT, max_age=VALID_SECONDS)
    except signing.SignatureExpired as late:
        raise Refused("核对的结果已经过期，请重新上传任务表。") from late
    except signing.BadSignature as changed:
        raise Refused("提交的内容与核对的结果不符，没有导入，请重新上传任务表。") from changed
    if (of, by) != (str(matter.public_id), actor.person_id):
        raise Refused("核对的结果不是您在本事项中的，没有导入，请重新上传任务表。")
    return uuid.UUID(act_id), [judged(Line(number, cells), parties) for number, cells in said]
