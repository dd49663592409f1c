"""What the side roads leave behind: a new version of the plan, an oral notice, importance found late, a merger."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coordination.matter_views import drafting_links
from coordination.models import (
    Assignment,
    Category,
    Filing,
    Invitation,
    Matter,
    Meeting,
    MeetingKind,
    OfficialDocument,
    Origin,
    Participation,
    WrittenReport,
)
from organizations.actors import actor_of
from organizations.models import Person
from tests.cast import Road
from tests.coordination.cells import survivor
from tests.coordination.side_roads import draft_a_further_task
from workflow import clocks
from workflow.desk import desk_of
from workflow.door import Barred, Moved, advance
from workflow.models import AuditEntry, Clock, Hold, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordinary(city):
    return Road(city, origin=Origin.DEPUTY_IN_CHARGE)


@pytest.fixture
def case(city):
    """A case matter whose plan is worked out."""
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE, category=Category.CASE)
    road.to("planning")
    road.hold_meeting(road.meeting)
    road.draft_assignments()
    return road


def running(road, name):
    return Clock.objects.open().filter(dossier=road.matter.dossier_id, name=name)


def standing(road):
    return set(Hold.objects.open().filter(dossier=road.matter.dossier_id).values_list("name", flat=True))


# Orally


def test_only_a_case_may_be_told_orally(ordinary):
    ordinary.to("planning")
    ordinary.hold_meeting(ordinary.meeting)
    ordinary.draft_assignments()
    with pytest.raises(Barred, match="只有查办违纪违法案件"):
        ordinary.consent()


def test_no_notice_is_earlier_than_the_consent_and_none_is_missing(case):
    with pytest.raises(Barred, match="尚未经分管办案工作的领导同意"):
        case.tell(case.departments[0])
    case.consent()
    assert running(case, "notice").exists()
    for department in case.departments[:-1]:
        case.tell(department)
    with pytest.raises(Barred, match="人民银行"):
        case.act("officer", case.matter, Matter.notify_orally)
    case.tell(case.departments[-1])
    case.act("officer", case.matter, Matter.notify_orally)
    assert standing(case) == {"formalities", "inspection"}
    assert running(case, "formalities").get().subject_id == case.matter.public_id
    assert not running(case, "notice").exists()
    assert not running(case, "planning").exists()


def test_until_the_formalities_are_completed_the_matter_neither_ends_nor_is_reported(case):
    case.consent()
    case.notify_orally()
    with pytest.raises(Barred, match="手续尚未补办"):
        case.act("deputy", case.matter, Matter.terminate, note="情况变化。")
    with pytest.raises(Barred, match="还没有起草"):
        case.act("deputy", case.matter, Matter.complete_formalities)
    case.receive(skip=(3,))
    first = case.assignments()[0]
    told = Notice.objects.filter(dossier=case.matter.dossier).count()
    case.complete_formalities()
    assert standing(case) == {"inspection"}
    assert Notice.objects.filter(dossier=case.matter.dossier).count() > told
    assert case.matter.documents.get(state="issued").number
    renewed = case.act("agriculture_liaison", first, Assignment.renew_receipt)
    assert renewed.renewed_digest != renewed.receipt_digest
    with pytest.raises(Barred, match="补签收一次"):
        case.act("agriculture_liaison", first, Assignment.renew_receipt)
    part = Participation.objects.get(assignment=first)
    assert case.act("finance_head", part, Participation.renew_receipt).renewed_by == case.city.finance_head
    late = case.assignments()[2]
    case.act("audit_liaison", late, Assignment.receive)
    with pytest.raises(Barred, match="补签收一次"):  # received after the document: nothing is to be renewed
        case.act("audit_liaison", late, Assignment.renew_receipt)


def test_what_was_shortened_is_made_up_before_the_formalities(city):
    """规定 9(2)、11: where those concerned were only called together, each department's opinion is still wanted."""
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE, category=Category.CASE)
    road.to("determined")
    road.name_departments()
    call = road.born(
        Meeting, Meeting.call, kind=MeetingKind.CALL, title="紧急通报", planned_on=clocks.today(), invited=[city.agriculture]
    )  # fmt: skip
    road.act("officer", road.matter, Matter.convene)
    road.act("officer", call, Meeting.hold, held_on=clocks.today(), chair="示范己")
    road.act("officer", call.invitations.get(), Invitation.attend, attendees="局长", position="同意。")
    road.born(
        Assignment, Assignment.draft, content="核查", requirements="保密", duty_basis="监管职责", lead_department=city.agriculture,
        due_on=clocks.today() + timedelta(20), responsible_leader=city.agriculture_head, liaison=city.agriculture_liaison,
    )  # fmt: skip
    road.consent()
    road.notify_orally()
    with pytest.raises(Barred, match="没有到会，也没有书面反馈意见"):
        road.complete_formalities()
    asked = road.born(
        Meeting, Meeting.call, kind=MeetingKind.CONSULTATION, title="征求意见", planned_on=clocks.today() + timedelta(2),
        invited=[city.finance, city.audit, city.bank],
    )  # fmt: skip
    for row in asked.invitations.all():
        road.act(f"{road.key_of(row.department)}_head", row, Invitation.answer, position="同意。")
    assert road.act("deputy", road.matter, Matter.complete_formalities).formalities_completed_at


# A new version


def new_version(road):
    """Task 1 takes in another department, task 2 goes to the bank, a fourth task comes in."""
    document, (first, second, _) = road.draft_new_version(), road.assignments()
    road.change(document, first, participating_departments=[road.city.finance, road.city.audit], content="全面清理核对")
    head, liaison = road.city.people["bank_head"], road.city.people["bank_liaison"]
    road.change(
        document, second, lead_department=road.city.bank, responsible_leader=head, liaison=liaison,
        participating_departments=[road.city.finance],
    )  # fmt: skip
    draft_a_further_task(road)
    return document


def test_a_new_version_changes_tasks_and_voids_their_receipts(ordinary):
    ordinary.to("implementing")
    ordinary.receive()
    ordinary.contribute()
    road, before = ordinary, ordinary.assignments()
    report = road.write_report(before[1])
    assert not drafting_links(road.matter, road.city.actor("officer"))
    document = new_version(road)
    assert [link["label"] for link in drafting_links(road.matter, road.city.actor("officer"))] == ["起草任务"]
    assert not drafting_links(road.matter, road.city.actor("deputy"))
    old = OfficialDocument.objects.get(pk=document.replaces_id)
    road.act("deputy", road.matter, Matter.supplement)
    first, second, third, fourth = road.assignments()
    assert [row.state for row in (first, second, third, fourth)] == ["issued", "issued", "received", "issued"]
    assert (first.content, first.receipt_digest, first.received_by) == ("全面清理核对", "", None)
    assert second.lead_department == road.city.bank
    parts = {
        (row.assignment.number, road.key_of(row.department)): row.state
        for row in Participation.objects.filter(assignment__matter=road.matter)
        .select_related("assignment")
        .order_by("pk")
    }
    assert parts == {
        (1, "finance"): "contributed",
        (1, "audit"): "issued",
        (2, "bank"): "contributed",
        (2, "finance"): "issued",
    }
    assert type(report).objects.get(pk=report.pk).state == "lapsed"
    old.refresh_from_db()
    assert (old.state, OfficialDocument.objects.get(pk=document.pk).state) == ("superseded", "issued")
    clocks_of = {
        row.number: set(Clock.objects.open().of(row).values_list("name", flat=True))
        for row in (first, second, third, fourth)
    }
    assert clocks_of == {1: {"receipt", "work"}, 2: {"receipt", "work"}, 3: {"work"}, 4: {"receipt", "work"}}
    act = AuditEntry.objects.get(action="coordination.Matter.supplement").act_id
    assert AuditEntry.objects.filter(act_id=act, action="coordination.Assignment.reissue").count() == 1


def test_a_receipt_of_what_has_changed_meanwhile_is_refused(ordinary):
    """receive ‖ supplement: the one who looks at the old task signs for nothing."""
    ordinary.to("implementing")
    task = ordinary.assignments()[0]
    shown = task.received_digest
    document = ordinary.draft_new_version()
    ordinary.change(document, task, content="全面清理核对")
    ordinary.act("deputy", ordinary.matter, Matter.supplement)
    with pytest.raises(Moved):
        ordinary.act("agriculture_liaison", task, Assignment.receive, shown=shown)
    assert ordinary.act("agriculture_liaison", task, Assignment.receive).receipt_digest


def test_a_department_that_nobody_asked_gets_no_task(ordinary):
    ordinary.to("implementing")
    city, road = ordinary.city, ordinary
    document = road.draft_new_version()
    road.change(
        document, road.assignments()[0], lead_department=city.health, responsible_leader=city.health_head,
        liaison=city.health_liaison,
    )  # fmt: skip
    with pytest.raises(Barred, match="没有征求过意见：示范市卫生健康委"):
        road.act("deputy", road.matter, Matter.supplement)
    asked = road.born(
        Meeting, Meeting.call, kind=MeetingKind.CONSULTATION, title="征求意见", planned_on=clocks.today() + timedelta(2),
        invited=[city.health],
    )  # fmt: skip
    road.act("health_head", asked.invitations.get(), Invitation.answer, position="同意。")
    road.act("deputy", road.matter, Matter.supplement)
    assert city.health in road.matter.participating_departments.all()
    health = actor_of(city.health_liaison, today=clocks.today())
    assert Assignment.objects.visible_to(health).count() == 1
    agriculture = actor_of(city.agriculture_liaison, today=clocks.today())
    assert Assignment.objects.visible_to(agriculture).filter(number=1).count() == 0


def test_changes_are_refused_that_the_procedure_does_not_know(ordinary):
    road = ordinary
    road.to("reporting")
    road.report_all(accept=False)
    document, (first, second, third) = road.draft_new_version(), road.assignments()
    with pytest.raises(Barred, match="已报告的任务只能改派"):
        road.change(document, first, content="改变内容")
    road.act("officer", third.reports.get(), WrittenReport.accept)
    with pytest.raises(Barred, match="尚未销号"):
        road.change(document, third, lead_department=road.city.bank)
    with pytest.raises(Barred, match="应当写明变更了什么"):
        road.draft_new_version(changes=" ")
    assert second.state == "reported"


def test_a_participant_is_dropped_only_with_another_lead(ordinary):
    ordinary.to("implementing")
    document = ordinary.draft_new_version()
    with pytest.raises(Barred, match="不能减少参与部门：示范市财政局"):
        ordinary.change(document, ordinary.assignments()[0], participating_departments=[])


def test_the_drafter_of_the_new_version_does_not_issue_it(ordinary):
    ordinary.to("implementing")
    document = ordinary.draft_new_version()
    OfficialDocument.objects.filter(pk=document.pk).update(drafter=ordinary.city.deputy)
    with pytest.raises(Barred, match="起草人"):
        ordinary.act("deputy", ordinary.matter, Matter.supplement)


def test_the_committee_is_told_of_a_change_of_what_it_assigned(city):
    for origin, told in ((Origin.COMMITTEE_ASSIGNED, 1), (Origin.DEPUTY_IN_CHARGE, 0)):
        road = Road(city, origin=origin)
        road.to("implementing")
        document = road.draft_new_version()
        road.change(document, road.assignments()[0], content="全面清理核对")
        road.act("deputy", road.matter, Matter.supplement)
        lines = Notice.objects.filter(dossier=road.matter.dossier, recipient=city.principal, action="supplement")
        assert lines.count() == told


# Importance found late


def test_importance_found_late_bars_the_plan_until_the_committee_has_spoken(ordinary):
    ordinary.to("planning")
    ordinary.act("deputy", ordinary.matter, Matter.raise_importance, importance_reason="涉及面扩大。")
    assert standing(ordinary) == {"approval"}
    ordinary._prepare()
    with pytest.raises(Barred, match="尚未经党委批准"):
        ordinary.issue()
    with transaction.atomic():
        ordinary.act(
            "principal", ordinary.matter, Matter.refuse_importance, note="属一般事项。", goes_on_as_ordinary=True
        )
        assert (standing(ordinary), ordinary.matter.is_important) == (set(), False)
        ordinary.issue()
        transaction.set_rollback(True)
    ordinary.matter = Matter.objects.get(pk=ordinary.matter.pk)
    ordinary.act("principal", ordinary.matter, Matter.approve_importance)
    assert standing(ordinary) == {"filing"}
    assert ordinary.issue().state == "implementing"
    with pytest.raises(Barred, match="已列为重要事项"):
        ordinary.act("deputy", ordinary.matter, Matter.raise_importance, importance_reason="再次。")


def test_what_the_committee_assigned_is_filed_at_once(city):
    road = Road(city)
    road.to("planning")
    road.act("deputy", road.matter, Matter.raise_importance, importance_reason="涉及面扩大。")
    assert standing(road) == {"filing"}
    assert road.matter.filings.get().state == "due"
    assert not running(road, "approval").exists()


# Filing


def superior():
    """The officer of the province, as he acts at this moment."""
    return actor_of(Person.objects.get(username="省承办人"), today=clocks.today())


def test_a_filing_goes_up_comes_back_and_is_acknowledged(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.to("submitted")
    road.refer()
    road.approve()
    due = next(item for item in desk_of(city.actor("officer")).to_do if item.kind == "备案")
    assert due.within == road.matter.words
    filing = road.act("officer", road.matter.filings.get(), Filing.draft)
    with pytest.raises(Barred, match="备案报告尚未印发"):
        road.send_filing(filing)
    assert not Filing.objects.visible_to(superior()).exists()
    report = road.draft_of("filing_report", title="备案报告")
    empty = road.draft_of("filing_report", title="空", division=" ")
    with pytest.raises(Barred, match="文件不齐备，缺：确定和批准情况"):
        road.act("deputy", empty, OfficialDocument.sign)
    road.signed_and_issued(report)
    road.send_filing(filing)
    assert standing(road) == set()
    assert (running(road, "filing").count(), running(road, "acknowledgement").count()) == (0, 1)
    assert list(Filing.objects.visible_to(superior())) == [filing]
    assert [label for item in desk_of(superior()).to_do for label, _ in item.acts] == ["备案回执"]
    assert list(OfficialDocument.objects.visible_to(superior())) == [OfficialDocument.objects.get(pk=report.pk)]
    assert not Matter.objects.visible_to(superior()).exists()
    advance(filing, Filing.return_for_completion, actor=superior(), note="请补充批准文件。")
    assert (running(road, "filing").count(), running(road, "acknowledgement").count()) == (1, 0)
    assert standing(road) == set()
    road.send_filing(filing)
    advance(filing, Filing.acknowledge, actor=superior(), receipt="示省纪备回〔2026〕1号")
    assert not running(road, "acknowledgement").exists()


def test_one_filing_at_a_time_is_under_way(city):
    road = Road(city, origin=Origin.DEPUTY_IN_CHARGE)
    road.to("submitted")
    road.refer()
    road.approve()
    filing = road.matter.filings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.create(matter=road.matter, superior=filing.superior, dossier=road.matter.dossier, state="due")


# Merging


def test_a_matter_goes_on_in_another_and_everyone_is_told(ordinary):
    ordinary.to("planning")
    other = survivor(ordinary)
    ordinary.act("deputy", ordinary.matter, Matter.merge, merged_into=other)
    assert (ordinary.matter.state, ordinary.matter.merged_into) == ("terminated", other)
    assert list(Clock.objects.open().filter(dossier=ordinary.matter.dossier).values_list("name", flat=True)) == [
        "archiving"
    ]
    told = set(
        Notice.objects.filter(dossier=ordinary.matter.dossier, action="merge").values_list(
            "recipient__username", flat=True
        )
    )
    assert {"officer", "agriculture_head", "finance_liaison"} <= told


def test_what_was_assigned_or_approved_is_only_ever_the_survivor(city, other_city):
    road = Road(city)
    road.to("determined")
    with pytest.raises(Barred, match="交办的或者党委批准的事项"):
        road.act("deputy", road.matter, Matter.merge, merged_into=survivor(road))
    ordinary, elsewhere = Road(city, origin=Origin.DEPUTY_IN_CHARGE), Road(other_city, origin=Origin.DEPUTY_IN_CHARGE)
    ordinary.to("determined")
    elsewhere.to("draft")
    for wrong in (elsewhere.matter, ordinary.matter, None):
        with pytest.raises(Barred, match="本纪委另一件正在办理的事项"):
            ordinary.act("deputy", ordinary.matter, Matter.merge, merged_into=wrong)
    ordinary.act("deputy", ordinary.matter, Matter.merge, merged_into=road.matter)


def test_a_change_is_begun_on_the_page_of_the_new_version(ordinary, client):
    ordinary.to("implementing")
    document = ordinary.draft_new_version()
    client.force_login(ordinary.city.officer)
    page = client.get(document.get_absolute_url()).content.decode()
    assert f"/documents/{document.public_id}/changes/new/" in page
    asked = client.get(f"/documents/{document.public_id}/changes/new/")
    assert "清理核对补贴对象" in asked.content.decode()
