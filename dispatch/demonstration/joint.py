"""What the demonstration shows of working side by side: joint actions, jurisdiction over a case, direct handling; all fictitious."""

from datetime import date, timedelta

from dispatch.approval import Level
from dispatch.demonstration.cast import PASSWORD, account, appoint
from dispatch.models import DirectHandling, JointAction, JointTask, Jurisdiction, RegisteredCase
from dispatch.parties import unit_in_being
from organizations.models import Kind, Organisation, Role
from workflow import clocks
from workflow.door import advance, open_record
from workflow.models import Policy

SINCE = date(2020, 1, 1)


def county_founded(city, password=PASSWORD):
    """A local commission under the city's, with a secretary and a leader in charge of cases."""
    name, prefix = f"{city.name[:2]}县", "" if city.key == "shifan" else f"{city.key}_"
    house = city.organisations["county"] = Organisation.objects.create(
        kind=Kind.COMMISSION, name=f"中共{name}纪律检查委员会", short_name=f"{name}纪委", superior=city.commission
    )
    Policy.objects.create(commission=house, number=1, title="默认时限设定", effective_on=SINCE)
    for slug, role in (("secretary", Role.SECRETARY), ("case_deputy", Role.CASE_DEPUTY)):
        person = account(f"{prefix}county_{slug}", f"{name}{role.label[-2:]}", password=password)
        appoint(person, house, role, SINCE)
        city.people[f"county_{slug}"] = person
    return house


def act(city, who, record, step, **fields):
    """One step of the named person on the record as it is now."""
    row = type(record)._base_manager.select_related("dossier", *type(record).within).get(pk=record.pk)
    return advance(row, step, actor=city.actor(who), **fields)


def action_of(city, **fields):
    """An office and a unit look into one thing together (室组联合)."""
    return {
        "commission": city.commission, "office": city.second_office, "deputy_in_charge": city.deputy, "kind": "special_inspection",
        "title": "财政专项资金管理联合检查", "content": "对专项资金分配、拨付、使用开展联合检查，推动驻在单位整改。",
        "starts_on": clocks.today(), "due_on": clocks.today() + timedelta(days=40), "offices": [city.second_office],
        "units": [city.first_unit], "local_commissions": [],
    } | fields  # fmt: skip


def proposed(city, who="second_director", **fields):
    return open_record(JointAction, JointAction.propose, actor=city.actor(who), **action_of(city, **fields))


def approved(city, who="second_director", **fields):
    return act(city, "deputy", proposed(city, who, **fields), JointAction.approve)


def party_of(action, house):
    """The row of an office, unit or local commission that takes part."""
    return next(row for row in action.parties_by_name() if house in (row.office, row.organisation))


def assigned(city, action, house, content="核对本单位掌握的情况，提出问题清单。", days=20, who="second_director"):
    action = JointAction._base_manager.select_related("dossier", *JointAction.within).get(pk=action.pk)
    return open_record(
        JointTask, JointTask.assign, actor=city.actor(who), dossier=action.dossier, action=action, content=content,
        party=party_of(action, house), due_on=clocks.today() + timedelta(days=days),
    )  # fmt: skip


def under_way(city, **fields):
    """Approved, a task for each who takes part, and begun."""
    action = approved(city, **fields)
    for row in action.parties_by_name():
        assigned(city, action, row.office or row.organisation)
    return act(city, "second_director", action, JointAction.begin)


def reported(city, task, who, result="已完成核对，清单附后。"):
    return act(city, who, task, JointTask.report, result=result)


def negotiation_of(city, **fields):
    unit = unit_in_being(city.first_unit)
    return {
        "commission": city.commission, "unit": city.first_unit, "office": unit.office, "deputy_in_charge": unit.deputy_in_charge,
        "code_name": "乙一案", "local_commission": city.county, "held_by": "local", "terms": "由地方纪委管辖，派驻机构提供协助。",
    } | fields  # fmt: skip


def negotiated(city, **fields):
    return open_record(
        Jurisdiction, Jurisdiction.negotiate, actor=city.actor("unit_head"), **negotiation_of(city, **fields)
    )


def handling_of(city, case, **fields):
    return {
        "dossier": case.dossier, "case": case, "mode": "direct", "office": city.second_office, "grounds": "涉及面广，办理难度较大。",
    } | fields  # fmt: skip


def handling_proposed(city, case, **fields):
    return open_record(
        DirectHandling, DirectHandling.propose, actor=city.actor("second_director"), **handling_of(city, case, **fields)
    )


def handled_directly(city, case, **fields):
    row = act(city, "deputy", handling_proposed(city, case, **fields), DirectHandling.approve)
    return act(city, "second_director", row, DirectHandling.begin)


def told(city, calendar, days_ago):
    """One joint action under way, one concluded with a local commission, one proposed; a case agreed, one referred; one handled directly."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        county_founded(city)
        _acted(city, calendar)
        calendar.wait(2)
        _settled(city)
        calendar.wait(3)
        case = RegisteredCase.objects.select_related("dossier", *RegisteredCase.within).get(code_name="甲一案")
        handled_directly(city, case)
        proposed(
            city, kind="cross_check", title="惠民补贴发放交叉检查", content="两个派驻机构互派人员，交叉检查补贴发放台账。",
            units=[city.first_unit, city.second_unit], offices=[], due_on=calendar.later(50), approval_level=Level.SECRETARY,
        )  # fmt: skip


def _acted(city, calendar):
    going = under_way(city, due_on=calendar.later(35))
    for task, who in zip(
        JointTask.objects.filter(action=going).order_by("pk"), ("second_director", "unit_head"), strict=True
    ):
        act(city, who, task, JointTask.report_progress, entry="已调阅拨付台账，核对过半。")
    local = under_way(
        city, kind="local_supervision", title="乡镇财政所资金监管协同检查", content="与地方纪委协同检查乡镇财政所资金监管。",
        units=[city.first_unit], offices=[], local_commissions=[city.county],
    )  # fmt: skip
    for task, who in zip(
        JointTask.objects.filter(action=local).order_by("pk"), ("unit_head", "county_secretary"), strict=True
    ):
        act(city, "second_director", reported(city, task, who), JointTask.accept)
    act(city, "second_director", local, JointAction.conclude, result="发现监管问题三类，已督促整改并建立按月核对机制。")


def _settled(city):
    act(city, "county_secretary", negotiated(city), Jurisdiction.agree)
    act(
        city,
        "unit_head",
        negotiated(city, code_name="乙二案", held_by="unit", terms="由派驻机构管辖，地方纪委配合。"),
        Jurisdiction.refer,
        note="协商未达成一致。",
    )
