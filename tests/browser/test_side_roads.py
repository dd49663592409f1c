"""Side roads by clicking: a case told orally, an important matter filed upward, a reported matter sent back, a post lent.

What a road is not about was done before through the door.
"""

import re

import pytest
from playwright.sync_api import expect

from coordination.models import Matter
from dispatch.demonstration.road import SUBSIDY, Road
from tests.browser.officers import due_on, meanwhile
from workflow.door import revise

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

CASE = "王某案涉案财物查扣协作"
TASK = "查封扣押涉案房产和车辆"
SUGGESTED = "农资打假专项整治"
TITLE = SUBSIDY.title


def test_a_case_matter_is_told_orally_and_its_formalities_follow(founded, officers):
    a_case_is_planned(founded, officers)
    consent_and_notices(officers)
    for key in ("agriculture", "finance"):
        liaison = officers.person(f"{key}_liaison").to_do(TASK, "签收")
        liaison.reads(TASK).press("签收").done("签收")
    formalities(officers)
    for key in ("agriculture", "finance"):
        liaison = officers.person(f"{key}_liaison").to_do(TASK, "补签收")
        liaison.press("补签收").done("补签收").history("补签收")
    assert officers.refused == []


def a_case_is_planned(city, officers):
    officer = officers.officer.menu("事项").open("登记事项")
    officer.write({
        "事项名称": CASE, "类别": "查办违纪违法案件", "来源": "同级党委交办", "来源文件（文号或批示）": "示市委办〔2026〕21号",
        "依据": "案件查办需要有关部门协作。", "分管领导": "示范丁",
    }).press("登记").done("登记")  # fmt: skip
    meanwhile(lambda: determined(city))
    officer.desk().open(CASE).offer("召集会议").write({"地点": "市纪委第二会议室"}).press("召集会议").done("召集会议")
    officer.back_to(CASE).offer("召集研究").press("召集研究").done("召集研究")
    officer.open("会议：").offer("登记召开").press("登记召开").done("登记召开")
    for department in ("农业农村局", "财政局"):
        officer.open("登记到会", within=officer.main.locator(".part").filter(has_text=department))
        officer.write({"到会人员": f"{department}负责人", "意见": "同意。"}).press("登记到会").done("登记到会")
    officer.back_to(CASE)
    officer.offer("起草任务").write({
        "任务内容": TASK, "要求": "依法办理，严格保密", "职责依据": "财物登记管理职责", "牵头部门": "示范市农业农村局",
        "参与部门": ["财政局"], "完成时限": due_on(officer, 20),
    }).press("起草任务").done("起草任务")  # fmt: skip


def determined(city):
    """The registered case comes to its officer, is determined and has its departments."""
    road = Road(city)
    road.matter = Matter.objects.get()
    road.name_officer()
    road.submit()
    road.determine()
    revise(
        road.matter, actor=city.actor("officer"), lead_department=city.agriculture,
        participating_departments=[city.finance],
    )  # fmt: skip


def consent_and_notices(officers):
    case_deputy = officers.case_deputy.menu("事项").open(CASE)
    case_deputy.offer("同意当面、电话等方式通知")
    case_deputy.write({"不以书面通知的理由": "紧急", "具体情况": "涉案人员正在转移财物。"})
    case_deputy.press("同意当面、电话等方式通知").done("同意当面、电话等方式通知").waits_for("记录通知并办理通知")

    officer = officers.officer.to_do(CASE, "记录通知并办理通知")
    officer.barred("当面、电话等方式通知", sentence="农业农村局", article="规定 11", mended_by="承办人（示范壬）")
    for department, means in (("示范市农业农村局", "当面"), ("示范市财政局", "电话")):
        officer.offer("记录通知").write({
            "被通知部门": department, "通知人": "示范壬", "被通知人": f"{department}主要负责同志", "方式": means,
            "通知内容": "立即查封扣押，注意保密。",
        }).press("记录通知").done("记录通知").back_to(CASE)  # fmt: skip
    officer.offer("当面、电话等方式通知").press("当面、电话等方式通知").done("当面、电话等方式通知")
    officer.stands_at(3).reads("当面、电话通知的手续尚未补办").waits_for("起草补办手续的文件")


def formalities(officers):
    officer = officers.officer.to_do(CASE, "起草补办手续的文件").offer("起草公文")
    officer.open("工作安排意见")
    expect(officer.main.get_by_label("标题")).to_have_value(f"关于{CASE}的工作安排意见")
    officer.press("起草公文").done("起草公文")
    deputy = officers.deputy.to_do(CASE, "补办手续").reads(CASE, TASK)
    deputy.press("补办手续").done("补办手续").stands_at(3)
    expect(deputy.main).not_to_contain_text("手续尚未补办")


def test_an_important_suggestion_is_approved_on_the_phone_and_filed_upward(founded, officers):
    head = officers.agriculture_head.menu("事项").open("提出建议")
    head.write({
        "事项名称": SUGGESTED, "类别": "纠正损害群众利益的不正之风", "建议的理由和依据": "假劣农资坑农害农，需要统一整治。",
    }).press("提出建议").done("提出建议")  # fmt: skip
    head.offer("提请确定").press("提请确定").done("提请确定")
    meanwhile(lambda: placed(founded))
    deputy = officers.deputy.desk().open(SUGGESTED).offer("报请党委决定")
    deputy.main.get_by_label("作为重要事项报请批准").check()
    deputy.write({"列为重要事项的理由": "涉及春耕大局。"}).press("报请党委决定").done("报请党委批准")

    principal = officers.on_phone("principal").to_do(SUGGESTED, "批准").reads("涉及春耕大局。")
    assert principal.scrolls_sideways() == 0
    principal.press("批准").done("批准").stands_at(2)
    filing(officers, deputy)


def placed(city):
    """The suggestion has its office, its leader and its officer."""
    road = Road(city)
    road.matter = revise(
        Matter.objects.get(),
        actor=city.actor("secretary"),
        handling_office=city.first_office,
        deputy_in_charge=city.deputy,
    )
    road.name_officer()


def filing(officers, deputy):
    officer = officers.officer.to_do(SUGGESTED, "起草备案").press("起草备案").done("起草备案")
    officer.back_to(SUGGESTED).offer("起草公文").open("备案报告")
    expect(officer.main.get_by_label("确定和批准情况")).to_have_value(re.compile("涉及春耕大局。"))
    officer.press("起草公文").done("起草公文")
    deputy.to_do(f"关于{SUGGESTED}的备案报告", "签发").press("签发").done("签发")
    deputy.offer("印发").press("印发").done("印发")
    deputy.to_do(SUGGESTED, "报送备案").write({"报送日期": due_on(deputy, 0), "送达凭据": "机要交换回执第7号"})
    deputy.press("报送备案").done("报送备案")

    superior = officers.person("省承办人").to_do(SUGGESTED, "备案回执")
    superior.write({"回执": "省纪备〔2026〕3号"}).press("备案回执").done("备案回执").reads("省纪备〔2026〕3号")
    officers.officer.menu("收件箱").reads("备案回执")


def test_the_principal_sends_a_reported_matter_back_on_the_phone(founded, officers):
    meanwhile(lambda: Road(founded).to("reported"))
    content = SUBSIDY.tasks[0].content
    principal = officers.on_phone("principal").desk().open(TITLE).offer("批示继续落实")
    assert principal.scrolls_sideways() == 0
    renewed = due_on(principal, 60)
    principal.write({
        "党委批示或回执": "公示名单仍有遗漏，请继续落实。", "继续落实的任务": [content[:8]], "新的完成时限": renewed,
    }).press("批示继续落实").done("批示继续落实")  # fmt: skip
    principal.stands_at(3).reads("公示名单仍有遗漏，请继续落实。")
    assert principal.scrolls_sideways() == 0

    liaison = officers.agriculture_liaison.desk()
    expect(liaison.lines(content[:8]).first).to_contain_text(renewed)
    liaison.open(content[:8]).reads("办理中", renewed).history("继续落实")
    finance = officers.finance_liaison.desk()
    expect(finance.lines(SUBSIDY.tasks[1].content[:8])).to_have_count(0)


def test_a_deputy_acts_for_a_leader_and_both_names_stay(founded, officers):
    meanwhile(lambda: Road(founded).to("submitted"))
    leader = officers.on_phone("deputy")
    leader.page.locator("summary.identity").click()
    leader.open("委托代理", within=leader.page.locator(".popup-panel")).offer("委托他人代理")
    assert leader.scrolls_sideways() == 0
    leader.choose("代理人", "示范戊").write({
        "起始日期": due_on(leader, 0), "截止日期": due_on(leader, 7), "事由": "外出学习",
    }).press("提出委托")  # fmt: skip
    leader.reads("示范戊", "待接受", "外出学习")
    assert leader.scrolls_sideways() == 0

    deputy = officers.other_deputy.reads("示范丁请您代理其职务")
    expect(deputy.lines(TITLE)).to_have_count(0)
    deputy.open("接受或者不接受").press("接受").reads("您正在代示范丁办理", "代理中")
    expect(deputy.desk().lines(TITLE)).to_contain_text("代 示范丁 办理")
    deputy.to_do(TITLE, "接办").write({"确定依据": "经研究，同意组织协调。"}).press("接办").done("接办")
    deputy.history("接办", "示范戊", "代 示范丁 办理")
    leader.desk().reads("已委托示范戊代理您的职务").menu("事项").open(TITLE).history("示范戊", "代 示范丁 办理")
    assert leader.scrolls_sideways() == 0
    assert officers.refused == []
