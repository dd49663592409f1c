"""What a person has chosen about being reminded (提醒设置), and the secret address of his dates (日历订阅)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models.channel import every_channel


class Preference(models.Model):
    """How one person wants to be told outside the house. Whoever has chosen nothing is told by every channel, at once."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preference")
    channels = models.JSONField("渠道", default=every_channel, blank=True)
    is_daily = models.BooleanField("每天至多一条", default=False)
    gateway_id = models.CharField("手机号或者政务微信账号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒设置"

    def __str__(self):
        return f"{self.person}的提醒设置"


class CalendarFeed(models.Model):
    """A secret address (日历订阅) under which a calendar program reads when something of one person's is due.

    Only the digest of the secret is kept. An address that was withdrawn stays as a row and answers nothing.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_digest = models.CharField("地址摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("开通时间")
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at__isnull=True), name="one_feed_a_person")
        ]

    def __str__(self):
        return f"{self.person}的日历订阅"
