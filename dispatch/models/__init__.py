"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.models.appointment import Appointment, AppointmentState
from dispatch.models.case_duty import CaseDuty, CaseDutyState, CaseRecusal, CaseRecusalState
from dispatch.models.dispatched_unit import DispatchedUnit, Mode, UnitKind, UnitState
from dispatch.models.handover import Handover, HandoverState
from dispatch.models.host_relation import HostRelation, HostRelationState
from dispatch.models.registered_case import RegisteredCase, RegisteredCaseState
from dispatch.models.unit_function import Function, UnitFunction, UnitFunctionState

__all__ = [
    "Appointment", "AppointmentState", "CaseDuty", "CaseDutyState", "CaseRecusal", "CaseRecusalState", "DispatchedUnit", "Function",
    "Handover", "HandoverState", "HostRelation", "HostRelationState", "Mode", "RegisteredCase", "RegisteredCaseState",
    "UnitFunction", "UnitFunctionState", "UnitKind", "UnitState",
]  # fmt: skip
