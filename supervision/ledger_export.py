"""The only place that lets rows of the ledger leave the house as a file: what is seen, in its order, on record before the first byte."""

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from organizations.models import Person
from supervision.ledger_lines import lines_of
from workflow import audit, clocks, sections, sheets
from workflow.sections import CappedCount

AT_A_TIME = 500  # rows that are in memory


def size_of(ledger):
    """How many rows the file would have; one more than the most that one file may have stands for more."""
    counted = CappedCount(ledger.rows, settings.EXPORT_MOST_ROWS)
    return Person.objects.filter(pk=ledger.actor.person_id).values_list(counted).get()[0] or 0


def needs_reason(size):
    return size > settings.EXPORT_REASON_ROWS


def heads_of(ledger, columns):
    return [*(["分组"] if ledger.wanted.get("group") else []), *(column.head(ledger.table) for column in columns)]


def texts_of(ledger, columns):
    """The texts of every row, read page by page."""
    grouped = bool(ledger.wanted.get("group"))
    _, groups = ledger.counted()
    for found in sections.pages(ledger.sections(groups), AT_A_TIME):
        for line in lines_of(ledger, found, columns):
            yield [*([line.group.label] if grouped else []), *(cell.text for cell in line.cells)]


def hand_out(actor, table, heads, rows, *, kind, reason, size, asked):
    """Rows of a table of this name as a file, entered in the journal before its first byte."""
    label = f"导出台账（{table[:20]}，{size}行，{kind}）"[:40]
    audit.journal(
        "export_ledger", label, actor=actor, words=f"{table}：{asked}",
        changes={
            "条件": [None, asked], "列": [None, "、".join(heads)], "行数": [None, str(size)],
            "格式": [None, kind], "导出事由": [None, reason or None],
        },
    )  # fmt: skip
    if kind == "csv":
        pieces, content_type = sheets.csv_lines(heads, rows), sheets.CSV
    else:
        about = f"{actor.person.name}于{clocks.now().astimezone(clocks.SHANGHAI):%Y-%m-%d %H:%M}导出。{asked}"
        pieces = sheets.xlsx_pieces(heads, rows, title="台账", author=actor.person.name, about=about)
        content_type = sheets.XLSX
    answer = StreamingHttpResponse(pieces, content_type=content_type)
    name = f"台账（{table}）{clocks.today():%Y%m%d}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
