"""The shape of input on the pages of dispatched units."""

from django import forms

from dispatch.models import DispatchedUnit, Mode
from organizations.models import Kind, Organisation, Person, Post, Role
from workflow import clocks
from workflow.forms import ActForm, CleanForm, StepForm, edit_form
from workflow.search import MOST_LETTERS

NONE = Organisation.objects.none()


class UnitFields(ActForm):
    """The commission's own offices and deputies."""

    def __init__(self, *args, commission=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.commission = commission or self.record.commission
        self.fields["office"].queryset = self.commission.offices.filter(is_active=True)
        self.fields["office"].help_text = "协助分管领导联系该派驻机构日常工作的室（规则 13）。"
        deputies = Post.objects.in_force(clocks.today()).filter(
            organisation=self.commission, role=Role.DEPUTY_IN_CHARGE
        )
        self.fields["deputy_in_charge"].queryset = Person.objects.filter(pk__in=deputies.values("person"))


class FoundingFields(UnitFields):
    """What a new unit is, and its hosts."""

    hosts = forms.ModelMultipleChoiceField(label="驻在单位", queryset=NONE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = self.commission.at_this_level(Kind.DISPATCHED_UNIT)
        self.fields["organisation"].queryset = units.exclude(dispatched_units__state="in_being")
        self.fields["hosts"].queryset = self.commission.departments
        self.fields["hosts"].help_text = "单独派驻选一个；综合派驻选两个以上。"
        self.order_fields(["post", "organisation", "kind", "mode", "hosts"])


EDITED = ("office", "deputy_in_charge")
FoundingForm = edit_form(
    DispatchedUnit, ("organisation", "kind", "mode", "document", "founded_on", *EDITED), FoundingFields
)


class HostForm(StepForm):
    """A step of a unit that names one host of its."""

    host = forms.ModelChoiceField(label="驻在单位", queryset=NONE)

    def present(self):
        """The hosts of the unit whose relation has no end."""
        return Organisation.objects.filter(pk__in=[relation.host_id for relation in self.record.running])


class EndHostForm(HostForm):
    until_on = forms.DateField(label="最后一日")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = self.present()


class AddHostForm(HostForm):
    """Which one comes, and whose place it takes."""

    from_on = forms.DateField(label="驻在自")
    in_place_of = forms.ModelChoiceField(label="接替哪一个驻在单位", queryset=NONE, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = self.record.commission.departments.exclude(pk__in=self.present())
        self.fields["in_place_of"].queryset = self.present()
        self.fields[
            "in_place_of"
        ].help_text = "机构改革后合并、更名、划转的，选择被接替的单位；其驻在关系到前一日为止，历史保留。"


class ChangeModeForm(StepForm):
    """The other mode, and the hosts that the unit has under it."""

    mode = forms.ChoiceField(label="新的派驻方式", choices=Mode.choices)
    hosts = forms.ModelMultipleChoiceField(label="变更以后的驻在单位", queryset=NONE)
    from_on = forms.DateField(label="自何日起")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hosts"].queryset = self.record.commission.departments
        self.fields["hosts"].initial = [relation.host_id for relation in self.record.running]
        self.fields["hosts"].help_text = "不再勾选的，其驻在关系到前一日为止，历史保留。"
        self.fields["mode"].initial = next(mode for mode in Mode.values if mode != self.record.mode)


class DissolveForm(StepForm):
    dissolved_on = forms.DateField(label="撤销日期")


UNIT = {
    "edit": UnitFields, "add_host": AddHostForm, "end_host": EndHostForm, "change_mode": ChangeModeForm,
    "dissolve": DissolveForm,
}  # fmt: skip


class UnitSearchForm(CleanForm):
    """Which units to show."""

    q = forms.CharField(
        label="机构、驻在单位或者负责人", required=False, max_length=MOST_LETTERS, widget=forms.SearchInput
    )
    dissolved = forms.BooleanField(label="包括已撤销的", required=False)
