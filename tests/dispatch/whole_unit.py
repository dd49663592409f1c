"""A unit with one of everything that it has, and fields with which each of its steps may be taken: for walks and races over all of it."""

from datetime import timedelta

from dispatch.demonstration import papers, recurring, staff, unit_meetings, units
from dispatch.models import Duty, Stance
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
    name = f"{type(record).__name__}.{taken.__name__}"
    return given[name] if name in given else cells.values(road, taken, record)
