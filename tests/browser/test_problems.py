"""Problems by clicking: the road of 规定 13 to the committee's decision, and of 规定 12 from a finding to the committee's knowledge."""

import re

import pytest
from playwright.sync_api import expect

from coordination.models import WrittenReport
from dispatch.demonstration.road import SUBSIDY, Road
from tests.browser.officers import due_on, meanwhile
from workflow.door import Barred

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
TITLE, TASK = SUBSIDY.title, SUBSIDY.tasks[0].content
TROUBLE, FINDING = "两部门数据口径不一致", "补贴名册没有公示"


def reporting(city):
    """A matter in which only the report on the first task is missing."""
    road = Road(city)
    road.to("reporting")
    for task in road.assignments()[1:]:
        road.act("officer", road.write_report(task), WrittenReport.accept)
    return road


def last_report(road):
    """The report on the first task, begun before or now, and the report to the committee."""
    task = road.assignments()[0]
    begun = WrittenReport.objects.filter(assignment=task, state="draft").first()
    signed = road.act("agriculture_head", begun, WrittenReport.sign) if begun else road.write_report(task)
    road.act("officer", signed, WrittenReport.accept)
    road.draft_committee_report()


def measures(officer):
    officer.main.get_by_label("帮助解决").check()
    words = {"具体措施": "统一数据口径。", "办理单位和人员": "市财政局经建科", "完成日期": due_on(officer, 9)}
    return officer.write(words).press("采取措施").done("采取措施")


def test_a_difficulty_goes_to_the_committee_and_back(founded, officers):
    road = meanwhile(lambda: reporting(founded))
    liaison = officers.on_phone("agriculture_liaison").menu("事项").open(TITLE).open(TASK).offer("提出问题")
    assert liaison.scrolls_sideways() == 0
    liaison.write({"困难和问题": TROUBLE}).press("提出问题").done("提出问题").reads("待处理", "部门反映的困难")

    officer = officers.officer.to_do(TROUBLE, "采取措施")
    measures(officer).reads("帮助解决", "统一数据口径。")
    officer.offer("召集协调会议").press("召集会议").done("召集会议").reads("协调中", "尚未登记")
    held = officer.open("协调会议").offer("登记召开").press("登记召开").done("登记召开")
    for department, said in (("农业农村局", "以本部门数据为准"), ("财政局", "以拨付数据为准")):
        part = held.main.locator(".part").filter(has_text=department)
        held.open("登记到会", within=part).write({"到会人员": "分管负责同志", "意见": said})
        held.press("登记到会").done("登记到会")
    officer.back_to(TITLE).open(TROUBLE).reads("以本部门数据为准", "以拨付数据为准")
    officer.offer("起草请示")
    expect(officer.main.get_by_label("情况和各方意见", exact=True)).to_have_value(re.compile("以拨付数据为准"))
    officer.press("起草公文").done("起草公文")

    deputy = officers.deputy.to_do("提请决定的请示", "签发").press("签发").done("签发")
    deputy.to_do(TROUBLE, "提请党委决定").reads("以本部门数据为准").press("提请党委决定").done("提请党委决定")
    with pytest.raises(Barred, match="提请党委决定的问题尚未决定"):
        meanwhile(lambda: last_report(road))

    principal = officers.principal.to_do(TROUBLE, "党委决定").reads("以拨付数据为准")
    principal.write({"党委的决定": "以财政拨付数据为准。", "会议纪要（文号）": "示市委纪要〔2026〕4号"})
    principal.press("党委决定").done("党委决定")

    officer = officers.officer.menu("问题").open(TROUBLE).reads("以财政拨付数据为准。").offer("解决")
    officer.write({"解决结果": "已按党委决定统一。"}).press("解决").done("解决").reads("已解决")
    officers.agriculture_liaison.menu("收件箱").reads("解决")
    meanwhile(lambda: last_report(road))
    deputy.menu("事项").open(TITLE).offer("向党委报告").press("向党委报告").done("向党委报告")


def test_an_important_finding_is_reported_before_it_is_resolved(founded, officers):
    meanwhile(lambda: Road(founded).to("implementing"))
    officer = officers.officer.menu("事项").open(TITLE).offer("安排检查").reads("各部门前后三十日已有的要求")
    officer.write({"方式": "听取汇报"}).press("安排检查").done("安排检查")
    officer.offer("开始检查").press("开始检查").done("开始检查").offer("提出问题")
    first, second = (officer.main.locator("fieldset.formset-row").nth(place) for place in (0, 1))
    for row, words, severity in ((first, FINDING, "重要问题"), (second, "台账不全", "一般问题")):
        row.get_by_label("发现的问题").fill(words)
        row.get_by_label("有关任务").select_option(index=1)
        row.get_by_label("程度").select_option(label=severity)
    officer.press("登记检查发现的问题").done("提出问题").reads("检查发现的问题", FINDING, "台账不全")
    measures(officer.open(FINDING).offer("采取措施"))
    barred = {"sentence": "重要问题还没有向党委报告", "article": "规定 12", "mended_by": "示范市纪委分管领导"}
    officer.barred("解决", **barred)
    officer.offer("起草重要问题报告").press("起草公文").done("起草公文")

    deputy = officers.deputy.to_do("重要问题的报告", "签发").press("签发").done("签发")
    deputy.to_do(FINDING, "向党委报告重要问题").press("向党委报告重要问题").done("向党委报告重要问题")
    officers.principal.menu("问题").open(FINDING).reads("已向党委报告")

    officer = officers.officer.to_do(FINDING, "解决").write({"解决结果": "已经公示。"}).press("解决")
    officer.done("解决").reads("已解决")
    officers.principal.menu("问题").reads("已解决")
