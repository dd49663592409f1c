"""What the papers between a unit, its authority and its hosts refuse, and what they bring about (规则 11, 13)."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coordination.models import Matter, Origin
from dispatch.demonstration import mandates, papers, units
from dispatch.models import AssignedItem, HostMaterial, Submission, UnitNotice, UnitSupportRequest
from dispatch.services import found_matter
from supervision.models import Reminder
from supervision.reminders import remind
from tests.cast import with_units
from workflow import clocks
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted, open_record
from workflow.models import Clock, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def unit(city):
    """The city with its first unit at the finance bureau and its second at three others."""
    with_units(city, "first_unit", "second_unit")
    return city


def browser(city, who):
    client = Client()
    client.force_login(city.people[who])
    return client


def barred(city, who, paper, step, **fields):
    """What the refusal says."""
    with pytest.raises(Barred) as refusal:
        papers.act(city, who, paper, step, **fields)
    return str(refusal.value)


# 请示、报告


def test_a_request_is_not_replied_to_without_review_and_a_report_not_at_all(unit):
    request, report = papers.submitted(unit), papers.submitted(unit, kind="report")
    assert "规则 13(2)" in barred(unit, "deputy", request, Submission.reply, reply_text="同意。")
    assert "这是报告" in barred(unit, "second_director", report, Submission.review, review_opinion="同意。")
    assert "先由监督检查室审核把关" in barred(unit, "second_director", request, Submission.receive)
    waiting = {item.what: item.who for item in desk_of(unit.actor("unit_head")).waiting}
    assert "审核把关" in waiting[request.words]
    assert "签收报告" not in waiting[request.words]
    page = browser(unit, "second_director").get(f"{request.get_absolute_url()}review/").content.decode()
    assert request.content in page, "nobody reviews what he has not before him"
    papers.act(unit, "second_director", report, Submission.receive)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=request.pk).update(state="replied")
    assert not Clock.objects.open().of(report).exists()
    assert Clock.objects.open().of(request).get().name == "review"


def test_what_comes_again_is_reviewed_again_under_its_number(unit):
    request = papers.submitted(unit)
    papers.act(unit, "second_director", request, Submission.review, review_opinion="建议同意。")
    papers.act(unit, "deputy", request, Submission.return_for_revision, note="请补充依据。")
    again = papers.act(unit, "unit_head", request, Submission.submit)
    assert (again.number, again.reviewed_by, again.review_opinion) == (request.number, None, "")
    assert "不能批复" in barred(unit, "deputy", again, Submission.reply, reply_text="同意。")


# 交办


def test_an_item_is_reminded_of_and_urged_like_any_assignment(unit):
    item = papers.assigned(unit, due_on=clocks.today() + timedelta(days=1))
    assert "到期当日起" in barred(unit, "second_director", item, AssignedItem.urge)
    late = clocks.now() + timedelta(days=20)
    with clocks.as_of(late.astimezone(clocks.SHANGHAI).replace(hour=10)):
        while remind(clocks.now()):
            pass
        assert Reminder.objects.filter(clock__subject_id=item.public_id, clock__name="work").exists()
        counted = Clock.objects.of(item).order_by("due_on").first()
        papers.act(unit, "second_director", item, AssignedItem.urge)
        assert Clock.objects.get(pk=counted.pk).urgings == counted.urgings + 1
        assert Notice.objects.filter(
            subject_id=item.public_id, recipient=unit.unit_head, action__endswith="urge"
        ).exists()
        assert "间隔" in barred(unit, "deputy", item, AssignedItem.urge)
        listed = browser(unit, "unit_officer").get("/unit-papers/assigned-items/").content.decode()
    assert "超期" in listed


# 提请支持协调


def test_a_unit_suggests_a_matter_only_on_its_accepted_request_and_once(unit):
    words = {"category": "source_prevention", "title": "统一口径", "grounds": "口径不一致。"}
    own = {
        "commission": unit.commission, "committee": unit.committee, "superior": unit.commission.superior,
        "drafting_organisation": unit.first_unit, "proposing_department": unit.first_unit, "origin": Origin.DEPARTMENT_SUGGESTION,
    }  # fmt: skip
    head = unit.actor("unit_head")
    with pytest.raises(Barred, match="规则 13"):
        open_record(Matter, Matter.suggest, actor=head, **own, **words)
    assert browser(unit, "unit_head").get("/matters/suggest/").status_code == 403
    request = papers.asked(unit)
    with pytest.raises(Barred, match="待受理"):
        found_matter(request, actor=head, act_id=uuid.uuid4(), **words)
    papers.act(unit, "second_director", request, UnitSupportRequest.accept)
    act_id = uuid.uuid4()
    matter = found_matter(UnitSupportRequest.objects.get(pk=request.pk), actor=head, act_id=act_id, **words)
    assert found_matter(UnitSupportRequest.objects.get(pk=request.pk), actor=head, act_id=act_id, **words) == matter
    with pytest.raises(Barred, match="已经提出"):
        found_matter(UnitSupportRequest.objects.get(pk=request.pk), actor=head, act_id=uuid.uuid4(), **words)
    assert Matter.objects.count() == 1
    assert matter.origin_document.startswith(UnitSupportRequest.objects.get(pk=request.pk).number)


def test_of_a_matter_that_became_a_work_secret_the_request_shows_nothing(unit):
    request = papers.act(unit, "second_director", papers.asked(unit), UnitSupportRequest.accept)
    words = {"category": "source_prevention", "title": "统一口径", "grounds": "口径不一致。"}
    matter = found_matter(request, actor=unit.actor("unit_head"), act_id=uuid.uuid4(), **words)
    papers.act(unit, "unit_head", matter, Matter.submit)
    page = browser(unit, "unit_officer").get(request.get_absolute_url()).content.decode()
    assert "待确定" in page
    Matter.objects.filter(pk=matter.pk).update(classification="work_secret", code_name="甲一号")
    page = browser(unit, "unit_officer").get(request.get_absolute_url()).content.decode()
    assert "待确定" not in page
    assert "工作秘密" in page


# 通报、驻在单位


def test_only_the_office_and_the_unit_know_of_a_notice(unit):
    notice = papers.notified(unit)
    address = notice.get_absolute_url()
    known = {who: browser(unit, who).get(address).status_code for who in (
        "unit_officer", "second_officer", "deputy", "secretary", "second_unit_head", "director", "other_deputy", "finance_head")}  # fmt: skip
    assert known == {
        "unit_officer": 200, "second_officer": 200, "deputy": 200, "secretary": 200, "second_unit_head": 404, "director": 404,
        "other_deputy": 404, "finance_head": 404,
    }  # fmt: skip
    with pytest.raises(NotPermitted):
        papers.act(unit, "unit_officer", notice, UnitNotice.acknowledge)


def test_only_a_host_in_force_is_asked_and_reads_only_what_is_addressed_to_it(unit):
    relation = papers.requested(unit)
    with pytest.raises(Barred, match="规则 11"):
        papers.requested(unit, host=unit.agriculture)
    with pytest.raises(Barred, match="规则 11"):
        papers.informed(unit, unit=unit.second_unit)
    units.moved(unit, unit.first_unit.dispatched_units.get(), "audit", "finance", "示市改〔2026〕9号")
    with pytest.raises(Barred, match="规则 11"):
        papers.requested(unit)
    assert papers.requested(unit, host=unit.audit).state == "requested"
    page = browser(unit, "finance_liaison").get("/host-materials/").content.decode()
    assert page.count('class="row-title"') == 1, "what was asked of it while it was a host"
    assert browser(unit, "audit_liaison").get(relation.get_absolute_url()).status_code == 404
    assert browser(unit, "finance_liaison").get("/unit-papers/").content.decode().count('class="row-title"') == 0
    assert papers.act(unit, "finance_liaison", relation, HostMaterial.supply, answer="已提供。").state == "supplied"


def test_an_inspector_of_the_host_reads_what_it_gave_and_nothing_of_the_unit(unit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    asked, request = papers.requested(unit), papers.submitted(unit)
    mandate = mandates.opened(unit, "finance")
    inspector, house = (
        browser(unit, "inspector"),
        f"/mandates/{mandate.public_id}/departments/{unit.finance.public_id}/",
    )
    assert inspector.get(asked.get_absolute_url()).status_code == 200
    assert inspector.get(request.get_absolute_url()).status_code == 404
    assert inspector.get(house).status_code == 200
    answer = inspector.post(f"{house}package/")
    assert answer.status_code == 200
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    said = "".join(package.read(name).decode(errors="replace") for name in package.namelist())
    assert asked.title in said
    assert request.title not in said
