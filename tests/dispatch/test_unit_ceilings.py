"""The pages of a unit's meetings and of recurring duties ask as many questions for few rows as for many."""

from datetime import timedelta

import pytest

from dispatch.demonstration import recurring, unit_meetings
from dispatch.models import AgendaItem, Duty, FollowUp, GroupMeeting, RecurringDuty
from tests.cast import with_units
from tests.supervision.test_watching_ceilings import many, questions
from tests.test_ceilings import many_roots
from workflow.months import months_after

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def no_session_writes(settings):
    settings.SESSION_IDLE_SECONDS = 10**6


def test_no_page_of_a_unit_asks_more_for_more_rows(city, client):
    (unit,) = with_units(city, "first_unit")
    meeting = unit_meetings.called(city, unit)
    item = unit_meetings.tabled(city, meeting)
    meeting = unit_meetings.held(city, meeting)
    unit_meetings.voted(city, item)
    item = unit_meetings.decided(city, item)
    follow_up = unit_meetings.followed_up(city, item)
    rule = recurring.set_for(city, Duty.HEADS_MEETING, Duty.JOINT_STUDY)[-1]
    duty = RecurringDuty.objects.get(rule=rule)
    pages = {
        "/unit-meetings/": 16, meeting.get_absolute_url(): 56, item.get_absolute_url(): 56, "/duties/": 18, "/duty-rules/": 14,
        rule.get_absolute_url(): 44, duty.get_absolute_url(): 44, unit.get_absolute_url(): 70,
    }  # fmt: skip
    client.force_login(city.unit_head)

    def grow(number, begin):
        many_roots(GroupMeeting.objects.get(pk=meeting.pk), number)
        many_roots(rule, number, state="ended")
        many(AgendaItem.objects.get(pk=item.pk), number)
        many(FollowUp.objects.get(pk=follow_up.pk), number)
        for place in range(begin, begin + number):
            first_on = months_after(duty.first_on, 6 * (place + 1))
            many(duty, 1, first_on=first_on, due_on=months_after(first_on, 6) - timedelta(days=1))

    grow(3, 0)
    few = {page: questions(client, page) for page in pages}
    grow(15, 3)
    at_many = {page: questions(client, page) for page in pages}
    assert at_many == few
    assert {page: (asked, pages[page]) for page, asked in few.items() if asked > pages[page]} == {}
