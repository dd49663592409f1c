"""What a unit does within itself and with its authority changes nothing that others have before them: lists, counts, search, notices, exports."""

import io
import re
import zipfile

import pytest
from django.test import Client

from dispatch.demonstration import mandates, papers, staff, unit_meetings
from dispatch.models import FollowUp, GroupMeeting
from organizations.actors import actor_of
from tests.cast import with_units
from tests.test_visibility import OWN
from workflow import clocks, feeds
from workflow.access import visible_dossiers
from workflow.models import Dossier, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]
SECRET = "隐字"
VIEWS = (
    "/", "/inbox/", "/units/", "/units/table/?dissolved=on", "/cases/", "/unit-papers/", "/unit-papers/assigned-items/",
    "/unit-papers/support/", "/unit-papers/notices/", "/host-materials/", "/unit-meetings/", "/duties/", "/ledger/", "/board/",
    f"/search/?q={SECRET}",
)  # fmt: skip


def actor(person):
    return actor_of(person, today=clocks.today())


def business(city, unit):
    """Everything that a unit has but what is addressed to its host."""
    officer = staff.in_office(city, unit, "unit_officer", document=SECRET)
    staff.has_function(city, unit, "unit_officer", "petition")
    staff.prepared(city, officer, "unit_deputy", "unit_officer", remarks=SECRET)
    case = staff.registered(city, unit, f"{SECRET}案")
    staff.on_case(city, case, "unit_officer", "investigation")
    staff.stands_back(city, case, "unit_other_officer", reason=SECRET)
    meeting = unit_meetings.called(city, unit, SECRET)
    item = unit_meetings.tabled(city, meeting, SECRET)
    unit_meetings.held(city, meeting)
    unit_meetings.voted(city, item)
    item = unit_meetings.decided(city, item, SECRET)
    row = unit_meetings.followed_up(city, item, SECRET)
    unit_meetings.act(city, "unit_head", row, FollowUp.reassign, responsible=city.unit_officer, note=SECRET)
    unit_meetings.minuted(city, GroupMeeting.objects.get(pk=meeting.pk), SECRET)
    said = {"title": SECRET, "content": SECRET}
    papers.submitted(city, **said, case=case, decision=item)
    papers.submitted(city, kind="report", **said)
    for begin in (papers.assigned, papers.asked, papers.notified):
        begin(city, **said)


def before_them(client, who):
    """What leaves for a person: his pages, the ledger as a file, his dates."""
    said = {page: OWN.sub("", client.get(page).content.decode()) for page in VIEWS}
    said["export"] = client.post("/ledger/export/", {"kind": "csv", "reason": "核对"}).getvalue().decode()
    feed = client.get(f"/feeds/{who.token}.ics").content.decode()
    return said | {"feed": re.sub(r"DTSTAMP:\w+", "", feed)}


def test_nothing_that_others_have_before_them_changes(city, other_city, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    unit, _ = with_units(city, "first_unit", "second_unit")
    with_units(other_city, "first_unit")
    theirs = [city.finance_head, city.second_unit_head, other_city.unit_head, other_city.secretary]
    clients = {}
    for person in theirs:
        clients[person] = Client()
        clients[person].force_login(person)
        person.token = feeds.open_feed(actor(person))
        clients[person].get("/")
    before = {person: before_them(client, person) for person, client in clients.items()}
    known = set(Dossier.objects.values_list("pk", flat=True))
    business(city, unit)
    for person, client in clients.items():
        after = before_them(client, person)
        assert [place for place in after if after[place] != before[person][place]] == [], person.name
        assert SECRET not in str({place: said for place, said in after.items() if not place.startswith("/search")})
        assert not Notice.objects.filter(recipient=person).exclude(dossier__in=known).exists()
        assert not visible_dossiers(actor(person)).exclude(pk__in=known).exists()
    own = Client()
    own.force_login(city.unit_head)
    assert SECRET in own.get("/unit-papers/").content.decode()
    mandate = mandates.opened(city, "finance")
    inspector = Client()
    inspector.force_login(city.inspector)
    answer = inspector.post(f"/mandates/{mandate.public_id}/departments/{city.finance.public_id}/package/")
    package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert SECRET not in "".join(name + package.read(name).decode(errors="replace") for name in package.namelist())
