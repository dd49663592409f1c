"""The only place that writes rows into files which a spreadsheet opens: XLSX and CSV. Text stays text, whatever it begins with.

XLSX: every text is a cell of the kind "string", which no program calculates. What XML cannot say is written as the format has it,
``_xHHHH_``, and a text that looks like that is written so as well.
CSV has no kinds, and programs take a text for a formula by its beginning. A text that might be taken so, and every text that itself
begins with an apostrophe, gets one apostrophe in front: whoever takes one off again wherever there is one has the text that was.
"""

import csv
import re
import tempfile
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"
BOM = "\ufeff"  # by which programs know that it is UTF-8
LONGEST = 32_000  # letters of a cell; the format ends at 32,767
UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SAID = re.compile("_x([0-9A-Fa-f]{4})_")
MISTAKABLE = re.compile("[\\s\x00-\x1f\x7f-\x9f\ufeff]*[=+\\-@＝＋－＠]|['\\s\x00-\x1f\x7f-\x9f\ufeff]")
PIECE = 64 * 1024
WIDTHS = (8, 40)  # of the first two columns, in letters


def said_in_xlsx(text):
    """The text as a cell keeps it."""
    return UNSAYABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:LONGEST])


def read_from_xlsx(text):
    """The text that was meant, for programs that do not do it themselves."""
    return SAID.sub(lambda found: chr(int(found[1], 16)), text)


def said_in_csv(text):
    return f"'{text}" if MISTAKABLE.match(text) else text


def read_from_csv(text):
    return text[1:] if text.startswith("'") else text


def csv_lines(heads, rows):
    """The file in pieces, a line at a time."""
    writer = csv.writer(_Passing(), lineterminator="\r\n")
    yield BOM.encode()
    for row in chain([heads], rows):
        said = [said_in_csv(value) if isinstance(value, str) else value for value in row]
        yield writer.writerow(said).encode(errors="backslashreplace")


class _Passing:
    """What a csv writer writes to, where the line is wanted back."""

    def write(self, line):
        return line


def xlsx_pieces(heads, rows, *, title, author="", about=""):
    """The file in pieces. Rows go to the disk as they come; none is kept in memory."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = said_in_xlsx(author), said_in_xlsx(title)
    book.properties.description = said_in_xlsx(about)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for column, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in chain([heads], rows):
        sheet.append([_cell(sheet, value) for value in row])
    with tempfile.TemporaryFile() as kept:
        book.save(kept)
        kept.seek(0)
        while piece := kept.read(PIECE):
            yield piece


def _cell(sheet, value):
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, said_in_xlsx(value))
    cell.data_type = "s"  # openpyxl takes a leading = for a formula, and #N/A for an error
    return cell
