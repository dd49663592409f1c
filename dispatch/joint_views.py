"""The pages of working side by side: joint actions and their month, jurisdiction over cases, direct handling, the levels of approval."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from dispatch import approval, joint_month
from dispatch import joint_forms as forms
from dispatch.models import DirectHandling, JointAction, JointParty, JointTask, Jurisdiction, RegisteredCase
from dispatch.paper_views import FromTheAuthority, FromTheUnit, begun, dated
from organizations.models import Role
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.months import month_of, months_after
from workflow.paging import PARAMETER, page_of
from workflow.record_page import offers_of, record_context


@require_GET
def action_list(request):
    """Joint actions that the actor may see: by words, form and state, keyset pages."""
    form = forms.ActionFilterForm(request.GET)
    rows = JointAction.objects.visible_to(request.actor).select_related("dossier", *JointAction.within)
    if form.is_valid():
        rows = _narrowed(rows, form.cleaned_data, "title")
        if (kinds := form.kinds()) is not None:
            rows = rows.filter(kind__in=kinds)
        if form.cleaned_data["unit"]:
            house = JointParty.objects.visible_to(request.actor).filter(
                organisation__dispatched_units__public_id=form.cleaned_data["unit"]
            )
            rows = rows.filter(pk__in=house.values("action"))
    return _list(request, rows, form, "dispatch/jointaction_list.html", ProposeAction)


@require_GET
def jurisdiction_list(request):
    """Cases by their code names of which it is or was settled who handles them."""
    form = forms.JurisdictionFilterForm(request.GET)
    rows = Jurisdiction.objects.visible_to(request.actor).select_related("dossier", *Jurisdiction.within)
    if form.is_valid():
        rows = _narrowed(rows, form.cleaned_data, "code_name")
        if form.cleaned_data["unit"]:
            rows = rows.filter(unit__dispatched_units__public_id=form.cleaned_data["unit"])
    return _list(request, rows, form, "dispatch/jurisdiction_list.html", Negotiate)


def _narrowed(rows, wanted, named):
    if words := wanted["q"]:
        rows = rows.filter(Q(number__icontains=words) | Q(**{f"{named}__icontains": words}))
    return rows.filter(state=wanted["state"]) if wanted["state"] else rows


def _list(request, rows, form, template, birth):
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    shown = {
        "lines": dated(page.rows, request.actor.today), "pager": page.pager(request), "form": form, "listing": rows.model.listing(),
        "birth": birth if begun(birth, request).posts() else None,
    }  # fmt: skip
    return render(request, template, shown)


@require_GET
def action(request, public_id):
    """One joint action: what it is for, who takes part, the tasks that the actor sees, its result."""
    record, actor = visible_or_404(JointAction, request, public_id), request.actor
    shown = record_context(request, record)
    parties = (
        JointParty.objects.visible_to(actor).filter(action=record).select_related("dossier__policy", *JointParty.within)
    )
    tasks = (
        JointTask.objects.visible_to(actor).filter(action=record).select_related("dossier__policy", *JointTask.within)
    )
    shown |= {
        "parties": [(row, offers_of(row, actor, shown["barring"])) for row in sorted(parties, key=lambda row: row.place)],
        "tasks": dated(tasks.order_by("due_on", "pk"), actor.today),
    }  # fmt: skip
    return render(request, "dispatch/jointaction.html", shown)


@require_GET
def plain(request, public_id, model):
    """A record that needs no page of its own kind."""
    return render(
        request, "dispatch/side_record.html", record_context(request, visible_or_404(model, request, public_id))
    )


@require_GET
def within_action(request, public_id):
    """Who takes part is shown on the page of the action."""
    return redirect(visible_or_404(JointParty, request, public_id).get_absolute_url())


@require_GET
def month(request):
    """One month: who does what with whom, day by day, as far as the actor sees it."""
    first_on = month_of(request.GET.get("month", ""), request.actor.today)
    days, is_cut = joint_month.days_of(request.actor, first_on)
    shown = {
        "days": days, "is_cut": is_cut, "first_on": first_on, "before": first_on - timedelta(days=1), "after": months_after(first_on, 1),
        "form": forms.MonthForm(initial={"month": f"{first_on:%Y-%m}"}),
    }  # fmt: skip
    return render(request, "dispatch/joint_month.html", shown)


@require_GET
def approval_levels(request):
    """Every act with the least level at which it may be approved (规则 52)."""
    return render(request, "dispatch/approval_levels.html", {"lines": approval.table()})


class ProposeAction(FromTheAuthority):
    """A director proposes for his own office, a leader in his own name."""

    address, model, step, form_class = "jointaction_new", JointAction, JointAction.propose, forms.ProposeForm


class AssignTask(BirthView):
    model, step, parent, relation, form = JointTask, JointTask.assign, JointAction, "action", forms.TaskForm


class Negotiate(FromTheUnit):
    """The head of a unit begins; the office and the leader that look after the unit come with it."""

    address, roles = "jurisdiction_new", (Role.UNIT_HEAD,)
    model, step, form_class = Jurisdiction, Jurisdiction.negotiate, forms.NegotiationForm

    def fields(self, given):
        settled = super().fields(given)
        looked_after = {"office": self.unit.office, "deputy_in_charge": self.unit.deputy_in_charge} if settled else {}
        return settled | looked_after


class ProposeHandling(BirthView):
    """On the page of a case, in its file."""

    model, step, parent, relation = DirectHandling, DirectHandling.propose, RegisteredCase, "case"
    form = forms.HandlingForm
