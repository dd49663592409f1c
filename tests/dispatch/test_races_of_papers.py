"""Two hands on one request at the same moment, on a real PostgreSQL: the unit takes it back while the office reviews it."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from dispatch.demonstration import cast, papers, units
from dispatch.models import Submission
from workflow.models import Clock

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
SECONDS = 60


def test_a_request_is_either_reviewed_or_taken_back(committed_db):
    city = cast.found_units(cast.found_city("shifan", "示范市", cast.found_province()))
    units.founded(city)
    ends = set()
    for _ in range(6):
        request, together = papers.submitted(city), Barrier(2)

        def press(who, step, together=together, request=request, **fields):
            client = Client()
            client.force_login(city.people[who])
            said = {"act_id": uuid.uuid4(), "version": request.version, "shown": request.content_digest, **fields}
            together.wait(SECONDS)
            try:
                return client.post(f"{request.get_absolute_url()}{step}/", said)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            acts = [
                pool.submit(press, "second_director", "review", review_opinion="建议同意。"),
                pool.submit(press, "unit_head", "withdraw", note="需要补充材料。"),
            ]
            answers = [act.result(SECONDS) for act in acts]
        statuses = [answer.status_code for answer in answers]
        assert sorted(statuses) == [302, 409], "one goes through, and the other is told who was faster"
        assert "已由" in answers[statuses.index(409)].content.decode()
        request = Submission.objects.get(pk=request.pk)
        assert request.state == ("reviewed" if statuses[0] == 302 else "draft")
        running = set(Clock.objects.open().of(request).values_list("name", flat=True))
        assert running == ({"reply"} if request.state == "reviewed" else set())
        ends.add(request.state)
    assert ends
