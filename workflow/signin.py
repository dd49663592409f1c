"""The only place that records signing in and out: each is a line in the day's journal."""

from allauth.account.adapter import DefaultAccountAdapter

from organizations.actors import actor_of
from organizations.models import Person
from workflow import audit, clocks
from workflow.middleware import begin_session


class Adapter(DefaultAccountAdapter):
    """allauth's hooks: sign-up is closed, and whoever comes, goes, or fails to come is on record."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名或者口令不正确。",
        "too_many_login_attempts": "登录失败次数过多，请稍后再试。",
    }

    failure = "登录失败"  # what the line of a wrong password is called

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """The person, or nobody for an unknown name, a wrong password and a closed account alike.

        allauth leads whoever knows the password of a closed account to a page of its own, and does not count the attempt.
        """
        person = super().authenticate(request, **credentials)
        if person is None or person.is_active:
            return person
        self.pre_authenticate(request, **credentials)
        self.authentication_failed(request, **credentials)
        return None

    def knows_password(self, request, person, password):
        """Whether this is the password of who is signed in. Guesses count, and are on record, as they are at the sign-in.

        Raises ``ValidationError`` when there were too many.
        """
        self.failure = "当前口令不正确"
        return self.authenticate(request, username=person.username, password=password) is not None

    def login(self, request, user):
        super().login(request, user)
        begin_session(request)
        self._journal(request, user, "sign_in", "登录")

    def logout(self, request):
        if request.user.is_authenticated:
            self._journal(request, request.user, "sign_out", "退出登录")
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        super().authentication_failed(request, **credentials)
        typed = str(credentials.get("username", ""))
        person = Person.objects.filter(username__iexact=typed).first()
        audit.journal(
            "sign_in_failed", self.failure, subject=person, words=person.username if person else unknown(typed),
            address=self.get_client_ip(request),
        )  # fmt: skip

    def _journal(self, request, person, action, label):
        actor = actor_of(person, today=clocks.today(), address=self.get_client_ip(request))
        audit.journal(action, label, actor=actor, subject=person, words=person.username)


def unknown(typed):
    """A name that nobody bears, cut short: it may be a password typed into the wrong field."""
    return f"{typed[:2]}…（无此用户名）"
