"""What one chooses about being reminded, and the secret address of one's dates."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from organizations.models import Person, Post
from workflow import clocks, feeds, preference_views, preferences
from workflow.models import AuditEntry, CalendarFeed, Clock, Policy, Preference

pytestmark = pytest.mark.django_db

PAGE = "/account/reminders/"


def client_of(person):
    client = Client(raise_request_exception=False)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def deputy(city):
    return city.deputy


@pytest.fixture
def browser(deputy):
    return client_of(deputy)


# Settings


def test_one_chooses_channels_pace_and_address_and_the_journal_says_so_without_the_address(browser, deputy, settings):
    settings.WEBHOOK_URL = "https://gateway.example/send"
    given = {"channels": ["webhook"], "pace": "daily", "email": "", "gateway_id": "13800000000"}
    assert browser.post(PAGE, given).status_code == 302
    kept = Preference.objects.get(person=deputy)
    assert (kept.channels, kept.is_daily, kept.gateway_id) == (["webhook"], True, "13800000000")
    entry = AuditEntry.objects.get(action="personnel.change_preferences")
    assert entry.changes["频次"] == ["即时", "每天至多一条"]
    assert "13800000000" not in str(entry.changes)


def test_a_chosen_channel_needs_an_address(browser, deputy):
    answer = browser.post(PAGE, {"channels": ["mail"], "pace": "at_once", "email": ""})
    assert answer.status_code == 422
    assert "选用了“电子邮件”的，请填写；不用的，请取消选用。" in answer.content.decode()
    assert browser.post(PAGE, {"channels": ["mail"], "pace": "at_once", "email": "a@example.org"}).status_code == 302
    deputy.refresh_from_db()
    assert deputy.email == "a@example.org"


def test_what_the_commission_does_not_allow_is_not_offered_and_stays_as_it_was(browser, deputy, settings):
    settings.WEBHOOK_URL = "https://gateway.example/send"
    Policy.objects.update(channels=["mail"])
    assert "手机号" not in browser.get(PAGE).content.decode()
    given = {"channels": ["mail"], "pace": "at_once", "email": "a@example.org", "gateway_id": "13800000000"}
    assert browser.post(PAGE, given).status_code == 302
    kept = Preference.objects.get(person=deputy)
    assert (kept.channels, kept.gateway_id) == (["mail", "webhook"], "")
    assert browser.post(PAGE, {**given, "channels": ["webhook"]}).status_code == 422


def test_only_the_newest_rules_that_have_taken_effect_count(city, settings):
    policy = city.commission.policies.get()
    columns = {column.attname: getattr(policy, column.attname) for column in Policy._meta.concrete_fields}
    del columns["id"]
    columns |= {"number": 2, "effective_on": clocks.today() + timedelta(days=1), "channels": []}
    later = Policy.objects.create(**columns)
    assert preferences.offered_to(city.actor("agriculture_head")) == ["mail"]
    Policy.objects.filter(pk=later.pk).update(effective_on=clocks.today())
    assert preferences.offered_to(city.actor("agriculture_head")) == []
    assert preferences.offered_to(city.actor("deputy")) == []


def test_where_no_channel_is_open_the_page_says_so(browser, settings):
    settings.EMAIL_HOST = ""
    assert "本单位没有开通系统外的提醒，提醒只在收件箱。" in browser.get(PAGE).content.decode()


# The address of one's dates


def lines_of(answer):
    """The unfolded lines."""
    text = answer.content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= feeds.OCTETS for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def address_of(browser):
    shown = browser.post("/account/feed/")
    return shown.context["address"].removeprefix("http://testserver")


@pytest.fixture
def address(browser):
    return address_of(browser)


@pytest.fixture
def due(road):
    """The day on which what waits for the deputy in charge is due."""
    road.to("submitted")
    return Clock.objects.open().get(name="determination").due_on


def test_the_address_is_shown_once_and_only_its_digest_is_kept(browser, deputy):
    shown = browser.post("/account/feed/")
    address = shown.context["address"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert address in shown.content.decode()
    assert token not in browser.get(PAGE).content.decode()
    kept = CalendarFeed.objects.get()
    assert token not in str(vars(kept))
    assert token.replace("-", "") not in str(vars(kept))
    assert not AuditEntry.objects.filter(changes__icontains=token[:8]).exists()


def test_the_feed_says_on_which_day_how_much_is_due_and_nothing_else(address, due, road):
    stranger = Client()
    answer = stranger.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = lines_of(answer)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert [line for line in lines if line.startswith("DTSTART")] == [f"DTSTART;VALUE=DATE:{due:%Y%m%d}"]
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:1件到期"]
    assert road.matter.title not in answer.content.decode()
    assert not {line.partition(":")[0] for line in lines} & {"DESCRIPTION", "LOCATION", "URL", "ATTENDEE"}
    assert "sessionid" not in answer.cookies
    ids = [line for line in lines if line.startswith("UID:")]
    assert ids == [line for line in lines_of(stranger.get(address)) if line.startswith("UID:")]


def test_what_waits_for_others_is_not_in_it(city, due):
    answer = Client().get(address_of(client_of(city.agriculture_head)))
    assert answer.status_code == 200
    assert b"VEVENT" not in answer.content


def test_a_wrong_address_and_one_that_was_withdrawn_do_not_exist(browser, address):
    assert Client().get("/feeds/00000000-0000-4000-8000-000000000000.ics").status_code == 404
    assert Client().get(address).status_code == 200
    newer = address_of(browser)
    assert (Client().get(address).status_code, Client().get(newer).status_code) == (404, 200)
    assert browser.post("/account/feed/revoke/").status_code == 302
    assert Client().get(newer).status_code == 404
    assert AuditEntry.objects.filter(action="personnel.revoke_feed").count() == 1
    assert browser.post("/account/feed/revoke/").status_code == 302
    assert AuditEntry.objects.filter(action="personnel.revoke_feed").count() == 1


def test_an_ended_account_and_an_ended_post_count_at_once(address, due, deputy):
    assert b"VEVENT" in Client().get(address).content
    Post.objects.filter(person=deputy).update(until_on=clocks.today() - timedelta(days=1))
    assert b"VEVENT" not in Client().get(address).content
    Person.objects.filter(pk=deputy.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_an_address_that_is_read_too_often_rests(address, monkeypatch):
    cache.clear()
    monkeypatch.setattr(preference_views, "READINGS_AN_HOUR", 2)
    assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_text_is_escaped_and_folded_between_letters():
    assert feeds.escaped("甲;乙,丙\\丁\r\n戊") == "甲\\;乙\\,丙\\\\丁\\n戊"
    line = "SUMMARY:" + "到期" * 60
    folded = feeds.folded(line)
    assert folded.replace("\r\n ", "") == line
    assert all(len(piece.encode()) <= feeds.OCTETS for piece in folded.split("\r\n"))
    assert feeds.folded("SUMMARY:1件到期") == "SUMMARY:1件到期"
