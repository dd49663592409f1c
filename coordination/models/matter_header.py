"""The columns of a matter (事项)."""

from django.conf import settings
from django.db import models

from coordination.models.terms import Category, OralGround, Origin, Retention
from organizations.models import Kind, Office, Organisation
from workflow.models import Classification, Record

PEOPLE = settings.AUTH_USER_MODEL


class MatterHeader(Record):
    """What a matter keeps of itself."""

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    title = models.CharField("事项名称", max_length=120)
    code_name = models.CharField("代号", max_length=40, blank=True)
    category = models.CharField("类别", max_length=20, choices=Category.choices)
    origin = models.CharField("来源", max_length=24, choices=Origin.choices)
    origin_document = models.CharField("来源文件（文号或批示）", max_length=120, blank=True)
    grounds = models.TextField("依据", max_length=4000, blank=True)
    is_important = models.BooleanField("重要事项", default=False)
    importance_reason = models.TextField("列为重要事项的理由", max_length=2000, blank=True)
    classification = models.CharField(
        "密级", max_length=12, choices=Classification.choices, default=Classification.INTERNAL
    )
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="matters", verbose_name="主办纪委",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    committee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="同级党委",
        limit_choices_to={"kind": Kind.PARTY_COMMITTEE},
    )  # fmt: skip
    superior = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上一级纪委"
    )
    no_superior_reason = models.CharField("无上一级纪委的原因", max_length=120, blank=True)
    handling_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="承办室"
    )
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导"
    )
    proposing_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议部门"
    )
    lead_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头部门"
    )
    participating_departments = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name="参与部门"
    )
    founded_by_opinion = models.ForeignKey(
        "coordination.Opinion", on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="founded_matters", verbose_name="所据意见建议",
    )  # fmt: skip
    drafter = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="草拟人")
    drafting_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="草拟单位"
    )
    handling_officer = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    previous_officer = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="原承办人"
    )
    submitter = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="提请人"
    )
    referred_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报请人"
    )
    correction_asked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="更正提出人"
    )
    reported_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报告签发人"
    )
    basis = models.TextField("确定依据", max_length=2000, blank=True)
    decision_minutes = models.CharField("会议纪要或批示", max_length=120, blank=True)
    committee_decision = models.CharField("党委批准文件或纪要", max_length=120, blank=True)
    instruction = models.TextField("党委批示或回执", max_length=2000, blank=True)
    is_committee_approved = models.BooleanField("经党委批准", default=False, editable=False)
    is_convened = models.BooleanField("已召集", default=False, editable=False)
    is_issued = models.BooleanField("已印发", default=False, editable=False)
    new_tasks_follow = models.BooleanField("另行交办新的任务", default=False, editable=False)
    oral_ground = models.CharField(
        "不以书面通知的理由", max_length=14, choices=OralGround.choices, blank=True, editable=False
    )
    oral_reason = models.TextField("具体情况", max_length=2000, blank=True, editable=False)
    oral_consented_at = models.DateTimeField("同意时间", null=True, editable=False)
    is_notified_orally = models.BooleanField("当面、电话通知", default=False, editable=False)
    formalities_completed_at = models.DateTimeField("补办手续时间", null=True, editable=False)
    importance_raised_by = models.ForeignKey(
        PEOPLE,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="提请列为重要事项的人",
    )
    awaits_importance = models.BooleanField("待补报批准", default=False, editable=False)
    goes_on_as_ordinary = models.BooleanField("作为一般事项继续办理", null=True, editable=False)
    merged_into = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, null=True, editable=False, related_name="merged_matters",
        verbose_name="并入的事项",
    )  # fmt: skip
    template = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies", verbose_name="模板"
    )
    retention = models.CharField("保管期限", max_length=14, choices=Retention.choices, blank=True)

    class Meta:
        abstract = True
