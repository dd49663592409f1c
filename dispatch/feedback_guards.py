"""Conditions of what others say of a unit itself (对派驻机构的意见; 规则 49)."""

from dispatch.paper_guards import (
    the_host_is_the_units_today,
    the_office_is_the_authoritys,
    the_paper_is_complete,
    the_unit_is_the_authoritys,
)
from workflow.guards import guard

__all__ = [
    "the_host_is_the_units_today",
    "the_office_is_the_authoritys",
    "the_paper_is_complete",
    "the_unit_is_the_authoritys",
]
FROM_ABOVE = ("authority", "inspection")


@guard("派出机关提出的是本机关的管理监督意见，或者转交的巡视巡察监督意见", article="规则 49")
def it_is_said_from_above(feedback):
    return feedback.source in FROM_ABOVE


@guard("应当写明整改或者处理情况", article="规则 49")
def says_what_was_done(feedback, *, answer):
    return bool((answer or "").strip())
