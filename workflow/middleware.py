"""Who acts in this request, and how long a session lives."""

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

from organizations.actors import actor_of
from workflow import clocks

POST_KEY = "acting_post"
ALLOWED_WITH_INITIAL_PASSWORD = ("change_password", "account_logout")


class SessionLimits:
    """End a session after ``SESSION_IDLE_SECONDS`` without a request, or ``SESSION_ABSOLUTE_SECONDS`` after sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            moment = clocks.real_seconds()
            begun = request.session.setdefault("begun_at", moment)
            seen = request.session.get("seen_at", moment)
            idle, absolute = (
                moment - seen > settings.SESSION_IDLE_SECONDS,
                moment - begun > settings.SESSION_ABSOLUTE_SECONDS,
            )
            if idle or absolute:
                logout(request)
                return redirect(f"{reverse('account_login')}?ended={'idle' if idle else 'absolute'}")
            if moment - seen > 30 or "seen_at" not in request.session:
                request.session["seen_at"] = moment
        return self.get_response(request)


class ActingPerson:
    """Set ``request.actor``; send a person with an initial password to change it first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = None
        if request.user.is_authenticated:
            request.actor = actor_of(
                request.user,
                today=clocks.today(),
                post=request.session.get(POST_KEY),
                address=request.META.get("REMOTE_ADDR", ""),
            )
            waits = {reverse(name) for name in ALLOWED_WITH_INITIAL_PASSWORD}
            if request.user.must_change_password and request.path not in waits:
                return redirect("change_password")
        return self.get_response(request)
