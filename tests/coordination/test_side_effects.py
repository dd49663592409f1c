"""What a step does to clocks of other records: the lines of the table that end in a question mark."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from coordination.models import Assignment, Invitation, Matter, Meeting, MeetingKind, Origin, WrittenReport
from tests.cast import Road
from workflow import calendars, clocks
from workflow.door import Barred, open_record
from workflow.models import Clock, Hold
from workflow.offers import steps_for

pytestmark = pytest.mark.django_db


def running(road, name):
    return Clock.objects.open().filter(dossier=road.matter.dossier_id, name=name)


def test_reports_are_called_from_every_task_under_way_and_called_off_on_the_way_back(road):
    road.to("inspecting")
    road.call_for_reports()
    assert set(running(road, "report").values_list("subject_id", flat=True)) == {
        row.public_id for row in road.assignments()
    }
    road.act("officer", road.matter, Matter.resume_implementation, note="尚需继续实施。")
    assert not running(road, "report").exists()
    assert Clock.objects.filter(name="report", status="cancelled").count() == 3


def test_an_important_matter_owes_its_filing_and_one_from_above_does_not(city, matter_in, road):
    road.fields["origin"] = "deputy_in_charge"
    road.register()
    road.name_officer()
    road.submit()
    road.refer()
    road.approve()
    assert running(road, "filing").count() == Hold.objects.open().filter(name="filing").count() == 1
    road.fields["origin"] = "superior_assigned"
    road.register()
    road.name_officer()
    road.submit()
    road.refer()
    road.approve()
    assert not running(road, "filing").exists()


def test_a_consultation_put_off_moves_its_clocks_and_called_off_ends_them(road):
    road.to("planning")
    first, later = clocks.today() + timedelta(days=3), clocks.today() + timedelta(days=9)
    consultation = open_record(
        Meeting, Meeting.call, actor=road.city.actor("officer"), dossier=road.matter.dossier, matter=road.matter, title="征求意见",
        kind=MeetingKind.CONSULTATION, planned_on=first, invited=[road.city.finance, road.city.audit],
    )  # fmt: skip
    assert set(running(road, "answer").values_list("due_on", flat=True)) == {first}
    asked = consultation.invitations.get(department=road.city.finance)
    road.act("finance_head", asked, Invitation.answer, position="同意。")
    road.act("officer", consultation, Meeting.postpone, planned_on=later, note="另行安排。")
    assert list(running(road, "answer").values_list("due_on", flat=True)) == [later]
    road.act("officer", consultation, Meeting.cancel, note="改为开会。")
    assert not running(road, "answer").exists()


def test_a_receipt_that_is_only_urged_does_not_open_the_inspection_until_it_is_overdue(road):
    """规定 16: an assignment still out bars the stage, save where its receipt is overdue and urged."""
    road.to("implementing")
    road.receive(skip=(3,))
    late = running(road, "receipt").get()
    late_task = Assignment.objects.get(public_id=late.subject_id)
    assert late_task.number == 3
    for urgings, due in ((0, -1), (1, 1)):
        Clock.objects.filter(pk=late.pk).update(urgings=urgings, due_on=clocks.today() + timedelta(days=due))
        with pytest.raises(Barred, match="任务尚未交到部门"):
            road.begin_inspection()
    Clock.objects.filter(pk=late.pk).update(urgings=1, due_on=clocks.today() - timedelta(days=1))
    assert road.begin_inspection().state == "inspecting"


def test_that_new_tasks_follow_stands_with_the_instruction(road):
    road.to("reported")
    road.act("principal", road.matter, Matter.direct_further_work, instruction="继续抓好落实。", new_tasks_follow=True)
    client = Client()
    client.force_login(road.city.people["officer"])
    assert "另行交办新的任务" in client.get(road.matter.get_absolute_url()).content.decode()


def test_work_that_goes_on_names_its_tasks_or_says_that_new_ones_follow(road):
    road.to("reported")
    instruct = {"instruction": "继续抓好落实。"}
    with pytest.raises(Barred, match="应当指明继续落实的任务"):
        road.act("principal", road.matter, Matter.direct_further_work, **instruct)
    with pytest.raises(Barred, match="党委的批示或者回执"):
        road.act("principal", road.matter, Matter.direct_further_work, instruction=" ", new_tasks_follow=True)
    tasks = road.assignments()
    with pytest.raises(Barred, match="新的期限"):
        road.act("principal", road.matter, Matter.direct_further_work, assignments=tasks[:1], **instruct)
    due_on = clocks.today() + timedelta(days=20)
    road.act("principal", road.matter, Matter.direct_further_work, assignments=tasks[:1], due_on=due_on, **instruct)
    again = Assignment.objects.get(pk=tasks[0].pk)
    assert (road.matter.state, again.state, again.due_on) == ("implementing", "received", due_on)
    assert running(road, "work").get().due_on == due_on
    assert Hold.objects.open().filter(name="inspection").get().subject_id == again.public_id


def test_a_committee_clerk_always_names_the_decision(road):
    """Procedure §0: an act of a clerk records somebody else's decision."""
    road.fields["origin"] = "deputy_in_charge"
    road.to("submitted")
    road.refer()
    for step in (Matter.approve, Matter.decline_by_committee, Matter.return_for_completion):
        with pytest.raises(Barred, match="会议纪要或者批示文号"):
            road.act("clerk", road.matter, step, note="理由")
    assert (
        road.act("clerk", road.matter, Matter.approve, committee_decision="示市委纪要〔2026〕3号").state == "determined"
    )


def lowered(road, who, asked_by="officer"):
    """The matter taken off the list of important ones."""
    asker = road.city.people[asked_by]
    return road.act(
        who, road.matter, Matter.correct, note="情况变化。", lower_importance=True, correction_asked_by=asker
    )


def test_importance_is_lowered_by_the_level_that_set_it(city):
    """规定 10: what the committee approved only the committee takes back, and a filing that has begun goes on."""
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.to("submitted")
    road.refer()
    with pytest.raises(Barred, match="提出人不得自己办理更正"):
        lowered(road, "deputy", asked_by="deputy")
    with pytest.raises(Barred, match="承办室主任只能更正"):
        lowered(road, "director")
    with transaction.atomic():
        assert not lowered(road, "deputy").is_important
        transaction.set_rollback(True)
    road.approve()
    with pytest.raises(Barred, match="党委办理"):
        lowered(road, "deputy")
    lowered(road, "principal")
    again = Matter.objects.get(pk=road.matter.pk)
    assert (again.is_important, again.importance_reason) == (False, "")
    assert running(road, "filing").exists()
    assert again.dossier.holds.open().filter(name="filing").exists()


def test_what_is_corrected_to_an_assigned_matter_names_its_document(city):
    """规定 10: a matter that the committee assigned needs no approval of its importance, so that must not be a mere word."""
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE, origin_document="")
    road.to("determined")
    corrected = {"note": "来源登记有误。", "origin": Origin.COMMITTEE_ASSIGNED, "correction_asked_by": city.officer}
    with pytest.raises(Barred, match="应当写明来源文件"):
        road.act("deputy", road.matter, Matter.correct, **corrected)
    with pytest.raises(Barred, match="承办室主任只能更正"):
        road.act(
            "director",
            road.matter,
            Matter.correct,
            note="笔误。",
            origin_document="另一文号",
            correction_asked_by=city.officer,
        )
    road.act("deputy", road.matter, Matter.correct, origin_document="示市委批〔2026〕5号", **corrected)
    assert (road.matter.origin, road.matter.origin_document) == ("committee_assigned", "示市委批〔2026〕5号")


@pytest.mark.parametrize(("origin", "label"), [(Origin.DEPUTY_IN_CHARGE, "确定"), (Origin.COMMITTEE_ASSIGNED, "接办")])
def test_a_step_says_what_it_is_on_this_matter(city, origin, label):
    """The button and the record: an assigned matter is taken on, another is determined."""
    road = Road(city, origin=origin)
    road.to("submitted")
    offers = {offer.name: offer.label for offer in steps_for(road.matter, city.actor("deputy"), [])}
    assert offers["determine"] == label
    road.act("deputy", road.matter, Matter.determine, basis="经研究确定。")
    assert road.matter.dossier.entries.get(action="coordination.Matter.determine").label == label


def test_a_report_returned_twice_is_deep_red_from_its_first_day_over(road):
    """The first return leaves the clock as others are; a task that goes to another department begins anew."""
    road.to("reporting")
    road.contribute()
    task = road.assignments()[0]
    for returned, grave in ((1, False), (2, True)):
        report = road.write_report(task)
        road.act("officer", report, WrittenReport.return_for_rework, note="退回。", open_points="一、公示范围不全。")
        clock = running(road, "report").select_related("policy").get(subject_id=task.public_id)
        assert Assignment.objects.get(pk=task.pk).returns == returned
        late = clocks.light(clock, calendars.load().add(clock.due_on, 1).due_on)
        assert (clock.grave, late.tone) == (grave, "deep_red" if grave else "red")
        assert "超期1个工作日" in late.word
