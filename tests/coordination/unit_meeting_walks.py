"""The walks of a unit's meeting (组务会) with its items, votes and follow-ups, and of a recurring duty, stopping at every state."""

from datetime import timedelta

from dispatch import duties
from dispatch.demonstration import recurring, unit_meetings, units
from dispatch.demonstration.unit_meetings import (
    CLERK,
    DEPUTY,
    HEAD,
    act,
    called,
    decided,
    followed_up,
    held,
    tabled,
    voted,
)
from dispatch.models import AgendaItem, Duty, DutyRule, FollowUp, GroupMeeting, RecurringDuty, Stance, Vote
from organizations.models import Post
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record

SAID = {"minutes": "会议研究了监督工作。"}
NAYS = ((HEAD, Stance.AYE), (DEPUTY, Stance.NAY))


def fresh(row):
    return type(row).objects.select_related("dossier", *type(row).within).get(pk=row.pk)


def walk_a_meeting(road, cells):
    """From the call to the minutes, all sideways undone."""
    city, unit, today = road.city, units.founded(road.city), clocks.today()
    own = {"unit": unit, "commission": city.commission, "title": "研究监督工作", "planned_on": today}
    cells.birth(GroupMeeting, "call", None, **own)
    cells.birth(GroupMeeting, "call", (), **own | {"planned_on": today - timedelta(days=1)})
    meeting = called(city, unit)
    item = tabled(city, meeting)
    within = {"dossier": meeting.dossier, "meeting": fresh(meeting), "subject": "监督重点"}
    cells.birth(AgendaItem, "table", None, **within)
    present = {"held_on": today, "chair": city.unit_head, "attended": [city.unit_head, city.unit_deputy]}
    stops = {"hold": present, "postpone": {"planned_on": today + timedelta(days=3)}, "write_minutes": SAID}
    cells.stop(meeting, **stops)
    cells.stop(item)
    with undone(road):
        act(city, HEAD, meeting, GroupMeeting.cancel, note=REASON)
        cells.stop(meeting, **stops)
        cells.stop(item)
    _votes_are_for_who_sits(cells, city, item, may=False)
    held(city, meeting)
    cells.stop(item, scene="held", decide={"decision": "原则同意。"})
    _votes_are_for_who_sits(cells, city, item, may=True)
    _walk_votes(road, cells, item)
    walk_a_decision(road, cells, item)
    for key, scene in ((CLERK, "written"), (HEAD, "written_by_the_head")):
        with undone(road):
            act(city, key, meeting, GroupMeeting.write_minutes, **SAID)
            cells.stop(meeting, scene=scene, **stops)
            if scene == "written_by_the_head":
                _the_head_is_alone(cells, city, meeting)
    unit_meetings.minuted(city, meeting)
    cells.stop(meeting, **stops)


def _the_head_is_alone(cells, city, meeting):
    """Of the unit nobody else is left who could confirm what the head wrote."""
    others = Post.objects.filter(organisation=city.first_unit).exclude(person=city.unit_head)
    others.update(ended_on=clocks.today())
    cells.aside(meeting, "alone", minute_alone={"alone_because": "其他同志均已调离。"})


def _votes_are_for_who_sits(cells, city, item, may):
    given = {"dossier": item.dossier, "item": fresh(item), "stance": Stance.AYE}
    cells.birth(Vote, "cast", None if may else (), **given)
    cells.birth(Vote, "record_vote", None if may else (), voter=city.unit_deputy, **given)
    cells.birth(Vote, "record_vote", (), voter=city.unit_officer, **given)


def _walk_votes(road, cells, item):
    city = road.city
    with undone(road):
        own = open_record(
            Vote, Vote.cast, actor=city.actor(HEAD), dossier=item.dossier, item=fresh(item), stance=Stance.AYE
        )
        cells.stop(own)
        entered = voted(city, fresh(item), NAYS[1:])[0]
        cells.stop(entered, scene="recorded")
        cells.stop(item, scene="lost", decide={"decision": "原则同意。"})
        with undone(road):
            act(city, HEAD, own, Vote.withdraw, note=REASON)
            cells.stop(own)
        with undone(road):
            act(city, CLERK, item, AgendaItem.reject, note=REASON)
            cells.stop(item)
            cells.stop(own, scene="settled")
        act(city, CLERK, item, AgendaItem.defer, note=REASON)
        cells.stop(item)


def walk_a_decision(road, cells, item):
    """The item is decided, and what follows from it goes through every state."""
    city, today = road.city, clocks.today()
    given = {
        "dossier": item.dossier, "item": fresh(item), "content": "拟定方案。", "responsible": city.unit_deputy,
        "due_on": today + timedelta(days=9),
    }  # fmt: skip
    cells.birth(FollowUp, "assign", (), **given)
    voted(city, fresh(item))
    cells.stop(item, scene="carried", decide={"decision": "原则同意。"})
    item = decided(city, item)
    cells.stop(item)
    given["item"] = fresh(item)
    cells.birth(FollowUp, "assign", None, **given)
    cells.birth(FollowUp, "assign", (), **given | {"responsible": city.officer})
    row = followed_up(city, item)
    stops = {
        "complete": {"outcome": "方案已经拟定。"}, "change_date": {"due_on": today + timedelta(days=30)},
        "reassign": {"responsible": city.unit_officer},
    }  # fmt: skip
    cells.stop(row, **stops)
    with undone(road):
        act(city, HEAD, row, FollowUp.cancel, note=REASON)
        cells.stop(row, **stops)
    act(city, DEPUTY, row, FollowUp.complete, **stops["complete"])
    cells.stop(row, **stops)


def walk_a_duty(road, cells):
    """A yearly duty of the unit and a meeting of the commission: set, opened by their dates, done, given back, waived, ended."""
    city, today = road.city, clocks.today()
    units.founded(city)
    rule = recurring.rules_of(city, Duty.LEADERSHIP_REPORT)[0]
    names = ("commission", "house", "duty", "every_months", "first_on")
    own = {name: getattr(rule, name) for name in names}
    cells.birth(DutyRule, "set_rule", None, **own)
    cells.birth(DutyRule, "set_rule", (), **own | {"every_months": 6})
    cells.birth(DutyRule, "set_rule", (), **own | {"house": city.finance})
    rule = open_record(DutyRule, DutyRule.set_rule, actor=city.actor("director"), **own)
    cells.stop(rule)
    first = {"dossier": rule.dossier, "rule": rule, "first_on": rule.first_on}
    cells.birth(RecurringDuty, "open_period", (), **first)
    assert duties.open_begun(fresh(rule), today) == 1
    row = RecurringDuty.objects.get(rule=rule)
    done = {"complete": {"document": "示驻财报〔2026〕1号", "done_on": today, "kept_at": "组内档案室"}}
    cells.stop(row, **done)
    cells.stop(rule)
    with undone(road):
        act(city, "deputy", row, RecurringDuty.waive, note=REASON)
        cells.stop(row, **done)
    recurring.done(city, row)
    cells.stop(row, **done)
    act(city, "director", row, RecurringDuty.return_for_correction, note=REASON)
    cells.stop(row, **done)
    act(city, "director", rule, DutyRule.end, note=REASON)
    cells.stop(rule)
    recurring.set_for(city, Duty.HEADS_MEETING)
    ours = RecurringDuty.objects.get(rule__duty=Duty.HEADS_MEETING)
    cells.aside(ours, "of_the_commission", **done)
