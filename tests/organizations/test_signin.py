"""Signing in and out: on record, alike for whoever may not, and a new session each time."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dispatch.demonstration import cast
from organizations.models import Person
from workflow.models import AuditEntry

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def closed(city):
    """示范癸's account is closed."""
    Person.objects.filter(pk=city.other_officer.pk).update(is_active=False)
    return city.other_officer


def attempt(client, username, password=cast.PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def lines(action):
    return AuditEntry.objects.filter(action=action)


def test_signing_in_and_out_is_on_record(client, city):
    assert attempt(client, "officer", REMOTE_ADDR="10.1.2.3").url == reverse("desk")
    entry = lines("sign_in").get()
    assert (entry.person, entry.address, entry.label) == (city.officer, "10.1.2.3", "登录")
    assert entry.post_words == "示范市纪委党风政风监督室 · 承办人"
    assert entry.journal.organisation == city.commission
    client.post(reverse("account_logout"))
    assert lines("sign_out").get().person == city.officer


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(client, city, settings):
    attempt(client, "officer", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.9.9.9")
    client.post(reverse("account_logout"))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    attempt(client, "officer", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.9.9.9")
    assert [entry.address for entry in lines("sign_in").order_by("pk")] == ["127.0.0.1", "10.9.9.9"]


def test_failures_are_on_record_but_no_password_typed_as_a_name(client, city):
    attempt(client, "officer", "falsch")
    attempt(client, "Geheim-4711")
    known, unknown = lines("sign_in_failed").order_by("pk")
    assert (known.subject_words, known.subject_id, known.person) == ("officer", city.officer.public_id, None)
    assert unknown.subject_words == "Ge…（无此用户名）"
    assert not AuditEntry.objects.filter(subject_words__contains="falsch").exists()


def answer_of(client, username, password):
    """Status, body without what differs anyhow, number of queries, and hashes computed."""
    client.cookies.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = attempt(client, username, password)
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, body.replace(username, "NAME"), [shape(query["sql"]) for query in asked]


def shape(sql):
    """A statement without its values."""
    return re.sub(r"""'(?:[^']|'')*'|"s\d+_x\d+"|\b(?:\d+|NULL)\b|::\w+""", "?", sql).replace("??", "?")


def test_unknown_closed_and_wrong_are_alike(client, city, closed, monkeypatch):
    hashed = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, original=original, name=name):
            hashed.append(name)
            return original(self, *args)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    attempt(client, "nobody", "falsch")  # the first line of the day begins the journal
    answers, work = [], []
    for username, password in (
        ("officer", "falsch"), ("nobody", "falsch"), (closed.username, "falsch"), (closed.username, cast.PASSWORD)
    ):  # fmt: skip
        hashed.clear()
        answers.append(answer_of(client, username, password))
        work.append(len(hashed))
    assert answers[0][0] == 200
    assert "用户名或者口令不正确" in answers[0][1]
    for answer in answers[1:]:
        assert answer == answers[0]
    assert work == [1, 1, 1, 1]
    assert lines("sign_in_failed").count() == 5
    assert not lines("sign_in").exists()


@pytest.mark.parametrize(
    ("username", "password"), [("officer", "falsch"), ("nobody", "x"), ("other_officer", cast.PASSWORD)]
)
def test_failures_are_limited_alike(client, closed, username, password):
    bodies = [attempt(client, username, password).content.decode() for _ in range(6)]
    assert all("用户名或者口令不正确" in body for body in bodies[:5])
    assert "次数过多" in bodies[5]
    assert lines("sign_in_failed").count() == 5


def test_failures_are_remembered_however_many_others_sign_in(client, city):
    """A morning on which everybody comes, or somebody who tries every name there might be."""
    for _ in range(5):
        attempt(client, "officer", "falsch")
    for number in range(1000):
        cache.set(f"somebody:{number}", [], 300)
    assert "次数过多" in attempt(client, "officer").content.decode()


def test_signing_in_takes_a_new_session_and_signing_out_ends_it_on_the_server(client, city):
    client.get(LOGIN)
    client.cookies["sessionid"] = "a" * 32
    attempt(client, "officer")
    cookie = client.cookies["sessionid"]
    assert cookie.value != "a" * 32
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    kept = cookie.value
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(session_key=kept).exists()
    client.cookies["sessionid"] = kept
    assert client.get(reverse("desk")).url.startswith(LOGIN)


def test_nobody_signs_out_by_a_link(client, city):
    attempt(client, "officer")
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("desk")).status_code == 200


def test_signing_in_leads_only_to_this_site(client, city):
    for address in ("//evil.example/", "https://evil.example/"):
        assert client.post(f"{LOGIN}?next={address}", {"login": "officer", "password": cast.PASSWORD}).url == reverse(
            "desk"
        )
        client.post(reverse("account_logout"))


def test_a_name_counts_in_any_case(client, city):
    assert attempt(client, "OFFICER").status_code == 302
