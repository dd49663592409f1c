"""The ways out of the house (渠道), by name."""

from django.db import models


class Channel(models.TextChoices):
    """By what a message leaves. The inbox is none of them: it is always there."""

    MAIL = "mail", "电子邮件"
    WEBHOOK = "webhook", "短信或政务微信"


def every_channel():
    return [channel.value for channel in Channel]
