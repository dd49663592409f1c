"""Counters of numbers (编号) per organisation, series and year."""

from django.db import models

from organizations.models import Organisation


class Counter(models.Model):
    """The last number taken in a series of one organisation and year, such as 示纪发 2026."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    series = models.CharField("系列", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后号")

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [models.UniqueConstraint(fields=["organisation", "series", "year"], name="one_counter_a_series")]

    def __str__(self):
        return f"{self.series}〔{self.year}〕{self.last}号"
