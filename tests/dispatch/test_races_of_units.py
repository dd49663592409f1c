"""The same step by two hands at one moment, for every step of a unit's own records, on a real PostgreSQL: one of them is carried out."""

import pytest

from dispatch.demonstration import cast, papers, unit_meetings, units
from dispatch.demonstration.road import Road
from dispatch.models import (
    AgendaItem,
    Appointment,
    CaseDuty,
    CaseRecusal,
    GroupMeeting,
    Handover,
    RecurringDuty,
    RegisteredCase,
    UnitFunction,
    Vote,
)
from tests.coordination.paper_walks import due_today
from tests.coordination.racers import TOGETHER, check_history, from_its_page, meet, refused
from tests.coordination.table import BY_CELL, ROWS
from tests.dispatch import whole_unit
from workflow.models import Dossier
from workflow.steps import steps_of

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
BESIDE = {  # not raced step by step; some pairs of their steps are, in test_races_of_joint, _watch and _registers
    "JointAction", "JointParty", "JointTask", "Jurisdiction", "DirectHandling", "SupervisionRecord", "KeyPerson", "Guidance",
    "LeaderNotice", "IntegrityOpinion", "Advice", "AdviceDraw", "AdviceRecheck", "Clue", "Interference", "UnitFeedback", "DualReport",
    "CaseReview",
}  # fmt: skip
TAKEN = {
    row.action
    for row in ROWS
    if row.model.startswith("dispatch.")
    and row.model.rpartition(".")[2] not in BESIDE
    and row.source != "NEW"
    and (row.who or any(row.who_in.values()))
}
ELSEWHERE = {
    "dispatch.UnitSupportRequest.found",  # a birth in another dossier goes with it
    "dispatch.GroupMeeting.minute_alone",  # of a unit of one person
}


def roads(city):
    """[(record, steps that are raced one after another)], those that end posts at last."""
    unit = whole_unit.roots(city)[0]
    due_today(late := papers.assigned(city))
    request, asked = papers.submitted(city), [papers.asked(city) for _ in range(3)]
    yield request, "withdraw submit review return_for_revision submit review reply"
    yield from [(papers.drafted(city), "discard"), (papers.submitted(city, kind="report"), "receive")]
    yield from [(papers.assigned(city), "receive report return_report report accept"), (late, "urge cancel")]
    yield from zip(asked, ("accept give_answer", "decline", "withdraw"), strict=True)
    yield from [
        (papers.notified(city), "acknowledge"),
        (papers.requested(city), "supply"),
        (papers.requested(city), "withdraw"),
    ]
    yield from of_meetings(city, unit)
    duty = RecurringDuty.objects.get()
    yield from [(duty, "complete return_for_correction waive"), (duty.rule, "end")]
    yield from [(CaseRecusal.objects.get(), "lift"), (RegisteredCase.objects.get(), "pass_to_review")]
    yield from [(CaseDuty.objects.first(), "relieve"), (RegisteredCase.objects.get(), "close")]
    yield UnitFunction.objects.get(), "relieve"
    yield from [
        (units.founded(city, "second_unit"), "end_host add_host"),
        (units.founded(city, "third_unit"), "change_mode dissolve"),
    ]
    proposed = Appointment.objects.filter(state="proposed").order_by("pk")
    yield from zip(proposed, ("withdraw", "take_office end"), strict=True)
    yield Appointment.objects.get(role="unit_head"), "take_seat"
    yield from zip(Handover.objects.order_by("-pk"), ("withdraw", "sign"), strict=True)


def of_meetings(city, unit):
    ahead, sits = GroupMeeting.objects.order_by("pk")
    carried, lost = AgendaItem.objects.filter(meeting=sits).order_by("pk")
    yield from [(ahead, "postpone hold"), (ahead.items.get(), "defer")]
    yield from [(lost, "reject"), (carried, "decide"), (sits, "write_minutes minute")]
    for steps in ("change_date complete", "reassign", "cancel"):
        yield unit_meetings.followed_up(city, carried), steps
    ahead, sits = whole_unit.meetings(city, unit)
    yield from [(Vote.objects.filter(item__meeting=sits).first(), "withdraw"), (ahead, "cancel")]


def race(road, record, name):
    """Two hands of the table, at once: one is carried out, and the other is told that somebody was faster."""
    record = type(record)._base_manager.get(pk=record.pk)
    row, taken = BY_CELL[record._meta.label, name, record.state], steps_of(type(record))[name]
    hands = [*row.who, *(key for keys in row.who_in.values() for key in keys)]
    fields = whole_unit.values(road, taken, record)
    acts = [from_its_page(road.city.actor(key), record, taken, **fields) for key in (hands * 2)[:2]]
    said = meet(record.dossier, *acts, TOGETHER)
    assert sorted(refused(each) for each in said) == [False, True], (row.action, said)
    fresh = type(record)._base_manager.get(pk=record.pk)
    assert (fresh.state, fresh.version) == (row.target, record.version + 1), row.action
    return row.action


def test_of_two_who_take_the_same_step_one_is_first(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    road = Road(city)
    raced = {race(road, record, name) for record, names in roads(city) for name in names.split()}
    assert TAKEN - raced == ELSEWHERE
    for dossier in Dossier.objects.filter(kind__startswith="dispatch."):
        check_history(dossier)
