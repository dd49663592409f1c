"""The pages of appointments (任职), the division of work (职责分工), handing over (轮岗交接) and the case register (案件登记)."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from dispatch import people_forms as forms
from dispatch.grounds import resting_on
from dispatch.models import (
    Appointment,
    CaseDuty,
    CaseRecusal,
    DirectHandling,
    DispatchedUnit,
    Handover,
    RegisteredCase,
    UnitFunction,
)
from dispatch.unit_births import OnUnit
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.paging import PARAMETER, page_of
from workflow.record_page import offers_of, record_context


@require_GET
def plain(request, public_id, model, template="dispatch/of_unit.html"):
    """A record in the file of a unit that needs no page of its own kind."""
    return render(request, template, record_context(request, visible_or_404(model, request, public_id)))


class ProposeAppointment(BirthView):
    model, step, parent, relation = Appointment, Appointment.propose, DispatchedUnit, "unit"
    form = forms.AppointmentForm


class AssignFunction(BirthView):
    model, step, parent, relation, form = UnitFunction, UnitFunction.assign, DispatchedUnit, "unit", forms.FunctionForm


class PrepareHandover(BirthView):
    """Begun on the page of an appointment, in the file of its unit."""

    model, step, parent, relation, form = Handover, Handover.prepare, Appointment, "appointment", forms.HandoverForm

    def unborn(self):
        return Handover.begun_within(self.above, self.request.actor)

    def fields(self, given):
        return {"unit": self.above.unit}


@rests_on("规则 9", label="案件登记")
@require_GET
def case_list(request):
    """Cases that the actor may see by their code names: by state and unit, keyset pages."""
    rows = RegisteredCase.objects.visible_to(request.actor).select_related("dossier", *RegisteredCase.within)
    form = forms.CaseFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("unit"):
        rows = rows.filter(unit__public_id=wanted["unit"])
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    shown = {"page": page, "pager": page.pager(request), "form": form}
    return render(request, "dispatch/case_list.html", shown)


@require_GET
def case(request, public_id):
    """One case by its code name: who has and had which function on it, and who stands back."""
    record = visible_or_404(RegisteredCase, request, public_id)
    shown = record_context(request, record)
    rows = {}
    for name, model in (("duties", CaseDuty), ("recusals", CaseRecusal), ("handlings", DirectHandling)):
        found = (
            model.objects.visible_to(request.actor).filter(case=record).select_related("dossier__policy", *model.within)
        )
        rows[name] = [(row, offers_of(row, request.actor, shown["barring"])) for row in found.order_by("pk")]
    rows |= resting_on(record, record.unit, request.actor)
    return render(request, "dispatch/registeredcase.html", shown | rows | {"births": shown["births"] + rows["ways"]})


@require_GET
def within_case(request, public_id, model):
    """What is shown on the page of its case."""
    return redirect(visible_or_404(model, request, public_id).get_absolute_url())


class RegisterCase(OnUnit):
    model, step, form = RegisteredCase, RegisteredCase.register, forms.CaseForm


class AssignDuty(BirthView):
    model, step, parent, relation, form = CaseDuty, CaseDuty.assign, RegisteredCase, "case", forms.DutyForm


class Recuse(BirthView):
    model, step, parent, relation, form = CaseRecusal, CaseRecusal.recuse, RegisteredCase, "case", forms.CaseRecusalForm
