"""Saved views of the ledger (视图): a question that somebody asks again, by himself or by his whole commission."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Organisation


class LedgerViewQuerySet(models.QuerySet):
    def offered_to(self, actor):
        """His own, and those that a commission in which he holds a post shares; a view shows nobody more than he sees anyway."""
        shared = Q(is_shared=True, commission__in=actor.organisation_ids())
        return self.filter(Q(owner=actor.person_id, is_shared=False) | shared)


class LedgerView(models.Model):
    """What to list, in what order and with which columns, under a name. ``parameters`` is the query of the ledger's address."""

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=40)
    parameters = models.CharField("条件", max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ledger_views", verbose_name="保存人"
    )
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="共享单位"
    )
    is_shared = models.BooleanField("共享给本单位", default=False)
    saved_at = models.DateTimeField("保存时间")

    objects = LedgerViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账视图"
        ordering = ["-is_shared", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(is_shared=False), name="own_ledger_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["commission", "name"], condition=Q(is_shared=True), name="shared_ledger_view_name_once"
            ),
            models.CheckConstraint(
                name="shared_ledger_view_has_its_commission", condition=Q(is_shared=False) | Q(commission__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name
