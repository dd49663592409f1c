"""The only place that says which work committees (机关纪检监察工委) a commission has set up (规则 20)."""

from django.db.models import Q

from organizations.models import Kind, Organisation


def work_committees_of(commission):
    """Those below the commission or its committee, by name."""
    above = {commission.pk, commission.committee_id} - {None}
    return Organisation.objects.filter(kind=Kind.WORK_COMMITTEE, is_active=True, superior__in=above).order_by("name")


def commissions_of(houses):
    """The commissions that have set up these work committees."""
    below = Q(subordinates__in=houses) | Q(committee__subordinates__in=houses)
    return Organisation.objects.filter(below, kind=Kind.COMMISSION)
