"""The shape of input on the pages of accountabilities."""

from django import forms

from supervision.models import Accountability, AccountabilityState, Sanction
from workflow.forms import ActForm, CleanForm, StepForm, edit_form


class AccountabilityFields(ActForm):
    """The departments that have a part in the matter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "department" in self.fields:
            departments = self.record.departments
            self.fields["department"].queryset = self.fields["department"].queryset.filter(
                pk__in=[department.pk for department in departments]
            )
        self.fields["duty"].help_text = "例如：未按规定11的要求按时签收任务。是否追究由人决定，超期本身不引起追究。"


class DecisionForm(StepForm):
    """What is decided, and by when it is put right."""

    measure = forms.ChoiceField(label="处理方式", choices=Sanction.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["correct_by"].help_text = "批评教育、组织处理的，必须填写；其他的不填。"
        self.fields["decision_document"].help_text = "书记写明纪委会议的纪要；党委办公室代为登记的，写明党委的文号。"


class ClosingForm(StepForm):
    """What came of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receipt"].help_text = "追究纪律责任的写处理文号，移送司法机关的写移送回执；限期改正的不填。"


PROPOSED = ("department", "responsible", "duty", "facts", "suggestion")
ProposalForm = edit_form(Accountability, PROPOSED, AccountabilityFields)
ACCOUNTABILITY = {"edit": AccountabilityFields, "decide": DecisionForm, "close": ClosingForm}


class AccountabilityFilterForm(CleanForm):
    """Which accountabilities to list."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *AccountabilityState.choices])
    measure = forms.ChoiceField(label="处理方式", required=False, choices=[("", "全部"), *Sanction.choices])
