"""The people of a unit (规则 7, 9): posts follow appointments, heads serve no host, rotation is reminded of, nobody checks himself."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dispatch.demonstration import cast, staff, units
from dispatch.models import Appointment, CaseDuty, CaseRecusal, DispatchedUnit, Handover, RegisteredCase
from organizations.actors import actor_of
from organizations.models import Post, Role
from supervision.reminders import remind
from tests.cast import with_units
from workflow import clocks, local_rules, personnel
from workflow.door import Barred, NotPermitted, advance, revise
from workflow.models import AuditEntry, Clock, Notice, Policy
from workflow.months import months_after

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = timedelta(days=1)


@pytest.fixture
def house(city):
    with_units(city)
    return city


@pytest.fixture
def unit(house):
    return units.founded(house)


def refused(article, *words):
    return pytest.raises(Barred, match=".*".join([*words, article]))


def newcomer(house, key="newcomer", name="示范新"):
    """A person without any post."""
    house.people[key] = cast.account(key, name, password=cast.PASSWORD)
    return house.people[key]


def named(house, unit, person, role, **fields):
    given = {"person": person, "role": role, "from_on": clocks.today(), "dossier": unit.dossier, "unit": unit}
    return staff.open_record(Appointment, Appointment.propose, actor=house.actor("second_director"), **given | fields)


def ended(house, row):
    return advance(
        row, Appointment.end, actor=house.actor("deputy"), note="工作需要。", end_document="示纪免〔2026〕1号"
    )


def test_a_post_follows_the_appointment(house, unit):
    """No access before the decision, access with it, none after it; both are lines in the journal; two persons decide."""
    person = newcomer(house)
    row = named(house, unit, person, Role.UNIT_OFFICER)
    assert not Post.objects.filter(person=person).exists()
    with pytest.raises(NotPermitted):
        advance(row, Appointment.take_office, actor=house.actor("second_director"), document="示纪任〔2026〕1号")
    with refused("规则 7", "文号"):
        advance(row, Appointment.take_office, actor=house.actor("deputy"), document=" ")
    row = advance(row, Appointment.take_office, actor=house.actor("deputy"), document="示纪任〔2026〕1号")
    assert DispatchedUnit.objects.visible_to(actor_of(person, today=clocks.today())).exists()
    with refused("规则 7", "已被提名或者正在担任"):
        named(house, unit, person, Role.UNIT_OFFICER)
    ended(house, row)
    assert not DispatchedUnit.objects.visible_to(actor_of(person, today=clocks.today())).exists()
    lines = AuditEntry.objects.filter(action__startswith="personnel.", subject_id=person.public_id).order_by("seq")
    assert [line.action for line in lines] == ["personnel.appoint", "personnel.end_post"]
    assert {line.person_id for line in lines} == {house.deputy.pk}


def test_a_standing_post_is_not_given_twice(house, unit):
    before = Post.objects.count()
    row = staff.in_office(house, unit, "unit_officer")
    assert Post.objects.count() == before
    ended(house, row)
    assert not Post.objects.not_over(clocks.today()).filter(person=house.unit_officer).exists()


def test_a_post_that_an_administrator_ends_leaves_the_office_and_shows(house, unit, administrators):
    """The decision on file is the truth about the office, the post about access: both pages say which differs and who mends it."""
    row, other = staff.in_office(house, unit, "unit_officer"), staff.in_office(house, unit, "unit_deputy")
    client = Client()
    client.force_login(house.second_director)
    shown = [page.get_absolute_url() for page in (row, unit)]
    assert not any(
        "任职与职务不一致" in client.get(page).content.decode() for page in (*shown, other.get_absolute_url())
    )
    post = Post.objects.get(person=house.unit_officer)
    personnel.end_post(actor_of(administrators["security_admin"], today=clocks.today()), post)
    assert Appointment.objects.get(pk=row.pk).state == "in_office"
    for page in shown:
        body = client.get(page).content.decode()
        assert body.count("任职与职务不一致") == 1
        assert "分管领导" in body
        assert "安全保密管理员重新授予职务" in body
        assert f"账号职务已于{clocks.date_words(clocks.today())}终止" in body
    assert "任职与职务不一致" not in client.get(other.get_absolute_url()).content.decode()
    ended(house, Appointment.objects.get(pk=row.pk))
    assert "任职与职务不一致" not in client.get(shown[1]).content.decode()


def test_a_head_has_a_seat_and_no_duty_of_a_host(house, unit, administrators):
    """Declared duties, posts held, posts to be given and hosts to come are all refused."""
    with refused("规则 7", "不分管驻在单位工作", "分管预算"):
        staff.proposed(house, unit, "unit_head", host_duties="分管预算工作")
    with refused("规则 7", "党组（党委）成员"):
        staff.proposed(house, unit, "unit_head", seat_host=house.audit)
    with refused("规则 7", "联络员"):
        named(house, unit, house.finance_liaison, Role.UNIT_HEAD, seat_host=house.finance)
    admin = actor_of(administrators["security_admin"], today=clocks.today())
    staff.in_office(house, unit, "unit_head")
    with refused("规则 7", "不得担任驻在单位的其他职务"):
        personnel.appoint(admin, house.unit_head, house.finance, Role.LIAISON)
    with refused("规则 7", "联络员"):
        personnel.appoint(admin, house.finance_liaison, house.first_unit, Role.UNIT_HEAD)
    personnel.appoint(admin, house.unit_head, house.audit, Role.LIAISON)
    with refused("规则 7", "示范卯", "联络员"):
        advance(
            unit, DispatchedUnit.add_host, actor=house.actor("secretary"), host=house.audit, in_place_of=house.finance,
            from_on=clocks.today(), document="示编〔2026〕3号",
        )  # fmt: skip
    other = named(house, unit, newcomer(house), Role.UNIT_HEAD, seat_host=house.finance)
    with refused("规则 7", "已有在任的主要负责人"):
        advance(other, Appointment.take_office, actor=house.actor("deputy"), document="示纪任〔2026〕2号")


def test_a_moved_host_takes_the_heads_seat_with_it(house, unit):
    head = staff.in_office(house, unit, "unit_head")
    units.moved(house, unit, "audit", "finance", "示市改〔2026〕4号", days=1)
    head = Appointment.objects.get(pk=head.pk)
    assert head.sits_elsewhere
    Post.objects.filter(person=house.unit_head).update(ended_on=clocks.today())
    head = advance(head, Appointment.take_seat, actor=house.actor("second_director"), seat_host=house.audit)
    assert not head.sits_elsewhere
    assert not Post.objects.in_force(clocks.today()).filter(person=house.unit_head).exists(), (
        "ended by an administrator"
    )
    with refused("规则 7", "现驻在单位"):
        advance(head, Appointment.take_seat, actor=house.actor("deputy"), seat_host=house.finance)


def test_rotation_is_reminded_of_by_the_commissions_own_number_of_months(house):
    """The date counts from taking office; the sweep reminds the office in contact; leaving ends the clock."""
    unit = units.founded(house, days=1750)
    head = staff.in_office(house, unit, "unit_head", days=1740)
    assert head.rotation_on == months_after(head.from_on, 60)
    clock = Clock.objects.open().get(subject_id=head.public_id)
    assert (clock.name, clock.due_on, clock.owed_organisation_id) == ("rotation", head.rotation_on, house.commission.pk)
    due = datetime.combine(head.rotation_on, datetime.min.time(), clocks.SHANGHAI) + timedelta(hours=10)
    with clocks.as_of(due + 5 * DAY):
        assert remind(clocks.now())
        told = Notice.objects.filter(dossier=unit.dossier, text__contains="轮岗")
        assert house.second_director.pk in set(told.values_list("recipient", flat=True))
    newest = Policy.objects.get(commission=house.commission)
    kept = {
        name: getattr(newest, name)
        for name in ("title", "source", "filed_on", "opens_at", "closes_at", *local_rules.SETTINGS)
    }
    kept |= {"ladder": newest.ladder, "periods": {}, "effective_on": clocks.today(), "rotation_months": 36}
    local_rules.set_rules(house.actor("secretary"), house.commission, based_on=newest.number, **kept)
    ended(house, head)
    assert not Clock.objects.open().filter(dossier=unit.dossier).exists()
    later = staff.in_office(house, units.founded(house, "second_unit"), "second_unit_head")
    assert later.rotation_on == months_after(later.from_on, 36)


def test_nobody_is_in_office_before_there_is_a_unit(house, unit):
    with refused("系统规则", "早于派驻机构设立日期"):
        staff.proposed(house, unit, "unit_officer", days=701)


def test_nobody_checks_a_case_that_he_investigates_or_investigated(house, unit):
    case = staff.registered(house, unit, "甲一案")
    first = staff.on_case(house, case, "unit_officer", "investigation")
    for function in ("review", "case_supervision"):
        with refused("规则 9", "示范巳在本案承担审查调查"):
            staff.on_case(house, case, "unit_officer", function)
    staff.on_case(house, case, "unit_officer", "petition")
    advance(first, CaseDuty.relieve, actor=house.actor("unit_head"))
    with refused("规则 9", "承担过审查调查"):
        staff.on_case(house, case, "unit_officer", "review", by="second_director")
    with refused("规则 9", "谁承担案件审理"):
        staff.passed(house, case)
    staff.on_case(house, case, "unit_deputy", "review")
    with refused("规则 9", "示范辰在本案承担案件审理"):
        staff.on_case(house, case, "unit_deputy", "investigation")
    with refused("规则 9", "现任人员"):
        staff.on_case(house, case, "second_unit_officer", "supervision")
    with refused("规则 9", "代号"):
        staff.registered(house, unit, "甲一案")
    other = staff.registered(house, unit, "甲二案")
    staff.on_case(house, other, "unit_officer", "review")
    case = staff.closed(house, staff.passed(house, case))
    assert not case.case_duties.filter(state="held").exists()
    with refused("规则 9", "已经办结"):
        staff.on_case(house, case, "unit_other_officer", "petition")


def test_whoever_stands_back_sees_nothing_of_the_case(house, unit):
    case = staff.registered(house, unit, "甲一案")
    staff.on_case(house, case, "unit_deputy", "review")
    recusal = staff.stands_back(house, case, "unit_deputy")
    assert not RegisteredCase.objects.visible_to(house.actor("unit_deputy")).exists()
    with refused("规则 48", "已经回避"):
        staff.on_case(house, case, "unit_deputy", "review")
    assert case.case_duties.get().state == "ended"
    advance(recusal, CaseRecusal.lift, actor=house.actor("unit_head"), note="原因已经消除。")
    assert RegisteredCase.objects.visible_to(house.actor("unit_deputy")).exists()


def test_who_leaves_hands_over_and_then_has_no_access(house, unit):
    """The sheet lists what is open; a case in his hands bars it; the receiver signs what he saw, and access ends with it."""
    leaving = staff.in_office(house, unit, "unit_officer")
    staff.has_function(house, unit, "unit_officer", "petition")
    case = staff.registered(house, unit, "甲一案")
    duty = staff.on_case(house, case, "unit_officer", "investigation")
    sheet = staff.prepared(house, leaving, "unit_deputy", "unit_officer")
    assert sheet.items["承担的案件职责"] == [f"{case.words}（审查调查）"]
    assert sheet.items["职责分工"] == ["信访举报"]
    assert "驻市财政局纪检监察组" in sheet.items["职务和权限"][0]
    with refused("规则 9", "改派他人", "1 项"):
        staff.signed(house, sheet, "unit_deputy")
    advance(duty, CaseDuty.relieve, actor=house.actor("unit_head"))
    for who in ("unit_officer", "unit_head"):
        with pytest.raises(NotPermitted):
            staff.signed(house, sheet, who)
    with pytest.raises(NotPermitted):
        revise(sheet, actor=house.actor("unit_officer"), remarks="改一改")
    staff.signed(house, sheet, "unit_deputy")
    leaver = house.actor("unit_officer")
    assert leaver.posts == ()
    assert not DispatchedUnit.objects.visible_to(leaver).exists()
    assert Appointment.objects.get(pk=leaving.pk).state == "ended"
    assert not unit.unitfunctions.filter(state="held").exists()
    assert Handover.objects.visible_to(house.actor("unit_deputy")).exists()
    assert not Handover.objects.visible_to(house.actor("unit_other_officer")).exists()


def test_the_pages_of_people_and_cases(house, unit, client):
    """Over HTTP: a name that does not exist is told so and what was typed stays; a sheet is signed as it was shown."""
    client.force_login(house.second_director)
    page = f"/units/{unit.public_id}/appointments/new/"
    given = {"act_id": "6b0e4f7e-9d56-4b8a-9f0c-2f6d2a1c7e11", "version": 0, "person": "没有这个人", "role": "unit_officer",
             "from_on": clocks.today().isoformat(), "host_duties": ""}  # fmt: skip
    answer = client.post(page, given)
    assert answer.status_code == 422
    assert "没有这个用户名" in answer.content.decode()
    assert "没有这个人" in answer.content.decode()
    assert client.post(page, given | {"person": "unit_officer"}).status_code == 302
    row = Appointment.objects.get()
    client.force_login(house.deputy)
    assert row.words in client.get("/").content.decode()
    assert "示范巳" in client.get(unit.get_absolute_url()).content.decode()
    row = advance(row, Appointment.take_office, actor=house.actor("deputy"), document="示纪任〔2026〕1号")
    sheet = staff.prepared(house, row, "unit_deputy", "unit_officer")
    client.force_login(house.unit_deputy)
    assert "签收交接" in client.get("/").content.decode()
    signing = f"/handovers/{sheet.public_id}/sign/"
    assert "钥匙" in client.get(signing).content.decode()
    given = {"act_id": "6b0e4f7e-9d56-4b8a-9f0c-2f6d2a1c7e12", "version": sheet.version, "shown": "别的内容"}
    assert client.post(signing, given).status_code == 409
    given |= {"shown": sheet.content_digest, "act_id": "6b0e4f7e-9d56-4b8a-9f0c-2f6d2a1c7e13"}
    assert client.post(signing, given).status_code == 302
    case = staff.registered(house, unit, "甲一案")
    client.force_login(house.unit_head)
    for address in ("/cases/", f"/cases/?state=open&unit={unit.public_id}", case.get_absolute_url()):
        assert "甲一案" in client.get(address).content.decode()
    assert "甲一案" not in client.get("/cases/?state=closed").content.decode()
    assert client.get("/cases/?state=nonsense&unit=nonsense").status_code == 200
    for page in ("functions", "cases"):
        assert client.get(f"/units/{unit.public_id}/{page}/new/").status_code == 200
    for page in ("duties", "recusals"):
        assert client.get(f"/cases/{case.public_id}/{page}/new/").status_code == 200
    assert client.get("/").status_code == 200
