"""The shape of input of a commission's rules: one form for everything but the ladder, and the ladder as a table of rungs."""

from django import forms
from django.forms import BaseFormSet, formset_factory

from workflow.forms import CleanForm
from workflow.local_rules import MOST_DAYS, MOST_RUNGS, SETTINGS, clock_kinds, rhythm_kinds
from workflow.models import Channel, Circle, Policy
from workflow.months import YEAR

PREFIX, RHYTHM = "period_", "rhythm_"
PAPERS = ("title", "source", "filed_on", "effective_on")
HOURS = ("opens_at", "closes_at")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


def _number(label, least, most, **more):
    said = {name: f"应当在{least}至{most}之间。" for name in ("min_value", "max_value")}
    said |= {"required": f"请填写{least}至{most}之间的整数。", "invalid": f"请填写{least}至{most}之间的整数。"}
    return forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=said, **more)


class RulesForm(CleanForm):
    """One version: its papers, a number of working days for each kind of clock, and the settings of reminding."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    title = Policy._meta.get_field("title").formfield()
    source = Policy._meta.get_field("source").formfield(help_text="制定本办法的文件名称和文号。")
    filed_on = forms.DateField(label="备案日期", required=False, help_text="已报上一级纪委备案的，填备案日期。")
    effective_on = forms.DateField(label="生效日期", help_text="不早于今天；这一天起立卷的事项适用新版本。")
    opens_at = forms.TimeField(label="提醒自", widget=HourInput())
    channels = forms.MultipleChoiceField(
        label="允许的外发渠道", choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="收件箱始终提醒；外发的内容只有件数和网址。关闭以后马上不再外发，在办事项也一样。",
    )  # fmt: skip
    closes_at = forms.TimeField(label="提醒至", widget=HourInput(), help_text="只在工作日的这段时间内提醒。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, least, most, unit) in SETTINGS.items():
            self.fields[name] = _number(f"{label}（{unit.removeprefix('个')}）", least, most)
        for kind in clock_kinds():
            returned = f"；退回后{kind.returned}，自行设定后两者相同" if kind.returned else ""
            self.fields[f"{PREFIX}{kind.key}"] = _number(
                kind.words, 1, MOST_DAYS, help_text=f"{kind.article}；默认{kind.days}{returned}"
            )
        for kind in rhythm_kinds():
            self.fields[f"{RHYTHM}{kind.key}"] = _number(
                kind.label, 1, YEAR, help_text=f"{kind.article}；默认{kind.months}；新设定的定期职责适用"
            )

    @classmethod
    def initial_of(cls, policy):
        """What the form of the version after ``policy`` begins with."""
        named = (*PAPERS, *HOURS, *SETTINGS, "channels")
        rhythms = {f"{RHYTHM}{kind.key}": policy.rhythms.get(kind.key, kind.months) for kind in rhythm_kinds()}
        periods = {f"{PREFIX}{kind.key}": policy.periods.get(kind.key, kind.days) for kind in clock_kinds()}
        return {name: getattr(policy, name) for name in named} | periods | rhythms | {"based_on": policy.number}

    def _named(self, names):
        return [self[name] for name in names]

    def papers(self):
        return self._named(PAPERS)

    def periods(self):
        return self._named(f"{PREFIX}{kind.key}" for kind in clock_kinds())

    def rhythms(self):
        return self._named(f"{RHYTHM}{kind.key}" for kind in rhythm_kinds())

    def reminding(self):
        return self._named((*SETTINGS, *HOURS, "channels"))

    def values(self):
        """The cleaned values as a version has them, without its ladder."""
        named = {name: self.cleaned_data[name] for name in (*PAPERS, *HOURS, *SETTINGS, "channels")}
        periods = {kind.key: self.cleaned_data[f"{PREFIX}{kind.key}"] for kind in clock_kinds()}
        rhythms = {kind.key: self.cleaned_data[f"{RHYTHM}{kind.key}"] for kind in rhythm_kinds()}
        return named | {"periods": periods, "rhythms": rhythms}


class RungForm(CleanForm):
    """One rung; one without a day is passed over."""

    day = _number("日期（工作日）", -120, 120, required=False)
    tells = forms.MultipleChoiceField(label="告知", choices=Circle.choices, required=False)
    asks = forms.BooleanField(label="要求说明原因和新的完成日期", required=False)


class Ladder(BaseFormSet):
    """The ladder: the rungs that are filled in, in the order of the page."""

    def rungs(self):
        given = [form.cleaned_data for form in self.forms]
        return [[one["day"], one["tells"], one["asks"]] for one in given if one.get("day") is not None]


LadderFormSet = formset_factory(
    RungForm, formset=Ladder, extra=0, min_num=MOST_RUNGS, max_num=MOST_RUNGS, absolute_max=MOST_RUNGS
)


def ladder_of(policy):
    """What the table of rungs begins with."""
    return [{"day": rung.day, "tells": list(rung.tells), "asks": rung.asks} for rung in policy.rungs]
