"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.clue_words import ClueSource, ClueState, ClueSubject, Disposal
from dispatch.models.agenda_item import AgendaItem, AgendaItemState
from dispatch.models.appointment import Appointment, AppointmentState
from dispatch.models.assigned_item import AssignedItem, AssignedItemState
from dispatch.models.case_duty import CaseDuty, CaseDutyState, CaseRecusal, CaseRecusalState
from dispatch.models.case_review import CaseReview, CaseReviewState, ReviewGrade
from dispatch.models.clue import Clue
from dispatch.models.dispatched_unit import DispatchedUnit, Mode, UnitKind, UnitState
from dispatch.models.dual_report import DualReport, DualReportGround, DualReportKind, DualReportState
from dispatch.models.duty_rule import Duty, DutyRule, DutyRuleState
from dispatch.models.follow_up import FollowUp, FollowUpState
from dispatch.models.group_meeting import GroupMeeting, GroupMeetingState, MeetingKind
from dispatch.models.handover import Handover, HandoverState
from dispatch.models.host_material import HostMaterial, HostMaterialKind, HostMaterialState
from dispatch.models.host_relation import HostRelation, HostRelationState
from dispatch.models.interference import Interference, InterferenceState, Means
from dispatch.models.recurring_duty import RecurringDuty, RecurringDutyState
from dispatch.models.registered_case import RegisteredCase, RegisteredCaseState
from dispatch.models.submission import Submission, SubmissionKind, SubmissionState
from dispatch.models.unit_feedback import FeedbackSource, UnitFeedback, UnitFeedbackState
from dispatch.models.unit_function import Function, UnitFunction, UnitFunctionState
from dispatch.models.unit_notice import UnitNotice, UnitNoticeKind, UnitNoticeState
from dispatch.models.unit_support import UnitSupportRequest, UnitSupportState
from dispatch.models.vote import Stance, Vote, VoteState

__all__ = [
    "AgendaItem", "AgendaItemState", "Appointment", "AppointmentState", "AssignedItem", "AssignedItemState",
    "CaseDuty", "CaseDutyState", "CaseRecusal", "CaseRecusalState", "CaseReview", "CaseReviewState", "Clue",
    "ClueSource", "ClueState", "ClueSubject", "DispatchedUnit", "Disposal", "DualReport", "DualReportGround",
    "DualReportKind", "DualReportState", "Duty", "DutyRule", "DutyRuleState", "FeedbackSource", "FollowUp",
    "FollowUpState", "Function", "GroupMeeting", "GroupMeetingState", "Handover", "HandoverState", "HostMaterial",
    "HostMaterialKind", "HostMaterialState", "HostRelation", "HostRelationState", "Interference",
    "InterferenceState", "Means", "MeetingKind", "Mode", "RecurringDuty", "RecurringDutyState", "RegisteredCase",
    "RegisteredCaseState", "ReviewGrade", "Stance", "Submission", "SubmissionKind", "SubmissionState",
    "UnitFeedback", "UnitFeedbackState", "UnitFunction", "UnitFunctionState", "UnitKind", "UnitNotice",
    "UnitNoticeKind", "UnitNoticeState", "UnitState", "UnitSupportRequest", "UnitSupportState", "Vote", "VoteState",
]  # fmt: skip
