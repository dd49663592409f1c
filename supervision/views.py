"""The pages of inspections."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.models import Assignment, Matter
from supervision import forms
from supervision.models import Inspection
from workflow import clocks
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.record_page import record_context


@require_GET
def inspection(request, public_id):
    """An inspection: what is looked at, how, by whom, and what was seen."""
    record = visible_or_404(Inspection, request, public_id)
    shown = record_context(request, record) | {
        "assignments": Assignment.objects.visible_to(request.actor)
        .filter(inspections=record)
        .select_related("lead_department"),
        "members": list(record.members.order_by("name")),
        "is_open": record.is_open_to(request.actor),
    }
    return render(request, "supervision/inspection.html", shown)


class PlanInspection(BirthView):
    model, step, parent, relation, form = Inspection, Inspection.plan, Matter, "matter", forms.InspectionForm

    def initial(self):
        return {"planned_on": clocks.today()}
