"""The walk of problems, stopping at every state: an ordinary one, one that is referred, one that is important and reported."""

from coordination.models import DocumentKind, Invitation, Matter, Meeting, MeetingKind, OfficialDocument, Resolution
from supervision.models import Inspection, Method, Problem, Source
from tests.coordination.cells import undone, values
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import open_record, revise


def raise_problem(road, who="agriculture_liaison", **fields):
    """A problem through the door: of the agriculture bureau with task 1, unless said otherwise."""
    house = road.city.organisations[who.partition("_")[0]] if who.endswith(("_liaison", "_head")) else None
    given = {"content": "两部门数据口径不一致。", "assignment": road.assignments()[0], "raised_for": house} | fields
    return open_record(
        Problem,
        Problem.report_problem,
        actor=road.city.actor(who),
        dossier=road.matter.dossier,
        matter=road.matter,
        **given,
    )


def act(road, who, problem, taken, **fields):
    """A step of the problem with fields that are in order."""
    record = Problem.objects.get(pk=problem.pk)
    return road.act(who, record, taken, note=REASON, **values(road, taken, record) | fields)


def call_about(road, invited=("agriculture", "finance")):
    """A coordination meeting of these departments."""
    return open_record(
        Meeting, Meeting.call, actor=road.city.actor("officer"), dossier=road.matter.dossier, matter=road.matter,
        kind=MeetingKind.COORDINATION, title="数据口径协调", planned_on=clocks.today(),
        invited=[road.city.organisations[key] for key in invited],
    )  # fmt: skip


def hold(road, meeting):
    """It is held, and each party has said what it thinks."""
    road.act("officer", meeting, Meeting.hold, held_on=clocks.today(), chair="示范丁")
    for row in Invitation.objects.filter(meeting=meeting).order_by("pk"):
        road.act(
            "officer",
            row,
            Invitation.attend,
            attendees="分管负责同志",
            position=f"{row.department}主张以本部门数据为准。",
        )


def document_of(road, problem, kind, sign=True):
    """The request or the report of a problem, signed by the deputy."""
    document = road.draft_of(kind, requirements="妥否，请批示。")
    name = "request" if kind == DocumentKind.REQUEST else "report"
    revise(Problem.objects.get(pk=problem.pk), actor=road.city.actor("officer"), **{name: document})
    return road.act("deputy", document, OfficialDocument.sign) if sign else document


def coordinated(road, problem):
    """In coordination, without agreement, with its request signed: ready to be referred."""
    meeting = call_about(road)
    act(road, "officer", problem, Problem.coordinate, meeting=meeting)
    hold(road, meeting)
    document_of(road, problem, DocumentKind.REQUEST)


def referred(road, problem):
    coordinated(road, problem)
    act(road, "deputy", problem, Problem.refer)


def measured(road, problem):
    act(road, "officer", problem, Problem.take_measures)


def decided(road, problem):
    referred(road, problem)
    act(road, "principal", problem, Problem.decide)


ROADS = {"open": lambda road, problem: None, "under_measures": measured, "coordinating": coordinated, "referred": referred, "decided": decided}  # fmt: skip


def walk_a_problem(road, cells):
    """From its birth into every state, each way undone before the next."""
    stop_at_births(road, cells)
    problem = raise_problem(road)
    raise_problem(road, content="另一个问题。")  # into which it may be merged
    call_about(road)
    for state, go in ROADS.items():
        with undone(road):
            go(road, problem)
            assert Problem.objects.get(pk=problem.pk).state == state
            cells.stop(problem, scene="ready" if state == "coordinating" else None)
            as_an_important_one(road, cells, problem)
            ends_with_its_matter(road, cells, problem)
    other_ends(road, cells, problem)


def stop_at_births(road, cells):
    """Before the tasks are out nobody has a problem; then by who may, and from an inspection by its members."""
    fields = {"content": "问题。", "raised_for": road.city.agriculture, "department": road.city.agriculture}
    road.to("planning")
    cells.birth(Problem, "report_problem", (), matter=road.matter, **fields)
    road.walk(("implementing",))
    road.receive()
    own = {"matter": road.matter} | fields
    cells.birth(Problem, "report_problem", None, **own)
    cells.birth(Problem, "report_problem", (), **own | {"department": road.city.health})
    cells.birth(Problem, "report_problem", (), **own | {"source": Source.UNIT})
    with undone(road):
        inspection = begun_inspection(road)
        finding = own | {"raised_for": None, "source": Source.FINDING, "inspection": inspection}
        cells.birth(Problem, "report_problem", ("officer", "other_officer"), **finding)
        cells.birth(Problem, "report_problem", (), **finding | {"source": Source.DIFFICULTY})


def begun_inspection(road):
    city = road.city
    planned = road.born(
        Inspection, Inspection.plan, method=Method.HEARING, planned_on=clocks.today(), assignments=road.assignments(),
        members=[city.officer, city.other_officer],
    )  # fmt: skip
    return road.act("officer", planned, Inspection.begin)


def as_an_important_one(road, cells, problem):
    """The same state of an important problem, with its report signed and then reported."""
    with undone(road):
        act(road, "officer", problem, Problem.raise_severity)
        document_of(road, problem, DocumentKind.PROBLEM_REPORT)
        cells.aside(problem, "important")
        act(road, "deputy", problem, Problem.report_important)
        cells.aside(problem, "reported")


def ends_with_its_matter(road, cells, problem):
    with undone(road):
        road.act("principal", road.matter, Matter.terminate, note=REASON)
        cells.stop(problem)  # lapsed


def other_ends(road, cells, problem):
    """Not ready to be referred; resolved, reopened; dismissed; merged."""
    with undone(road):
        act(road, "officer", problem, Problem.coordinate)
        cells.stop(problem)
    with undone(road):
        coordinated(road, problem)
        meeting = Problem.objects.get(pk=problem.pk).meeting
        open_record(
            Resolution, Resolution.resolve, actor=road.city.actor("officer"), dossier=road.matter.dossier, meeting=meeting,
            content="以财政数据为准", lead_department=road.city.finance,
        )  # fmt: skip
        cells.stop(problem)
    for who, taken in (("deputy", Problem.dismiss), ("officer", Problem.merge)):
        with undone(road):
            act(road, who, problem, taken)
            cells.stop(problem)
    measured(road, problem)
    act(road, "officer", problem, Problem.resolve)
    cells.stop(problem)
