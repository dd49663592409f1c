"""The lists of problems, inspections and draws, and the pages of one of each, ask as many questions for few rows as for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.models import Inspection, InspectionRule, Problem, Recheck
from tests.coordination.problem_walks import begun_inspection, coordinated, raise_problem
from tests.coordination.recheck_walks import assigned, drawn, resolved_long_ago, rule
from tests.test_ceilings import many_roots, twin
from workflow import clocks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def no_session_writes(settings):
    settings.SESSION_IDLE_SECONDS = 10**6


def questions(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def many(row, number, **changed):
    type(row).objects.bulk_create([twin(row, **changed) for _ in range(number)])


def test_no_page_asks_more_for_more_rows(road, city, client):
    road.to("implementing")
    road.receive()
    problem, inspection = raise_problem(road), begun_inspection(road)
    coordinated(road, problem)
    task = road.assignments()[0]
    month = f"{clocks.today():%Y-%m}"
    pages = {
        "/problems/": 14, f"/inspections/?month={month}": 16, problem.get_absolute_url(): 66, inspection.get_absolute_url(): 52,
        f"/matters/{road.matter.public_id}/inspections/new/": 34,
    }  # fmt: skip
    client.force_login(city.officer)
    many(Problem.objects.get(pk=problem.pk), 3, assignment_id=task.pk)
    many(Inspection.objects.get(pk=inspection.pk), 3)
    few = {page: questions(client, page) for page in pages}
    many(Problem.objects.get(pk=problem.pk), 30, assignment_id=task.pk)
    many(Inspection.objects.get(pk=inspection.pk), 30, planned_on=clocks.today() + timedelta(0))
    for row in Inspection.objects.filter(matter=road.matter):
        row.assignments.set(road.assignments())
    at_many = {page: questions(client, page) for page in pages}
    assert at_many == few
    assert {page: (asked, pages[page]) for page, asked in few.items() if asked > pages[page]} == {}


def test_no_page_of_draws_and_rules_asks_more_for_more_rows(road, city, client):
    """The list of draws, one of them with its re-checks and those before it, one re-check, and the plan with rules."""
    problems = resolved_long_ago(road)
    draw, found = drawn(road, problems), rule(road)
    recheck = assigned(road, draw.rechecks.order_by("place").first())
    month = f"{found.next_on:%Y-%m}"
    pages = {
        "/rechecks/": 13, draw.get_absolute_url(): 36, recheck.get_absolute_url(): 36, "/rechecks/draws/new/": 16,
        f"/inspections/?month={month}": 18, found.get_absolute_url(): 40,
    }  # fmt: skip
    client.force_login(city.director)

    def grow(number, begin):
        many_roots(draw, number)
        many(found, number)
        for row in InspectionRule.objects.filter(matter=road.matter):
            row.assignments.set(road.assignments())
        row = Recheck.objects.get(pk=recheck.pk)
        Recheck.objects.bulk_create(
            [twin(row, place=begin + place, reopenings_before=begin + place) for place in range(number)]
        )

    grow(3, 10)
    few = {page: questions(client, page) for page in pages}
    grow(20, 20)
    at_many = {page: questions(client, page) for page in pages}
    assert at_many == few
    assert {page: (asked, pages[page]) for page, asked in few.items() if asked > pages[page]} == {}
