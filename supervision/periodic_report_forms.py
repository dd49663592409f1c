"""The shape of input on the pages of periodic reports."""

from django import forms
from django.core.exceptions import ValidationError

from supervision import periodic_reports
from supervision.board_forms import PeriodField
from supervision.models import PeriodicReportState, PeriodKind
from workflow.audit import digest_of
from workflow.forms import ActForm, CleanForm, StepForm


class PeriodicReportForm(ActForm):
    """Of which period to report."""

    period = PeriodField(
        error_messages={"invalid_choice": "没有这个期间，或者还没有开始。"},
        help_text="报告按这一期的看板起草，成稿后可以修改。期间还没有结束的，以后可以重新统计。",
    )


class RefreshForm(StepForm):
    """The figures of now, as they were shown beside those that are kept; where others have come in meanwhile it is asked again."""

    counted = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = periodic_reports.count(self.actor, self.record.commission, self.record.period)
        self.changes = periodic_reports.changes(self.record.figures, self.now.figures)
        self.digest = digest_of(self.now.figures)
        self.initial["counted"] = self.digest

    def clean_counted(self):
        if self.cleaned_data["counted"] != self.digest:
            self.data = self.data.copy()
            self.data["counted"] = self.digest
            raise ValidationError("您查看以后数字又有变动，下面已按最新情况列出，请核对后再办理。")
        return self.now


PERIODIC_REPORT = {"refresh": RefreshForm}


class PeriodicReportFilterForm(CleanForm):
    """Which reports to list."""

    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "全部"), *PeriodKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *PeriodicReportState.choices])
