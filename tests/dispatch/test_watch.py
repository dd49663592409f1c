"""What a unit's daily work refuses, and what it brings about (规则 13(1), 18, 22 to 24, 26, 32, 35, 44)."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dispatch.demonstration import mandates
from dispatch.demonstration import watching as played
from dispatch.demonstration.papers import act
from dispatch.models import (
    Advice,
    AdviceRecheck,
    Guidance,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    Submission,
    SupervisionRecord,
)
from dispatch.supervision_methods import NEEDED, Method
from supervision.models import Reminder
from supervision.reminders import remind
from tests.cast import with_units
from workflow import clocks
from workflow.door import Barred, NotPermitted, revise
from workflow.models import Clock, Notice, OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
REASON = "按程序办理。"
FILLED = {
    "occasion": "局党组会议", "with_whom": "局人事处", "basis": "组长批准", "material": "会议费凭证", "suggestion": "完善制度。", "place": "支付中心",
}  # fmt: skip


@pytest.fixture
def unit(city):
    """The city with its first unit at the finance bureau and its second at three others."""
    with_units(city, "first_unit", "second_unit")
    return city


def browser(city, who):
    client = Client()
    client.force_login(city.people[who])
    return client


def status(city, record, *people):
    return [browser(city, who).get(record.get_absolute_url()).status_code for who in people]


def page(city, who, record, rest=""):
    return browser(city, who).get(f"{record.get_absolute_url()}{rest}").content.decode()


# 日常监督


def test_each_method_asks_for_what_it_needs_and_no_more(unit):
    assert set(NEEDED) == set(Method)
    for method, names in NEEDED.items():
        given = dict.fromkeys(FILLED, "") | {name: FILLED[name] for name in names} | {"method": method}
        assert played.recorded(unit, **given).state == "recorded"
        for name in names:
            label = SupervisionRecord._meta.get_field(name).verbose_name
            with pytest.raises(Barred, match=f"缺：.*{label[:2]}.*规则 32"):
                played.recorded(unit, **given | {name: " "})
    with pytest.raises(Barred, match="规则 23"):
        played.recorded(unit, points=[])
    with pytest.raises(Barred, match="现在的驻在单位"):
        played.recorded(unit, host=unit.audit)


def test_a_meeting_on_great_matters_says_whether_it_is_reported_and_an_irregular_one_is(unit):
    with pytest.raises(Barred, match="需要报告或者不需要报告"):
        played.attended(unit, reporting="", no_report_reason="")
    with pytest.raises(Barred, match="写明理由"):
        played.attended(unit, no_report_reason="")
    with pytest.raises(Barred, match="应当报告"):
        played.attended(unit, is_irregular=True)
    with pytest.raises(Barred, match="只有参加会议"):
        played.recorded(unit, is_irregular=True)
    assert played.attended(unit).report is None
    assert not Submission.objects.exists(), "a refused record leaves no draft"
    record = played.attended(
        unit, is_irregular=True, reporting="needed", no_report_reason="", content="两个项目未经集体讨论。"
    )
    draft = Submission.objects.get()
    assert (record.report, draft.state, draft.kind) == (draft, "draft", "report")
    assert "两个项目未经集体讨论" in draft.content
    assert draft.words in page(unit, "unit_head", record)
    assert draft.get_absolute_url() not in page(unit, "second_director", record), "the unit's draft is not the office's"
    again = played.attended(
        unit, is_irregular=True, reporting="needed", no_report_reason="", title="更正", corrects=record
    )
    assert again.report == draft, "a correction begins no second report"


def test_a_record_is_corrected_by_another_once_and_only_in_its_own_unit(unit):
    first = played.recorded(unit)
    with pytest.raises(NotPermitted):
        revise(first, actor=unit.actor("unit_officer"), content="改写。")
    form = browser(unit, "unit_officer").get(f"{first.get_absolute_url()}correct/").content.decode()
    assert first.content in form
    second = played.recorded(unit, title="更正后的记录", corrects=first)
    assert "以更正后的记录为准" in page(unit, "unit_officer", first)
    assert first.number in page(unit, "unit_officer", second)
    assert "更正本记录" not in page(unit, "unit_officer", first)
    sister = {"who": "second_unit_officer", "unit": unit.second_unit, "host": unit.agriculture}
    for wrong in ({"corrects": first}, sister | {"corrects": second}):
        with pytest.raises(Barred, match="尚未更正的同类记录"):
            played.recorded(unit, **wrong)
    with pytest.raises(Barred, match="更正后的记录上办理"):
        act(unit, "unit_officer", first, SupervisionRecord.mark_problem, area="systems", problem="执行不严。")
    said = {
        "act_id": uuid.uuid4(), "version": 0, "host": unit.finance.pk, "happened_on": clocks.today(), "method": "on_site",
        "title": "网页更正", "points": ["loyalty"], "place": "支付中心", "content": "更正内容。",
    }  # fmt: skip
    answer = browser(unit, "unit_officer").post(f"{second.get_absolute_url()}correct/", said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert SupervisionRecord.objects.get(title="网页更正").corrects == second


def test_a_prominent_problem_ends_with_an_advice_or_with_the_heads_reasons(unit):
    row = played.found(unit)
    settle = SupervisionRecord.settle
    with pytest.raises(Barred, match="还没有就这一突出问题发出"):
        act(unit, "unit_officer", row, settle)
    draft = played.drafted(unit, finding=row)
    with pytest.raises(Barred, match="规则 44"):
        act(unit, "unit_officer", row, settle)
    with pytest.raises(NotPermitted):
        act(unit, "unit_officer", row, SupervisionRecord.excuse, note=REASON)
    act(unit, "unit_head", draft, Advice.send)
    assert act(unit, "unit_officer", row, settle).state == "advised"
    own = act(
        unit, "unit_head", played.recorded(unit), SupervisionRecord.mark_problem, area="systems", problem="执行不严。"
    )
    with pytest.raises(Barred, match="标明人"):
        act(unit, "unit_head", own, SupervisionRecord.excuse, note=REASON)
    with pytest.raises(Barred, match="理由"):
        act(unit, "deputy", own, SupervisionRecord.excuse)
    assert act(unit, "deputy", own, SupervisionRecord.excuse, note=REASON).state == "excused"
    assert not Clock.objects.open().of(own, row).exists()
    with pytest.raises(Barred, match="标明的突出问题"):
        played.drafted(unit, finding=SupervisionRecord.objects.get(pk=own.pk))


# 重点监督对象、指导和教育


def test_key_persons_are_codes_and_a_record_names_only_those_of_its_unit(unit):
    for name in ("示范处长", "财政局局长", "甲", "1"):
        with pytest.raises(Barred, match="不写姓名"):
            played.listed(unit, name)
    person = played.listed(unit)
    with pytest.raises(Barred, match="不能重复"):
        played.listed(unit)
    assert list(played.recorded(unit, key_persons=[person]).key_persons.all()) == [person]
    act(unit, "unit_head", person, KeyPerson.remove, note=REASON)
    with pytest.raises(Barred, match="在册"):
        played.recorded(unit, key_persons=[KeyPerson.objects.get(pk=person.pk)])
    assert status(unit, person, "unit_officer", "second_officer", "director", "second_unit_head", "finance_head") == [200, 200, 404, 404, 404]  # fmt: skip


def test_the_host_and_sister_units_see_nothing_of_what_a_unit_records(unit):
    rows = [
        played.recorded(unit),
        played.guided(unit),
        played.guided(unit, "second_officer", Guidance.guide_unit, kind="of_unit"),
    ]
    for row in rows:
        assert status(unit, row, "unit_officer", "second_director", "deputy", "secretary") == [200] * 4
        assert (
            status(unit, row, "finance_head", "second_unit_head", "director", "other_deputy", "principal") == [404] * 5
        )
    for address in ("/supervision-records/", "/guidance/", "/key-persons/", "/search/?q=专项资金", "/advices/"):
        shown = browser(unit, "finance_head").get(address).content.decode()
        assert all(row.number not in shown for row in rows)
    assert not Notice.objects.filter(recipient__in=[unit.finance_head, unit.finance_liaison]).exists()


# 向领导班子成员通报


def test_only_the_leader_himself_reads_and_receives_his_notice(unit):
    notice = played.notified(unit)
    mandates.opened(unit, "finance")
    assert status(unit, notice, "unit_head", "finance_head") == [200, 200]
    assert (
        status(unit, notice, "finance_liaison", "inspector", "second_director", "secretary", "agriculture_head")
        == [404] * 5
    )
    with pytest.raises(Barred, match="领导班子成员"):
        played.notified(unit, leader=unit.finance_liaison)
    with pytest.raises(NotPermitted):
        act(unit, "unit_head", notice, LeaderNotice.receive)
    told = Notice.objects.get(recipient=unit.finance_head)
    assert notice.title not in str(vars(told)), "what reminds says no more than that it waits"
    late = clocks.now() + timedelta(days=30)
    with clocks.as_of(late.astimezone(clocks.SHANGHAI).replace(hour=10)):
        while remind(clocks.now()):
            pass
    assert Reminder.objects.filter(clock__subject_id=notice.public_id).exists()
    kept = Notice.objects.exclude(recipient__in=[unit.finance_head, unit.unit_head]).filter(subject_id=notice.public_id)
    assert not kept.exists()
    assert not any(notice.title in str(vars(message)) for message in OutboxMessage.objects.all())
    assert act(unit, "finance_head", notice, LeaderNotice.receive).state == "received"


# 党风廉政意见


def test_an_opinion_is_approved_by_another_and_its_asker_reads_it_when_it_is_replied(unit):
    row = played.asked(unit)
    words = "暂缓使用，有待核实。"
    for who in ("unit_head", "unit_officer"):
        written = act(unit, who, row, IntegrityOpinion.draft_opinion, opinion=words)
        assert words not in page(unit, "finance_liaison", written)
        assert words not in browser(unit, "finance_liaison").get("/search/?q=暂缓使用").content.decode().replace(
            "value=", ""
        )
        assert row.number not in browser(unit, "finance_liaison").get("/search/?q=暂缓使用").content.decode()
        if who == "unit_head":
            with pytest.raises(Barred, match="意见起草人"):
                act(unit, who, row, IntegrityOpinion.approve)
            act(unit, who, row, IntegrityOpinion.return_draft, note="请写明核实的范围")
    act(unit, "unit_head", row, IntegrityOpinion.approve)
    assert act(unit, "unit_officer", row, IntegrityOpinion.reply, document="示财纪〔2026〕3号").state == "replied"
    shown = page(unit, "finance_liaison", row)
    assert words in shown
    assert "请写明核实的范围" not in shown, "how it came about stays with the unit"
    assert status(unit, row, "audit_head", "second_director", "second_unit_head") == [404] * 3
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityOpinion.objects.filter(pk=played.asked(unit).pk).update(state="replied")


def test_an_office_asks_too_and_only_that_office_reads_the_reply(unit):
    office = {"asker": unit.commission, "asking_office": unit.second_office}
    client = browser(unit, "second_director")
    said = {
        "act_id": uuid.uuid4(),
        "version": 0,
        "unit": unit.first_unit.pk,
        "title": "拟调入人选",
        "codes": "甲-01",
        "content": "请回复。",
    }
    assert client.post("/integrity-opinions/new/office/", said).status_code == 302
    row = IntegrityOpinion.objects.get()
    assert {name: getattr(row, name) for name in office} == office
    assert status(unit, row, "second_director", "second_officer", "secretary", "unit_officer") == [200] * 4
    assert status(unit, row, "director", "other_deputy", "finance_head") == [404] * 3
    with pytest.raises(Barred, match="只写代号"):
        played.asked(unit, codes="示范张三")


# 纪检监察建议


def test_an_advice_is_the_units_until_it_is_sent_and_no_advice_closes_unchecked(unit):
    draft = played.drafted(unit)
    assert status(unit, draft, "unit_officer", "finance_head", "second_director", "secretary") == [200, 404, 404, 404]
    with clocks.as_of(clocks.now() + timedelta(days=60)), pytest.raises(Barred, match="早于今天"):
        act(unit, "unit_head", draft, Advice.send)
    row = act(unit, "unit_head", draft, Advice.send)
    assert status(unit, row, "finance_liaison", "second_director", "deputy", "audit_head", "second_unit_head") == [
        200,
        200,
        200,
        404,
        404,
    ]
    for _ in range(2):
        with pytest.raises(Barred, match="不能办理“办结建议”"):
            act(unit, "unit_head", row, Advice.close)
        if row.state == "sent":
            row = played.answered(unit, row)
    with pytest.raises(Barred, match="核查日期"):
        act(
            unit,
            "unit_officer",
            row,
            Advice.verify_result,
            checked_on=clocks.today(),
            check_means="on_site",
            check_seen=" ",
        )
    row = act(unit, "unit_head", row, Advice.return_feedback, due_on=clocks.today() + timedelta(9), note=REASON)
    row = played.verified(unit, played.answered(unit, row))
    Advice.objects.filter(pk=row.pk).update(check_seen="")
    with pytest.raises(Barred, match="还没有核查"):
        act(unit, "unit_head", row, Advice.close)
    Advice.objects.filter(pk=row.pk).update(check_seen="属实", verified_by=unit.unit_head)
    with pytest.raises(Barred, match="核查人"):
        act(unit, "unit_head", row, Advice.close)
    assert act(unit, "deputy", row, Advice.close).state == "closed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.filter(pk=row.pk).update(verified_by=None)


def test_an_overdue_advice_is_reminded_of_and_urged(unit):
    row = played.sent(unit, due_on=clocks.today() + timedelta(days=1))
    with pytest.raises(Barred, match="到期当日起"):
        act(unit, "unit_officer", row, Advice.urge)
    late = clocks.now() + timedelta(days=20)
    with clocks.as_of(late.astimezone(clocks.SHANGHAI).replace(hour=10)):
        while remind(clocks.now()):
            pass
        assert Notice.objects.filter(subject_id=row.public_id, recipient=unit.finance_liaison).exists()
        before = Clock.objects.open().of(row).get().urgings
        act(unit, "unit_officer", row, Advice.urge)
        assert Clock.objects.open().of(row).get().urgings == before + 1
        with pytest.raises(Barred, match="间隔"):
            act(unit, "unit_head", row, Advice.urge)
        assert "超期" in browser(unit, "finance_liaison").get("/advices/").content.decode()


def test_a_draw_takes_all_that_is_closed_once_and_anyone_can_recompute_it(unit):
    first, second = played.closed(unit), played.closed(unit, title="第二件建议")
    draw = played.drawn(unit, share=50)
    assert draw.is_as_recorded
    picked = draw.rechecks.get()
    assert set(draw.population) == {str(first.public_id), str(second.public_id)}
    for who, code in (("unit_head", 200), ("second_director", 200), ("finance_head", 404)):
        assert browser(unit, who).get(f"{draw.get_absolute_url()}population/").status_code == code
        assert browser(unit, who).get(draw.get_absolute_url()).status_code == code
    with pytest.raises(Barred, match="核查人"):
        played.looked_at(unit, picked, who="unit_officer")
    played.looked_at(unit, picked, AdviceRecheck.find_recurrence)
    for later in (None, second):
        with pytest.raises(Barred, match="重新发出的建议"):
            act(
                unit,
                "unit_head",
                picked,
                AdviceRecheck.follow_up,
                later_advice=later and Advice.objects.get(pk=second.pk),
            )
    again = played.sent(unit, title="重新提出的建议")
    assert act(unit, "unit_head", picked, AdviceRecheck.follow_up, later_advice=again).state == "followed_up"
    rest = played.drawn(unit)
    assert rest.population == [each for each in draw.population if each != str(picked.advice.public_id)]
    with pytest.raises(Barred, match="没有办结以后尚未回头看"):
        played.drawn(unit)
    assert status(unit, picked, "finance_head", "second_unit_head") == [404, 404], (
        "the host is not told which are looked at again"
    )
    assert picked.words not in page(unit, "finance_head", picked.advice)


def test_the_forms_begin_with_what_is_known(unit):
    row = played.found(unit)
    shown = page(unit, "unit_officer", row)
    address = f"/advices/new/?finding={row.public_id}"
    assert address in shown
    form = browser(unit, "unit_officer").get(address).content.decode()
    assert row.problem in form
    assert browser(unit, "unit_officer").get("/advices/new/?finding=x").status_code == 200
    pages = {
        "/supervision-records/new/": ("unit_officer", "finance_head"), "/guidance/of-unit/": ("second_officer", "unit_head"),
        "/guidance/guide/": ("unit_officer", "second_officer"), "/guidance/educate/": ("unit_officer", "director"),
        "/leader-notices/new/": ("unit_head", "unit_officer"), "/integrity-opinions/new/": ("audit_head", "officer"),
        "/integrity-opinions/new/office/": ("director", "officer"), "/advices/new/": ("unit_officer", "finance_head"),
    }  # fmt: skip
    answers = {each: [browser(unit, who).get(each).status_code for who in people] for each, people in pages.items()}
    assert answers == {each: [200, 403] for each in pages}
    own = unit.first_unit.dispatched_units.get().get_absolute_url()
    for rest in ("key-persons/new/", "advice-draws/new/"):
        assert browser(unit, "unit_head").get(own + rest).status_code == 200
        assert browser(unit, "unit_officer").get(own + rest).status_code == 403
    said = {"act_id": uuid.uuid4(), "version": 0, "code": "丙-09", "key_class": "listed", "host": unit.finance.pk}
    assert browser(unit, "unit_head").post(f"{own}key-persons/new/", said).status_code == 302
    assert "丙-09" in page(unit, "unit_head", unit.first_unit.dispatched_units.get())
    bad = browser(unit, "unit_head").post(f"{own}key-persons/new/", said | {"act_id": uuid.uuid4(), "code": "示范处长"})
    assert bad.status_code == 422
    assert "示范处长" in bad.content.decode()
