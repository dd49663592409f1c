"""The matter and everything that belongs to its dossier."""

from coordination.models.access_list import Reader, ReaderState
from coordination.models.assignment import Assignment, AssignmentState, Participation, ParticipationState
from coordination.models.document import DocumentState, OfficialDocument
from coordination.models.filing import Filing, FilingState
from coordination.models.matter import Matter
from coordination.models.meeting import (
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    MeetingState,
    Resolution,
    ResolutionState,
)
from coordination.models.oral_notice import Means, OralNotice, OralNoticeState
from coordination.models.report import ReportState, WrittenReport
from coordination.models.task_change import TaskChange, TaskChangeState
from coordination.models.terms import PLAN_KINDS, Category, DocumentKind, MatterState, OralGround, Origin, Retention

__all__ = [
    "PLAN_KINDS",
    "Assignment",
    "AssignmentState",
    "Category",
    "DocumentKind",
    "DocumentState",
    "Filing",
    "FilingState",
    "Invitation",
    "InvitationState",
    "Matter",
    "MatterState",
    "Means",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "OfficialDocument",
    "OralGround",
    "OralNotice",
    "OralNoticeState",
    "Origin",
    "Participation",
    "ParticipationState",
    "Reader",
    "ReaderState",
    "ReportState",
    "Resolution",
    "ResolutionState",
    "Retention",
    "TaskChange",
    "TaskChangeState",
    "WrittenReport",
]  # fmt: skip
