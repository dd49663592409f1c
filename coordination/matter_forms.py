"""The shape of input on the pages of a matter itself."""

from django import forms

from coordination.choices import colleagues, holders
from coordination.guards.determining import ENDED
from coordination.models import (
    Assignment,
    Matter,
    Origin,
)
from organizations.models import Organisation, Person, Role
from workflow.forms import ActForm, StepForm, edit_form
from workflow.models import Classification

LEVELS = Classification.choices


EXPLAINED = {
    "origin_document": "党委或者上级纪委交办的，应当填写。",
    "is_important": "重要事项报同级党委批准，并报上一级纪委备案。",
    "importance_reason": "列为重要事项的，应当填写。",
    "code_name": "不宜写明名称时使用；工作秘密必须填写，知悉名单以外的人只看到代号。",
    "classification": "不得登记国家秘密。",
}


class MatterFields(ActForm):
    """What a matter's form narrows: offices and deputies of its commission, departments of its level, levels of secrecy."""

    def __init__(self, *args, commission=None, **kwargs):
        super().__init__(*args, **kwargs)
        commission = commission or self.record.commission
        narrowed = {
            "handling_office": lambda: commission.offices.filter(is_active=True),
            "deputy_in_charge": lambda: holders(commission, Role.DEPUTY_IN_CHARGE),
            "lead_department": lambda: commission.departments,
            "participating_departments": lambda: commission.departments,
            "proposing_department": lambda: commission.departments,
            "superior": lambda: Organisation.objects.filter(pk=commission.superior_id),
        }
        for name, rows in narrowed.items():
            if name in self.fields:
                self.fields[name].queryset = rows()
        if "classification" in self.fields:
            self.fields["classification"].choices = LEVELS
        self._explain()

    def _explain(self):
        for name, words in EXPLAINED.items():
            if name in self.fields:
                self.fields[name].help_text = words

    def clean(self):
        cleaned = super().clean()
        lead, others = cleaned.get("lead_department"), cleaned.get("participating_departments")
        if lead and others and lead in others:
            self.add_error("participating_departments", "牵头部门不能同时是参与部门。")
        if cleaned.get("classification") == Classification.WORK_SECRET and not (cleaned.get("code_name") or "").strip():
            self.add_error("code_name", "工作秘密事项应当有代号。")
        if cleaned.get("is_important") and not (cleaned.get("importance_reason") or "").strip():
            self.add_error("importance_reason", "列为重要事项应当写明理由（规定 10）。")
        return cleaned


REGISTERED = (
    "title", "code_name", "category", "classification", "origin", "origin_document", "grounds", "handling_office",
    "deputy_in_charge", "is_important", "importance_reason", "no_superior_reason",
)  # fmt: skip


class RegisterForm(edit_form(Matter, REGISTERED, MatterFields)):
    """Register a matter that the commission was given or takes up itself."""

    def __init__(self, *args, commission, office=None, **kwargs):
        super().__init__(*args, commission=commission, **kwargs)
        self.fields["handling_office"].initial = office
        self.fields["grounds"].required = True
        self.fields["origin"].choices = [
            choice for choice in self.fields["origin"].choices if choice[0] != Origin.DEPARTMENT_SUGGESTION
        ]
        if commission.superior_id:
            del self.fields["no_superior_reason"]


class SuggestForm(edit_form(Matter, ("title", "category", "grounds"))):
    """A department's suggestion."""

    def __init__(self, *args, commission, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grounds"].required = True
        self.fields["grounds"].label = "建议的理由和依据"


class MatterEditForm(MatterFields):
    pass


class DetermineForm(StepForm):
    """Minutes are asked for only where the standing committee decided."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["basis"].widget.attrs["placeholder"] = "例如：经研究，同意组织协调。"
        if self.record.origin == Origin.STANDING_COMMITTEE:
            self.fields["decision_minutes"].required = True
        else:
            del self.fields["decision_minutes"]


class CommitteeForm(StepForm):
    """An act of the committee: which document it rests on. A referred suggestion, or an entry by the office, must name it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if any("committee_decision" in need.asks for need in self.declaration.needs):
            self.fields["committee_decision"].help_text = "部门建议经党委决定的，或者由党委办公室代为登记的，应当填写。"
        else:
            del self.fields["committee_decision"]


class ReferForm(StepForm):
    is_important = forms.TypedChoiceField(
        label="报请内容",
        choices=[("1", "作为重要事项报请批准"), ("0", "部门建议报请党委决定")],
        coerce=lambda chosen: chosen == "1",
        widget=forms.RadioSelect,
        initial="1",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.fields["is_important"]
        if not self.record.is_suggestion:
            asked.choices = asked.choices[:1]
        elif not self.record.is_important:
            asked.initial = "0"
        self.fields["importance_reason"].help_text = "作为重要事项报请的，应当填写。"


class AssignOfficerForm(StepForm):
    officer = forms.ModelChoiceField(label="承办人", queryset=Person.objects.none())
    handover = forms.CharField(
        label="移交的未办事项（变更承办人时填写）", required=False, max_length=2000, widget=forms.Textarea
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.handling_office_id:
            self.fields["officer"].queryset = holders(
                self.record.commission, Role.OFFICER, office=self.record.handling_office_id
            )
        else:
            self.fields["officer"].help_text = "请先在登记内容中明确承办室。"
        if self.record.handling_officer_id is None:
            del self.fields["handover"]


class ReworkForm(StepForm):
    assignments = forms.ModelMultipleChoiceField(
        label="继续落实的任务（不选则表示另行交办）", queryset=Assignment.objects.none(), required=False
    )
    due_on = forms.DateField(label="新的完成时限", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        accepted = Assignment.objects.filter(matter=self.record, state="accepted").order_by("number")
        self.fields["assignments"].queryset = accepted
        self.fields["assignments"].widget.choices = self.fields["assignments"].choices


class ReopenForm(ReworkForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignments"].label = "重新办理的任务"
        self.fields["assignments"].required = self.fields["due_on"].required = True


class CorrectForm(StepForm):
    title = forms.CharField(label="事项名称", max_length=120, required=False)
    code_name = forms.CharField(label="代号", max_length=40, required=False)
    category = forms.ChoiceField(label="类别", required=False)
    origin = forms.ChoiceField(label="来源", required=False)
    origin_document = forms.CharField(label="来源文件（文号或批示）", max_length=120, required=False)
    classification = forms.ChoiceField(label="密级", required=False, choices=[("", "不更正"), *LEVELS])
    lower_importance = forms.BooleanField(
        label="不再列为重要事项", required=False, help_text="由列为重要事项的一级或者上级决定；已经开始的备案继续办理。"
    )
    correction_asked_by = forms.ModelChoiceField(
        label="更正提出人", queryset=Person.objects.none(), help_text="提出更正的人不能自己办理更正。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["correction_asked_by"].queryset = colleagues(self.record.commission, self.record.committee)
        if not self.record.is_important:
            del self.fields["lower_importance"]
        for name in ("category", "origin"):
            self.fields[name].choices = [("", "不更正"), *Matter._meta.get_field(name).choices]
        self.fields["title"].widget.attrs["placeholder"] = self.record.words


class TerminateForm(StepForm):
    superior_consent = forms.CharField(label="上级书面同意的文号", max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.origin != Origin.SUPERIOR_ASSIGNED:
            del self.fields["superior_consent"]


class MergeForm(StepForm):
    merged_into = forms.ModelChoiceField(
        label="并入哪一件事项",
        queryset=Matter.objects.none(),
        help_text="本纪委正在办理的事项；本事项的来源和文件由其一并查看。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Matter.objects.visible_to(self.actor).filter(commission=self.record.commission)
        self.fields["merged_into"].queryset = others.exclude(pk=self.record.pk).exclude(state__in=ENDED).order_by("-pk")


class RaiseForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.is_committee_assigned():
            self.fields["note"].help_text = "党委交办的事项不再报批，直接报上一级纪委备案。"


class RefuseImportanceForm(CommitteeForm):
    goes_on_as_ordinary = forms.BooleanField(label="作为一般事项继续办理", required=False)


MATTER = {
    "merge": MergeForm,
    "raise_importance": RaiseForm,
    "approve_importance": CommitteeForm,
    "refuse_importance": RefuseImportanceForm,
    "edit": MatterEditForm,
    "determine": DetermineForm,
    "approve": CommitteeForm,
    "decline_by_committee": CommitteeForm,
    "return_for_completion": CommitteeForm,
    "refer_for_approval": ReferForm,
    "assign_officer": AssignOfficerForm,
    "direct_further_work": ReworkForm,
    "reopen": ReopenForm,
    "correct": CorrectForm,
    "terminate": TerminateForm,
}


class FilterForm(forms.Form):
    """The filters of the matter list."""

    q = forms.CharField(label="编号、名称、代号", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Matter.State.choices])
    category = forms.ChoiceField(label="类别", required=False)
    mine = forms.BooleanField(label="我承办、分管的", required=False)
    order = forms.ChoiceField(
        label="排序", required=False,
        choices=[("moved", "最近办理"), ("opened", "登记时间"), ("number", "编号"), ("title", "名称")],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "全部"), *Matter._meta.get_field("category").choices]
