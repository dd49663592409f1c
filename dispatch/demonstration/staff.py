"""What the demonstration shows of the people of dispatched units and of the case register: code names, and no content."""

from datetime import timedelta

from dispatch.models import Appointment, CaseDuty, CaseRecusal, Handover, RegisteredCase, UnitFunction
from workflow import clocks
from workflow.door import advance, open_record


def proposed(city, unit, key, days=400, **fields):
    """The director of the office in contact names somebody; a head sits on the party group of the first host."""
    who = city.people[key]
    role = who.posts.get(organisation=unit.organisation).role
    given = {"person": who, "role": role, "from_on": clocks.today() - timedelta(days=days)}
    if role == "unit_head":
        given["seat_host"] = unit.hosts[0]
    return open_record(
        Appointment,
        Appointment.propose,
        actor=city.actor("second_director"),
        dossier=unit.dossier,
        unit=unit,
        **given | fields,
    )


def in_office(city, unit, key, days=400, document="示纪任〔2025〕6号", **fields):
    """The same by a decision of the deputy in charge."""
    row = proposed(city, unit, key, days, **fields)
    return advance(row, Appointment.take_office, actor=city.actor("deputy"), document=document)


def has_function(city, unit, key, function, by="unit_head"):
    return open_record(
        UnitFunction, UnitFunction.assign, actor=city.actor(by), dossier=unit.dossier, unit=unit, person=city.people[key],
        function=function,
    )  # fmt: skip


def prepared(city, appointment, receiver, by, **fields):
    """A sheet of handing over, prepared by whoever leaves."""
    given = {"remarks": "钥匙、文件清单已当面清点（演练文本）。"} | fields
    return open_record(
        Handover, Handover.prepare, actor=city.actor(by), dossier=appointment.dossier, unit=appointment.unit,
        appointment=appointment, receiver=city.people[receiver], **given,
    )  # fmt: skip


def signed(city, handover, by):
    return advance(handover, Handover.sign, actor=city.actor(by))


def registered(city, unit, code_name, by="unit_head", days=40):
    return open_record(
        RegisteredCase, RegisteredCase.register, actor=city.actor(by), unit=unit, commission=unit.commission,
        code_name=code_name, opened_on=clocks.today() - timedelta(days=days),
    )  # fmt: skip


def on_case(city, case, key, function, by="unit_head"):
    return open_record(
        CaseDuty, CaseDuty.assign, actor=city.actor(by), dossier=case.dossier, case=case, person=city.people[key],
        function=function,
    )  # fmt: skip


def stands_back(city, case, key, by="unit_head", reason="与有关人员有工作交集（演练）。"):
    return open_record(
        CaseRecusal, CaseRecusal.recuse, actor=city.actor(by), dossier=case.dossier, case=case, person=city.people[key],
        reason=reason,
    )  # fmt: skip


def passed(city, case, by="unit_head"):
    return advance(case, RegisteredCase.pass_to_review, actor=city.actor(by), passed_on=clocks.today())


def closed(city, case, by="unit_head"):
    return advance(case, RegisteredCase.close, actor=city.actor(by), closed_on=clocks.today())


def told(city, units):
    """Everybody in office, one head in his last months, one who hands over, and three cases, each as far as another."""
    first, second, third = (units[key] for key in ("first_unit", "second_unit", "third_unit"))
    for key in ("unit_head", "unit_deputy", "unit_officer", "unit_other_officer"):
        in_office(city, first, key)
    for key in ("second_unit_head", "second_unit_deputy", "second_unit_officer"):
        in_office(city, second, key)
    in_office(city, third, "third_unit_head", days=1740)
    leaving = in_office(city, third, "third_unit_officer", days=900)
    for key, function in (
        ("unit_deputy", "review"), ("unit_officer", "investigation"), ("unit_officer", "petition"),
        ("unit_other_officer", "supervision"), ("unit_other_officer", "case_supervision"),
    ):  # fmt: skip
        has_function(city, first, key, function)
    for code_name in ("甲一案", "甲二案", "甲三案"):
        case = registered(city, first, code_name)
        on_case(city, case, "unit_officer", "investigation")
        on_case(city, case, "unit_deputy", "review")
        if code_name == "甲一案":
            stands_back(city, case, "unit_other_officer")
        else:
            case = passed(city, case)
        if code_name == "甲三案":
            closed(city, case)
    prepared(city, leaving, "third_unit_head", "third_unit_officer")
