"""The shape of input on the pages of joint actions, of jurisdiction over cases, and of direct handling."""

from django import forms

from dispatch.approval import Level, least_words, levels_of, reaches
from dispatch.joint_kinds import KINDS_OF, JointForm
from dispatch.models import (
    DirectHandling,
    JointAction,
    JointActionState,
    JointTask,
    Jurisdiction,
    JurisdictionState,
    RegisteredCase,
)
from dispatch.paper_forms import PaperFields
from dispatch.parties import units_under
from organizations.models import Kind, Office, Organisation
from workflow.forms import ActForm, CleanForm, StepForm, edit_form

NO_HOUSE = Organisation.objects.none()


def local_commissions(authority):
    """The commissions that may be the other side of this one: neither itself nor its superior."""
    rows = Organisation.objects.filter(kind=Kind.COMMISSION, is_active=True)
    return rows.exclude(pk__in={authority.pk, authority.superior_id} - {None}).order_by("name")


def offer_levels(form, model):
    """Only levels that are high enough, with the least said beside them (规则 52)."""
    field = form.fields["approval_level"]
    field.choices = [(level.value, level.label) for level in levels_of(model)]
    field.help_text = least_words(model.approve)
    field.error_messages["invalid_choice"] = field.help_text


class Parties(forms.Form):
    """Who takes part, of each kind those that may."""

    offices = forms.ModelMultipleChoiceField(label="参加的室", queryset=Office.objects.none(), required=False)
    units = forms.ModelMultipleChoiceField(label="参加的派驻机构", queryset=NO_HOUSE, required=False)
    local_commissions = forms.ModelMultipleChoiceField(label="参加的地方纪委", queryset=NO_HOUSE, required=False)

    def narrow(self, commission):
        self.fields["offices"].queryset = commission.offices.filter(is_active=True)
        self.fields["units"].queryset = units_under(commission)
        self.fields["local_commissions"].queryset = local_commissions(commission)


class ProposeFields(Parties, PaperFields):
    """The kind decides the form, and the form who has to take part."""

    def __init__(self, *args, begun=None, **kwargs):
        super().__init__(*args, begun=begun, **kwargs)
        self.narrow(begun.commission)
        offer_levels(self, JointAction)
        self.order_fields(
            ["post", "kind", "title", "content", "starts_on", "due_on", "offices", "units", "local_commissions"]
        )
        self.fields["starts_on"].required = True
        self.fields["offices"].initial = [begun.office_id] if begun.office_id else []
        self.fields[
            "offices"
        ].help_text = (
            "室组联合至少一个室和一个派驻机构，组地协作至少一个派驻机构和一个地方纪委，组组协作至少两个派驻机构。"
        )
        self.fields["content"].help_text = "涉及案件的只写代号，不得填写国家秘密。"


ProposeForm = edit_form(
    JointAction,
    ("kind", "title", "content", "starts_on", "due_on", "office", "deputy_in_charge", "approval_level"),
    ProposeFields,
)


class AddPartiesForm(Parties, StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.narrow(self.record.commission)


class ApproveForm(StepForm):
    """The minutes are asked for where the standing committee decided."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.approval_level != Level.STANDING_COMMITTEE:
            self.fields.pop("minutes", None)


class ReferHigherForm(StepForm):
    """Only the levels above the present one."""

    approval_level = forms.ChoiceField(label="报批层级")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = Level(self.record.approval_level)
        higher = [level for level in Level if level != now and reaches(level, now)]
        self.fields["approval_level"].choices = [(level.value, level.label) for level in higher]


APPROVAL = {"approve": ApproveForm, "refer_higher": ReferHigherForm}
JOINT_ACTION = {**APPROVAL, "add_parties": AddPartiesForm}


class TaskFields(ActForm):
    """For one of those who take part."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.record.joint_parties.filter(state="taking_part").select_related("organisation", "office")
        self.fields["party"].queryset = rows
        self.fields["due_on"].help_text = f"不能晚于联合工作的完成期限（{self.record.due_on:%Y-%m-%d}）。"


TaskForm = edit_form(JointTask, ("party", "content", "due_on"), TaskFields)


class ProgressForm(StepForm):
    """What is new; what was said before stays."""

    entry = forms.CharField(label="进展", max_length=2000, widget=forms.Textarea)


JOINT_TASK = {"report_progress": ProgressForm}


class NegotiationFields(ActForm):
    """A case of the unit's own register, or a code name; the other side is a local commission."""

    def __init__(self, *args, begun, settled, **kwargs):
        super().__init__(*args, **kwargs)
        seen = RegisteredCase.objects.visible_to(self.actor).filter(unit__organisation=begun.unit_id)
        self.fields["case"].queryset = seen.filter(state__in=("open", "in_review")).order_by("code_name")
        self.fields["case"].help_text = "没有登记的，只在下面写代号。"
        self.fields["code_name"].help_text = "只写代号，不写人名、单位和案情。"
        self.fields["local_commission"].queryset = local_commissions(begun.commission)
        self.fields["terms"].help_text = "写由谁管辖、怎样配合；不写案情。"


NegotiationForm = edit_form(
    Jurisdiction, ("case", "code_name", "local_commission", "held_by", "terms"), NegotiationFields
)


class DesignateForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["designated"].queryset = local_commissions(self.record.commission)


JURISDICTION = {"designate": DesignateForm}


class HandlingFields(ActForm):
    """The office in contact proposes; another office of the authority may do the work."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = self.record.commission.offices.filter(is_active=True)
        self.fields["office"].initial = self.record.unit.office_id
        self.fields["grounds"].help_text = "写为什么属于重大、复杂案件；不写人名和案情。"
        self.fields["mode"].help_text = "只有直接办理时，派驻机构不再办理本案，交还以后恢复。"
        offer_levels(self, DirectHandling)


HandlingForm = edit_form(DirectHandling, ("mode", "office", "grounds", "approval_level"), HandlingFields)


class ActionFilterForm(CleanForm):
    """Which joint actions to list."""

    q = forms.CharField(label="编号、名称", required=False, max_length=60)
    form = forms.ChoiceField(label="形式", required=False, choices=[("", "全部"), *JointForm.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *JointActionState.choices])
    unit = forms.UUIDField(widget=forms.HiddenInput, required=False)  # the page of a unit leads here

    def kinds(self):
        """The kinds of the form that was chosen, ``None`` for all."""
        return KINDS_OF.get(self.cleaned_data.get("form"))


class JurisdictionFilterForm(CleanForm):
    """Which cases to list."""

    q = forms.CharField(label="编号、代号", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *JurisdictionState.choices])
    unit = forms.UUIDField(widget=forms.HiddenInput, required=False)


class MonthForm(CleanForm):
    """Which month to show."""

    month = forms.CharField(label="月份", required=False, widget=forms.TextInput(attrs={"type": "month"}), max_length=7)
