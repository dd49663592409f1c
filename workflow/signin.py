"""The only place that records signing in and out: each is a line in the day's journal."""

from allauth.account.adapter import DefaultAccountAdapter

from organizations.actors import actor_of
from workflow import audit, clocks


class Adapter(DefaultAccountAdapter):
    """allauth's hooks: sign-up is closed, and whoever comes, goes, or fails to come is on record."""

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        _journal(request, user, "sign_in", "登录")

    def logout(self, request):
        if request.user.is_authenticated:
            _journal(request, request.user, "sign_out", "退出登录")
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        super().authentication_failed(request, **credentials)
        audit.journal(
            "sign_in_failed", "登录失败", words=str(credentials.get("username", ""))[:40],
            address=request.META.get("REMOTE_ADDR", ""),
        )  # fmt: skip


def _journal(request, person, action, label):
    actor = actor_of(person, today=clocks.today(), address=request.META.get("REMOTE_ADDR", ""))
    audit.journal(action, label, actor=actor, words=person.username)
