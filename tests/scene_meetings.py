"""The meetings of the scene: two of the first unit, one minuted and one that sits; and what recurs: a duty done and one owed."""

from datetime import timedelta

from dispatch.demonstration import recurring, unit_meetings
from dispatch.demonstration.unit_meetings import CLERK, DEPUTY, HEAD
from dispatch.models import AgendaItem, Duty, FollowUp, GroupMeeting, MeetingKind, RecurringDuty
from workflow import clocks


def hold_meetings(play):
    unit = play.records["dispatchedunit"]
    _minuted(play, unit)
    _sitting(play, unit)
    _owed(play)


def _called(play, unit, name, **fields):
    said = {part: play.mark(f"{name}.{part}") for part in ("title", "place")}
    meeting = play.records[name] = unit_meetings.called(play.city, unit, **said | fields)
    item = play.records[f"{name}_item"] = unit_meetings.tabled(
        play.city, meeting, play.mark(f"{name}_item.subject"), presenter=play.mark(f"{name}_item.presenter"),
        background=play.mark(f"{name}_item.background"), is_important=meeting.is_a_group_meeting,
    )  # fmt: skip
    return meeting, item


def _minuted(play, unit):
    """Decided by votes, with what one of its staff does about it."""
    meeting, item = _called(play, unit, "groupmeeting")
    unit_meetings.held(play.city, meeting, observers=play.mark("groupmeeting.observers"))
    unit_meetings.voted(play.city, item)
    play.attach(CLERK, item, "groupmeeting_file")
    play.act(CLERK, item, AgendaItem.decide, decision=play.mark("groupmeeting_item.decision"))
    for name, step, said in (("followup", None, ""), ("done", FollowUp.complete, "outcome")):
        row = unit_meetings.followed_up(play.city, item, play.mark(f"{name}.content"), CLERK)
        play.records[name] = play.act(CLERK, row, step, **{said: play.mark(f"{name}.{said}")}) if step else row
    play.act(CLERK, meeting, GroupMeeting.write_minutes, minutes=play.mark("groupmeeting.minutes"))
    play.records["groupmeeting"] = play.act(HEAD, meeting, GroupMeeting.minute, note=play.mark("groupmeeting.remark"))


def _sitting(play, unit):
    """Held and not minuted: the unit alone knows of it. One more is put off."""
    meeting, item = _called(play, unit, "sitting")
    unit_meetings.held(play.city, meeting)
    play.records["agendaitem"] = item
    play.records["vote"] = unit_meetings.voted(play.city, item, unit_meetings.AYES[:1])[0]
    later = {"planned_on": clocks.today() + timedelta(days=3)}
    meeting, _ = _called(play, unit, "put_off", kind=MeetingKind.TOPIC)
    play.act(DEPUTY, meeting, GroupMeeting.postpone, note=play.mark("put_off.reason"), **later)


def _owed(play):
    recurring.set_for(play.city, Duty.JOINT_STUDY, Duty.LEADERSHIP_REPORT, houses=[play.city.first_unit])
    rows = RecurringDuty.objects.filter(rule__house=play.city.first_unit).select_related("rule")
    play.records["recurringduty"] = rows.get(rule__duty=Duty.LEADERSHIP_REPORT)
    play.records["dutyrule"] = play.records["recurringduty"].rule
    said = {part: play.mark(f"studied.{part}") for part in ("document", "outcome", "kept_at")}
    play.records["studied"] = recurring.done(play.city, rows.get(rule__duty=Duty.JOINT_STUDY), **said)
