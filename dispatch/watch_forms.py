"""The shape of input on the pages of a unit's daily work: records, key persons, notices, opinions, advices and draws of them."""

from django import forms

from coordination.choices import holders_in, with_department
from dispatch.models import (
    Advice,
    AdviceDraw,
    Guidance,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    SupervisionRecord,
)
from dispatch.models.guidance import BY_UNIT, EDUCATION
from dispatch.paper_forms import PaperFields
from dispatch.parties import hosts_now
from dispatch.supervision_methods import NEEDED, Method, Point
from organizations.models import Organisation, Role
from supervision.recheck_forms import DrawFields
from workflow import clocks
from workflow.forms import StepForm, edit_form

MOST_CHOICES = 50
NEEDS_WORDS = "各方式必填：" + "；".join(
    f"{Method(method).label}——{'、'.join(str(SupervisionRecord._meta.get_field(name).verbose_name) for name in names)}"
    for method, names in NEEDED.items()
)


class WatchFields(PaperFields):
    """A unit with one host need not choose it; the day is today unless it is said."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "host" in self.fields and len(hosts := list(self.fields["host"].queryset[:2])) == 1:
            self.fields["host"].initial = hosts[0].pk
        if "happened_on" in self.fields:
            self.fields["happened_on"].initial, self.fields["happened_on"].help_text = clocks.today, ""


def _kinds(*kinds):
    """Guidance of these kinds only."""
    choices = [(kind.value, kind.label) for kind in kinds]
    return type("GuidanceFields", (WatchFields,), {"kind": forms.ChoiceField(label="种类", choices=choices)})


GUIDANCE = ("title", "happened_on", "with_whom", "content")
GuidanceOfUnitForm = edit_form(Guidance, ("unit", *GUIDANCE), WatchFields)
GuideForm = edit_form(Guidance, ("host", *GUIDANCE), _kinds(*BY_UNIT))
EducateForm = edit_form(Guidance, ("host", *GUIDANCE), _kinds(*EDUCATION))


class RecordFields(WatchFields):
    """How, at what, and what was seen; which fields a method needs is said beside it."""

    points = forms.MultipleChoiceField(
        label="监督检查的情况（规则 23）", choices=Point.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        paper = kwargs.get("begun") or self.record
        rows = KeyPerson.objects.filter(unit__organisation=paper.unit_id, state=KeyPerson.State.LISTED)
        self.fields["key_persons"].queryset = rows.order_by("code")
        self.fields["key_persons"].required = False
        self.fields["method"].help_text = NEEDS_WORDS
        self.fields["content"].help_text = "写所做的工作和看到的情况。涉及人员只写代号，不写姓名；不得填写国家秘密。"
        self.fields["is_irregular"].help_text = "勾选的，登记后即生成报告草稿，在“派驻往来”中修改后报送。"
        self.order_fields(
            [
                "post",
                "host",
                "happened_on",
                "method",
                "title",
                "points",
                "occasion",
                "place",
                "with_whom",
                "basis",
                "material",
                "content",
            ]
        )


SupervisionRecordForm = edit_form(
    SupervisionRecord,
    (
        "host", "happened_on", "method", "title", "points", "occasion", "place", "with_whom", "basis", "material", "content",
        "suggestion", "key_persons", "is_major", "is_irregular", "reporting", "no_report_reason",
    ),
    RecordFields,
)  # fmt: skip
KeyPersonForm = edit_form(KeyPerson, ("code", "key_class", "host"))


class ListForm(KeyPersonForm):
    """A code, a class, a host of the unit."""

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        hosts = hosts_now(record.organisation)
        self.fields["host"].queryset = Organisation.objects.filter(pk__in=[host.pk for host in hosts]).order_by("name")
        self.fields["code"].help_text = "字母或者天干加数字，例如“甲-01”。代号与姓名的对照在系统外保管。"


class NoticeFields(WatchFields):
    """To one leader of a host."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hosts = list(self.fields["host"].queryset)
        self.fields["leader"].queryset = holders_in(hosts, Role.DEPARTMENT_HEAD)
        self.fields["leader"].label_from_instance = with_department([host.pk for host in hosts])
        self.fields["content"].help_text = "通报其分管部门和单位领导干部的情况，涉及人员只写代号；只有本人能够查阅。"


LeaderNoticeForm = edit_form(LeaderNotice, ("host", "leader", "title", "content"), NoticeFields)


class OpinionFields(PaperFields):
    """About whom, by code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["codes"].help_text = "只写代号，多个以顿号隔开，例如“甲-01、甲-02”；名单以机要件另送。"


OpinionForm = edit_form(IntegrityOpinion, ("unit", "title", "codes", "content"), OpinionFields)


class AdviceFields(WatchFields):
    """On a prominent problem that the unit has marked, or on what it knows otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "finding" in self.fields:
            paper = kwargs.get("begun") or self.record
            rows = SupervisionRecord.objects.filter(unit=paper.unit_id, state=SupervisionRecord.State.FOUND)
            self.fields["finding"].queryset = rows.select_related(*SupervisionRecord.within).order_by("-pk")
            self.fields["finding"].empty_label = "不是据日常监督记录提出的"


AdviceForm = edit_form(Advice, ("host", "finding", "area", "title", "content", "requirements", "due_on"), AdviceFields)


class AdviceDrawFields(DrawFields):
    """Which days, and how many in a hundred, of closed advices."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resolved_from"].label, self.fields["resolved_until"].label = "办结日期自", "办结日期至"
        self.fields["resolved_from"].help_text = "在起止两日之间（含两日）办结、尚未回头看的建议，全部列入总体。"


AdviceDrawForm = edit_form(AdviceDraw, ("resolved_from", "resolved_until", "share"), AdviceDrawFields)


class LaterAdviceForm(StepForm):
    """Advices to the same host since the draw."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = self.record.advice
        rows = Advice.objects.visible_to(self.actor).filter(unit=first.unit_id, host=first.host_id)
        later = rows.filter(dossier__opened_at__gte=self.record.draw.moved_at).order_by("-pk")[:MOST_CHOICES]
        field = self.fields["later_advice"]
        field.queryset = Advice.objects.filter(pk__in=[row.pk for row in later]).select_related(*Advice.within)
        field.help_text = "抽查以后向同一驻在单位发出的建议；还没有的，请先起草并发出。"


ADVICE = {"edit": AdviceFields}
ADVICE_RECHECK = {"follow_up": LaterAdviceForm}
