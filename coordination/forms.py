"""The shape of input on the coordination pages."""

from django import forms

from coordination.models import (
    Assignment,
    DocumentKind,
    Filing,
    Matter,
    Meeting,
    OfficialDocument,
    Origin,
    Resolution,
    WrittenReport,
)
from organizations.models import Organisation, Person, Post, Role
from workflow import clocks
from workflow.forms import ActForm, StepForm, edit_form
from workflow.models import Classification

LEVELS = [(level.value, level.label) for level in (Classification.PUBLIC, Classification.INTERNAL)]


def holders(organisation, *roles, office=None):
    """People who hold one of the roles in an organisation (and office) today."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation=organisation, role__in=roles)
    posts = posts.filter(office=office) if office else posts
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def colleagues(*organisations):
    """Everyone who holds a post in one of the organisations today."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation__in=organisations)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def departments_of(matter):
    """The lead and participating departments of a matter as choices."""
    return Organisation.objects.filter(pk__in=[department.pk for department in matter.departments]).order_by("name")


EXPLAINED = {
    "origin_document": "党委或者上级纪委交办的，应当填写。",
    "is_important": "重要事项报同级党委批准，并报上一级纪委备案。",
    "importance_reason": "列为重要事项的，应当填写。",
    "code_name": "不宜写明名称时使用，可不填。",
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
    category = forms.ChoiceField(label="类别", required=False)
    origin = forms.ChoiceField(label="来源", required=False)
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
        self.fields["title"].widget.attrs["placeholder"] = self.record.title


class TerminateForm(StepForm):
    superior_consent = forms.CharField(label="上级书面同意的文号", max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.origin != Origin.SUPERIOR_ASSIGNED:
            del self.fields["superior_consent"]


MATTER = {
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


class AssignmentFields(ActForm):
    """A task's form: departments of the matter, their heads and liaisons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record.matter if isinstance(self.record, Assignment) else self.record
        for name in ("lead_department", "participating_departments"):
            self.fields[name].queryset = departments_of(matter)
        self.fields["duty_basis"].help_text = "该部门的法定职责或者“三定”规定。"
        self.fields["lead_department"].required = True
        self.fields["responsible_leader"].queryset = holders_in(matter, Role.DEPARTMENT_HEAD)
        self.fields["liaison"].queryset = holders_in(matter, Role.LIAISON)
        for name in ("responsible_leader", "liaison"):
            self.fields[name].label_from_instance = with_department(matter)
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


def holders_in(matter, role):
    """People who hold a role in any department of the matter."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation__in=matter.departments, role=role)
    return Person.objects.filter(pk__in=posts.values("person")).order_by("name", "pk")


def with_department(matter):
    """A label that names the person's department; one query for all of them."""
    posts = (
        Post.objects.in_force(clocks.today()).filter(organisation__in=matter.departments).select_related("organisation")
    )
    homes = {post.person_id: post.organisation.short_name for post in posts}
    return lambda person: f"{person.name}（{homes.get(person.pk, '')}）"


TASK = ("content", "requirements", "duty_basis", "lead_department", "participating_departments", "responsible_leader", "liaison", "due_on")  # fmt: skip
AssignmentForm = edit_form(Assignment, TASK, AssignmentFields)


class ReceiptForm(StepForm):
    proof = forms.CharField(label="凭据（回执编号，或者送达方式和时间）", max_length=200)
    on_paper = forms.BooleanField(label="有部门签章的纸质回执", required=False)


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


class DocumentFields(ActForm):
    """A document goes to departments of its matter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record.matter if isinstance(self.record, OfficialDocument) else self.record
        if "addressees" in self.fields:
            self.fields["addressees"].queryset = departments_of(matter)
        if "kind" in self.fields:
            planning = matter.state == "planning"
            self.fields["kind"].choices = [
                (kind.value, kind.label) for kind in DocumentKind if (kind != DocumentKind.COMMITTEE_REPORT) == planning
            ]
        if "kind" in self.fields and len(self.fields["kind"].choices) == 1:
            self.fields["kind"].initial = self.fields["kind"].choices[0][0]
        if "form_name" in self.fields:
            self.fields["form_name"].help_text = "文种为“其他书面形式”时填写。"
        if matter.state != "planning":
            self.fields["division"].label = "完成情况"
            for name in ("form_name", "lead", "participants", "requirements", "addressees"):
                self.fields.pop(name, None)


DOCUMENT_FIELDS = ("kind", "form_name", "title", "subject", "lead", "participants", "division", "requirements", "addressees")  # fmt: skip
DocumentForm = edit_form(OfficialDocument, DOCUMENT_FIELDS, DocumentFields)
DOCUMENT = {"edit": DocumentFields}


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
FilingForm = edit_form(Filing, ("document_number", "sent_on", "proof"))


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
