"""The walks of working side by side (规则 14–17): a joint action with its parties and tasks, jurisdiction, direct handling."""

from datetime import timedelta

from dispatch.approval import Level
from dispatch.demonstration import joint, staff, units
from dispatch.demonstration.joint import act
from dispatch.models import DirectHandling, JointAction, JointTask, Jurisdiction, RegisteredCase
from tests.coordination.cells import undone
from tests.coordination.doors import REASON
from tests.coordination.paper_walks import due_today
from workflow import clocks

HIGHER = {"approval_level": Level.SECRETARY}
HIGHEST = {"approval_level": Level.STANDING_COMMITTEE}
RESULT, ENTRY = {"result": "已办结，情况如下。"}, {"entry": "已核对过半。"}


def walk_joint_work(road, cells):
    """An action from its proposal to its result, with all its ends; one with a local commission; a party that leaves."""
    city, today = road.city, clocks.today()
    units.founded(city), units.founded(city, "second_unit"), joint.county_founded(city)
    cells.birth(JointAction, "propose", None, **joint.action_of(city))
    for wrong in ({"units": []}, {"approval_level": Level.OFFICE_DIRECTOR}):
        cells.birth(JointAction, "propose", (), **joint.action_of(city, **wrong))
    action = joint.proposed(city)
    cells.stop(action, refer_higher=HIGHER)
    for who, step in (("second_director", JointAction.withdraw), ("deputy", JointAction.decline)):
        with undone(road):
            cells.stop(act(city, who, action, step, note=REASON))
    with undone(road):
        cells.aside(act(city, "deputy", action, JointAction.refer_higher, **HIGHER), "higher", refer_higher=HIGHEST)
    action = act(city, "deputy", action, JointAction.approve)
    tasks = _assigned(cells, city, action)
    more = {
        "add_parties": {"units": [city.second_unit]},
        "change_date": {"due_on": today + timedelta(50)},
        "conclude": RESULT,
    }
    cells.stop(action, **more)
    with undone(road):
        cells.stop(act(city, "deputy", action, JointAction.call_off, note=REASON))
        cells.stop(tasks[1])
    with undone(road):
        _walk_a_party(road, cells, action)
    action = act(city, "second_director", action, JointAction.begin)
    cells.stop(action, **more)
    _walk_tasks(road, cells, tasks)
    cells.stop(action, scene="done", **more)
    cells.stop(act(city, "second_director", action, JointAction.conclude, **RESULT))
    _walk_with_a_county(cells, city)


def _assigned(cells, city, action):
    """A task for the office and one for the unit; none beyond the action's date."""
    own = {"dossier": action.dossier, "action": action, "content": "核对台账。", "due_on": clocks.today()}
    unit = joint.party_of(action, city.first_unit)
    cells.birth(JointTask, "assign", None, party=unit, **own)
    cells.birth(JointTask, "assign", (), party=unit, **own | {"due_on": action.due_on + timedelta(1)})
    return [joint.assigned(city, action, house) for house in (city.second_office, city.first_unit)]


def _walk_a_party(road, cells, action):
    city = road.city
    action = act(city, "deputy", action, JointAction.add_parties, units=[city.second_unit], note=REASON)
    party = joint.party_of(action, city.second_unit)
    cells.stop(party)
    cells.stop(act(city, "second_director", party, type(party).leave, note=REASON))


def _walk_tasks(road, cells, tasks):
    city, (office, unit) = road.city, tasks
    due_today(unit)
    cells.aside(office, "office", report_progress=ENTRY, report=RESULT)
    cells.stop(unit, report_progress=ENTRY, report=RESULT)
    with undone(road):
        cells.stop(act(city, "deputy", unit, JointTask.cancel, note=REASON))
    back = {"return_report": {"due_on": clocks.today()}}
    unit = joint.reported(city, unit, "unit_deputy")
    cells.stop(unit, **back)
    with undone(road):
        cells.stop(
            act(city, "second_director", unit, JointTask.return_report, note=REASON, **back["return_report"]),
            report_progress=ENTRY, report=RESULT,
        )  # fmt: skip
    cells.stop(act(city, "second_director", unit, JointTask.accept))
    act(city, "deputy", joint.reported(city, office, "second_director"), JointTask.accept)


def _walk_with_a_county(cells, city):
    fields = {"kind": "local_supervision", "offices": [], "local_commissions": [city.county]}
    action = joint.approved(city, **fields)
    cells.aside(joint.assigned(city, action, city.county), "local", report_progress=ENTRY, report=RESULT)


def walk_a_jurisdiction(road, cells):
    """Agreed at once, agreed on a counter-proposal, designated by the authority, withdrawn."""
    city = road.city
    units.founded(city), joint.county_founded(city)
    cells.birth(Jurisdiction, "negotiate", None, **joint.negotiation_of(city))
    cells.birth(Jurisdiction, "negotiate", (), **joint.negotiation_of(city, local_commission=city.commission))
    row = joint.negotiated(city)
    other = {"held_by": "unit", "terms": "由派驻机构管辖，地方纪委配合。"}
    said = {
        "counter": other,
        "propose_again": other,
        "designate": {"designated": city.county, "document": "示纪管〔2026〕1号"},
    }
    cells.stop(row, **said)
    for who, step, note in (("unit_head", Jurisdiction.withdraw, REASON), ("county_secretary", Jurisdiction.agree, "")):
        with undone(road):
            cells.stop(act(city, who, row, step, note=note), **said)
    row = act(city, "county_secretary", row, Jurisdiction.counter, **other)
    cells.stop(row, **said)
    row = act(city, "unit_head", row, Jurisdiction.refer, note=REASON)
    cells.stop(row, **said)
    cells.stop(act(city, "deputy", row, Jurisdiction.designate, **said["designate"]), **said)


def walk_direct_handling(road, cells):
    """Of one case: declined, withdrawn, in force, handed back; while it is in force the unit's own steps are barred."""
    city, today = road.city, clocks.today()
    case = staff.registered(city, units.founded(city), "甲一案")
    staff.on_case(city, case, "unit_officer", "investigation"), staff.on_case(city, case, "unit_deputy", "review")
    given = joint.handling_of(city, case)
    cells.birth(DirectHandling, "propose", None, **given)
    cells.birth(DirectHandling, "propose", (), **given | {"grounds": " "})
    row = joint.handling_proposed(city, case)
    back = {"hand_back": {"handover": "材料已全部交还。"}, "refer_higher": HIGHER}
    cells.stop(row, **back)
    for who, step in (("second_director", DirectHandling.withdraw), ("deputy", DirectHandling.decline)):
        with undone(road):
            cells.stop(act(city, who, row, step, note=REASON), **back)
    with undone(road):
        cells.aside(act(city, "deputy", row, DirectHandling.refer_higher, **HIGHER), "higher", refer_higher=HIGHEST)
    row = act(city, "deputy", row, DirectHandling.approve)
    cells.stop(row, **back)
    row = act(city, "second_director", row, DirectHandling.begin)
    cells.stop(row, **back)
    with undone(road):
        cells.aside(case, "directly")
        case = act(city, "second_director", case, RegisteredCase.pass_to_review, passed_on=today)
        cells.aside(case, "directly")
        cells.aside(act(city, "second_director", case, RegisteredCase.close, closed_on=today), "directly")
        cells.stop(row, **back)
    cells.stop(act(city, "second_director", row, DirectHandling.hand_back, **back["hand_back"]), **back)
