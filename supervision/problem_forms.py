"""The shape of input on the pages of problems."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from coordination.choices import departments_of
from coordination.models import Assignment, DocumentKind, Meeting, MeetingKind, OfficialDocument
from organizations.models import Kind, Organisation
from supervision.models import Measure, Problem, ProblemState, Recheck, Severity, Source
from supervision.problem_guards import UNDER_WAY
from workflow.forms import ActForm, CleanForm, StepForm, edit_form

MOST_ROWS, AT_FIRST = 20, 3
BY_OTHERS = [(each.value, each.label) for each in (Source.DIFFICULTY, Source.UNIT)]
HANDED_OVER = ("issued", "received", "reported", "accepted")
CAN_BE_USED = ("draft", "signed", "issued")


def tasks_of(matter, *, of=None):
    """The tasks that were handed over, of one department where that is asked."""
    rows = Assignment.objects.filter(matter=matter, state__in=HANDED_OVER).order_by("number")
    return rows if of is None else rows.filter(lead_department=of)


class ProblemFields(ActForm):
    """What is wrong and whose it is; a department speaks of its own tasks, and does not weigh them."""

    def __init__(self, *args, begun, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_of(begun.matter)
        self.fields["assignment"].queryset = tasks_of(begun.matter, of=begun.raised_for)
        self.fields["department"].help_text = "问题是哪个部门的；有关任务和有关部门至少选择一项。"
        self.fields["severity"].widget = forms.RadioSelect(choices=Severity.choices)
        self.fields["severity"].help_text = "重要问题应当及时报告同级党委，未解决以前不能向党委报告事项完成情况。"
        self.fields["source"].choices = BY_OTHERS
        self.fields["source_words"].help_text = "派驻机构反映的，写明是哪个派驻机构。"
        if begun.source != Source.DIFFICULTY or begun.raised_for:
            del self.fields["source"], self.fields["source_words"]
        if begun.raised_for:
            del self.fields["severity"], self.fields["department"]
            self.fields["content"].label = "困难和问题"
            self.fields["content"].help_text = "写明遇到什么困难、已经做了什么、需要怎样解决。"


ProblemForm = edit_form(
    Problem, ("content", "assignment", "department", "severity", "source", "source_words"), ProblemFields
)


class FindingRow(CleanForm):
    """One finding as a row of several. Tasks and departments are read once for all rows."""

    content = Problem._meta.get_field("content").formfield(label="发现的问题")
    task = forms.ChoiceField(label="有关任务")
    severity = forms.ChoiceField(label="程度", choices=Severity.choices, initial=Severity.ORDINARY)

    def __init__(self, *args, tasks, **kwargs):
        super().__init__(*args, **kwargs)
        self.tasks = {str(row.pk): row for row in tasks}
        labels = [(key, f"{row.words}（{row.lead_department}）") for key, row in self.tasks.items()]
        self.fields["task"].choices = [("", "请选择"), *labels]

    def row(self):
        """The finding as fields of a problem."""
        given = self.cleaned_data
        task = self.tasks[given["task"]]
        return {
            "content": given["content"], "severity": given["severity"], "assignment": task,
            "department": task.lead_department,
        }  # fmt: skip


class FindingTable(BaseFormSet):
    """Rows that stay empty are passed over, one at least is filled."""

    def clean(self):
        if not any(self.errors) and not self.rows():
            raise ValidationError("请至少填写一个问题。")

    def rows(self):
        return [form.row() for form in self.forms if form.has_changed() and form.is_valid()]


Findings = formset_factory(
    FindingRow, formset=FindingTable, extra=AT_FIRST, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class MeasuresForm(StepForm):
    measure = forms.ChoiceField(label="措施类别", choices=Measure.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carried_out_by"].help_text = "写明由哪个单位、何人办理。"
        self.fields["due_on"].help_text = "解决问题的时限就是这一天，由本次措施确定。"


class CoordinateForm(StepForm):
    """Only coordination meetings of the matter are offered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Meeting.objects.filter(matter=self.record.matter_id, kind=MeetingKind.COORDINATION)
        self.fields["meeting"].queryset = rows.exclude(state="cancelled").select_related("matter").order_by("-pk")
        self.fields["meeting"].help_text = "选择已经通知的协调会议；还没有的，请返回上页“召集协调会议”。"


class DecideForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision_minutes"].help_text = "作出决定的会议纪要；由党委主要负责人决定的，写明批示的文号。"


class MergeForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Problem.objects.filter(matter=self.record.matter_id, state__in=UNDER_WAY).exclude(pk=self.record.pk)
        self.fields["merged_into"].queryset = others.select_related("matter").order_by("pk")


class DocumentsForm(ActForm):
    """Which of the matter's documents are the problem's own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, kind in (("request", DocumentKind.REQUEST), ("report", DocumentKind.PROBLEM_REPORT)):
            if name in self.fields:
                rows = OfficialDocument.objects.filter(matter=self.record.matter_id, kind=kind, state__in=CAN_BE_USED)
                self.fields[name].queryset = rows.select_related("matter").order_by("-pk")


class ReopenForm(StepForm):
    """Where a re-check found it come back, the reason begins with what was seen there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Recheck.objects.visible_to(self.actor).filter(problem=self.record, state=Recheck.State.RECURRED)
        found = rows.select_related(*Recheck.within).order_by("-pk").first()
        if found and not found.is_covered_from(self.actor):
            self.fields["note"].initial = f"{found.held_on:%Y-%m-%d}回头看发现问题反弹：{found.seen}"[:2000]
            self.fields["note"].help_text = "有关部门能看到这段理由，请核对后再办理。"


PROBLEM = {
    "edit": DocumentsForm, "take_measures": MeasuresForm, "coordinate": CoordinateForm, "decide": DecideForm,
    "merge": MergeForm, "reopen": ReopenForm,
}  # fmt: skip


class ProblemMeetingFields(ActForm):
    """The meeting about a problem; those whom it concerns are ticked."""

    def __init__(self, *args, problem, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["invited"].queryset = problem.matter.commission.departments
        self.fields["invited"].initial = [department.pk for department in problem.departments_concerned]
        self.fields["planned_on"].required = True
        self.fields["planned_on"].label = "会议日期"


ProblemMeetingForm = edit_form(
    Meeting, ("title", "planned_on", "place", "chair", "agenda", "invited"), ProblemMeetingFields
)


class ProblemFilterForm(CleanForm):
    """Which problems to list."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *ProblemState.choices])
    severity = forms.ChoiceField(label="程度", required=False, choices=[("", "全部"), *Severity.choices])
    department = forms.ModelChoiceField(label="有关部门", required=False, queryset=Organisation.objects.none())

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Problem.objects.visible_to(actor).order_by().values("department")
        self.fields["department"].queryset = Organisation.objects.filter(kind=Kind.DEPARTMENT, pk__in=seen)
        self.fields["department"].empty_label = "全部"
