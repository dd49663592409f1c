"""Duties that recur: every period opens once, whatever happens to the job, is owed until it is done, and is reminded of (规则 10, 12, 20, 33, 34, 47)."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from dispatch import duties, jobs
from dispatch.demonstration import recurring, units
from dispatch.demonstration.cast import account, appoint, found_units
from dispatch.models import DispatchedUnit, Duty, DutyRule, RecurringDuty
from dispatch.models.duty_rule import TERMS
from dispatch.period_words import words_of
from organizations.models import Kind, Organisation, Role
from supervision.jobs import sweep
from supervision.models import Reminder
from tests.cast import with_units
from tests.scene import rolled_back
from tests.supervision.hours import remind_round_the_clock, working_morning
from tests.supervision.test_calendar_administration import NEW_YEAR, published
from tests.test_ceilings import twin
from tests.workflow.test_local_rules import set_by
from workflow import attachments, clocks, local_rules
from workflow.audit import first_fault
from workflow.by_date import actor_by_date
from workflow.door import Barred, NotPermitted, advance, open_record, revise
from workflow.models import AuditEntry, Clock, Notice, Policy
from workflow.months import months_after

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 1, 12, 10, tzinfo=clocks.SHANGHAI)
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def unit(city):
    return with_units(city, "first_unit")[0]


def fresh(row):
    return type(row).objects.select_related("dossier", *type(row).within).get(pk=row.pk)


def browser(city, who):
    client = Client()
    client.force_login(city.people[who])
    return client


def periods_of(rule):
    return list(RecurringDuty.objects.filter(rule=rule).order_by("first_on").values_list("first_on", "due_on"))


def act(city, who, row, step, **fields):
    return advance(fresh(row), step, actor=city.actor(who), **fields)


def test_over_two_years_every_period_opens_once(city, administrators):
    """Fortnight by fortnight, with a job that runs twice, one that is undone in the middle, an outage of months, and a calendar that moves."""
    with clocks.as_of(BEGUN):
        units.founded(found_units(city))
        _work_committee(city)
        rules = recurring.set_for(city)
    assert {rule.duty for rule in rules} == set(Duty.values)
    remind_round_the_clock()
    moment, last = BEGUN, BEGUN + timedelta(days=730)
    while moment < last:
        moment += FORTNIGHT
        if date(2026, 8, 1) < moment.date() < date(2026, 12, 1):
            continue  # nothing ran
        with clocks.as_of(moment):
            with rolled_back():
                duties.open_all(clocks.today())  # killed before it was committed
            for _ in range(2):
                jobs.open_duties()
            sweep()
        if moment.date() == date(2026, 12, 28):
            assert (
                published(administrators["system_admin"], days=NEW_YEAR, at=moment) == 0
            )  # a set date is no working day's
    for rule in rules:
        opened = periods_of(rule)
        months = TERMS[rule.duty].rhythm.months
        firsts = [months_after(date(2026, 1, 1), months * place) for place in range(len(opened))]
        assert opened == [(first, months_after(first, months) - timedelta(days=1)) for first in firsts], rule
        assert len(opened) == 24 // months + 1, rule
        assert fresh(rule).next_on == months_after(firsts[-1], months)
        assert first_fault(fresh(rule).dossier, rule.dossier.public_id) is None
    everything = RecurringDuty.objects.all()
    running = Clock.objects.open().filter(name="duty").values_list("subject_id", "due_on")
    assert dict(running) == dict(everything.values_list("public_id", "due_on"))
    once = Counter(Reminder.objects.values_list("clock", "rung"))
    assert once
    assert set(once.values()) == {1}
    late = everything.filter(due_on__lt=last.date() - 2 * FORTNIGHT)
    assert set(Reminder.objects.values_list("clock__subject_id", flat=True)) >= set(
        late.values_list("public_id", flat=True)
    )


def _work_committee(city):
    house = city.organisations["work_committee"] = Organisation.objects.create(
        kind=Kind.WORK_COMMITTEE,
        name="示范市直机关纪检监察工作委员会",
        short_name="示范市直纪工委",
        superior=city.committee,
    )
    city.people["reviewer"] = account("reviewer", "示范审核", password="x")
    appoint(city.people["reviewer"], house, Role.REVIEWER, date(2020, 1, 1))


def test_whoever_owes_is_reminded_and_by_whom_it_was_opened_is_on_record(city, unit):
    recurring.set_for(city)
    owed = {
        row.rule.duty: row
        for row in RecurringDuty.objects.select_related("rule").filter(
            rule__house__in=[city.commission, city.first_unit]
        )
    }
    remind_round_the_clock()
    with clocks.as_of(working_morning(380)):
        sweep()
        for duty, who in (
            (Duty.LEADERSHIP_REPORT, "unit_head"),
            (Duty.HEADS_MEETING, "deputy"),
            (Duty.STANDING_REPORT, "standing_clerk"),
        ):
            told = Notice.objects.filter(subject_id=owed[duty].public_id, action="remind", recipient=city.people[who])
            assert told.exists(), duty
        assert not Notice.objects.filter(action="remind", recipient=city.finance_head).exists()
    entry = AuditEntry.objects.get(
        subject_id=owed[Duty.LEADERSHIP_REPORT].public_id, action="dispatch.RecurringDuty.open_period"
    )
    assert (entry.person, entry.person_name, entry.post_words) == (None, "系统", "到日期按设定自动办理")


def test_a_period_opens_neither_early_nor_twice_nor_by_anybodys_hand(city, unit):
    rule = recurring.set_for(city, Duty.JOINT_STUDY)[0]
    stale, first = fresh(rule), RecurringDuty.objects.get(rule=rule)
    given = {"dossier": rule.dossier, "rule": fresh(rule)}
    by_date = actor_by_date(city.commission, clocks.today())
    for first_on in (first.first_on, fresh(rule).next_on, clocks.today()):
        with pytest.raises(Barred):
            open_record(RecurringDuty, RecurringDuty.open_period, actor=by_date, first_on=first_on, **given)
    with clocks.as_of(clocks.now() + timedelta(days=184)):
        for who in ("unit_head", "deputy", "secretary"):
            with pytest.raises(NotPermitted):
                open_record(
                    RecurringDuty,
                    RecurringDuty.open_period,
                    actor=city.actor(who),
                    first_on=fresh(rule).next_on,
                    **given,
                )
        assert duties.open_begun(fresh(rule), clocks.today()) == 1
        assert duties.open_begun(stale, clocks.today()) == 0  # read before the other opened it
    with pytest.raises(IntegrityError), transaction.atomic():
        RecurringDuty.objects.bulk_create([twin(first)])


def test_done_names_its_paper_its_day_and_where_it_is(city, unit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    recurring.set_for(city, Duty.LEADERSHIP_REPORT)
    row = RecurringDuty.objects.get()
    before, ahead = row.first_on - timedelta(days=1), clocks.today() + timedelta(days=1)
    for wrong, said in (
        ({"document": " "}, "应当写明文号或者会议名称"), ({"done_on": before}, "完成日期应当在"), ({"done_on": ahead}, "完成日期应当在"),
        ({"kept_at": ""}, "应当先将有关材料作为附件上传，或者写明原件存放在何处"),
    ):  # fmt: skip
        with pytest.raises(Barred) as refusal:
            recurring.done(city, row, **wrong)
        assert said in str(refusal.value)
    for who in ("unit_officer", "deputy", "secretary"):
        with pytest.raises(NotPermitted):
            recurring.done(city, row, who=who)
    for who in ("finance_head", "second_unit_head"):
        with pytest.raises(RecurringDuty.DoesNotExist):
            recurring.done(city, row, who=who)
    with attachments.stored([SimpleUploadedFile("报告.txt", "专题报告已报送（演练文本）。".encode())]) as kept:
        revise(fresh(row), actor=city.actor("unit_officer"), attach=kept)
    done = recurring.done(city, row, kept_at="", document="示驻财报〔2026〕1号")
    assert (done.done_by, Clock.objects.get(subject_id=row.public_id).status) == (city.unit_head, "met")
    act(city, "deputy", done, RecurringDuty.return_for_correction, note="文号有误。")
    assert Clock.objects.open().get(subject_id=row.public_id).due_on == row.due_on


def test_how_often_is_by_the_text_or_by_the_commissions_rules(city, unit):
    """规则 33 and 47 say every year, and no setting changes it; of the others the commission says how often."""
    kinds = {kind.key: kind.months for kind in local_rules.rhythm_kinds()}
    assert kinds["DutyRule.heads_meeting"] == 3
    assert not {"DutyRule.leadership_report", "DutyRule.integrity_review"} & set(kinds)
    saved = set_by(city, rhythms={"DutyRule.heads_meeting": 1, "DutyRule.leadership_report": 6})
    assert saved.rhythms == {"DutyRule.heads_meeting": 1}
    changes = AuditEntry.objects.get(action="set_rules").changes
    assert changes == {"召开派驻机构负责人会议：每几个月一次": ["3个月（规则 12）", "1个月（规则 12）"]}
    with pytest.raises(Barred):
        set_by(city, rhythms={"DutyRule.heads_meeting": 13})
    rules = {rule.duty: rule for rule in recurring.set_for(city, Duty.HEADS_MEETING, Duty.LEADERSHIP_REPORT)}
    assert (rules[Duty.HEADS_MEETING].every_months, rules[Duty.LEADERSHIP_REPORT].every_months) == (1, 12)
    names = ("commission", "house", "duty", "first_on")
    given = {name: getattr(recurring.rules_of(city, Duty.JOINT_STUDY)[0], name) for name in names}
    with pytest.raises(Barred) as refusal:
        open_record(DutyRule, DutyRule.set_rule, actor=city.actor("director"), every_months=1, **given)
    assert "周期应当按条文，条文没有规定的按本单位现行实施办法" in str(refusal.value)


def test_a_rule_is_set_once_ended_and_set_anew_after_what_has_opened(city, unit):
    rule = recurring.set_for(city, Duty.JOINT_STUDY)[0]
    assert recurring.rules_of(city, Duty.JOINT_STUDY) == []
    again = DutyRule(commission=city.commission, house=city.first_unit, duty=Duty.JOINT_STUDY)
    again = again.begin_in(Policy.objects.get(commission=city.commission), clocks.today())
    with pytest.raises(Barred):
        duties.set_rules(city.actor("director"), [again])
    act(city, "deputy", rule, DutyRule.end, note="调整周期。")
    with pytest.raises(Barred) as refusal:
        duties.set_rules(city.actor("director"), [again])
    assert "第一期与原来的设定已经开列的期间重叠，应当从其后开始" in str(refusal.value)
    with clocks.as_of(clocks.now() + timedelta(days=200)):
        assert jobs.open_duties() == 0  # an ended rule opens nothing
    again.first_on = months_after(again.first_on, 6)
    assert duties.set_rules(city.actor("director"), [again])[0].next_on == again.first_on
    past = DutyRule(commission=city.commission, house=city.commission, duty=Duty.HEADS_MEETING, every_months=3)
    past.first_on = months_after(clocks.today().replace(day=1), -7)
    with pytest.raises(Barred) as refusal:
        duties.set_rules(city.actor("director"), [past])
    assert "第一期应当还没有结束" in str(refusal.value)


def test_a_unit_that_was_dissolved_owes_no_further_period(city, unit):
    rule = recurring.set_for(city, Duty.JOINT_STUDY)[0]
    dissolved = {"dissolved_on": clocks.today(), "document": "示纪发〔2026〕30号"}
    advance(unit, DispatchedUnit.dissolve, actor=city.actor("secretary"), note="机构调整。", **dissolved)
    with clocks.as_of(clocks.now() + timedelta(days=200)):
        assert jobs.open_duties() == 0
        assert duties.open_begun(fresh(rule), clocks.today()) == 0
    act(city, "deputy", RecurringDuty.objects.get(), RecurringDuty.waive, note="机构已经撤销。")
    assert not Clock.objects.open().filter(name="duty").exists()


def test_several_rules_are_set_on_one_page_and_the_calendar_lists_what_is_owed(city, unit):
    client, page = browser(city, "director"), "/duty-rules/new/"
    form = client.get(page).context["form"]
    assert len(form.fields["rules"].choices) == 6  # four of the commission, two of its one unit
    keys = [key for key, _ in form.fields["rules"].choices]
    given = {"act_id": form["act_id"].value(), "version": 0, "begins": "0"}
    assert client.post(page, given).status_code == 422
    assert client.post(page, given | {"rules": [*keys[:1], "joint_study:0"]}).status_code == 422
    assert client.post(page, given | {"rules": keys, "begins": "7"}).status_code == 422
    assert not DutyRule.objects.exists()
    assert client.post(page, given | {"rules": keys}).status_code == 302
    assert (DutyRule.objects.count(), RecurringDuty.objects.count()) == (6, 6)
    listed = browser(city, "unit_head").get(f"/duties/?unit={unit.public_id}").content.decode()
    assert ("提交驻在单位领导班子专题报告" in listed, "召开派驻机构负责人会议</td>" in listed) == (True, False)
    assert "定期应当办理的" in browser(city, "unit_head").get(unit.get_absolute_url()).content.decode()
    duty = RecurringDuty.objects.filter(rule__house=unit.organisation).first()
    for page in (duty.get_absolute_url(), f"{duty.get_absolute_url()}complete/"):
        assert (
            '<nav class="crumbs"><a href="/duties/">定期职责</a>'
            in browser(city, "unit_head").get(page).content.decode()
        )
    assert "还没有您可以查看的定期职责" in browser(city, "second_unit_head").get("/duties/").content.decode()
    for nonsense in ("unit=x", "house=1", "state=unknown", "duty=x", f"unit={city.commission.public_id}"):
        assert browser(city, "unit_head").get(f"/duties/?{nonsense}").status_code == 200


@pytest.mark.parametrize(
    ("first_on", "last_on", "said"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        (date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        (date(2026, 2, 1), date(2026, 4, 30), "2026-02-01至2026-04-30"),
        (date(2026, 1, 1), date(2026, 4, 30), "2026-01-01至2026-04-30"),
    ],
)
def test_a_period_in_words(first_on, last_on, said):
    assert words_of(first_on, last_on) == said
