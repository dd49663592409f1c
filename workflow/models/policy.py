"""A commission's own parameters (本单位设定), in immutable versions."""

from datetime import time
from typing import NamedTuple

from django.conf import settings
from django.db import models

from organizations.models import Organisation
from workflow.models.channel import every_channel


class Rung(NamedTuple):
    """One rung of the ladder of reminders: ``day`` working days from the due date (before it when negative), who is told, and
    whether whoever owes the clock is to answer (cause, new promised date)."""

    day: int
    tells: tuple
    asks: bool = False


class Circle(models.TextChoices):
    """Whom a rung may tell, from the nearest to the widest."""

    OWED = "owed", "承办人"
    DEPARTMENT_HEAD = "department_head", "部门负责人"
    HANDLING_OFFICER = "handling_officer", "事项承办人"
    DEPUTY_IN_CHARGE = "deputy_in_charge", "分管领导"


def usual_opening():
    """When reminding begins. A fixed time in the field would be warned of whenever that time is now."""
    return time(8, 30)


def usual_closing():
    return time(17, 30)


def usual_ladder():
    """The ladder of a commission that has not set its own: the circle widens with the colour."""
    owed, head, officer, deputy = (circle.value for circle in Circle)
    return [
        Rung(-3, (owed,)),
        Rung(0, (owed, head)),
        Rung(2, (owed, head, officer), True),
        Rung(5, (owed, head, officer, deputy), True),
        Rung(10, (owed, head, officer, deputy), True),
    ]


class PolicyQuerySet(models.QuerySet):
    def in_force(self, day):
        """Versions that have taken effect by a day, the one that counts first: a later version takes the place of all before it."""
        return self.filter(effective_on__lte=day).order_by("-number")


class Policy(models.Model):
    """One version of a commission's parameters; a running dossier keeps the version under which it began.

    A version is never changed or removed: what is to be otherwise is a new version (``workflow.local_rules``).

    ``periods`` maps a clock's key such as ``"Matter.determination"`` to working days; what it does not name takes the default
    declared with the clock; ``rhythms`` says in the same way every how many months something recurs. ``not_delegable`` are the keys of steps such as ``"coordination.Matter.approve"`` that nobody
    takes on another's behalf. All other days are working days as well: from ``warning_days`` before the due date a clock is yellow,
    from ``deep_red_days`` after it deep red; ``urge_days`` lie at least between two urgings of one clock by hand, and a suspension
    is reviewed after ``suspension_days`` at the latest. Of the problems that were resolved between ``recheck_until_months`` and
    ``recheck_from_months`` months ago ``recheck_share`` in a hundred are looked at again. The head of a dispatched unit is due for
    rotation after ``rotation_months``; its group meeting (组务会) is held by ``quorum_share`` in a hundred of its members at least, and
    decides by more than ``majority_share`` of them. Between ``opens_at`` and ``closes_at`` of a working day people are reminded,
    each at most ``reminders_a_day`` times a day by one channel outside the house, and only by those of ``channels``.
    """

    commission = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=80)
    periods = models.JSONField("时限（工作日）", default=dict)
    rhythms = models.JSONField("周期（月）", default=dict, blank=True)
    not_delegable = models.JSONField("不得代理的步骤", default=list, blank=True)
    warning_days = models.PositiveSmallIntegerField("提前预警（工作日）", default=3)
    deep_red_days = models.PositiveSmallIntegerField("严重超期（工作日）", default=10)
    ladder = models.JSONField("提醒阶梯", default=usual_ladder)
    opens_at = models.TimeField("提醒自", default=usual_opening)
    closes_at = models.TimeField("提醒至", default=usual_closing)
    reminders_a_day = models.PositiveSmallIntegerField("每人每日外发提醒上限", default=3)
    channels = models.JSONField("允许的外发渠道", default=every_channel, blank=True)
    urge_days = models.PositiveSmallIntegerField("人工催办最短间隔（工作日）", default=1)
    suspension_days = models.PositiveSmallIntegerField("中止最长期限（工作日）", default=60)
    recheck_from_months = models.PositiveSmallIntegerField("回头看：解决以后至少（月）", default=3)
    recheck_until_months = models.PositiveSmallIntegerField("回头看：解决以后至多（月）", default=9)
    recheck_share = models.PositiveSmallIntegerField("回头看：抽查比例（%）", default=20)
    rotation_months = models.PositiveSmallIntegerField("派驻机构主要负责人轮岗：任职满（月）", default=60)
    quorum_share = models.PositiveSmallIntegerField("组务会：到会成员至少占全体成员（%）", default=50)
    majority_share = models.PositiveSmallIntegerField("组务会：赞成票应当超过全体成员（%）", default=50)
    source = models.CharField("依据文件", max_length=120, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="设定人",
    )
    set_at = models.DateTimeField("设定时间", null=True, editable=False)
    effective_on = models.DateField("生效日期")

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "时限设定"
        constraints = [models.UniqueConstraint(fields=["commission", "number"], name="policy_version_once")]

    def __str__(self):
        return f"{self.title}（第{self.number}版）"

    @property
    def rungs(self):
        """The ladder's rungs in the order of their days."""
        return [Rung(day, tuple(tells), asks) for day, tells, asks in self.ladder]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("时限设定的版本不能修改，应当另立新版本。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("时限设定的版本不能删除。")
