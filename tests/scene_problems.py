"""The problems of the scene: one that the committee decided, an important finding that was reported and resolved, one still open.

The resolved one is drawn and looked at again; beside them stands a rule of regular inspections.
"""

from coordination.models import Assignment, DocumentKind, Invitation, Meeting, MeetingKind, OfficialDocument
from supervision import recheck_draws
from supervision.models import Inspection, InspectionRule, Measure, Method, Problem, Recheck, Severity, Source
from workflow import clocks


def raise_problems(play):
    """On the play's main matter, which is reporting."""
    play.records["problem"] = _decided(play, _raised(
        play, "problem", "agriculture_liaison", "task1", raised_for=play.city.agriculture))  # fmt: skip
    found = Inspection.objects.get(pk=play.records["inspection"].pk)
    finding = _raised(
        play, "finding", "other_officer", "task3", source=Source.FINDING, inspection=found, severity=Severity.IMPORTANT
    )
    play.records["finding"] = _resolved(play, finding)
    play.records["unit_problem"] = _raised(
        play, "unit_problem", "officer", None, source=Source.UNIT, source_words=play.mark("unit_problem.source_words"),
        department=play.city.bank,
    )  # fmt: skip
    play.act(
        "deputy", play.records["unit_problem"], Problem.raise_severity, note=play.mark("unit_problem.raise_reason")
    )
    look_again(play)
    play.records["inspectionrule"] = play.born(
        "officer", InspectionRule, InspectionRule.set_rule, dossier=play.matter.dossier, matter=play.matter, every_months=2,
        first_on=clocks.today(), method=Method.OTHER, method_name=play.mark("inspectionrule.method_name"),
        assignments=[Assignment.objects.get(pk=play.records["task1"].pk)], members=[play.city.officer],
    )  # fmt: skip


def look_again(play):
    """The resolved finding is drawn, and has come back."""
    city, today = play.city, clocks.today()
    draw = recheck_draws.draw(
        city.actor("director"), city.commission, resolved_from=today, resolved_until=today, share=100
    )
    play.act(
        "deputy", draw.rechecks.get(), Recheck.appoint, checker=city.other_officer, note=play.mark("recheck.remark")
    )
    play.act(
        "other_officer", draw.rechecks.get(), Recheck.find_recurrence, held_on=today, means=Method.OTHER,
        means_name=play.mark("recheck.means_name"), seen=play.mark("recheck.seen"),
    )  # fmt: skip
    play.records |= {"recheckdraw": draw, "recheck": draw.rechecks.get()}


def _raised(play, name, who, task, **fields):
    row = Assignment.objects.get(pk=play.records[task].pk) if task else None
    return play.born(
        who, Problem, Problem.report_problem, dossier=play.matter.dossier, matter=play.matter, assignment=row,
        content=play.mark(f"{name}.content"), **fields,
    )  # fmt: skip


def _decided(play, problem):
    city, mark = play.city, play.mark
    meeting = play.call("problem_meeting", MeetingKind.COORDINATION, [city.agriculture, city.finance])
    play.records["problem_meeting"] = meeting
    play.act("officer", problem, Problem.coordinate, meeting=meeting, note=mark("problem.coordinate_remark"))
    play.act("officer", meeting, Meeting.hold, held_on=clocks.today(), chair=mark("problem_meeting.chair"))
    for key in ("agriculture", "finance"):
        row = Invitation.objects.get(meeting=meeting, department=city.organisations[key])
        said = {part: mark(f"said_{key}.{part}") for part in ("attendees", "position")}
        play.act("officer", row, Invitation.attend, **said)
    request = play.document("problem_request", DocumentKind.REQUEST, requirements=mark("problem_request.requirements"))
    play.revise("officer", problem, request=request)
    play.act("deputy", request, OfficialDocument.sign)
    play.act("deputy", problem, Problem.refer, note=mark("problem.refer_remark"))
    return play.act(
        "principal", problem, Problem.decide, decision=mark("problem.decision"),
        decision_minutes=mark("problem.decision_minutes"),
    )  # fmt: skip


def _resolved(play, problem):
    mark = play.mark
    play.act(
        "officer", problem, Problem.take_measures, measure=Measure.CORRECTION, measures=mark("finding.measures"),
        carried_out_by=mark("finding.carried_out_by"), due_on=clocks.today(),
    )  # fmt: skip
    report = play.document("problem_report", DocumentKind.PROBLEM_REPORT)
    play.revise("officer", problem, report=report)
    play.act("deputy", report, OfficialDocument.sign)
    play.act("deputy", problem, Problem.report_important, note=mark("finding.report_remark"))
    return play.act("officer", problem, Problem.resolve, outcome=mark("finding.outcome"))
