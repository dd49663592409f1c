"""Conditions of the authority's handling, organising or commanding a unit's case (规则 15)."""

from dispatch.case_guards import the_case_is_under_way
from workflow.guards import guard

__all__ = ["the_case_is_under_way"]
ARTICLE = "规则 15"
OPEN = ("proposed", "approved", "in_force")


@guard("本案已经提出或者正在直接办理、组织、指挥办理", article=ARTICLE)
def none_is_there_already(handling):
    return not handling.case.direct_handlings.filter(state__in=OPEN).exists()


@guard("经办的室应当是派出机关在用的室", article=ARTICLE)
def the_office_is_the_authoritys(handling):
    office = handling.office
    return office is not None and office.is_active and office.commission_id == handling.case.commission_id


@guard("应当写明为什么属于重大、复杂案件", article=ARTICLE)
def says_why(handling):
    return bool(handling.grounds.strip())


@guard("应当写明材料和未办结事项如何交还", article=ARTICLE)
def says_how_it_is_handed_back(handling, *, handover):
    return bool((handover or "").strip())
