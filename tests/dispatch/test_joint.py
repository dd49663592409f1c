"""Working side by side (规则 14–17): what is refused and why, who sees what, and that levels of approval are minimums (规则 52)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dispatch import approval
from dispatch.approval import Level
from dispatch.demonstration import joint, staff, unit_meetings
from dispatch.demonstration.joint import act
from dispatch.joint_kinds import KINDS_OF, JointForm
from dispatch.models import (
    CaseDuty,
    CaseRecusal,
    DirectHandling,
    JointAction,
    JointTask,
    Jurisdiction,
    RegisteredCase,
)
from organizations.models import Role
from supervision.models import Reminder
from supervision.reminders import remind
from tests.cast import with_units
from workflow import clocks
from workflow.access import rebuild_access
from workflow.checks import faults
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted
from workflow.models import Clock
from workflow.offers import steps_for
from workflow.steps import declarations

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def house(city):
    """The city with two units and a county below it."""
    with_units(city, "first_unit", "second_unit")
    joint.county_founded(city)
    return city


@pytest.fixture
def case(house):
    """A case of the first unit, with somebody who investigates and somebody who reviews."""
    made = staff.registered(house, house.first_unit.dispatched_units.get(), "甲一案")
    staff.on_case(house, made, "unit_officer", "investigation")
    staff.on_case(house, made, "unit_deputy", "review")
    return made


def refused(*words):
    return pytest.raises(Barred, match=".*".join(words))


def status(city, who, address):
    client = Client()
    client.force_login(city.people[who])
    return client.get(address).status_code


# Joint actions


def test_each_form_has_the_kinds_of_its_article_and_asks_for_its_parties(house):
    assert {form: len(kinds) for form, kinds in KINDS_OF.items()} == {
        JointForm.OFFICE_UNIT: 6, JointForm.UNIT_LOCAL: 5, JointForm.UNIT_UNIT: 6,
    }  # fmt: skip
    office, units_two, county = [house.second_office], [house.first_unit, house.second_unit], [house.county]
    for kind, short, missing in (
        ("special_inspection", {"offices": []}, "派出机关的室至少1个（规则 14）"),
        ("special_inspection", {"units": []}, "派驻机构至少1个（规则 14）"),
        ("local_supervision", {"local_commissions": []}, "地方纪委至少1个（规则 16）"),
        ("local_supervision", {"units": []}, "派驻机构至少1个（规则 16）"),
        ("cross_check", {"units": units_two[:1]}, "派驻机构至少2个（规则 17）"),
    ):
        whole = {"offices": office, "units": units_two, "local_commissions": county}
        with refused("参加单位不够", missing):
            joint.proposed(house, kind=kind, **whole | short)
    with refused("示范市纪委不是地方纪委"):
        joint.proposed(house, kind="local_supervision", local_commissions=[house.commission])
    with refused("示范省纪委不是地方纪委"):
        joint.proposed(house, kind="local_supervision", local_commissions=[house.commission.superior])
    with refused("不是派出机关现在派出的派驻机构"):
        joint.proposed(house, units=[house.third_unit])
    with refused("完成期限早于开始日期"):
        joint.proposed(house, starts_on=clocks.today() + timedelta(days=60))


def test_who_proposed_does_not_approve_and_it_is_concluded_only_with_its_tasks_done_and_a_result(house):
    action = joint.proposed(house, who="deputy")
    with refused("您是本件的提出人"):
        act(house, "deputy", action, JointAction.approve)
    act(house, "secretary", action, JointAction.approve)
    with refused("还没有分配任务", "第一监督检查室", "驻市财政局纪检监察组"):
        act(house, "second_director", action, JointAction.begin)
    with refused("由参加这项联合工作的单位承担"):
        other = joint.approved(house, title="另一项")
        joint.open_record(
            JointTask, JointTask.assign, actor=house.actor("deputy"), dossier=action.dossier,
            action=JointAction.objects.get(pk=action.pk), content="核对。", due_on=clocks.today(),
            party=joint.party_of(other, house.first_unit),
        )  # fmt: skip
    tasks = [joint.assigned(house, action, each) for each in (house.second_office, house.first_unit)]
    action = act(house, "second_director", action, JointAction.begin)
    with refused("还有任务没有完成", "办理中"):
        act(house, "second_director", action, JointAction.conclude, result="完成。")
    act(house, "unit_officer", tasks[1], JointTask.report_progress, entry="核对过半。")
    told = act(house, "unit_officer", tasks[1], JointTask.report_progress, entry="核对完毕。").progress
    assert told.index("核对完毕。") < told.index("核对过半。"), "the latest stands first and what was said before stays"
    with refused("您是本件的报告人"):
        act(house, "second_director", joint.reported(house, tasks[0], "second_director"), JointTask.accept)
    act(house, "deputy", tasks[0], JointTask.accept)
    act(house, "second_director", joint.reported(house, tasks[1], "unit_head"), JointTask.accept)
    with refused("应当写明结果"):
        act(house, "second_director", action, JointAction.conclude, result=" ")
    act(house, "second_director", action, JointAction.conclude, result="完成，已督促整改。")
    assert not Clock.objects.open().filter(dossier=action.dossier).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        JointAction.objects.filter(pk=action.pk).update(result="")


def test_who_takes_part_sees_it_once_it_is_approved_and_of_the_tasks_his_own(house):
    fields = {
        "kind": "local_supervision",
        "local_commissions": [house.county],
        "units": [house.first_unit, house.second_unit],
    }
    action = joint.proposed(house, **fields)
    parties = ("unit_officer", "second_unit_head", "county_secretary")
    assert {status(house, who, action.get_absolute_url()) for who in parties} == {404}
    act(house, "deputy", action, JointAction.approve)
    assert {status(house, who, action.get_absolute_url()) for who in parties} == {200}
    strangers = ("director", "other_deputy", "finance_head", "third_unit_head")
    assert {status(house, who, action.get_absolute_url()) for who in strangers} == {404}
    mine, other = (joint.assigned(house, action, each) for each in (house.first_unit, house.county))
    seen = {who: (status(house, who, mine.get_absolute_url()), status(house, who, other.get_absolute_url())) for who in (
        "unit_officer", "county_secretary", "second_unit_head", "second_director", "secretary")}  # fmt: skip
    assert seen == {
        "unit_officer": (200, 404), "county_secretary": (404, 200), "second_unit_head": (404, 404),
        "second_director": (200, 200), "secretary": (200, 200),
    }  # fmt: skip
    party = joint.party_of(action, house.second_unit)
    act(house, "deputy", party, type(party).leave, note="另有任务。")
    assert status(house, "second_unit_head", action.get_absolute_url()) == 404
    with refused("还有任务没有完成"):
        act(house, "deputy", joint.party_of(action, house.county), type(party).leave, note="另有任务。")
    with refused("已经参加"):
        act(house, "deputy", action, JointAction.add_parties, units=[house.first_unit], note="补充。")
    act(house, "deputy", action, JointAction.add_parties, units=[house.second_unit], note="补充。")
    assert status(house, "second_unit_head", action.get_absolute_url()) == 200
    assert rebuild_access([JointAction.objects.get(pk=action.pk)]) == 0


def test_a_task_is_reminded_of_and_waits_for_who_does_it(house):
    action = joint.approved(house)
    task = joint.assigned(house, action, house.first_unit, days=1)
    assert task.words in {item.what for item in desk_of(house.actor("unit_head")).to_do}
    assert task.words not in {item.what for item in desk_of(house.actor("second_unit_head")).to_do}
    with refused("不能晚于联合工作的完成期限"):
        joint.assigned(house, action, house.first_unit, days=400)
    late = clocks.now() + timedelta(days=20)
    with clocks.as_of(late.astimezone(clocks.SHANGHAI).replace(hour=10)):
        while remind(clocks.now()):
            pass
    assert Reminder.objects.filter(clock__subject_id=task.public_id, clock__name="work").exists()


def test_a_task_that_is_due_is_urged_by_hand_once_an_interval_and_never_ones_own(house):
    action = joint.approved(house)
    task, own = (joint.assigned(house, action, place, days=1) for place in (house.first_unit, house.second_office))
    with refused("到期当日起才能人工催办"):
        act(house, "second_director", task, JointTask.urge)
    with clocks.as_of(clocks.now() + timedelta(days=5)):
        task = act(house, "second_director", task, JointTask.urge)
        assert task.clock_to_urge.urgings == 1
        with refused("两次人工催办应当有间隔"):
            act(house, "deputy", task, JointTask.urge)
        with refused("由本室办理，不用催办"):
            act(house, "second_director", own, JointTask.urge)
        assert act(house, "deputy", own, JointTask.urge).clock_to_urge.urgings == 1


def test_before_it_is_due_the_page_says_why_nobody_urges_and_of_ones_own_task_it_says_nothing(house):
    action = joint.approved(house)
    task, own = (joint.assigned(house, action, place, days=1) for place in (house.first_unit, house.second_office))
    shown = {offer.name: offer for offer in steps_for(task, house.actor("second_director"), [])}
    assert [obstacle.sentence for obstacle in shown["urge"].obstacles] == [
        "到期当日起才能人工催办，此前由系统按提醒阶梯提醒"
    ]
    assert "urge" not in {offer.name for offer in steps_for(own, house.actor("second_director"), [])}
    assert "urge" in {offer.name for offer in steps_for(own, house.actor("deputy"), [])}
    with clocks.as_of(clocks.now() + timedelta(days=5)):
        again = {offer.name: offer for offer in steps_for(task, house.actor("second_director"), [])}
        assert again["urge"].open


def test_the_month_shows_what_each_sees_and_nothing_else(house, client):
    action = joint.approved(house)
    task = joint.assigned(house, action, house.first_unit, content="核对拨付台账", days=0)
    unit_meetings.called(house, house.first_unit.dispatched_units.get(), "研究联合检查")
    said = {}
    for who in ("unit_officer", "second_unit_head", "second_director"):
        client.force_login(house.people[who])
        said[who] = client.get(f"/joint-actions/month/?month={clocks.today():%Y-%m}").content.decode()
    assert all(words in said["unit_officer"] for words in (action.title, task.content, "研究联合检查"))
    assert not any(words in said["second_unit_head"] for words in (action.title, task.content, "研究联合检查"))
    assert task.content in said["second_director"]
    assert "研究联合检查" not in said["second_director"], "a meeting is the unit's own until its minutes are confirmed"
    assert client.get("/joint-actions/month/?month=2026-13").status_code == 200


# Jurisdiction


def test_an_agreement_rests_on_both_consents_and_only_the_authority_designates(house):
    row = joint.negotiated(house)
    with pytest.raises(NotPermitted):
        act(house, "unit_head", row, Jurisdiction.agree)
    with refused("还没有商定或者指定"):
        joint.negotiated(house)
    other = {"held_by": "unit", "terms": "由派驻机构管辖。"}
    row = act(house, "county_secretary", row, Jurisdiction.counter, **other)
    assert row.unit_consented_by is None, "to this the unit has not consented"
    with pytest.raises(IntegrityError), transaction.atomic():
        Jurisdiction.objects.filter(pk=row.pk).update(state="agreed")
    agreed = act(house, "unit_head", row, Jurisdiction.accept)
    assert (agreed.unit_consented_by, agreed.local_consented_by) == (house.unit_head, house.county_secretary)
    referred = act(house, "unit_head", joint.negotiated(house), Jurisdiction.refer, note="协商不成。")
    named = {"designated": house.county, "document": "示纪管〔2026〕1号"}
    for who in ("county_secretary", "unit_head", "second_director"):
        with pytest.raises(NotPermitted):
            act(house, who, referred, Jurisdiction.designate, **named)
    with refused("派出机关以外"):
        act(house, "deputy", referred, Jurisdiction.designate, **named | {"designated": house.commission})
    back = act(house, "deputy", referred, Jurisdiction.send_back, note="请再协商一次。")
    with refused("地方纪委还没有提出意见"):
        act(house, "unit_head", back, Jurisdiction.accept)
    referred = act(house, "unit_head", back, Jurisdiction.refer, note="协商不成。")
    assert act(house, "deputy", referred, Jurisdiction.designate, **named).designated == house.county
    assert {
        status(house, who, referred.get_absolute_url()) for who in ("unit_officer", "director", "second_unit_head")
    } == {404}


def test_a_case_is_named_from_the_units_own_register_or_by_a_code_name(house, case):
    with refused("两者只取其一"):
        joint.negotiated(house, case=case, code_name="乙一案")
    other = staff.registered(house, house.second_unit.dispatched_units.get(), "丙一案", by="second_unit_head")
    with refused("两者只取其一"):
        joint.negotiated(house, case=other, code_name="")
    row = joint.negotiated(house, case=case, code_name="")
    assert row.code_name == "甲一案"
    assert status(house, "case_deputy", row.get_absolute_url()) == 200
    staff.stands_back(house, case, "case_deputy")
    assert status(house, "case_deputy", row.get_absolute_url()) == 404, (
        "who stands back from the case sees nothing of it here"
    )


# Direct handling


def on_the_case(case):
    """The unit's own steps on the case."""
    duty = case.case_duties.first()
    return [
        (case, RegisteredCase.pass_to_review, {"passed_on": clocks.today()}),
        (duty, CaseDuty.relieve, {}),
    ]


@pytest.mark.parametrize(("mode", "is_barred"), [("direct", True), ("organised", False), ("commanded", False)])
def test_only_while_the_authority_handles_a_case_itself_the_units_steps_are_barred(house, case, mode, is_barred):
    handling = act(house, "deputy", joint.handling_proposed(house, case, mode=mode), DirectHandling.approve)
    page = case.get_absolute_url()
    act(house, "second_director", handling, DirectHandling.begin)
    for record, step, fields in on_the_case(case):
        with transaction.atomic():
            if is_barred:
                with refused("由派出机关直接办理", "规则 15"):
                    act(house, "unit_head", record, step, **fields)
            else:
                act(house, "unit_head", record, step, **fields)
            transaction.set_rollback(True)
    offered = _page(house, "unit_head", page)
    assert (f"{page}duties/new/" in offered) is not is_barred
    assert f"{page}duties/new/" in _page(house, "second_director", page), "the authority goes on with it"
    recusal = staff.stands_back(house, case, "unit_other_officer")
    assert recusal.state == "in_force", "whoever has to stand back does, whoever handles the case"
    if is_barred:
        with refused("规则 15"):
            act(house, "unit_head", recusal, CaseRecusal.lift, note="原因消除。")
        with refused("如何交还"):
            act(house, "second_director", handling, DirectHandling.hand_back, handover="")
        act(house, "second_director", handling, DirectHandling.hand_back, handover="材料已交还。")
        act(house, "unit_head", case, RegisteredCase.pass_to_review, passed_on=clocks.today())


def _page(city, who, address):
    client = Client()
    client.force_login(city.people[who])
    return client.get(address).content.decode()


def test_a_case_that_is_closed_ends_its_handling(house, case):
    handling = joint.handled_directly(house, case)
    with refused("已经提出或者正在直接办理"):
        joint.handling_proposed(house, case)
    for step, name in ((RegisteredCase.pass_to_review, "passed_on"), (RegisteredCase.close, "closed_on")):
        act(house, "second_director", case, step, **{name: clocks.today()})
    handling.refresh_from_db()
    assert handling.state == "concluded"
    assert not handling.dossier.holds.open().exists()
    other = staff.registered(house, house.first_unit.dispatched_units.get(), "甲二案")
    waiting = joint.handling_proposed(house, other)
    assert status(house, "unit_head", waiting.get_absolute_url()) == 404, "the unit knows of it once it is approved"


# Levels of approval


def test_a_level_is_a_minimum(house, case):
    """Lower is refused with the article, higher is taken; what was sent higher is no longer the deputy's."""
    with refused("最低由分管领导审批", "规则 52"):
        joint.proposed(house, approval_level=Level.OFFICE_DIRECTOR)
    with refused("规则 52"):
        joint.handling_proposed(house, case, approval_level="nobody")
    action = joint.proposed(house, approval_level=Level.SECRETARY)
    with pytest.raises(NotPermitted, match=r"规则.*52.*纪委书记"):
        act(house, "deputy", action, JointAction.approve)
    waiting = {item.what for item in desk_of(house.actor("secretary")).to_do}
    assert action.words in waiting
    with refused("更高的审批层级"):
        act(house, "secretary", action, JointAction.refer_higher, approval_level=Level.DEPUTY_IN_CHARGE)
    act(house, "secretary", action, JointAction.refer_higher, approval_level=Level.STANDING_COMMITTEE)
    with refused("会议纪要的文号", "规则 52"):
        act(house, "secretary", action, JointAction.approve)
    assert (
        act(house, "secretary", action, JointAction.approve, minutes="示纪常纪要〔2026〕9号").approved_by
        == house.secretary
    )
    ordinary = joint.proposed(house)
    assert ordinary.words not in {item.what for item in desk_of(house.actor("secretary")).to_do}, "the deputy is named"


def test_the_table_of_levels_is_what_the_steps_declare(house, client):
    """Reviewed by hand from the Rules; a step that lets somebody lower approve does not start."""
    assert {(line.record, line.label): line.least for line in approval.table()} == {
        ("任职", "任职"): "分管领导", ("任职", "免职"): "分管领导", ("请示报告", "批复"): "分管领导",
        ("联合工作", "批准"): "分管领导", ("案件管辖", "指定管辖"): "分管领导", ("直接办理、组织指挥办理", "批准"): "分管领导",
        ("线索登记", "审批"): "派驻机构主要负责人", ("线索登记", "批准参与"): "分管领导",
    }  # fmt: skip
    declared = declarations(DirectHandling.approve)[0]
    assert not [fault for fault in faults(DirectHandling, DirectHandling.approve, declared) if "level" in fault]
    higher = replace(declared, least=Role.SECRETARY)
    assert [
        fault for fault in faults(DirectHandling, DirectHandling.approve, higher) if "below its least level" in fault
    ]
    client.force_login(house.unit_officer)
    assert "批复请示的最低审批权限：分管领导" in client.get("/unit-papers/submissions/new/").content.decode()
    page = client.get("/approval-levels/").content.decode()
    assert "指定管辖" in page
    client.force_login(house.second_director)
    assert "最低审批权限：分管领导" in client.get("/joint-actions/new/").content.decode()
    unit = house.first_unit.dispatched_units.get()
    assert "最低审批权限：分管领导" in client.get(f"{unit.get_absolute_url()}appointments/new/").content.decode()
    answer = client.post("/joint-actions/new/", {"title": "联合检查", "approval_level": "office_director"})
    assert answer.status_code == 422
    assert "不得降低（规则 52）" in answer.content.decode().partition("errorlist")[2]
    assert "联合检查" in answer.content.decode(), "what was typed stays"
