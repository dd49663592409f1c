"""The shape of input on the pages of mandates."""

from django import forms

from organizations.models import Kind, Organisation
from supervision.mandate_guards import reversed_periods
from supervision.models import Mandate
from workflow.forms import ActForm, CleanForm, StepForm, edit_form


class MandateFields(ActForm):
    """Inspection bodies in use, departments of this level, periods that end after they begin."""

    EXPLAINED = {
        "body": "出具通知的巡视巡察机构；其巡视巡察人员凭本授权只读查阅。",
        "from_on": "授权期限：何时起、何时止可以查阅。到期次日自行终止。",
        "covers_from": "查阅时段：查阅哪一段时间的工作。时段内存续的卷，整卷可以查阅。",
        "departments": "查阅范围以各部门自己看得到的为限，不含草稿和工作秘密。",
    }

    def __init__(self, *args, commission=None, **kwargs):
        super().__init__(*args, **kwargs)
        commission = commission or self.record.commission
        self.fields["body"].queryset = Organisation.objects.filter(kind=Kind.INSPECTION_BODY, is_active=True)
        self.fields["departments"].queryset = commission.departments
        for name, words in self.EXPLAINED.items():
            self.fields[name].help_text = words

    def clean(self):
        cleaned = super().clean()
        periods = (cleaned.get(name) for name in ("from_on", "until_on", "covers_from", "covers_until"))
        for name, sentence in reversed_periods(*periods):
            self.add_error(name, f"{sentence}，请核对。")
        return cleaned


MandateForm = edit_form(Mandate, Mandate.EDITED, MandateFields)


class ChangeForm(StepForm):
    """Its last day, and its departments as they are to be."""

    departments = forms.ModelMultipleChoiceField(label="被巡视巡察的部门", queryset=Organisation.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = self.record.commission.departments
        self.fields["departments"].initial = [house.pk for house in self.record.departments_named]
        self.fields["departments"].help_text = "不再勾选的部门，立即不能查阅。"
        self.fields["until_on"].initial = self.record.until_on


MANDATE = {"edit": MandateFields, "change": ChangeForm}


class PackageForm(CleanForm):
    """Why the package is taken, where it is asked."""

    reason = forms.CharField(label="下载事由", max_length=100, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
