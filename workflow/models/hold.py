"""Holds (前置障碍): facts placed on a dossier that bar named steps until they are lifted."""

from django.db import models
from django.db.models import Q

from workflow.models.dossier import Dossier


class HoldQuerySet(models.QuerySet):
    def open(self):
        return self.filter(lifted_at__isnull=True)

    def counting(self, today):
        """Open, and of those with an end the ones that have not reached it."""
        return self.open().filter(Q(until_on__isnull=True) | Q(until_on__gte=today))


class Hold(models.Model):
    """Something is wrong or still owed. ``bars`` lists step keys such as ``"coordination.Matter.report_to_committee"``.

    ``"*"`` among them means every step of the dossier but the ``spares``, of which ``"coordination.Filing.*"`` means all of a record.
    A hold with ``until_on`` counts only up to that day, the day included.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="holds", db_index=False)
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField()
    subject_words = models.CharField("对象", max_length=120)
    name = models.CharField("名称", max_length=30)
    label = models.CharField("说明", max_length=60)
    article = models.CharField("依据", max_length=40)
    mended_by = models.CharField("由谁解除", max_length=120)
    bars = models.JSONField("所限步骤")
    spares = models.JSONField("不限步骤", default=list)
    until_on = models.DateField("计至", null=True)
    placed_at = models.DateTimeField("设置时间")
    placed_act = models.UUIDField()
    lifted_at = models.DateTimeField("解除时间", null=True)
    lifted_act = models.UUIDField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "前置障碍"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "name"], condition=Q(lifted_at__isnull=True), name="one_open_hold_of_a_name"
            )
        ]
        indexes = [models.Index(fields=["dossier", "lifted_at"])]

    def __str__(self):
        return self.label
