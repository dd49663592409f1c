"""The report to the committee begins with what is on record: tasks, inspections, problems, re-checks, and what comes next."""

import pytest
from django.test import Client

from coordination.models import DocumentKind, ReportPart, WrittenReport
from coordination.services import words_of
from supervision.models import Inspection, Method, Problem, Recheck
from tests.coordination.doors import REASON
from tests.coordination.problem_walks import act, raise_problem
from tests.coordination.recheck_walks import assigned, drawn, go, resolved_long_ago, rule
from workflow import clocks
from workflow.door import open_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(road, city):
    """The draft of a matter with two problems that were resolved, one of them looked at again, and one still open."""
    problems = resolved_long_ago(road)
    draw = drawn(road, problems, share=1)
    assigned(road, draw.rechecks.get())
    go(road, "other_officer", draw.rechecks.get(), Recheck.conclude, seen="再次核对，口径仍然一致。")
    raise_problem(road, content="台账没有更新。")
    dropped = raise_problem(road, content="其实不成立的问题。")
    act(road, "deputy", dropped, Problem.dismiss)
    planned = road.born(
        Inspection, Inspection.plan, method=Method.ON_SITE, planned_on=clocks.today(), assignments=road.assignments(),
        members=[city.officer],
    )  # fmt: skip
    road.act("officer", planned, Inspection.begin)
    road.act(
        "officer", planned, Inspection.conclude, held_on=clocks.today(), place="示范县", seen="入户二十户，账实相符。"
    )
    road.born(
        Inspection, Inspection.plan, method=Method.HEARING, planned_on=clocks.today(), assignments=road.assignments(),
        members=[city.officer],
    )  # fmt: skip
    rule(road)
    task = road.assignments()[0]
    road.contribute()
    report = open_record(
        WrittenReport, WrittenReport.draft, actor=city.actor("agriculture_liaison"), dossier=road.matter.dossier,
        assignment=task, title="落实情况", content="全覆盖核对已经完成。", next_steps="按月抽查。",
    )  # fmt: skip
    road.act("agriculture_head", report, WrittenReport.sign)
    road.act("officer", report, WrittenReport.accept)
    other = road.assignments()[1]
    open_record(
        WrittenReport, WrittenReport.draft, actor=city.actor("finance_liaison"), dossier=road.matter.dossier,
        assignment=other, title="落实情况", content="还在起草的内容。", next_steps="还没有定的打算。",
    )  # fmt: skip
    return lambda who="officer": words_of(DocumentKind.COMMITTEE_REPORT, road.matter, road.city.actor(who))["division"]


def test_the_draft_tells_all_in_order(road, told):
    said = told()
    headings = [f"{numeral}、{part.label}" for numeral, part in zip("一二三四", ReportPart, strict=True)]
    wanted = [
        headings[0], "全覆盖核对已经完成。", "尚未报告",
        headings[1], clocks.date_words(clocks.today()), "实地了解情况（示范县）：入户二十户，账实相符。",
        headings[2], "问题：第1个问题。", "帮助解决：协调统一数据口径。", "已解决：数据口径已经统一。", "问题：第2个问题。",
        "问题：台账没有更新。", "现状：待处理", "回头看，未反弹：再次核对，口径仍然一致。",
        headings[3], "按月抽查。", "每3个月督促检查一次",
    ]  # fmt: skip
    places = [said.find(words) for words in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    assert places == sorted(places)


def test_nothing_that_is_not_done_or_not_signed_is_in_it(told):
    said = told()
    for words in ("其实不成立的问题", "还在起草的内容", "还没有定的打算", "听取汇报", REASON):
        assert words not in said


def test_only_what_its_drafter_may_read_is_in_it(told):
    """Whoever is no member of the commission is told of no inspection, rule or re-check, and of no problem that is not his."""
    said = told("bank_head")
    for words in ("入户二十户", "每3个月督促检查一次", "口径仍然一致", "台账没有更新"):
        assert words not in said
        assert words in told("director")


def test_the_form_begins_with_it_and_is_edited_as_before(road, told):
    road.matter = type(road.matter).objects.get(pk=road.matter.pk)
    client = Client()
    client.force_login(road.city.officer)
    address = f"/matters/{road.matter.public_id}/documents/new/?kind=committee_report"
    form = client.get(address).context["form"]
    assert form["division"].value() == told()
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    posted |= {"division": "改写以后的完成情况。", "kind": "committee_report"}
    assert client.post(address, posted).status_code == 302
    assert road.matter.documents.get(kind="committee_report").division == "改写以后的完成情况。"


def test_a_recurrence_is_told_as_one(road, city):
    problems = resolved_long_ago(road, 1)
    recheck = drawn(road, problems).rechecks.get()
    assigned(road, recheck)
    go(road, "other_officer", recheck, Recheck.find_recurrence, seen="又各报各的。")
    act(road, "officer", problems[0], Problem.reopen)
    said = words_of(DocumentKind.COMMITTEE_REPORT, road.matter, city.actor("officer"))["division"]
    assert "曾重新启动1次；现状：待处理" in said
    assert "回头看，发现反弹：又各报各的。" in said


def test_a_matter_with_nothing_beside_its_tasks_has_one_heading(road):
    road.to("implementing")
    said = words_of(DocumentKind.COMMITTEE_REPORT, road.matter, road.city.actor("officer"))["division"]
    assert [part.label in said for part in ReportPart] == [True, False, False, False]
