"""Attachments (附件): files that belong to a record, kept under random names."""

import uuid

from django.conf import settings
from django.db import models

from workflow.models.dossier import Dossier


class Attachment(models.Model):
    """A file of one record. Who sees the record may download it; the file's name on disk says nothing."""

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField(db_index=True)
    name = models.CharField("文件名", max_length=160)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    digest = models.CharField("摘要", max_length=80)
    stored_as = models.CharField("存储名", max_length=80, unique=True)
    act_id = models.UUIDField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]

    def __str__(self):
        return self.name
