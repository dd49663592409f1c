"""The shape of input on the pages of the papers between a unit, its authority and its hosts."""

from django import forms

from coordination.choices import holders
from coordination.matter_forms import SuggestForm
from dispatch import grounds
from dispatch.approval import least_words
from dispatch.models import AssignedItem, HostMaterial, Submission, UnitNotice, UnitSupportRequest
from dispatch.parties import hosts_now, units_now, units_under
from organizations.models import Organisation, Role
from workflow.forms import ActForm, CleanForm, StepForm, edit_form

EXPLAINED = {
    "deputy_in_charge": "不选的，由书记办理。",
    "decision": "本机构会议已经作出的决定，不依据决定的不选。",
    "case": "案件登记中的案件；承担或者承担过该案审查调查的人员不得审核把关。",
    "content": "不得填写国家秘密。",
    "happened_on": "情况发生的日期，通报应当及时。",
}


class PaperFields(ActForm):
    """Offices, leaders, units and hosts that the paper's house may name. ``settled`` are the fields that the acting post decides."""

    def __init__(self, *args, begun=None, settled=(), **kwargs):
        super().__init__(*args, **kwargs)
        paper = begun or self.record
        for name in settled:
            self.fields.pop(name, None)
        narrowed = {
            "office": lambda: paper.commission.offices.filter(is_active=True),
            "deputy_in_charge": lambda: holders(paper.commission, Role.DEPUTY_IN_CHARGE),
            "unit": lambda: units_under(paper.commission) if paper.commission_id else _among(units_now(paper.host)),
            "host": lambda: _among(hosts_now(paper.unit)),
        }
        for name, rows in narrowed.items():
            if name in self.fields:
                self.fields[name].queryset = rows()
                self.fields[name].initial = getattr(begun, f"{name}_id", None) if begun else None
        self._name_grounds(paper, self.initial)
        for name, words in EXPLAINED.items():
            if name in self.fields:
                self.fields[name].help_text = words
        for name in ("due_on", "happened_on"):
            if name in self.fields:
                self.fields[name].required = True

    def _name_grounds(self, paper, initial):
        """Decisions and cases by whoever sees them; what is named that he does not see stays as it is."""
        for name in {*grounds.FIELDS} & {*self.fields}:
            named, typed = getattr(paper, f"{name}_id"), str(self.data.get(name) or initial.get(name, ""))[:15]
            chosen = {named, int(typed) if typed.isdecimal() else None} - {None}
            grounds.narrow(self.fields[name], name, paper.unit_id, self.actor, chosen)
            if named and not self.fields[name].queryset.filter(pk=named).exists():
                self.fields.pop(name)


class SubmissionFields(PaperFields):
    """Beside the leader stands at which level a request may be answered (规则 52)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "deputy_in_charge" in self.fields:
            self.fields["deputy_in_charge"].help_text += f"批复请示的{least_words(Submission.reply)}"


def _among(houses):
    """These organisations as choices."""
    return Organisation.objects.filter(pk__in=[house.pk for house in houses]).order_by("name")


def of(model, *names):
    return edit_form(model, names, PaperFields)


SUBMITTED = ("kind", "title", "content", "office", "deputy_in_charge", "decision", "case")
SubmissionForm = edit_form(Submission, SUBMITTED, SubmissionFields)
AssignedItemForm = of(AssignedItem, "unit", "title", "content", "due_on", "office", "deputy_in_charge")
UnitSupportForm = of(UnitSupportRequest, "title", "content", "office", "deputy_in_charge")
UnitNoticeForm = of(UnitNotice, "unit", "kind", "title", "content", "office", "deputy_in_charge")
MaterialRequestForm = of(HostMaterial, "host", "title", "content", "due_on")
HostReportForm = of(HostMaterial, "unit", "title", "content", "happened_on")


class ReturnForm(StepForm):
    """Another date for what is to come again."""

    due_on = forms.DateField(label="新的办理期限")


class FoundForm(SuggestForm):
    """A matter begins with the words of the request."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, commission=None, **kwargs)


SUBMISSION = {"edit": SubmissionFields}
ASSIGNED_ITEM = {"return_report": ReturnForm}


class PaperFilterForm(CleanForm):
    """Which papers of one kind to list."""

    q = forms.CharField(label="编号、标题", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False)
    unit = forms.UUIDField(widget=forms.HiddenInput, required=False)  # the page of a unit leads here

    def __init__(self, *args, model, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "全部"), *model.State.choices]
