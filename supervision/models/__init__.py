"""Inspections of the departments' progress, and what urges them: reminders, urgings, explanations, urge orders."""

from supervision.models.explanation import Explanation, ExplanationState
from supervision.models.inspection import Inspection, InspectionState, Method
from supervision.models.ledger_view import LedgerView
from supervision.models.reminder import Reminder
from supervision.models.urge_order import Colour, UrgeOrder, UrgeOrderState
from supervision.models.urging import Urging, UrgingState

__all__ = [
    "Colour", "Explanation", "ExplanationState", "Inspection", "InspectionState", "LedgerView", "Method", "Reminder",
    "UrgeOrder", "UrgeOrderState", "Urging", "UrgingState",
]  # fmt: skip
