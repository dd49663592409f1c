"""Urging by hand: whom, how often, what is told and counted; and the explanation that is asked and given."""

from datetime import datetime, time, timedelta

import pytest

from supervision import reminders
from supervision.models import Explanation, Urging
from tests.coordination.urging_walks import explain, late, receipt_of, urge
from workflow import calendars, clocks
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted
from workflow.models import Clock, Notice, OutboxMessage, Policy

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clocks.SHANGHAI)  # a working day of a published year


@pytest.fixture
def task(road):
    with clocks.as_of(MONDAY - timedelta(days=14)):
        road.to("implementing")
    return road.assignments()[0]


def refused(act):
    with pytest.raises(Barred) as refusal:
        act()
    return str(refusal.value)


def test_an_urging_counts_and_tells_who_owes_and_his_head(road, task):
    with clocks.as_of(MONDAY):
        clock = receipt_of(task)
        before = clock.urgings
        made = urge(road, task, clock, text="请今日签收。")
    clock.refresh_from_db()
    assert clock.urgings == before + 1
    told = Notice.objects.filter(subject_id=made.public_id)
    assert set(told.values_list("recipient__username", flat=True)) == {"agriculture_liaison", "agriculture_head"}
    assert all("请今日签收" in notice.text for notice in told)


def test_the_next_urging_says_when_it_is_possible(road, task):
    Policy.objects.update(urge_days=3)
    with clocks.as_of(MONDAY):
        urge(road, task, receipt_of(task))
        assert "2026年3月5日起可以再次催办" in refused(lambda: urge(road, task, receipt_of(task), who="deputy"))
    with clocks.as_of(MONDAY + timedelta(days=2)):
        refused(lambda: urge(road, task, receipt_of(task)))
    with clocks.as_of(MONDAY + timedelta(days=3)):
        urge(road, task, receipt_of(task))
    assert Urging.objects.count() == 2


def test_two_urgings_by_hand_open_the_way_to_a_receipt_on_record(road, task):
    with clocks.as_of(MONDAY):
        urge(road, task, receipt_of(task))
        given = {"proof": "机要交换第9号"}
        refused(lambda: road.act("officer", task, type(task).record_receipt, **given))
    with clocks.as_of(MONDAY + timedelta(days=1)):
        urge(road, task, receipt_of(task))
        assert road.act("officer", task, type(task).record_receipt, **given).state == "received"


def test_outside_working_hours_it_is_kept_and_the_message_leaves_later(road, task):
    evening = MONDAY.replace(hour=21)
    with clocks.as_of(evening):
        made = urge(road, task, receipt_of(task))
    moments = OutboxMessage.objects.filter(notice__subject_id=made.public_id).values_list("next_try_at", flat=True)
    opens = datetime.combine(MONDAY.date() + timedelta(days=1), time(8, 30), clocks.SHANGHAI)
    assert set(moments) == {opens}
    assert made.moved_at == evening


def test_only_an_open_running_clock_that_is_due_is_urged(road, task):
    clock = receipt_of(task)
    with clocks.as_of(MONDAY - timedelta(days=13)):
        assert "到期当日起" in refused(lambda: urge(road, task, clock))
    with clocks.as_of(MONDAY):
        Clock.objects.filter(pk=clock.pk).update(paused_until=MONDAY.date())
        assert "中止期间" in refused(lambda: urge(road, task, clock))
        Clock.objects.filter(pk=clock.pk).update(paused_until=None)
        road.act("agriculture_liaison", task, type(task).receive)
        assert "已经结束" in refused(lambda: urge(road, task, clock))


def test_nobody_urges_himself(road):
    road.to("submitted")
    clock = late(Clock.objects.get(name="determination"))
    assert "由您自己办理" in refused(lambda: urge(road, None, clock, who="deputy"))
    urge(road, None, clock, who="officer")


def test_of_two_late_dates_of_one_task_each_line_names_its_own(road, task, city):
    with clocks.as_of(MONDAY):
        road.receive()
        late_ones = [late(clock) for clock in Clock.objects.open().filter(subject_id=task.public_id, name="work")]
        twin = Clock.objects.get(pk=late_ones[0].pk)
        twin.pk, twin.name, twin.label = None, "report", "书面报告"
        twin.save(force_insert=True)
        for clock in (late_ones[0], twin):
            urge(road, task, clock, asks=True)
        acts = [label for item in desk_of(city.actor("agriculture_liaison")).to_do for label, _ in item.acts]
        assert [act for act in acts if act.startswith("说明原因")] == ["说明原因（办理）", "说明原因（书面报告）"]


def test_an_explanation_is_asked_given_once_and_moves_no_date(road, task, city):
    with clocks.as_of(MONDAY):
        clock = receipt_of(task)
        assert "没有要求说明" in refused(lambda: explain(road, task, clock))
        urge(road, task, clock, asks=True)
        desk = desk_of(city.actor("agriculture_liaison"))
        assert [item.what for item in desk.to_do if "说明原因" in dict(item.acts)] == [task.words]
        assert not [item for item in desk_of(city.actor("finance_liaison")).to_do if "说明原因" in dict(item.acts)]
    with clocks.as_of(MONDAY + timedelta(hours=1)):
        with pytest.raises(NotPermitted):
            explain(road, task, clock, who="officer")
        assert "承诺的日期" in refused(
            lambda: explain(road, task, clock, promised_on=MONDAY.date() - timedelta(days=1))
        )
        explain(road, task, clock, promised_on=MONDAY.date() + timedelta(days=4))
        assert "已经说明" in refused(lambda: explain(road, task, clock))
        assert not [item for item in desk_of(city.actor("agriculture_liaison")).to_do if "说明原因" in dict(item.acts)]
    after = receipt_of(task)
    assert (after.due_on, after.rung) == (clock.due_on, clock.rung)


def test_a_rung_that_asks_waits_for_an_explanation_and_a_later_one_names_the_promise(road, task):
    clock, calendar = receipt_of(task), calendars.load()
    while (clock := receipt_of(task)).rung < 3:  # up to the rung two days late, which asks
        with clocks.as_of(clock.next_rung_at):
            reminders.remind(clocks.now())
    with clocks.as_of(clock.next_rung_at - timedelta(hours=1)):
        explain(road, task, clock, promised_on=clocks.today() + timedelta(days=20))
        promised = Explanation.objects.get().promised_on
    with clocks.as_of(clocks.rung_at(clock.policy, clock.due_on, clock.rung, calendar)):
        while reminders.remind(clocks.now()):
            pass
    last = clock.reminders.order_by("-sent_at").first()
    assert all(clocks.date_words(promised) in notice.text for notice in Notice.objects.filter(act_id=last.pk))
    assert Notice.objects.filter(act_id=last.pk).count() > 1


def test_seen_by_the_house_the_lead_department_and_who_owes(road, task, city):
    with clocks.as_of(MONDAY):
        made = urge(road, task, receipt_of(task), asks=True)
        given = explain(road, task, receipt_of(task))
        for record in (made, given):
            seen = {
                key
                for key in city.people
                if type(record).objects.visible_to(city.actor(key)).filter(pk=record.pk).exists()
            }
            assert {"officer", "secretary", "agriculture_liaison", "agriculture_head"} <= seen
            assert not seen & {"finance_head", "principal", "audit_liaison", "bank_head"}
