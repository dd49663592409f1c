"""What the demonstration shows of the registers of units and of what is owed both ways: code names and neutral words, all fictitious."""

from datetime import date, timedelta

from dispatch.demonstration import staff
from dispatch.demonstration.cast import PASSWORD, account, appoint
from dispatch.demonstration.papers import act, between
from dispatch.models import CaseReview, Clue, DualReport, Interference, RegisteredCase, UnitFeedback
from dispatch.parties import unit_in_being
from organizations.models import Kind, Organisation, Role
from workflow import clocks
from workflow.door import open_record

BODIES = (
    # key, kind, name, superior, people
    ("lower_body", Kind.LOWER_BODY, "{}城建集团建工公司纪委", "group", (
        ("lower_head", "建工纪委书记", Role.HEAD), ("lower_officer", "建工纪委干事", Role.OFFICER))),
    ("party_group", Kind.PARTY_COMMITTEE, "{}城建集团建工公司党委", "group", (
        ("group_principal", "建工党委书记", Role.PRINCIPAL), ("group_clerk", "建工党办干事", Role.COMMITTEE_CLERK))),
    ("work_committee", Kind.WORK_COMMITTEE, "{}直属机关纪检监察工委", "committee", (
        ("work_reviewer", "工委审核", Role.REVIEWER),)),
)  # fmt: skip


def found_bodies(city, password=PASSWORD, since=date(2020, 1, 1)):
    """An enterprise's discipline body with its party committee, and the work committee of the city's bodies."""
    prefix = "" if city.key == "shifan" else f"{city.key}_"
    for slug, kind, words, superior, people in BODIES:
        name = words.format(city.name)
        house = city.organisations[slug] = Organisation.objects.create(
            kind=kind, name=name, short_name=name, superior=city.organisations[superior]
        )
        for key, person_name, role in people:
            city.people[key] = account(f"{prefix}{key}", f"{city.name[:2]}{person_name}", password=password)
            appoint(city.people[key], house, role, since)
    return city


def clue_of(city, key="first_unit", **fields):
    unit = unit_in_being(city.organisations[key])
    return {
        "unit": unit, "commission": unit.commission, "code_name": "线索甲", "source": "petition", "subject": "host_managed",
        "received_on": clocks.today(), "handler": city.unit_other_officer,
    } | fields  # fmt: skip


def registered(city, by="unit_officer", **fields):
    return open_record(Clue, Clue.register, actor=city.actor(by), **clue_of(city, **fields))


def opined(city, clue, by="unit_other_officer", disposal="talk_or_letter"):
    return act(city, by, clue, Clue.give_opinion, disposal=disposal, opinion="反映较为笼统，建议先了解情况。")


def gone_up(city, **fields):
    """A clue about the leadership of the host, with the authority."""
    clue = registered(city, **{"subject": "host_leadership"} | fields)
    act(city, "unit_head", clue, Clue.go_up)
    return act(city, "second_director", clue, Clue.receive)


def entry_of(city, key="first_unit", **fields):
    unit = unit_in_being(city.organisations[key])
    return {
        "unit": unit, "commission": unit.commission, "happened_on": clocks.today(), "asked_by": "某处室工作人员（代号丙）",
        "means": "by_telephone", "about": "甲一案", "account": "来电询问办理进度，已说明不能答复（演练文本）。",
    } | fields  # fmt: skip


def entered(city, by="unit_officer", step=Interference.record, **fields):
    return open_record(Interference, step, actor=city.actor(by), **entry_of(city, **fields))


def feedback_of(city, **fields):
    return between(city) | {
        "title": "改进会议监督记录", "content": "部分列席会议的监督记录不够完整，请改进（演练文本）。"
    } | fields  # fmt: skip


def said(city, by="second_director", step=UnitFeedback.give, **fields):
    own = {"source": "authority"} if step is UnitFeedback.give else {}
    return open_record(UnitFeedback, step, actor=city.actor(by), **feedback_of(city, **own | fields))


def report_of(city, **fields):
    return {
        "unit": city.third_unit, "commission": city.commission, "body": city.lower_body, "party_group": city.party_group,
        "kind": "clue", "ground": "enterprise", "title": "关于线索丙处置情况的报告", "content": "线索丙已按规定提出处置意见（代号，演练文本）。",
    } | fields  # fmt: skip


def drafted(city, by="lower_officer", **fields):
    return open_record(DualReport, DualReport.draft, actor=city.actor(by), **report_of(city, **fields))


def reported(city, **fields):
    return act(city, "lower_head", drafted(city, **fields), DualReport.submit)


def closed_case(city, key="first_unit", code_name="甲九案"):
    """A case that was investigated, reviewed and closed."""
    unit = unit_in_being(city.organisations[key])
    case = staff.registered(city, unit, code_name)
    staff.on_case(city, case, "unit_officer", "investigation")
    staff.on_case(city, case, "unit_deputy", "review")
    staff.passed(city, case)
    return staff.closed(city, RegisteredCase.objects.get(pk=case.pk))


def reviewed(city, case, **fields):
    given = {"grade": "passing", "findings": "程序完备，卷内目录有两处不全（演练文本）。"} | fields
    return open_record(
        CaseReview, CaseReview.review, actor=city.actor("work_reviewer"), dossier=case.dossier, case=case,
        house=city.work_committee, **given,
    )  # fmt: skip


def told(city, calendar, days_ago):
    """Clues in their states, entries in neutral words, what is said of the unit, a report with one receipt of two, a case reviewed."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        filed = registered(city, code_name="线索甲")
        opined(city, filed)
        act(city, "unit_head", filed, Clue.approve)
        act(city, "unit_head", filed, Clue.send_for_filing)
        act(city, "second_director", filed, Clue.acknowledge)
        registered(city, code_name="线索乙", received_on=clocks.today() - timedelta(days=14), source="inspection")
        waiting = registered(city, code_name="线索丙", source="supervision")
        opined(city, waiting, disposal="verification")
        up = gone_up(city, code_name="线索丁")
        act(city, "unit_head", up, Clue.ask_to_join)
        act(city, "deputy", up, Clue.approve_joining)
        act(city, "unit_head", up, Clue.join)
        registered(city, code_name="线索戊", subject="managed_above", source="other")
        act(city, "unit_head", entered(city), Interference.read)
        entered(city, by="unit_head", step=Interference.report, about="线索乙")
        answered = said(city)
        act(city, "unit_head", answered, UnitFeedback.give_answer, answer="已修订监督记录模板，自本月起执行。")
        said(
            city,
            "finance_head",
            UnitFeedback.suggest,
            title="加强日常沟通",
            host=city.finance,
            content="建议定期通报监督中发现的共性问题。",
        )
        drafted(city, title="关于案件戊办理情况的报告", kind="case")
        half = reported(city)
        act(city, "third_unit_head", half, DualReport.receive_at_unit)
        case = RegisteredCase.objects.get(code_name="甲三案", unit__organisation=city.first_unit)
        review = reviewed(city, case)
        act(city, "work_reviewer", review, CaseReview.feed_back)
