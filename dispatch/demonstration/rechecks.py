"""What the demonstration looks at again: a draw whose re-checks stand differently, and a rule of regular inspections."""

from supervision import recheck_draws
from supervision.models import InspectionRule, Method, Problem, Recheck
from supervision.recheck_population import usual_range
from workflow import clocks
from workflow.door import advance


def drawn(road):
    """The director draws from what the rules mean now, and takes all of it; the deputy appoints who looks again."""
    dossier, city = road.matter.dossier, road.city
    first, last = usual_range(dossier.policy, clocks.today())
    draw = recheck_draws.draw(
        city.actor("director"), city.commission, resolved_from=first, resolved_until=last, share=100
    )
    rows = list(draw.rechecks.order_by("place"))
    for row, who in zip(rows, ("other_officer", "second_officer", "other_officer"), strict=True):
        road.act("deputy", row, Recheck.appoint, checker=city.people[who])
    return rows


def unchanged(road, row):
    return _looked_at(road, row, Recheck.conclude, "随机走访两个村，与整改后一致，没有发现新的情况。")


def came_back(road, row):
    """It has come back: the director reopens the problem, and that is on record with the re-check."""
    row = _looked_at(road, row, Recheck.find_recurrence, "抽查的三个村中有一个村又出现同样的情况。")
    problem = Problem.objects.select_related("matter").get(pk=row.problem_id)
    advance(
        problem, Problem.reopen, actor=road.city.actor("director"),
        note=f"{clocks.date_words(row.held_on)}回头看发现问题反弹：{row.seen}",
    )  # fmt: skip
    return road.act("other_officer", row, Recheck.follow_up, outcome="问题已经重新启动，由承办人重新采取措施。")


def _looked_at(road, row, step, seen):
    return road.act("other_officer", row, step, held_on=clocks.today(), means=Method.ON_SITE, seen=seen)


def inspected_by_rule(road, first_on):
    return road.born(
        InspectionRule, InspectionRule.set_rule, every_months=2, first_on=first_on, method=Method.ON_SITE,
        assignments=road.assignments(), members=[road.city.officer, road.city.other_officer],
    )  # fmt: skip
