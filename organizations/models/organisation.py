"""Organisations (机构) and the offices (室) of a commission."""

import uuid

from django.db import models


class Kind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", "党委（党组）"
    COMMISSION = "commission", "纪委（监委）"
    DEPARTMENT = "department", "有关部门"
    DISPATCHED_UNIT = "dispatched_unit", "派驻机构"
    LOWER_BODY = "lower_body", "下级纪检机构"
    INSPECTION_BODY = "inspection_body", "巡视巡察机构"
    WORK_COMMITTEE = "work_committee", "机关纪检监察工委"
    SYSTEM = "system", "系统管理"


class Organisation(models.Model):
    """A body that takes part in the work (机构).

    ``superior`` is the next body up (上级): for a commission the superior commission that receives its filings, for a
    department the party committee at its own level;
    ``committee`` is the party committee at the same level (同级党委) and set for commissions only.
    """

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40)
    code_word = models.CharField("机关代字", max_length=12, blank=True)
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="上级"
    )
    committee = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="commissions", verbose_name="同级党委"
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_is_known", condition=models.Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="only_a_commission_has_a_committee",
                condition=models.Q(committee__isnull=True) | models.Q(kind=Kind.COMMISSION),
            ),
            models.UniqueConstraint(
                fields=["code_word"], condition=~models.Q(code_word=""), name="organisation_code_word_once"
            ),
        ]

    def __str__(self):
        return self.short_name

    @property
    def house_id(self):
        """What stands for the house (机关) within which posts may be lent: a commission belongs to that of its committee."""
        return self.committee_id or self.pk

    @property
    def departments(self):
        """The departments at the level of this commission, by name; a unit that it dispatches is none of them."""
        return self.at_this_level(Kind.DEPARTMENT)

    def at_this_level(self, kind):
        """Bodies of a kind at the level of this commission, by name."""
        return Organisation.objects.filter(superior=self.committee_id, kind=kind, is_active=True).order_by("name")


class Office(models.Model):
    """An office of a commission (室), such as 党风政风监督室."""

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offices", verbose_name="所属纪委"
    )
    name = models.CharField("名称", max_length=40)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "室"
        ordering = ["commission", "name"]
        constraints = [models.UniqueConstraint(fields=["commission", "name"], name="office_name_once_per_commission")]

    def __str__(self):
        return self.name
