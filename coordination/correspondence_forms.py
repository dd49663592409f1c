"""The shape of input on the pages of opinions, contacts, requests for support, instructions and notes."""

from django import forms

from coordination.choices import departments_of, holders
from coordination.models import Contact, Instruction, NoteKind, Opinion, Outcome, ProgressNote, SupportRequest
from coordination.models.opinion import FINAL
from organizations.models import Role
from workflow.forms import ActForm, StepForm, edit_form


class OpinionFields(ActForm):
    """Offices and deputies of the commission that advises."""

    def __init__(self, *args, commission=None, **kwargs):
        super().__init__(*args, **kwargs)
        commission = commission or self.record.commission
        if "office" in self.fields:
            self.fields["office"].queryset = commission.offices.filter(is_active=True)
            self.fields["deputy_in_charge"].queryset = holders(commission, Role.DEPUTY_IN_CHARGE)
            self.fields["deputy_in_charge"].help_text = "由其审定；不选的，由书记审定。"


class OpinionForm(edit_form(Opinion, ("title", "content", "grounds", "office", "deputy_in_charge"), OpinionFields)):
    """Draft an opinion, as a rule in one's own office."""

    def __init__(self, *args, commission, office=None, **kwargs):
        super().__init__(*args, commission=commission, **kwargs)
        self.fields["office"].initial = office
        self.fields["grounds"].required = True


class ReplyForm(StepForm):
    outcome = forms.ChoiceField(
        label="答复结果", choices=[(outcome.value, outcome.label) for outcome in FINAL], widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reply_document"].help_text = "由党委办公室代为登记的，应当填写。"
        self.fields["note"].widget = forms.HiddenInput()  # the answer itself is what is said


class StudyAgainForm(StepForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reply_document"].help_text = "由党委办公室代为登记的，应当填写。"
        self.fields["note"].label = "需要再研究的问题"


OPINION = {"edit": OpinionFields, "reply": ReplyForm, "ask_for_more_study": StudyAgainForm}


class OpinionFilterForm(forms.Form):
    """The filters of the list of opinions."""

    q = forms.CharField(label="编号、标题", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Opinion.State.choices])
    outcome = forms.ChoiceField(label="答复结果", required=False, choices=[("", "全部"), *Outcome.choices])


class ContactFields(ActForm):
    """Contacts are with departments of the matter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_of(self.record)
        self.fields["with_whom"].help_text = "部门的何人；多人的，逐一写明。"


ContactForm = edit_form(Contact, ("department", "held_on", "with_whom", "means", "agreed"), ContactFields)
SupportForm = edit_form(SupportRequest, ("content",))


class InstructionFields(ActForm):
    """A reply is asked for by giving its date."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].help_text = "由党委办公室代为登记的，应当填写。"
        self.fields["reply_due_on"].help_text = "要求答复的，填写日期；不填的，不要求答复。批示不改变事项所处的步骤。"


InstructionForm = edit_form(Instruction, ("text", "document", "reply_due_on"), InstructionFields)


class NoteFields(ActForm):
    """An answer may name the question of the same task that it answers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = ProgressNote._base_manager.filter(assignment=self.record, kind=NoteKind.QUESTION)
        self.fields["question"].queryset = asked.select_related(*ProgressNote.within).order_by("pk")
        self.fields["question"].help_text = "答复某一提问的，请选择。"
        self.fields["text"].help_text = "记录后不能修改。"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("question") and cleaned.get("kind") != NoteKind.ANSWER:
            self.add_error("question", "只有答复才选择所答复的提问。")
        return cleaned


NoteForm = edit_form(ProgressNote, ("kind", "question", "text"), NoteFields)
