"""The page on which the secretary of a commission says which steps nobody takes on another's behalf."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from organizations.models import Role
from workflow import clocks, local_rules
from workflow.act_views import Refusal, taken
from workflow.forms import CleanForm
from workflow.lent_steps import by_record, lent_steps
from workflow.personnel_views import open_to


class LentStepsForm(CleanForm):
    """The steps that are ticked, and the version that the page showed."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    keys = forms.MultipleChoiceField(label=local_rules.WITHHELD, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(each.key, each.words) for each in lent_steps()]


@open_to(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def lent_steps_page(request):
    """Tick what each must do himself; saving makes a new version of the rules."""
    commission = local_rules.house_of(request.actor, Role.SECRETARY)
    if commission is None:
        raise Http404
    newest, refusal = local_rules.versions(commission).first(), Refusal()
    form = LentStepsForm(request.POST if request.method == "POST" else None)
    ticked = newest.not_delegable
    if request.method == "POST":
        ticked = request.POST.getlist("keys")
        saved, refusal = _saved(request, commission, form) if form.is_valid() else (None, Refusal(422))
        if saved:
            when = clocks.date_words(saved.effective_on)
            messages.success(request, f"已保存{saved}，自{when}起适用于新立卷的事项。")
            return redirect("rules")
    shown = {
        "commission": commission, "records": by_record(), "ticked": ticked, "number": newest.number, "refusal": refusal,
        "form": form, "policy": newest,
    }  # fmt: skip
    return render(request, "workflow/rules/lent_steps.html", shown, status=refusal.status)


def _saved(request, commission, form):
    given = form.cleaned_data
    return taken(request, commission, local_rules.LABEL, lambda: local_rules.withhold(
        request.actor, commission, based_on=given["based_on"], keys=given["keys"]))  # fmt: skip
