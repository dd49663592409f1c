"""One's own account: the password, and the post in which one acts."""

from functools import partial

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflow import personnel
from workflow.act_views import Refusal, taken
from workflow.middleware import POST_KEY, begin_session
from workflow.personnel_forms import PasswordForm


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request):
    """Change one's own password. Every other session of the person ends, this one goes on under a new key."""
    knows = partial(get_adapter(request).knows_password, request, request.user)
    form = PasswordForm(request.POST if request.method == "POST" else None, person=request.user, knows=knows)
    refusal = Refusal()
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["new_password1"]
        person, refusal = taken(
            request, request.actor.person, "修改口令", lambda: personnel.change_own_password(request.actor, new)
        )
        if refusal is None:
            update_session_auth_hash(request, person)
            begin_session(request)
            messages.success(request, "口令已修改，其他设备上的登录已全部退出。")
            return redirect("desk")
    status = 422 if form.errors else refusal.status
    return render(request, "organizations/change_password.html", {"form": form, "refusal": refusal}, status=status)


@require_POST
def choose_post(request):
    """Act in another of one's own posts in force from now on (以何职务办理)."""
    post = next((held for held in request.actor.posts if str(held.public_id) == request.POST.get("post")), None)
    if post is None:
        raise Http404
    request.session[POST_KEY] = post.pk
    return redirect(_local(request.POST.get("next", "")))


@require_safe
def alive(request):
    """Somebody is typing: a request like any other, by which the session does not run out under a text that grows."""
    return HttpResponse(status=204)


def _local(address):
    """An address on this site, else the desk."""
    is_local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_local else reverse("desk")
