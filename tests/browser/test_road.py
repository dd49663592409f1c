"""Whole roads by clicking alone, everyone at a window of their own, with nothing wrong in any of them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.officers import due_on
from workflow.audit import ALGORITHM

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

TITLE = "惠农补贴“一卡通”管理使用专项整治"
OPINION = f"关于{TITLE}的实施意见"
REPORT = f"关于{TITLE}完成情况的报告"
TASKS = (
    # lead, what, requirement, participants, duty
    ("农业农村局", "清理核对补贴对象和面积", "逐户公示，差错限期更正", ["财政局"], "补贴申报审核职责"),
    ("财政局", "核查补贴资金拨付渠道", "统一经“一卡通”发放", ["人民银行分行"], "资金拨付监管职责"),
)
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\nstartxref\n9\n%%EOF\n"


def test_an_assigned_matter_walks_from_registration_to_the_archive(officers):
    determination(officers)
    planning(officers)
    meeting(officers)
    division_of_tasks(officers)
    issue(officers)
    receipts(officers)
    inspection(officers)
    reports(officers)
    report_to_the_committee(officers)
    conclusion_on_the_phone(officers)
    archive(officers)
    assert officers.refused == []


def determination(officers):
    officer = officers.officer.menu("事项").open("登记事项")
    officer.write({
        "事项名称": TITLE, "类别": "纠正损害群众利益的不正之风", "来源": "同级党委交办", "来源文件（文号或批示）": "示市委办〔2026〕15号",
        "依据": "根据市委部署，需要农业农村、财政、银行等部门共同整治。", "分管领导": "示范丁",
    }).press("登记").done("登记")  # fmt: skip
    officer.stands_at(1).waits_for("指定承办人", "等待 示范市纪委承办室主任（党风政风监督室）")

    director = officers.director.to_do(TITLE, "指定承办人").offer("指定（变更）承办人")
    director.write({"承办人": "示范壬"}).press("指定（变更）承办人").done("指定（变更）承办人")

    officer.to_do(TITLE, "提请确定").press("提请确定").done("提请确定")
    officer.waits_for("接办", "示范市纪委分管领导（示范丁）").reads("本单位设定")

    deputy = officers.deputy.to_do(TITLE, "接办")
    deputy.write({"确定依据": "经研究，同意组织协调。"}).press("接办").done("接办")
    deputy.stands_at(2).reads("示纪协〔", "〕1号").history("接办", "示范丁（示范市纪委 · 分管领导）", "待确定 → 已确定")


def planning(officers):
    officer = officers.officer.desk().open(TITLE)
    officer.barred("召集研究", sentence="尚未明确：牵头部门", article="规定 9(2)、11", mended_by="承办人（示范壬）")
    officer.offer("编辑")
    officer.write({"牵头部门": "示范市农业农村局", "参与部门": ["财政局", "人民银行分行"]}).press("保存").reads(
        "已保存"
    )
    officer.barred("召集研究", sentence="尚未通知参加会议", article="规定 9(2)", mended_by="承办人（示范壬）")
    officer.offer("召集会议")
    officer.write({"地点": "市纪委第一会议室", "议程": "研究职责分工和时限"}).press("召集会议").done("召集会议")
    officer.back_to(TITLE).offer("召集研究").press("召集研究").done("召集研究")
    officer.waits_for("研究方案、起草任务和文件", "承办人（示范壬）")


def meeting(officers):
    officer = officers.officer.open("会议：")
    officer.offer("登记召开").press("登记召开").done("登记召开").reads("主持人", "示范丁")
    for department in ("农业农村局", "财政局", "人民银行分行"):
        part = officer.main.locator(".part").filter(has_text=department)
        officer.open("登记到会", within=part)
        officer.write({"到会人员": f"{department}分管负责同志", "意见": "同意方案，按职责落实。"}).press(
            "登记到会"
        ).done("登记到会")
    for lead, content, requirements, participants, _ in TASKS:
        officer.offer("记录议定事项").write({
            "议定事项": content, "要求": requirements, "牵头部门": f"示范市{lead}", "参与部门": participants, "完成时限": "2099-01-01",
        })  # fmt: skip
        officer.press("记录议定事项").reads("日期离今天太远，请核对年份。")
        officer.write({"完成时限": due_on(officer)}).press("记录议定事项").done("记录议定事项")
    officers.refused.clear()
    officer.offer("形成纪要").write({"会议情况": "会议研究了实施方案，明确了任务分工和完成时限。"}).press(
        "形成纪要"
    ).done("形成纪要")


def division_of_tasks(officers):
    officer = officers.officer.back_to(TITLE)
    officer.press("由议定事项起草任务").reads("已由议定事项起草2项任务", "尚缺：职责依据")
    for _, content, requirements, _, duty in TASKS:
        officer.open(content).reads(requirements).offer("编辑")
        expect(officer.main.get_by_label("任务内容")).to_have_value(content)
        officer.write({"职责依据": duty}).press("保存").back_to(TITLE)
    officer.offer("起草公文")
    expect(officer.main.get_by_label("标题")).to_have_value(OPINION)
    expect(officer.main.get_by_label("任务分工")).to_have_value(found_in(*(content for _, content, *_ in TASKS)))
    officer.open("实施意见", within=officer.main.locator(".tabs"))
    officer.press("起草公文").done("起草公文").reads("印发时编号")
    expect(officer.main).not_to_contain_text("尚缺")


def found_in(*wanted):
    """A pattern that finds all the words, in this order, in a text."""
    return re.compile(".*".join(re.escape(words) for words in wanted), re.DOTALL)


def issue(officers):
    deputy = officers.deputy.to_do(TITLE, "印发实施")
    deputy.reads(OPINION, TASKS[0][1], TASKS[1][4]).press("印发实施").done("印发实施")
    deputy.stands_at(3).reads("示纪发〔", f"〕1号 《{OPINION}》").history("印发实施", "同时办理")
    deputy.open(OPINION).reads("签发：示范丁", "主送：")


def receipts(officers):
    for key, words in (
        ("agriculture", TASKS[0][1]), ("finance", TASKS[1][1]), ("finance", TASKS[0][1]), ("bank", TASKS[1][1]),
    ):  # fmt: skip
        liaison = officers.person(f"{key}_liaison").to_do(words, "签收")
        liaison.reads("签收后").press("签收").done("签收").reads("签收内容摘要", f"{ALGORITHM}:")
    liaison.menu("工作台")
    expect(liaison.section("等待他人")).to_have_count(0)
    for key, words in (("finance", TASKS[0][1]), ("bank", TASKS[1][1])):
        head = officers.person(f"{key}_head").to_do(words, "报送协办情况")
        head.write({"协办情况": "已按分工完成协办工作。"}).press("报送协办情况").done("报送协办情况")


def inspection(officers):
    officer = officers.officer.to_do(TITLE, "开展督促检查").press("开展督促检查").done("开展督促检查").stands_at(4)
    officer.barred("要求书面报告", sentence="尚未督促检查", article="规定 9(4)、12", mended_by="承办人组织督促检查")
    officer.offer("安排检查").write({"方式": "实地了解情况", "检查人员": ["示范壬", "示范癸"]}).press("安排检查").done(
        "安排检查"
    )
    officer.offer("开始检查").press("开始检查").done("开始检查")
    officer.offer("结束检查").write({
        "地点": "示范县、示范区", "检查情况": "各部门均已建立台账，进度符合要求。", "检查结果": "继续推进，按时报告。",
    }).press("结束检查").done("结束检查")  # fmt: skip
    officer.back_to(TITLE).offer("要求书面报告").press("要求书面报告").done("要求书面报告").stands_at(5)


def reports(officers):
    draft_report(officers, "agriculture", "已完成核对，公示正在进行。", attach=True)
    officer = officers.officer.to_do("落实情况的报告", "审核通过").back_to("落实情况的报告")
    officer.offer("退回").write(
        {"理由": "数据口径前后不一致。", "未落实的要点": "一、公示名单与发放名单差额的原因。"}
    ).press("退回").done("退回")

    officers.agriculture_liaison.to_do(TASKS[0][1], "办理并起草书面报告").reads("一、公示名单与发放名单差额的原因。")
    draft_report(officers, "agriculture", "已完成核对和公示，差额为重名登记，均已更正。", again=True)
    officers.agriculture_head.reads(
        "第2稿", "第1稿", "已完成核对，公示正在进行。", "一、公示名单与发放名单差额的原因。"
    )
    draft_report(officers, "finance", "补贴全部经“一卡通”发放，逐笔可查。")
    for _ in TASKS:
        officer.to_do("落实情况的报告", "审核通过").press("审核通过").done("审核通过")


def draft_report(officers, department, content, *, attach=False, again=False):
    """The liaison writes, the head signs; after a return the way to the form leads over the task's page."""
    task = next(task for task in TASKS if task[1] == {"agriculture": TASKS[0][1], "finance": TASKS[1][1]}[department])
    liaison = officers.person(f"{department}_liaison").to_do(task[1], "办理并起草书面报告")
    if again:
        liaison.offer("起草书面报告")
    liaison.write({"落实情况": content}).press("起草书面报告").done("起草书面报告")
    liaison.waits_for("签发", f"{task[0]}部门负责人")
    if attach:
        liaison.offer("添加附件").page.get_by_label("选择文件").set_input_files(
            {"name": "核对台账.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        liaison.press("添加附件").reads("已添加1个附件", "核对台账.pdf", "摘要")
    head = officers.person(f"{department}_head").to_do("落实情况的报告", "签发")
    head.reads(content).press("签发").done("签发")


def report_to_the_committee(officers):
    officer = officers.officer.to_do(TITLE, "起草向党委的报告")
    officer.open("查看办结核查")
    expect(officer.main.get_by_text("不符合", exact=True)).to_have_count(1)
    officer.reads("还没有起草", "承办人（示范壬）").back_to(TITLE).offer("起草公文")
    expect(officer.main.get_by_label("标题")).to_have_value(REPORT)
    expect(officer.main.get_by_label("完成情况")).to_have_value(found_in("均已更正", "逐笔可查"))
    officer.press("起草公文").done("起草公文").back_to(TITLE).open("查看办结核查")
    expect(officer.main.get_by_text("符合", exact=True)).to_have_count(10)
    expect(officer.main.get_by_text("不符合", exact=True)).to_have_count(0)

    deputy = officers.deputy.to_do(TITLE, "向党委报告").reads(REPORT).press("向党委报告").done("向党委报告")
    deputy.stands_at(6).reads("示纪报〔").waits_for("办结", "示范市委党委主要负责人")


def conclusion_on_the_phone(officers):
    principal = officers.on_phone("principal").to_do(TITLE, "办结")
    principal.reads("差额为重名登记，均已更正。")
    assert principal.scrolls_sideways() == 0
    principal.write({"党委批示或回执": "同意办结。"}).press("办结").done("办结").reads("同意办结。")
    assert principal.scrolls_sideways() == 0


def archive(officers):
    officer = officers.officer.to_do(TITLE, "归档")
    officer.write({"保管期限": "30年"}).press("归档").done("归档").reads("30年").history("已办结 → 已归档")
    expect(officer.section("正在等待")).to_have_count(0)
    officer.menu("事项").reads(TITLE, "已归档")


def test_a_suggestion_is_approved_by_the_principal_on_the_phone(officers):
    head = officers.agriculture_head.menu("事项").open("提出建议")
    head.write({
        "事项名称": TITLE, "类别": "纠正损害群众利益的不正之风", "建议的理由和依据": "涉及多个部门，需要统一组织协调。",
    }).press("提出建议").done("提出建议")  # fmt: skip
    head.offer("提请确定").press("提请确定").done("提请确定")

    officers.secretary.menu("事项").open(TITLE).offer("编辑").write(
        {"承办室": "党风政风监督室", "分管领导": "示范丁"}
    ).press("保存")
    director = officers.director.menu("事项").open(TITLE).offer("指定（变更）承办人")
    director.write({"承办人": "示范壬"}).press("指定（变更）承办人").done("指定（变更）承办人")

    deputy = officers.deputy.to_do(TITLE, "确定").back_to(TITLE).offer("报请党委决定")
    deputy.press("报请党委决定").done("报请党委决定").waits_for("批准", "示范市委党委主要负责人")

    principal = officers.on_phone("principal").desk()
    principal.to_do(TITLE, "批准").reads("示范市农业农村局", "涉及多个部门，需要统一组织协调。")
    assert principal.scrolls_sideways() == 0
    principal.press("批准").reads("报请党委决定的部门建议，批准时应当写明党委会议纪要", "规定 10")
    principal.write({"党委批准文件或纪要": "市委常委会会议纪要〔2026〕9号"}).press("批准").done("批准")
    principal.stands_at(2).reads("示纪协〔", "市委常委会会议纪要〔2026〕9号").history("待党委批准 → 已确定")
    assert principal.scrolls_sideways() == 0
    assert officers.refused == [422]

    head.menu("收件箱").reads(TITLE)
    officers.officer.to_do(TITLE, "召集研究").reads("尚未明确：牵头部门")
