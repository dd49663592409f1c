"""The only place that writes a workbook: the blank table of tasks (任务表样表) with what may be filled in.

A text that begins like a formula is written as a text, never as a formula.
"""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from coordination.bulk import MOST
from coordination.parties import LEADER, LIAISON
from coordination.task_sheet import LABELS

WIDTHS = (44, 36, 24, 16, 24, 12, 12, 14)
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")


def write(cell, value):
    """Put a value into a cell; a text is a text even if it begins like a formula."""
    cell.value = value
    if isinstance(value, str) and value.startswith(FORMULA_LIKE):
        cell.data_type, cell.quotePrefix = "s", True


def template(matter, parties):
    """The bytes of the workbook to fill in: the head of the table, and a sheet of what may be chosen."""
    book = Workbook()
    table = book.active
    table.title = "任务"
    for place, (label, width) in enumerate(zip(LABELS, WIDTHS, strict=True), 1):
        cell = table.cell(1, place)
        write(cell, label)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6F4FF")
        table.column_dimensions[cell.column_letter].width = width
    table.freeze_panes = "A2"
    for row in table.iter_rows(min_row=2, max_row=MOST + 1, max_col=len(LABELS)):
        for cell in row:
            cell.alignment, cell.number_format = Alignment(wrap_text=True, vertical="top"), "@"
    _choices(book.create_sheet("可以填写的部门和人员"), matter, parties)
    offered = DataValidation("list", formula1=f"'可以填写的部门和人员'!$A$4:$A${3 + max(1, len(parties.departments))}")
    table.add_data_validation(offered)
    offered.add(f"D2:D{MOST + 1}")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _choices(sheet, matter, parties):
    said = [
        (f"事项：{matter.words}",),
        ("参与部门用顿号“、”隔开；完成时限写作2026-12-31；责任领导、联络员不填的，取牵头部门现任的唯一人选。",),
        ("部门", LEADER.label, LIAISON.label),
    ]
    for one in parties.departments:
        said.append(
            (
                one.short_name,
                *("、".join(str(each) for each in parties.people(one, role)) for role in (LEADER, LIAISON)),
            )
        )
    for row, values in enumerate(said, 1):
        for column, value in enumerate(values, 1):
            write(sheet.cell(row, column), value)
    for letter in "ABC":
        sheet.column_dimensions[letter].width = 24
