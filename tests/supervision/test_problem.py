"""Problems: what they bar and of whom, who decides and who does not, how they end, and findings together."""

import uuid

import pytest

from coordination.models import (
    Assignment,
    Contact,
    DocumentKind,
    Matter,
    Means,
    Meeting,
    OfficialDocument,
    WrittenReport,
)
from coordination.progress import closing_check
from organizations.models import Person
from supervision import problem_services as services
from supervision import problem_words
from supervision.models import Inspection, Problem, Severity, Source
from tests.cast import Road
from tests.coordination.problem_walks import (
    act,
    begun_inspection,
    call_about,
    coordinated,
    decided,
    document_of,
    hold,
    measured,
    raise_problem,
    referred,
)
from tests.coordination.test_on_paper import recorded
from workflow import clocks
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted, revise
from workflow.models import AuditEntry, Classification, Clock, Hold, PaperAct

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(road):
    """The tasks are received and one problem is raised on the first of them."""
    road.to("implementing")
    road.receive()
    return raise_problem(road)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def open_holds(problem):
    return set(Hold.objects.open().filter(subject_id=problem.public_id).values_list("name", flat=True))


def open_clocks(problem):
    return set(Clock.objects.open().of(problem).values_list("name", flat=True))


def important(road, **fields):
    return raise_problem(road, "officer", severity=Severity.IMPORTANT, department=road.city.agriculture, **fields)


def line(road, label):
    return next(each for each in closing_check(fresh(road.matter), road.city.actor("officer")) if each.label == label)


# What bars what


def test_while_the_committee_is_asked_only_the_task_concerned_is_not_reported(road, ready):
    referred(road, ready)
    road.begin_inspection()
    road.inspect()
    road.call_for_reports()
    road.contribute()
    first, second, _ = road.assignments()
    with pytest.raises(Barred, match="提请党委决定的问题尚未决定"):
        road.write_report(first)
    assert road.write_report(second).state == "submitted"
    act(road, "principal", ready, Problem.decide)
    draft = WrittenReport.objects.get(assignment=first, state="draft")
    assert road.act("agriculture_head", draft, WrittenReport.sign).state == "submitted"


def test_a_request_on_which_the_committee_is_asked_is_not_taken_back(road, ready):
    referred(road, ready)
    with pytest.raises(Barred, match="提请党委决定"):
        road.act("deputy", fresh(ready).request, OfficialDocument.revoke, note="重拟。")
    other = road.signed_and_issued(road.draft_of(DocumentKind.REQUEST, requirements="妥否。"))
    assert road.act("deputy", other, OfficialDocument.revoke, note="重拟。").state == "revoked"


def test_the_closing_check_leads_to_each_problem(road, ready):
    label = "没有未处理的问题"
    found = line(road, label)
    assert not found.is_met
    assert (ready.words, ready.get_absolute_url()) in found.links
    measured(road, ready)
    assert line(road, label).is_met
    serious = important(road)
    assert (serious.words, serious.get_absolute_url()) in line(road, "重要问题均已报告党委并解决").links
    referred(road, ready)
    assert not line(road, "没有待党委决定的问题").is_met


def test_measures_lift_the_first_hold_and_the_outcome_the_rest(road, ready):
    serious = important(road)
    assert open_holds(serious) == {"problem", "important_problem"}
    assert open_clocks(serious) == {"measures", "committee_notice"}
    measured(road, serious)
    assert (open_holds(serious), open_clocks(serious)) == ({"important_problem"}, {"resolution", "committee_notice"})
    assert Clock.objects.open().of(serious).get(name="resolution").due_on == fresh(serious).due_on
    with pytest.raises(Barred, match="还没有向党委报告"):
        act(road, "officer", serious, Problem.resolve)
    document_of(road, serious, DocumentKind.PROBLEM_REPORT)
    act(road, "deputy", serious, Problem.report_important)
    assert open_holds(serious) == {"important_problem"}
    act(road, "officer", serious, Problem.resolve)
    assert (open_holds(serious), open_clocks(serious)) == (set(), set())


# The road to the committee


def test_it_is_referred_only_after_a_meeting_with_every_position_and_no_agreement(road, ready):
    meeting = call_about(road)
    act(road, "officer", ready, Problem.coordinate, meeting=meeting)
    with pytest.raises(Barred, match=r"还没有为本问题召开协调会议.*各方意见还没有登记.*请示还没有签发"):
        act(road, "deputy", ready, Problem.refer)
    hold(road, meeting)
    document_of(road, ready, DocumentKind.REQUEST, sign=False)
    with pytest.raises(Barred, match="请示还没有签发"):
        act(road, "deputy", ready, Problem.refer)
    road.act("deputy", fresh(ready).request, OfficialDocument.sign)
    act(road, "deputy", ready, Problem.refer)
    request = fresh(ready).request
    assert (request.state, bool(request.number)) == ("issued", True)


def test_a_meeting_without_a_department_concerned_is_not_its_meeting(road, ready):
    with pytest.raises(Barred, match="协调会议没有通知有关部门：示范市财政局"):
        act(road, "officer", ready, Problem.coordinate, meeting=call_about(road, ("agriculture",)))
    called = road.call_meeting()
    with pytest.raises(Barred, match="没有取消的协调会议"):
        act(road, "officer", ready, Problem.coordinate, meeting=called)


def test_the_committee_sees_it_once_it_is_asked_or_told_and_who_asked_does_not_decide(road, ready, city):
    def committee_sees(problem):
        return Problem.objects.visible_to(city.actor("principal")).filter(pk=problem.pk).exists()

    assert not committee_sees(ready)
    referred(road, ready)
    assert committee_sees(ready)
    assert OfficialDocument.objects.visible_to(city.actor("principal")).filter(pk=fresh(ready).request_id).exists()
    for who in ("deputy", "officer", "agriculture_head"):
        with pytest.raises(NotPermitted):
            act(road, who, ready, Problem.decide)
    Problem.objects.filter(pk=ready.pk).update(referred_by=city.principal)
    with pytest.raises(Barred, match="您是本件的提请人"):
        act(road, "principal", ready, Problem.decide)


def test_who_raised_it_does_not_dismiss_it_and_who_handles_the_matter_does_not_lower_it(road, ready, city):
    Problem.objects.filter(pk=ready.pk).update(raised_by=city.deputy)
    with pytest.raises(Barred, match="您是本件的提出人"):
        act(road, "deputy", ready, Problem.dismiss)
    serious = important(road)
    Matter.objects.filter(pk=road.matter.pk).update(handling_officer=city.deputy)
    with pytest.raises(Barred, match="承办人"):
        act(road, "deputy", serious, Problem.lower_severity)


def test_an_important_one_goes_into_another_important_one_only(road, ready):
    serious, second = important(road), important(road, content="同一问题。")
    with pytest.raises(Barred, match="只能并入重要问题"):
        act(road, "officer", serious, Problem.merge, merged_into=ready)
    with pytest.raises(Barred, match="尚未了结"):
        act(road, "officer", serious, Problem.merge, merged_into=serious)
    assert act(road, "officer", serious, Problem.merge, merged_into=second).state == "merged"


# Ends


def test_a_matter_does_not_end_over_an_important_problem_that_nobody_reported(road, ready):
    serious = important(road)
    with pytest.raises(Barred, match="重要问题还没有向党委报告"):
        road.act("principal", road.matter, Matter.terminate, note="不再办理。")
    document_of(road, serious, DocumentKind.PROBLEM_REPORT)
    act(road, "deputy", serious, Problem.report_important)
    road.act("principal", road.matter, Matter.terminate, note="不再办理。")
    for problem in (ready, serious):
        assert (fresh(problem).state, open_clocks(problem), open_holds(problem)) == ("lapsed", set(), set())


def test_a_problem_outlives_its_task(road, ready):
    task = fresh(ready).assignment
    road.act("deputy", task, Assignment.cancel, note="合并办理。", changed_document="示纪发〔2026〕9号")
    assert fresh(ready).state == "open"
    measured(road, ready)


def test_one_that_comes_back_begins_anew_and_on_a_concluded_matter_does_not(road, ready):
    decided(road, ready)
    act(road, "officer", ready, Problem.resolve)
    act(road, "officer", ready, Problem.reopen)
    again = fresh(ready)
    assert (again.state, again.reopenings, again.meeting, again.request) == ("open", 1, None, None)
    assert (open_clocks(again), open_holds(again)) == ({"measures"}, {"problem"})
    measured(road, again)
    act(road, "officer", again, Problem.resolve)
    Matter.objects.filter(pk=road.matter.pk).update(state="concluded")
    with pytest.raises(Barred, match="请登记新的事项"):
        act(road, "officer", again, Problem.reopen)


def test_one_that_proves_important_on_a_concluded_matter_is_reported_still(road, ready):
    Matter.objects.filter(pk=road.matter.pk).update(state="concluded")
    act(road, "officer", ready, Problem.raise_severity)
    assert "committee_notice" in open_clocks(ready)
    document_of(road, ready, DocumentKind.PROBLEM_REPORT)
    act(road, "deputy", ready, Problem.report_important)
    assert "committee_notice" not in open_clocks(ready)


# Together


def rows(road, *words):
    task = road.assignments()[0]
    return [{"content": each, "assignment": task, "department": task.lead_department} for each in words]


def test_findings_become_problems_all_of_them_or_none_and_once(road, ready, city):
    inspection, act_id = begun_inspection(road), uuid.uuid4()
    actor, before = city.actor("other_officer"), AuditEntry.objects.count()
    with pytest.raises(Barred, match="第2项：应当写明是什么问题"):
        services.report_findings(inspection, rows(road, "台账不全", " "), actor=actor, act_id=act_id)
    assert AuditEntry.objects.count() == before
    found = services.report_findings(inspection, rows(road, "台账不全", "公示不全"), actor=actor, act_id=act_id)
    assert [(each.source, each.inspection) for each in found] == [(Source.FINDING, inspection)] * 2
    again = services.report_findings(inspection, rows(road, "台账不全", "公示不全"), actor=actor, act_id=act_id)
    assert [each.pk for each in again] == [each.pk for each in found]
    assert inspection.findings.count() == 2
    road.act("officer", inspection, Inspection.cancel, note="改期。")
    with pytest.raises(Barred, match="检查开始以后"):
        services.report_findings(inspection, rows(road, "又一个"), actor=actor, act_id=uuid.uuid4())


def test_the_meeting_is_called_and_the_problem_coordinated_in_one_go(road, ready, city):
    own = {"title": "协调会", "planned_on": clocks.today()}
    invited, before = [city.agriculture], Meeting.objects.count()
    with pytest.raises(Barred, match="协调会议没有通知有关部门：示范市财政局"):
        services.coordinate_at_a_new_meeting(
            ready, actor=city.actor("officer"), act_id=uuid.uuid4(), invited=invited, **own
        )
    assert Meeting.objects.count() == before
    problem = services.coordinate_at_a_new_meeting(
        ready, actor=city.actor("officer"), act_id=uuid.uuid4(), invited=[*invited, city.finance], **own
    )
    assert (problem.state, problem.meeting.kind) == ("coordinating", "coordination")


def test_the_request_is_assembled_from_the_table_of_positions(road, ready, city):
    coordinated(road, ready)
    words = problem_words.request_words(fresh(ready))
    assert "农业农村局" in words["division"]
    assert "财政局主张以本部门数据为准。" in words["division"]
    assert words["subject"] == ready.content
    Problem.objects.filter(pk=ready.pk).update(request=None)
    document = services.draft_document(
        fresh(ready), actor=city.actor("officer"), act_id=uuid.uuid4(), kind=DocumentKind.REQUEST, **words
    )
    assert fresh(ready).request == document
    with pytest.raises(NotPermitted):
        revise(fresh(ready), actor=city.actor("agriculture_head"), request=None)


def test_the_desk_says_what_each_problem_waits_for(road, ready, city):
    def acts(who):
        desk = desk_of(city.actor(who))
        return {label for item in desk.to_do if item.kind == "问题" for label, _ in item.acts}

    assert acts("officer") == {"采取措施"}
    coordinated(road, ready)
    assert acts("deputy") == {"提请党委决定"}
    act(road, "deputy", ready, Problem.refer)
    assert acts("principal") == {"党委决定"}
    act(road, "principal", ready, Problem.decide)
    assert acts("officer") == {"采取措施"}


def test_the_committee_reads_in_the_closing_check_only_that_there_is_a_problem(road, ready, city):
    label = "没有未处理的问题"
    found = next(each for each in closing_check(fresh(road.matter), city.actor("principal")) if each.label == label)
    assert (found.obstacle.sentence, found.links) == ("问题未处理", ())
    assert ready.words in line(road, label).obstacle.sentence


def test_whoever_is_waited_for_sees_his_own_date_first(road, ready, city, client):
    """The officer's older date for measures runs on while the committee decides; it is not the committee's."""
    referred(road, ready)
    Clock.objects.filter(subject_id=ready.public_id, name="measures").update(due_on=clocks.today())
    due_on = Clock.objects.open().of(ready).get(name="decision").due_on
    assert [item.due_on for item in desk_of(city.actor("principal")).to_do if item.kind == "问题"] == [due_on]
    client.force_login(city.principal)
    waiting = client.get(ready.get_absolute_url()).context["waiting"]
    assert [line["due_on"] for line in waiting] == [due_on]


def test_it_stands_at_the_head_of_its_matter_and_of_its_task_until_it_is_resolved(road, ready, city, client):
    client.force_login(city.agriculture_head)
    pages = [road.matter.get_absolute_url(), road.assignments()[0].get_absolute_url()]

    def heads():
        return [[over.url for over in client.get(page).context["over"]] for page in pages]

    assert heads() == [[ready.get_absolute_url()]] * 2
    client.force_login(city.audit_head)
    assert ready.words not in client.get(pages[0]).content.decode()
    client.force_login(city.agriculture_head)
    measured(road, ready)
    act(road, "officer", ready, Problem.resolve)
    assert heads() == [[], []]


def test_a_page_to_begin_something_says_nothing_of_a_work_secret_to_who_is_not_listed(city, client):
    road = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号", title="不可外传的名称")
    road.to("implementing")
    problem = raise_problem(road, "officer", content="不可外传的问题", department=city.agriculture, assignment=None)
    pages = [
        problem.get_absolute_url(), f"/problems/{problem.public_id}/meeting/new/", f"/problems/{problem.public_id}/request/new/",
        f"/matters/{road.matter.public_id}/meetings/new/", f"/matters/{road.matter.public_id}/documents/new/?kind=request",
    ]  # fmt: skip
    for who, reads in (("director", False), ("officer", True)):
        client.force_login(city.people[who])
        for page in pages:
            body = client.get(page).content.decode()
            assert ("不可外传" in body) == reads, (who, page)


def test_the_committee_without_an_account_decides_on_paper(road, ready, city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    referred(road, ready)
    Person.objects.filter(pk__in=[city.principal.pk, city.people["clerk"].pk]).update(is_active=False)
    said = {"decision": "以财政数据为准。", "decision_minutes": "示市委纪要〔2026〕4号"}
    done = recorded(road, "director", ready, Problem.decide, **said)
    assert (done.state, PaperAct.objects.get().decider) == ("decided", "示范甲")


def test_the_form_of_findings_keeps_what_was_typed_and_tells_each_row_what_it_lacks(road, ready, client, city):
    inspection = begun_inspection(road)
    page = f"/inspections/{inspection.public_id}/findings/new/"
    client.force_login(city.people["other_officer"])
    task, act_id = road.assignments()[1].pk, str(uuid.uuid4())
    sent = {
        "act_id": act_id, "version": 0, "rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0, "rows-0-content": "台账不全",
        "rows-0-task": task, "rows-0-severity": "important", "rows-1-content": "没有公示", "rows-1-severity": "ordinary",
        "rows-2-severity": "ordinary",
    }  # fmt: skip
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "没有公示" in refused.content.decode()
    assert not inspection.findings.exists()
    for _ in range(2):  # a page sent twice enters them once
        assert client.post(page, sent | {"rows-1-task": task}).status_code == 302
    assert [each.severity for each in inspection.findings.order_by("pk")] == ["important", "ordinary"]
    assert client.post(page, {"act_id": act_id, "version": 0}).status_code == 422
    shown = client.get(inspection.get_absolute_url()).content.decode()
    assert "台账不全" in shown
    client.force_login(city.people["finance_liaison"])
    assert client.get(page).status_code == 403


def test_a_contact_leads_to_its_problem(road, ready, client, city):
    contact = road.born(
        Contact, Contact.record_contact, department=city.finance, held_on=clocks.today(), with_whom="科长",
        means=Means.TELEPHONE, agreed="数据另报。",
    )  # fmt: skip
    client.force_login(city.officer)
    page = f"/problems/about/{contact.public_id}/new/"
    assert page in client.get(contact.get_absolute_url()).content.decode()
    given = {
        "act_id": str(uuid.uuid4()),
        "version": 0,
        "content": "迟迟不报",
        "severity": "ordinary",
        "department": city.finance.pk,
    }
    assert client.post(page, given).status_code == 302
    found = Problem.objects.get(contact=contact)
    assert (found.source, found.department) == (Source.CONTACT, city.finance)


def test_a_request_that_was_dropped_is_drafted_again(road, ready, city, client):
    coordinated(road, ready)
    page, link = ready.get_absolute_url(), f"/problems/{ready.public_id}/request/new/"
    client.force_login(city.officer)
    assert link not in client.get(page).content.decode()
    road.act("deputy", fresh(ready).request, OfficialDocument.issue)
    road.act("deputy", fresh(ready).request, OfficialDocument.revoke, note="重拟。")
    assert link in client.get(page).content.decode()
    with pytest.raises(Barred, match="请示还没有签发"):
        act(road, "deputy", ready, Problem.refer)
