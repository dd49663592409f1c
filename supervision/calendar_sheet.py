"""The only place that reads a notice of days off and make-up days (放假安排): from pasted lines, or from a workbook row by row."""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openpyxl import load_workbook

from coordination.task_sheet import MOST_BYTES, MOST_UNPACKED
from workflow import clocks, uploads
from workflow.calendars import SpecialDay
from workflow.uploads import Refused

MOST_LINES, LONGEST_RANGE, LONGEST_NAME = 200, 31, 40
OFF = ("休", "放假", "休息", "休假", "放假调休")
WORK = ("班", "上班", "补班", "调休上班", "工作", "工作日")
HEAD = ("日期", "休/班", "名称")
DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
LATER = r"(?:(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})\s*[日号]?"
JOINED = r"(?:至|到|~|～|—+|–|-{2,}|(?<=\s)-(?=\s)|-(?=\d{4}[-/.年]))"
LINE = re.compile(rf"{DAY}(?:\s*{JOINED}\s*{LATER})?(?P<rest>.*)", re.DOTALL)
PARTED = re.compile(r"[\s,，、;；:：（）()]+")
WRITTEN = "请写作“2027-10-01 休 国庆节”，连续几天写作“2027-10-01至2027-10-07 休 国庆节”"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line."""

    number: int
    text: str
    sentence: str


class Unread(Exception):
    """A line that is not understood."""


def read(text, calendar, year):
    """(days, faults) of pasted lines; an empty line, and one that begins with #, is passed over."""
    days, faults, seen = [], [], {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        try:
            found = _days(said)
            _judge(found, seen, calendar.notice_span(year), year)
        except Unread as wrong:
            faults.append(Fault(number, said, str(wrong)))
            continue
        seen |= {day.on: number for day in found}
        days += found
    return sorted(days), faults


def _days(line):
    match = LINE.fullmatch(line)
    if match is None or match["rest"][:1] in ("-", *"0123456789"):
        raise Unread(f"看不懂日期，{WRITTEN}")
    first, last = _ends(match)
    words = [word for word in PARTED.split(match["rest"]) if word]
    counts, name = _kind(words)
    return [SpecialDay(first + timedelta(passed), counts, name) for passed in range((last - first).days + 1)]


def _ends(match):
    year, month, day, to_year, to_month, to_day = match.groups()[:6]
    first = _date(year, month, day)
    last = _date(to_year or year, to_month or month, to_day) if to_day else first
    if last < first:
        raise Unread("起止日期颠倒")
    if (last - first).days >= LONGEST_RANGE:
        raise Unread(f"一行最多写{LONGEST_RANGE}天")
    return first, last


def _date(*said):
    try:
        return date(*map(int, said))
    except ValueError as impossible:
        raise Unread(f"没有{'-'.join(said)}这一天") from impossible


def _kind(words):
    said = [word for word in words if word in OFF + WORK]
    if len(said) != 1:
        raise Unread(f"应当写明休或者班，{WRITTEN}")
    name = "".join(word for word in words if word != said[0])
    if len(name) > LONGEST_NAME:
        raise Unread(f"名称不超过{LONGEST_NAME}个字")
    return said[0] in WORK, name or ("调休上班" if said[0] in WORK else "放假")


def _judge(days, seen, span, year):
    first, last = span
    for day in days:
        if not first <= day.on <= last:
            raise Unread(f"{day.on} 不在{year}年放假安排的范围内（{first} 至 {last}）")
        if day.on in seen:
            raise Unread(f"{day.on} 与第{seen[day.on]}行重复")


# A workbook


def lines_of(uploaded):
    """The rows of an uploaded workbook as the lines that one would paste; raises ``Refused`` where it is not to be read."""
    if not uploaded.name.lower().endswith(".xlsx"):
        raise Refused("请上传 .xlsx 格式的表格；含宏的工作簿不能导入。")
    uploads.examine(uploaded)
    with zipfile.ZipFile(uploaded) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if uploaded.size > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise Refused("表格过大，不像是放假安排。")
    try:
        book = load_workbook(uploaded, read_only=True, keep_links=False)
        return "\n".join(_rows(book.worksheets))
    except Refused:
        raise
    except Exception as damaged:  # whatever the library meets in a file that it cannot read
        raise Refused("表格无法读取，请把日期、休/班、名称逐行粘贴到文字框里。") from damaged


def _rows(sheets):
    if not sheets:
        raise Refused("表格里没有工作表。")
    sheets[0].reset_dimensions()
    for number, cells in enumerate(sheets[0].iter_rows(max_col=len(HEAD)), 1):
        if number > MOST_LINES:
            raise Refused(f"表格超过{MOST_LINES}行，不像是放假安排。")
        if any(cell.data_type in ("f", "e") for cell in cells):
            raise Refused(f"第{number}行的单元格里是公式或者错误值，请改为文字。")
        said = [_words(cell.value) for cell in cells]
        yield "# 表头" if number == 1 and said[:1] == [HEAD[0]] else " ".join(said).strip()


def _words(value):
    if value is None:
        return ""
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime | date) else re.sub(r"\s+", " ", str(value)).strip()


def years():
    """The years whose notice may be entered."""
    this = clocks.today().year
    return range(this - 1, this + 3)
