"""Reminders (催办): that somebody was reminded of what is due, on record once per clock, date and rung."""

import uuid

from django.db import models

from workflow.models import Clock


class Reminder(models.Model):
    """One reminder (催办) of one clock. The row itself is the record of the fact and is never changed or removed.

    It stands beside the chained history, not in it: the sweep that writes it locks no dossier, so that it never waits for an
    act nor makes one wait. ``owed_words`` and ``told_words`` are the words of the time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="reminders", verbose_name="时限")
    rung = models.PositiveSmallIntegerField("第几级")
    due_on = models.DateField("到期日")
    sent_at = models.DateTimeField("催办时间")
    owed_words = models.CharField("应由何人办理", max_length=120, blank=True)
    asks = models.BooleanField("要求说明", default=False)
    told_words = models.TextField("已通知", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["clock", "due_on", "rung"], name="one_reminder_a_date_and_rung")]
        indexes = [models.Index(fields=["-sent_at"])]

    def __str__(self):
        return f"催办{self.owed_words}（{self.due_on:%Y-%m-%d}到期）"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("催办记录不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("催办记录不能删除。")
