"""A lower body reports to its party group and to the dispatched unit at once, and both sign for it, by clicking alone."""

import pytest

from dispatch.demonstration import cast, registers, units

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

TITLE = "关于线索丙处置情况的报告"


@pytest.fixture
def dispatched(founded):
    """The city with an enterprise, its discipline body and its party committee, before any browser is open."""
    return units.founded(registers.found_bodies(cast.found_units(founded)), "third_unit")


def test_one_report_has_two_recipients_and_two_receipts(dispatched, officers):
    officer = officers.lower_officer.menu("双报告").open("起草双报告")
    officer.write({
        "报告事项": "线索处置", "单位性质": "国有企业（规则 19、21）", "同级党组（党委）": "示范市城建集团建工公司党委", "派驻机构": "请选择",
        "标题": TITLE, "内容": "线索丙已提出处置意见。",
    })  # fmt: skip
    officer.press("起草双报告").reads("不能只报一方")
    officer.write({"派驻机构": "驻市城建集团监察专员办公室"}).press("起草双报告").done("起草双报告")
    head = officers.lower_head.to_do(TITLE, "同时报告两方").press("同时报告两方").done("同时报告两方")
    head.reads("尚未签收")
    unit = officers.third_unit_head.to_do(TITLE, "派驻机构签收").reads("线索丙已提出处置意见。")
    unit.press("派驻机构签收").done("派驻机构签收").reads("派驻机构已签收", "尚未签收")
    officers.group_principal.to_do(TITLE, "党组（党委）签收").press("党组（党委）签收").done("党组（党委）签收")
    officers.lower_head.menu("双报告").open(TITLE).reads("两方均已签收")
    assert officers.refused == [422], "one recipient alone"
