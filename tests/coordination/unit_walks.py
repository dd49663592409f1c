"""The walks of a dispatched unit (派驻机构) and of what belongs to its file, stopping at every state."""

from dispatch.demonstration import staff, units
from dispatch.models import (
    Appointment,
    CaseDuty,
    CaseRecusal,
    DispatchedUnit,
    Handover,
    HostRelation,
    Mode,
    RegisteredCase,
    UnitFunction,
)
from tests.coordination.cells import undone
from workflow import clocks
from workflow.door import advance

DOCUMENT = "示纪发〔2026〕21号"


def at_present(city, *hosts):
    """What a change of hosts names, from today on."""
    return {"from_on": clocks.today(), "document": DOCUMENT, "hosts": [city.organisations[host] for host in hosts]}


def walk_a_unit(road, cells):
    """A single unit and its relation: changed both ways, moved, ended, dissolved; each undone but the last."""
    city, today = road.city, clocks.today()
    own = {"organisation": city.first_unit, "kind": "team", "mode": "single", "office": city.second_office, "document": DOCUMENT,
           "founded_on": today, "commission": city.commission}  # fmt: skip
    cells.birth(DispatchedUnit, "found", None, hosts=[city.finance], **own)
    cells.birth(DispatchedUnit, "found", (), hosts=[city.finance, city.audit], **own)
    unit = units.founded(city)
    changes = {
        "change_mode": {"mode": Mode.COMPREHENSIVE, **at_present(city, "finance", "audit")},
        "add_host": {"host": city.audit, "in_place_of": city.finance, "from_on": today, "document": DOCUMENT},
        "end_host": {"host": city.finance, "until_on": today, "document": DOCUMENT},
        "dissolve": {"dissolved_on": today, "document": DOCUMENT},
    }
    cells.stop(unit, **changes)
    cells.stop(unit.host_relations.get())
    with undone(road):
        several = units.founded(city, "second_unit")
        only_end = {"end_host": {"host": city.health, "until_on": today, "document": DOCUMENT}}
        cells.aside(several, "comprehensive", **only_end)
    advance(unit, DispatchedUnit.dissolve, actor=city.actor("secretary"), note="机构调整。", **changes["dissolve"])
    cells.stop(unit, **changes)
    cells.stop(HostRelation.objects.get(unit=unit))


def walk_the_people(road, cells):
    """A head and an officer from their nomination to their leaving, the officer's function and his sheet of handing over."""
    city, unit = road.city, units.founded(road.city)
    own = {"unit": unit, "from_on": clocks.today(), "dossier": unit.dossier}
    heads = own | {"person": city.unit_head, "role": "unit_head", "seat_host": city.finance}
    cells.birth(Appointment, "propose", None, **heads)
    cells.birth(Appointment, "propose", (), **heads | {"host_duties": "分管预算工作"})
    cells.birth(Appointment, "propose", (), **heads | {"seat_host": None})
    head = staff.proposed(city, unit, "unit_head")
    cells.stop(head)
    with undone(road):
        advance(head, Appointment.withdraw, actor=city.actor("second_director"), note="另行研究。")
        cells.stop(head)
    advance(head, Appointment.take_office, actor=city.actor("deputy"), document=DOCUMENT)
    cells.stop(head)
    officer = staff.in_office(city, unit, "unit_officer")
    cells.birth(
        UnitFunction, "assign", None, unit=unit, dossier=unit.dossier, person=city.unit_officer, function="petition"
    )
    function = staff.has_function(city, unit, "unit_officer", "petition")
    cells.stop(function)
    cells.birth(
        Handover, "prepare", None, unit=unit, dossier=unit.dossier, appointment=officer, receiver=city.unit_deputy
    )
    sheet = staff.prepared(city, officer, "unit_deputy", "unit_officer")
    cells.stop(sheet)
    with undone(road):
        advance(sheet, Handover.withdraw, actor=city.actor("unit_head"), note="情况有变化。")
        cells.stop(sheet)
    staff.signed(city, sheet, "unit_deputy")
    for row in (sheet, officer, function):
        cells.stop(row)


def walk_a_case(road, cells):
    """From its registration to its end, with who works on it and who stands back."""
    city, unit = road.city, units.founded(road.city)
    own = {"unit": unit, "commission": city.commission, "code_name": "甲一案", "opened_on": clocks.today()}
    cells.birth(RegisteredCase, "register", None, **own)
    cells.birth(RegisteredCase, "register", (), **own | {"code_name": " "})
    case = staff.registered(city, unit, "甲一案")
    its = {"case": case, "dossier": case.dossier}
    duty = staff.on_case(city, case, "unit_officer", "investigation")
    cells.birth(CaseDuty, "assign", None, person=city.unit_deputy, function="review", **its)
    cells.birth(CaseDuty, "assign", (), person=city.unit_officer, function="review", **its)
    cells.birth(CaseDuty, "assign", (), person=city.agriculture_head, function="review", **its)
    cells.birth(CaseRecusal, "recuse", None, person=city.unit_officer, reason="近亲属任职", **its)
    cells.stop(duty)
    recusal = staff.stands_back(city, case, "unit_other_officer")
    cells.stop(recusal)
    advance(recusal, CaseRecusal.lift, actor=city.actor("unit_head"), note="原因已经消除。")
    cells.stop(recusal)
    staff.on_case(city, case, "unit_deputy", "review")
    cells.stop(case)
    case = staff.passed(city, case)
    cells.stop(case)
    staff.closed(city, case)
    cells.stop(case)
    cells.stop(duty)
