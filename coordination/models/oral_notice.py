"""Notices otherwise than in writing (当面、电话等方式通知, 规定 11): who told whom, when, by what means, what."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.terms import Means
from organizations.models import Organisation, Role
from workflow.authority import at, person
from workflow.clocks import now
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
OFFICER = person("matter.handling_officer")
CASE_DEPUTY = at("matter.commission", Role.CASE_DEPUTY)


class OralNoticeState(models.TextChoices):
    RECORDED = "recorded", "已记录"


State = OralNoticeState
ORALLY = [choice for choice in Means.choices if choice[0] != Means.IN_WRITING]


@guard("尚未经分管办案工作的领导同意，不能当面、电话通知", article="规定 11", mended_by=[CASE_DEPUTY])
def the_consent_is_on_record(notice):
    return notice.matter.oral_consented_at is not None


@guard("通知应当在同意之后，也不能晚于现在", article="规定 11")
def was_told_after_the_consent(notice):
    since = notice.matter.told_from
    return since is None or since <= notice.told_at <= now()


@guard("被通知的应当是本事项的牵头、参与部门", article="规定 11")
def the_department_belongs_to_the_matter(notice):
    return notice.department_id in {department.pk for department in notice.matter.departments}


class OralNotice(Record):
    """One department's notice in person or by telephone, kept for later examination (留案备查)."""

    State = OralNoticeState
    owner = "matter.commission"
    searched = ("told_by", "told_whom", "content", "department")
    within = ("matter",)

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="oral_notices", verbose_name="事项"
    )
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="被通知部门")
    told_by = models.CharField("通知人", max_length=80)
    told_whom = models.CharField("被通知人", max_length=80)
    told_at = models.DateTimeField("通知时间")
    means = models.CharField("方式", max_length=12, choices=ORALLY)
    means_name = models.CharField("其他方式的名称", max_length=40, blank=True)
    content = models.TextField("通知内容", max_length=4000)
    recorded_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="记录人"
    )

    page_fields = ("department", "told_by", "told_whom", "told_at", "means", "means_name", "content", "recorded_by")

    class Meta:
        verbose_name = verbose_name_plural = "通知记录"
        ordering = ["matter", "pk"]
        constraints = [known_states("oral_notice_state_is_known", OralNoticeState)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The commission, and the department that was told."""
        ours = actor.organisation_ids()
        return Q(matter__commission__in=ours) | Q(department__in=ours)

    @classmethod
    def is_offered(cls, parent):
        consented = getattr(parent, "oral_consented_at", None) is not None
        return parent._meta.model_name == "matter" and parent.state == "planning" and consented

    @property
    def plain_words(self):
        return f"通知{self.department}：{self.content[:30]}"

    @property
    def code_words(self):
        return f"通知{self.department}（{self.matter.words}）"

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, State.RECORDED, label="记录通知", article="规定 11", by=[OFFICER, CASE_DEPUTY], stamps="recorded_by",
          needs=[the_consent_is_on_record, was_told_after_the_consent, the_department_belongs_to_the_matter])
    def record_notice(self):
        """Write down who told whom, when, by what means and what."""

    # fmt: on
