"""The shape of input on the pages of the ledger."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from coordination.models import Category
from organizations.models import Organisation
from supervision.ledger import GROUPS, NO_HOUSE, ORDERS, TABLES
from supervision.ledger_lights import TONES
from supervision.ledger_lines import COLUMNS
from supervision.models import LedgerView, Urging
from workflow.forms import CleanForm

SCOPES = [("", "全部"), ("running", "进行中"), ("ended", "已结束")]
ANY = ("", "全部")
MOST_TICKED = 100


class LedgerForm(CleanForm):
    """What to list. A value that is none narrows nothing, and the page says so beside its field."""

    q = forms.CharField(
        label="编号、名称", required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )
    scope = forms.ChoiceField(label="范围", required=False, choices=SCOPES)
    state = forms.ChoiceField(label="环节", required=False)
    light = forms.ChoiceField(label="灯", required=False, choices=[ANY, *TONES.items()])
    department = forms.ModelChoiceField(label="牵头部门", required=False, queryset=Organisation.objects.none())
    officer = forms.CharField(label="承办人", required=False, max_length=20)
    category = forms.ChoiceField(label="类别", required=False, choices=[ANY, *Category.choices])
    due_from = forms.DateField(label="到期日自", required=False)
    due_until = forms.DateField(label="到期日至", required=False)
    order = forms.ChoiceField(label="排序", required=False, choices=list(ORDERS.items()))
    group = forms.ChoiceField(label="分组", required=False, choices=list(GROUPS.items()))
    mine = forms.BooleanField(label="只看我的", required=False)
    houseless = forms.BooleanField(label=NO_HOUSE, required=False, widget=forms.HiddenInput)
    matter = forms.UUIDField(required=False, widget=forms.HiddenInput)
    table = forms.ChoiceField(required=False, choices=[(key, each.label) for key, each in TABLES.items()], widget=forms.HiddenInput)  # fmt: skip

    def __init__(self, *args, table, departments, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [ANY, *table.model.State.choices]
        self.fields["department"].queryset = departments
        self.fields["department"].empty_label = "全部"

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("due_from"), cleaned.get("due_until")
        if first and last and last < first:
            self.add_error("due_until", "截止日期早于开始日期，请核对。")
        return cleaned


def canonical(parameters):
    """The query of an address reduced to what the ledger knows and to what says something, in one order; empty for the plain ledger."""
    kept = QueryDict(mutable=True)
    for name in (*LedgerForm.base_fields, "columns"):
        values = [value for value in dict.fromkeys(parameters.getlist(name)) if value and len(value) <= 80]
        if name == "columns":
            values = [value for value in values if value in COLUMNS]
        if values:
            kept.setlist(name, values if name == "columns" else values[-1:])
    return kept


class SavedViewForm(CleanForm):
    """A name for what is listed, and whether the whole commission has it."""

    MOST = 30

    name = forms.CharField(label="名称", max_length=40)
    is_shared = forms.BooleanField(
        label="共享给本单位", required=False, help_text="本单位每个人的台账页都会列出；各人仍然只看到自己可以查看的行。"
    )
    parameters = forms.CharField(required=False, widget=forms.HiddenInput, max_length=1000)

    def __init__(self, *args, person, commission, saved=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.commission, self.saved = person, commission, saved
        if commission is None or saved is not None:
            del self.fields["is_shared"]
        if saved is not None:
            del self.fields["parameters"]

    def clean_parameters(self):
        return canonical(QueryDict(self.cleaned_data["parameters"])).urlencode()

    def clean(self):
        cleaned = super().clean()
        shared = self.saved.is_shared if self.saved else bool(cleaned.get("is_shared"))
        alike = (
            {"is_shared": True, "commission": self.commission} if shared else {"is_shared": False, "owner": self.person}
        )
        others = LedgerView.objects.filter(**alike).exclude(pk=self.saved.pk if self.saved else None)
        if others.filter(name=cleaned.get("name")).exists():
            self.add_error("name", "已有同名的视图，请另起名称，或者先删除原来的。")
        if self.saved is None and others.count() >= self.MOST:
            raise ValidationError(f"最多保存{self.MOST}个视图，请先删除不再使用的。")
        return cleaned


class ExportForm(CleanForm):
    """In what form the rows are taken away, and why where it is asked."""

    kind = forms.ChoiceField(label="文件格式", choices=[("xlsx", "电子表格（xlsx）"), ("csv", "文本表格（csv）")])
    reason = forms.CharField(label="导出事由", max_length=100, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class RowsField(forms.MultipleChoiceField):
    """Ticked rows by their public ids; which of them there are, is asked of what the actor sees."""

    def to_python(self, value):
        try:
            return [uuid.UUID(each) for each in dict.fromkeys(value or [])]
        except (ValueError, AttributeError) as no_id:
            raise ValidationError("勾选的行有误，请返回台账重新勾选。") from no_id

    def validate(self, value):
        if not value:
            raise ValidationError("没有勾选任何一行，请至少勾选一行再催办。")
        if len(value) > MOST_TICKED:
            raise ValidationError(f"一次最多催办{MOST_TICKED}行，请分批办理。")


class BulkUrgingForm(CleanForm):
    """One word for all ticked rows."""

    act_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    table = forms.ChoiceField(choices=[(key, each.label) for key, each in TABLES.items()], widget=forms.HiddenInput)
    rows = RowsField(label="勾选的行", widget=forms.MultipleHiddenInput, required=False)
    text = forms.CharField(
        label="催办意见（可不填）", required=False, max_length=Urging._meta.get_field("text").max_length
    )
    asks = forms.BooleanField(label=Urging._meta.get_field("asks").verbose_name, required=False)
