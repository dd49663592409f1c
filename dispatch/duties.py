"""The only place that sets rules of recurring duties and that opens their periods when their days have come.

A period opens through the door, behind the lock of its dossier, in the order of its rule, and its row is unique: run twice, late,
beside itself or killed at any moment, each opens once.
"""

import uuid

from django.db import transaction
from django.db.models import Q

from dispatch.models import DutyRule, RecurringDuty
from organizations.models import Kind
from workflow import clocks
from workflow.by_date import actor_by_date
from workflow.door import Barred, open_record

BATCH = 200


@transaction.atomic
def set_rules(actor, rules, *, act_id=None):
    """Set these unsaved rules, all or none, and open what has begun; returns them. Raises as the door does."""
    return [_set(actor, rule, uuid.uuid5(act_id, str(place)) if act_id else None) for place, rule in enumerate(rules)]


def _set(actor, rule, act_id):
    names = ("commission", "house", "duty", "every_months", "first_on")
    fields = {name: getattr(rule, name) for name in names}
    kept = open_record(DutyRule, DutyRule.set_rule, actor=actor, act_id=act_id, **fields)
    open_begun(kept, clocks.today())
    return kept


def begun(today):
    """Rules whose next period has begun, the longest waiting first; a unit that was dissolved owes no further one."""
    rows = DutyRule.objects.filter(state=DutyRule.State.IN_FORCE, next_on__lte=today).order_by("next_on", "pk")
    there = ~Q(house__kind=Kind.DISPATCHED_UNIT) | Q(house__dispatched_units__state="in_being")
    return rows.filter(there).select_related("dossier", *DutyRule.within)


def open_begun(rule, today):
    """Open every period of a rule whose first day has come, those of an outage too; returns how many."""
    opened, actor = 0, actor_by_date(rule.commission, today)
    while rule.state == DutyRule.State.IN_FORCE and rule.next_on <= today:
        first_on = rule.next_on
        try:
            open_record(
                RecurringDuty,
                RecurringDuty.open_period,
                actor=actor,
                dossier=rule.dossier,
                rule=rule,
                first_on=first_on,
            )
            opened += 1
        except Barred:  # somebody was faster, or has just ended the rule: what is there now says which
            pass
        rule = DutyRule.objects.select_related("dossier", *DutyRule.within).get(pk=rule.pk)
        if rule.next_on == first_on:
            break
    return opened


def open_all(today):
    """Open what has begun of one batch of rules; returns how many periods, 0 when nothing is left."""
    return sum(open_begun(rule, today) for rule in begun(today)[:BATCH])
