"""The shape of input on the pages of what belongs to a matter."""

from django import forms

from coordination.choices import colleagues, departments_of, holders, holders_in, with_department
from coordination.models import (
    Assignment,
    Meeting,
    OralNotice,
    Reader,
    Recusal,
    Resolution,
    WrittenReport,
)
from organizations.models import Role
from workflow import clocks
from workflow.forms import ActForm, FilesField, StepForm, edit_form


class AssignmentFields(ActForm):
    """A task's form: departments of the matter, their heads and liaisons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record.matter if isinstance(self.record, Assignment) else self.record
        departments = departments_of(matter) if matter.state == "planning" else matter.commission.departments
        for name in ("lead_department", "participating_departments"):
            self.fields[name].queryset = departments
        self.fields["duty_basis"].help_text = "该部门的法定职责或者“三定”规定。"
        self.fields["lead_department"].required = True
        self.fields["responsible_leader"].queryset = holders_in(departments, Role.DEPARTMENT_HEAD)
        self.fields["liaison"].queryset = holders_in(departments, Role.LIAISON)
        for name in ("responsible_leader", "liaison"):
            self.fields[name].label_from_instance = with_department(departments)
            if matter is self.record:
                self.fields[name].help_text = "不选的，取牵头部门现任的唯一人选。"

    def clean(self):
        cleaned = super().clean()
        lead = cleaned.get("lead_department")
        if lead and lead in (cleaned.get("participating_departments") or []):
            self.add_error("participating_departments", "牵头部门不能同时是参与部门。")
        for name, role in (("responsible_leader", Role.DEPARTMENT_HEAD), ("liaison", Role.LIAISON)):
            chosen = cleaned.get(name)
            if lead and chosen and not holders(lead, role).filter(pk=chosen.pk).exists():
                self.add_error(name, f"应当是牵头部门（{lead}）的{role.label}。")
        return cleaned


TASK = ("content", "requirements", "duty_basis", "lead_department", "participating_departments", "responsible_leader", "liaison", "due_on")  # fmt: skip
AssignmentForm = edit_form(Assignment, TASK, AssignmentFields)


class ReceiptForm(StepForm):
    proof = forms.CharField(label="凭据（回执编号，或者送达方式和时间）", max_length=200)
    paper_receipt = forms.BooleanField(label="有部门签章的纸质回执", required=False)


class CancelForm(StepForm):
    changed_document = forms.CharField(label="变更文件（已印发的任务填写）", max_length=120, required=False)


ASSIGNMENT = {"edit": AssignmentFields, "record_receipt": ReceiptForm, "cancel": CancelForm}
PARTICIPATION = {"record_receipt": ReceiptForm}


class SignForm(StepForm):
    """The head accounts for contributions only while some are missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        missing = self.record.assignment.participations.filter(state__in=["issued", "received"])
        names = [part.department.short_name for part in missing.select_related("department").order_by("pk")]
        if names:
            self.fields["missing_contributions"].help_text = f"尚未报送：{'、'.join(names)}。请写明何时催办。"
        else:
            del self.fields["missing_contributions"]


REPORT = {"sign": SignForm}
ReportForm = edit_form(WrittenReport, ("title", "content", "difficulties", "next_steps"))


class NewReportForm(ReportForm):
    """The head may sign a draft as soon as it is there, so its files come along with it."""

    files = FilesField(label="附件", required=False)


class MeetingFields(ActForm):
    """Whom a meeting may call: the departments at the commission's level."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record.matter if isinstance(self.record, Meeting) else self.record
        if "invited" in self.fields:
            self.fields["invited"].queryset = matter.commission.departments
            self.fields["invited"].initial = [department.pk for department in matter.departments]
        if "planned_on" in self.fields:
            self.fields["planned_on"].help_text = "书面征求意见的，填写反馈的截止日期。"


MeetingForm = edit_form(Meeting, ("kind", "title", "planned_on", "place", "chair", "agenda", "invited"), MeetingFields)


class HoldForm(StepForm):
    """The meeting took place: today under the chair that was announced, unless said otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].initial = self.record.chair or self.record.matter.deputy_in_charge


MEETING = {"edit": MeetingFields, "hold": HoldForm}


class ResolutionFields(ActForm):
    """What was agreed, and who does it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("lead_department", "participating_departments"):
            self.fields[name].queryset = departments_of(self.record.matter)


ResolutionForm = edit_form(
    Resolution, ("content", "requirements", "lead_department", "participating_departments", "due_on"), ResolutionFields
)


class OralNoticeFields(ActForm):
    """Who was told orally: the departments of the matter, after the consent and not later than now."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_of(self.record)
        self.fields["means_name"].help_text = "方式为“其他方式”时填写。"
        self.fields["told_at"].initial = clocks.now


OralNoticeForm = edit_form(
    OralNotice, ("department", "told_by", "told_whom", "told_at", "means", "means_name", "content"), OralNoticeFields
)


class ReaderFields(ActForm):
    """Whom a leader may let know: people of the commission, the committee and the departments of the matter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record
        self.fields["person"].queryset = colleagues(matter.commission, matter.committee, *matter.departments)
        self.fields["until_on"].help_text = "到期后自动不再知悉；不填的，直至移出。"


class RecusalFields(ActForm):
    """A leader says who stands back; everyone else stands back himself, and is not asked who."""

    def __init__(self, *args, oneself, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record
        if oneself:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = colleagues(matter.commission, matter.committee, *matter.departments)
        self.fields["reason"].help_text = "例如：本人或者近亲属与事项有利害关系。"


RecusalForm = edit_form(Recusal, ("person", "reason"), RecusalFields)
ReaderForm = edit_form(Reader, ("person", "reason", "until_on"), ReaderFields)
