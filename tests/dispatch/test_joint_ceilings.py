"""The pages of working side by side ask as many questions for few rows as for many."""

import pytest

from dispatch.demonstration import joint, unit_meetings
from dispatch.models import GroupMeeting, JointAction, JointTask, Jurisdiction
from tests.cast import with_units
from tests.supervision.test_watching_ceilings import many, questions
from tests.test_ceilings import many_roots
from workflow import clocks

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]


@pytest.fixture(autouse=True)
def no_session_writes(settings):
    settings.SESSION_IDLE_SECONDS = 10**6


def test_no_page_of_working_side_by_side_asks_more_for_more_rows(city, client):
    (unit,) = with_units(city, "first_unit")
    joint.county_founded(city)
    action, jurisdiction = joint.approved(city), joint.negotiated(city)
    task, meeting = joint.assigned(city, action, city.first_unit, days=0), unit_meetings.called(city, unit)
    pages = {
        "/joint-actions/": 18, f"/joint-actions/month/?month={clocks.today():%Y-%m}": 16, action.get_absolute_url(): 62, task.get_absolute_url(): 44,
        "/jurisdictions/": 18, jurisdiction.get_absolute_url(): 44, "/approval-levels/": 10, unit.get_absolute_url(): 76,
    }  # fmt: skip

    def grow(number):
        many_roots(JointAction.objects.get(pk=action.pk), number)
        many_roots(Jurisdiction.objects.get(pk=jurisdiction.pk), number, state="withdrawn")
        many_roots(GroupMeeting.objects.get(pk=meeting.pk), number)
        many(JointTask.objects.get(pk=task.pk), number)

    def asked():
        """What each page asks for the unit, and for the office that sees every copy of the action."""
        found = {}
        for person in (city.unit_head, city.second_director):
            client.force_login(person)
            found |= {(person.username, page): questions(client, page) for page in pages}
        return found

    grow(3)
    few = asked()
    grow(15)
    assert asked() == few
    assert {at: number for at, number in few.items() if number > pages[at[1]]} == {}
