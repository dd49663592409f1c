"""The shape of input on the pages of urgings, explanations and urge orders."""

from django import forms

from organizations.models import Kind, Organisation
from supervision.models import Colour, Explanation, UrgeOrder, UrgeOrderState, Urging
from supervision.models.urge_order import MEANINGS
from workflow.forms import ActForm, CleanForm, StepForm, edit_form

COLOURS = [(colour.value, f"{colour.label}（{MEANINGS[colour]}）") for colour in Colour]


class UrgingFields(ActForm):
    """A word with it, and whether a reason is asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "催办意见（可不填）"
        self.fields["asks"].help_text = "勾选的，应当办理的人要写明逾期原因，并承诺新的日期。"


class ExplanationFields(ActForm):
    """Why, and by when."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["promised_on"].help_text = "承诺不改变到期日。"


UrgingForm = edit_form(Urging, ("text", "asks"), UrgingFields)
ExplanationForm = edit_form(Explanation, ("cause", "promised_on"), ExplanationFields)


class UrgeOrderFields(ActForm):
    """What an urge order says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "colour" in self.fields:
            self.fields["colour"].choices = COLOURS
            self.fields[
                "colour"
            ].help_text = "一般从蓝色开始；情况紧急的可以直接用黄色或者红色，并在理由中写明。红色由书记签发。"


class WantingForm(StepForm):
    """What was not met, and when the next round is due."""

    next_due_on = forms.DateField(
        label="下一轮办结期限", help_text="下一轮督办单升一级颜色，由分管领导签发；红色由书记签发。"
    )


UrgeOrderForm = edit_form(UrgeOrder, ("colour", "reason", "content", "due_on"), UrgeOrderFields)
URGE_ORDER = {"edit": UrgeOrderFields, "find_wanting": WantingForm}


class UrgeOrderFilterForm(CleanForm):
    """Which urge orders to list."""

    colour = forms.ChoiceField(label="颜色", required=False, choices=[("", "全部"), *Colour.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *UrgeOrderState.choices])
    addressee = forms.ModelChoiceField(label="主送部门", required=False, queryset=Organisation.objects.none())

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        seen = UrgeOrder.objects.visible_to(actor).order_by().values("addressee")
        departments = Organisation.objects.filter(kind=Kind.DEPARTMENT, pk__in=seen)
        self.fields["addressee"].queryset = departments.order_by("name")
        self.fields["addressee"].empty_label = "全部"
