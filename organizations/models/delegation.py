"""Delegation (委托代理): posts that a person lends to a deputy for a period."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organizations.models.post import ADMINISTRATORS, Post


class DelegationStatus(models.TextChoices):
    OFFERED = "offered", "待接受"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "未接受"
    REVOKED = "revoked", "已撤销"


Status = DelegationStatus


class DelegationQuerySet(models.QuerySet):
    def standing(self):
        """Offered or accepted: a second one of the same post in the same period would contradict it."""
        return self.filter(status__in=[Status.OFFERED, Status.ACCEPTED])

    def not_over(self, day):
        return self.standing().filter(until_on__gte=day)

    def of(self, person):
        """Those that this person gave or was asked to take."""
        return self.filter(Q(delegator=person) | Q(deputy=person))


class Delegation(models.Model):
    """A delegation (委托代理): the delegator's own posts, in which the deputy acts on his behalf, both days included.

    It ends by its date, or at once when it is revoked. What is lent cannot be lent again: the posts are the delegator's own.
    """

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_given", verbose_name="委托人"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_taken", verbose_name="代理人"
    )
    posts = models.ManyToManyField(Post, related_name="delegations", verbose_name="委托的职务")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期")
    reason = models.CharField("事由", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OFFERED, editable=False)
    offered_at = models.DateTimeField("提出时间", editable=False)
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)
    revoked_at = models.DateTimeField("撤销时间", null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托代理"
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_status_is_known", condition=Q(status__in=[status.value for status in Status])
            ),
            models.CheckConstraint(name="delegation_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(name="nobody_is_his_own_deputy", condition=~Q(deputy=F("delegator"))),
        ]
        indexes = [
            models.Index(fields=["deputy", "until_on"], condition=Q(status="accepted"), name="delegation_of_a_deputy"),
        ]

    def __str__(self):
        return f"{self.delegator.name}委托{self.deputy.name}代理"

    def is_over(self, today):
        return self.until_on < today


def lent_on(today, **narrowed):
    """Posts in force that are lent on ``today``: accepted, within the period, the delegator's own and no administrator's.

    ``narrowed`` are further conditions on the very delegation that lends, such as ``delegations__deputy``.
    """
    lending = Q(
        delegations__status=Status.ACCEPTED, delegations__from_on__lte=today, delegations__until_on__gte=today,
        delegations__delegator=F("person"), **narrowed,
    )  # fmt: skip
    return Post.objects.in_force(today).filter(lending).exclude(role__in=ADMINISTRATORS)
