"""The ledger by clicking: narrow it, keep the view, take the rows away, urge several at once."""

import csv
import io
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from dispatch.demonstration.road import SUBSIDY, Road
from tests.browser.officers import meanwhile
from workflow import clocks
from workflow.models import Clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
TASKS = [task.content[:12] for task in SUBSIDY.tasks]


def under_way(city):
    """A matter with its tasks handed over, and the receipt of the first late."""
    road = Road(city)
    road.to("implementing")
    receipt = Clock.objects.open().get(subject_id=road.assignments()[0].public_id, name="receipt")
    Clock.objects.filter(pk=receipt.pk).update(due_on=clocks.today() - timedelta(days=1))


def test_from_a_question_to_a_view_a_file_and_an_urging(founded, officers):
    meanwhile(lambda: under_way(founded))
    officer = officers.officer.menu("台账").reads(*TASKS)
    officer.main.locator("select[name=light]").select_option(label="红（超期）")
    officer.press("查询").reads(TASKS[0], "共1条")
    officer.offer("保存为视图").write({"名称": "我的红灯"}).press("保存视图").reads("已保存视图“我的红灯”", "共1条")
    officer.open("清除").reads("共3条")
    officer.open("我的红灯").reads("共1条")

    officer.offer("导出").reads("1行", "不超过200行的，可以不填事由").write({"文件格式": "文本表格（csv）"})
    with officer.page.expect_download() as arriving:
        officer.main.get_by_role("button", name="导出文件").click()
    with open(arriving.value.path(), newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(io.StringIO(file.read())))
    assert len(rows) == 2
    assert TASKS[0] in rows[1][1]

    officer.open("返回台账").open("清除")
    for box in officer.main.get_by_role("checkbox", name="勾选：").all():
        box.check()
    officer.write({"催办意见（可不填）": "请今日签收。"}).press("催办勾选的行")
    expect(officer.main.locator("tbody tr", has_text=TASKS[0])).to_contain_text("已催办")
    expect(officer.main.locator("tbody tr", has_text=TASKS[1])).to_contain_text("到期当日起才能人工催办")
    officers.agriculture_liaison.menu("收件箱").reads("请今日签收。")


def test_a_director_shares_a_view_and_it_fits_a_phone(founded, officers):
    meanwhile(lambda: under_way(founded))
    director = officers.director.menu("台账").open("事项")
    director.offer("保存为视图").write({"名称": "全部事项"})
    director.main.get_by_label("共享给本单位").check()
    director.press("保存视图").reads("已保存视图“全部事项”")
    phone = officers.on_phone("deputy").menu("台账").open("全部事项").reads(SUBSIDY.title)
    assert phone.scrolls_sideways() == 0
    phone.open("任务").reads(*TASKS)
    assert phone.scrolls_sideways() == 0
    asking, fold = phone.main.get_by_role("textbox", name="承办人"), phone.main.locator(".ledger-fold > summary")
    expect(asking).to_be_hidden()
    fold.click()
    asking.fill("示范")
    phone.press("查询")
    expect(asking).to_be_visible()  # what narrows the rows is in sight, and can be put away
    fold.click()
    expect(asking).to_be_hidden()
    expect(director.main.locator(".ledger-fold")).to_be_hidden()
    expect(director.main.get_by_role("textbox", name="承办人")).to_be_visible()
    director.open("管理视图").press("删除视图").reads("已删除视图“全部事项”")
