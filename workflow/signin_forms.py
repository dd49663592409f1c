"""The form of signing in, in the words that the rest of the system uses."""

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """User name and password (用户名、口令)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "口令"
        self.fields["password"].widget.attrs["placeholder"] = "口令"
        for field, words in (("login", "请填写用户名。"), ("password", "请填写口令。")):
            self.fields[field].error_messages["required"] = words
