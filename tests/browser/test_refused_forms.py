"""A form that came back shows where it is wrong, however far below the fold."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]


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
