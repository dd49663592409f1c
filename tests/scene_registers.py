"""The registers of the scene: a clue below and one gone up, entries, what was said of the unit, a report with one receipt, a case reviewed."""

from dispatch.demonstration import registers, units
from dispatch.models import CaseReview, Clue, DualReport, Interference, UnitFeedback


def keep_registers(play):
    """Of the first unit, whose officer keeps the clues, and of the enterprise at which the third one is."""
    city, mark = registers.found_bodies(play.city), play.mark
    third = units.founded(city, "third_unit")
    clue = registers.registered(city, code_name=mark("clue.code_name"))
    clue = play.act(
        "unit_other_officer", clue, Clue.give_opinion, disposal="verification", opinion=mark("clue.opinion")
    )
    above = registers.registered(city, code_name=mark("clue_above.code_name"), subject="host_leadership")
    play.records |= {"clue": clue, "clue_above": play.act("unit_head", above, Clue.go_up)}
    for name, step in (("interference", Interference.record), ("entry_above", Interference.report)):
        said = {part: mark(f"{name}.{part}") for part in ("asked_by", "account")}
        play.records[name] = registers.entered(city, step=step, **said)
    said = {part: mark(f"unitfeedback.{part}") for part in ("title", "content")}
    feedback = registers.said(city, **said)
    play.records["unitfeedback"] = play.act(
        "unit_head", feedback, UnitFeedback.give_answer, answer=mark("unitfeedback.answer")
    )
    said = {part: mark(f"host_feedback.{part}") for part in ("title", "content")}
    play.records["host_feedback"] = registers.said(
        city, "finance_head", UnitFeedback.suggest, host=city.finance, **said
    )
    said = {part: mark(f"dualreport.{part}") for part in ("title", "content")}
    report = registers.reported(city, **said)
    play.records["dualreport"] = play.act("third_unit_head", report, DualReport.receive_at_unit)
    case = registers.closed_case(city)
    review = registers.reviewed(city, case, findings=mark("casereview.findings"))
    play.records |= {
        "closed_case": case, "third_unit": third,
        "casereview": play.act("work_reviewer", review, CaseReview.feed_back),
    }  # fmt: skip
