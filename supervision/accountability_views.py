"""The pages of accountabilities (责任追究)."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.models import Matter
from supervision import accountability_forms as forms
from supervision.models import Accountability
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.door import open_record
from workflow.paging import page_of
from workflow.record_page import record_context


@rests_on("规定 19", label="责任追究")
@require_GET
def accountability_list(request):
    """Accountabilities that the actor may see: by state and measure, keyset pages."""
    rows = Accountability.objects.visible_to(request.actor).select_related("dossier", *Accountability.within)
    form = forms.AccountabilityFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    for name in ("state", "measure"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    page = page_of(rows, order=[("dossier__moved_at", True)], cursor=request.GET.get("after"), size=50)
    shown = {"page": page, "pager": page.pager(request), "form": form}
    return render(request, "supervision/accountability_list.html", shown)


@require_GET
def accountability(request, public_id):
    """One accountability; the matter is named only to whoever sees it."""
    record = visible_or_404(Accountability, request, public_id)
    matter = Matter.objects.visible_to(request.actor).filter(pk=record.matter_id).first()
    shown = record_context(request, record) | {"matter": matter}
    return render(request, "supervision/accountability.html", shown)


class Propose(BirthView):
    """Begun on the page of a matter, yet in a dossier of its own."""

    model, step, parent, relation = Accountability, Accountability.propose, Matter, "matter"
    form = forms.ProposalForm

    def unborn(self):
        return Accountability.begun_within(self.above, self.request.actor)

    def act(self, form):
        begun = self.unborn()
        fields = {name: getattr(begun, name) for name in ("commission", "committee", "office", "deputy_in_charge")}
        return open_record(
            Accountability, Accountability.propose, actor=self.request.actor.acting_as(form.chosen_post()), dossier=None,
            act_id=form.cleaned_data["act_id"], matter=self.above, **fields, **form.asked(),
        )  # fmt: skip
