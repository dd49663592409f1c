"""The pages of dispatched units (派驻机构): the map, the founding, one unit with its hosts now and before."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from dispatch import unit_forms as forms
from dispatch.models import DispatchedUnit, HostRelation
from dispatch.models.dispatched_unit import REGISTRARS
from dispatch.unit_page import parts_of
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.local_rules import house_of
from workflow.paging import PARAMETER, page_of
from workflow.record_page import record_context


@require_GET
def unit_map(request):
    """Units that the actor may see, each with its hosts today."""
    rows = DispatchedUnit.objects.visible_to(request.actor).select_related("dossier", *DispatchedUnit.within)
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    relations = HostRelation.objects.filter(unit__in=page.rows).in_force(request.actor.today).select_related("host")
    hosts = {}
    for relation in relations.order_by("host__name"):
        hosts.setdefault(relation.unit_id, []).append(relation.host)
    shown = {
        "lines": [(row, hosts.get(row.pk, ())) for row in page.rows], "pager": page.pager(request),
        "may_found": house_of(request.actor, *REGISTRARS.roles) is not None,
    }  # fmt: skip
    return render(request, "dispatch/unit_map.html", shown)


@require_GET
def unit(request, public_id):
    """One unit: what it is, its hosts now and before."""
    record = visible_or_404(DispatchedUnit, request, public_id)
    relations = record.host_relations.select_related("host").order_by("-from_on", "host__name")
    shown = {
        "relations": [(row, row.is_current(request.actor.today)) for row in relations],
        "parts": parts_of(record, request.actor),
    }
    return render(request, "dispatch/dispatchedunit.html", record_context(request, record) | shown)


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
