"""An extension and a suspension by clicking: asked for, considered, decided, and told on every page that they concern."""

import pytest

from coordination.models import Matter
from dispatch.demonstration.road import SUBSIDY, Road
from tests.browser.officers import due_on, meanwhile

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

TITLE = SUBSIDY.title
TASK = SUBSIDY.tasks[0].content[:8]


def under_way(city):
    road = Road(city, origin="deputy_in_charge", origin_document="")
    road.to("implementing")
    road.receive()
    return Matter.objects.get()


def test_a_department_gets_more_time(founded, officers):
    meanwhile(lambda: under_way(founded))
    liaison = officers.agriculture_liaison.desk().open(TASK).offer("申请延期")
    later = due_on(liaison, 60)
    liaison.write({"新的时限": later, "延期理由": "数据需要复核。", "工作进展": "已完成七成。"})
    liaison.press("申请延期").done("申请延期").waits_for("提出意见", "示范壬")
    officers.officer.to_do(TASK, "提出意见").write({"承办人意见": "情况属实，建议同意。"}).press("提出意见").done(
        "提出意见"
    )
    deputy = officers.on_phone("deputy").to_do(TASK, "准予延期").reads("数据需要复核。", "建议同意", later)
    assert deputy.scrolls_sideways() == 0
    deputy.press("准予延期").done("准予延期").reads("已准予")
    liaison.desk().open(TASK).reads(later, "已准予").open(later, within=liaison.section("时限"))
    liaison.reads("到期日的变动", "示范丁", "数据需要复核。")
    assert officers.refused == []


def test_a_matter_stands_still_and_goes_on(founded, officers):
    meanwhile(lambda: under_way(founded))
    head = officers.agriculture_head.menu("事项").open(TITLE).offer("申请中止")
    head.write({"中止事由": "等待上级明确口径。"}).press("申请中止").done("申请中止")
    deputy = officers.on_phone("deputy").to_do(TITLE, "准予中止").reads("等待上级明确口径。")
    deputy.write({"复核日期": due_on(deputy, 20)}).press("准予中止").done("准予中止")
    assert deputy.scrolls_sideways() == 0
    officer = officers.officer.menu("事项").open(TITLE).reads("中止至", "等待上级明确口径。", "示范丁")
    officer.barred("开展督促检查", sentence="事项中止至", article="系统规则", mended_by="准予中止的领导")
    officers.finance_liaison.menu("事项").open(TITLE).reads("中止至")
    deputy.desk().to_do(TITLE, "恢复办理").press("恢复办理").done("恢复办理").reads("已恢复")
    officer.menu("事项").open(TITLE).offer("开展督促检查")
    assert officers.refused == []
