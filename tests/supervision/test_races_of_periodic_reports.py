"""Two who begin the report of one period at the same moment, on a real PostgreSQL: one report, and an answer for both."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from dispatch.demonstration import cast
from supervision.models import PeriodicReport
from supervision.periods import Period
from workflow import clocks

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
SECONDS = 60


def test_one_period_has_one_report_whoever_is_faster(committed_db):
    city = cast.found_city("shifan", "示范市", cast.found_province())
    answers = []
    for back in range(6):
        period, together = Period.of("month", clocks.today()).shifted(-back), Barrier(2)

        def begin(who, period=period, together=together):
            client = Client()
            client.force_login(city.people[who])
            together.wait(SECONDS)
            try:
                return client.post(
                    "/periodic-reports/new/", {"period": period.key, "act_id": uuid.uuid4(), "version": 0}
                )
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            said = [
                future.result(SECONDS) for future in [pool.submit(begin, who) for who in ("officer", "other_officer")]
            ]
        assert sorted(each.status_code for each in said) in ([302, 409], [302, 422])
        late = next(each for each in said if each.status_code != 302).content.decode()
        assert "刚刚由他人起草" in late or "同一期不重复报告" in late
        assert PeriodicReport.objects.filter(kind="month", first_on=period.first_on).count() == 1
        answers += [each.status_code for each in said]
    assert 409 in answers, "they never met"
