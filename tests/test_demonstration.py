"""The demonstration has something to show on every page, all of it fictitious, and is made in a moment."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client

from coordination.models import OfficialDocument
from dispatch.demonstration import story
from dispatch.models import (
    Advice,
    AssignedItem,
    DirectHandling,
    FollowUp,
    GroupMeeting,
    IntegrityOpinion,
    JointAction,
    Jurisdiction,
    RecurringDuty,
    UnitSupportRequest,
)
from organizations.models import Delegation, Kind, Organisation, Person
from supervision.models import InspectionRule, Mandate, Recheck
from workflow import clocks, deputising
from workflow.models import AuditEntry, Notice

pytestmark = pytest.mark.django_db
APPS = ("coordination", "supervision", "dispatch")
PLACES = ("示范", "样例")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.slow
def test_every_kind_of_record_is_there_and_every_page_has_something_to_show():
    accounts = story.tell(seed=1)
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    assert [model.__name__ for model in models if not model.objects.exists()] == []
    assert {deputising.state_words(each) for each in Delegation.objects.all()} == {"代理中", "待接受"}
    assert set(Mandate.objects.values_list("state", flat=True)) == {"ended", "in_force"}
    numbered = set(OfficialDocument.objects.exclude(number="").values_list("state", flat=True))
    assert numbered == {"issued", "superseded", "revoked"}
    assert set(accounts) <= set(Person.objects.values_list("username", flat=True))
    names = Organisation.objects.exclude(kind=Kind.SYSTEM).values_list("name", flat=True)
    assert [name for name in names if not any(place in name for place in PLACES)] == []
    assert set(Recheck.objects.values_list("state", flat=True)) == {"concluded", "assigned", "followed_up"}
    assert set(AssignedItem.objects.values_list("state", flat=True)) == set(AssignedItem.State.values)
    assert UnitSupportRequest.objects.exclude(matter=None).exists()
    assert "超期" in _page("finance_liaison", "/host-materials/")
    assert InspectionRule.objects.get(state="in_force").next_on > clocks.today()
    assert set(Advice.objects.values_list("state", flat=True)) == {"draft", "sent", "verified", "closed"}
    assert IntegrityOpinion.objects.filter(state="asked").exists()
    assert "超期" in _page("finance_liaison", "/advices/")
    assert set(GroupMeeting.objects.values_list("state", flat=True)) == {"called", "held", "minuted"}
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"assigned", "done"}
    assert set(RecurringDuty.objects.values_list("state", flat=True)) == {"owed", "done"}
    assert RecurringDuty.objects.filter(state="owed", due_on__lt=clocks.today()).exists()
    assert set(JointAction.objects.values_list("state", flat=True)) == {"proposed", "under_way", "concluded"}
    assert DirectHandling.objects.get().state == "in_force"
    assert set(Jurisdiction.objects.values_list("state", flat=True)) == {"agreed", "referred"}
    assert "交叉检查" in _page("secretary", "/joint-actions/")
    assert "已作废" in _page("officer", "/documents/?standing=revoked")
    late = Notice.objects.filter(sent_at__lt=clocks.now() - timedelta(days=12))
    assert late.exists()
    assert not late.unread().exists()
    assert Notice.objects.unread().exists()
    assert "外出调研" in _page("officer", "/delegations/")
    assert "示范己" in _page("deputy", "/delegations/")


@pytest.mark.slow
@pytest.mark.one_database
def test_nothing_lies_in_the_future_however_long_the_holidays():
    holiday = datetime(2026, 10, 4, 15, tzinfo=clocks.SHANGHAI)
    with clocks.following(lambda: holiday):
        story.tell(seed=1)
    assert not AuditEntry.objects.filter(at__gt=holiday).exists()


def _page(username, path):
    browser = Client()
    browser.force_login(Person.objects.get(username=username))
    return browser.get(path).content.decode()
