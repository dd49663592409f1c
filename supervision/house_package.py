"""The only place that lets the file of a department's performance leave as one package: built on disk, on record before the first byte."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import FileResponse
from django.template.loader import render_to_string

from coordination.models import Assignment
from supervision.ledger_export import heads_of, texts_of
from supervision.ledger_lines import columns_of
from workflow import attachments, audit, clocks, search, sections, sheets, timeline
from workflow.bundles import Bundle, parted, pieces_of
from workflow.models import Clock
from workflow.sections import Section
from workflow.steps import machines

AT_A_TIME = 50  # dossiers whose roots are in memory
TABLES = ("tasks", "matters")


@dataclass(frozen=True)
class Entry:
    """What the index says of one dossier."""

    kind: str
    words: str
    state_label: str
    opened_at: datetime
    path: str
    records: int
    files: int


@dataclass
class Sheet:
    """One dossier of the package: its root, its records with their words, its clocks and history, and the files that came along."""

    root: object
    folder: str
    parts: list = field(default_factory=list)
    clocks: list = field(default_factory=list)
    history: list = field(default_factory=list)
    files: list = field(default_factory=list)
    broken: list = field(default_factory=list)


def size_of(file):
    """How many records the package would hold."""
    return sum(number for _, number in file.numbers(settings.EXPORT_MOST_ROWS))


def package(file, *, reason, size):
    """The answer that hands out the package."""
    with Bundle() as bundle:
        entries = [_dossier(bundle, file, root) for root in _roots(file)]
        for table in TABLES:
            _ledger(bundle, file, table)
        shown = {
            "file": file,
            "at": clocks.now(),
            "entries": entries,
            "numbers": _words(file),
            "figures": file.figures(),
        }
        bundle.add(bundle.place((), "目录", ".html"), _page("supervision/package_index.html", shown))
        kept, length, digest = bundle.close()
    audit.journal(
        "take_house_package", f"下载部门履职材料包（{size}件记录）", actor=file.reader, subject=file.mandate, article="规定 18",
        words=f"{file.house}，{file.mandate.words}",
        changes={
            "部门": [None, str(file.house)], "查阅时段": [None, period_words(file.mandate)], "记录": [None, str(size)],
            "文件": [None, str(len(bundle.kept))], "校验清单": [None, digest], "下载事由": [None, reason or None],
        },
    )  # fmt: skip
    answer = FileResponse(kept, as_attachment=True, filename=f"{file.house}履职情况{clocks.today():%Y%m%d}.zip")
    answer["Content-Type"], answer["Content-Length"] = "application/zip", str(length)
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "no-store"
    return answer


def _words(file):
    """[(kind, how many)] in words."""
    counted = [(model, number) for model, number in file.numbers() if model is not Assignment]  # a figure by itself
    return [(model._meta.verbose_name, sections.count_words(number)) for model, number in counted]


def period_words(mandate):
    return f"{mandate.covers_from:%Y-%m-%d}至{mandate.covers_until:%Y-%m-%d}"


def _page(template, shown):
    yield render_to_string(template, shown).encode(errors="backslashreplace")


def _roots(file):
    """The roots of every dossier, a page at a time."""
    for model in (model for model in machines() if model.is_root):
        rows = file.rows(model).select_related("dossier", *model.within)
        for found in sections.pages([Section(rows, [("moved_at", True)])], AT_A_TIME):
            yield from (root for _, root in found)


def _ledger(bundle, file, key):
    """The ledger as the reader has it, as a workbook and as text; read once for each."""
    ledger = file.ledger(key)
    columns, label = columns_of(ledger.table), ledger.table.label
    heads = heads_of(ledger, columns)
    about = f"{file.house}，{period_words(file.mandate)}"
    workbook = sheets.xlsx_pieces(
        heads, texts_of(ledger, columns), title="台账", author=file.reader.person.name, about=about
    )
    bundle.add(bundle.place(("台账",), label, ".xlsx"), workbook)
    bundle.add(bundle.place(("台账",), label, ".csv"), sheets.csv_lines(heads, texts_of(ledger, columns)))


def _dossier(bundle, file, root):
    """One folder: a sheet to read and the files that the reader may open; what the index says of it stays in memory."""
    sheet = Sheet(root, bundle.place((root._meta.verbose_name,), root.words))
    rows, subjects = _records(file, root.dossier), {}
    for row, openings in rows:
        subjects[row.public_id] = row
        sheet.parts.append((row, search.read_of(row, openings)))
    shown = [row for row in subjects.values() if row.shows_work_to(file.reader)]
    sheet.clocks = list(Clock.objects.of(*shown).order_by("started_on", "pk")) if shown else []
    sheet.history = timeline.of_dossier(root.dossier, file.reader, subjects)
    _add_files(bundle, file, sheet, subjects)
    path = f"{sheet.folder}/办理情况.html"
    bundle.add(path, _page("supervision/package_dossier.html", {"file": file, "sheet": sheet, "subjects": subjects}))
    return Entry(
        root._meta.verbose_name, root.words, root.state_label, root.dossier.opened_at, path, len(subjects), len(sheet.files)
    )  # fmt: skip


def _records(file, dossier):
    """(row, openings) of every record of the dossier that the reader sees, the root first, one kind after another."""
    names = search.Names()
    for model in sorted(timeline.kinds_in(dossier), key=lambda model: not model.is_root):
        openings = model.searchable_by(file.reader)
        rows = search.rows_with(model, [], file.reader, names).filter(dossier=dossier).order_by("pk")
        yield from ((row, openings) for row in rows)


def _add_files(bundle, file, sheet, subjects):
    """Files of records whose texts are open, each whole; a spoilt one is named instead."""
    opened = [row for row in subjects.values() if row.is_open_to(file.reader)]
    for kept in attachments.of(*opened):
        if not attachments.is_whole(kept):
            sheet.broken.append(kept.name)
            continue
        path = bundle.place((*sheet.folder.split("/"), "附件"), *parted(kept.name))
        bundle.add(path, pieces_of(attachments.path_of(kept)))
        sheet.files.append((path.removeprefix(f"{sheet.folder}/"), subjects[kept.subject_id]))
