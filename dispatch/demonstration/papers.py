"""What the demonstration shows of the papers of dispatched units: asked, told, assigned, supported, supplied; all fictitious."""

from datetime import timedelta

from dispatch.models import AssignedItem, HostMaterial, Submission, UnitNotice, UnitSupportRequest
from dispatch.parties import unit_in_being
from workflow import clocks
from workflow.door import advance, open_record


def _between(city, key="first_unit"):
    """The unit, its authority, and the office and the leader that look after it."""
    unit = unit_in_being(city.organisations[key])
    return {
        "unit": city.organisations[key], "commission": city.commission, "office": unit.office,
        "deputy_in_charge": unit.deputy_in_charge,
    }  # fmt: skip


def submission_of(city, kind="request", **fields):
    words = {
        "request": ("关于开展专项检查的请示", "拟对政府采购管理开展专项检查，为期一个月。妥否，请批示。"),
        "report": ("关于上半年监督工作情况的报告", "上半年列席会议十二次，督促完善制度四项。"),
    }[kind]
    return _between(city) | dict(zip(("title", "content"), words, strict=True)) | {"kind": kind} | fields


def item_of(city, **fields):
    return _between(city) | {
        "title": "核实专项资金拨付进度", "content": "请核实专项资金拨付进度，逐项说明滞留原因。",
        "due_on": clocks.today() + timedelta(days=20),
    } | fields  # fmt: skip


def support_of(city, **fields):
    return _between(city) | {
        "title": "协调统一资产数据口径", "content": "国有资产底数涉及多个部门，口径不一致，请予支持协调。"
    } | fields  # fmt: skip


def notice_of(city, **fields):
    return _between(city) | {
        "kind": "general_problem", "title": "关于会议制度执行情况的通报", "content": "通报驻在单位个别会议记录不完整的一般性问题（代号甲）。",
    } | fields  # fmt: skip


def request_of(city, **fields):
    return {
        "unit": city.first_unit, "commission": city.commission, "host": city.finance, "title": "党组会议纪要",
        "content": "请提供今年以来党组会议纪要和重大项目安排清单。", "due_on": clocks.today() + timedelta(days=10),
    } | fields  # fmt: skip


def report_of(city, **fields):
    return {
        "unit": city.first_unit, "commission": city.commission, "host": city.finance, "title": "内设机构调整情况",
        "content": "党组研究决定调整三个内设机构的职责分工。", "happened_on": clocks.today(),
    } | fields  # fmt: skip


def act(city, who, paper, step, **fields):
    """One step of the named person on the paper as it is now."""
    return advance(type(paper)._base_manager.get(pk=paper.pk), step, actor=city.actor(who), **fields)


def drafted(city, **fields):
    return open_record(Submission, Submission.draft, actor=city.actor("unit_officer"), **submission_of(city, **fields))


def submitted(city, **fields):
    return advance(drafted(city, **fields), Submission.submit, actor=city.actor("unit_head"))


def assigned(city, **fields):
    return open_record(
        AssignedItem, AssignedItem.assign, actor=city.actor("second_director"), **item_of(city, **fields)
    )


def asked(city, **fields):
    return open_record(
        UnitSupportRequest, UnitSupportRequest.ask, actor=city.actor("unit_head"), **support_of(city, **fields)
    )


def notified(city, **fields):
    return open_record(UnitNotice, UnitNotice.notify, actor=city.actor("second_director"), **notice_of(city, **fields))


def requested(city, **fields):
    return open_record(
        HostMaterial, HostMaterial.request_material, actor=city.actor("unit_officer"), **request_of(city, **fields)
    )


def informed(city, **fields):
    return open_record(
        HostMaterial, HostMaterial.inform, actor=city.actor("finance_liaison"), **report_of(city, **fields)
    )
