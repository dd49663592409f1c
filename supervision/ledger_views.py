"""The pages of the ledger (台账): the table, what leaves as a file, and urging several rows at once."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.models import Matter
from supervision import ledger_export
from supervision.bulk_urging import urge_all
from supervision.ledger import GROUPS, ORDERS, TABLES, Ledger
from supervision.ledger_forms import BulkUrgingForm, ExportForm, LedgerForm, canonical
from supervision.ledger_lines import COLUMNS, columns_of, find_urgeable, lines_of
from supervision.models import LedgerView
from workflow import sections
from workflow.articles import rests_on
from workflow.paging import PARAMETER

ON_A_PAGE = 50
UNSAID = ("table", "order", "group")  # said by the table itself


@dataclass(frozen=True)
class Asked:
    """The ledger as an address asks for it."""

    ledger: Ledger
    form: LedgerForm
    columns: list
    parameters: object  # the canonical query

    @classmethod
    def by(cls, request, given=None):
        given = request.GET if given is None else given
        table = TABLES.get(given.get("table", ""), TABLES["tasks"])
        plain = Ledger(request.actor, table, {})
        form = LedgerForm(given, table=table, departments=plain.departments())
        form.is_valid()
        columns = columns_of(table, given.getlist("columns"))
        return cls(Ledger(request.actor, table, form.cleaned_data), form, columns, canonical(given))

    def is_by_the_form(self):
        """Whether a condition of the form narrows the rows, or is none."""
        given, fields = self.form.cleaned_data, self.form.visible_fields()
        return any(field.errors or (given.get(field.name) and field.name not in UNSAID) for field in fields)

    def words(self):
        """What narrows the rows, in words."""
        given = self.form.cleaned_data
        said = [f"{self.form.fields[name].label}“{_word(self.form, name, value)}”" for name, value in given.items()
                if value and name not in (*UNSAID, "matter")]  # fmt: skip
        if given.get("matter"):
            seen = Matter.objects.visible_to(self.ledger.actor).filter(public_id=given["matter"]).first()
            said.append(f"事项“{seen.words if seen else '不存在'}”")
        order, group = self.ledger.order, given.get("group") or ""
        grouped = f"，{GROUPS[group]}分组" if group else ""
        return f"{'、'.join(said) or '全部'}；按{ORDERS[order]}排列{grouped}"


def _word(form, name, value):
    if value is True:
        return "是"
    return dict(getattr(form.fields[name], "choices", ())).get(value, value) if isinstance(value, str) else value


@rests_on("规定 8", label="台账")
@require_GET
def ledger(request):
    """Tasks or matters: narrowed, grouped, ordered, with the columns that were chosen."""
    asked = Asked.by(request)
    total, groups = asked.ledger.counted()
    page = sections.walk(asked.ledger.sections(groups), request.GET.get(PARAMETER, ""), ON_A_PAGE)
    lines = lines_of(asked.ledger, page.rows, asked.columns)
    find_urgeable(lines, request.actor)
    views = LedgerView.objects.offered_to(request.actor)
    query = asked.parameters.urlencode()
    shown = {
        "form": asked.form, "lines": lines, "heads": [(column.key, column.head(asked.ledger.table)) for column in asked.columns], "pager": page.pager(request), "query": query,
        "total": sections.count_words(total, asked.ledger.most), "tabs": [(table.label, _tab_url(asked, table), table is asked.ledger.table) for table in TABLES.values()],
        "offered_columns": _offered_columns(asked), "views": [(view, view.parameters == query) for view in views],
        "may_urge": any(line.may_be_urged for line in lines), "table": asked.ledger.table, "words": asked.words(),
        "urging": BulkUrgingForm(initial={"table": asked.ledger.table.key}), "width": len(asked.columns) + 1,
        "matter": _matter(asked), "is_narrowed": bool(asked.parameters), "is_asked": asked.is_by_the_form(),
    }  # fmt: skip
    for line in lines:
        line.heading = _heading(asked, line.group) if line.heads_group else None
    return render(request, "supervision/ledger.html", shown)


def _heading(asked, group):
    """(name of a group, how many rows it has, the address that lists them alone)."""
    alone = asked.parameters.copy()
    alone.pop("group", None)
    alone.update(group.narrower)
    return group.label, sections.count_words(group.number, asked.ledger.most), f"?{alone.urlencode()}"


def _matter(asked):
    """The matter whose tasks alone are listed, if the actor sees it."""
    wanted = asked.form.cleaned_data.get("matter")
    return Matter.objects.visible_to(asked.ledger.actor).filter(public_id=wanted).first() if wanted else None


def _tab_url(asked, table):
    """The other table by the same question, without what only this one knows."""
    kept = asked.parameters.copy()
    kept["table"] = table.key
    if table is not asked.ledger.table:
        for name in ("state", "matter", "columns"):
            kept.pop(name, None)
    return f"?{kept.urlencode()}"


def _offered_columns(asked):
    shown = {column.key for column in asked.columns}
    own = [column for column in COLUMNS.values() if asked.ledger.table.key in column.tables and not column.stays]
    return [(column, column.key in shown) for column in own]


@require_http_methods(["GET", "POST"])
def ledger_export_page(request):
    """How many rows would leave, in what form and why; then the file itself."""
    asked = Asked.by(request)
    query = asked.parameters.urlencode()
    return answer_export(
        request, label=asked.ledger.table.label, words=asked.words(), size=ledger_export.size_of(asked.ledger),
        heads=ledger_export.heads_of(asked.ledger, asked.columns), rows=ledger_export.texts_of(asked.ledger, asked.columns),
        back=f"{reverse('ledger')}?{query}", here=f"{reverse('ledger_export')}?{query}",
    )  # fmt: skip


def answer_export(request, *, label, words, size, heads, rows, back, here):
    """The page on which rows of a ledger are taken away, and the file; ``rows`` are only read when they leave."""
    needs_reason, too_many = ledger_export.needs_reason(size), size > settings.EXPORT_MOST_ROWS
    form = ExportForm(request.POST if request.method == "POST" else None, needs_reason=needs_reason)
    if request.method == "POST" and form.is_valid() and not too_many:
        return ledger_export.hand_out(request.actor, label, heads, rows, **form.cleaned_data, size=size, asked=words)
    shown = {
        "form": form, "size": size, "most": settings.EXPORT_MOST_ROWS, "from_size": settings.EXPORT_REASON_ROWS,
        "needs_reason": needs_reason, "too_many": too_many, "words": words, "label": label,
        "columns": "、".join(heads), "back": back, "here": here,
    }  # fmt: skip
    return render(request, "supervision/ledger_export.html", shown, status=422 if request.method == "POST" else 200)


@require_POST
def ledger_urge(request):
    """Urge the first clock of every ticked row, each by an act of its own; what became of each is shown."""
    form = BulkUrgingForm(request.POST)
    results = []
    if form.is_valid():
        table = TABLES[form.cleaned_data["table"]]
        results = urge_all(request, Ledger(request.actor, table, {}), form.cleaned_data)
    ticked = [] if results else _ticked(request)
    shown = {
        "form": form, "results": results, "done": sum(result.is_done for result in results), "ticked": ticked,
        "back": f"{reverse('ledger')}?{canonical(request.GET).urlencode()}",
    }  # fmt: skip
    return render(request, "supervision/ledger_urged.html", shown, status=200 if results else 422)


def _ticked(request):
    """The rows that were ticked, as far as they are seen: a form that is asked again keeps them."""
    table = TABLES.get(request.POST.get("table", ""), TABLES["tasks"])
    field = BulkUrgingForm.base_fields["rows"]
    try:
        wanted = field.to_python(request.POST.getlist("rows"))[:ON_A_PAGE]
    except ValidationError:
        return []
    ledger = Ledger(request.actor, table, {})
    return list(ledger.read(ledger.visible.filter(public_id__in=wanted)))
