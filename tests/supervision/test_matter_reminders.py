"""The page of a matter's reminders: planned, sent, read, delivered, kept back and why; for the house only."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organizations.models import Post
from supervision import jobs
from supervision.models import Reminder
from tests.supervision.hours import remind_round_the_clock
from workflow import clocks
from workflow.jobs import deliver_outbox
from workflow.models import Clock, Notice, OutboxMessage

pytestmark = pytest.mark.django_db


def client_of(person):
    client = Client(raise_request_exception=False)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page_of(road, who="officer"):
    return client_of(road.city.people[who]).get(f"{road.matter.get_absolute_url()}reminders/all/")


@pytest.fixture
def submitted(road):
    road.to("submitted")
    return Clock.objects.open().get(name="determination")


def test_what_is_planned_says_when_and_whom(submitted, road):
    page = page_of(road)
    [row] = page.context["planned"]
    assert (row.clock.pk, row.at, row.day, row.circle, row.after) == (
        submitted.pk, submitted.next_rung_at, "到期前3个工作日", "承办人", 4,
    )  # fmt: skip
    assert "到期前3个工作日" in page.content.decode()


def test_what_was_sent_says_who_read_it_and_what_became_of_it_outside(submitted, road):
    with clocks.as_of(submitted.next_rung_at):
        jobs.sweep()
        deliver_outbox()
    reminder, deputy = Reminder.objects.get(), road.city.deputy
    client_of(deputy).post(f"/inbox/{Notice.objects.get(act_id=reminder.pk).pk}/")
    lines = page_of(road).context["lines"]
    told = next(line for line in lines if line["notice"].act_id == reminder.pk)
    assert (told["kind"], told["notice"].recipient) == ("第1级催办", deputy)
    assert told["notice"].read_at is not None
    assert [(way["label"], way["tone"], way["why"]) for way in told["ways"]] == [
        ("电子邮件：未发送", "grey", "收件人未登记邮箱")
    ]
    assert {line["kind"] for line in lines} == {"第1级催办", "通知"}


def test_a_reminder_that_reached_nobody_says_so(submitted, road):
    Post.objects.filter(person=road.city.deputy).update(until_on=clocks.today() - timedelta(days=1))
    with clocks.as_of(submitted.next_rung_at):
        jobs.sweep()
    assert Reminder.objects.get().told_words == ""
    assert "无人可通知的催办" in page_of(road).content.decode()


def test_a_ladder_at_its_end_says_so(submitted, road):
    Clock.objects.filter(pk=submitted.pk).update(next_rung_at=None, rung=5)
    page = page_of(road)
    assert page.context["planned"] == []
    assert "各级催办都已发出" in page.content.decode()


@pytest.mark.slow
def test_the_page_is_for_the_house(road):
    road.to("implementing")
    assert [page_of(road, who).status_code for who in ("officer", "secretary", "second_director")] == [200] * 3
    for who in ("principal", "agriculture_head", "agriculture_liaison"):
        assert page_of(road, who).status_code == 403
    assert page_of(road, "health_head").status_code == 404
    link = f"{road.matter.get_absolute_url()}reminders/all/"
    assert link in client_of(road.city.officer).get(road.matter.get_absolute_url()).content.decode()
    assert link not in client_of(road.city.principal).get(road.matter.get_absolute_url()).content.decode()


@pytest.mark.slow
def test_the_page_costs_the_same_for_many_and_goes_on_to_the_next(submitted, road):
    remind_round_the_clock()
    officer, address = client_of(road.city.officer), f"{road.matter.get_absolute_url()}reminders/all/"
    officer.get(address)  # the session is begun

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address).status_code == 200
        return len(queries)

    few, notice = asked(), Notice.objects.filter(dossier=road.matter.dossier).first()
    columns = {column.attname: getattr(notice, column.attname) for column in Notice._meta.concrete_fields}
    del columns["id"], columns["act_id"]
    made = [Notice(**columns, act_id=uuid.uuid4()) for _ in range(120)]
    Notice.objects.bulk_create(made)
    OutboxMessage.objects.bulk_create([OutboxMessage(notice=each, channel="mail") for each in made])
    assert asked() == few
    first = page_of(road)
    assert len(first.context["lines"]) == 50
    second = officer.get(f"{address}{first.context['pager']['next_url']}")
    shown = [{line["notice"].pk for line in page.context["lines"]} for page in (first, second)]
    assert not shown[0] & shown[1]
