"""The only place that lists all of one unit as one ledger: what it owes, asked and was given, its meetings, cases, clues and registers.

A kind of record says by ``on_unit_page`` where it stands (``dispatch.unit_page``), and by ``settled`` in which states nothing more is
expected of it though a step leads on. Every row begins with ``visible_to``; kinds follow
one another as sections, so a page does not grow with what there is.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import CharField, Count, Value

from dispatch.lights import dated
from dispatch.unit_page import PARTS
from supervision.ledger_lights import COLOURS, first_clocks, of_tone
from supervision.periods import Period
from workflow import sections
from workflow.models import NEW, AuditEntry
from workflow.models.record import labels_of
from workflow.sections import Section
from workflow.steps import machines, terminal_states

HEADS = ("灯", "类别", "名称", "状态", "时限", "到期日", "最近变动")
STANDING = {"": "没有办结的", "ended": "已经办结的", "all": "全部"}
AT_A_TIME = 500


class Figure(NamedTuple):
    """How many records of one kind there are, and how many in each state that has any."""

    part: str
    label: str
    number: int
    states: list

    @property
    def words(self):
        return "，".join(f"{state}{number}件" for state, number in self.states)


class Line(NamedTuple):
    """One row of the table, on a page and in a file alike."""

    label: str
    record: object
    clock: object
    light: object
    heads_group: bool

    @property
    def texts(self):
        clock = self.clock
        return [
            COLOURS[self.light.tone] if self.light else "", self.label, self.record.words, self.record.state_label,
            clock.label if clock else "", clock.due_on.isoformat() if clock else "", f"{self.record.moved_at:%Y-%m-%d}",
        ]  # fmt: skip


def kinds():
    """Every kind that has a place on the page of a unit, in the order of its places."""
    found = [model for model in machines() if getattr(model, "on_unit_page", "")]
    return sorted(found, key=lambda model: list(PARTS).index(model.on_unit_page))


@dataclass(frozen=True)
class UnitLedger:
    """The rows of one unit as one actor asked for them: ``wanted`` are the cleaned values of ``UnitLedgerForm``."""

    actor: object
    unit: object
    wanted: dict

    @property
    def models(self):
        part, kind = self.wanted.get("part"), self.wanted.get("kind")
        return [
            model for model in kinds()
            if (not part or model.on_unit_page == part) and (not kind or model._meta.model_name == kind)
        ]  # fmt: skip

    def rows_of(self, model):
        """The rows of one kind that were asked for, in no order."""
        rows = model.objects.visible_to(self.actor).filter(**{getattr(model, "unit_path", "unit"): self.unit})
        standing, light, year = (self.wanted.get(name) or "" for name in ("standing", "light", "year"))
        if standing != "all" and not year:
            over = {"state__in": [*terminal_states(model), *getattr(model, "settled", ())]}
            rows = rows.filter(**over) if standing == "ended" else rows.exclude(**over)
        if light:
            burning = first_clocks().filter(of_tone(light, self.actor.today), subject_type=model._meta.label_lower)
            rows = rows.filter(public_id__in=burning.values("subject_id"))
        return rows.filter(public_id__in=_born_in(model, year)) if year else rows

    @cached_property
    def figures(self):
        """[Figure] of every kind that has rows: one question for all."""
        counted = [
            self.rows_of(model).order_by().values("state")
            .annotate(kind=Value(model._meta.model_name, output_field=CharField()), number=Count("pk"))
            .values_list("kind", "state", "number")
            for model in self.models
        ]  # fmt: skip
        numbers = {}
        for kind, state, number in counted[0].union(*counted[1:], all=True) if counted else ():
            numbers.setdefault(kind, {})[state] = number
        return [
            _figure(model, numbers[model._meta.model_name])
            for model in self.models
            if model._meta.model_name in numbers
        ]

    @property
    def size(self):
        return sum(figure.number for figure in self.figures)

    def sections(self):
        """The kinds that have rows, the latest of each first."""
        present = {figure.label for figure in self.figures}
        return [
            Section(self.rows_of(model).select_related("dossier", *model.within), [("moved_at", True)], model._meta.verbose_name)
            for model in self.models if model._meta.verbose_name in present
        ]  # fmt: skip

    def lines_of(self, found):
        """The lines of (section, row) of one page."""
        beside = {
            row.public_id: (clock, light) for row, clock, light in dated([row for _, row in found], self.actor.today)
        }
        lines, before = [], None
        for section, row in found:
            lines.append(Line(section.label, row, *beside[row.public_id], section.label != before))
            before = section.label
        return lines

    def texts(self):
        """The texts of every row, read page by page."""
        for found in sections.pages(self.sections(), AT_A_TIME):
            yield from (line.texts for line in self.lines_of(found))


def _figure(model, numbers):
    words = labels_of(model.State)
    states = [(words[state], numbers[state]) for state in words if state in numbers]
    return Figure(PARTS[model.on_unit_page], model._meta.verbose_name, sum(numbers.values()), states)


def _born_in(model, year):
    """Public ids of the records of a kind that came into being in a calendar year (``2026``)."""
    period = Period.written(str(year))
    born = AuditEntry.objects.filter(subject_type=model._meta.label_lower, source=NEW)
    return born.filter(at__gte=period.begins_at, at__lt=period.ends_at).values("subject_id")


def year_in_words(actor, unit, year):
    """The figures of a calendar year as the draft of a report says them: what came into being in it, and how it stands today."""
    ledger = UnitLedger(actor, unit, {"year": year})
    by_part = {}
    for figure in ledger.figures:
        by_part.setdefault(figure.part, []).append(f"{figure.label}{figure.number}件（{figure.words}）。")
    headed = [
        f"{number}、{part}\n" + "\n".join(lines)
        for number, (part, lines) in zip("一二三四五六七八", by_part.items(), strict=False)
    ]
    sources = f"数字来源：系统按{actor.person.name}可以查看的{unit}记录统计，{year}年新立的各类记录及其现状。"
    return "\n\n".join([*headed, sources])
