"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.clue_words import ClueSource, ClueState, ClueSubject, Disposal
from dispatch.models.advice import Advice, AdviceState
from dispatch.models.advice_draw import AdviceDraw, AdviceDrawState
from dispatch.models.advice_recheck import AdviceRecheck, AdviceRecheckState
from dispatch.models.agenda_item import AgendaItem, AgendaItemState
from dispatch.models.appointment import Appointment, AppointmentState
from dispatch.models.assigned_item import AssignedItem, AssignedItemState
from dispatch.models.case_duty import CaseDuty, CaseDutyState, CaseRecusal, CaseRecusalState
from dispatch.models.case_review import CaseReview, CaseReviewState, ReviewGrade
from dispatch.models.clue import Clue
from dispatch.models.direct_handling import DirectHandling, DirectHandlingState, HandlingMode
from dispatch.models.dispatched_unit import DispatchedUnit, Mode, UnitKind, UnitState
from dispatch.models.dual_report import DualReport, DualReportGround, DualReportKind, DualReportState
from dispatch.models.duty_rule import Duty, DutyRule, DutyRuleState
from dispatch.models.follow_up import FollowUp, FollowUpState
from dispatch.models.group_meeting import GroupMeeting, GroupMeetingState, MeetingKind
from dispatch.models.guidance import Guidance, GuidanceKind, GuidanceState
from dispatch.models.handover import Handover, HandoverState
from dispatch.models.host_material import HostMaterial, HostMaterialKind, HostMaterialState
from dispatch.models.host_relation import HostRelation, HostRelationState
from dispatch.models.integrity_opinion import IntegrityOpinion, IntegrityOpinionState
from dispatch.models.interference import Interference, InterferenceState, Means
from dispatch.models.joint_action import JointAction, JointActionState
from dispatch.models.joint_party import JointParty, JointPartyState
from dispatch.models.joint_task import JointTask, JointTaskState
from dispatch.models.jurisdiction import Jurisdiction, JurisdictionState, Side
from dispatch.models.key_person import KeyPerson, KeyPersonState
from dispatch.models.leader_notice import LeaderNotice, LeaderNoticeState
from dispatch.models.recurring_duty import RecurringDuty, RecurringDutyState
from dispatch.models.registered_case import RegisteredCase, RegisteredCaseState
from dispatch.models.submission import Submission, SubmissionKind, SubmissionState
from dispatch.models.supervision_record import SupervisionRecord, SupervisionRecordState
from dispatch.models.unit_feedback import FeedbackSource, UnitFeedback, UnitFeedbackState
from dispatch.models.unit_function import Function, UnitFunction, UnitFunctionState
from dispatch.models.unit_notice import UnitNotice, UnitNoticeKind, UnitNoticeState
from dispatch.models.unit_support import UnitSupportRequest, UnitSupportState
from dispatch.models.vote import Stance, Vote, VoteState

__all__ = [
    "Advice",
    "AdviceDraw",
    "AdviceDrawState",
    "AdviceRecheck",
    "AdviceRecheckState",
    "AdviceState",
    "AgendaItem",
    "AgendaItemState",
    "Appointment",
    "AppointmentState",
    "AssignedItem",
    "AssignedItemState",
    "CaseDuty",
    "CaseDutyState",
    "CaseRecusal",
    "CaseRecusalState",
    "CaseReview",
    "CaseReviewState",
    "Clue",
    "ClueSource",
    "ClueState",
    "ClueSubject",
    "DirectHandling",
    "DirectHandlingState",
    "DispatchedUnit",
    "Disposal",
    "DualReport",
    "DualReportGround",
    "DualReportKind",
    "DualReportState",
    "Duty",
    "DutyRule",
    "DutyRuleState",
    "FeedbackSource",
    "FollowUp",
    "FollowUpState",
    "Function",
    "GroupMeeting",
    "GroupMeetingState",
    "Guidance",
    "GuidanceKind",
    "GuidanceState",
    "HandlingMode",
    "Handover",
    "HandoverState",
    "HostMaterial",
    "HostMaterialKind",
    "HostMaterialState",
    "HostRelation",
    "HostRelationState",
    "IntegrityOpinion",
    "IntegrityOpinionState",
    "Interference",
    "InterferenceState",
    "JointAction",
    "JointActionState",
    "JointParty",
    "JointPartyState",
    "JointTask",
    "JointTaskState",
    "Jurisdiction",
    "JurisdictionState",
    "KeyPerson",
    "KeyPersonState",
    "LeaderNotice",
    "LeaderNoticeState",
    "Means",
    "MeetingKind",
    "Mode",
    "RecurringDuty",
    "RecurringDutyState",
    "RegisteredCase",
    "RegisteredCaseState",
    "ReviewGrade",
    "Side",
    "Stance",
    "Submission",
    "SubmissionKind",
    "SubmissionState",
    "SupervisionRecord",
    "SupervisionRecordState",
    "UnitFeedback",
    "UnitFeedbackState",
    "UnitFunction",
    "UnitFunctionState",
    "UnitKind",
    "UnitNotice",
    "UnitNoticeKind",
    "UnitNoticeState",
    "UnitState",
    "UnitSupportRequest",
    "UnitSupportState",
    "Vote",
    "VoteState",
]
