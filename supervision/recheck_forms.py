"""The shape of input on the pages of draws and re-checks."""

from django import forms

from coordination.forms import holders
from coordination.models import Matter
from organizations.models import Role
from supervision.forms import with_post
from supervision.models import Method, RecheckDraw
from supervision.recheck_guards import GOES_ON
from workflow.forms import ActForm, StepForm, edit_form

MOST_MATTERS = 50


class DrawFields(ActForm):
    """Which days, and how many in a hundred."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resolved_from"].help_text = "在起止两日之间（含两日）解决、尚未回头看的问题，全部列入总体。"
        self.fields["share"].help_text = "按总体件数计算，不足1件的按1件；起止和比例的初始值是本单位设定。"

    def clean(self):
        given = super().clean()
        first, last = given.get("resolved_from"), given.get("resolved_until")
        if first and last and first > last:
            self.add_error("resolved_until", "不能早于起始日期。")
        return given


DrawForm = edit_form(RecheckDraw, ("resolved_from", "resolved_until", "share"), DrawFields)


class AppointForm(StepForm):
    """Officers of the commission other than the one whose matter it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        commission, whose = self.record.draw.commission, self.record.problem.matter.handling_officer_id
        self.fields["checker"].queryset = holders(commission, Role.OFFICER).exclude(pk=whose)
        self.fields["checker"].label_from_instance = with_post(commission)
        self.fields["checker"].help_text = "该事项的承办人不能检查自己办理的问题。"


class CheckForm(StepForm):
    means = forms.ChoiceField(label="方式", choices=Method.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["post", "means", "means_name", "held_on", "seen"])
        self.fields["means_name"].help_text = "方式为“其他”时填写。"
        self.fields["seen"].help_text = "写明核对了什么、现场看到什么，据以认定是否反弹。"


class FollowUpForm(StepForm):
    """A new matter is asked for only where the problem cannot be reopened."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.is_reopened or self.record.problem.matter.state in GOES_ON:
            del self.fields["new_matter"]
            return
        rows = Matter.objects.visible_to(self.actor).filter(commission=self.record.draw.commission_id)
        later = rows.filter(dossier__opened_at__gte=self.record.draw.moved_at).order_by("-pk")[:MOST_MATTERS]
        field = self.fields["new_matter"]
        field.queryset = Matter.objects.filter(pk__in=[row.pk for row in later])
        field.help_text = "抽查以后新登记、已提请确定的事项；还没有的，请先登记事项，在依据中写明本问题。"


RECHECK = {"appoint": AppointForm, "conclude": CheckForm, "find_recurrence": CheckForm, "follow_up": FollowUpForm}
