"""An advice by clicking alone: a problem marked, the host advised, its answer checked and closed, and months later looked at again by draw."""

import pytest

from dispatch.demonstration import cast, units
from workflow import clocks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

SEEN, ADVISED = "会议费报销实地调查", "关于规范会议费管理的建议"


@pytest.fixture
def dispatched(founded):
    """The same with a unit at the finance bureau, before any browser is open."""
    return units.founded(cast.found_units(founded))


def test_an_advice_to_its_recheck(dispatched, officers):
    member, head, host = officers.unit_officer, officers.unit_head, officers.finance_liaison
    member.menu("日常监督").open("登记日常监督")
    member.write({"监督方式": "实地调查", "标题": SEEN, "地点": "局办公室", "内容": "抽查三十笔，四笔超标准。"})
    member.main.get_by_label("（四）依规依法履职用权").check()
    member.press("登记日常监督").done("登记日常监督").offer("标明突出问题")
    member.write({"突出问题所在": "制度执行", "突出问题或者薄弱环节": "会议费超标准报销。"})
    member.press("标明突出问题").done("标明突出问题").barred(
        "已提出建议，办结",
        sentence="还没有就这一突出问题发出",
        article="规则 44",
        mended_by="驻市财政局纪检监察组派驻机构主要负责人",
    )
    member.open("起草纪检监察建议").write(
        {"标题": ADVISED, "整改建议": "一、清退超标准费用；二、完善审批。", "反馈期限": f"{clocks.today()}"}
    )
    member.press("起草纪检监察建议").done("起草纪检监察建议")
    head.to_do(ADVISED, "发出建议").press("发出建议").done("发出建议")
    member.menu("日常监督").open(SEEN).offer("已提出建议，办结").press("已提出建议，办结").done("已提出建议，办结")
    host.menu("派驻监督").open(ADVISED).reads("会议费超标准报销。").offer("反馈整改情况")
    host.write({"整改和反馈情况": "已全部清退，审批办法已修订。"}).press("反馈整改情况").done("反馈整改情况")
    checker = member.menu("日常监督").open("纪检监察建议").open(ADVISED).offer("核查整改结果")
    checker.write({"核查日期": f"{clocks.today()}", "核查方式": "查阅资料", "核查情况": "凭证齐全，属实。"})
    checker.press("核查整改结果").done("核查整改结果")
    head.to_do(ADVISED, "办结建议").press("办结建议").done("办结建议")
    drawn_and_looked_at(head)
    assert officers.refused == []


def drawn_and_looked_at(head):
    head.menu("派驻机构").open("驻市财政局纪检监察组").open("抽查").write(
        {"办结日期自": f"{clocks.today()}", "办结日期至": f"{clocks.today()}", "抽查比例（%）": "100"}
    )
    head.press("抽查").done("抽查").reads("与记录一致", ADVISED).open("第1件")
    head.offer("未反弹").write(
        {"检查日期": f"{clocks.today()}", "方式": "查阅资料", "看到的情况": "近期报销均在标准以内。"}
    )
    head.press("未反弹").done("未反弹")
