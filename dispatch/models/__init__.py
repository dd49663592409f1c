"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.models.assigned_item import AssignedItem, AssignedItemState
from dispatch.models.dispatched_unit import DispatchedUnit, Mode, UnitKind, UnitState
from dispatch.models.host_material import HostMaterial, HostMaterialKind, HostMaterialState
from dispatch.models.host_relation import HostRelation, HostRelationState
from dispatch.models.submission import Submission, SubmissionKind, SubmissionState
from dispatch.models.unit_notice import UnitNotice, UnitNoticeKind, UnitNoticeState
from dispatch.models.unit_support import UnitSupportRequest, UnitSupportState

__all__ = [
    "AssignedItem", "AssignedItemState", "DispatchedUnit", "HostMaterial", "HostMaterialKind", "HostMaterialState", "HostRelation",
    "HostRelationState", "Mode", "Submission", "SubmissionKind", "SubmissionState", "UnitKind", "UnitNotice", "UnitNoticeKind",
    "UnitNoticeState", "UnitState", "UnitSupportRequest", "UnitSupportState",
]  # fmt: skip
