"""Problems and inspections against what goes on beside them, at the same moment on a real PostgreSQL."""

import pytest

from coordination.models import DocumentKind, Matter
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from supervision.models import Inspection, Problem, Recheck
from tests.coordination.problem_walks import begun_inspection, coordinated, measured, raise_problem
from tests.coordination.racers import SECOND, TOGETHER, check_history, meet, refused
from tests.coordination.recheck_walks import drawn, resolved_long_ago
from tests.coordination.test_races_between_steps import MEETINGS, now, one_won, open_names, step, supplemented
from workflow.door import Barred
from workflow.models import Hold

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def city(committed_db):
    return cast.found_city("shifan", "示范市", cast.found_province())


def ready(city):
    """The matter may be reported, and its problem, of which measures were taken, may be referred."""
    road = Road(city)
    road.to("implementing")
    road.receive()
    problem = raise_problem(road)
    measured(road, problem)
    coordinated(road, problem)
    road.walk(("inspecting", "reporting"))
    road.report_all()
    road.draft_committee_report()
    return road, now(problem)


def test_what_the_committee_is_asked_bars_the_report_and_the_report_comes_before_it_or_not_at_all(city):
    for how in MEETINGS:
        road, problem = ready(city)
        said = meet(
            road.matter.dossier, step(road, "deputy", problem, Problem.refer),
            step(road, "secretary", road.matter, Matter.report_to_committee), how,
        )  # fmt: skip
        matter, problem = now(road.matter), now(problem)
        reported = not refused(said[1])
        assert not refused(said[0])
        assert reported or isinstance(said[1], Barred)
        assert how == TOGETHER or reported == (how == SECOND)
        assert (matter.state, problem.state) == ("reported" if reported else "reporting", "referred")
        assert open_names(Hold, matter) == ["decision"]
        report = matter.documents.get(kind=DocumentKind.COMMITTEE_REPORT)
        assert bool(report.number) == reported
        check_history(matter.dossier)


def test_a_problem_is_referred_or_resolved_never_both(city):
    for how in MEETINGS:
        road, problem = ready(city)
        said = meet(
            road.matter.dossier,
            step(road, "deputy", problem, Problem.refer),
            step(road, "officer", problem, Problem.resolve),
            how,
        )
        problem, referred = now(problem), one_won(said, how) == 0
        assert problem.state == ("referred" if referred else "resolved")
        assert open_names(Hold, road.matter) == (["decision"] if referred else [])
        assert (problem.request.state, bool(problem.request.number)) == (
            ("issued", True) if referred else ("signed", False)
        )
        check_history(road.matter.dossier)


def test_an_inspection_is_concluded_while_its_task_goes_elsewhere(city):
    for how in MEETINGS:
        road = supplemented(city)
        inspection = begun_inspection(road)
        said = meet(
            road.matter.dossier, step(road, "officer", inspection, Inspection.conclude),
            step(road, "deputy", road.matter, Matter.supplement), how,
        )  # fmt: skip
        assert [refused(each) for each in said] == [False, False], (how, said)
        second = road.assignments()[1]
        assert (now(inspection).state, second.state, second.lead_department) == ("concluded", "issued", city.bank)
        assert open_names(Hold, road.matter) == []
        check_history(road.matter.dossier)


def test_two_draws_at_once_draw_nothing_twice(city):
    road = Road(city)
    problems = resolved_long_ago(road, 3)
    said = meet(None, lambda: drawn(road, problems), lambda: drawn(road, problems, who="deputy"), TOGETHER)
    assert sorted(refused(each) for each in said) == [False, True], said
    assert Recheck.objects.count() == 3
    made = next(each for each in said if not refused(each))
    assert made.number.endswith("1号")
    check_history(made.dossier)
