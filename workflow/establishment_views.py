"""The pages of organisations and the offices of a commission, for the three administrators (三员)."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations.models import ADMINISTRATORS, Kind, Office, Organisation, Post, Role
from workflow import administration, clocks, establishment
from workflow.act_views import taken
from workflow.paging import PARAMETER, page_of
from workflow.personnel_forms import OfficeForm, OrganisationFilter, OrganisationForm
from workflow.personnel_views import back_to, confirmed, filtered, given, history, open_to, show


@open_to(*ADMINISTRATORS)
@require_GET
def organisations(request):
    form, asked = filtered(OrganisationFilter, request)
    found = Organisation.objects.select_related("superior", "committee")
    if asked.get("q"):
        q = asked["q"]
        found = found.filter(Q(name__icontains=q) | Q(short_name__icontains=q) | Q(code_word__icontains=q))
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    page = page_of(found, order=[("kind", False), ("name", False)], cursor=request.GET.get(PARAMETER, ""))
    may_create = administration.may(request.actor, "create_organisation")
    return show(request, "organisations", filters=form, page=page, pager=page.pager(request), may_create=may_create)


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def organisation_new(request):
    form, refusal = OrganisationForm(given(request)), None
    if request.method == "POST" and form.is_valid():
        made, refusal = taken(
            request, request.actor.person, "开设机构",
            lambda: establishment.create_organisation(request.actor, **form.cleaned_data),
        )  # fmt: skip
        if made:
            messages.success(request, f"已开设机构：{made.name}")
            return redirect("organisation", made.public_id)
    return show(request, "organisation_new", refusal, form=form)


@open_to(*ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
def organisation(request, public_id):
    """An organisation with its offices; a POST adds an office."""
    found = get_object_or_404(Organisation.objects.select_related("superior", "committee"), public_id=public_id)
    may_change = administration.may(request.actor, "open_office")
    form = refusal = None
    if may_change and found.kind == Kind.COMMISSION and found.is_active:
        form = OfficeForm(given(request))
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            name = form.cleaned_data["name"]
            made, refusal = taken(
                request, found, "增设室", lambda: establishment.open_office(request.actor, found, name)
            )
            if made:
                messages.success(request, f"已增设：{made.name}")
                return redirect("organisation", public_id)
    posts = Post.objects.in_force(clocks.today()).filter(organisation=found)
    return show(
        request, "organisation", refusal, organisation=found, offices=found.offices.order_by("-is_active", "name"),
        posts=posts.select_related("person", "office").order_by("role", "person__username"), form=form,
        offers=_offers(found) if may_change else [], may_change=may_change, entries=history(found),
    )  # fmt: skip


def _offers(found):
    """Closing or opening again, and what bars it."""
    act = "deactivate_organisation" if found.is_active else "reactivate_organisation"
    barred = establishment.against_closing(found) if found.is_active else []
    url = reverse(act, args=[found.public_id])
    return [{"label": administration.ACTS[act][0], "url": url, "open": not barred, "obstacles": barred}]


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def deactivate_organisation(request, public_id):
    found = get_object_or_404(Organisation, public_id=public_id)
    barred = establishment.against_closing(found)
    return confirmed(
        request, found, establishment.deactivate_organisation, barred, back_to(request, found, "organisation")
    )


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def reactivate_organisation(request, public_id):
    found = get_object_or_404(Organisation, public_id=public_id)
    return confirmed(request, found, establishment.reactivate_organisation, [], back_to(request, found, "organisation"))


@open_to(Role.SYSTEM_ADMIN)
@require_POST
def switch_office(request, public_id, act):
    """Close or reopen an office from the page of its commission."""
    office = get_object_or_404(Office.objects.select_related("commission"), public_id=public_id)
    label = administration.ACTS[act.__name__][0]
    _, refusal = taken(request, office.commission, label, lambda: act(request.actor, office))
    if refusal:
        messages.error(request, f"未能{label}：" + "；".join(each.sentence for each in refusal.obstacles))
    else:
        messages.success(request, f"已办理“{label}”：{office}")
    return redirect("organisation", office.commission.public_id)
