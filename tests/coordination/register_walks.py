"""The walks of the registers of a unit, of dual reports and of case reviews, stopping at every state."""

from datetime import timedelta

from dispatch.demonstration import registers, staff, units
from dispatch.demonstration.papers import act
from dispatch.models import CaseReview, Clue, DualReport, Interference, UnitFeedback
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from workflow import clocks

OPINION = {"disposal": "verification", "opinion": "线索具体，建议核实。"}
ANSWER = {"answer": "已整改，情况见附件。"}


def walk_the_registers(road, cells):
    """Every kind; of none is anything left when the next begins."""
    city = road.city
    unit = units.founded(city)
    units.founded(city, "third_unit")
    staff.has_function(city, unit, "unit_officer", "petition")
    for walk in (
        walk_a_clue,
        walk_a_clue_that_goes_up,
        walk_an_interference,
        walk_feedback,
        walk_a_dual_report,
        walk_a_review,
    ):
        with undone(road):
            walk(road, cells)


def walk_a_clue(road, cells):
    """To its filing, and every way back; one that the head himself gave the opinion on is approved above."""
    city = road.city
    cells.birth(Clue, "register", None, **registers.clue_of(city))
    cells.birth(Clue, "register", (), **registers.clue_of(city, received_on=clocks.today() + timedelta(days=1)))
    row = registers.registered(city)
    mine = {"change_handler": {"handler": city.unit_deputy}, "give_opinion": OPINION}
    cells.stop(row, **mine)
    with undone(road):
        act(city, "unit_head", row, Clue.strike, note=REASON)
        cells.stop(row)
    with undone(road):
        act(city, "unit_head", row, Clue.change_handler, handler=city.unit_head)
        act(city, "unit_head", row, Clue.give_opinion, **OPINION)
        cells.aside(row, "opinion_of_the_head")
    act(city, "unit_other_officer", row, Clue.give_opinion, **OPINION)
    cells.stop(row)
    act(city, "unit_head", row, Clue.approve)
    cells.stop(row)
    act(city, "unit_head", row, Clue.send_for_filing)
    cells.stop(row)
    act(city, "second_director", row, Clue.acknowledge)
    cells.stop(row)


def walk_a_clue_that_goes_up(road, cells):
    """About the leadership of the host: no opinion below, joined after approval, concluded above."""
    city, outcome = road.city, {"conclude": {"outcome": "派出机关已按程序处置。"}}
    row = registers.registered(city, subject="host_leadership")
    cells.aside(row, "above", give_opinion=OPINION)
    act(city, "unit_head", row, Clue.go_up)
    cells.stop(row)
    act(city, "second_director", row, Clue.receive)
    cells.stop(row, **outcome)
    act(city, "unit_head", row, Clue.ask_to_join)
    cells.stop(row, **outcome)
    act(city, "deputy", row, Clue.approve_joining)
    cells.aside(row, "joining_approved")
    act(city, "unit_head", row, Clue.join)
    cells.stop(row, **outcome)
    act(city, "second_director", row, Clue.conclude, **outcome["conclude"])
    cells.stop(row)


def walk_an_interference(road, cells):
    city, finding = road.city, {"acknowledge": {"finding": "已了解，按规定处理。"}}
    cells.birth(Interference, "record", None, **registers.entry_of(city))
    cells.birth(Interference, "record", (), **registers.entry_of(city, account=" "))
    cells.birth(Interference, "report", None, **registers.entry_of(city))
    row = registers.entered(city)
    cells.stop(row)
    act(city, "unit_head", row, Interference.read)
    cells.stop(row)
    act(city, "unit_head", row, Interference.report_up)
    cells.stop(row, **finding)
    act(city, "second_director", row, Interference.acknowledge, **finding["acknowledge"])
    cells.stop(row)


def walk_feedback(road, cells):
    """From the authority; what a host said, the host confirms."""
    city = road.city
    cells.birth(UnitFeedback, "give", None, **registers.feedback_of(city, source="inspection"))
    cells.birth(UnitFeedback, "give", (), **registers.feedback_of(city, source="people"))
    cells.birth(UnitFeedback, "suggest", None, **registers.feedback_of(city, host=city.finance))
    cells.birth(UnitFeedback, "take_down", None, **registers.feedback_of(city))
    with undone(road):
        hosts = registers.said(city, "finance_head", UnitFeedback.suggest, host=city.finance)
        act(city, "unit_head", hosts, UnitFeedback.give_answer, **ANSWER)
        cells.aside(hosts, "of_the_host")
    row = registers.said(city)
    cells.stop(row, give_answer=ANSWER)
    act(city, "unit_head", row, UnitFeedback.give_answer, **ANSWER)
    cells.stop(row)
    act(city, "deputy", row, UnitFeedback.confirm)
    cells.stop(row)


def walk_a_dual_report(road, cells):
    """To both, signed for by one and then the other, either first."""
    city, receipt = road.city, {"record_group_receipt": {"group_receipt": "建工党收〔2026〕5号"}}
    cells.birth(DualReport, "draft", None, **registers.report_of(city))
    for one in ("unit", "party_group"):
        cells.birth(DualReport, "draft", (), **registers.report_of(city) | {one: None})
    row = registers.drafted(city)
    cells.stop(row)
    with undone(road):
        act(city, "lower_head", row, DualReport.discard, note=REASON)
        cells.stop(row)
    act(city, "lower_head", row, DualReport.submit)
    cells.stop(row, **receipt)
    with undone(road):
        act(city, "third_unit_officer", row, DualReport.receive_at_unit)
        cells.stop(row, **receipt)
    act(city, "group_clerk", row, DualReport.receive_at_group)
    cells.stop(row, **receipt)
    act(city, "third_unit_officer", row, DualReport.receive_at_unit)
    cells.stop(row)


def walk_a_review(road, cells):
    city = road.city
    case = registers.closed_case(city)
    its = {
        "dossier": case.dossier,
        "case": case,
        "house": city.work_committee,
        "grade": "good",
        "findings": "程序完备。",
    }
    cells.birth(CaseReview, "review", None, **its)
    cells.birth(CaseReview, "review", (), **its | {"house": None})
    row = registers.reviewed(city, case)
    cells.stop(row)
    act(city, "work_reviewer", row, CaseReview.feed_back)
    cells.stop(row)
    act(city, "unit_head", row, CaseReview.acknowledge)
    cells.stop(row)
