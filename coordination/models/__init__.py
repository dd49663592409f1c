"""The matter and everything that belongs to its dossier."""

from coordination.models.access_list import Reader, ReaderState
from coordination.models.assignment import Assignment, AssignmentState
from coordination.models.contact import Contact, ContactState, SupportRequest, SupportState
from coordination.models.document import DocumentState, OfficialDocument
from coordination.models.extension import Extension, ExtensionState
from coordination.models.filing import Filing, FilingState
from coordination.models.instruction import Instruction, InstructionState
from coordination.models.invitation import Invitation, InvitationState
from coordination.models.matter import Matter
from coordination.models.meeting import Meeting
from coordination.models.note import NoteKind, NoteState, ProgressNote
from coordination.models.opinion import Opinion, OpinionState, Outcome
from coordination.models.oral_notice import OralNotice, OralNoticeState
from coordination.models.participation import Participation, ParticipationState
from coordination.models.recusal import Recusal, RecusalState
from coordination.models.report import ReportState, WrittenReport
from coordination.models.resolution import Resolution, ResolutionState
from coordination.models.suspension import Suspension, SuspensionState
from coordination.models.task_change import TaskChange, TaskChangeState
from coordination.models.terms import (
    PLAN_KINDS,
    Category,
    DocumentKind,
    MatterState,
    Means,
    MeetingKind,
    MeetingState,
    OralGround,
    Origin,
    ReportPart,
    Retention,
)

__all__ = [
    "PLAN_KINDS",
    "Assignment",
    "AssignmentState",
    "Category",
    "Contact",
    "ContactState",
    "DocumentKind",
    "DocumentState",
    "Extension",
    "ExtensionState",
    "Filing",
    "FilingState",
    "Instruction",
    "InstructionState",
    "Invitation",
    "InvitationState",
    "Matter",
    "MatterState",
    "Means",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "NoteKind",
    "NoteState",
    "OfficialDocument",
    "Opinion",
    "OpinionState",
    "OralGround",
    "OralNotice",
    "OralNoticeState",
    "Origin",
    "Outcome",
    "Participation",
    "ParticipationState",
    "ProgressNote",
    "Reader",
    "ReaderState",
    "Recusal",
    "RecusalState",
    "ReportPart",
    "ReportState",
    "Resolution",
    "ResolutionState",
    "Retention",
    "SupportRequest",
    "SupportState",
    "Suspension",
    "SuspensionState",
    "TaskChange",
    "TaskChangeState",
    "WrittenReport",
]  # fmt: skip
