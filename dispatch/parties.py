"""The only place that finds the parties of a paper: the unit, host or office for which somebody acts, and whom each may write to today."""

from dispatch.hosts import hosts_of, units_of
from organizations.models import Kind, Organisation
from workflow import clocks


def unit_in_being(organisation):
    """The dispatched unit of an organisation as it stands today, ``None`` where it was not founded or is dissolved."""
    units = organisation.dispatched_units.filter(state="in_being")
    return units.select_related("commission", "office", "deputy_in_charge").first()


def authority_of(organisation):
    """The commission that dispatches the unit of this organisation today, if any does."""
    unit = unit_in_being(organisation)
    return unit.commission if unit else None


def units_under(commission):
    """The organisations of the units that a commission dispatches today, by name."""
    meant = Organisation.objects.filter(dispatched_units__commission=commission, dispatched_units__state="in_being")
    return meant.distinct().order_by("name")


def hosts_now(organisation):
    """The hosts of this organisation's unit today."""
    unit = unit_in_being(organisation)
    return hosts_of(unit, clocks.today()) if unit else []


def units_now(host):
    """The organisations of the units that have this host today."""
    return [unit.organisation for unit in units_of(host, clocks.today()) if unit.state == "in_being"]


def is_host_of(host, organisation):
    """Whether a department is today a host of this organisation's unit."""
    return any(each.pk == host.pk for each in hosts_now(organisation))


def acting_post(actor, kind, *roles):
    """The post of the actor in an organisation of this kind in which he may write, the chosen one first; ``None`` without one."""
    held = [post for post in actor.posts if post.organisation.kind == kind and (not roles or post.role in roles)]
    return min(held, key=lambda post: post is not actor.post, default=None)


def is_local_commission(house, authority):
    """Whether a body is a local commission (地方纪委) to this authority: in use, neither itself nor its superior."""
    above = {authority.pk, authority.superior_id}
    return house is not None and house.kind == Kind.COMMISSION and house.is_active and house.pk not in above


def recipients_of(body):
    """Whom a lower body may tell by a dual report: {"party_group": the groups beside it, "unit": the units at its superior}."""
    units = units_now(body.superior) if body.superior_id else []
    beside = Organisation.objects.filter(kind=Kind.PARTY_COMMITTEE, is_active=True, superior=body.superior_id)
    found = Organisation.objects.filter(pk__in=[unit.pk for unit in units])
    return {"party_group": beside.exclude(superior=None).order_by("name"), "unit": found.order_by("name")}
