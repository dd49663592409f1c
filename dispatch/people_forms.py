"""The shape of input on the pages of appointments, functions, handing over and cases."""

from django import forms

from dispatch.approval import least_words
from dispatch.models import (
    Appointment,
    CaseDuty,
    CaseRecusal,
    Handover,
    RegisteredCase,
    RegisteredCaseState,
    UnitFunction,
)
from organizations.models import Kind, Organisation, Person, Post
from workflow import clocks
from workflow.forms import ActForm, CleanForm, StepForm, edit_form


def people_of(*organisations):
    """Whoever holds a post in force in one of these organisations."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation__in=organisations)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "username")


def hosts_of_form(unit):
    return Organisation.objects.filter(pk__in=[host.pk for host in unit.hosts], kind=Kind.DEPARTMENT)


class UsernameField(forms.ModelChoiceField):
    """A person by his user name: there may be too many to choose from."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Person.objects.filter(is_active=True), to_field_name="username", widget=forms.TextInput,
            error_messages={"invalid_choice": "没有这个用户名，或者账号已停用。请填写人员的用户名。"}, **kwargs,
        )  # fmt: skip

    def prepare_value(self, value):
        return value.username if isinstance(value, Person) else value


class AppointmentFields(ActForm):
    """Somebody by his user name; of hosts only those of the unit."""

    person = UsernameField(label="人员（用户名）", help_text="账号由系统管理员开设；任职以后职务自动授予。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit = getattr(self.record, "unit", self.record)
        self.fields["seat_host"].queryset = hosts_of_form(unit)
        self.fields["role"].help_text = least_words(Appointment.take_office)
        self.fields["seat_host"].help_text = "主要负责人必填，其他人员不填（规则 7）。"
        self.fields[
            "host_duties"
        ].help_text = "没有的不填。主要负责人不分管驻在单位工作，有其他职务的不能任职（规则 7）。"


AppointmentForm = edit_form(Appointment, Appointment.EDITED, AppointmentFields)


class SeatForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat_host"].queryset = hosts_of_form(self.record.unit)
        self.fields["seat_host"].initial = self.record.seat_host_id


APPOINTMENT = {"edit": AppointmentFields, "take_seat": SeatForm}


class FunctionFields(ActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(self.record.organisation)


FunctionForm = edit_form(UnitFunction, ("person", "function"), FunctionFields)


class HandoverFields(ActForm):
    """Another person of the unit or of its authority."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unit = self.record.unit
        self.fields["receiver"].queryset = people_of(unit.organisation, unit.commission).exclude(
            pk=self.record.person_id
        )
        self.fields["approvals"].help_text = "例如已经批准、尚未办结的措施和事项。只写代号，不写案件内容。"


HandoverForm = edit_form(Handover, ("receiver", "approvals", "remarks"), HandoverFields)


class CaseFields(ActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code_name"].help_text = "只写代号，不写人名、单位和案情。"
        self.fields["opened_on"].initial = clocks.today


CaseForm = edit_form(RegisteredCase, ("code_name", "opened_on"), CaseFields)


class OfCaseFields(ActForm):
    """People of the unit and of its authority."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(self.record.unit.organisation, self.record.unit.commission)


DutyForm = edit_form(CaseDuty, ("person", "function"), OfCaseFields)
CaseRecusalForm = edit_form(CaseRecusal, ("person", "reason"), OfCaseFields)


class CaseFilterForm(CleanForm):
    """Which cases to list."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *RegisteredCaseState.choices])
    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)
