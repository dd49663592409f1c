"""The shape of input on the board and for periodic reports."""

from django import forms

from supervision.periods import Period, recent
from workflow import clocks
from workflow.forms import CleanForm


class PeriodField(forms.ChoiceField):
    """A month, a quarter or a year of those that are offered, cleaned to a ``Period``."""

    def __init__(self, **kwargs):
        super().__init__(label="期间", choices=lambda: recent(clocks.today()), **kwargs)

    def clean(self, value):
        words = super().clean(value)
        return Period.written(words) if words else None


class BoardForm(CleanForm):
    """Of which period to speak; this month unless asked otherwise."""

    period = PeriodField(
        required=False, error_messages={"invalid_choice": "没有这个期间，或者还没有开始。已按本月列出。"}
    )

    def chosen(self):
        """The period that was asked for."""
        asked = self.cleaned_data.get("period") if self.is_valid() else None
        return asked or Period.of("month", clocks.today())
