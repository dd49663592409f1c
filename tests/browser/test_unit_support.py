"""Where the two regulations meet, by clicking alone: a unit asks for support, a matter comes of it, and the unit sees how it ends."""

import pytest
from playwright.sync_api import expect

from dispatch.demonstration import cast, units
from tests.browser import test_road as road

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

ASKED = "惠农补贴底数口径不一致"


@pytest.fixture
def dispatched(founded):
    """The same with a unit at the finance bureau, before any browser is open."""
    return units.founded(cast.found_units(founded))


def test_a_unit_asks_for_support_and_sees_the_outcome_of_the_matter_that_comes_of_it(dispatched, officers):
    asked_and_accepted(officers)
    suggested_and_determined(officers)
    for leg in (
        road.planning, road.meeting, road.division_of_tasks, road.issue, road.receipts, road.inspection, road.reports,
        road.report_to_the_committee,
    ):  # fmt: skip
        leg(officers)
    followed(officers.unit_deputy, "已报党委")
    road.conclusion_on_the_phone(officers)
    answered(officers)
    assert officers.refused == []


def asked_and_accepted(officers):
    head = officers.unit_head.menu("派驻往来").open("提请支持协调").open("提请支持协调")
    head.write({"标题": ASKED, "内容": "涉及多个部门，请予支持协调。", "监督检查室": "党风政风监督室"})
    head.press("提请支持协调").done("提请支持协调").waits_for("受理", "示范市纪委承办室主任（党风政风监督室）")
    director = officers.director.to_do(ASKED, "受理").reads("涉及多个部门，请予支持协调。")
    director.press("受理").done("受理").waits_for("答复", "党风政风监督室")


def suggested_and_determined(officers):
    head = officers.unit_head.menu("派驻往来").open("提请支持协调").open(ASKED).offer("提出组织协调建议")
    expect(head.main.get_by_label("建议的理由和依据")).to_have_value("涉及多个部门，请予支持协调。")
    head.write({"事项名称": road.TITLE, "类别": "纠正损害群众利益的不正之风"})
    head.press("提出组织协调建议").done("提出组织协调建议").offer("提请确定").press("提请确定").done("提请确定")
    director = officers.director.menu("事项").open(road.TITLE).offer("指定（变更）承办人")
    director.write({"承办人": "示范壬"}).press("指定（变更）承办人").done("指定（变更）承办人")
    deputy = officers.deputy.to_do(road.TITLE, "确定")
    deputy.write({"确定依据": "经研究，同意组织协调。"}).press("确定").done("确定").stands_at(2)
    followed(officers.unit_deputy, "已确定")
    officers.director.menu("派驻往来").open("提请支持协调").open(ASKED).barred(
        "答复", sentence="尚未办结", article="规定 10", mended_by="承办人（示范壬）"
    )


def followed(member, state):
    """A member of the unit who has no part in the matter sees its number and state, and no way into it."""
    member.menu("派驻往来").open("提请支持协调").open(ASKED).reads("示纪协〔", state)
    expect(member.main.get_by_role("link", name="示纪协〔")).to_have_count(0)


def answered(officers):
    director = officers.director.to_do(ASKED, "答复")
    director.write({"答复": "事项已经办结，口径已经统一。"}).press("答复").done("答复")
    followed(officers.unit_deputy, "已办结")
    officers.unit_head.menu("派驻往来").open("提请支持协调").open(ASKED).reads("事项已经办结，口径已经统一。")
