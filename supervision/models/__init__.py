"""Inspections of the departments' progress, problems and their re-checks, and what urges: reminders, urgings, explanations, urge orders."""

from supervision.models.accountability import Accountability, AccountabilityState, Sanction
from supervision.models.explanation import Explanation, ExplanationState
from supervision.models.inspection import Inspection, InspectionState, Method
from supervision.models.inspection_rule import InspectionRule, InspectionRuleState
from supervision.models.ledger_view import LedgerView
from supervision.models.mandate import Mandate, MandateState
from supervision.models.periodic_report import PeriodicReport, PeriodicReportState, PeriodKind
from supervision.models.problem import Problem
from supervision.models.problem_facts import Measure, ProblemState, Severity, Source
from supervision.models.recheck import Recheck, RecheckState
from supervision.models.recheck_draw import RecheckDraw, RecheckDrawState
from supervision.models.reminder import Reminder
from supervision.models.urge_order import Colour, UrgeOrder, UrgeOrderState
from supervision.models.urging import Urging, UrgingState

__all__ = [
    "Accountability", "AccountabilityState", "Colour", "Explanation", "ExplanationState", "Inspection", "InspectionRule",
    "InspectionRuleState", "InspectionState", "LedgerView", "Mandate", "MandateState", "Measure", "Method", "PeriodKind",
    "PeriodicReport", "PeriodicReportState", "Problem", "ProblemState", "Recheck", "RecheckDraw", "RecheckDrawState",
    "RecheckState", "Reminder", "Sanction", "Severity", "Source", "UrgeOrder", "UrgeOrderState", "Urging", "UrgingState",
]  # fmt: skip
