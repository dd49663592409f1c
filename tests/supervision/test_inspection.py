"""Inspections: what stands beside them, what a department was asked already, and the plan by months."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.models import SupportRequest
from dispatch.demonstration.cast import appoint
from organizations.models import Role
from supervision.asked_already import asked_already
from supervision.models import Inspection, Method, UrgeOrder
from supervision.views import tasks_of
from tests.coordination.problem_walks import begun_inspection, raise_problem
from tests.coordination.urging_walks import order
from workflow import clocks
from workflow.door import Barred, NotPermitted, revise
from workflow.models import Clock, Notice
from workflow.months import month_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way(road):
    road.to("implementing")
    road.receive()
    return road


def plan(road, tasks, days=1):
    return road.born(
        Inspection, Inspection.plan, method=Method.HEARING, planned_on=clocks.today() + timedelta(days),
        assignments=tasks, members=[road.city.officer],
    )  # fmt: skip


def asked(road, who="officer"):
    rows = asked_already(road.departments, road.matter, road.city.actor(who))
    return {
        department.short_name: [(demand.kind, demand.mergeable) for demand in demands] for department, demands in rows
    }


def test_what_a_department_was_asked_stands_before_a_new_demand(under_way, city):
    road, (first, second, _) = under_way, under_way.assignments()
    assert asked(road) == {department.short_name: [] for department in road.departments}  # due in forty days
    planned = plan(road, [first])
    road.act("deputy", order(road, second), UrgeOrder.approve)
    road.born(
        SupportRequest,
        SupportRequest.request_support,
        "agriculture_liaison",
        department=city.agriculture,
        content="提供数据。",
    )
    Clock.objects.filter(subject_id=second.public_id, name="work").update(due_on=clocks.today() + timedelta(9))
    found = asked(road)
    assert sorted(found[city.agriculture.short_name]) == [("督促检查", True), ("请求支持", False)]
    assert sorted(found[city.finance.short_name]) == [("办理到期", False), ("督促检查", True), ("督办单", False)]
    assert found[city.bank.short_name] == []
    road.act("officer", planned, Inspection.cancel, note="并入下次。")
    assert ("督促检查", True) not in asked(road)[city.agriculture.short_name]


def test_the_questions_do_not_grow_with_the_demands(under_way):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            asked(under_way)
        return len(caught)

    plan(under_way, under_way.assignments())
    before = questions()
    for days in range(2, 6):
        plan(under_way, under_way.assignments()[:2], days)
    assert questions() == before


def test_a_planned_inspection_takes_more_tasks_in(under_way, city):
    first, second, _ = under_way.assignments()
    planned = plan(under_way, [first])
    revise(planned, actor=city.actor("officer"), assignments=[first, second])
    assert planned.assignments.count() == 2
    appoint(city.officer, city.finance, Role.LIAISON, date(2020, 1, 1))
    with pytest.raises(Barred, match="不得在被检查的部门任职"):
        under_way.act("officer", planned, Inspection.begin)
    with pytest.raises(NotPermitted):
        revise(planned, actor=city.actor("agriculture_head"), assignments=[second])


def test_whoever_takes_part_in_an_inspected_task_hears_of_the_result_too(under_way, city):
    task = next(row for row in under_way.assignments() if row.participations.exists())
    taking_part = task.participations.get().department
    inspection = under_way.act("officer", plan(under_way, [task]), Inspection.begin)
    under_way.act(
        "officer",
        inspection,
        Inspection.conclude,
        held_on=clocks.today(),
        place="市局",
        seen="进展正常。",
        result="继续推进。",
    )
    told = Notice.objects.filter(subject_id=inspection.public_id, action="conclude")
    houses = {post.organisation for notice in told for post in notice.recipient.posts.all()}
    assert houses == {task.lead_department, taking_part}


def test_beside_an_inspection_stands_how_its_tasks_are(under_way, city):
    inspection = begun_inspection(under_way)
    raise_problem(under_way)
    rows = tasks_of(inspection, city.actor("officer"))
    assert [(task.number, line["label"], problems) for task, line, problems in rows] == [
        (1, "办理", 1), (2, "办理", 0), (3, "办理", 0),
    ]  # fmt: skip
    assert [task.number for task, _, _ in tasks_of(inspection, city.actor("audit_head"))] == [3]


def test_the_plan_shows_a_month(under_way, client, city):
    plan(under_way, under_way.assignments())
    client.force_login(city.officer)
    month = (clocks.today() + timedelta(1)).strftime("%Y-%m")
    assert "督促检查：听取汇报" in client.get(f"/inspections/?month={month}").content.decode()
    assert "本月没有安排督促检查" in client.get("/inspections/?month=2020-02").content.decode()
    today = clocks.today()
    for words in ("", "2020-13", "0001-01", "2020-W01", "十月"):
        assert month_of(words, today) == today.replace(day=1)


def test_the_page_of_a_new_inspection_says_how_much_was_asked(under_way, client, city):
    client.force_login(city.officer)
    page = f"/matters/{under_way.matter.public_id}/inspections/new/"
    assert "督促检查1项" not in client.get(page).content.decode()
    plan(under_way, under_way.assignments()[:1])
    said = client.get(page).content.decode()
    assert "督促检查1项" in said
    assert "可以并入" in said
