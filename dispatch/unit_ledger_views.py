"""The ledger of a unit (派驻机构台账): figures, the table, and what leaves as a file."""

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dispatch.models import DispatchedUnit
from dispatch.parties import acting_post
from dispatch.unit_ledger import HEADS, STANDING, UnitLedger, kinds
from dispatch.unit_page import PARTS
from organizations.models import Kind
from supervision.ledger_lights import COLOURS, TONES
from supervision.ledger_views import answer_export
from workflow import sections
from workflow.act_views import visible_or_404
from workflow.forms import CleanForm
from workflow.paging import PARAMETER

ON_A_PAGE = 50
YEARS = 5


class UnitLedgerForm(CleanForm):
    """Which rows of a unit to list."""

    part = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), *PARTS.items()])
    kind = forms.ChoiceField(label="类别", required=False)
    standing = forms.ChoiceField(label="办理", required=False, choices=STANDING.items())
    light = forms.ChoiceField(
        label="灯", required=False, choices=[("", "全部"), *((tone, TONES[tone]) for tone in COLOURS)]
    )
    year = forms.ChoiceField(label="新立于", required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", "全部"),
            *((each._meta.model_name, each._meta.verbose_name) for each in kinds()),
        ]
        years = [str(today.year - back) for back in range(YEARS)]
        self.fields["year"].choices = [("", "不限"), *((year, f"{year}年") for year in years)]

    def words(self):
        """What narrows the rows, in words."""
        said = [
            f"{field.label}“{dict(field.choices)[self.cleaned_data[name]]}”"
            for name, field in self.fields.items() if self.cleaned_data.get(name)
        ]  # fmt: skip
        return "、".join(said) or "没有办结的全部"


def _asked(request, public_id):
    unit = visible_or_404(DispatchedUnit, request, public_id)
    form = UnitLedgerForm(request.GET, today=request.actor.today)
    form.is_valid()
    return unit, form, UnitLedger(request.actor, unit, form.cleaned_data)


@require_GET
def unit_ledger(request, public_id):
    """All of one unit on one page: figures by state, then the rows of each kind with their lights."""
    unit, form, ledger = _asked(request, public_id)
    page = sections.walk(ledger.sections(), request.GET.get(PARAMETER, ""), ON_A_PAGE)
    post = acting_post(request.actor, Kind.DISPATCHED_UNIT)
    shown = {
        "record": unit, "form": form, "words": form.words(), "figures": ledger.figures, "lines": ledger.lines_of(page.rows),
        "heads": HEADS, "pager": page.pager(request), "query": request.GET.urlencode(), "total": ledger.size,
        "year": request.actor.today.year if post and post.organisation_id == unit.organisation_id else None,
    }  # fmt: skip
    return render(request, "dispatch/unit_ledger.html", shown)


@require_http_methods(["GET", "POST"])
def unit_ledger_export(request, public_id):
    """How many rows would leave, in what form and why; then the file itself."""
    unit, form, ledger = _asked(request, public_id)
    query = request.GET.urlencode()
    return answer_export(
        request, label=unit.words, words=form.words(), size=ledger.size, heads=HEADS, rows=ledger.texts(),
        back=f"{reverse('unit_ledger', args=[unit.public_id])}?{query}",
        here=f"{reverse('unit_ledger_export', args=[unit.public_id])}?{query}",
    )  # fmt: skip
