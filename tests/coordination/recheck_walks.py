"""The walks of draws and re-checks (抽查、回头看) and of rules of regular inspections, stopping at every state."""

from datetime import timedelta

from coordination.models import Matter
from supervision import recheck_draws
from supervision.models import Inspection, InspectionRule, Method, Problem, Recheck, RecheckDraw
from supervision.recheck_population import ids_of
from tests.coordination.cells import undone, values
from tests.coordination.doors import REASON
from tests.coordination.problem_walks import act, measured, raise_problem
from workflow import clocks

LONG_AGO = timedelta(days=150)
NEXT_WEEK = timedelta(days=9)


def resolved_long_ago(road, number=2, planned=lambda: None):
    """The matter in implementation, with so many problems that were resolved five months ago; ``planned`` is done before its tasks go out."""
    with clocks.as_of(clocks.now() - LONG_AGO):
        road.to("planning")
        planned()
        road.walk(("implementing",))
        road.receive()
        problems = [raise_problem(road, content=f"第{place}个问题。") for place in range(1, number + 1)]
        for problem in problems:
            measured(road, problem)
            act(road, "officer", problem, Problem.resolve)
    return [Problem.objects.get(pk=problem.pk) for problem in problems]


def around(problems):
    """The days of a draw that has these problems in its population."""
    resolved_on = clocks.business_date(problems[0].moved_at)
    return {"resolved_from": resolved_on - NEXT_WEEK, "resolved_until": resolved_on + NEXT_WEEK}


def drawn(road, problems, who="director", share=100):
    """A draw, made as its page makes it."""
    return recheck_draws.draw(road.city.actor(who), road.city.commission, share=share, **around(problems))


def go(road, who, recheck, taken, **fields):
    """A step of the re-check with fields that are in order."""
    record = Recheck.objects.select_related("dossier", *Recheck.within).get(pk=recheck.pk)
    return road.act(who, record, taken, note=REASON, **values(road, taken, record) | fields)


def assigned(road, recheck, **fields):
    return go(road, "deputy", recheck, Recheck.appoint, **fields)


def walk_a_recheck(road, cells):
    """From the draw into every state, each way undone before the next."""
    problems = resolved_long_ago(road)
    days, actor = around(problems), road.city.actor("director")
    ids = ids_of(road.city.commission.pk, *days.values(), actor)
    own = {"commission": road.city.commission, "share": 100, "population": ids} | days
    cells.birth(RecheckDraw, "draw", None, **own)
    cells.birth(RecheckDraw, "draw", (), **own | {"population": ids[:1]})
    draw = drawn(road, problems)
    cells.stop(draw)
    recheck = draw.rechecks.first()
    cells.stop(recheck)
    with undone(road):
        go(road, "secretary", recheck, Recheck.cancel)
        cells.stop(recheck)
    assigned(road, recheck)
    cells.stop(recheck)
    with undone(road):
        go(road, "other_officer", recheck, Recheck.conclude)
        cells.stop(recheck)
    go(road, "other_officer", recheck, Recheck.find_recurrence)
    cells.stop(recheck)
    act(road, "officer", recheck.problem, Problem.reopen)
    cells.aside(recheck, "reopened")
    go(road, "other_officer", recheck, Recheck.follow_up)
    cells.stop(recheck)


def rule_fields(road, **fields):
    given = {
        "every_months": 3, "first_on": clocks.today() + NEXT_WEEK, "method": Method.ON_SITE,
        "assignments": road.assignments(), "members": [road.city.officer],
    }  # fmt: skip
    return given | fields


def rule(road, who="officer", **fields):
    return road.born(InspectionRule, InspectionRule.set_rule, who, **rule_fields(road, **fields))


def planned_by(road, rule, **fields):
    """The next inspection by a rule."""
    given = {"method": rule.method, "planned_on": rule.next_on, "assignments": road.assignments(), "members": [road.city.officer]}  # fmt: skip
    return road.born(Inspection, Inspection.plan, rule=rule, **given | fields)


def walk_a_rule(road, cells):
    """Not before the tasks are out; in force, also after an inspection was planned by it; each end undone."""
    road.to("planning")
    cells.birth(InspectionRule, "set_rule", (), matter=road.matter, **rule_fields(road))
    road.walk(("implementing",))
    road.receive()
    own = {"matter": road.matter} | rule_fields(road)
    cells.birth(InspectionRule, "set_rule", None, **own)
    cells.birth(InspectionRule, "set_rule", (), **own | {"every_months": 0})
    cells.birth(InspectionRule, "set_rule", (), **own | {"members": [road.city.agriculture_head]})
    found = rule(road)
    cells.stop(found)
    planned_by(road, found)
    cells.stop(found)
    for who, record, step in (("officer", found, InspectionRule.end), ("principal", road.matter, Matter.terminate)):
        with undone(road):
            road.act(who, record, step, note=REASON)
            cells.stop(found)
