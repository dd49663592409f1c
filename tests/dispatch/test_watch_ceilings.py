"""The pages of a unit's daily work ask as many questions for few rows as for many."""

import pytest

from dispatch.demonstration import watching as played
from dispatch.models import Advice, AdviceDraw, AdviceRecheck, SupervisionRecord
from tests.cast import with_units
from tests.supervision.test_watching_ceilings import questions
from tests.test_ceilings import many_roots

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]


@pytest.fixture(autouse=True)
def no_session_writes(settings):
    settings.SESSION_IDLE_SECONDS = 10**6


def test_no_page_of_daily_work_asks_more_for_more_rows(city, client):
    with_units(city, "first_unit")
    closed = played.closed(city)
    draw = played.drawn(city)
    finding, person = played.found(city), played.listed(city)
    advice = played.sent(city, finding=finding)
    others = [played.guided(city), played.notified(city), played.asked(city)]
    pages = {
        "/supervision-records/": 26, "/key-persons/": 22, "/guidance/": 28, "/advices/": 28, "/advices/draws/": 22, "/leader-notices/": 26,
        "/integrity-opinions/": 28, **{row.get_absolute_url(): 70 for row in (finding, person, advice, draw, *others)},
        draw.rechecks.get().get_absolute_url(): 60, "/advices/new/": 30, "/supervision-records/new/": 40,
    }  # fmt: skip
    client.force_login(city.unit_head)

    def grow(number, begin):
        for row in (SupervisionRecord.objects.get(pk=finding.pk), Advice.objects.get(pk=advice.pk), *others):
            many_roots(row, number)
        many_roots(AdviceDraw.objects.get(pk=draw.pk), number)
        for place in range(begin, begin + number):
            many_roots(type(person).objects.get(pk=person.pk), 1, code=f"乙-{place}")
        twins = list(Advice.objects.exclude(pk__in=[closed.pk, advice.pk]).order_by("-pk")[:number])
        AdviceRecheck.objects.bulk_create(
            AdviceRecheck(dossier=draw.dossier, draw=draw, place=begin + place + 2, advice=row, state="concluded")
            for place, row in enumerate(twins)
        )

    grow(3, 0)
    few = {page: questions(client, page) for page in pages}
    grow(12, 3)
    at_many = {page: questions(client, page) for page in pages}
    assert at_many == few
    assert {page: (asked, pages[page]) for page, asked in few.items() if asked > pages[page]} == {}
