"""Notices to a unit (通报): what the authority tells it of the leaders of its hosts (规则 13 第二款第五项)."""

from django.db import models
from django.db.models import Q

from dispatch import paper_guards as needs
from dispatch.models.unit_paper import DIRECTOR, HEAD, LEADER, PEOPLE, OfficePaper
from workflow.clocks import Period
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 13(5)"


class UnitNoticeState(models.TextChoices):
    SENT = "sent", "待签收"
    ACKNOWLEDGED = "acknowledged", "已签收"


class UnitNoticeKind(models.TextChoices):
    """What a unit is told of (规则 13(5))."""

    GENERAL_PROBLEM = "general_problem", "一般性问题"
    REMINDING_TALK = "reminding_talk", "谈话提醒"
    CRITICISM = "criticism", "批评教育"
    ORDERED_REVIEW = "ordered_review", "责令检查"
    ADMONISHING_TALK = "admonishing_talk", "诫勉谈话"


State = UnitNoticeState


class UnitNotice(OfficePaper):
    """One notice. It names people by a code only; only the unit and the office read it."""

    State = State
    list_page = "unitnotice_list"
    on_unit_page = "given"
    page_fields = ("kind", "unit", "office", "content", "drafter", "acknowledged_by")
    numbered_by = ("notify",)
    series = "派通"
    clocks = {"acknowledgement": Period("签收通报", ARTICLE, HEAD, 3)}

    kind = models.CharField("通报种类", max_length=20, choices=UnitNoticeKind.choices)
    acknowledged_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签收人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "情况通报"
        constraints = [
            known_states("unit_notice_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="unit_notice_number_once"),
            models.CheckConstraint(name="unit_notice_kind_is_known", condition=Q(kind__in=list(UnitNoticeKind.values))),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["office", "state"])]

    # fmt: off
    @step(NEW, State.SENT, label="通报派驻机构", article=ARTICLE, by=[DIRECTOR, LEADER], stamps="drafter",
          needs=[needs.the_office_is_the_authoritys, needs.the_unit_is_the_authoritys, needs.the_paper_is_complete],
          starts=["acknowledgement"], tells=[HEAD])
    def notify(self):
        """Tell the unit; what was told does not change."""

    @step(State.SENT, State.ACKNOWLEDGED, label="签收通报", article=ARTICLE, by=[HEAD], expected=True, stamps="acknowledged_by",
          meets=["acknowledgement"], tells=[DIRECTOR])
    def acknowledge(self):
        """The head of the unit has read it."""

    # fmt: on
