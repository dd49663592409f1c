"""The matter and everything that belongs to its dossier."""

from coordination.models.access_list import Reader, ReaderState
from coordination.models.assignment import Assignment, AssignmentState, Participation, ParticipationState
from coordination.models.contact import Contact, ContactState, Means, SupportRequest, SupportState
from coordination.models.document import DocumentKind, DocumentState, OfficialDocument
from coordination.models.filing import Filing, FilingState
from coordination.models.instruction import Instruction, InstructionState
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
from coordination.models.note import NoteKind, NoteState, ProgressNote
from coordination.models.opinion import Opinion, OpinionState, Outcome
from coordination.models.report import ReportState, WrittenReport
from coordination.models.terms import Category, MatterState, Origin, Retention

__all__ = [
    "Assignment", "AssignmentState", "Category", "Contact", "ContactState", "DocumentKind", "DocumentState", "Filing",
    "FilingState", "Instruction", "InstructionState", "Invitation",
    "InvitationState", "Matter", "MatterState", "Means", "Meeting", "MeetingKind", "MeetingState", "NoteKind", "NoteState", "OfficialDocument", "Opinion", "OpinionState", "Origin", "Outcome",
    "Participation", "ParticipationState", "ProgressNote", "Reader", "ReaderState", "ReportState", "Resolution", "ResolutionState", "Retention", "SupportRequest", "SupportState", "WrittenReport",
]  # fmt: skip
