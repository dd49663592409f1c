"""How long a session lives, what ends it, and one's own password and post."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from dispatch.demonstration import cast
from organizations.models import Person, Role
from workflow import clocks
from workflow.middleware import BEGUN, POST_KEY, SEEN
from workflow.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "Yi-zhang-xin-kouling-7"
FORM = {"old_password": cast.PASSWORD, "new_password1": NEW, "new_password2": NEW}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
IDLE, ABSOLUTE = settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS


@pytest.fixture
def officer(client, city):
    """The client, signed in with the password."""
    client.post(reverse("account_login"), {"login": "officer", "password": cast.PASSWORD})
    return client


def age(client, **seconds):
    """Let the session have begun or been seen so many seconds ago."""
    session = client.session
    for name, ago in seconds.items():
        session[{"begun": BEGUN, "seen": SEEN}[name]] = time.time() - ago
    session.save()


def lives(client):
    return client.get(reverse("inbox")).status_code == 200


# Limits


@pytest.mark.parametrize(
    ("ages", "ended"),
    [
        ({"seen": IDLE - 2}, ""),
        ({"seen": IDLE + 2}, "idle"),
        ({"begun": ABSOLUTE - 2}, ""),
        ({"begun": ABSOLUTE + 2}, "absolute"),
        ({"begun": ABSOLUTE + 2, "seen": IDLE + 2}, "idle"),
    ],
)
def test_a_session_ends_at_its_limits_and_says_why(officer, ages, ended):
    age(officer, **ages)
    key = officer.session.session_key
    answer = officer.get(reverse("inbox") + "?a=1")
    if not ended:
        assert answer.status_code == 200
        return
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?ended={ended}&next=%2Finbox%2F%3Fa%3D1"
    page = officer.get(answer.url).content.decode()
    assert {"idle": "没有操作", "absolute": "最长时限"}[ended] in page
    assert not Session.objects.filter(session_key=key).exists()
    assert AuditEntry.objects.get(action="session_ended").person.username == "officer"
    assert not lives(officer)


def test_a_request_keeps_a_session_from_idling_but_not_from_ageing(officer):
    age(officer, begun=ABSOLUTE - 60, seen=IDLE - 60)
    assert lives(officer)
    assert time.time() - officer.session[SEEN] < 5
    assert time.time() - officer.session[BEGUN] > ABSOLUTE - 65


def test_a_session_that_is_never_used_after_sign_in_ages_too(officer):
    assert officer.session[SEEN] == officer.session[BEGUN]
    assert time.time() - officer.session[BEGUN] < 60


def test_a_rehearsal_moves_no_session(officer):
    with clocks.as_of(clocks.now().replace(year=2031)):
        assert lives(officer)


def test_a_script_is_told_in_json(officer):
    age(officer, seen=IDLE + 2)
    answer = officer.post(reverse("choose_post"), headers=SCRIPT)
    assert answer.status_code == 401
    assert answer.json() == {"detail": "请重新登录。", "login": f"{reverse('account_login')}?ended=idle"}


def test_a_script_with_an_initial_password_is_told_where_to_change_it(officer, city):
    Person.objects.filter(pk=city.officer.pk).update(must_change_password=True)
    answer = officer.get(reverse("inbox"), headers=SCRIPT)
    assert (answer.status_code, answer.json()["login"]) == (401, reverse("change_password"))


def test_an_answer_to_a_script_that_leads_elsewhere_is_left_alone(officer, city):
    given = {"post": city.officer.posts.get().public_id, "next": "/inbox/"}
    assert officer.post(reverse("choose_post"), given, headers=SCRIPT).url == "/inbox/"


def test_a_closed_account_is_anonymous_at_its_next_request(officer, city):
    Person.objects.filter(pk=city.officer.pk).update(is_active=False)
    assert officer.get(reverse("desk")).url.startswith(reverse("account_login"))


# One's own password


def test_an_initial_password_opens_nothing_but_its_change(officer, city):
    Person.objects.filter(pk=city.officer.pk).update(must_change_password=True)
    for name in ("desk", "inbox", "people"):
        assert officer.get(reverse(name)).url == reverse("change_password")
    page = officer.get(reverse("change_password"))
    assert "须修改后才能办理业务" in page.content.decode()
    assert officer.get(reverse("account_logout")).status_code == 200
    assert officer.post(reverse("change_password"), FORM).url == reverse("desk")
    assert officer.get(reverse("desk")).status_code == 200


def test_a_change_ends_the_other_sessions_and_keeps_this_one(officer, city):
    other = type(officer)()
    other.post(reverse("account_login"), {"login": "officer", "password": cast.PASSWORD})
    assert lives(other)
    key = officer.session.session_key
    assert officer.post(reverse("change_password"), FORM).status_code == 302
    assert officer.session.session_key != key
    assert lives(officer)
    assert not lives(other)
    city.officer.refresh_from_db()
    assert city.officer.check_password(NEW)
    entry = AuditEntry.objects.get(action="personnel.change_own_password")
    assert entry.person == city.officer
    assert entry.changes == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"old_password": "falsch"}, "old_password"),
        ({"old_password": ""}, "old_password"),
        ({"new_password2": NEW + "x"}, "new_password2"),
        ({"new_password1": "kurz", "new_password2": "kurz"}, "new_password1"),
        ({"new_password1": "1234567890123", "new_password2": "1234567890123"}, "new_password1"),
        ({"new_password1": "password123", "new_password2": "password123"}, "new_password1"),
        ({"new_password1": "officer1234", "new_password2": "officer1234"}, "new_password1"),
        ({"new_password1": cast.PASSWORD, "new_password2": cast.PASSWORD}, "new_password1"),
    ],
)
def test_passwords_that_are_refused(officer, city, given, field):
    answer = officer.post(reverse("change_password"), FORM | given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert NEW not in answer.content.decode()
    city.officer.refresh_from_db()
    assert city.officer.check_password(cast.PASSWORD)


def test_guesses_of_the_current_password_are_limited_and_on_record(officer, city):
    """Whoever finds a session open does not try passwords in it until one fits."""
    for _ in range(5):
        answer = officer.post(reverse("change_password"), FORM | {"old_password": "falsch"})
        assert answer.context["form"].errors["old_password"] == ["当前口令不正确。"]
    for password in ("falsch", cast.PASSWORD):
        answer = officer.post(reverse("change_password"), FORM | {"old_password": password})
        assert answer.status_code == 422
        assert "次数过多" in answer.context["form"].errors["old_password"][0]
    city.officer.refresh_from_db()
    assert city.officer.check_password(cast.PASSWORD)
    entries = AuditEntry.objects.filter(action="sign_in_failed")
    assert {(entry.label, entry.subject_id) for entry in entries} == {("当前口令不正确", city.officer.public_id)}
    assert entries.count() == 5
    assert lives(officer)


def test_a_long_password_of_any_letters_is_taken(officer, city):
    new = "长口令 with spaces " * 4
    assert len(new) >= 64
    answer = officer.post(reverse("change_password"), FORM | {"new_password1": new, "new_password2": new})
    assert answer.status_code == 302
    city.officer.refresh_from_db()
    assert city.officer.check_password(new)


# The post in which one acts


@pytest.fixture
def second_post(city):
    return cast.appoint(city.officer, city.commission, Role.STANDING_CLERK, clocks.today())


def test_one_acts_in_the_chosen_post(officer, second_post):
    assert officer.get(reverse("desk")).wsgi_request.actor.post != second_post
    answer = officer.post(reverse("choose_post"), {"post": second_post.public_id, "next": "/inbox/?a=1"})
    assert answer.url == "/inbox/?a=1"
    assert officer.session[POST_KEY] == second_post.pk
    assert officer.get(reverse("desk")).wsgi_request.actor.post == second_post
    second_post.ended_on = clocks.today()
    second_post.save()
    assert officer.get(reverse("desk")).wsgi_request.actor.post != second_post


def test_only_a_post_in_force_of_ones_own_is_chosen(officer, city, second_post):
    second_post.ended_on = clocks.today()
    second_post.save()
    for post in (second_post.public_id, city.secretary.posts.get().public_id, "x", "", second_post.pk):
        assert officer.post(reverse("choose_post"), {"post": post}).status_code == 404
    assert officer.post(reverse("choose_post")).status_code == 404
    assert officer.get(reverse("choose_post")).status_code == 405
    assert POST_KEY not in officer.session


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "inbox/",
        "///evil.example",
    ],
)
def test_one_is_led_nowhere_else(officer, second_post, address):
    answer = officer.post(reverse("choose_post"), {"post": second_post.public_id, "next": address})
    assert answer.url == reverse("desk")
