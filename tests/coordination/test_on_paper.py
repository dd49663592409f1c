"""Acts on paper (线下办理): what the committee, the superior or a department decided without an account here."""

import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import Assignment, Matter, Opinion
from organizations.models import Person
from tests.cast import Road
from tests.coordination.correspondence_walks import opinion_in
from tests.workflow.test_deputising import lend
from workflow import attachments, clocks
from workflow.door import Barred, NotPermitted, advance
from workflow.models import Attachment, AuditEntry, PaperAct

pytestmark = pytest.mark.django_db
SCAN = "批示扫描件.txt"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def road(city):
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    road.refer()
    return road


def without_accounts(city, *keys):
    Person.objects.filter(pk__in=[city.people[key].pk for key in keys]).update(is_active=False)


def recorded(road, who, record, step, why="", **fields):
    """The step as it was decided on paper, recorded by that person."""
    uploaded = SimpleUploadedFile(SCAN, "同意。".encode())
    with attachments.stored([uploaded]) as kept:
        paper = PaperAct(
            decider="示范甲", number="示市委〔2026〕21号", decided_on=clocks.today(), scan=kept[0], why=why
        )  # fmt: skip
        return road.act(who, record, step, paper=paper, **fields)


def test_the_committee_without_an_account_decides_on_paper(road, files):
    without_accounts(road.city, "principal", "clerk")
    assert recorded(road, "director", road.matter, Matter.approve).state == "determined"
    paper = PaperAct.objects.get(dossier=road.matter.dossier)
    assert (paper.decider, paper.recorded_by, paper.scan.name) == ("示范甲", road.city.director, SCAN)
    entry = AuditEntry.objects.get(act_id=paper.act_id, action="coordination.Matter.approve")
    assert entry.person == road.city.director
    assert entry.on_behalf_of.startswith("线下办理：示范甲（示市委〔2026〕21号")
    assert [path for path in Path(files).rglob("*") if path.is_file()]
    client = Client()
    client.force_login(road.city.deputy)
    page = client.get(road.matter.get_absolute_url()).content.decode()
    assert "线下办理 1 次" in page
    assert "代 线下办理：示范甲" in page


def test_whoever_has_an_account_acts_himself_unless_the_secretary_says_why(road, files):
    with pytest.raises(Barred, match="有账号，应当由其本人办理"):
        recorded(road, "director", road.matter, Matter.approve, why="外出")
    with pytest.raises(Barred, match="有账号，应当由其本人办理"):
        recorded(road, "secretary", road.matter, Matter.approve)
    assert not Attachment.objects.exists()
    assert not [path for path in Path(files).rglob("*") if path.is_file()]
    done = recorded(road, "secretary", road.matter, Matter.approve, why="主要负责人出国访问，书面批示。")
    assert (done.state, PaperAct.objects.get().why) == ("determined", "主要负责人出国访问，书面批示。")


def test_nobody_near_the_matter_and_nobody_else_records(city):
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    Matter.objects.filter(pk=road.matter.pk).update(drafter=city.director)
    road.refer()
    without_accounts(city, "principal", "clerk")
    with pytest.raises(Barred, match="您是本件的草拟人，不得代录"):
        recorded(road, "director", road.matter, Matter.approve)
    for who in ("officer", "deputy", "other_officer", "second_director"):
        with pytest.raises(NotPermitted):
            recorded(road, who, road.matter, Matter.approve)
    assert recorded(road, "standing_clerk", road.matter, Matter.approve).state == "determined"


def test_nor_does_whoever_deputises_for_one_of_them(city):
    road = Road(city)
    road.to("implementing")
    Matter.objects.filter(pk=road.matter.pk).update(drafter=city.director)
    without_accounts(city, "agriculture_head", "agriculture_liaison")
    lend(city, "director", "second_director")
    with pytest.raises(Barred, match=r"您或者所代理的示范.+是本件的草拟人，不得代录"):
        recorded(road, "second_director", road.assignments()[0], Assignment.receive)
    assert recorded(road, "standing_clerk", road.assignments()[0], Assignment.receive).state == "received"


def test_whoever_sent_an_opinion_does_not_record_its_answer(city):
    opinion = opinion_in(city, "endorsed")
    opinion = advance(opinion, Opinion.send, actor=city.actor("director"))
    without_accounts(city, "principal", "clerk")

    def answered(who):
        with attachments.stored([SimpleUploadedFile(SCAN, "同意。".encode())]) as kept:
            paper = PaperAct(decider="示范甲", number="示市委〔2026〕21号", decided_on=clocks.today(), scan=kept[0])
            return advance(opinion, Opinion.reply, actor=city.actor(who), paper=paper, outcome="adopted")

    with pytest.raises(Barred, match="您是本件的报送人，不得代录"):
        answered("director")
    assert answered("standing_clerk").state == "answered"


def test_the_commissions_own_step_is_never_recorded_from_paper(city):
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    with pytest.raises(NotPermitted):
        recorded(road, "standing_clerk", road.matter, Matter.determine, basis="同意。")


def test_a_department_without_accounts_signs_on_paper(city):
    road = Road(city)
    road.to("implementing")
    without_accounts(city, "agriculture_head", "agriculture_liaison")
    task = road.assignments()[0]
    received = recorded(road, "director", task, Assignment.receive)
    assert (received.state, received.received_by) == ("received", city.director)


def form_of(record, **fields):
    return {
        "act_id": uuid.uuid4(), "version": record.version, "shown": record.header_digest, "on_paper": "True",
        "decider": "示范甲", "paper_number": "示市委〔2026〕21号", "decided_on": clocks.today().isoformat(),
    } | fields  # fmt: skip


def test_it_is_done_in_the_browser_with_its_scan(road):
    without_accounts(road.city, "principal", "clerk")
    client = Client()
    client.force_login(road.city.director)
    page = road.matter.get_absolute_url()
    assert "线下办理：批准" in client.get(page).content.decode()
    assert "签字扫描件" in client.get(f"{page}approve/?on_paper=1").content.decode()
    given = form_of(road.matter)
    without = client.post(f"{page}approve/", given)
    assert without.status_code == 422
    assert "示市委〔2026〕21号" in without.content.decode()
    wrong = client.post(f"{page}approve/", given | {"scan": SimpleUploadedFile("批示.pdf", b"MZ\x90 no pdf")})
    assert wrong.status_code == 422
    assert "内容却不是" in wrong.content.decode()
    assert not Attachment.objects.exists()
    for _ in range(2):  # a double click
        scan = SimpleUploadedFile(SCAN, "同意。".encode())
        assert client.post(f"{page}approve/", given | {"scan": scan}).status_code == 302
    assert PaperAct.objects.count() == Attachment.objects.count() == 1
    assert Matter.objects.get(pk=road.matter.pk).state == "determined"


def test_the_officer_gets_no_such_page(road):
    without_accounts(road.city, "principal", "clerk")
    client = Client()
    client.force_login(road.city.officer)
    page = road.matter.get_absolute_url()
    assert "线下办理：批准" not in client.get(page).content.decode()
    assert client.get(f"{page}approve/?on_paper=1").status_code == 403
