"""Who acts in this request, and how long a session lives."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from organizations.actors import actor_of
from workflow import audit, clocks

POST_KEY = "acting_post"
BEGUN, SEEN = "begun_at", "seen_at"
ENDED = {"idle": "因长时间未操作退出", "absolute": "因达到单次登录时限退出"}
ALLOWED_WITH_INITIAL_PASSWORD = ("change_password", "account_logout")


def begin_session(request):
    """Count the limits from now: a session that is never used after sign-in must age as well."""
    request.session[BEGUN] = request.session[SEEN] = clocks.real_seconds()


class SessionLimits:
    """End a session after ``SESSION_IDLE_SECONDS`` without a request, or ``SESSION_ABSOLUTE_SECONDS`` after sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and (why := self.over(request.session, clocks.real_seconds())):
            return end(request, why)
        response = answer_scripts(request, self.get_response(request))
        response.setdefault("Cache-Control", "no-store")  # no page of this house stays behind in a browser
        return response

    def over(self, session, moment):
        """``"idle"``, ``"absolute"``, or nothing; a living session is marked as seen, but not at every request."""
        begun, seen = session.setdefault(BEGUN, moment), session.setdefault(SEEN, moment)
        if moment - seen > settings.SESSION_IDLE_SECONDS:
            return "idle"
        if moment - begun > settings.SESSION_ABSOLUTE_SECONDS:
            return "absolute"
        if moment - seen > settings.SESSION_IDLE_SECONDS / 60:
            session[SEEN] = moment
        return ""


def end(request, why):
    """Sign out and lead to the sign-in page, which says why and returns to where the person was."""
    actor = acting(request)
    audit.journal("session_ended", ENDED[why], actor=actor, subject=actor.person, words=actor.person.username)
    logout(request)
    asked = {"ended": why}
    if request.method == "GET" and not is_scripts(request):
        asked["next"] = request.get_full_path()
    return answer_scripts(request, redirect(f"{reverse('account_login')}?{urlencode(asked)}"))


def is_scripts(request):
    """Whether a script asked, to which a sign-in page says nothing."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def answer_scripts(request, response):
    """Where a page would be led to sign in or to change the password, a script is told so: 401, and where to."""
    gate, _, asked = response.headers.get("Location", "").partition("?")
    if gate not in (reverse("account_login"), reverse("change_password")) or not is_scripts(request):
        return response
    asked = QueryDict(asked, mutable=True)
    asked.pop("next", None)
    where = f"{gate}?{asked.urlencode()}" if asked else gate
    return JsonResponse(
        {"detail": "请重新登录。", "login": where}, status=401, json_dumps_params={"ensure_ascii": False}
    )


def acting(request):
    """The actor of a signed-in request: the chosen post if it is still in force."""
    return actor_of(
        request.user,
        today=clocks.today(),
        post=request.session.get(POST_KEY),
        address=get_adapter().get_client_ip(request),
    )


class ActingPerson:
    """Set ``request.actor``; send a person with an initial password to change it first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = None
        if request.user.is_authenticated:
            request.actor = acting(request)
            allowed = {reverse(name) for name in ALLOWED_WITH_INITIAL_PASSWORD}
            if request.user.must_change_password and request.path not in allowed:
                return redirect("change_password")
        return self.get_response(request)


class PlainRequests:
    """Requests are in UTF-8, and whoever comes by a method that an address does not take reads a page, not an empty answer.

    Another encoding may hold letters that no answer can be written with.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (request.encoding or "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest("requests are in UTF-8")
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
