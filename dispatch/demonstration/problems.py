"""The problems of the demonstration: difficulties and findings in every state, with their meeting, request and report."""

from datetime import timedelta

from coordination.models import DocumentKind, Invitation, Meeting, MeetingKind, OfficialDocument
from supervision import problem_words
from supervision.models import Inspection, Measure, Method, Problem, Severity, Source
from workflow import clocks
from workflow.door import advance, revise


def difficulty(road, task, content):
    """The liaison of a task's lead department says what stands in the way."""
    house = task.lead_department
    return road.born(
        Problem,
        Problem.report_problem,
        f"{road.key_of(house)}_liaison",
        assignment=task,
        raised_for=house,
        department=house,
        content=content,
    )


def told_by_a_unit(road, task, unit, content):
    """The officer writes down what a dispatched unit brought up."""
    return road.born(
        Problem, Problem.report_problem, assignment=task, department=task.lead_department, source=Source.UNIT,
        source_words=unit, content=content,
    )  # fmt: skip


def found(road, task, content, severity=Severity.ORDINARY):
    """What an inspection of one task found."""
    inspection = road.born(
        Inspection, Inspection.plan, method=Method.READING, basis="市委专项整治工作方案", approved_by="示范丁",
        planned_on=clocks.today(), assignments=[task], members=[road.city.officer],
    )  # fmt: skip
    inspection = road.act("officer", inspection, Inspection.begin)
    return road.born(
        Problem, Problem.report_problem, inspection=inspection, source=Source.FINDING, assignment=task,
        department=task.lead_department, severity=severity, content=content,
    )  # fmt: skip


def measured(road, problem, measure, measures, by, days=20):
    return _go(
        road, "officer", problem, Problem.take_measures, measure=measure, measures=measures, carried_out_by=by,
        due_on=clocks.today() + timedelta(days=days),
    )  # fmt: skip


def coordinated(road, problem, said):
    """A coordination meeting at which each department says something else: {key of the department: its position}."""
    meeting = road.born(
        Meeting, Meeting.call, kind=MeetingKind.COORDINATION, title="有关问题协调会", planned_on=clocks.today(),
        place="市纪委第二会议室", chair="示范丁", agenda=problem.content,
        invited=[road.city.organisations[key] for key in said],
    )  # fmt: skip
    problem = _go(road, "officer", problem, Problem.coordinate, meeting=meeting)
    road.act("officer", meeting, Meeting.hold, held_on=clocks.today(), chair="示范丁")
    for key, position in said.items():
        row = Invitation.objects.get(meeting=meeting, department=road.city.organisations[key])
        road.act("officer", row, Invitation.attend, attendees="分管负责同志", position=position)
    return problem


def referred(road, problem, proposal):
    """The request is assembled from the positions and signed, and the committee is asked."""
    words = problem_words.request_words(_now(problem)) | {"requirements": proposal}
    request = road.draft_of(DocumentKind.REQUEST, **words)
    revise(_now(problem), actor=road.city.actor("officer"), request=request)
    road.act("deputy", request, OfficialDocument.sign)
    return _go(road, "deputy", problem, Problem.refer)


def decided(road, problem, decision):
    return _go(
        road, "clerk", problem, Problem.decide, decision=decision, decision_minutes="示市委常委会纪要〔2026〕21号"
    )


def reported(road, problem):
    """The committee is told of an important problem."""
    report = road.draft_of(DocumentKind.PROBLEM_REPORT, **problem_words.report_words(_now(problem)))
    revise(_now(problem), actor=road.city.actor("officer"), report=report)
    road.act("deputy", report, OfficialDocument.sign)
    return _go(road, "deputy", problem, Problem.report_important)


def resolved(road, problem, outcome):
    return _go(road, "officer", problem, Problem.resolve, outcome=outcome)


def dismissed(road, problem, reason):
    return _go(road, "deputy", problem, Problem.dismiss, note=reason)


def helped(road, problem):
    return measured(
        road, problem, Measure.HELP, "由市纪委协调自然资源部门提供最新测绘数据。", "市纪委第一监督检查室", 14
    )


def corrected(road, problem):
    return measured(road, problem, Measure.CORRECTION, "限期重新核对，逐项更正后再公示。", "牵头部门分管负责同志", 10)


def _now(problem):
    return Problem.objects.select_related("matter").get(pk=problem.pk)


def _go(road, who, problem, step, **fields):
    return advance(_now(problem), step, actor=road.city.actor(who), **fields)
