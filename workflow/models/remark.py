"""Remarks (办理意见): what the acting person wrote when taking a step, such as the reason of a return."""

from django.conf import settings
from django.db import models

from workflow.models.dossier import Dossier


class Remark(models.Model):
    """The words said with one act; apart from the audit so that they can be destroyed at the end of retention."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="remarks", db_index=False)
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField()
    act_id = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("意见")
    said_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "办理意见"
        constraints = [models.UniqueConstraint(fields=["act_id", "subject_id"], name="one_remark_an_act_and_subject")]
        indexes = [models.Index(fields=["dossier"])]

    def __str__(self):
        return self.text[:40]
