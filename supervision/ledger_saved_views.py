"""The pages on which saved views of the ledger are kept: one's own, and those that a director shares with his commission."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from supervision import saved_views
from supervision.ledger_forms import SavedViewForm, canonical
from supervision.models import LedgerView

NOT_YOURS = f"共享的视图由本单位{saved_views.SHARER.label}改名和删除。"


def _changeable(request, public_id):
    """A view that is offered to the actor and that he may change."""
    view = get_object_or_404(LedgerView.objects.offered_to(request.actor), public_id=public_id)
    if not saved_views.may_change(view, request.actor):
        raise PermissionDenied(NOT_YOURS)
    return view


@require_GET
def view_list(request):
    """The views that are offered to the actor, with what he may do to them."""
    views = LedgerView.objects.offered_to(request.actor).select_related("owner", "commission")
    lines = [(view, saved_views.may_change(view, request.actor)) for view in views]
    return render(request, "supervision/ledger_views.html", {"lines": lines, "sharer": saved_views.SHARER.label})


@require_http_methods(["GET", "POST"])
def view_new(request):
    """Keep what the ledger's address asks for under a name."""
    commission = saved_views.commission_of(request.actor)
    query = canonical(request.GET).urlencode()
    given = request.POST if request.method == "POST" else None
    form = SavedViewForm(given, person=request.user, commission=commission, initial={"parameters": query})
    if given is None or not form.is_valid():
        return _page(request, form, "保存视图", query)
    asked = form.cleaned_data
    shared_with = commission if asked.get("is_shared") else None
    view = saved_views.keep(request.actor, asked["name"], asked["parameters"], commission=shared_with)
    messages.success(request, f"已保存视图“{view.name}”。")
    return redirect(f"{reverse('ledger')}?{view.parameters}")


@require_http_methods(["GET", "POST"])
def view_edit(request, public_id):
    """Another name for a view."""
    view = _changeable(request, public_id)
    given = request.POST if request.method == "POST" else None
    form = SavedViewForm(given, person=view.owner, commission=view.commission, saved=view, initial={"name": view.name})
    if given is None or not form.is_valid():
        return _page(request, form, "视图改名", view.parameters)
    saved_views.rename(request.actor, view, form.cleaned_data["name"])
    messages.success(request, f"已改名为“{view.name}”。")
    return redirect("ledger_views")


@require_POST
def view_remove(request, public_id):
    """Remove a view; the rows it listed are not touched."""
    view = _changeable(request, public_id)
    saved_views.remove(request.actor, view)
    messages.success(request, f"已删除视图“{view.name}”。")
    return redirect("ledger_views")


def _page(request, form, title, query):
    shown = {"form": form, "title": title, "query": query}
    return render(request, "supervision/ledger_view.html", shown, status=422 if form.is_bound else 200)
