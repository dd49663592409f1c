"""The matter and everything that belongs to its dossier."""

from coordination.models.access_list import Reader, ReaderState
from coordination.models.assignment import Assignment, AssignmentState, Participation, ParticipationState
from coordination.models.document import DocumentKind, DocumentState, OfficialDocument
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
from coordination.models.recusal import Recusal, RecusalState
from coordination.models.report import ReportState, WrittenReport
from coordination.models.terms import Category, MatterState, Origin, Retention

__all__ = [
    "Assignment", "AssignmentState", "Category", "DocumentKind", "DocumentState", "Filing", "FilingState", "Invitation",
    "InvitationState", "Matter", "MatterState", "Meeting", "MeetingKind", "MeetingState", "OfficialDocument", "Origin",
    "Participation", "ParticipationState", "Reader", "ReaderState", "Recusal", "RecusalState", "ReportState", "Resolution", "ResolutionState", "Retention", "WrittenReport",
]  # fmt: skip
