"""The pages on which saved views of the ledger are kept: one's own, and those that a director shares with his commission."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations.models import Kind, Role
from supervision.ledger_forms import SavedViewForm, canonical
from supervision.models import LedgerView
from workflow import audit, clocks

SHARER = Role.OFFICE_DIRECTOR
NOT_YOURS = f"共享的视图由本单位{SHARER.label}改名和删除。"


def commission_of(actor):
    """The commission for which the actor may share a view; ``None`` where he may not."""
    held = [post for post in actor.posts if post.role == SHARER and post.organisation.kind == Kind.COMMISSION]
    return min(held, key=lambda post: post is not actor.post).organisation if held else None


def _changeable(request, public_id):
    """A view that is offered to the actor and that he may change."""
    view = get_object_or_404(LedgerView.objects.offered_to(request.actor), public_id=public_id)
    if not view.may_be_changed_by(request.actor, SHARER):
        raise PermissionDenied(NOT_YOURS)
    return view


def _recorded(request, label, view):
    """What touches a whole commission is on record; one's own views are one's own."""
    if view.is_shared:
        said = {"条件": [None, view.parameters or "全部"]}
        audit.journal(
            "ledger_view", label, actor=request.actor, organisation=view.commission, words=view.name, changes=said
        )


@require_GET
def view_list(request):
    """The views that are offered to the actor, with what he may do to them."""
    views = LedgerView.objects.offered_to(request.actor).select_related("owner", "commission")
    lines = [(view, view.may_be_changed_by(request.actor, SHARER)) for view in views]
    return render(request, "supervision/ledger_views.html", {"lines": lines, "sharer": SHARER.label})


@require_http_methods(["GET", "POST"])
def view_new(request):
    """Keep what the ledger's address asks for under a name."""
    commission = commission_of(request.actor)
    query = canonical(request.GET).urlencode()
    given = request.POST if request.method == "POST" else None
    form = SavedViewForm(given, person=request.user, commission=commission, initial={"parameters": query})
    if given is None or not form.is_valid():
        return _page(request, form, "保存视图", query)
    asked = form.cleaned_data
    shared = bool(asked.get("is_shared"))
    view = LedgerView.objects.create(
        name=asked["name"], parameters=asked["parameters"], owner=request.user, is_shared=shared,
        commission=commission if shared else None, saved_at=clocks.now(),
    )  # fmt: skip
    _recorded(request, "共享台账视图", view)
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
    view.name = form.cleaned_data["name"]
    view.save(update_fields=["name"])
    _recorded(request, "共享台账视图改名", view)
    messages.success(request, f"已改名为“{view.name}”。")
    return redirect("ledger_views")


@require_POST
def view_remove(request, public_id):
    """Remove a view; the rows it listed are not touched."""
    view = _changeable(request, public_id)
    _recorded(request, "删除共享台账视图", view)
    view.delete()
    messages.success(request, f"已删除视图“{view.name}”。")
    return redirect("ledger_views")


def _page(request, form, title, query):
    shown = {"form": form, "title": title, "query": query, "parameters": QueryDict(query)}
    return render(request, "supervision/ledger_view.html", shown, status=422 if form.is_bound else 200)
