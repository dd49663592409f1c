"""Clocks (时限): what is due, whose, since when, how it was counted, and what has moved it since."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Organisation, Role
from workflow.models.dossier import Dossier
from workflow.models.policy import Policy


class ClockQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Clock.Status.OPEN)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def of(self, *records):
        return self.filter(subject_id__in=[record.public_id for record in records])


class Clock(models.Model):
    """One running or finished period of one record. It reminds, escalates and records; it never decides.

    ``due_on`` is a business date in Asia/Shanghai, ``due_at`` the instant that day ends. The derivation is kept: ``rule`` says
    how it was counted, ``days`` how many, ``started_on`` from when, ``calendar_version`` by which calendar.
    """

    class Status(models.TextChoices):
        OPEN = "open", "进行中"
        MET = "met", "已完成"
        CANCELLED = "cancelled", "已取消"

    class Rule(models.TextChoices):
        WORKING_DAYS = "working_days", "工作日"
        SET_DATE = "set_date", "指定日期"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField()
    subject_words = models.CharField("事由", max_length=120)
    name = models.CharField("时限", max_length=30)
    label = models.CharField("名称", max_length=30)
    article = models.CharField("依据", max_length=40)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField("计算方式", max_length=14, choices=Rule.choices)
    days = models.PositiveSmallIntegerField("天数", null=True)
    started_at = models.DateTimeField("起算时间")
    started_on = models.DateField("起算日期")
    started_act = models.UUIDField()
    due_on = models.DateField("到期日")
    due_at = models.DateTimeField("到期时刻")
    calendar_version = models.PositiveIntegerField("日历版本")
    provisional = models.BooleanField("暂按周末推算", default=False)
    way = models.JSONField("所据日历", default=dict)
    set_on = models.DateField("指定的日期", null=True)
    pauses = models.JSONField("中止的期间", default=list)
    paused_until = models.DateField("中止至", null=True)
    was_overdue = models.BooleanField("曾逾期", default=False)
    warns_on = models.DateField("提前预警自", null=True)
    grave = models.BooleanField("从严", default=False)
    owed_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    owed_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    owed_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    closed_at = models.DateTimeField("结束时间", null=True)
    closed_act = models.UUIDField(null=True)
    urgings = models.PositiveSmallIntegerField("已催办次数", default=0)
    rung = models.PositiveSmallIntegerField("下一级提醒", default=0)
    next_rung_at = models.DateTimeField("下次提醒时间", null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "name"], condition=Q(status="open"), name="one_open_clock_of_a_name"
            ),
            models.CheckConstraint(
                name="clock_is_closed_or_open",
                condition=Q(status="open", closed_at__isnull=True)
                | Q(status__in=["met", "cancelled"], closed_at__isnull=False, next_rung_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "status"]),
            models.Index(fields=["subject_id", "name"], name="clock_of_subject"),
            models.Index(
                fields=["next_rung_at", "id"], condition=Q(next_rung_at__isnull=False), name="clock_next_rung"
            ),
            models.Index(fields=["due_on"], condition=Q(status="open"), name="clock_open_due"),
            models.Index(fields=["calendar_version"], condition=Q(status="open"), name="clock_open_calendar"),
            models.Index(
                fields=["subject_type", "due_on", "id"], condition=Q(status="open"), name="clock_open_due_of_a_kind"
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.due_on:%Y-%m-%d}"

    def is_paused(self, on):
        """Whether the clock stands still on a day."""
        return self.paused_until is not None and on <= self.paused_until


class ClockChange(models.Model):
    """That a clock's due date was moved, by whom and why. Never changed or removed, like what it explains.

    ``from_on`` and ``until_on`` are the days between which the clock stood still, for a pause and its end.
    """

    class Kind(models.TextChoices):
        EXTENDED = "extended", "延期"
        PAUSED = "paused", "中止"
        RESUMED = "resumed", "恢复"
        RECOUNTED = "recounted", "日历调整"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="changes", verbose_name="时限")
    kind = models.CharField("变动", max_length=10, choices=Kind.choices)
    old_due_on = models.DateField("原到期日")
    new_due_on = models.DateField("新到期日")
    from_on = models.DateField("自", null=True)
    until_on = models.DateField("至", null=True)
    calendar_version = models.PositiveIntegerField("日历版本")
    act_id = models.UUIDField("办理标识")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="办理人"
    )
    made_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "时限变动"
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["act_id", "clock"], name="one_change_an_act_and_clock"),
            models.CheckConstraint(
                name="clock_change_kind_is_known",
                condition=Q(kind__in=["extended", "paused", "resumed", "recounted"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.old_due_on:%Y-%m-%d} → {self.new_due_on:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("时限变动记录不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("时限变动记录不能删除。")
