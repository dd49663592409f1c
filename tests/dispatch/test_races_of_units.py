"""The same step by two hands at one moment, for every step of a record of a unit or beside one, on a real PostgreSQL: one of them is carried out."""

import pytest

from dispatch.demonstration import cast, joint, papers, registers, staff, unit_meetings, units, watching
from dispatch.demonstration.road import Road
from dispatch.models import (
    AgendaItem,
    Appointment,
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
TAKEN = {
    row.action
    for row in ROWS
    if row.model.startswith("dispatch.") and row.source != "NEW" and (row.who or any(row.who_in.values()))
}
ELSEWHERE = {
    "dispatch.UnitSupportRequest.found",  # a birth in another dossier goes with it
    "dispatch.GroupMeeting.minute_alone",  # of a unit of one person
}


def roads(city):
    """[(record, steps that are raced one after another)], those that end posts at last."""
    unit = whole_unit.roots(city)[0]
    case = RegisteredCase.objects.get()
    second, third = (units.founded(city, key) for key in ("second_unit", "third_unit"))
    joint.county_founded(city)
    staff.has_function(city, unit, "unit_officer", "petition")
    yield from of_a_joint_action(city)
    yield from of_who_handles(city, case)
    yield from of_daily_supervision(city)
    yield from of_registers(city)
    due_today(late := papers.assigned(city))
    request, asked = papers.submitted(city), [papers.asked(city) for _ in range(3)]
    yield request, "withdraw submit review return_for_revision submit review reply"
    yield from [(papers.drafted(city), "discard"), (papers.submitted(city, kind="report"), "receive@report")]
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
    yield from [(case.recusals.get(), "lift"), (case, "pass_to_review")]
    yield from [(case.case_duties.first(), "relieve"), (case, "close")]
    yield UnitFunction.objects.first(), "relieve"
    yield from [(second, "end_host@comprehensive add_host"), (third, "change_mode dissolve")]
    proposed = Appointment.objects.filter(state="proposed").order_by("pk")
    yield from zip(proposed, ("withdraw", "take_office end"), strict=True)
    yield Appointment.objects.get(role="unit_head"), "take_seat"
    yield from zip(Handover.objects.order_by("-pk"), ("withdraw", "sign"), strict=True)


def of_meetings(city, unit):
    ahead, sits = GroupMeeting.objects.order_by("pk")
    carried, lost = AgendaItem.objects.filter(meeting=sits).order_by("pk")
    yield from [(ahead, "postpone hold"), (ahead.items.get(), "defer@held")]
    yield from [(lost, "reject@lost"), (carried, "decide@carried"), (sits, "write_minutes minute@written")]
    for steps in ("change_date complete", "reassign", "cancel"):
        yield unit_meetings.followed_up(city, carried), steps
    ahead, sits = whole_unit.meetings(city, unit)
    yield from [(Vote.objects.filter(item__meeting=sits).first(), "withdraw@recorded"), (ahead, "cancel")]


def of_a_joint_action(city):
    """A joint action with a task of the office and one of the unit, and the ends of others."""
    yield from [
        (joint.proposed(city), "decline"),
        (joint.proposed(city), "withdraw"),
        (joint.approved(city), "call_off"),
    ]
    action = joint.proposed(city)
    yield action, "refer_higher approve@higher"
    of_office, of_unit, dropped = (
        joint.assigned(city, action, house) for house in (city.second_office, city.first_unit, city.first_unit)
    )
    yield action, "begin add_parties change_date"
    yield joint.party_of(action, city.second_unit), "leave"
    due_today(of_unit)
    yield of_office, "report_progress@office report@office accept"
    yield of_unit, "urge report_progress report return_report report accept"
    yield from [(dropped, "cancel"), (action, "conclude@done")]


def of_who_handles(city, case):
    """Jurisdiction over a case with a local commission, and the unit's own case taken over by the authority."""
    for number, steps in enumerate(
        ("agree", "counter propose_again counter accept", "counter refer send_back refer designate", "withdraw")
    ):
        yield joint.negotiated(city, code_name=f"乙{number}案"), steps
    for steps in ("decline", "withdraw", "refer_higher approve@higher begin hand_back"):
        yield joint.handling_proposed(city, case), steps


def of_daily_supervision(city):
    """What a unit sees day by day and says of it, to the advice that is looked at again."""
    yield watching.recorded(city), "mark_problem excuse"
    late = watching.found(city)
    watching.sent(city, finding=late)
    yield from [(late, "settle@advised"), (watching.listed(city), "reclassify remove")]
    yield from [(watching.notified(city), "receive"), (watching.notified(city), "withdraw")]
    for steps in ("draft_opinion return_draft draft_opinion approve reply", "decline", "withdraw"):
        yield watching.asked(city), steps
    urged = watching.sent(city)
    due_today(urged)
    yield urged, "urge feed_back return_feedback feed_back verify_result close"
    yield from [(watching.drafted(city), "send withdraw"), (watching.drafted(city), "discard")]
    for number in range(2):
        watching.closed(city, title=f"第{number}件建议")
    *rechecks, again = watching.drawn(city).rechecks.order_by("pk")
    yield from zip(rechecks, ("conclude", "cancel"), strict=True)
    yield again, "find_recurrence"
    watching.sent(city)
    yield again, "follow_up@taken_up"


def of_registers(city):
    """Clues of the unit and of the authority, interference, what is said of the unit, what goes both ways, a case reviewed."""
    for number, steps in enumerate((
        "give_opinion return_opinion give_opinion approve send_for_filing return_filing send_for_filing acknowledge",
        "change_handler strike",
    )):  # fmt: skip
        yield registers.registered(city, code_name=f"线索{number}"), steps
    above = registers.registered(city, code_name="线索丁", subject="host_leadership")
    yield (
        above,
        "go_up@above receive ask_to_join refuse_joining ask_to_join approve_joining join@joining_approved conclude",
    )
    yield registers.entered(city), "read report_up acknowledge"
    yield registers.said(city), "give_answer return_answer give_answer confirm"
    for steps in ("submit withdraw submit receive_at_group receive_at_unit", "submit record_group_receipt", "discard"):
        yield registers.drafted(city), steps
    yield registers.reviewed(city, registers.closed_case(city)), "feed_back acknowledge"


def race(road, record, step):
    """Two hands of the table, at once: one is carried out, and the other is told that somebody was faster.

    ``step`` names the scene of the table in which its hands are found, where that is not the usual one: ``conclude@done``.
    """
    name, _, scene = step.partition("@")
    record = type(record)._base_manager.get(pk=record.pk)
    row, taken = BY_CELL[record._meta.label, name, record.state], steps_of(type(record))[name]
    hands = row.allowed(scene)  # the last two of them, who have no part in what comes after
    fields = whole_unit.values(road, taken, record)
    acts = [from_its_page(road.city.actor(key), record, taken, **fields) for key in (hands * 2)[-2:]]
    said = meet(record.dossier, *acts, TOGETHER)
    assert sorted(refused(each) for each in said) == [False, True], (row.action, said)
    fresh = type(record)._base_manager.get(pk=record.pk)
    assert (fresh.state, fresh.version) == (row.target, record.version + 1), row.action
    return row.action


def test_of_two_who_take_the_same_step_one_is_first(committed_db):
    city = registers.found_bodies(cast.found_units(cast.found_city("shifan", "示范市", cast.found_province())))
    road = Road(city)
    raced = {race(road, record, step) for record, steps in roads(city) for step in steps.split()}
    assert TAKEN - raced == ELSEWHERE
    for dossier in Dossier.objects.filter(kind__startswith="dispatch."):
        check_history(dossier)
