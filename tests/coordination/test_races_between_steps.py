"""Two different acts at the same moment on a real PostgreSQL: one history follows, whole, and the loser is told or acts on what is new.

Each pair meets with either ahead, both having read the dossier before, and as it comes.
"""

import uuid
from datetime import timedelta

import pytest

from coordination.models import Assignment, DocumentKind, Matter, OfficialDocument, Origin, Participation, WrittenReport
from dispatch.demonstration import cast
from dispatch.demonstration.road import Road
from tests.coordination.cells import values
from tests.coordination.racers import FIRST, SECOND, TOGETHER, check_history, from_its_page, meet, refused
from workflow import clocks
from workflow.door import Barred, Moved, open_record, revise
from workflow.models import AuditEntry, Clock, Hold

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
MEETINGS = (FIRST, SECOND, FIRST, SECOND, TOGETHER, TOGETHER, TOGETHER, TOGETHER)


@pytest.fixture
def city(committed_db):
    return cast.found_city("shifan", "示范市", cast.found_province())


def step(road, who, record, taken):
    """The act as its page sends it, with fields that are in order."""
    return from_its_page(road.city.actor(who), record, taken, **values(road, taken, record))


def edit(road, who, record, **fields):
    actor = road.city.actor(who)
    return lambda: revise(record, actor=actor, expected_version=record.version, act_id=uuid.uuid4(), **fields)


def birth(road, who, model, taken, **fields):
    actor, dossier = road.city.actor(who), road.matter.dossier
    return lambda: open_record(model, taken, actor=actor, dossier=dossier, act_id=uuid.uuid4(), **fields)


def now(record):
    return type(record).objects.get(pk=record.pk)


def open_names(model, matter):
    return sorted(model.objects.open().filter(dossier=matter.dossier_id).values_list("name", flat=True))


def entries(matter, name):
    return AuditEntry.objects.filter(dossier=matter.dossier_id, action__endswith=f".{name}").count()


def one_won(said, how):
    """Which of the two was done, 0 or 1; the other was told that somebody was faster, or what bars it now."""
    lost = [refused(each) for each in said]
    assert sorted(lost) == [False, True], said
    assert isinstance(said[lost.index(True)], Moved | Barred)
    assert how == TOGETHER or lost.index(False) == (FIRST, SECOND).index(how)
    return lost.index(False)


# Approval against what takes it away: whoever is second has seen a state that is no more


def submitted(city, **fields):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE, **fields)
    road.to("submitted")
    return road


def awaiting_approval(city):
    road = submitted(city)
    road.refer()
    return road


AFTERWARDS = {  # state: open clocks, open holds
    "draft": ([], []), "declined": (["archiving"], []), "terminated": (["archiving"], []), "determined": (["convening"], []),
    "approved": (["convening", "filing"], ["filing"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("scene", "winner", "rival", "who", "ends"),
    [
        (submitted, "determine", "withdraw", "officer", "draft"),
        (submitted, "determine", "return_for_completion", "secretary", "draft"),
        (awaiting_approval, "approve", "return_for_completion", "clerk", "draft"),
        (awaiting_approval, "approve", "decline_by_committee", "clerk", "declined"),
        (awaiting_approval, "approve", "terminate", "secretary", "terminated"),
    ],
)
def test_a_matter_is_approved_or_taken_back_never_both(scene, winner, rival, who, ends, city):
    """A matter that waits for the committee is not withdrawn by its submitter: the committee's return and refusal, and the
    commission's termination, are what takes an approval away; before the referral it is the withdrawal itself."""
    for how in MEETINGS:
        road = scene(city)
        approver = "deputy" if winner == "determine" else "principal"
        said = meet(
            road.matter.dossier, step(road, approver, road.matter, getattr(Matter, winner)),
            step(road, who, road.matter, getattr(Matter, rival)), how,
        )  # fmt: skip
        matter, won = now(road.matter), one_won(said, how) == 0
        approved = "approved" if winner == "approve" else "determined"
        assert matter.state == ("determined" if won else ends)
        stands = AFTERWARDS[approved if won else ends]
        assert (open_names(Clock, matter), open_names(Hold, matter)) == stands
        assert bool(matter.number) == won
        assert matter.filings.count() == (won and winner == "approve")
        assert (entries(matter, winner), entries(matter, rival)) == ((1, 0) if won else (0, 1))
        check_history(matter.dossier)


# Issue against edits: what is signed is what was read


def ready_to_issue(city):
    road = Road(city)
    road.to("planning")
    road._prepare()
    return road


def further_task(road):
    city = road.city
    return birth(
        road, "officer", Assignment, Assignment.draft, matter=road.matter, content="另一项任务", requirements="按月报送",
        duty_basis="审计监督职责", lead_department=city.audit, due_on=clocks.today() + timedelta(40),
        responsible_leader=city.people["audit_head"], liaison=city.people["audit_liaison"],
    )  # fmt: skip


EDITS = {
    "the document": lambda road: edit(road, "officer", road.matter.documents.get(), division="改过的分工。"),
    "a task": lambda road: edit(road, "officer", road.assignments()[0], content="改过的任务。"),
    "the departments": lambda road: edit(
        road, "officer", road.matter, participating_departments=[*road.departments[1:], road.city.health]
    ),
    "a task more": further_task,
    "a task less": lambda road: step(road, "secretary", road.assignments()[2], Assignment.cancel),
    "no document": lambda road: step(road, "officer", road.matter.documents.get(), OfficialDocument.discard),
}


@pytest.mark.parametrize("what", EDITS)
def test_what_is_issued_is_what_was_read(what, city):
    for how in MEETINGS:
        road = ready_to_issue(city)
        read = plan_words(road.matter)
        said = meet(road.matter.dossier, step(road, "deputy", road.matter, Matter.issue), EDITS[what](road), how)
        matter, issued = now(road.matter), one_won(said, how) == 0
        check_all_or_nothing_is_issued(road, matter, issued)
        assert not issued or plan_words(matter) == read
        check_history(matter.dossier)


def plan_words(matter):
    """What whoever signs the plan reads."""
    documents = [row.signed_content for row in matter.documents.order_by("pk")]
    return documents, [row.content_words for row in matter.assignments.order_by("number")]


def check_all_or_nothing_is_issued(road, matter, issued):
    tasks, documents = road.assignments(), list(matter.documents.all())
    assert matter.state == ("implementing" if issued else "planning")
    assert {task.state for task in tasks} == {"issued" if issued else "drafted"}
    assert {row.state for row in documents} <= ({"issued"} if issued else {"draft", "discarded"})
    assert all(bool(row.number) == issued for row in documents)
    assert ("planning" in open_names(Clock, matter)) != issued
    assert open_names(Hold, matter).count("inspection") == (len(tasks) if issued else 0)
    assert Participation.objects.filter(assignment__matter=matter).exists() == issued


# Receipts against a new version: nobody signs for what he was not shown


def supplemented(city):
    """A new version under draft: of three tasks one changes, one goes to another department, one stays."""
    road = Road(city)
    road.to("implementing")
    document, (first, second, _) = road.draft_new_version(), road.assignments()
    road.change(document, first, content="改过的任务。")
    road.change(
        document, second, lead_department=city.bank, participating_departments=[city.finance],
        responsible_leader=city.people["bank_head"], liaison=city.people["bank_liaison"],
    )  # fmt: skip
    return road


RECEIPTS = {  # who signs for what; whether it changes; who signs for it afterwards
    "a task that changes": ("agriculture_liaison", 0, Assignment.receive, True, "agriculture_liaison"),
    "a task that goes elsewhere": ("finance_liaison", 1, Assignment.receive, True, "bank_liaison"),
    "a task that stays": ("audit_liaison", 2, Assignment.receive, False, "audit_liaison"),
    "a task that stays, on paper": ("officer", 2, Assignment.record_receipt, False, "officer"),
    "a part": ("finance_liaison", 0, Participation.receive, False, "finance_liaison"),
    "a part, on paper": ("officer", 0, Participation.record_receipt, False, "officer"),
}


@pytest.mark.parametrize("what", RECEIPTS)
def test_a_receipt_is_of_what_was_signed_for(what, city):
    who, place, taken, changes, who_next = RECEIPTS[what]
    for how in MEETINGS:
        road = supplemented(city)
        task = road.assignments()[place]
        row = task if taken in vars(Assignment).values() else task.participations.get()
        read = row.received_digest
        said = meet(
            road.matter.dossier, step(road, who, row, taken), step(road, "deputy", road.matter, Matter.supplement), how
        )
        row, signed = now(row), not refused(said[0])
        assert not refused(said[1])
        assert signed or isinstance(said[0], Moved)
        assert how == TOGETHER or signed == (how == FIRST)
        stands = signed and not changes
        assert (row.state, row.receipt_digest) == (("received", read) if stands else ("issued", ""))
        assert Clock.objects.open().of(row).filter(name="receipt").exists() != stands
        check_history(road.matter.dossier)
        if not stands:
            step(road, who_next, row, taken)()
            assert now(row).receipt_digest == now(row).received_digest != read
            check_history(road.matter.dossier)


# Termination against reports: nothing goes on in a matter that has ended


def reporting(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.to("reporting")
    return road


def ready_to_report(city):
    road = reporting(city)
    road.report_all()
    road.draft_committee_report()
    return road


def test_a_matter_is_reported_or_terminated_never_both(city):
    for how in MEETINGS:
        road = ready_to_report(city)
        said = meet(
            road.matter.dossier, step(road, "deputy", road.matter, Matter.report_to_committee),
            step(road, "secretary", road.matter, Matter.terminate), how,
        )  # fmt: skip
        matter, reported = now(road.matter), one_won(said, how) == 0
        report = matter.documents.get(kind=DocumentKind.COMMITTEE_REPORT)
        assert matter.state == ("reported" if reported else "terminated")
        assert (report.state, bool(report.number)) == (("issued", True) if reported else ("draft", False))
        assert open_names(Clock, matter) == ["acknowledgement" if reported else "archiving"]
        assert {task.state for task in road.assignments()} == {"accepted"}
        check_history(matter.dossier)


def last_report(road):
    """The report on the last task is a draft, those before it were accepted."""
    *others, task = road.assignments()
    for other in others:
        road.act("officer", road.write_report(other), WrittenReport.accept)
    key, words = road.key_of(task.lead_department), {"title": "报告", "content": "已按要求完成任务。"}
    return birth(road, f"{key}_liaison", WrittenReport, WrittenReport.draft, assignment=task, **words), f"{key}_head"


def drafts(road):
    return last_report(road)[0]


def signs(road):
    draft, head = last_report(road)
    return step(road, head, draft(), WrittenReport.sign)


def accepts(road, taken=WrittenReport.accept):
    draft, head = last_report(road)
    return step(road, "officer", road.act(head, draft(), WrittenReport.sign), taken)


def returns(road):
    return accepts(road, WrittenReport.return_for_rework)


@pytest.mark.parametrize("reports", [drafts, signs, accepts, returns])
def test_a_report_ends_with_its_matter(reports, city):
    for how in MEETINGS:
        road = reporting(city)
        act = reports(road)
        matter = now(road.matter)
        said = meet(matter.dossier, act, step(road, "secretary", matter, Matter.terminate), how)
        was_faster = not refused(said[0])
        assert not refused(said[1])
        assert was_faster or isinstance(said[0], Moved | Barred)
        assert how == TOGETHER or was_faster == (how == FIRST)
        matter = now(matter)
        assert (matter.state, open_names(Clock, matter), open_names(Hold, matter)) == ("terminated", ["archiving"], [])
        last = Assignment.objects.filter(matter=matter).order_by("number").last()
        done = was_faster and reports is accepts
        assert last.state == ("accepted" if done else "cancelled")
        assert not last.reports.filter(state__in=["draft", "submitted"]).exists()
        assert last.reports.count() == (was_faster if reports is drafts else 1)
        check_history(matter.dossier)
