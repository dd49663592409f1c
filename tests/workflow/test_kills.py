"""An act whose process ends at any statement has happened wholly or not at all, and its repetition completes it once.

The process is a real one: a fork that ends without any cleaning up, around the first statement of the act, the second, and so on
until it gets through. The whole database is compared, row by row.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from functools import partial

import pytest
from django.apps import apps
from django.db import transaction

from coordination.models import Category, Matter, Origin, WrittenReport
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from tests.forks import GOT_THROUGH, KILLED, Ending, everything, forked, resembled, undisturbed
from workflow import audit
from workflow.door import advance, open_record
from workflow.models import AuditEntry, Clock, Dossier, Hold, Notice, OutboxMessage

pytestmark = pytest.mark.slow


def everything_agrees(act_id):
    """State, version, chain, clocks, holds, notices and outbox say the same."""
    for dossier in Dossier.objects.all():
        assert audit.first_fault(dossier, dossier.public_id) is None
    entries = AuditEntry.objects.filter(act_id=act_id)
    for entry in entries:
        record = apps.get_model(entry.subject_type)._base_manager.get(public_id=entry.subject_id)
        last = AuditEntry.objects.filter(subject_id=entry.subject_id).order_by("-seq").first()
        assert record.state == last.target
    assert not Clock.objects.open().exclude(closed_act=None).exists()
    assert not Clock.objects.filter(started_act=act_id, closed_act=act_id).exists()
    assert not Hold.objects.filter(placed_act=act_id, lifted_act=act_id).exists()
    told = Notice.objects.filter(act_id=act_id)
    assert OutboxMessage.objects.filter(notice__in=told).count() == told.count()
    return entries.count()


# The acts


@dataclass(frozen=True)
class Scene:
    """One act, ready to be taken; and how many entries it must leave."""

    act: partial
    act_id: uuid.UUID
    entries: int


def scene(record, step, city, who, entries, **fields):
    act_id = uuid.uuid4()

    def act():
        advance(type(record).objects.get(pk=record.pk), step, actor=city.actor(who), act_id=act_id, **fields)

    return Scene(act, act_id, entries)


def register(road):
    """Opens a dossier with its grants; the principals are known from an earlier matter."""
    city, act_id = road.city, uuid.uuid4()
    Road(city).register()

    def act():
        open_record(
            Matter, Matter.register, actor=city.actor("officer"), act_id=act_id, commission=city.commission,
            committee=city.committee, superior=city.commission.superior, drafting_organisation=city.commission,
            handling_office=city.first_office, deputy_in_charge=city.deputy, origin=Origin.COMMITTEE_ASSIGNED,
            origin_document="示市委办〔2026〕15号", title="专项整治", category=Category.PUBLIC_INTEREST, grounds="市委部署。",
        )  # fmt: skip

    return Scene(act, act_id, 1)


def determine(road):
    return scene(road.to("submitted"), Matter.determine, road.city, "deputy", 1, basis="同意组织协调。")


def issue(road):
    """Signs the document, hands over three tasks and two participations, and issues the matter."""
    road.to("planning")
    road.hold_meeting(road.meeting)
    road.draft_assignments()
    road.draft_document()
    return scene(road.matter, Matter.issue, road.city, "deputy", 8)


def sign(road):
    """Signs the report and reports the task."""
    road.to("reporting")
    assignment = road.assignments()[0]
    report = open_record(
        WrittenReport, WrittenReport.draft, actor=road.city.actor("agriculture_liaison"), dossier=road.matter.dossier,
        assignment=assignment, number=1, title="关于任务落实情况的报告", content="已按要求完成。",
    )  # fmt: skip
    return scene(report, WrittenReport.sign, road.city, "agriculture_head", 2)


def terminate(road):
    """Ends the matter, its three tasks and two participations."""
    matter = road.to("implementing")
    return scene(matter, Matter.terminate, road.city, "principal", 6, note="情况变化，不再组织协调。")


@pytest.fixture
def a_road(committed_db):
    return Road(cast.found_city("shifan", "示范市", cast.found_province()))


@pytest.mark.parametrize("setting", [register, determine, issue, sign, terminate], ids=lambda setting: setting.__name__)
def test_an_act_that_is_ended_happens_wholly_or_not_at_all_and_once(a_road, setting):
    ready = setting(a_road)
    before, expected = everything(), undisturbed(ready.act)
    ended = 0
    for at in range(1, 200):
        results = [forked(ready.act, Ending(at, "before")), forked(ready.act, Ending(at, "after"))]
        if GOT_THROUGH in results:
            break
        assert everything() == before, f"statement {at}"
        ended += len(results)
    assert results == [GOT_THROUGH, GOT_THROUGH]  # ended just after the commit; and the same act once more
    assert ended >= 2 * 5
    after = everything()
    assert resembled(after) == expected
    assert everything_agrees(ready.act_id) == ready.entries
    assert forked(ready.act) == GOT_THROUGH
    assert everything() == after


def test_an_act_ended_after_every_statement_completes_when_it_is_repeated(a_road):
    """Each ending is followed by its own repetition, which is then taken back, so that the next one finds the same."""
    ready = issue(a_road)
    before, expected = everything(), undisturbed(ready.act)
    for at in range(1, 200):
        if forked(ready.act, Ending(at, "after")) == GOT_THROUGH:
            break
        assert undisturbed(ready.act) == expected
        assert everything() == before
    assert everything_agrees(ready.act_id) == ready.entries


@pytest.mark.django_db
def test_the_comparison_sees_what_an_act_leaves_out(road):
    """The control of the comparison itself: one row less, or one value off, is another database."""
    ready = determine(road)
    expected = undisturbed(ready.act)
    ready.act()
    assert resembled(everything()) == expected
    for spoil in (
        lambda: OutboxMessage.objects.filter(notice__act_id=ready.act_id).first().delete(),
        lambda: Clock.objects.filter(closed_act=ready.act_id).update(status="cancelled"),
        lambda: Dossier.objects.update(version=0),
    ):
        with transaction.atomic():
            spoil()
            assert resembled(everything()) != expected
            transaction.set_rollback(True)


def test_two_acts_taken_for_one_are_found_half_done(a_road):
    """The control: without one transaction around the whole the comparison sees it."""
    ready, road = determine(a_road), a_road
    before = everything()

    def both():
        ready.act()
        advance(Matter.objects.get(), Matter.convene, actor=road.city.actor("officer"))

    expected = Counter()
    for at in range(1, 200):
        if forked(both, Ending(at, "before")) != KILLED:
            break
        expected[everything() == before] += 1
        if everything() != before:
            break
    assert expected[False] == 1
