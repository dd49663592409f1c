"""Inspections of the departments' progress."""

from supervision.models.inspection import Inspection, InspectionState, Method

__all__ = ["Inspection", "InspectionState", "Method"]
