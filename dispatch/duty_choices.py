"""The only place that says which duties a commission may still set, and for whom."""

from uuid import UUID

from dispatch.models import DispatchedUnit, DutyRule
from dispatch.models.duty_rule import TERMS
from dispatch.work_committees import work_committees_of
from organizations.models import Kind, Organisation


def owable(commission):
    """[(body, duty)] of what nobody has set yet, the commission's own first, then body by body."""
    houses = {
        Kind.COMMISSION: [commission],
        Kind.WORK_COMMITTEE: list(work_committees_of(commission)),
        Kind.DISPATCHED_UNIT: list(_units(commission)),
    }
    rules = DutyRule.objects.filter(commission=commission, state=DutyRule.State.IN_FORCE)
    present = set(rules.values_list("house", "duty"))
    return [
        (house, duty)
        for kind, bodies in houses.items()
        for house in bodies
        for duty, terms in TERMS.items()
        if terms.kind == kind and (house.pk, duty) not in present
    ]


def visible_unit(public_id, actor):
    """The unit of a public id, as an address names it, if the actor sees it."""
    try:
        rows = DispatchedUnit.objects.visible_to(actor).filter(public_id=UUID(public_id or ""))
    except ValueError:
        return None
    return rows.select_related(*DispatchedUnit.within).first()


def _units(commission):
    """The bodies of the units that it dispatches."""
    in_being = commission.units_dispatched.filter(state="in_being")
    return Organisation.objects.filter(pk__in=in_being.values("organisation")).order_by("name")
