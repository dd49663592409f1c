"""The first three administrators: made once, apart from each other, with passwords that must be changed, on record."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dispatch.demonstration import cast
from organizations.actors import actor_of
from organizations.models import ADMINISTRATORS, Kind, Organisation, Person, Post, Role
from workflow import clocks, establishment, personnel
from workflow.door import Barred
from workflow.founding import found_administrators
from workflow.models import AuditEntry

pytestmark = pytest.mark.django_db

NAMES = {
    Role.SYSTEM_ADMIN: ("zhang.xt", "张系统"),
    Role.SECURITY_ADMIN: ("li.ab", "李安保"),
    Role.AUDITOR: ("wang.sj", "王审计"),
}
OPTIONS = [word for role, names in NAMES.items() for word in (f"--{role.value.replace('_', '-')}", *names)]


def test_the_command_makes_the_three_and_tells_their_passwords_once(client, capsys):
    call_command("found_administrators", *OPTIONS)
    told = dict(re.findall(r"（([\w.]+)）　初始口令 (\S+)", capsys.readouterr().out))
    assert set(told) == {username for username, _ in NAMES.values()}
    for role, (username, name) in NAMES.items():
        person = Person.objects.get(username=username)
        assert (person.name, person.must_change_password) == (name, True)
        assert person.posts.get().role == role
        assert client.post(reverse("account_login"), {"login": username, "password": told[username]}).status_code == 302
        assert client.get(reverse("desk")).url == reverse("change_password")
        client.logout()
    entries = AuditEntry.objects.filter(action="personnel.found_administrators")
    assert entries.count() == 3
    assert set(entries.values_list("journal__organisation__kind", flat=True)) == {Kind.SYSTEM}
    assert not any(password in str(entry.changes) for entry in entries for password in told.values())


def test_the_command_refuses_a_second_time(capsys):
    call_command("found_administrators", *OPTIONS)
    people, entries = Person.objects.count(), AuditEntry.objects.count()
    others = [word.replace("zhang", "zhao").replace("li.", "lu.").replace("wang", "wu") for word in OPTIONS]
    with pytest.raises(CommandError, match="系统管理机构已经设立"):
        call_command("found_administrators", *others)
    assert (Person.objects.count(), AuditEntry.objects.count()) == (people, entries)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({Role.AUDITOR: ("ZHANG.XT", "张系统")}, "三个不同的人"),
        ({Role.AUDITOR: ("zhanyong", "王审计")}, "用户名已被使用"),
        ({Role.AUDITOR: ("ZhanYong", "王审计")}, "用户名已被使用"),
        ({Role.AUDITOR: ("wang sj", "王审计")}, "用户名"),
    ],
)
def test_names_that_are_refused_leave_nothing_behind(names, sentence):
    cast.account("zhanyong", "占用者", password=cast.PASSWORD)
    with pytest.raises(Barred, match=sentence):
        found_administrators(NAMES | names)
    assert (Organisation.objects.count(), Post.objects.count(), Person.objects.count()) == (0, 0, 1)
    assert not AuditEntry.objects.exists()


def test_all_three_are_founded_or_none():
    with pytest.raises(Barred, match="一并设立"):
        found_administrators({Role.AUDITOR: NAMES[Role.AUDITOR]})
    assert not Person.objects.exists()


def test_the_founded_set_up_a_commission_with_its_people():
    """The whole road of a first day: an organisation and an account by the one, the post by the other."""
    people = {post.role: post.person for post, _ in found_administrators(NAMES)}
    assert set(people) == set(ADMINISTRATORS)
    system, security = (
        actor_of(people[role], today=clocks.today()) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    )
    house = establishment.create_organisation(
        system, kind=Kind.COMMISSION, name="中共新市纪律检查委员会", short_name="新市纪委", code_word="新纪"
    )
    person, _ = personnel.create_account(system, "shuji", "书记甲")
    personnel.appoint(security, person, house, Role.SECRETARY)
    assert actor_of(person, today=clocks.today()).holds(house.pk, Role.SECRETARY)


def test_what_stands_on_the_administrators_alone_is_no_demonstration(monkeypatch):
    """Between their founding and the first commission the record has begun: nothing takes it away."""
    call_command("found_administrators", *OPTIONS)
    monkeypatch.setattr("workflow.rehearsal.end", lambda: pytest.fail("the database is about to be dropped"))
    with pytest.raises(CommandError, match="有示范以外的数据"):
        call_command("demo", reset=True)
    assert AuditEntry.objects.filter(action="personnel.found_administrators").count() == 3
