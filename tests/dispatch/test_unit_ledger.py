"""The ledger of a unit: what each sees of it, what leaves on record, lights as the database says them, the figures of a year."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from dispatch.demonstration import papers, registers
from dispatch.demonstration.papers import act
from dispatch.models import Clue, Submission
from supervision.ledger_lights import of_tone
from tests.dispatch.test_registers import browser, unit
from workflow import clocks
from workflow.models import AuditEntry, Clock

pytestmark = pytest.mark.django_db
__all__ = ["unit"]


def test_the_ledger_of_a_unit_shows_what_each_sees_and_leaves_on_record(unit):
    clue, sent = registers.registered(unit, code_name="=线索甲"), papers.submitted(unit)
    ended = papers.submitted(unit, kind="report", title="关于已办结工作的报告")
    act(unit, "second_director", ended, Submission.receive)
    Clock.objects.open().of(clue).update(due_on=clocks.today() - timedelta(days=1))
    address = f"{clue.unit.get_absolute_url()}ledger/"
    page = browser(unit, "unit_head").get(address).content.decode()
    assert clue.code_name in page
    assert sent.title in page
    assert ended.title not in page
    assert ended.title in browser(unit, "unit_head").get(address, {"standing": "ended"}).content.decode()
    red = browser(unit, "unit_head").get(address, {"light": "red"}).content.decode()
    assert clue.code_name in red
    assert sent.title not in red
    other = browser(unit, "unit_other_officer")
    assert clue.code_name in other.get(address).content.decode(), "who handles it"
    act(unit, "unit_head", clue, Clue.change_handler, handler=unit.unit_deputy)
    for client, hidden in ((other, True), (browser(unit, "unit_head"), False)):
        answer = client.post(f"{address}export/", {"kind": "xlsx", "reason": ""})
        rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
        said = [" ".join(filter(None, row)) for row in rows]
        assert any(sent.number in row for row in said)
        assert all("线索甲" not in row for row in said) == hidden
    assert AuditEntry.objects.filter(action="export_ledger").count() == 2
    csv = b"".join(
        browser(unit, "unit_head").post(f"{address}export/", {"kind": "csv", "reason": ""}).streaming_content
    ).decode()
    assert sent.number in csv
    assert browser(unit, "second_unit_head").get(address).status_code == 404
    assert browser(unit, "finance_head").get(f"{address}export/").status_code == 404


def test_the_ledger_of_a_unit_with_the_longest_name_leaves_as_well(unit):
    registers.registered(unit)
    house = unit.first_unit
    house.short_name = "驻" * house._meta.get_field("short_name").max_length
    house.save()
    address = f"{house.dispatched_units.get().get_absolute_url()}ledger/export/"
    assert browser(unit, "unit_head").post(address, {"kind": "csv", "reason": ""}).status_code == 200
    assert "行，csv" in AuditEntry.objects.get(action="export_ledger").label


def test_more_rows_than_a_few_leave_with_a_reason_and_questions_do_not_grow(unit, settings, django_assert_num_queries):
    settings.EXPORT_REASON_ROWS = 1
    registers.registered(unit), registers.registered(unit, code_name="线索乙")
    address, head = f"{unit.first_unit.dispatched_units.get().get_absolute_url()}ledger/", browser(unit, "unit_head")
    refused = head.post(f"{address}export/", {"kind": "csv", "reason": ""})
    assert refused.status_code == 422
    assert not AuditEntry.objects.filter(action="export_ledger").exists()
    settings.SESSION_IDLE_SECONDS = 10**6
    pages, asked = (address, "/clues/", f"/clues/{Clue.objects.first().public_id}/"), {}
    for page in pages:
        with CaptureQueriesContext(connection) as few:
            head.get(page)
        asked[page] = len(few)
    for number in range(8):
        registers.registered(unit, code_name=f"线索{number}")
    for page in pages:
        with django_assert_num_queries(asked[page]):
            head.get(page)
    assert max(asked.values()) <= 60


def test_the_figures_of_a_year_begin_a_report(unit):
    registers.registered(unit)
    year = clocks.today().year
    page = browser(unit, "unit_officer").get(f"/unit-papers/submissions/new/?figures={year}").content.decode()
    assert "线索登记1件（已登记1件）" in page
    assert f"关于{year}年工作情况的报告" in page
    assert (
        "线索登记1件"
        not in browser(unit, "unit_officer").get(f"/unit-papers/submissions/new/?figures={year - 1}").content.decode()
    )
    assert browser(unit, "unit_officer").get("/unit-papers/submissions/new/?figures=x").status_code == 200


def test_the_light_warns_ten_days_before_and_the_ledger_says_the_same(unit):
    clue = registers.registered(unit, received_on=clocks.today())
    clock, ledger = (
        Clock.objects.open().of(clue).select_related("policy").get(),
        f"{clue.unit.get_absolute_url()}ledger/",
    )
    for before, tone in ((11, "green"), (10, "yellow"), (3, "yellow"), (0, "yellow"), (-1, "red")):
        day = clock.due_on - timedelta(days=before)
        assert clocks.light(clock, day).tone == tone, before
        burning = Clock.objects.of(clue).filter(of_tone(tone, day))
        assert burning.exists(), f"the database says otherwise {before} days before"
    with clocks.as_of(clocks.end_of(clock.due_on - timedelta(days=11)) + timedelta(hours=10)):
        assert clue.code_name in browser(unit, "unit_head").get(ledger, {"light": "yellow"}).content.decode()
