"""Acts on paper (线下办理): what somebody without an account decided, recorded from the signed scan."""

from django.conf import settings
from django.db import models

from workflow.models.attachment import Attachment
from workflow.models.dossier import Dossier


class PaperAct(models.Model):
    """The paper behind one act: who really decided, the document's number and date, the scan, and why an account was passed by."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="paper_acts")
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField(db_index=True)
    act_id = models.UUIDField(unique=True)
    decider = models.CharField("决定人", max_length=40)
    number = models.CharField("文号", max_length=60)
    decided_on = models.DateField("决定日期")
    scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="签字扫描件")
    why = models.CharField("本人有账号而线下办理的原因", max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("代录时间")

    class Meta:
        verbose_name = verbose_name_plural = "线下办理"
        ordering = ["pk"]

    def __str__(self):
        return self.words

    @property
    def words(self):
        """How the record of the act says it."""
        return f"线下办理：{self.decider}（{self.number}，{self.decided_on:%Y-%m-%d}）"
