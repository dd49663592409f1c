"""What the demonstration shows of a unit's daily work: what it saw, whom it taught, told and advised, what was asked of it; all fictitious."""

from datetime import timedelta

from dispatch import advice_draws, watching
from dispatch.demonstration.papers import act
from dispatch.models import (
    Advice,
    AdviceRecheck,
    Guidance,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    SupervisionRecord,
)
from dispatch.parties import unit_in_being
from workflow import clocks
from workflow.door import open_record


def _of_the_unit(city, key="first_unit"):
    unit = unit_in_being(city.organisations[key])
    return {"unit": unit.organisation, "commission": unit.commission, "office": unit.office, "deputy_in_charge": unit.deputy_in_charge}  # fmt: skip


def guidance_of(city, kind="internal", **fields):
    words = {
        "of_unit": ("指导规范谈话提醒工作", "派驻机构全体人员", "对谈话提醒的程序和记录提出三点意见。"),
        "internal": ("指导机关纪委规范文书", "局机关纪委", "对谈话提醒记录、处分决定文书逐项指导。"),
        "subordinate": ("指导直属单位纪检干部培训", "局属事业单位纪检干部", "讲解监督检查的程序和方法。"),
        "warning": ("组织观看警示教育片", "局机关全体党员", "会同局机关党委组织，结合身边事开展讨论。"),
    }[kind]
    host = {} if kind == "of_unit" else {"host": city.finance}
    texts = dict(zip(("title", "with_whom", "content"), words, strict=True))
    return _of_the_unit(city) | host | texts | {"kind": kind, "happened_on": clocks.today()} | fields


def record_of(city, **fields):
    return _of_the_unit(city) | {
        "host": city.finance, "happened_on": clocks.today(), "method": "on_site", "points": ["decisions", "lawfulness"],
        "title": "专项资金管理实地调查", "place": "局国库支付中心", "content": "抽查十二笔专项资金拨付，手续齐全；两笔滞留超过三十天。",
        "occasion": "", "with_whom": "", "basis": "", "material": "", "suggestion": "",
    } | fields  # fmt: skip


def meeting_of(city, **fields):
    about = {
        "method": "meeting",
        "occasion": "局党组第十二次会议",
        "is_major": True,
        "place": "",
        "title": "列席局党组会议研究大额资金安排",
    }
    said = {"reporting": "not_needed", "no_report_reason": "决策程序规范，没有需要报告的情况。"}
    return record_of(
        city, **about | {"points": ["centralism"], "content": "列席会议，会议按程序集体讨论决定。"} | said | fields
    )


def notice_of(city, **fields):
    return {
        "unit": city.first_unit, "commission": city.commission, "host": city.finance, "leader": city.finance_head,
        "title": "分管单位领导干部廉洁自律情况", "content": "您分管的单位今年以来有一名干部（代号甲-01）被谈话提醒，请抓好教育管理。",
    } | fields  # fmt: skip


def opinion_of(city, **fields):
    return {
        "unit": city.first_unit, "commission": city.commission, "asker": city.finance, "title": "关于拟晋升人选的党风廉政意见",
        "codes": "甲-01、甲-02", "content": "拟晋升两名人选，请回复党风廉政意见。名单另以机要件送达。",
    } | fields  # fmt: skip


def advice_of(city, **fields):
    return _of_the_unit(city) | {
        "host": city.finance, "area": "systems", "title": "关于规范专项资金拨付管理的建议",
        "content": "专项资金拨付制度执行不严，两笔滞留超过三十天。", "requirements": "一、清理滞留资金；二、建立拨付台账，逐笔销号。",
        "due_on": clocks.today() + timedelta(days=20),
    } | fields  # fmt: skip


def guided(city, who="unit_officer", step=Guidance.guide, **fields):
    return open_record(Guidance, step, actor=city.actor(who), **guidance_of(city, **fields))


def recorded(city, who="unit_officer", **fields):
    return watching.recorded(city.actor(who), **record_of(city, **fields))


def attended(city, **fields):
    return watching.recorded(city.actor("unit_officer"), **meeting_of(city, **fields))


def found(city, **fields):
    """A record with a prominent problem."""
    words = {"area": "systems", "problem": "专项资金拨付制度执行不严，存在滞留。"}
    return act(city, "unit_officer", recorded(city, **fields), SupervisionRecord.mark_problem, **words)


def listed(city, code="甲-01", key_class="managed_here", **fields):
    unit = unit_in_being(city.first_unit)
    return open_record(
        KeyPerson, KeyPerson.list_person, actor=city.actor("unit_head"), unit=unit, commission=unit.commission, host=city.finance,
        code=code, key_class=key_class, **fields,
    )  # fmt: skip


def notified(city, **fields):
    return open_record(
        LeaderNotice, LeaderNotice.notify_leader, actor=city.actor("unit_head"), **notice_of(city, **fields)
    )


def asked(city, **fields):
    return open_record(
        IntegrityOpinion, IntegrityOpinion.ask, actor=city.actor("finance_liaison"), **opinion_of(city, **fields)
    )


def replied(city, opinion):
    act(city, "unit_officer", opinion, IntegrityOpinion.draft_opinion, opinion="经查，没有影响晋升的问题反映。")
    act(city, "unit_head", opinion, IntegrityOpinion.approve)
    return act(city, "unit_officer", opinion, IntegrityOpinion.reply, document="示财纪〔2026〕3号")


def drafted(city, **fields):
    return open_record(Advice, Advice.draft, actor=city.actor("unit_officer"), **advice_of(city, **fields))


def sent(city, **fields):
    return act(city, "unit_head", drafted(city, **fields), Advice.send)


def answered(city, advice):
    return act(city, "finance_liaison", advice, Advice.feed_back, feedback="滞留资金已全部拨付，台账已经建立。")


def verified(city, advice):
    seen = {"checked_on": clocks.today(), "check_means": "on_site", "check_seen": "抽查台账和拨付凭证，整改属实。"}
    return act(city, "unit_officer", advice, Advice.verify_result, **seen)


def closed(city, **fields):
    """One carried through to its close."""
    return act(city, "unit_head", verified(city, answered(city, sent(city, **fields))), Advice.close)


def drawn(city, who="unit_head", share=100, days=400):
    unit, today = unit_in_being(city.first_unit), clocks.today()
    return advice_draws.draw(
        city.actor(who), unit, resolved_from=today - timedelta(days=days), resolved_until=today, share=share
    )


def looked_at(city, recheck, step=AdviceRecheck.conclude, who="unit_other_officer"):
    return act(
        city, who, recheck, step, held_on=clocks.today(), means="on_site", seen="抽查近三个月拨付情况，没有新的滞留。"
    )


def told(city, calendar, days_ago):
    """Two months of the first unit: advices in their states, one overdue and one looked at again; records, notices, an opinion that waits."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        for code, key_class in (
            ("甲-01", "leadership"),
            ("乙-01", "managed_above"),
            ("丙-01", "managed_here"),
            ("丁-01", "listed"),
        ):
            person = listed(city, code, key_class)
        for words in ("规范公务接待管理", "完善采购内控制度"):
            closed(city, title=f"关于{words}的建议")
    calendar.begin(30)
    with clocks.following(calendar.tick):
        rechecks = list(drawn(city).rechecks.order_by("place"))
        looked_at(city, rechecks[0])
        late = found(city, key_persons=[person])
        sent(city, finding=late, due_on=calendar.later(7))
        act(city, "unit_officer", late, SupervisionRecord.settle)
        verified(city, answered(city, sent(city, title="关于健全内部审计制度的建议", area="oversight")))
    calendar.begin(9)
    with clocks.following(calendar.tick):
        guided(city, "second_officer", Guidance.guide_unit, kind="of_unit")
        guided(city)
        guided(city, step=Guidance.educate, kind="warning")
        attended(city)
        attended(city, title="列席局党组会议研究项目安排", is_irregular=True, reporting="needed", no_report_reason="", content="两个项目未经集体讨论直接确定。")  # fmt: skip
        wrong = recorded(
            city,
            title="会议费专项检查",
            method="reading",
            basis="按年度计划，组长批准",
            material="上半年会议费凭证",
            place="",
        )
        recorded(
            city,
            title="会议费专项检查（更正日期）",
            method="reading",
            basis="按年度计划，组长批准",
            material="上半年会议费凭证",
            corrects=wrong,
        )
        recorded(
            city, title="与机关党委沟通情况", method="exchange", with_whom="局机关党委、人事处", points=["integrity"]
        )
        found(city, title="内控制度执行情况实地调查")
        act(city, "finance_head", notified(city), LeaderNotice.receive)
        notified(city, title="分管处室会议纪律情况", content="分管处室两次会议记录不完整，请督促改进。")
        replied(city, asked(city))
        asked(city, title="关于拟提拔人选的党风廉政意见", codes="乙-03", content="拟提拔一名人选，请回复党风廉政意见。")
        drafted(city, title="关于改进会议管理的建议", area="deciding")
