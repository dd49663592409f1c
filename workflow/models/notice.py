"""Inbox lines (通知) and the outbox from which they leave the house."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models.channel import Channel
from workflow.models.dossier import Dossier


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """A line in one person's inbox, in the words of the time. Exactly one per act, subject and person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField()
    act_id = models.UUIDField()
    action = models.CharField(max_length=80)
    text = models.CharField("内容", max_length=240)
    article = models.CharField("依据", max_length=40)
    sent_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅知时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        constraints = [
            models.UniqueConstraint(fields=["act_id", "subject_id", "recipient"], name="one_notice_an_act_and_person")
        ]
        indexes = [
            models.Index(fields=["recipient", "-sent_at"]),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self):
        return self.text


class OutboxMessage(models.Model):
    """A notice on its way out by one channel: delivered at least once.

    What waits for one person by one channel leaves together, as one message whose stable id is ``digest``: it is given when the
    messages are gathered and stays with them however often they are tried. ``tried_at`` is the latest try.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "待发送"
        DELIVERED = "delivered", "已发送"
        SUPPRESSED = "suppressed", "未发送"
        DEAD = "dead", "多次失败"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="messages", db_index=False)
    channel = models.CharField("渠道", max_length=12, choices=Channel.choices)
    digest = models.UUIDField("合并标识", null=True, editable=False)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_try_at = models.DateTimeField("下次发送", null=True)
    tried_at = models.DateTimeField("最近发送", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    outcome = models.CharField("结果", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "外发消息"
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="one_message_a_notice_and_channel")]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(next_try_at__isnull=False), name="outbox_waiting"),
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="outbox_digest"),
            models.Index(fields=["tried_at"], condition=Q(tried_at__isnull=False), name="outbox_tried"),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.get_status_display()}"
