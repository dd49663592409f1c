"""The shape of input on the supervision pages."""

from django import forms

from coordination.forms import holders
from coordination.models import Assignment
from organizations.models import ROLES_OF, Kind, Post
from supervision.models import Inspection, InspectionRule
from workflow import clocks
from workflow.forms import ActForm, edit_form


class InspectionFields(ActForm):
    """Which tasks are looked at, and by whom."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        matter = self.record.root
        if "assignments" in self.fields:
            rows = (
                Assignment.objects.filter(matter=matter).exclude(state__in=["drafted", "cancelled"]).order_by("number")
            )
            self.fields["assignments"].queryset = rows
            self.fields["assignments"].label_from_instance = lambda row: f"{row.words}（{row.state_label}）"
            if "members" in self.fields:
                self.fields["assignments"].initial = [row.pk for row in rows]
                self.fields["members"].initial = [matter.handling_officer_id]
            else:
                self.fields["assignments"].help_text = "可以并入其他任务，一次检查，不重复要求部门。"
        if "members" in self.fields:
            self.fields["members"].queryset = holders(matter.commission, *ROLES_OF[Kind.COMMISSION])
            self.fields["members"].label_from_instance = with_post(matter.commission)
        for name, words in EXPLAINED.items():
            if name in self.fields:
                self.fields[name].help_text = words


def with_post(commission):
    """A label that says what the person is in the commission; one query for all of them."""
    posts = Post.objects.in_force(clocks.today()).filter(organisation=commission).select_related("office")
    held = {post.person_id: f"{post.office or ''}{post.get_role_display()}" for post in posts}
    return lambda person: f"{person.name}（{held.get(person.pk, '')}）"


EXPLAINED = {
    "method_name": "方式为“其他”时填写。",
    "basis": "方式为“按规定调阅有关材料”时填写。",
    "approved_by": "方式为“按规定调阅有关材料”时填写。",
}


class PlanFields(InspectionFields):
    """The plan of an inspection, by a rule of the matter or for once."""

    rule = forms.ModelChoiceField(
        queryset=InspectionRule.objects.none(), to_field_name="public_id", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = InspectionRule.objects.visible_to(self.actor).filter(matter=self.record)


PLANNED = ("method", "method_name", "basis", "approved_by", "is_regular", "planned_on", "assignments", "members")
InspectionForm = edit_form(Inspection, PLANNED, PlanFields)
RULED = ("every_months", "first_on", "method", "method_name", "assignments", "members")
RuleForm = edit_form(InspectionRule, RULED, InspectionFields)
INSPECTION = {"edit": InspectionFields}
