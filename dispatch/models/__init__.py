"""Dispatched units and what they owe, ask and are given (2022 Rules)."""

from dispatch.models.agenda_item import AgendaItem, AgendaItemState
from dispatch.models.dispatched_unit import DispatchedUnit, Mode, UnitKind, UnitState
from dispatch.models.duty_rule import Duty, DutyRule, DutyRuleState
from dispatch.models.follow_up import FollowUp, FollowUpState
from dispatch.models.group_meeting import GroupMeeting, GroupMeetingState, MeetingKind
from dispatch.models.host_relation import HostRelation, HostRelationState
from dispatch.models.recurring_duty import RecurringDuty, RecurringDutyState
from dispatch.models.vote import Stance, Vote, VoteState

__all__ = [
    "AgendaItem", "AgendaItemState", "DispatchedUnit", "Duty", "DutyRule", "DutyRuleState", "FollowUp", "FollowUpState",
    "GroupMeeting", "GroupMeetingState", "HostRelation", "HostRelationState", "MeetingKind", "Mode", "RecurringDuty",
    "RecurringDutyState", "Stance", "UnitKind", "UnitState", "Vote", "VoteState",
]  # fmt: skip
