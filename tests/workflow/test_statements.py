"""How an act's SQL is sent: planned once on each connection, by names that a failure never reuses, and unplanned behind a pooler."""

import pytest
from django.db import DatabaseError, connection, transaction

from coordination.models import Matter
from workflow import statements
from workflow.door import advance
from workflow.models import AuditEntry, Notice

pytestmark = pytest.mark.django_db
BASIS = {"basis": "同意组织协调。"}
SUM = "SELECT CAST(%s AS integer) + CAST(%s AS integer)"
TWICE = "SELECT 2 * CAST(%s AS integer)"
QUOTIENT = "SELECT 1 / CAST(%s AS integer)"


@pytest.fixture
def sent():
    """The messages of the test on their way to the database."""
    found = []

    def listen(execute, sql, *rest):
        found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        yield found


@pytest.fixture
def pooled():
    """A connection that shares its server session with others, so that no plan may stay behind on it."""
    said, kept = connection.settings_dict, dict(connection.settings_dict)
    said["DISABLE_SERVER_SIDE_CURSORS"] = True
    yield
    said.clear()
    said.update(kept)


@pytest.fixture
def unplanned():
    """A connection on which nothing is planned yet."""
    kept = statements._planned.pop(connection.connection, None)
    yield
    statements._planned.pop(connection.connection, None)
    if kept is not None:
        statements._planned[connection.connection] = kept


def planned():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in cursor.fetchall()}


def determined(road):
    """A matter determined through the door, and what its act left behind."""
    matter = road.to("submitted")
    matter = advance(matter, Matter.determine, actor=road.city.actor("deputy"), **BASIS)
    entry = AuditEntry.objects.get(dossier=matter.dossier_id, action="coordination.Matter.determine")
    told = Notice.objects.filter(act_id=entry.act_id).values_list("recipient_id", "text")
    return matter.state, matter.version, entry.changes, sorted(told)


def test_the_last_statement_answers():
    assert statements.ask((SUM, [1, 2]), (TWICE, [21])) == (42,)
    assert statements.ask((f"{TWICE} WHERE 1 = 0", [21])) is None


@pytest.mark.postgres
def test_a_statement_is_planned_once(unplanned, sent):
    for number in (1, 2, 3):
        assert statements.ask((SUM, [number, 1]), (TWICE, [number])) == (2 * number,)
    assert [message.count("PREPARE") for message in sent] == [2, 0, 0]


@pytest.mark.postgres
def test_no_more_plans_than_a_connection_keeps(unplanned, sent, monkeypatch):
    monkeypatch.setattr(statements, "PLANS", 1)
    for _ in range(2):
        assert statements.ask((SUM, [1, 2]), (TWICE, [21])) == (42,)
    assert [message.count("PREPARE") for message in sent] == [1, 0]


@pytest.mark.postgres
def test_behind_a_pooler_nothing_is_planned(pooled, unplanned, sent, road):
    before = planned()
    state, *_ = determined(road)
    assert planned() == before
    assert not [message for message in sent if "PREPARE" in message or "EXECUTE" in message]
    assert state == "determined"


@pytest.mark.postgres
def test_behind_a_pooler_the_result_is_the_same(unplanned, road, request):
    with transaction.atomic():
        plainly = determined(road)
        transaction.set_rollback(True)
    request.getfixturevalue("pooled")
    assert _apart_from_numbers(determined(road)) == _apart_from_numbers(plainly)


def _apart_from_numbers(result):
    state, version, changes, told = result
    return state, version, sorted(changes), [person for person, _ in told]


@pytest.mark.postgres
def test_after_a_failed_message_its_names_are_never_used_again(unplanned, sent):
    before = planned()
    with pytest.raises(DatabaseError), transaction.atomic():
        statements.ask((SUM, [1, 2]), (QUOTIENT, [0]))
    left = planned() - before
    assert len(left) == 2, "PostgreSQL keeps what a message planned, also after a rollback"
    assert statements.ask((SUM, [1, 2]), (QUOTIENT, [1])) == (1,)
    assert len(planned() - before - left) == 2
    assert statements.ask((SUM, [3, 4])) == (7,)
    assert "PREPARE" not in sent[-1]


@pytest.mark.postgres
def test_a_message_that_cannot_even_be_planned_leaves_the_connection_working(unplanned, road):
    for _ in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            statements.ask((SUM, [1, 2]), ("SELECT nothing FROM nowhere WHERE id = %s", [1]))
    assert determined(road)[0] == "determined"
