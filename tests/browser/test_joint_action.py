"""A joint action of an office and two units, by clicking alone: proposed, approved, divided, reported, concluded (规则 14)."""

import pytest

from dispatch.demonstration import cast, units
from tests.browser.officers import due_on

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

TITLE, OFFICE = "惠民补贴联合检查", "第一监督检查室"
FIRST, SECOND = "驻市财政局纪检监察组", "驻市农业农村局纪检监察组"


@pytest.fixture
def dispatched(founded):
    """Two units, before any browser is open."""
    cast.found_units(founded)
    return units.founded(founded), units.founded(founded, "second_unit")


def test_two_units_and_an_office_do_something_together(dispatched, officers):
    proposed_and_approved(officers)
    divided_and_begun(officers)
    for who, task in (
        ("second_director", "汇总检查情况"),
        ("unit_head", "检查发放台账"),
        ("second_unit_head", "核对人员名册"),
    ):
        reported(officers.person(who), task)
    concluded(officers)
    for who in ("unit_head", "second_unit_head"):
        officers.person(who).menu("联合工作").open(TITLE).reads("已督促整改三类问题", "已办结")
    assert officers.refused == [422], "the proposal that named no unit, and nothing else"


def proposed_and_approved(officers):
    director = officers.second_director.menu("联合工作").open("提出联合工作").reads("最低审批权限：分管领导")
    asked = {
        "工作种类": "专项检查", "名称": TITLE, "目标和内容": "联合检查补贴发放。", "开始日期": due_on(director, 0),
        "完成期限": due_on(director, 40), "分管领导": "示范丁", "参加的室": [OFFICE],
    }  # fmt: skip
    director.write(asked | {"参加的派驻机构": []}).press("提出联合工作").reads("派驻机构至少1个（规则 14）")
    director.write({"参加的派驻机构": [FIRST, SECOND]}).press("提出联合工作").done("提出联合工作").waits_for(
        "批准", "示范丁"
    )
    deputy = officers.deputy.to_do(TITLE, "批准").reads("最低审批权限：分管领导", "联合检查补贴发放。", SECOND)
    deputy.press("批准").done("批准").waits_for("开始", OFFICE)


def divided_and_begun(officers):
    director = officers.second_director.menu("联合工作").open(TITLE)
    director.barred(
        "开始", sentence=FIRST, article="规则 14、16、17", mended_by="示范市纪委承办室主任（第一监督检查室）"
    )
    for party, task in ((OFFICE, "汇总检查情况"), (FIRST, "检查发放台账"), (SECOND, "核对人员名册")):
        director.open("分配任务").write({"承担单位": party, "任务内容": task, "完成期限": due_on(director, 20)})
        director.press("分配任务").done("分配任务").back_to(TITLE)
    director.offer("开始").press("开始").done("开始")


def reported(officer, task):
    officer.to_do(task, "报告结果").write({"任务结果": f"{task}，已完成。"}).press("报告结果").done("报告结果")


def concluded(officers):
    for task in ("检查发放台账", "核对人员名册"):
        officers.second_director.to_do(task, "审核通过").press("审核通过").done("审核通过")
    officers.deputy.menu("联合工作").open(TITLE).open("汇总检查情况").offer("审核通过").press("审核通过").done(
        "审核通过"
    )
    director = officers.second_director.menu("联合工作").open("月历").reads(TITLE, "室组联合开始")
    director.open(TITLE).offer("办结").write({"结果": "已督促整改三类问题。"}).press("办结").done("办结").reads(
        "已督促整改三类问题"
    )
