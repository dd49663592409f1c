"""The shape of input on the pages of the registers of a unit, of dual reports and of case reviews."""

from django import forms

from dispatch.membership import staff_of
from dispatch.models import CaseReview, Clue, DualReport, FeedbackSource, Interference, UnitFeedback
from dispatch.paper_forms import PaperFields
from dispatch.parties import recipients_of
from workflow import clocks
from workflow.forms import ActForm, CleanForm, StepForm, edit_form

CODED = "只写代号，不写人名、单位和具体内容。"


class ClueFields(ActForm):
    """Somebody of the unit handles it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = staff_of(self.record.organisation, clocks.today())
        self.fields["code_name"].help_text = CODED
        self.fields["received_on"].initial = clocks.today
        self.fields["received_on"].help_text = "处置意见自收到之日起一个月内提出，节假日不顺延（规则 37）。"
        self.fields["subject"].help_text = "属于前两类的，报送派出机关，不自行处置（规则 28）。"


ClueForm = edit_form(Clue, ("code_name", "source", "subject", "received_on", "handler"), ClueFields)


class HandlerForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = staff_of(self.record.unit.organisation, clocks.today())


class OpinionForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].help_text = CODED


CLUE = {"change_handler": HandlerForm, "give_opinion": OpinionForm}


class EntryFields(ActForm):
    directly = forms.BooleanField(
        label="直接报告派出机关",
        required=False,
        help_text="涉及本机构主要负责人的勾选，主要负责人看不到；主要负责人登记的一律直接报告。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "directly"])
        self.fields["happened_on"].initial = clocks.today
        self.fields["about"].help_text = CODED
        self.fields["asked_by"].help_text = "写单位职务或者代号。"
        self.fields["account"].help_text = "如实、客观记录，不写案件内容。"


EntryForm = edit_form(Interference, ("happened_on", "asked_by", "means", "about", "account"), EntryFields)


class FeedbackForm(
    edit_form(UnitFeedback, ("source", "unit", "title", "content", "office", "deputy_in_charge"), PaperFields)
):
    """From above only what the authority says itself and what it passes on from an inspection."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = (FeedbackSource.AUTHORITY, FeedbackSource.INSPECTION)
        self.fields["source"].choices = [("", "请选择"), *((each.value, each.label) for each in own)]


HostFeedbackForm = edit_form(UnitFeedback, ("unit", "title", "content"), PaperFields)
PublicFeedbackForm = edit_form(UnitFeedback, ("title", "content"), PaperFields)


class DualReportFields(PaperFields):
    """Both recipients: the units of the body's superior, and the party groups beside the body. Either left out is refused by the step."""

    def __init__(self, *args, begun=None, **kwargs):
        super().__init__(*args, begun=begun, **kwargs)
        for name, rows in (recipients_of(begun.body) if begun else {}).items():
            field = self.fields[name]
            field.queryset, field.required = rows, False
            field.initial = rows.first() if rows.count() == 1 else None
        self.fields["content"].help_text = "只写代号，不写人名和案情；不得填写国家秘密。"


DualReportForm = edit_form(DualReport, ("kind", "ground", "party_group", "unit", "title", "content"), DualReportFields)
DUAL_REPORT = {"edit": DualReportFields}

CaseReviewForm = edit_form(CaseReview, ("grade", "findings"))


class RegisterFilterForm(CleanForm):
    """Which records of a register to list."""

    state = forms.ChoiceField(label="状态", required=False)
    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)  # the page of a unit leads here

    def __init__(self, *args, model, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "全部"), *model.State.choices]
