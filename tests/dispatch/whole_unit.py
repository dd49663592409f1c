"""A unit with one of everything that it has, and fields with which each of its steps may be taken: for walks and races over all of it."""

from datetime import timedelta

from dispatch.approval import Level
from dispatch.demonstration import joint, papers, recurring, registers, staff, unit_meetings, units, watching
from dispatch.models import Advice, Duty, Stance
from tests.coordination import cells
from workflow import clocks


def roots(city):
    """One of each kind of dossier that a unit has, of meetings one ahead and one that sits."""
    unit = units.founded(city)
    for key in ("unit_head", "unit_officer"):
        staff.prepared(city, staff.in_office(city, unit, key), "unit_deputy", key)
    for key in ("unit_deputy", "unit_other_officer"):
        staff.proposed(city, unit, key)
    staff.has_function(city, unit, "unit_head", "petition")
    begun = (papers.submitted, papers.assigned, papers.asked, papers.notified, papers.requested)
    said = [papers.submitted(city, kind="report"), papers.drafted(city), *(begin(city) for begin in begun)]
    return [unit, *meetings(city, unit), case(city, unit), recurring.set_for(city, Duty.LEADERSHIP_REPORT)[0], *said]


def roots_beside(city):
    """One of each kind of file that stands beside a unit's own: work with others, daily supervision, registers.

    The city has its units' people and the bodies of ``registers.found_bodies``.
    """
    unit = units.founded(city)
    units.founded(city, "second_unit"), units.founded(city, "third_unit"), joint.county_founded(city)
    staff.has_function(city, unit, "unit_officer", "petition")
    action = joint.approved(city)
    for house in (city.second_office, city.first_unit):
        joint.assigned(city, action, house)
    found = [action, joint.negotiated(city), joint.handling_proposed(city, case(city, unit))]
    begun = (watching.recorded, watching.listed, watching.notified, watching.asked, watching.drafted, watching.sent)
    found += [begin(city) for begin in begun]
    found += [watching.drawn(city)] if watching.closed(city) else []
    found += [
        registers.registered(city),
        registers.registered(city, code_name="线索乙", subject="host_leadership"),
        registers.entered(city),
    ]
    return [
        *found,
        registers.said(city),
        registers.drafted(city),
        registers.reviewed(city, registers.closed_case(city)),
    ]


def meetings(city, unit):
    """One ahead; one that sits on two items, of which the votes carry one."""
    found = [unit_meetings.called(city, unit) for _ in range(2)]
    _, carried, lost = (unit_meetings.tabled(city, meeting) for meeting in (*found, found[1]))
    unit_meetings.held(city, found[1])
    unit_meetings.voted(city, carried)
    unit_meetings.voted(city, lost, ((unit_meetings.HEAD, Stance.NAY), (unit_meetings.DEPUTY, Stance.NAY)))
    return found


def case(city, unit, code_name="甲一案"):
    found = staff.registered(city, unit, code_name)
    staff.on_case(city, found, "unit_officer", "investigation")
    staff.on_case(city, found, "unit_deputy", "review")
    staff.stands_back(city, found, "unit_other_officer")
    return found


def values(road, taken, record):
    """Fields in order for a step, so that only its state or its post can refuse it."""
    city, today, soon = road.city, clocks.today(), clocks.today() + timedelta(days=9)
    attended = [city.unit_head, city.unit_deputy]
    document = "示编〔2026〕1号"
    given = {
        "GroupMeeting.hold": {"held_on": today, "chair": city.unit_head, "attended": attended},
        "GroupMeeting.postpone": {"planned_on": soon}, "GroupMeeting.write_minutes": {"minutes": "会议情况。"},
        "GroupMeeting.minute_alone": {"alone_because": "仅一人。"}, "AgendaItem.decide": {"decision": "同意。"},
        "FollowUp.complete": {"outcome": "已落实。"}, "FollowUp.change_date": {"due_on": soon},
        "FollowUp.reassign": {"responsible": city.unit_officer},
        "RecurringDuty.complete": {"document": document, "done_on": today, "kept_at": "档案室"},
        "DispatchedUnit.change_mode": {
            "mode": "comprehensive", "hosts": [city.finance, city.audit], "from_on": today, "document": document,
        },
        "DispatchedUnit.add_host": {"host": city.audit, "from_on": today, "document": document},
        "DispatchedUnit.end_host": {"host": city.health, "until_on": today, "document": document},
        "DispatchedUnit.dissolve": {"dissolved_on": today, "document": document},
    }  # fmt: skip
    given |= _beside(city, today, soon)
    name = f"{type(record).__name__}.{taken.__name__}"
    return given[name] if name in given else cells.values(road, taken, record)


def _beside(city, today, soon):
    """Fields of the steps of what ``roots_beside`` begins."""
    result, settled = {"result": "已办结。"}, {"held_by": "unit", "terms": "由派驻机构管辖，地方纪委配合。"}
    seen, higher = {"held_on": today, "means": "on_site", "seen": "没有新的滞留。"}, {"approval_level": Level.SECRETARY}
    return {
        "JointAction.add_parties": {"units": [city.second_unit]}, "JointAction.change_date": {"due_on": soon},
        "JointAction.conclude": result, "JointAction.refer_higher": higher, "DirectHandling.refer_higher": higher,
        "JointTask.report_progress": {"entry": "已核对过半。"}, "JointTask.report": result, "JointTask.return_report": {"due_on": soon},
        "Jurisdiction.counter": settled, "Jurisdiction.propose_again": settled,
        "Jurisdiction.designate": {"designated": city.organisations.get("county"), "document": "示纪管〔2026〕1号"},
        "DirectHandling.hand_back": {"handover": "材料已全部交还。"},
        "SupervisionRecord.mark_problem": {"area": "systems", "problem": "制度执行不严。"},
        "KeyPerson.reclassify": {"key_class": "listed"},
        "IntegrityOpinion.draft_opinion": {"opinion": "没有问题反映。"}, "IntegrityOpinion.reply": {"document": "示财纪〔2026〕3号"},
        "Advice.feed_back": {"feedback": "已整改。"}, "Advice.return_feedback": {"due_on": soon},
        "Advice.verify_result": {"checked_on": today, "check_means": "on_site", "check_seen": "属实。"},
        "AdviceRecheck.conclude": seen, "AdviceRecheck.find_recurrence": seen,
        "AdviceRecheck.follow_up": {"later_advice": Advice.objects.order_by("pk").last()},
        "Clue.change_handler": {"handler": city.unit_deputy}, "Clue.conclude": {"outcome": "派出机关已按程序处置。"},
        "Clue.give_opinion": {"disposal": "verification", "opinion": "线索具体，建议核实。"},
        "Interference.acknowledge": {"finding": "已了解，按规定处理。"}, "UnitFeedback.give_answer": {"answer": "已整改。"},
        "DualReport.record_group_receipt": {"group_receipt": "建工党收〔2026〕5号"},
    }  # fmt: skip
