"""The working calendar (工作日历): the only place where it is kept which days differ from Monday to Friday."""

import uuid

from django.conf import settings
from django.db import models


class CalendarYear(models.Model):
    """What is known of one year: the State Council's notice is out, or it is not (暂按周末推算).

    A year without a row is provisional. ``version`` is the calendar version in which the year last changed, ``entered_by`` who
    changed it then: nobody where it came with the product.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", "已公布"
        PROVISIONAL = "provisional", "未公布"

    year = models.PositiveSmallIntegerField("年份", unique=True)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.PROVISIONAL)
    source = models.CharField("依据", max_length=200, blank=True)
    version = models.PositiveIntegerField("日历版本", default=0)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="公布人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "日历年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="calendar_year_status_is_known",
                condition=models.Q(status__in=["published", "provisional"]),
            ),
            models.CheckConstraint(
                name="published_calendar_year_names_its_source",
                condition=~models.Q(status="published") | ~models.Q(source=""),
            ),
        ]

    def __str__(self):
        return f"{self.year}年（{self.get_status_display()}）"


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday: a weekday off (放假) or a weekend day at work (调休上班)."""

    on = models.DateField("日期", unique=True)
    counts = models.BooleanField("是工作日")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历例外日"
        ordering = ["on"]

    def __str__(self):
        return f"{self.on:%Y-%m-%d} {self.name}"


class CalendarVersion(models.Model):
    """The one counter of calendar versions; its row is locked by whoever changes the calendar.

    ``edition`` is new with every change, so that a number taken again after a rollback is not mistaken for the
    calendar that was rolled back.
    """

    THE_ONE = 1

    number = models.PositiveIntegerField("日历版本", default=0)
    edition = models.UUIDField("版次标识", default=uuid.uuid4)

    class Meta:
        verbose_name = verbose_name_plural = "日历版本"
        constraints = [models.CheckConstraint(name="calendar_version_is_one_row", condition=models.Q(pk=1))]

    def __str__(self):
        return f"第{self.number}版"
