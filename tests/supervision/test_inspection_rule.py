"""Rules of regular inspections: what their clock reminds of, what a plan by rule does, how they end, and where they stand in the plan."""

from datetime import date, timedelta

import pytest
from django.test import Client

from coordination.models import Matter, Suspension
from supervision import jobs
from supervision.models import Inspection, InspectionRule, Method
from tests.coordination.doors import REASON
from tests.coordination.recheck_walks import planned_by, rule
from tests.supervision.hours import remind_round_the_clock
from workflow import clocks
from workflow.door import Barred
from workflow.models import AuditEntry, Clock, Notice
from workflow.months import months_after

pytestmark = pytest.mark.django_db
NEXT_WEEK = timedelta(days=9)


@pytest.fixture
def ruled(road):
    """A matter in implementation, inspected every three months from next week on."""
    road.to("implementing")
    road.receive()
    return rule(road)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def running(rule):
    return list(Clock.objects.open().filter(subject_id=rule.public_id).values_list("name", "due_on"))


def client_of(road, who):
    client = Client()
    client.force_login(road.city.people[who])
    return client


def test_its_clock_reminds_of_the_first_date_and_no_inspection_is_born(road, ruled):
    due_on = clocks.today() + NEXT_WEEK
    assert (ruled.next_on, running(ruled)) == (due_on, [("regular_inspection", due_on)])
    assert Clock.objects.get(subject_id=ruled.public_id).owed_person == road.city.officer
    remind_round_the_clock()
    with clocks.as_of(clocks.now() + timedelta(days=32)):
        jobs.sweep()
        assert Notice.objects.filter(subject_id=ruled.public_id, recipient=road.city.officer).exists()
    assert not Inspection.objects.exists()
    assert fresh(ruled).state == "in_force"


def test_a_plan_by_rule_is_regular_meets_the_clock_and_starts_it_anew(road, ruled):
    planned = planned_by(road, ruled, planned_on=ruled.next_on)
    after = months_after(clocks.today() + NEXT_WEEK, 3)
    assert (planned.is_regular, planned.rule) == (True, ruled)
    assert (fresh(ruled).next_on, running(ruled)) == (after, [("regular_inspection", after)])
    assert Clock.objects.filter(subject_id=ruled.public_id, status="met").count() == 1
    act_id = AuditEntry.objects.get(action="supervision.InspectionRule.move_on").act_id
    assert AuditEntry.objects.filter(act_id=act_id).count() == 2


def test_what_was_left_out_is_not_made_up_for(road, ruled):
    """Planned seven months late, the next date is the first of the rhythm that lies ahead."""
    with clocks.as_of(clocks.now() + timedelta(days=220)):
        planned_by(road, fresh(ruled), planned_on=clocks.today())
        assert fresh(ruled).next_on == months_after(ruled.first_on, 9)


@pytest.mark.parametrize(
    ("day", "months", "following"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months(day, months, following):
    assert months_after(day, months) == following


def test_a_short_month_shifts_no_later_one():
    found = InspectionRule(first_on=date(2026, 1, 31), every_months=1)
    assert found.date_after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert found.date_after(date(2026, 2, 28)) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"every_months": 0}, "每几个月"),
        ({"every_months": 25}, "每几个月"),
        ({"first_on": clocks.today() - timedelta(days=1)}, "首次检查日期"),
        ({"method": Method.OTHER}, "方式为“其他”"),
        ({"assignments": []}, "检查哪些任务"),
        ({"members": []}, "检查人员"),
    ],
)
def test_what_a_rule_must_say(road, ruled, fields, words):
    with pytest.raises(Barred, match=words):
        rule(road, **fields)


def test_it_ends_with_a_reason_and_then_nothing_is_planned_by_it(road, ruled):
    with pytest.raises(Barred, match="理由"):
        road.act("officer", ruled, InspectionRule.end)
    road.act("officer", ruled, InspectionRule.end, note=REASON)
    assert running(ruled) == []
    with pytest.raises(Barred, match="不能转入下一次"):
        planned_by(road, ruled, planned_on=clocks.today())


def test_it_belongs_to_its_matter(city, road, ruled):
    other = type(road)(city)
    other.to("implementing")
    with pytest.raises(Barred, match="应当属于本事项"):
        planned_by(other, ruled, planned_on=clocks.today())


def test_it_ends_with_the_matter(road, ruled):
    road.walk(("inspecting", "reporting", "reported"))
    assert len(running(ruled)) == 1
    road.walk(("concluded",))
    assert (fresh(ruled).state, running(ruled)) == ("lapsed", [])
    road.walk(("archived",))
    assert not Clock.objects.open().filter(dossier=road.matter.dossier).exists()


def test_a_terminated_matter_ends_it(road, ruled):
    road.act("principal", road.matter, Matter.terminate, note=REASON)
    assert (fresh(ruled).state, running(ruled)) == ("lapsed", [])


def test_a_suspended_matter_lets_it_stand_still(road, ruled):
    asked = road.born(Suspension, Suspension.request_suspension, reason="等待口径。")
    review_on = clocks.today() + timedelta(days=20)
    road.act("principal", asked, Suspension.grant, review_on=review_on)
    clock = Clock.objects.open().get(subject_id=ruled.public_id)
    assert clock.paused_until == review_on


def test_the_plan_shows_what_is_to_be_planned_by_rule_until_it_is(road, ruled):
    month = f"/inspections/?month={ruled.next_on:%Y-%m}"
    said = client_of(road, "officer").get(month).content.decode()
    assert "按规则待安排" in said
    assert ruled.get_absolute_url() in said
    assert ruled.get_absolute_url() not in client_of(road, "agriculture_head").get(month).content.decode()
    planned = planned_by(road, ruled, planned_on=ruled.next_on)
    said = client_of(road, "officer").get(month).content.decode()
    assert "按规则待安排" not in said
    assert planned.get_absolute_url() in said
    with clocks.as_of(clocks.now() + timedelta(days=400)):  # long overdue, it stands in the present month
        assert "按规则待安排" in client_of(road, "officer").get("/inspections/").content.decode()


def test_the_page_of_the_rule_leads_to_a_plan_that_begins_with_it(road, ruled):
    officer, address = client_of(road, "officer"), f"/matters/{road.matter.public_id}/inspections/new/"
    assert f"{address}?rule={ruled.public_id}" in officer.get(ruled.get_absolute_url()).content.decode()
    form = officer.get(f"{address}?rule={ruled.public_id}").context["form"]
    assert (form["method"].value(), form["is_regular"].value()) == (ruled.method, True)
    posted = {
        "version": 0, "act_id": form["act_id"].value(), "rule": ruled.public_id, "method": ruled.method,
        "planned_on": ruled.next_on, "assignments": form["assignments"].value(),
        "members": form["members"].value(),
    }  # fmt: skip
    assert officer.post(address, posted).status_code == 302
    planned = Inspection.objects.get()
    assert (planned.rule, planned.is_regular) == (ruled, True)
    assert "定期" in officer.get(planned.get_absolute_url()).content.decode()
    assert planned.get_absolute_url() in officer.get(ruled.get_absolute_url()).content.decode()
    for wrong in ("nonsense", str(road.matter.public_id)):
        assert "rule" not in officer.get(f"{address}?rule={wrong}").context["form"].initial


def test_a_department_learns_of_an_inspection_when_it_is_planned(road, ruled):
    head = client_of(road, "agriculture_head")
    assert head.get(ruled.get_absolute_url()).status_code == 404
    planned = planned_by(road, ruled, planned_on=ruled.next_on)
    said = head.get(planned.get_absolute_url()).content.decode()
    assert ruled.words not in said
