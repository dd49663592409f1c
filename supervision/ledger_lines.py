"""The only place that says what a row of the ledger (台账) says, on the page and in a file alike.

A work secret shows its code words, its state and its date; whoever is on the access list also sees whose it is, never what it says.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from coordination.models import Assignment, Matter, WrittenReport
from supervision.ledger_cells import row_of
from supervision.ledger_lights import COLOURS
from supervision.models import Urging
from workflow import calendars, clocks
from workflow.authority import posts_for
from workflow.models import NEW, Clock
from workflow.steps import declaration_of


@dataclass
class Line:
    """One row with what stands beside it in other tables, read for the whole page at once."""

    record: object
    matter: object
    group: object
    shows_work: bool = True
    is_open: bool = True
    clock: object = None
    light: object = None
    urgings: int = 0
    report: object = None
    tasks: tuple = (0, 0)
    participants: tuple = ()
    may_be_urged: bool = False
    cells: list = field(default_factory=list)
    heads_group: bool = False

    @property
    def row(self):
        """The cells as a page shows them."""
        return row_of(self)

    @property
    def shows_more(self):
        """Whether whose it is may be read: the work on it, and of a work secret only on the access list."""
        return self.shows_work and self.is_open


@dataclass(frozen=True)
class Cell:
    """What one column says of one row. ``text`` is what a file says; a page may add the shape of a light or a link."""

    column: object
    text: object
    url: str = ""
    light: object = None


@dataclass(frozen=True)
class Column:
    """One column. ``say`` gives its text of a line; of ``tables`` it belongs to; ``stays`` at the left when the table is scrolled."""

    key: str
    label: str
    say: object
    tables: tuple = ("tasks", "matters")
    fixed: bool = True
    stays: bool = False
    beside: bool = False  # shown only when it is chosen
    link: object = None

    def head(self, table):
        return self.label or table.label

    def cell(self, line):
        light = line.light if self.key == "light" else None
        return Cell(self, self.say(line), self.link(line) if self.link else "", light)


def _report(line):
    return f"第{line.report.number}稿{line.report.state_label}" if line.report else ""


def _tasks(line):
    total, accepted = line.tasks
    return f"{total}项，销号{accepted}项" if total else ""


def _title(line):
    return line.record.name_words if isinstance(line.record, Matter) else line.record.words


def _tasks_url(line):
    return f"?table=tasks&matter={line.matter.public_id}" if line.tasks[0] else ""


def _day(moment):
    return clocks.business_date(moment).isoformat() if moment else ""


def _where(shown, say):
    """The column's text where ``shown`` says that the line shows it, else nothing."""
    return lambda line: say(line) if getattr(line, shown) else ""


COLUMNS = {
    column.key: column
    for column in (
        Column("light", "灯", lambda line: COLOURS[line.light.tone] if line.light else "", stays=True),
        Column("title", "", _title, fixed=False, stays=True, link=lambda line: line.record.get_absolute_url()),
        Column("matter", "所属事项", lambda line: line.matter.words, ("tasks",), fixed=False, link=lambda line: line.matter.get_absolute_url()),
        Column("number", "编号", lambda line: line.matter.number, ("matters",)),
        Column("state", "环节", lambda line: line.record.state_label),
        Column("category", "类别", _where("is_open", lambda line: line.matter.get_category_display()), fixed=False, beside=True),
        Column("lead", "牵头部门", _where("shows_more", lambda line: str(line.record.lead_department or "")), fixed=False),
        Column("participants", "参与部门", _where("shows_more", lambda line: "、".join(line.participants)), fixed=False),
        Column("officer", "承办人", _where("shows_more", lambda line: str(line.matter.handling_officer or ""))),
        Column("clock", "时限", lambda line: line.clock.label if line.clock else ""),
        Column("due", "到期日", lambda line: line.clock.due_on.isoformat() if line.clock else ""),
        Column("left", "剩余", lambda line: line.light.word if line.light else ""),
        Column("urgings", "催办", _where("shows_work", lambda line: line.urgings)),
        Column("returns", "退回", lambda line: line.record.returns, ("tasks",)),
        Column("report", "最近报告", _report, ("tasks",)),
        Column("tasks", "任务", _tasks, ("matters",), link=_tasks_url),
        Column("moved", "最近变动", lambda line: _day(line.record.moved_at), beside=True),
    )
}  # fmt: skip


def columns_of(table, chosen=()):
    """The columns of a table: those that were chosen, in the order of the table, and the ones that stay; else the usual ones."""
    own = [column for column in COLUMNS.values() if table.key in column.tables]
    picked = {key for key in chosen if key in COLUMNS}
    return [column for column in own if column.stays or (column.key in picked if picked else not column.beside)]


def lines_of(ledger, found, columns):
    """The lines of a page of (section, row), each with its cells: as many questions for one row as for fifty."""
    lines = _lines(ledger, found)
    _read_clocks(lines, ledger.actor)
    wanted = {column.key for column in columns}
    if "participants" in wanted:
        _read_participants(lines, ledger.table.model)
    if "urgings" in wanted:
        _read_urgings(lines)
    if "report" in wanted:
        _read_reports(lines, ledger.actor)
    if "tasks" in wanted:
        _read_tasks(lines, ledger.actor)
    for line in lines:
        line.cells = [column.cell(line) for column in columns]
    return lines


def _lines(ledger, found):
    """The lines in the order of what was found; a row that was found by its clock is read as the list reads it."""
    by_clock = [row.subject_id for _, row in found if isinstance(row, Clock)]
    read = ledger.read(ledger.visible.filter(public_id__in=by_clock))
    known = {row.public_id: row for row in read} if by_clock else {}
    worked_on = _worked_on(ledger, [row for _, row in found if isinstance(row, Matter)] + list(known.values()))
    lines, last = [], None
    for section, row in found:
        record = known.get(row.subject_id) if isinstance(row, Clock) else row
        if record is None:  # it was moved out of sight while the page was read
            continue
        matter = record if isinstance(record, Matter) else record.matter
        line = Line(record, matter, section.more)
        line.shows_work = not isinstance(record, Matter) or record.pk in worked_on
        line.is_open = not record.is_covered_from(ledger.actor)
        line.heads_group, last = bool(section.label) and section.label != last, section.label
        lines.append(line)
    return lines


def _worked_on(ledger, records):
    """Keys of the matters of which the actor sees the work; of a task he does whenever he sees it."""
    keys = [record.pk for record in records if isinstance(record, Matter)]
    return set(Matter.objects.filter(ledger.work, pk__in=keys).values_list("pk", flat=True)) if keys else set()


def _read_clocks(lines, actor):
    """The open clock that is due first, and its light."""
    shown = [line.record for line in lines if line.shows_work]
    found = {}
    for clock in Clock.objects.open().of(*shown).select_related("policy", "owed_organisation").order_by("due_on", "pk"):
        found.setdefault(clock.subject_id, clock)
    calendar = calendars.load()
    for line in lines:
        line.clock = found.get(line.record.public_id)
        if line.clock:
            line.light = clocks.light(line.clock, actor.today, calendar)


def find_urgeable(lines, actor):
    """Note on each line whether this actor urges such a clock at all; asks nothing of the database."""
    born = declaration_of(Urging.urge, NEW)
    for line in lines:
        if line.clock:
            begun = Urging.about(line.clock, line.record, line.matter)
            line.may_be_urged = bool(posts_for(born.by, begun, actor))


def _read_participants(lines, model):
    """The short names of the participating departments."""
    found = defaultdict(list)
    rows = model.objects.filter(pk__in=[line.record.pk for line in lines if line.shows_more])
    named = rows.exclude(participating_departments=None).values_list("pk", "participating_departments__short_name")
    for key, name in named.order_by("participating_departments__short_name"):
        found[key].append(name)
    for line in lines:
        line.participants = tuple(found[line.record.pk])


def _read_urgings(lines):
    counted = Clock.objects.of(*(line.record for line in lines if line.shows_work)).order_by()
    found = dict(counted.values_list("subject_id").annotate(total=Sum("urgings")))
    for line in lines:
        line.urgings = found.get(line.record.public_id) or 0


def _read_reports(lines, actor):
    """The last draft of a report that the actor sees; its number and state only."""
    tasks = [line.record.pk for line in lines if isinstance(line.record, Assignment)]
    reports = WrittenReport.objects.visible_to(actor).filter(assignment__in=tasks).order_by("assignment", "number")
    found = {report.assignment_id: report for report in reports.defer("content", "difficulties", "next_steps")}
    for line in lines:
        line.report = found.get(line.record.pk)


def _read_tasks(lines, actor):
    """How many tasks of each matter the actor sees, and how many of them are accepted.

    The dossiers are named beside their matters: a database that expects few rows does not gather all that an inspector may read first.
    """
    found = defaultdict(lambda: (0, 0))
    shown = {
        "dossier__in": [line.record.dossier_id for line in lines],
        "matter__in": [line.record.pk for line in lines],
    }
    tasks = Assignment.objects.visible_to(actor).filter(**shown).order_by().values_list("matter")
    counted = tasks.annotate(total=Count("pk"), accepted=Count("pk", filter=Q(state="accepted")))
    for matter_id, total, accepted in counted:
        found[matter_id] = (total, accepted)
    for line in lines:
        line.tasks = found[line.record.pk] if line.shows_work else (0, 0)
