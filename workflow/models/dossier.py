"""The dossier (卷): the root row of a file, on which access, the chain and the order of lists hang."""

import uuid
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from organizations.models import Organisation
from workflow.models.policy import Policy


class Classification(models.TextChoices):
    """Levels that a system outside 分级保护 may hold; state secrets are refused (保密法 31)."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    WORK_SECRET = "work_secret", "工作秘密"


class Dossier(models.Model):
    """One file (卷). Every act locks it first; its chain head makes the history of the file one thread.

    ``kind`` is the label of the root record's model; ``parties`` lists the principals that hold ``view`` as
    ``"organisation:role"`` strings, so that a step knows without a query whether grants change. ``deputised`` says for whom
    a stamped person acted: ``"public id.field"`` → person id, for the two-person rule.
    """

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("类别", max_length=50)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="dossiers", verbose_name="主办纪委", db_index=False
    )
    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, related_name="+", verbose_name="时限设定", db_index=False
    )
    classification = models.CharField(
        "密级", max_length=12, choices=Classification.choices, default=Classification.INTERNAL
    )
    version = models.PositiveIntegerField("版本", default=0)
    chain_algorithm = models.CharField("链算法", max_length=10)
    chain_length = models.PositiveIntegerField("链长", default=0)
    chain_head = models.CharField("链首", max_length=64)
    parties = models.JSONField("授权主体", default=list)
    deputised = models.JSONField("代何人办理", default=dict)
    opened_at = models.DateTimeField("立卷时间")
    moved_at = models.DateTimeField("最近办理时间")

    class Meta:
        verbose_name = verbose_name_plural = "卷"
        indexes = [
            models.Index(fields=["-moved_at", "-id"]),
            models.Index(fields=["commission", "-moved_at"]),
            models.Index(
                fields=["id"], condition=models.Q(classification=Classification.WORK_SECRET), name="dossier_work_secret"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="dossier_classification_is_known",
                condition=models.Q(classification__in=[level.value for level in Classification]),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.public_id}"

    @property
    def is_secret(self):
        return self.classification == Classification.WORK_SECRET

    def note_stamp(self, record, stamp, principal):
        """Keep for whom the person acted whom a step has just written into the field ``stamp``; nobody for one's own act."""
        self.deputised.pop(f"{record.public_id}.{stamp}", None)
        if principal is not None:
            self.deputised[f"{record.public_id}.{stamp}"] = principal.pk


class DossierGroupGrant(GroupObjectPermissionBase):
    """A principal's ``view`` on a dossier, derived from relations.

    Guardian's own index leads from a principal to its dossiers; the other leads back, for whoever reads by several principals.
    """

    content_object = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="group_grants", db_index=False)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["content_object", "group"], name="grant_of_dossier")]


class Terms(NamedTuple):
    """On what terms somebody stands on an access list; ``granted_by_id`` is empty for whoever works on the matter anyway."""

    granted_by_id: int | None
    reason: str
    until_on: date | None


class Reading(NamedTuple):
    """On what terms an inspection body reads what a department sees; a root record derives them."""

    reader_id: int
    house_id: int
    from_on: date
    until_on: date
    covers_from: date
    covers_until: date


class DossierPersonGrant(UserObjectPermissionBase):
    """A place on the access list (知悉名单): one person's ``view`` with who gave it, why, and until when."""

    content_object = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="person_grants")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("事由", max_length=200, blank=True)
    until_on = models.DateField("截止", null=True, blank=True)

    @property
    def terms(self):
        return Terms(self.granted_by_id, self.reason, self.until_on)


class DossierRecusal(models.Model):
    """That a person stands back from a dossier (回避), derived from the recusals in force as grants are from relations."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        constraints = [models.UniqueConstraint(fields=["person", "dossier"], name="one_recusal_a_person_and_dossier")]

    def __str__(self):
        return f"{self.person} {self.dossier}"


class HouseReading(models.Model):
    """That an inspection body reads what a department sees (巡视巡察查阅), derived from a mandate in force as grants are from relations.

    It counts from ``from_on`` until ``until_on``, for dossiers that were alive between ``covers_from`` and ``covers_until``.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="house_readings")
    reader = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="巡视巡察机构")
    house = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="部门")
    from_on = models.DateField("授权自")
    until_on = models.DateField("授权至")
    covers_from = models.DateField("查阅时段自")
    covers_until = models.DateField("查阅时段至")

    class Meta:
        verbose_name = verbose_name_plural = "巡视巡察查阅"
        constraints = [models.UniqueConstraint(fields=["dossier", "house"], name="one_reading_a_mandate_and_house")]

    def __str__(self):
        return f"{self.reader} {self.house}"

    @property
    def terms(self):
        """What is derived, for comparing it with what it is derived from."""
        return Reading(self.reader_id, self.house_id, self.from_on, self.until_on, self.covers_from, self.covers_until)
