"""Conditions of the steps of meetings, invitations and resolutions."""

from coordination.models.terms import MeetingKind, MeetingState
from organizations.models import Role
from workflow.authority import at, person
from workflow.guards import guard, lacking

OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)


@guard("事项不在确定之后、印发之前，也不在办理之中", article="规定 9(2)、13")
def the_matter_is_under_way(meeting):
    return meeting.matter.state in ("determined", "planning", "implementing", "inspecting", "reporting")


@guard("应当通知至少一个部门", article="规定 9(2)")
def somebody_is_invited(meeting):
    return bool(meeting.chosen.get("invited"))


@guard("书面征求意见应当写明反馈日期", article="规定 9(2)")
def a_consultation_has_its_date(meeting):
    return meeting.kind != MeetingKind.CONSULTATION or meeting.planned_on is not None


@guard("只有查办案件的事项才能只通报必须知情的部门", article="规定 9(2)、11")
def only_a_case_is_called_out(meeting):
    return meeting.kind != MeetingKind.CALL or meeting.matter.is_case


@guard("书面征求意见不需要召开", article="规定 9(2)")
def is_held_in_a_room(meeting):
    return meeting.kind != MeetingKind.CONSULTATION


@guard("会议尚未登记召开", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def was_held_or_asked_in_writing(meeting):
    return meeting.state == MeetingState.HELD or meeting.is_a_consultation()


@lacking("尚未登记到会或者反馈情况", article="规定 9(2)", mended_by=[OFFICER, DIRECTOR])
def everyones_part_is_recorded(meeting):
    rows = meeting.invitations.filter(state="invited").select_related("department").order_by("pk")
    yield from (row.department.short_name for row in rows)


@guard("应当写明会议情况", article="规定 9(2)")
def says_what_was_decided(meeting, *, minutes):
    return bool((minutes or "").strip())


def is_a_consultation(invitation):
    return invitation.meeting.is_a_consultation()


@guard("会议尚未登记召开", article="规定 9(2)", mended_by=[person("meeting.matter.handling_officer")])
def the_meeting_was_held(invitation):
    return invitation.meeting.state == MeetingState.HELD or is_a_consultation(invitation)


@guard("只有书面征求意见才由部门在系统内反馈", article="规定 9(2)")
def opinions_are_asked_in_writing(invitation):
    return is_a_consultation(invitation)


@guard("会议或征求意见已经结束", article="规定 9(2)")
def the_meeting_is_open(invitation):
    return invitation.meeting.state in (MeetingState.CALLED, MeetingState.HELD)
