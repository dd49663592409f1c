"""A commission's rules: who sets them, that a version is never changed, and that what runs keeps the version under which it began."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Road
from tests.workflow.test_deputising import lend
from workflow import calendars, clocks, local_rules
from workflow.audit import first_fault
from workflow.door import Barred, Moved, NotPermitted
from workflow.local_rules_forms import LadderFormSet, RulesForm, ladder_of
from workflow.local_rules_preview import preview, standing
from workflow.models import AuditEntry, Clock, Policy, usual_ladder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
READERS = ("secretary", "standing_clerk", "director", "second_director")
OTHERS = ("officer", "deputy", "case_deputy", "principal", "agriculture_head", "finance_liaison")


def values(policy, **changed):
    """The fields of the version after ``policy``."""
    kept = ("title", "source", "filed_on", "opens_at", "closes_at", *local_rules.SETTINGS)
    periods = {kind.key: policy.periods.get(kind.key, kind.days) for kind in local_rules.clock_kinds()}
    given = {name: getattr(policy, name) for name in kept} | {"ladder": [list(rung) for rung in policy.rungs]}
    given |= {"effective_on": clocks.today(), "periods": periods | changed.pop("periods", {})}
    return given | changed


def set_by(city, who="secretary", based_on=None, **changed):
    newest = local_rules.versions(city.commission).first()
    given = values(newest, **changed)
    return local_rules.set_rules(city.actor(who), city.commission, based_on=based_on or newest.number, **given)


def posted(policy, **changed):
    """What a browser sends for the version after ``policy``."""
    form = RulesForm(initial=RulesForm.initial_of(policy) | {"effective_on": clocks.today()})
    ladder = LadderFormSet(initial=ladder_of(policy))
    sent = {field.html_name: field.value() for field in form}
    for part in (*ladder.management_form, *(field for rung in ladder for field in rung)):
        sent[part.html_name] = part.value()
    sent = {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in sent.items()}
    return {name: value for name, value in (sent | changed).items() if value is not None and value is not False}


def browser(city, key):
    client = Client()
    client.force_login(city.people[key])
    return client


# Versions


def test_saving_makes_a_new_version_and_the_line_in_the_journal_says_what_changed(city):
    saved = set_by(city, periods={"Matter.determination": 7}, warning_days=5, source="示纪发〔2026〕3号")
    assert (saved.number, saved.periods, saved.warning_days) == (2, {"Matter.determination": 7}, 5)
    assert (saved.set_by, saved.not_delegable) == (city.secretary, [])
    assert Policy.objects.get(commission=city.commission, number=1).periods == {}
    entry = AuditEntry.objects.get(action="set_rules")
    assert entry.changes == {
        "事项：确定": ["5个工作日", "7个工作日"], "提前预警": ["3个工作日", "5个工作日"], "依据文件": ["", "示纪发〔2026〕3号"],
    }  # fmt: skip
    assert (entry.journal.organisation, entry.article, entry.post_words) == (
        city.commission, "规定 20", city.secretary.posts.get().words,
    )  # fmt: skip
    assert first_fault(entry.journal, f"{entry.journal.scope}:{entry.journal.day}") is None


def test_a_version_is_neither_changed_nor_removed(city):
    policy = Policy.objects.get(commission=city.commission)
    with pytest.raises(TypeError):
        policy.save()
    with pytest.raises(TypeError):
        policy.delete()


def test_the_channels_that_are_allowed_are_set_and_told(city):
    saved = set_by(city, channels=["mail"])
    assert saved.channels == ["mail"]
    before = local_rules.versions(city.commission)[1]
    assert ("允许的外发渠道", "电子邮件、短信或政务微信", "电子邮件") in local_rules.differences(before, saved)
    assert set_by(city, channels=[]).channels == []


def test_what_may_not_be_delegated_is_carried_over(city):
    Policy.objects.filter(commission=city.commission).update(not_delegable=["coordination.Matter.approve"])
    assert set_by(city, urge_days=2).not_delegable == ["coordination.Matter.approve"]


def test_the_secretary_ticks_what_may_not_be_lent_and_everything_else_stays(city):
    first = set_by(city, periods={"Matter.determination": 7}, warning_days=5, source="示纪发〔2026〕3号")
    page = browser(city, "secretary").get("/rules/lending/").content.decode()
    assert 'value="coordination.Matter.approve"' in page
    assert 'value="coordination.Matter.register"' not in page
    sent = {"based_on": first.number, "keys": ["coordination.Matter.approve", "coordination.Meeting.call"]}
    assert browser(city, "secretary").post("/rules/lending/", sent).status_code == 302
    saved = local_rules.versions(city.commission).first()
    assert (saved.number, saved.not_delegable, saved.set_by) == (first.number + 1, sent["keys"], city.secretary)
    first.refresh_from_db()
    apart = {"id", "number", "not_delegable", "set_at"}
    for column in (each.attname for each in Policy._meta.concrete_fields if each.name not in apart):
        assert getattr(saved, column) == getattr(first, column)
    entry = AuditEntry.objects.filter(action="set_rules").order_by("-pk").first()
    assert entry.changes == {"不得代理的步骤": ["没有，各步骤都可以代理", "事项：批准\n会议：召集会议"]}
    assert "会议：召集会议" in browser(city, "standing_clerk").get("/rules/").content.decode()
    again = browser(city, "secretary").post("/rules/lending/", sent)
    assert (again.status_code, local_rules.versions(city.commission).first()) == (409, saved)
    unknown = {"based_on": saved.number, "keys": ["coordination.Matter.vanish"]}
    assert browser(city, "secretary").post("/rules/lending/", unknown).status_code == 422
    assert browser(city, "deputy").get("/rules/lending/").status_code == 404


@pytest.mark.parametrize("who", ["standing_clerk", "director", "deputy", "officer", "principal", "agriculture_head"])
def test_only_the_secretary_sets_them(city, who):
    with pytest.raises(NotPermitted):
        set_by(city, who, urge_days=2)


def test_a_secretary_sets_nothing_elsewhere_nor_once_dismissed(city, other_city):
    newest = local_rules.versions(other_city.commission).first()
    with pytest.raises(NotPermitted):
        local_rules.set_rules(city.actor("secretary"), other_city.commission, based_on=1, **values(newest, urge_days=2))
    actor = city.actor("secretary")
    city.secretary.posts.update(ended_on=clocks.today())
    with pytest.raises(NotPermitted):
        local_rules.set_rules(actor, city.commission, based_on=1, **values(newest, urge_days=2))


def test_a_deputy_sets_them_under_both_names(city):
    lend(city, "secretary", "deputy")
    set_by(city, "deputy", urge_days=2)
    assert AuditEntry.objects.get(action="set_rules").on_behalf_of == str(city.secretary)


def test_who_was_slower_is_told(city):
    set_by(city, urge_days=2)
    with pytest.raises(Moved, match="第2版"):
        set_by(city, based_on=1, urge_days=3)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"periods": {"Matter.determination": 0}}, "“事项：确定”的天数应当在1至250个工作日之间"),
        ({"periods": {"Matter.determination": 251}}, "“事项：确定”的天数应当在1至250个工作日之间"),
        ({"warning_days": 0}, "“提前预警”应当在1至60个工作日之间"),
        ({"ladder": [[0, ["owed"], False], [0, ["owed"], True]]}, "逐级推后"),
        ({"ladder": [[5, ["owed"], False], [-1, ["owed"], True]]}, "逐级推后"),
        ({"ladder": [[0, [], False]]}, "告知何人"),
        ({"ladder": [[0, ["everybody"], False]]}, "告知何人"),
        ({"ladder": [[121, ["owed"], False]]}, "120个工作日之内"),
        ({"ladder": []}, "1至8级"),
        ({"opens_at": time(17), "closes_at": time(9)}, "起始应当早于截止"),
        ({"opens_at": time(9), "closes_at": time(9)}, "起始应当早于截止"),
        ({"effective_on": -1}, "生效日期不能早于今天"),
        ({"effective_on": 400}, "生效日期不能晚于一年以后"),
        ({"filed_on": 1}, "备案日期不能晚于今天"),
        ({}, "没有任何变动"),
        ({"effective_on": 3}, "没有任何变动"),
    ],
)
def test_bad_input_is_told_in_whole_sentences(city, changed, sentence):
    days = {name: clocks.today() + changed[name] * DAY for name in ("effective_on", "filed_on") if name in changed}
    with pytest.raises(Barred) as refused:
        set_by(city, **{"periods": {}, **changed, **days})
    assert sentence in str(refused.value)
    assert Policy.objects.filter(commission=city.commission).count() == 1


# What runs stays


def test_running_matters_keep_the_version_under_which_they_began(city):
    running = Road(city).to("submitted")
    set_by(city, periods={"Matter.determination": 9, "Matter.convening": 8})
    begun = Road(city, title="另一件").to("submitted")
    days = {clock.dossier_id: clock.days for clock in Clock.objects.filter(name="determination")}
    assert days == {running.dossier_id: 5, begun.dossier_id: 9}
    road = Road(city)
    road.matter = running
    road.determine()
    assert Clock.objects.get(name="convening").days == 5, "a clock begun later goes by the version of its dossier"


def test_a_version_with_a_later_day_waits(city):
    day = clocks.today() + 5 * DAY
    set_by(city, periods={"Matter.determination": 9}, effective_on=day)
    assert Road(city).to("submitted").dossier.policy.number == 1
    with clocks.as_of(clocks.now() + 5 * DAY):
        assert Road(city, title="五日后").to("submitted").dossier.policy.number == 2


def test_a_waiting_version_is_replaced_by_one_that_takes_effect_no_later(city):
    today = clocks.today()
    set_by(city, urge_days=2, effective_on=today + 9 * DAY)
    newest = local_rules.versions(city.commission).first()
    draft = local_rules.drafted(newest, values(newest, urge_days=4))
    assert [policy.number for policy in preview(city.actor("secretary"), draft)["replaced"]] == [2]
    set_by(city, urge_days=4)
    stands = standing(list(local_rules.versions(city.commission)), today)
    assert {number: words for number, (words, _) in stands.items()} == {3: "现行", 2: "未生效即被取代", 1: "已被取代"}
    later = Policy.objects.filter(commission=city.commission).in_force(today + 20 * DAY).first()
    assert later.number == 3


def test_the_preview_shows_what_would_move_and_what_stays(city):
    Road(city).to("submitted")
    policy = local_rules.versions(city.commission).first()
    draft = local_rules.drafted(policy, values(policy, periods={"Matter.determination": 8}))
    shown = preview(city.actor("secretary"), draft)
    [example] = shown["moving"]
    calendar, today = calendars.load(), clocks.today()
    assert (example.kind.key, example.old_days, example.new_days) == ("Matter.determination", 5, 8)
    assert (example.old_due_on, example.new_due_on) == (calendar.add(today, 5).due_on, calendar.add(today, 8).due_on)
    assert len(shown["staying"]) == len(local_rules.clock_kinds()) - 1
    assert shown["running"] == [(policy, 1)]
    assert preview(city.actor("officer"), draft)["running"] == [(policy, 1)]


def test_the_preview_counts_only_what_the_reader_sees(city, other_city):
    Road(other_city).to("submitted")
    policy = local_rules.versions(other_city.commission).first()
    draft = local_rules.drafted(policy, values(policy, urge_days=2))
    assert preview(other_city.actor("secretary"), draft)["running"] == [(policy, 1)]
    assert preview(city.actor("secretary"), draft)["running"] == []


def test_every_declared_clock_with_days_is_in_the_form(city):
    keys = {kind.key for kind in local_rules.clock_kinds()}
    assert {"Matter.determination", "Assignment.report", "Filing.acknowledgement", "Opinion.answer"} <= keys
    assert "Assignment.work" not in keys, "its date is set with the task"
    assert {f"period_{key}" for key in keys} <= set(RulesForm().fields)
    report = next(kind for kind in local_rules.clock_kinds() if kind.key == "Assignment.report")
    assert (report.days, report.returned) == (10, 5)


# Pages


def test_who_reads_the_versions(city, administrators):
    for key in READERS:
        assert browser(city, key).get("/rules/").status_code == 200, key
    for key in OTHERS:
        assert browser(city, key).get("/rules/").status_code == 404, key
    for key in (*READERS[1:], *OTHERS):
        assert browser(city, key).get("/rules/new/").status_code == 404, key


def test_the_pages_lead_from_the_form_over_the_preview_to_the_new_version(city):
    client, policy = browser(city, "secretary"), Policy.objects.get(commission=city.commission)
    assert "设定新版本" in client.get("/rules/").content.decode()
    body = client.get("/rules/new/").content.decode()
    assert "默认10；退回后5" in body
    sent = posted(policy, **{"period_Matter.determination": 8, "stage": "preview"})
    answer = client.post("/rules/new/", sent)
    assert answer.status_code == 200, answer.content.decode()
    assert "在办事项的到期日一个也不变动" in answer.content.decode()
    assert Policy.objects.filter(commission=city.commission).count() == 1
    assert client.post("/rules/new/", sent | {"stage": "edit"}).status_code == 200
    assert client.post("/rules/new/", sent | {"stage": "save"}).status_code == 302
    saved = Policy.objects.get(commission=city.commission, number=2)
    assert (saved.periods, saved.ladder) == (
        {"Matter.determination": 8},
        [[d, list(t), a] for d, t, a in usual_ladder()],
    )
    assert "5个工作日" in client.get("/rules/?version=2&against=1").content.decode()
    late = client.post("/rules/new/", posted(policy, urge_days=3, stage="save"))
    assert late.status_code == 409
    assert "第2版" in late.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("period_Matter.determination", "0", "应当在1至250之间"),
        ("period_Matter.determination", "九", "请填写1至250之间的整数"),
        ("period_Matter.determination", "251", "应当在1至250之间"),
        ("effective_on", "2020-01-01", "生效日期不能早于今天"),
        ("opens_at", "18:00", "起始应当早于截止"),
        ("form-2-day", "-9", "逐级推后"),
        ("form-1-tells", [], "告知何人"),
        ("title", "", "请填写"),
        ("urge_days", "1", "没有任何变动"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(city, field, value, sentence):
    policy = Policy.objects.get(commission=city.commission)
    sent = posted(policy, **{field: value, "stage": "preview"})
    answer = browser(city, "secretary").post("/rules/new/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_due_date_page_says_whose_days_they_are_and_leads_the_house_to_the_version(city):
    matter = Road(city).to("implementing")
    clock = Clock.objects.filter(subject_type="coordination.assignment", name="receipt").first()
    page = f"/clocks/{clock.subject_id}/{clock.name}/"
    for key, status in (("officer", 200), ("second_officer", 200), ("agriculture_head", 404), ("principal", 404)):
        client = browser(city, key)
        assert client.get(f"{page}rules/").status_code == status, key
        if status == 200:
            assert f"{page}rules/" in client.get(page).content.decode()
    body = browser(city, "officer").get(page).content.decode()
    assert "本单位设定" in body
    assert "到期前3个工作日，告知承办人" in body
    assert matter.dossier.policy.number == 1


def test_the_list_asks_as_many_questions_with_many_versions(city):
    client = browser(city, "secretary")
    client.get("/rules/")

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/rules/").status_code == 200
        return len(found)

    set_by(city, urge_days=2)
    few = asked()
    for days in range(3, 13):
        set_by(city, urge_days=days)
    assert asked() == few
