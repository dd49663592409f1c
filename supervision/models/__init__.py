"""Inspections of the departments' progress, and the reminders of what is due."""

from supervision.models.inspection import Inspection, InspectionState, Method
from supervision.models.reminder import Reminder

__all__ = ["Inspection", "InspectionState", "Method", "Reminder"]
