"""A commission's own parameters (本单位设定), in immutable versions."""

from django.db import models

from organizations.models import Organisation


class Policy(models.Model):
    """One version of a commission's parameters; a running dossier keeps the version under which it began.

    ``periods`` maps a clock's key such as ``"Matter.determination"`` to working days; what it does not name takes the default
    declared with the clock. ``not_delegable`` are the keys of steps such as ``"coordination.Matter.approve"`` that nobody
    takes on another's behalf.
    """

    commission = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=80)
    periods = models.JSONField("时限（工作日）", default=dict)
    not_delegable = models.JSONField("不得代理的步骤", default=list, blank=True)
    effective_on = models.DateField("生效日期")

    class Meta:
        verbose_name = verbose_name_plural = "时限设定"
        constraints = [models.UniqueConstraint(fields=["commission", "number"], name="policy_version_once")]

    def __str__(self):
        return f"{self.title}（第{self.number}版）"
