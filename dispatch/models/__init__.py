"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.models.dispatched_unit import DispatchedUnit, Mode, UnitKind, UnitState
from dispatch.models.host_relation import HostRelation, HostRelationState

__all__ = ["DispatchedUnit", "HostRelation", "HostRelationState", "Mode", "UnitKind", "UnitState"]
