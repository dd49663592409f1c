"""Periodic reports: what they say is what the board counts, refreshed only by sight, signed by another, one for each period."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction

from coordination.models import Assignment, WrittenReport
from supervision import periodic_reports
from supervision.board import NO_SECRET, Board
from supervision.models import PeriodicReport
from supervision.periods import Period
from tests.coordination.doors import REASON
from tests.coordination.periodic_report_walks import drafted, fields_of
from tests.test_ceilings import CEILINGS, questions, twin
from workflow import clocks
from workflow.door import Barred, NotPermitted, open_record
from workflow.models import Dossier
from workflow.models.dossier import DossierGroupGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(scene):
    """The scene's city, as a walk knows it."""
    return scene.ours


def page(scene, who, report, step="", **asked):
    return scene.client(who).get(f"{report.get_absolute_url()}{step}", asked)


def draft_of(scene):
    return PeriodicReport.objects.get(pk=scene.ours.records["periodicreport_draft"].pk)


def numbers(report):
    return dict(map(tuple, report.figures))


def test_the_figures_are_those_of_the_board(scene, road):
    report = drafted(road, kind="year")
    board = Board(scene.actor("officer"), Period.of("year", clocks.today()), NO_SECRET)
    acts, said = board.acts(), numbers(report)
    assert said["交办（任务）"] == "{}，上期{}".format(*acts["assigned"])
    assert said["正在办理的任务"] == str(sum(number for *_, number in board.standing("tasks")))
    assert f"正在办理的任务：{said['正在办理的任务']}件" in report.content
    assert f"交办{acts['assigned'][0]}次" in report.content
    assert report.title == f"{scene.ours.city.commission}组织协调工作{clocks.today().year}年年报"


def test_no_work_secret_and_nothing_of_another_house_is_counted(scene, road):
    """A report is read by people who see less than its drafter, who stands on the list of the scene's secret."""
    all_of_it = Board(scene.actor("officer"), Period.of("year", clocks.today())).acts()["registered"][0]
    assert numbers(drafted(road, kind="year"))["新立（事项）"].startswith(f"{all_of_it - 1}，")
    theirs = periodic_reports.count(
        scene.actor("officer"), scene.theirs.city.commission, Period.of("year", clocks.today())
    )
    assert {number for what, number in theirs.figures if what.startswith("正在办理")} == {"0"}


def test_a_refresh_shows_what_changed_and_takes_what_was_shown(scene):
    report, client = draft_of(scene), scene.client("officer")
    scene.ours.act("officer", scene.ours.records["report3"], WrittenReport.accept, note="同意")
    body = page(scene, "officer", report, "refresh/").content.decode()
    before, after = re.search(r"销号（任务）</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>", body).groups()
    assert (before, after) == ("1，上期0", "2，上期0")
    assert scene.ours.marks["periodicreport_draft.content"] in body, "the old text can still be copied"
    given = {name: re.search(rf'name="{name}" value="([^"]*)"', body)[1] for name in ("act_id", "version", "counted")}
    assert client.post(f"{report.get_absolute_url()}refresh/", given | {"counted": "0" * 64}).status_code == 422
    assert draft_of(scene).figures == report.figures
    assert client.post(f"{report.get_absolute_url()}refresh/", given).status_code == 302
    fresh = draft_of(scene)
    assert numbers(fresh)["销号（任务）"] == "2，上期0"
    assert fresh.counted_at > report.counted_at
    assert fresh.remarks == report.remarks, "what the drafter thinks of it is his own"
    assert "没有变化" in page(scene, "officer", fresh, "refresh/").content.decode()


def test_what_came_in_after_the_page_was_opened_is_shown_first(scene):
    report, client = draft_of(scene), scene.client("officer")
    body = page(scene, "officer", report, "refresh/").content.decode()
    given = {name: re.search(rf'name="{name}" value="([^"]*)"', body)[1] for name in ("act_id", "version", "counted")}
    scene.ours.act("officer", scene.ours.records["report3"], WrittenReport.accept, note="同意")
    answer = client.post(f"{report.get_absolute_url()}refresh/", given)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "您查看以后数字又有变动" in said
    again = given | {"counted": re.search(r'name="counted" value="([^"]*)"', said)[1]}
    assert client.post(f"{report.get_absolute_url()}refresh/", again).status_code == 302


def test_changes_between_two_counts():
    old, new = [["甲", "1"], ["乙", "2"], ["丙", "3"]], [["乙", "2"], ["甲", "4"], ["丁", "5"]]
    assert periodic_reports.changes(old, new) == [("甲", "1", "4"), ("丁", "—", "5"), ("丙", "3", "—")]


def test_one_report_a_period(scene, road):
    with pytest.raises(Barred, match="同一期不重复报告"):
        drafted(road, kind="month")
    with pytest.raises(Barred, match="同一期不重复报告"):
        drafted(road, kind="quarter", who="director")
    drafted(road, kind="year")
    scene.ours.act("officer", draft_of(scene), PeriodicReport.discard, note=REASON)
    drafted(road, kind="quarter")
    issued = PeriodicReport.objects.get(pk=scene.ours.records["periodicreport"].pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin(issued, number="", state="draft").save(force_insert=True)


def test_a_second_drafter_is_told_on_the_page(scene):
    given = {
        "period": Period.of("month", clocks.today()).key,
        "act_id": "6b1de1a0-0000-4000-8000-000000000001",
        "version": 0,
    }
    answer = scene.client("other_officer").post("/periodic-reports/new/", given)
    assert answer.status_code == 422
    assert "同一期不重复报告" in answer.content.decode()
    offered = scene.client("other_officer").get("/periodic-reports/new/").content.decode()
    assert f'value="{Period.of("month", clocks.today()).before.key}" selected' in offered, (
        "mostly one reports on last month"
    )
    for wrong in ("", "2999", "2026-13"):
        answer = scene.client("other_officer").post("/periodic-reports/new/", given | {"period": wrong})
        assert answer.status_code == 422


def test_a_period_that_has_not_begun_has_no_report(road):
    later = Period.of("month", clocks.today()).shifted(1)
    with pytest.raises(Barred, match="还没有开始"):
        open_record(
            PeriodicReport, PeriodicReport.draft, actor=road.city.actor("officer"), **fields_of(road, "year") | {"kind": "month", "first_on": later.first_on},
        )  # fmt: skip


def test_who_drafts_does_not_sign(scene, road):
    report = scene.ours.revise("officer", drafted(road, kind="year"), remarks="进度总体正常。")
    report = scene.ours.act("officer", report, PeriodicReport.submit)
    with pytest.raises(NotPermitted):
        scene.ours.act("officer", report, PeriodicReport.issue)
    report = scene.ours.act("secretary", report, PeriodicReport.issue)
    assert report.number == f"示纪年报〔{clocks.today().year}〕1号"
    with pytest.raises(NotPermitted):
        scene.ours.revise("officer", report, content="另一种说法")


def test_it_is_not_signed_without_the_drafters_own_words(scene, road):
    with pytest.raises(Barred, match="情况分析和下步打算"):
        scene.ours.act("officer", drafted(road, kind="year"), PeriodicReport.submit)


def test_the_committee_has_it_once_it_is_issued(scene, road):
    report = scene.ours.revise("officer", drafted(road, kind="year"), remarks="进度总体正常。")
    assert page(scene, "principal", report).status_code == 404
    scene.ours.act("officer", report, PeriodicReport.submit)
    assert page(scene, "principal", report).status_code == 404
    scene.ours.act("deputy", report, PeriodicReport.issue)
    assert page(scene, "principal", report).status_code == 200
    assert page(scene, "finance_head", report).status_code == 404


def test_it_is_printed_as_what_it_is(scene):
    draft, issued = draft_of(scene), scene.ours.records["periodicreport"]
    assert "系统草稿，尚未签发" in page(scene, "officer", draft, "print/").content.decode()
    body = page(scene, "principal", issued, "print/").content.decode()
    assert "系统草稿" not in body
    assert "组织协调工作" in body
    assert PeriodicReport.objects.get(pk=issued.pk).number in body


def test_a_report_of_nothing_is_still_a_report(scene):
    """A commission without a matter, and a period in which nothing happened."""
    counted = periodic_reports.count(
        scene.actor("superior_officer"), scene.ours.city.commission.superior, Period.written("2020-02")
    )
    assert "正在办理的任务：没有。" in counted.content
    assert "没有正在办理的任务和事项" in counted.content
    assert Assignment.objects.exists()


def test_the_list_asks_no_more_with_more_reports(scene, settings):
    settings.SESSION_IDLE_SECONDS = 10**6  # else a slow run writes its session in between
    report, client = draft_of(scene), scene.client("officer")
    grants = list(DossierGroupGrant.objects.filter(content_object=report.dossier))
    few = questions(client, "/periodic-reports/")
    for number in range(1, 31):
        dossier = Dossier.objects.create(**{
            column.attname: getattr(report.dossier, column.attname) for column in Dossier._meta.concrete_fields if not column.primary_key
        } | {"public_id": uuid.uuid4()})  # fmt: skip
        first_on = report.period.shifted(-number).first_on
        twin(report, dossier_id=dossier.pk, public_id=dossier.public_id, first_on=first_on).save(force_insert=True)
        DossierGroupGrant.objects.bulk_create([twin(grant, content_object_id=dossier.pk) for grant in grants])
    many = questions(client, "/periodic-reports/")
    assert few[0] == many[0] <= CEILINGS["periodic_report_list"], (
        f"{few[0]} questions, then {many[0]}, of which {many[1]}"
    )
    assert client.get("/periodic-reports/").content.decode().count("<tr data-href") > 30
