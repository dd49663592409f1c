"""The pages of a commission's rules (实施办法): its versions, a new one with its preview, and the one that governs a matter."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from organizations.models import Role
from workflow import access, clocks, local_rules
from workflow.act_views import Refusal, taken
from workflow.articles import rests_on
from workflow.local_rules_forms import LadderFormSet, RulesForm, ladder_of
from workflow.local_rules_preview import preview, standing
from workflow.models import Clock
from workflow.personnel_views import open_to
from workflow.views import subject_or_404

PAGES = "workflow/rules"


def said(policy):
    """A version as its page says it: every value is the commission's own."""
    return {
        "policy": policy, "periods": local_rules.period_rows(policy), "settings": local_rules.setting_rows(policy),
        "papers": [*local_rules.paper_rows(policy), ("生效日期", clocks.date_words(policy.effective_on))],
    }  # fmt: skip


@rests_on("规定 20", label="实施办法")
@open_to(*local_rules.READERS)
@require_GET
def rules(request):
    """The versions, one of them in full, and what it says otherwise than another."""
    commission = _house(request, *local_rules.READERS)
    held = list(local_rules.versions(commission))
    stands = standing(held, clocks.today())
    by_number = {str(policy.number): policy for policy in held}
    in_force = next((policy for policy in held if stands[policy.number][0] == "现行"), held[-1])
    shown = by_number.get(request.GET.get("version", ""), in_force)
    other = by_number.get(request.GET.get("against", "")) or by_number.get(str(shown.number - 1))
    lines = [{"policy": policy, "state": stands[policy.number]} for policy in held]
    may_set = request.actor.holds(commission.pk, Role.SECRETARY)
    compared = local_rules.differences(other, shown) if other else []
    return render(request, f"{PAGES}/list.html", {
        "commission": commission, "lines": lines, "other": other, "differences": compared, "may_set": may_set,
        "state": stands[shown.number], **said(shown),
    })  # fmt: skip


@open_to(Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def rules_new(request):
    """A new version: filled in, looked at, saved."""
    commission = _house(request, Role.SECRETARY)
    newest = local_rules.versions(commission).first()
    if request.method == "GET":
        form = RulesForm(initial=RulesForm.initial_of(newest) | {"effective_on": clocks.today()})
        return _form(request, commission, form, LadderFormSet(initial=ladder_of(newest)))
    form, ladder = RulesForm(request.POST), LadderFormSet(request.POST)
    if not (form.is_valid() and ladder.is_valid()):
        return _form(request, commission, form, ladder, Refusal(422))
    values = form.values() | {"ladder": ladder.rungs()}
    if request.POST.get("stage") == "save":
        return _save(request, commission, form, ladder, values)
    if request.POST.get("stage") == "edit":
        return _form(request, commission, form, ladder)
    if found := local_rules.against(newest, values):
        return _form(request, commission, form, ladder, Refusal(422, obstacles=tuple(found)))
    draft = local_rules.drafted(newest, values)
    shown = preview(request.actor, draft) | {"form": form, "ladder": ladder, "draft": draft, "commission": commission}
    return render(request, f"{PAGES}/preview.html", shown)


def _save(request, commission, form, ladder, values):
    saved, refusal = taken(
        request, commission, local_rules.LABEL,
        lambda: local_rules.set_rules(request.actor, commission, based_on=form.cleaned_data["based_on"], **values),
    )  # fmt: skip
    if refusal:
        if refusal.moved:
            form.data = form.data.copy()
            form.data["based_on"] = local_rules.versions(commission).first().number
        return _form(request, commission, form, ladder, refusal)
    messages.success(request, f"已保存{saved}，自{clocks.date_words(saved.effective_on)}起适用于新立卷的事项。")
    return redirect("rules")


def _form(request, commission, form, ladder, refusal=None):
    refusal = refusal or Refusal()
    shown = {"commission": commission, "form": form, "ladder": ladder, "refusal": refusal}
    return render(request, f"{PAGES}/new.html", shown, status=refusal.status)


def _house(request, *roles):
    commission = local_rules.house_of(request.actor, *roles)
    if commission is None:
        raise Http404
    return commission


@never_cache
@require_GET
def clock_rules(request, subject_id, name):
    """The version under which a due date was counted, for everybody of the house."""
    held = Clock.objects.filter(dossier__in=access.visible_dossiers(request.actor), subject_id=subject_id, name=name)
    held = held.filter(policy__commission__in=request.actor.organisation_ids())
    found = held.select_related("policy__set_by", "policy__commission").order_by("-pk").first()
    subject = subject_or_404(found, request, subject_id)
    if found is None or not subject.shows_work_to(request.actor):
        raise Http404
    return render(request, f"{PAGES}/version.html", {"clock": found, "subject": subject, **said(found.policy)})
