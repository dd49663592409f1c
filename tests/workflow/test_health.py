"""The health address says whether the database answers, to anyone, and leaves nothing behind."""

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext


@pytest.mark.django_db
def test_a_stranger_learns_that_the_database_answers_and_leaves_no_session(client):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/healthz/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert [query["sql"] for query in asked] == ["SELECT 1"]
    assert not answer.cookies
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_without_its_database_the_answer_is_503(client):
    def gone(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(gone):
        answer = client.get("/healthz/")
    assert (answer.status_code, answer.content) == (503, b"")
    assert client.get("/healthz/").status_code == 200
