"""A form that came back shows where it is wrong, however far below the fold, and a text that grows keeps its session."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

MINUTES = 2 * 60 * 1000


def fills_in(officer):
    officer.menu("事项").offer("登记事项")
    officer.write({"事项名称": "甲", "依据": "乙"}).choose("类别", "纠正").choose("来源", "纪委常委会")
    officer.main.get_by_label("重要事项", exact=True).check()
    return officer


def test_the_first_wrong_field_is_seen_and_has_the_focus(officers):
    officer = fills_in(officers.on_phone("officer")).press("登记")
    reason = officer.main.get_by_label("列为重要事项的理由")
    expect(reason).to_be_focused()
    expect(reason).to_be_in_viewport()
    expect(officer.main.get_by_text("列为重要事项应当写明理由")).to_be_in_viewport()
    expect(officer.main.get_by_label("事项名称")).to_have_value("甲")


def test_typing_keeps_a_session_and_says_where_it_has_ended(officers):
    officer = officers.officer
    officer.page.clock.install()
    fills_in(officer)
    title = officer.main.get_by_label("事项名称")
    officer.page.clock.fast_forward(MINUTES)
    with officer.page.expect_response(re.compile("/account/alive/$")) as answer:
        title.press_sequentially("丙")
    assert answer.value.status == 204
    officer.page.context.clear_cookies(name="sessionid")
    officer.page.clock.fast_forward(MINUTES)
    title.press_sequentially("丁")
    expect(officer.main.get_by_role("alert")).to_contain_text("先复制")
    expect(officer.main.get_by_role("alert")).to_be_in_viewport()
    expect(title).to_have_value("丙丁甲")
    officers.faults.clear()  # the console says that the sign-in was asked for
