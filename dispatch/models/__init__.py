"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.models.assigned_item import AssignedItem, AssignedItemState
from dispatch.models.host_material import HostMaterial, HostMaterialKind, HostMaterialState
from dispatch.models.submission import Submission, SubmissionKind, SubmissionState
from dispatch.models.unit_notice import UnitNotice, UnitNoticeKind, UnitNoticeState
from dispatch.models.unit_support import UnitSupportRequest, UnitSupportState

__all__ = [
    "AssignedItem", "AssignedItemState", "HostMaterial", "HostMaterialKind", "HostMaterialState", "Submission", "SubmissionKind",
    "SubmissionState", "UnitNotice", "UnitNoticeKind", "UnitNoticeState", "UnitSupportRequest", "UnitSupportState",
]  # fmt: skip
