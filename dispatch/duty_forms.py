"""The shape of input on the pages of duties that recur."""

from django import forms

from dispatch.duty_choices import owable, visible_unit
from dispatch.models import Duty, DutyRule, RecurringDutyState
from organizations.models import Organisation
from workflow import clocks
from workflow.forms import ActForm, CleanForm, StepForm
from workflow.months import months_after


class RulesForm(ActForm):
    """Which bodies owe what from when on; what is set already is not offered again."""

    BEGINS = [("0", "本期"), ("1", "下一期")]
    rules = forms.MultipleChoiceField(label="承担单位和职责", widget=forms.CheckboxSelectMultiple)
    begins = forms.ChoiceField(
        label="自哪一期起", choices=BEGINS, initial="0",
        help_text="按日历划分：半年的，为上半年、下半年；每三个月的，为各季度。每期第一日自动开列，最后一日到期。",
    )  # fmt: skip

    def __init__(self, *args, commission=None, policy=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.commission, self.policy = commission, policy
        self.offered = {f"{duty}:{house.pk}": (house, duty) for house, duty in owable(commission)} if commission else {}
        self.fields["rules"].choices = [(key, self._said(*pair)) for key, pair in self.offered.items()]
        if not self.offered:
            self.fields["rules"].help_text = "本级和所派驻机构的定期职责都已经设定。要改周期的，先停止原来的设定。"

    def _said(self, house, duty):
        rule = DutyRule(house=house, duty=duty)
        often = "条文规定" if rule.is_by_text else "本单位设定"
        return f"{rule.plain_words}（{rule.article}，每{rule.months_by(self.policy)}个月一次，{often}）"

    def chosen(self):
        """The unsaved rules."""
        return [self._rule(*self.offered[key]) for key in self.cleaned_data["rules"]]

    def _rule(self, house, duty):
        rule = DutyRule(commission=self.commission, house=house, duty=duty).begin_in(self.policy, clocks.today())
        later = int(self.cleaned_data["begins"]) * rule.every_months
        rule.first_on = months_after(rule.first_on, later)
        return rule


class CompleteForm(StepForm):
    """What was done, and where the paper is."""

    done_on = forms.DateField(label="完成日期")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clocks.today
        self.fields["document"].help_text = "报告写文号，会议写名称。"
        self.fields["kept_at"].help_text = "没有把材料作为附件上传的，写明原件存放在何处。"


DUTY = {"complete": CompleteForm}


class DutyFilterForm(CleanForm):
    """Which duties to list: what is owed unless asked otherwise."""

    EVERY = "all"
    state = forms.ChoiceField(label="状态", required=False, choices=[*RecurringDutyState.choices, (EVERY, "全部")])
    duty = forms.ChoiceField(label="职责", required=False, choices=[("", "全部"), *Duty.choices])
    house = forms.ModelChoiceField(
        label="承担单位", required=False, queryset=Organisation.objects.none(), to_field_name="public_id"
    )

    def __init__(self, asked, *, actor):
        """``asked`` may name a unit, whose page leads here, in place of the body that owes."""
        asked = asked.copy()
        if unit := visible_unit(asked.get("unit"), actor):
            asked["house"] = unit.organisation.public_id
        super().__init__(asked)
        seen = DutyRule.objects.visible_to(actor).values("house")
        self.fields["house"].queryset = Organisation.objects.filter(pk__in=seen).order_by("kind", "name")
        self.fields["house"].empty_label = "全部"
