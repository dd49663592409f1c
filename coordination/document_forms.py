"""The shape of input for official documents and for the changes of tasks that a new version brings."""

from coordination.choices import departments_of, holders_in, with_department
from coordination.guards.document import kinds_at
from coordination.models import PLAN_KINDS, Assignment, DocumentKind, OfficialDocument, TaskChange
from coordination.models.document import ELEMENTS, FIVE_ELEMENTS
from organizations.models import Role
from workflow.forms import ActForm, edit_form

OF_THE_PLAN = ("form_name", "replaces", "changes", "addressees")


class DocumentFields(ActForm):
    """A document asks for what its kind must say; one of the plan goes to departments of its matter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        saved = isinstance(self.record, OfficialDocument)
        matter = self.record.matter if saved else self.record
        self._ask_for(self.record.kind if saved else self._kind(matter), matter)
        if "addressees" in self.fields:
            self.fields["addressees"].queryset = departments_of(matter)
        if "replaces" in self.fields:
            self.fields["replaces"].queryset = matter.documents.filter(state="issued", kind__in=PLAN_KINDS)
            self.fields["replaces"].help_text = "补充印发时选择；补办当面、电话通知的手续时不选。"
            self.fields["changes"].help_text = "补充印发时写明变更了什么。"

    def _kind(self, matter):
        """The kind that was chosen, or the first that the matter's stage allows."""
        allowed = kinds_at(matter)
        chosen = self.data.get("kind") or self.initial.get("kind")
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in DocumentKind if kind in allowed]
        self.fields["kind"].widget = self.fields["kind"].hidden_widget()
        return chosen if chosen in allowed else next(iter(allowed), "")

    def _ask_for(self, kind, matter):
        elements = ELEMENTS.get(kind, FIVE_ELEMENTS)
        for name, _ in FIVE_ELEMENTS:
            if name not in dict(elements):
                self.fields.pop(name, None)
        for name, label in elements:
            self.fields[name].label = label
        first = not matter.documents.filter(state="issued", kind__in=PLAN_KINDS).exists()
        planned = OF_THE_PLAN[1:3] if first or "kind" not in self.fields else ()
        for name in OF_THE_PLAN if kind not in PLAN_KINDS else planned:
            self.fields.pop(name, None)
        if kind != DocumentKind.OTHER_WRITTEN:
            self.fields.pop("form_name", None)


DRAFTED = (
    "kind", "form_name", "replaces", "changes", "title", "subject", "lead", "participants", "division", "requirements",
    "addressees",
)  # fmt: skip
DocumentForm = edit_form(OfficialDocument, DRAFTED, DocumentFields)
DOCUMENT = {"edit": DocumentFields}


class TaskChangeFields(ActForm):
    """How a task will read: its departments are the matter's, or others that were asked for their opinion."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record.matter
        self.fields["assignment"].queryset = Assignment.objects.filter(matter=matter).order_by("number")
        self.fields["assignment"].widget = self.fields["assignment"].hidden_widget()
        for name in ("lead_department", "participating_departments"):
            self.fields[name].queryset = matter.commission.departments
        for name, role in (("responsible_leader", Role.DEPARTMENT_HEAD), ("liaison", Role.LIAISON)):
            self.fields[name].queryset = holders_in(matter.commission.departments, role)
            self.fields[name].label_from_instance = with_department(matter.commission.departments)


CHANGED = (
    "assignment", "content", "requirements", "duty_basis", "lead_department", "participating_departments",
    "responsible_leader", "liaison", "due_on",
)  # fmt: skip
TaskChangeForm = edit_form(TaskChange, CHANGED, TaskChangeFields)
