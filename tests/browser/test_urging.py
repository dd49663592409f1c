"""What urges, by clicking: an urging and its explanation, and an urge order through its three colours."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from dispatch.demonstration.road import SUBSIDY, Road
from tests.browser.officers import due_on, meanwhile
from workflow import clocks
from workflow.models import Clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
TITLE, TASK = SUBSIDY.title, SUBSIDY.tasks[0].content


def under_way(city):
    """A matter with its tasks handed over, and the receipt of the first late."""
    road = Road(city)
    road.to("implementing")
    receipt = Clock.objects.open().get(subject_id=road.assignments()[0].public_id, name="receipt")
    Clock.objects.filter(pk=receipt.pk).update(due_on=clocks.today() - timedelta(days=1))


def test_an_urging_asks_why_and_the_department_explains(founded, officers):
    meanwhile(lambda: under_way(founded))
    officer = officers.officer.menu("事项").open(TITLE).open(TASK)
    officer.open(re.compile("^催办"), within=officer.section("时限")).reads("签收", "应由何人办理")
    officer.main.get_by_label("要求说明逾期原因和新的承诺日期").check()
    officer.write({"催办意见（可不填）": "请今日签收。"}).press("催办").done("催办")
    officer.reads("已催办1次", "请今日签收。", "尚未说明")
    officer.open(re.compile("^催办"), within=officer.section("时限")).press("催办").reads("起可以再次催办")

    liaison = officers.agriculture_liaison.to_do(TASK, "说明原因").reads("承诺只记录在案，不改变到期日")
    liaison.write({"逾期原因": "文件在局办公室滞留", "新的承诺日期": due_on(liaison, 3)}).press("说明原因").done(
        "说明原因"
    )
    liaison.reads("文件在局办公室滞留", "到期日不变")
    expect(liaison.desk().main.get_by_role("link", name="说明原因", exact=True)).to_have_count(0)
    officers.officer.menu("事项").open(TITLE).reads("文件在局办公室滞留")
    officers.agriculture_head.menu("收件箱").reads("请今日签收。")


def test_an_urge_order_goes_through_its_colours(founded, officers):
    meanwhile(lambda: under_way(founded))
    officer = officers.officer.menu("事项").open(TITLE).open(TASK).offer("拟办督办单").reads("示范市农业农村局")
    officer.choose("颜色", "蓝色")
    officer.write({"督办理由": "进展缓慢。", "办理要求": "全面完成核对。", "办结期限": due_on(officer, 7)})
    officer.press("拟办督办单").done("拟办督办单").reads("蓝色督办", "进展缓慢")
    for place, (colour, leader) in enumerate((("蓝色", "deputy"), ("黄色", "deputy"), ("红色", "secretary")), 1):
        person = (
            officers.person(leader)
            .to_do(f"{colour}，第{place}轮", "签发督办单")
            .reads(f"{colour}督办", "全面完成核对。")
        )
        person.press("签发督办单").done("签发督办单")
        liaison = officers.on_phone("agriculture_liaison").to_do(f"{colour}，第{place}轮", "签收督办单")
        assert liaison.scrolls_sideways() == 0
        liaison.press("签收督办单").done("签收督办单")
        head = officers.agriculture_head.to_do(f"{colour}，第{place}轮", "反馈督办情况")
        head.write({"反馈": "已经安排。"}).press("反馈督办情况").done("反馈督办情况")
        act = "审核通过，办结督办"
        officer = officers.officer.to_do(f"{colour}，第{place}轮", act)
        if colour != "红色":
            officer.back_to("督办单").offer("未落实，转下一轮")
            officer.write({"审核意见": "仍未落实。", "下一轮办结期限": due_on(officer, 9)})
            officer.press("未落实，转下一轮").done("未落实，转下一轮").reads("同一督办对象的其他督办单")
        else:
            officer.press(act).done(act)
    officer.open("全部督办单").main.locator("select[name=colour]").select_option(label="红色")
    officer.press("筛选").reads("已办结")
    expect(officer.main.locator("tbody tr")).to_have_count(1)
