"""Inspections of the departments' progress, and what urges them: reminders, urgings, explanations, urge orders."""

from supervision.models.accountability import Accountability, AccountabilityState, Measure
from supervision.models.explanation import Explanation, ExplanationState
from supervision.models.inspection import Inspection, InspectionState, Method
from supervision.models.reminder import Reminder
from supervision.models.urge_order import Colour, UrgeOrder, UrgeOrderState
from supervision.models.urging import Urging, UrgingState

__all__ = [
    "Accountability", "AccountabilityState", "Colour", "Explanation", "ExplanationState", "Inspection", "InspectionState", "Measure", "Method", "Reminder", "UrgeOrder",
    "UrgeOrderState", "Urging", "UrgingState",
]  # fmt: skip
