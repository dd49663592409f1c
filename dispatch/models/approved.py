"""What is common to records that somebody proposes and a leader approves at a level chosen with the proposal (规则 52)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch.approval import Level
from organizations.models import Role
from workflow.authority import at, either
from workflow.models import Record

PEOPLE = settings.AUTH_USER_MODEL


def is_for_the_deputy(record):
    return record.approval_level == Level.DEPUTY_IN_CHARGE


def is_for_the_secretary(record):
    return not is_for_the_deputy(record)


is_for_the_deputy.rows = Q(approval_level=Level.DEPUTY_IN_CHARGE)
is_for_the_secretary.rows = ~is_for_the_deputy.rows


def approvers(path):
    """Who approves, as authorities of a step: the deputy in charge while it is sent to him, the secretary in any case."""
    return [
        at(path, Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=is_for_the_deputy),
        at(path, Role.SECRETARY, when=is_for_the_secretary),
    ]


def approval_is_owed_by(path):
    """Whose the clock is while it waits for approval."""
    return either(*approvers(path))


def known_level(name):
    """The check constraint that the level is one of those there are."""
    return models.CheckConstraint(name=name, condition=Q(approval_level__in=list(Level.values)))


class Approved(Record):
    """A record with the level at which it is approved; a decision of the standing committee is named by its minutes."""

    approval_level = models.CharField("报批层级", max_length=20, choices=Level.choices, default=Level.DEPUTY_IN_CHARGE)
    minutes = models.CharField("会议纪要（文号）", max_length=120, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="提出人"
    )
    approved_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="批准人"
    )

    class Meta:
        abstract = True
