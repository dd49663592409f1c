"""The only place that writes rows into files which a spreadsheet opens: XLSX and CSV. Text stays text, whatever it begins with.

XLSX: every text is a cell of the kind "string", which no program calculates. What XML cannot say is written as the format has it,
``_xHHHH_``, and a text that looks like that is written so as well. The frame of the workbook is openpyxl's; rows leave as they come.
CSV has no kinds, and programs take a text for a formula by its beginning. A text that might be taken so, and every text that itself
begins with an apostrophe, gets one apostrophe in front: whoever takes one off again wherever there is one has the text that was.
"""

import csv
import re
from io import BytesIO, RawIOBase
from itertools import chain
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"
BOM = "\ufeff"  # by which programs know that it is UTF-8
LONGEST = 32_000  # letters of a cell; the format ends at 32,767
UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SAID = re.compile("_x([0-9A-Fa-f]{4})_")
MISTAKABLE = re.compile("[\\s\x00-\x1f\x7f-\x9f\ufeff]*[=+\\-@＝＋－＠]|['\\s\x00-\x1f\x7f-\x9f\ufeff]")
PIECE = 64 * 1024
SHEET = "xl/worksheets/sheet1.xml"
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
    """The file in pieces, as the rows come; none is kept."""
    leaving = _Leaving()
    with ZipFile(_frame(title, author, about)) as frame, ZipFile(leaving, "w", ZIP_DEFLATED) as packed:
        for part in frame.namelist():
            if part != SHEET:
                packed.writestr(part, frame.read(part))
        before, after = re.split(b"<sheetData ?/>|<sheetData></sheetData>", frame.read(SHEET))
        with packed.open(SHEET, "w") as sheet:
            sheet.write(before + b"<sheetData>")
            for row in chain([heads], rows):
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                if leaving.size > PIECE:
                    yield leaving.taken()
            sheet.write(b"</sheetData>" + after)
    yield leaving.taken()


def _frame(title, author, about):
    """A workbook with one empty sheet."""
    book = Workbook()
    book.properties.creator, book.properties.title = said_in_xlsx(author), said_in_xlsx(title)
    book.properties.description = said_in_xlsx(about)
    book.active.title, book.active.freeze_panes = title, "A2"
    for column, width in zip("AB", WIDTHS, strict=True):
        book.active.column_dimensions[column].width = width
    kept = BytesIO()
    book.save(kept)
    return kept


def _cell(value):
    if value in ("", None):
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(said_in_xlsx(value))}</t></is></c>'
    return f"<c><v>{value}</v></c>"


class _Leaving(RawIOBase):
    """What a packed file is written to, from which it is taken in pieces."""

    def __init__(self):
        self.written, self.size = [], 0

    def write(self, piece):
        self.written.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def taken(self):
        """What was written since it was asked last."""
        pieces, self.written, self.size = self.written, [], 0
        return b"".join(pieces)
