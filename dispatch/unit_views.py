"""The pages of dispatched units (派驻机构): the map, the founding, one unit with its hosts now and before."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from dispatch import unit_forms as forms
from dispatch.models import Appointment, DispatchedUnit, HostRelation, UnitFunction
from dispatch.models.dispatched_unit import REGISTRARS
from dispatch.unit_map import lines_of, page_of_units, tree, units_seen
from dispatch.unit_page import parts_of
from organizations.models import ROLES_OF, Kind
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.local_rules import house_of
from workflow.paging import PARAMETER
from workflow.record_page import record_context
from workflow.timeline import visible_subjects

PLACES = {role: place for place, role in enumerate(ROLES_OF[Kind.DISPATCHED_UNIT])}


@rests_on("规则 3、6", label="派驻图谱")
@require_GET
def unit_map(request):
    """The map as a picture: commissions, the offices in contact, units, hosts; what is opened is read."""
    wanted = _wanted(request)
    rows = units_seen(request.actor, wanted["q"])
    cursor, office = request.GET.get(PARAMETER, ""), request.GET.get("office", "")
    houses, page = tree(rows, request.actor, wanted=office, cursor=cursor, is_search=bool(wanted["q"]))
    shown = {"houses": houses, "pager": page.pager(request) if page else None, "opened": office}
    return render(request, "dispatch/unit_map.html", shown | wanted | _may(request))


@require_GET
def unit_table(request):
    """The same as a table, dissolved units where they are asked for."""
    wanted = _wanted(request)
    rows = units_seen(request.actor, wanted["q"], with_dissolved=wanted["dissolved"])
    page = page_of_units(rows, request.GET.get(PARAMETER, ""))
    shown = {"lines": lines_of(page.rows, request.actor), "pager": page.pager(request)}
    return render(request, "dispatch/unit_table.html", shown | wanted | _may(request))


def _wanted(request):
    form = forms.UnitSearchForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    return {"form": form, "q": given.get("q", ""), "dissolved": given.get("dissolved", False)}


def _may(request):
    return {"may_found": house_of(request.actor, *REGISTRARS.roles) is not None}


@require_GET
def unit(request, public_id):
    """One unit: what it is, its hosts now and before, its people, and the latest of all it does."""
    record, actor = visible_or_404(DispatchedUnit, request, public_id), request.actor
    subjects = visible_subjects(record.dossier, actor)  # of its file, read once for its history and its tables
    relations = sorted(_kind(subjects, HostRelation), key=lambda row: row.host.name)
    relations.sort(key=lambda row: row.from_on, reverse=True)
    shown = record_context(request, record, subjects) | {
        "relations": [(row, row.is_current(actor.today)) for row in relations],
        "people": _people(subjects), "parts": parts_of(record, actor),
    }  # fmt: skip
    return render(request, "dispatch/dispatchedunit.html", shown)


def _kind(subjects, model):
    return [row for row in subjects.values() if isinstance(row, model)]


def _people(subjects):
    """[(appointment, functions of the person)]: who is in office or to be, the head first; then who was there before."""
    functions = {}
    for row in sorted(_kind(subjects, UnitFunction), key=lambda row: row.pk):
        if row.state == "held":
            functions.setdefault(row.person_id, []).append(row)
    rows = sorted(_kind(subjects, Appointment), key=lambda row: (row.from_on, row.pk), reverse=True)
    rows.sort(key=lambda row: (not row.is_present, PLACES[row.role]))
    return [(row, functions.get(row.person_id, []) if row.is_present else []) for row in rows]


@require_GET
def within_unit(request, public_id, model):
    """What is shown on the page of its unit."""
    return redirect(visible_or_404(model, request, public_id).get_absolute_url())


class Found(BirthView):
    """The clerk of the standing committee or the secretary enters a unit from the document that founds it."""

    model, step = DispatchedUnit, DispatchedUnit.found

    def unborn(self):
        return DispatchedUnit(**self.fields({}))

    def fields(self, given):
        house = house_of(self.request.actor, *REGISTRARS.roles)
        return {"commission": house} if house else {}

    def posts(self):
        return super().posts() if self.fields({}) else []

    def may(self):
        return "派出机关常委会秘书、书记"

    def form(self, *args, record, **kwargs):
        return forms.FoundingForm(*args, record=record, commission=self.fields({})["commission"], **kwargs)
