"""The shape of input where several tasks are drafted together: a row of a table, the table, one task for many, a workbook."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from coordination.models import Assignment
from coordination.parties import LEADER, LIAISON
from workflow.forms import ActForm, CleanForm

MOST_ROWS, AT_FIRST = 30, 3
PEOPLE = {"responsible_leader": LEADER, "liaison": LIAISON}


def _text(name, **more):
    return Assignment._meta.get_field(name).formfield(**more)


def chosen_from(rows):
    """What a choice means: the row of that key."""

    def choose(key):
        if key not in rows:
            raise ValueError(key)
        return rows[key]

    return choose


class TaskText(CleanForm):
    """What a task asks, and by when."""

    content = _text("content", required=True)
    requirements = _text("requirements")
    duty_basis = _text("duty_basis", help_text="该部门的法定职责或者“三定”规定。")
    due_on = _text("due_on")


class TaskRow(TaskText):
    """One task as a row of several. Departments and people come from ``parties``, read once for all rows."""

    lead_department = forms.TypedChoiceField(label="牵头部门", empty_value=None)
    participating_departments = forms.TypedMultipleChoiceField(
        label="参与部门", required=False, widget=forms.CheckboxSelectMultiple, empty_value=[]
    )
    responsible_leader = forms.TypedChoiceField(label="责任领导", required=False, empty_value=None)
    liaison = forms.TypedChoiceField(label="联络员", required=False, empty_value=None)

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties = parties
        departments = {str(one.pk): one for one in parties.departments}
        self._choose("lead_department", departments, [("", "请选择")])
        self._choose("participating_departments", departments, [])
        for name, role in PEOPLE.items():
            people = {str(one.pk): one for each in parties.departments for one in parties.people(each, role)}
            self._choose(name, people, [("", "牵头部门的唯一人选")])
        self.order_fields([*list(self.fields)[:3], "lead_department", "participating_departments"])

    def _choose(self, name, rows, first):
        self.fields[name].choices = [*first, *((key, str(row)) for key, row in rows.items())]
        self.fields[name].coerce = chosen_from(rows)

    def clean(self):
        cleaned = super().clean()
        lead = cleaned.get("lead_department")
        if lead and lead in (cleaned.get("participating_departments") or []):
            self.add_error("participating_departments", "牵头部门不能同时是参与部门。")
        for name, role in PEOPLE.items():
            chosen = cleaned.get(name)
            if lead and chosen and chosen not in self.parties.people(lead, role):
                self.add_error(name, f"应当是牵头部门（{lead}）的{role.label}。")
        return cleaned


class TableRow(TaskRow):
    """A row of the table on the page, which leaves the people to the posts of the lead department."""

    responsible_leader = liaison = None

    def _choose(self, name, rows, first):
        if name in self.fields:
            super()._choose(name, rows, first)


class Table(BaseFormSet):
    """The table: rows that stay empty are passed over, one at least is filled."""

    def clean(self):
        if not any(self.errors) and not self.rows():
            raise ValidationError("请至少填写一项任务。")

    def rows(self):
        """The filled rows as fields of tasks."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and getattr(form, "cleaned_data", None)]


TaskTable = formset_factory(
    TableRow, formset=Table, extra=AT_FIRST, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class SameTask(ActForm, TaskText):
    """The same task for each of the ticked departments."""

    def __init__(self, *args, parties, **kwargs):
        super().__init__(*args, **kwargs)
        departments = {str(one.pk): one for one in parties.departments}
        self.fields["departments"] = forms.TypedMultipleChoiceField(
            label="交办部门", choices=[(key, str(one)) for key, one in departments.items()], coerce=chosen_from(departments),
            widget=forms.CheckboxSelectMultiple, help_text="每个部门各成一项任务，由该部门牵头。",
            error_messages={"required": "请至少选择一个部门。"},
        )  # fmt: skip

    def rows(self):
        """One task for each department."""
        shared = {name: self.cleaned_data[name] for name in TaskText.base_fields}
        return [
            shared | {"lead_department": one, "participating_departments": []}
            for one in self.cleaned_data["departments"]
        ]


class SheetForm(ActForm):
    """The workbook with tasks."""

    sheet = forms.FileField(label="任务表", max_length=255, help_text="只接受下载的样表格式（.xlsx），最多500项任务。")


class ConfirmForm(ActForm):
    """What was shown in the dry run, sealed."""

    sealed = forms.CharField(widget=forms.HiddenInput)

    HIDDEN = (*ActForm.HIDDEN, "sealed")
