"""Accounts, posts and organisations: who makes and ends them, what is refused, and that each act is on record."""

import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dispatch.demonstration import cast
from organizations.actors import actor_of
from organizations.models import ADMINISTRATORS, Kind, Office, Organisation, Person, Post, Role
from supervision import recounting
from workflow import clocks, establishment, outbox, personnel
from workflow.access import visible_dossiers
from workflow.administration import ACTS
from workflow.door import Barred, NotPermitted
from workflow.models import AuditEntry, Policy
from workflow.paging import PARAMETER

READING = ("people", "organisations")
INITIAL_PASSWORD = re.compile(r"data-initial-password>([^<]+)<")


def acting(person):
    return actor_of(person, today=clocks.today())


@pytest.fixture
def system_admin(administrators):
    return acting(administrators["system_admin"])


@pytest.fixture
def security_admin(administrators):
    return acting(administrators["security_admin"])


@pytest.fixture
def auditor(administrators):
    return acting(administrators["auditor"])


@pytest.fixture
def newcomer(system_admin):
    person, _ = personnel.create_account(system_admin, "xinren", "新人甲")
    return person


@pytest.fixture
def signed_in(client):
    def as_person(person):
        Person.objects.filter(pk=person.pk).update(must_change_password=False)
        client.force_login(person)
        return client

    return as_person


def lines(action):
    return AuditEntry.objects.filter(journal__isnull=False, action=f"personnel.{action}")


# Accounts


@pytest.mark.django_db
def test_a_new_account_can_sign_in_and_do_nothing(client, system_admin, city, road):
    road.to("reporting")
    person, password = personnel.create_account(system_admin, "xinren", "新人甲")
    answer = client.post(reverse("account_login"), {"login": "xinren", "password": password})
    assert answer.status_code == 302
    assert client.get(reverse("desk")).url == reverse("change_password")
    actor = acting(person)
    assert actor.posts == ()
    assert not type(road.matter).objects.visible_to(actor).exists()
    assert not visible_dossiers(actor).exists()
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    for name in ("people", "organisations", "journal"):
        assert client.get(reverse(name)).status_code == 404
    assert client.get(road.matter.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_the_initial_password_is_shown_once_and_stored_nowhere(signed_in, administrators):
    client = signed_in(administrators["system_admin"])
    answer = client.post(reverse("person_new"), {"username": "xinren", "name": "新人甲"})
    password = INITIAL_PASSWORD.search(answer.content.decode())[1]
    assert "no-store" in answer.headers["Cache-Control"]
    person = Person.objects.get(username="xinren")
    assert person.check_password(password)
    assert person.must_change_password
    assert password not in client.get(reverse("person", args=[person.public_id])).content.decode()
    entry = lines("create_account").get()
    assert (entry.subject_id, entry.subject_words) == (person.public_id, "新人甲（xinren）")
    assert password not in f"{entry.__dict__}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert all(password not in stored for (stored,) in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["officer", "OFFICER", "有 空格", "a", "a\x00b", "<b>", "x" * 41])
def test_usernames_that_are_refused(signed_in, administrators, city, username):
    client = signed_in(administrators["system_admin"])
    before = Person.objects.count()
    answer = client.post(reverse("person_new"), {"username": username, "name": "新人甲"})
    assert answer.status_code == 422
    assert Person.objects.count() == before


@pytest.mark.django_db
def test_a_username_that_is_taken_is_told_beside_what_else_is_wrong(signed_in, administrators, city):
    client = signed_in(administrators["system_admin"])
    given = {"username": "OFFICER", "name": ""}
    body = client.post(reverse("person_new"), given).content.decode()
    assert all(words in body for words in ("该用户名已被使用", "请填写姓名"))
    assert "该用户名已被使用" not in client.post(reverse("person_new"), given | {"username": "xinren"}).content.decode()


@pytest.mark.django_db
def test_a_reset_gives_a_new_password_and_ends_the_sessions(signed_in, client, administrators, city):
    other = type(client)()
    other.force_login(city.officer)
    assert other.get(reverse("desk")).status_code == 200
    admin = signed_in(administrators["system_admin"])
    answer = admin.post(reverse("reset_password", args=[city.officer.public_id]))
    password = INITIAL_PASSWORD.search(answer.content.decode())[1]
    city.officer.refresh_from_db()
    assert city.officer.check_password(password)
    assert city.officer.must_change_password
    assert other.get(reverse("desk")).status_code == 302
    assert reverse("account_login") in other.get(reverse("desk")).url
    assert lines("reset_password").get().person == administrators["system_admin"]


@pytest.mark.django_db
def test_a_closed_account_ends_at_once_and_no_session_comes_back(client, system_admin, city):
    client.post(reverse("account_login"), {"login": "officer", "password": cast.PASSWORD})
    assert client.get(reverse("desk")).status_code == 200
    personnel.deactivate(system_admin, city.officer)
    assert reverse("account_login") in client.get(reverse("desk")).url
    assert acting(city.officer).posts == ()
    personnel.reactivate(system_admin, Person.objects.get(pk=city.officer.pk))
    assert reverse("account_login") in client.get(reverse("desk")).url
    assert acting(city.officer).posts
    assert [entry.changes for entry in lines("deactivate")] == [{"状态": ["在用", "停用"]}]
    assert lines("reactivate").count() == 1


# Posts


@pytest.mark.django_db
def test_a_post_counts_at_the_next_request_and_ends_at_once(security_admin, newcomer, city, road):
    road.to("reporting")
    matters = type(road.matter).objects
    assert not matters.visible_to(acting(newcomer)).exists()
    post = personnel.appoint(security_admin, newcomer, city.commission, Role.SECRETARY)
    assert matters.visible_to(acting(newcomer)).exists()
    personnel.end_post(security_admin, post)
    assert not matters.visible_to(acting(newcomer)).exists()
    granted, ended = lines("appoint").get(), lines("end_post").get()
    assert granted.changes["职务"] == [None, post.words]
    assert ended.changes["职务"] == [post.words, None]
    assert granted.subject_id == ended.subject_id == newcomer.public_id


@pytest.mark.django_db
def test_an_ended_post_still_counted_before(security_admin, city):
    post = city.officer.posts.get()
    personnel.end_post(security_admin, post)
    today = clocks.today()
    assert city.officer.posts.in_force(today - timedelta(days=1)).exists()
    assert not city.officer.posts.in_force(today).exists()


@pytest.mark.django_db
def test_a_post_can_run_out_or_begin_later(security_admin, newcomer, city):
    today = clocks.today()
    later = personnel.appoint(
        security_admin, newcomer, city.commission, Role.CASE_DEPUTY, from_on=today + timedelta(days=3)
    )
    assert acting(newcomer).posts == ()
    assert actor_of(newcomer, today=today + timedelta(days=3)).post == later
    personnel.end_post(security_admin, city.officer.posts.get(), last_on=today)
    assert city.officer.posts.in_force(today).exists()
    assert not city.officer.posts.in_force(today + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_what_bars_a_post(security_admin, system_admin, newcomer, city, other_city):
    today = clocks.today()

    def refused(*args, **kwargs):
        with pytest.raises(Barred) as refusal:
            personnel.appoint(security_admin, *args, **kwargs)
        assert all(obstacle.article == "系统规则" for obstacle in refusal.value.obstacles)
        return str(refusal.value)

    assert "没有“联络员”" in refused(newcomer, city.commission, Role.LIAISON)
    assert "所在的室" in refused(newcomer, city.commission, Role.OFFICER)
    assert "不属于" in refused(newcomer, city.commission, Role.OFFICER, office=other_city.first_office)
    assert "已任该职务" in refused(city.secretary, city.commission, Role.SECRETARY)
    assert "离任日期" in refused(newcomer, city.commission, Role.SECRETARY, until_on=today - timedelta(days=1))
    personnel.deactivate(system_admin, newcomer)
    assert "已停用" in refused(newcomer, city.commission, Role.SECRETARY)
    assert not newcomer.posts.exists()


@pytest.mark.django_db
def test_the_three_are_apart_from_each_other_and_from_every_other_post(security_admin, administrators, city):
    house = Organisation.objects.get(kind=Kind.SYSTEM)
    for role in ADMINISTRATORS:
        with pytest.raises(Barred, match="应当分设"):
            personnel.appoint(security_admin, city.officer, house, role)
    for role in set(ADMINISTRATORS) - {Role.AUDITOR}:
        with pytest.raises(Barred, match="应当分设"):
            personnel.appoint(security_admin, administrators["auditor"], house, role)
    with pytest.raises(Barred, match="应当分设"):
        personnel.appoint(security_admin, administrators["auditor"], city.agriculture, Role.LIAISON)
    personnel.end_post(security_admin, city.officer.posts.get())
    personnel.appoint(security_admin, city.officer, house, Role.AUDITOR)


@pytest.mark.django_db
def test_nobody_acts_on_himself(system_admin, security_admin, city):
    house = Organisation.objects.get(kind=Kind.SYSTEM)
    with pytest.raises(Barred, match="本人"):
        personnel.appoint(security_admin, security_admin.person, house, Role.SYSTEM_ADMIN)
    with pytest.raises(Barred, match="本人"):
        personnel.end_post(security_admin, security_admin.person.posts.get())
    with pytest.raises(Barred, match="本人"):
        personnel.deactivate(system_admin, system_admin.person)
    with pytest.raises(Barred, match="本人"):
        personnel.reset_password(system_admin, system_admin.person)


@pytest.mark.django_db
def test_none_of_the_three_dies_out(system_admin, security_admin, administrators, newcomer):
    auditor, house = administrators["auditor"], Organisation.objects.get(kind=Kind.SYSTEM)
    with pytest.raises(Barred, match="最后一名"):
        personnel.deactivate(system_admin, auditor)
    with pytest.raises(Barred, match="最后一名"):
        personnel.end_post(security_admin, auditor.posts.get())
    personnel.appoint(security_admin, newcomer, house, Role.AUDITOR, until_on=clocks.today() + timedelta(days=9))
    with pytest.raises(Barred, match="最后一名"):
        personnel.end_post(security_admin, auditor.posts.get(), last_on=clocks.today() + timedelta(days=9))
    personnel.end_post(security_admin, auditor.posts.get())


@pytest.mark.django_db
def test_each_act_belongs_to_one_of_the_three(system_admin, security_admin, auditor, city, newcomer):
    post, office = city.officer.posts.get(), city.first_office
    ways = {
        "create_account": lambda actor: personnel.create_account(actor, "lingyi", "另一人"),
        "reset_password": lambda actor: personnel.reset_password(actor, newcomer),
        "deactivate": lambda actor: personnel.deactivate(actor, newcomer),
        "reactivate": lambda actor: personnel.reactivate(actor, newcomer),
        "appoint": lambda actor: personnel.appoint(actor, newcomer, city.commission, Role.SECRETARY),
        "end_post": lambda actor: personnel.end_post(actor, post),
        "create_organisation": lambda actor: establishment.create_organisation(
            actor, kind=Kind.DEPARTMENT, name="示范市水利局", short_name="水利局"
        ),
        "deactivate_organisation": lambda actor: establishment.deactivate_organisation(actor, city.bank),
        "reactivate_organisation": lambda actor: establishment.reactivate_organisation(actor, city.bank),
        "open_office": lambda actor: establishment.open_office(actor, city.commission, "第二监督检查室"),
        "close_office": lambda actor: establishment.close_office(actor, office),
        "reopen_office": lambda actor: establishment.reopen_office(actor, office),
        "publish_calendar": lambda actor: recounting.publish(actor, 2027, [], source="通知", version=0),
        "resend_digest": lambda actor: outbox.resend_digest(actor, uuid.uuid4()),
    }
    assert set(ways) == set(ACTS)
    before = AuditEntry.objects.count()
    strangers = [None, auditor, acting(newcomer), *(city.actor(key) for key in city.people)]
    for name, way in ways.items():
        other = system_admin if ACTS[name][1] == Role.SECURITY_ADMIN else security_admin
        for actor in [*strangers, other]:
            with pytest.raises(NotPermitted, match="系统规则"):
                way(actor)
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_a_dismissed_administrator_does_nothing_more(security_admin, administrators, newcomer, city):
    """His request began while he still held the post."""
    other, _ = personnel.create_account(acting(administrators["system_admin"]), "jieban", "接班人")
    house = Organisation.objects.get(kind=Kind.SYSTEM)
    personnel.appoint(security_admin, other, house, Role.SECURITY_ADMIN)
    personnel.end_post(acting(other), security_admin.person.posts.get())
    with pytest.raises(NotPermitted):
        personnel.appoint(security_admin, newcomer, city.commission, Role.SECRETARY)


@pytest.mark.django_db
def test_a_superuser_opens_nothing(client, city, road):
    """The table refuses one; with the constraint out of the way the code still does not ask."""
    road.to("reporting")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE organizations_person DROP CONSTRAINT nobody_is_superuser")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        person = cast.account("root", "超级", password=cast.PASSWORD)
        Person.objects.filter(pk=person.pk).update(is_superuser=True)
    try:
        client.force_login(person)
        person.refresh_from_db()
        assert person.is_superuser
        assert not person.has_perm("workflow.view_dossier", road.matter.dossier)
        assert not person.has_module_perms("workflow")
        assert not person.get_all_permissions()
        assert not type(road.matter).objects.visible_to(acting(person)).exists()
        assert client.get(road.matter.get_absolute_url()).status_code == 404
        assert client.get(reverse("people")).status_code == 404
        with pytest.raises(NotPermitted):
            personnel.create_account(acting(person), "lingyi", "另一人")
    finally:
        Person.objects.filter(pk=person.pk).update(is_superuser=False)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_two_posts_at_once_do_not_join_what_must_be_apart(committed_db, django_db_blocker):
    """Two security administrators appoint one person at the same moment: an auditor, and an officer."""
    with django_db_blocker.unblock():
        province = cast.found_province()
        city, three = cast.found_city("shifan", "示范市", province), cast.found_administration()
        house = Organisation.objects.get(kind=Kind.SYSTEM)
        person = cast.account("xinren", "新人甲", password=cast.PASSWORD)
        second = cast.account("second_security", "另一安全员", password=cast.PASSWORD)
        cast.appoint(second, house, Role.SECURITY_ADMIN, clocks.today())
        wanted = [(three["security_admin"], house, Role.AUDITOR), (second, city.commission, Role.SECRETARY)] * 3
        start, answers = threading.Barrier(len(wanted)), []

        def appoint(by, organisation, role):
            start.wait()
            try:
                personnel.appoint(acting(by), person, organisation, role)
                answers.append("granted")
            except Barred:
                answers.append("barred")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=appoint, args=each) for each in wanted]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == ["barred"] * 5 + ["granted"]
        assert person.posts.count() == 1


# Organisations


@pytest.mark.django_db
def test_a_commission_begins_with_its_first_policy(signed_in, administrators, city):
    client = signed_in(administrators["system_admin"])
    given = {
        "kind": Kind.COMMISSION, "name": "中共新市纪律检查委员会", "short_name": "新市纪委", "code_word": "新纪",
        "superior": city.commission.superior.public_id, "committee": city.committee.public_id,
    }  # fmt: skip
    answer = client.post(reverse("organisation_new"), given)
    made = Organisation.objects.get(short_name="新市纪委")
    assert answer.url == reverse("organisation", args=[made.public_id])
    assert (made.superior, made.committee) == (city.commission.superior, city.committee)
    policy = Policy.objects.get(commission=made)
    assert (policy.number, policy.effective_on) == (1, clocks.today())
    assert client.post(answer.url, {"name": "第一监督检查室"}).status_code == 302
    assert made.offices.get().name == "第一监督检查室"
    assert lines("create_organisation").get().subject_id == made.public_id
    assert lines("open_office").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": Kind.SYSTEM}, ""),
        ({"kind": Kind.COMMISSION, "code_word": ""}, "机关代字"),
        ({"kind": Kind.COMMISSION, "code_word": "示纪"}, "机关代字"),
        ({"kind": Kind.DEPARTMENT, "name": "示范市财政局"}, "全称"),
        ({"kind": Kind.DEPARTMENT, "committee": "committee"}, "同级党委"),
        ({"kind": Kind.COMMISSION, "code_word": "新纪", "superior": "finance"}, "上级应当是纪委"),
    ],
)
def test_organisations_that_are_refused(signed_in, administrators, city, given, sentence):
    client = signed_in(administrators["system_admin"])
    for name in ("committee", "superior"):
        if name in given:
            given = given | {name: city.organisations[given[name]].public_id}
    before = Organisation.objects.count()
    answer = client.post(reverse("organisation_new"), {"name": "新机构", "short_name": "新机构"} | given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Organisation.objects.count() == before


@pytest.mark.django_db
def test_an_organisation_closes_only_without_posts(system_admin, security_admin, city):
    with pytest.raises(Barred, match="还有 2 个未终止的职务"):
        establishment.deactivate_organisation(system_admin, city.bank)
    for post in Post.objects.filter(organisation=city.bank):
        personnel.end_post(security_admin, post)
    establishment.deactivate_organisation(system_admin, city.bank)
    with pytest.raises(Barred, match="已停用"):
        personnel.appoint(security_admin, city.bank_head, city.bank, Role.LIAISON)
    establishment.reactivate_organisation(system_admin, city.bank)
    assert acting(city.bank_head).posts == ()
    with pytest.raises(Barred):
        establishment.deactivate_organisation(system_admin, Organisation.objects.get(kind=Kind.SYSTEM))
    with pytest.raises(Barred, match="未终止"):
        establishment.close_office(system_admin, city.first_office)
    empty = Office.objects.create(commission=city.commission, name="空室")
    establishment.close_office(system_admin, empty)
    with pytest.raises(Barred, match="停用"):
        personnel.appoint(security_admin, city.bank_head, city.commission, Role.OFFICER, office=empty)
    establishment.reopen_office(system_admin, empty)


# Pages


def addresses(person, post, organisation, office):
    """Every page of the administration: (name, address, roles that reach it)."""
    admin, security = {"system_admin"}, {"security_admin"}
    every = admin | security | {"auditor"}
    of_person = {
        "person": every, "appoint": security, "reset_password": admin, "deactivate": admin, "reactivate": admin,
    }  # fmt: skip
    of_organisation = {"organisation": every, "deactivate_organisation": admin, "reactivate_organisation": admin}
    yield from ((name, reverse(name), roles) for name, roles in (
        ("people", every), ("person_new", admin), ("organisations", every), ("organisation_new", admin), ("journal", {"auditor"}),
    ))  # fmt: skip
    yield from ((name, reverse(name, args=[person]), roles) for name, roles in of_person.items())
    yield from ((name, reverse(name, args=[organisation]), roles) for name, roles in of_organisation.items())
    yield "end_post", reverse("end_post", args=[post]), security
    yield from ((name, reverse(name, args=[office]), admin) for name in ("close_office", "reopen_office"))


POSTED_ONLY = ("close_office", "reopen_office")


@pytest.mark.slow
@pytest.mark.django_db
def test_each_page_is_there_for_its_administrators_and_for_nobody_else(client, administrators, city):
    post = city.officer.posts.get()
    here = (city.officer.public_id, post.public_id, city.commission.public_id, city.first_office.public_id)
    nowhere = [uuid.uuid4() for _ in here]
    people = administrators | {"secretary": city.secretary, "liaison": city.finance_liaison}
    for key, person in people.items():
        client.force_login(person)
        client.get(reverse("desk"))
        for (name, address, roles), (_, absent, _) in zip(addresses(*here), addresses(*nowhere), strict=True):
            there = client.get(address)
            if key in roles:
                assert there.status_code == (405 if name in POSTED_ONLY else 200), (key, name)
                assert "no-store" in there.headers["Cache-Control"]
            else:
                gone = client.get(absent)
                assert (there.status_code, gone.status_code) == (404, 404), (key, name)
                assert there.content.replace(address.encode(), b"") == gone.content.replace(absent.encode(), b"")
                assert client.post(address).status_code == 404


@pytest.mark.django_db
def test_a_stranger_costs_as_many_queries_for_what_is_there_as_for_what_is_not(client, city):
    client.force_login(city.secretary)
    client.get(reverse("desk"))
    counts = []
    for public_id in (city.officer.public_id, uuid.uuid4()):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("person", args=[public_id]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_what_is_not_there_is_404_for_administrators_too(client, administrators):
    for key, person in administrators.items():
        client.force_login(person)
        for _, address, roles in addresses(*[uuid.uuid4() for _ in range(4)]):
            if key in roles and str(address).count("-") >= 4:
                assert client.get(address).status_code in (404, 405)


@pytest.mark.django_db
def test_a_post_is_granted_and_ended_from_the_page(signed_in, administrators, newcomer, city):
    client = signed_in(administrators["security_admin"])
    address = reverse("appoint", args=[newcomer.public_id])
    assert "机构" in client.get(address).content.decode()
    assert "请选择机构" not in client.get(address).content.decode()
    assert "请选择机构" in client.get(address, {"organisation": ""}).content.decode()
    form = client.get(address, {"organisation": city.commission.public_id}).content.decode()
    assert "请选择机构" not in form
    assert "承办人" in form
    assert "联络员" not in form
    given = {
        "organisation": city.commission.public_id, "role": Role.OFFICER, "office": city.first_office.public_id,
        "from_on": clocks.today(), "until_on": "",
    }  # fmt: skip
    assert client.post(address, given).url == reverse("person", args=[newcomer.public_id])
    post = newcomer.posts.get()
    assert (post.office, post.role) == (city.first_office, Role.OFFICER)
    assert client.post(address, given).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert client.post(address, given | {"organisation": "x"}).status_code == 422
    end = reverse("end_post", args=[post.public_id])
    assert client.post(end, {"last_on": "2020-01-01"}).status_code == 422
    assert client.post(end, {"last_on": ""}).status_code == 302
    assert acting(newcomer).posts == ()
    assert client.post(end, {"last_on": ""}).status_code == 422
    refused = AuditEntry.objects.filter(action="refused", person=administrators["security_admin"])
    assert refused.count() == 3


@pytest.mark.django_db
def test_one_cannot_be_chosen_for_oneself_on_the_page(signed_in, administrators, city):
    client = signed_in(administrators["security_admin"])
    me = administrators["security_admin"]
    given = {"organisation": city.commission.public_id, "role": Role.SECRETARY, "from_on": clocks.today()}
    answer = client.post(reverse("appoint", args=[me.public_id]), given)
    assert answer.status_code == 422
    assert "不能给本人授予职务" in answer.content.decode()
    assert client.post(reverse("end_post", args=[me.posts.get().public_id])).status_code == 422


@pytest.mark.django_db
def test_the_list_is_searched_filtered_and_paged(signed_in, administrators, city):
    client = signed_in(administrators["auditor"])
    Person.objects.bulk_create(
        Person(username=f"z{n:03}", name="张三", password="!", is_active=n % 2) for n in range(120)
    )

    def names(**asked):
        return [person.username for person in client.get(reverse("people"), asked).context["page"]]

    assert names(q="示范壬") == ["officer"]
    assert names(q="OFFICER")[0] == "officer"
    assert set(names(organisation=city.finance.public_id)) == {"finance_head", "finance_liaison"}
    assert len(names(q="张三", active="0")) == 50
    assert names(q="张三", active="0")[0] == "z000"
    assert names(q="%_") == []
    assert names(organisation="x") == names()
    seen, answer = [], client.get(reverse("people"), {"q": "张三"})
    while True:
        seen += [person.username for person in answer.context["page"]]
        if not (following := answer.context["pager"]["next_url"]):
            break
        answer = client.get(reverse("people") + following)
    assert seen == [f"z{n:03}" for n in range(120)]
    assert names(q="张三", **{PARAMETER: "nonsense"})[0] == "z000"


@pytest.mark.slow
@pytest.mark.django_db
def test_the_lists_cost_the_same_with_many_rows(signed_in, administrators, city):
    def cost(client, name):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200
        return len(asked)

    client = signed_in(administrators["auditor"])
    pages = ("people", "organisations", "journal")
    assert [cost(client, name) for name in pages]
    few = [cost(client, name) for name in pages]
    people = Person.objects.bulk_create(Person(username=f"z{n:03}", name="张三", password="!") for n in range(300))
    Post.objects.bulk_create(
        Post(person=person, organisation=city.bank, role=Role.LIAISON, from_on=clocks.today()) for person in people
    )
    Organisation.objects.bulk_create(
        Organisation(kind=Kind.DEPARTMENT, name=f"第{n}局", short_name=f"{n}局", superior=city.committee)
        for n in range(300)
    )
    for _ in range(60):
        client.get(reverse("journal"))
    assert [cost(client, name) for name in pages] == few
    assert max(few) <= 12


@pytest.mark.django_db
def test_the_journal_shows_acts_and_no_business(signed_in, administrators, system_admin, city, road):
    road.to("reporting")
    secret = road.matter.title
    officer = signed_in(city.officer)
    officer.get(reverse("desk"))
    refused = officer.post(reverse("matter_step", args=[road.matter.public_id, "approve_on_paper"]), {"version": 1})
    assert refused.status_code in (403, 404, 422)
    personnel.create_account(system_admin, "xinren", "新人甲")
    client = signed_in(administrators["auditor"])
    page = client.get(reverse("journal")).content.decode()
    assert "开设账号" in page
    assert "新人甲（xinren）" in page
    assert secret not in page
    entries = client.get(reverse("journal")).context["rows"]
    assert all(row["entry"].journal_id for row in entries)
    assert entries[0]["entry"].action == "read_journal"
    for person in administrators.values():
        client.force_login(person)
        for name in (*READING, "desk", "inbox", "matter_list"):
            answer = client.get(reverse(name))
            assert secret not in answer.content.decode(), (person, name)
        assert client.get(road.matter.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_the_journal_is_filtered_by_day_and_person(signed_in, administrators, system_admin, city):
    yesterday = clocks.now() - timedelta(days=1)
    with clocks.as_of(yesterday):
        personnel.create_account(system_admin, "zuotian", "昨日人")
    personnel.create_account(system_admin, "jintian", "今日人")
    client = signed_in(administrators["auditor"])

    def subjects(**asked):
        rows = client.get(reverse("journal"), asked).context["rows"]
        return [row["entry"].subject_words for row in rows if row["entry"].action != "read_journal"]

    day = clocks.business_date(yesterday).isoformat()
    assert subjects(day=day) == ["昨日人（zuotian）"]
    assert subjects(person="jintian") == ["今日人（jintian）"]
    assert subjects(person="示范系统管理员") == ["今日人（jintian）", "昨日人（zuotian）"]
    assert subjects(day="2001-01-01") == []
    assert len(subjects(day="nonsense")) == 2
