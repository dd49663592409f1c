"""By clicking: the secretary looks at what new rules would do and saves them; the administrator looks at what a notice would move."""

import re

import pytest
from playwright.sync_api import expect

from dispatch.demonstration.road import SUBSIDY, Road
from tests.browser.officers import meanwhile
from workflow import calendars
from workflow.models import Clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]


def own_menu(officer, words):
    """Follow an entry below one's own name."""
    officer.page.locator("details.popup > summary").click()
    return officer.open(words, within=officer.page.locator(".popup-panel"))


def test_the_secretary_looks_at_new_rules_before_they_are_saved(founded, officers):
    meanwhile(lambda: Road(founded).to("submitted"))
    secretary = own_menu(officers.secretary, "实施办法").reads("默认时限设定（第1版）", "现行")
    secretary.offer("设定新版本").write({"事项：确定": "251", "依据文件": "示纪发〔2026〕3号"})
    field = secretary.main.get_by_label("事项：确定", exact=True)
    assert field.evaluate("field => field.validationMessage") != "", "the browser itself refuses 251"
    field.fill("8")
    secretary.press("预览变动").reads(
        "尚未保存", "在办事项的到期日一个也不变动", "5 → 8", "默认时限设定（第1版）", "1 件"
    )
    secretary.press("返回修改")
    expect(secretary.main.get_by_label("事项：确定", exact=True)).to_have_value("8")
    secretary.press("预览变动").press("保存新版本")
    expect(secretary.page.get_by_role("status").filter(has_text="已保存默认时限设定（第2版）")).to_be_visible()
    secretary.reads("5个工作日", "8个工作日", "示纪发〔2026〕3号")

    clerk = own_menu(officers.on_phone("standing_clerk"), "实施办法").reads("默认时限设定（第2版）")
    assert clerk.scrolls_sideways() == 0
    expect(clerk.main.get_by_role("link", name="设定新版本")).to_have_count(0)

    deputy = officers.deputy.desk().open(SUBSIDY.title)
    deputy.open(re.compile(r"^\d{4}-\d{2}-\d{2}$")).reads("本单位设定", "默认时限设定（第1版）")
    assert officers.refused == []


def test_the_administrator_looks_at_a_notice_before_it_is_published(founded, officers):
    meanwhile(lambda: Road(founded).to("submitted"))
    due_on = meanwhile(lambda: Clock.objects.get(name="determination").due_on)
    admin = own_menu(officers.system_admin, "工作日历").open("录入放假安排")
    admin.write({"年份": f"{due_on.year}年", "依据": "国办发明电〔2026〕9号", "放假和调休": f"{due_on} 休 试放\n胡写"})
    admin.press("预览变动").reads("第2行", "看不懂日期")
    admin.write({"放假和调休": f"{due_on:%Y年%-m月%-d日} 休 试放"})
    admin.press("预览变动").reads("1 个在办时限的到期日会移动", "确定", f"{due_on}")
    expect(admin.main).not_to_contain_text(SUBSIDY.title)
    admin.press("公布并重新计算")
    expect(admin.page.get_by_role("status").filter(has_text="1个到期日已按新日历调整")).to_be_visible()

    clock = meanwhile(lambda: Clock.objects.get(name="determination"))
    new = clock.due_on
    assert new == meanwhile(lambda: calendars.load().add(clock.started_on, clock.days).due_on) > due_on
    deputy = officers.on_phone("deputy").menu("收件箱").reads("放假安排公布，到期日重新计算")
    own_menu(deputy, "工作日历").reads("因本次安排调整的到期日", SUBSIDY.title)
    assert deputy.scrolls_sideways() == 0
    deputy.open("确定", within=deputy.section("因本次安排调整的到期日")).reads(
        "日历调整", f"{due_on}", f"{new}", "试放"
    )
    assert [status for status in officers.refused if status != 422] == []
