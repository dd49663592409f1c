"""What the demonstration shows of the papers of dispatched units: asked, told, assigned, supported, supplied; all fictitious."""

import uuid
from datetime import timedelta

from coordination.models import Matter
from dispatch.demonstration.unit_meetings import FIRST_SUBJECT
from dispatch.models import (
    AgendaItem,
    AssignedItem,
    HostMaterial,
    RegisteredCase,
    Submission,
    UnitNotice,
    UnitSupportRequest,
)
from dispatch.parties import unit_in_being
from dispatch.services import found_matter
from workflow import clocks
from workflow.door import advance, open_record


def between(city, key="first_unit"):
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
    return between(city) | dict(zip(("title", "content"), words, strict=True)) | {"kind": kind} | fields


def item_of(city, **fields):
    return between(city) | {
        "title": "核实专项资金拨付进度", "content": "请核实专项资金拨付进度，逐项说明滞留原因。",
        "due_on": clocks.today() + timedelta(days=20),
    } | fields  # fmt: skip


def support_of(city, **fields):
    return between(city) | {
        "title": "协调统一资产数据口径", "content": "国有资产底数涉及多个部门，口径不一致，请予支持协调。"
    } | fields  # fmt: skip


def notice_of(city, **fields):
    return between(city) | {
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


def supported(city, calendar):
    """A request that was accepted and became a matter, which was determined and waits to be convened; another was answered."""
    request = asked(city, title="协调统一国有资产数据口径")
    act(city, "second_director", request, UnitSupportRequest.accept)
    calendar.wait(1)
    words = {
        "category": "source_prevention",
        "title": "国有资产底数核查",
        "grounds": "国有资产底数涉及财政、住建等部门，口径长期不一致。",
    }
    request = type(request)._base_manager.get(pk=request.pk)
    matter = found_matter(request, actor=city.actor("unit_head"), act_id=uuid.uuid4(), **words)
    act(city, "unit_head", matter, Matter.submit)
    act(city, "second_director", matter, Matter.assign_officer, officer=city.second_officer)
    calendar.wait(1)
    act(city, "deputy", matter, Matter.determine, basis="经研究，同意组织协调。")
    other = asked(city, title="请求支持查阅档案", content="需查阅早年项目档案，请予协调。")
    act(city, "second_director", other, UnitSupportRequest.accept)
    act(city, "second_director", other, UnitSupportRequest.give_answer, answer="已与档案部门商定，凭介绍信查阅。")


def worked_on(city, calendar):
    """An assigned item in each state."""
    titles = (
        "整理问题线索移交清单",
        "核实培训经费使用情况",
        "督促整改会议费问题",
        "核实专项资金拨付进度",
        "督促完善内控制度",
    )
    accepted, returned, reported, received, _ = (assigned(city, title=title) for title in titles)
    cancelled = assigned(city, title="调研报告征集")
    act(city, "deputy", cancelled, AssignedItem.cancel, note="已由其他工作统一安排。")
    calendar.wait(1)
    for row in (accepted, returned, reported, received):
        act(city, "unit_officer", row, AssignedItem.receive)
    calendar.wait(3)
    for row in (accepted, returned, reported):
        act(city, "unit_head", row, AssignedItem.report, result="已逐项核实，情况如下：进展总体正常，两项正在整改。")
    act(city, "second_director", accepted, AssignedItem.accept)
    act(
        city,
        "second_director",
        returned,
        AssignedItem.return_report,
        due_on=calendar.later(12),
        note="请补充整改时限和责任人。",
    )


def told(city, calendar, days_ago):
    """Papers of the first unit in their states: one under review, one replied, a report received, material overdue, notices."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        requested(city, due_on=calendar.later(6))
        supplied = requested(city, title="年度培训计划", content="请提供年度培训计划。", due_on=calendar.later(9))
        act(city, "finance_liaison", supplied, HostMaterial.supply, answer="已提供年度培训计划一份。")
        informed(city)
        supported(city, calendar)
        worked_on(city, calendar)
        notice = notified(city)
        act(city, "unit_head", notice, UnitNotice.acknowledge)
        notified(
            city,
            kind="reminding_talk",
            title="关于谈话提醒情况的通报",
            content="已对代号乙同志进行谈话提醒，请持续关注。",
        )
        replied = submitted(
            city, title="关于增派人员参加联合检查的请示", case=RegisteredCase.objects.get(code_name="甲一案")
        )
        act(city, "second_director", replied, Submission.review, review_opinion="情况属实，建议同意。")
        act(city, "deputy", replied, Submission.reply, reply_text="同意，由第一监督检查室统筹。")
        report = submitted(city, kind="report")
        act(city, "second_director", report, Submission.receive)
        back = submitted(city, title="关于调整检查范围的请示")
        act(city, "second_director", back, Submission.return_for_revision, note="请写明调整的理由和涉及的单位。")
        calendar.wait(2)
        submitted(city, decision=AgendaItem.objects.get(subject=FIRST_SUBJECT))
