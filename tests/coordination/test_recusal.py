"""Recusal (回避): from the next request on a person sees nothing of the dossier and does nothing on it, nor does anyone for him."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from coordination.models import Matter, Reader, Recusal
from dispatch.demonstration.cast import appoint
from organizations.models import Role
from supervision.reminders import remind
from tests.cast import Road
from workflow import access, clocks, deputising
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted, advance, open_record, revise
from workflow.models import AuditEntry, Classification, Clock, DossierRecusal, Notice

pytestmark = pytest.mark.django_db
TITLE = "惠农补贴"


def recuse(road, by, whom, reason="近亲属在有关部门任职"):
    return open_record(
        Recusal, Recusal.recuse, actor=road.city.actor(by), dossier=road.matter.dossier, matter=road.matter,
        person=road.city.people[whom], reason=reason,
    )  # fmt: skip


def browser(road, key):
    client = Client()
    client.force_login(road.city.people[key])
    return client


def lend(city, giver, taker):
    offered = deputising.offer(
        city.actor(giver), deputy=city.people[taker], posts=list(city.people[giver].posts.all()),
        from_on=clocks.today(), until_on=clocks.today() + timedelta(7), reason="出差",
    )  # fmt: skip
    deputising.accept(city.actor(taker), offered)
    actor = city.actor(taker)
    return actor.acting_as(actor.lent_posts[0])


def test_it_counts_at_the_next_request(road):
    road.to("determined")
    client, address = browser(road, "officer"), road.matter.get_absolute_url()
    assert client.get(address).status_code == 200
    assert desk_of(road.city.actor("officer")).to_do
    assert TITLE in client.get("/inbox/").content.decode()
    recuse(road, "officer", "officer")
    hidden, absent = client.get(address), client.get(f"/matters/{uuid.uuid4()}/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content
    desk = desk_of(road.city.actor("officer"))
    assert [*desk.to_do, *desk.waiting, *desk.done] == []
    for page in ("/", "/inbox/", "/matters/", f"/matters/?q={TITLE}"):
        assert TITLE not in client.get(page).content.decode().replace(f'value="{TITLE}"', ""), page
    road.act("deputy", Recusal.objects.get(), Recusal.lift, note="原因已经消除。")
    assert client.get(address).status_code == 200


def test_the_door_refuses_in_every_post(road):
    road.to("submitted")
    appoint(road.city.officer, road.city.commission, Role.SECRETARY, clocks.today())
    recuse(road, "deputy", "officer")
    recuse(road, "secretary", "deputy")
    for key, step, fields in (
        ("deputy", Matter.determine, {"basis": "同意。"}), ("officer", Matter.decline, {"note": "不予确定。"}),
        ("officer", Matter.withdraw, {})):  # fmt: skip
        with pytest.raises(Barred, match="您已回避本件，不得办理（系统规则）"):
            road.act(key, road.matter, step, **fields)
    with pytest.raises(Barred, match="您已回避本件"):
        revise(road.matter, actor=road.city.actor("officer"), deputy_in_charge=road.city.other_deputy)
    with pytest.raises(Barred, match="您已回避本件"):
        recuse(road, "officer", "director")
    assert road.act("secretary", road.matter, Matter.determine, basis="同意。").state == "determined"


def test_neither_as_deputy_of_another_nor_another_as_his(city):
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    for_the_deputy = lend(city, "deputy", "case_deputy")
    recuse(road, "secretary", "case_deputy")
    with pytest.raises(Barred, match="您已回避本件"):
        advance(road.matter, Matter.determine, actor=for_the_deputy, basis="同意。")
    assert not Matter.objects.visible_to(city.actor("case_deputy")).exists()
    road.act("secretary", Recusal.objects.get(), Recusal.lift, note="原因已经消除。")
    recuse(road, "secretary", "deputy")
    actor = city.actor("case_deputy")
    with pytest.raises(Barred, match="所代理的示范丁已回避本件"):
        advance(road.matter, Matter.determine, actor=actor.acting_as(actor.lent_posts[0]), basis="同意。")
    assert not desk_of(actor).to_do
    page = browser(road, "case_deputy").get(f"{road.matter.get_absolute_url()}determine/").content.decode()
    assert "示范丁已回避本件，不得代其办理" in page


def test_a_lent_post_shows_nothing_from_which_its_holder_stands_back(road):
    """The secretary deputises for the committee's principal; what only the principal's post shows him is gone with the recusal."""
    road.to("implementing")
    lend(road.city, "principal", "secretary")
    assert len(access._groups(road.city.actor("secretary"))) == 2
    recuse(road, "principal", "principal")
    road.city.commission.principals.filter(role=Role.SECRETARY).get().group.dossiergroupgrant_set.all().delete()
    assert not Matter.objects.visible_to(road.city.actor("secretary")).exists()


def test_nobody_tells_him(road):
    road.to("submitted")
    recuse(road, "officer", "officer")
    lend(road.city, "officer", "other_officer")

    before = Notice.objects.count()
    road.act("deputy", road.matter, Matter.determine, basis="同意。")
    fresh = Notice.objects.order_by("sent_at")[before:]
    assert not {road.city.officer.pk, road.city.other_officer.pk} & {notice.recipient_id for notice in fresh}
    with clocks.as_of(clocks.now() + timedelta(days=60)):
        assert remind(clocks.now())
    assert Clock.objects.filter(name="convening", urgings__gt=0).exists()
    told = set(Notice.objects.filter(action="remind").values_list("recipient", flat=True))
    assert not {road.city.officer.pk, road.city.other_officer.pk} & told


def test_the_others_are_told_and_the_page_says_who_acts_instead(road):
    road.to("submitted")
    recusal = recuse(road, "deputy", "deputy")
    told = Notice.objects.filter(subject_id=recusal.public_id).values_list("recipient", flat=True)
    assert set(told) == {road.city.secretary.pk, road.city.director.pk}
    page = browser(road, "secretary").get(road.matter.get_absolute_url()).content.decode()
    assert "分管领导示范丁已回避本事项，由书记办理" in page


def test_who_stands_back_is_not_named_officer(road):
    road.to("submitted")
    recuse(road, "other_officer", "other_officer")
    with pytest.raises(Barred, match="已回避本事项，不能担任承办人"):
        road.act("director", road.matter, Matter.assign_officer, officer=road.city.other_officer, handover="全部。")
    recuse(road, "officer", "officer")
    page = browser(road, "director").get(road.matter.get_absolute_url()).content.decode()
    assert "承办人示范壬已回避本事项，应当另行指定承办人" in page
    appoint(road.city.second_officer, road.city.commission, Role.OFFICER, clocks.today(), road.city.first_office)
    road.act("director", road.matter, Matter.assign_officer, officer=road.city.second_officer, handover="全部。")
    page = browser(road, "director").get(road.matter.get_absolute_url()).content.decode()
    assert "应当另行指定承办人" not in page


def test_who_may_say_so(road, other_city):
    road.to("determined")
    for by, whom in (("officer", "other_officer"), ("director", "officer"), ("principal", "clerk")):
        with pytest.raises(NotPermitted):
            recuse(road, by, whom)
    with pytest.raises(Barred, match="能够看到本事项的现任人员"):
        recuse(road, "deputy", "health_head")
    road.city.people["stranger"] = other_city.officer
    with pytest.raises(Barred, match="能够看到本事项"):
        recuse(road, "stranger", "stranger")
    assert recuse(road, "principal", "principal").placed_by == road.city.principal
    with pytest.raises(Barred, match="已经回避"):
        recuse(road, "deputy", "principal")


def test_nobody_lifts_his_own_and_a_leader_goes_by_the_other(road):
    road.to("submitted")
    own = recuse(road, "deputy", "deputy")
    with pytest.raises(Barred):
        road.act("deputy", own, Recusal.lift, note="不必。")
    assert road.act("secretary", own, Recusal.lift, note="原因已经消除。").lifted_by == road.city.secretary
    labels = AuditEntry.objects.filter(subject_id=own.public_id).order_by("seq").values_list("label", flat=True)
    assert list(labels) == ["申请回避", "解除回避"]


def test_it_is_asked_for_and_decided_on_pages(road):
    road.to("submitted")
    address = road.matter.get_absolute_url()
    officer, deputy = browser(road, "officer"), browser(road, "deputy")
    assert "申请回避" in officer.get(address).content.decode()
    assert "决定回避" in deputy.get(address).content.decode()
    form = deputy.get(f"{address}recusals/new/").content.decode()
    assert "回避人员" in form
    own = officer.get(f"{address}recusals/new/").content.decode()
    assert "回避人员" not in own
    said = {"act_id": str(uuid.uuid4()), "version": 0, "reason": "本人近亲属是利害关系人"}
    answer = officer.post(f"{address}recusals/new/", said)
    assert (answer.status_code, answer.url) == (302, "/matters/")
    assert "已办理“申请回避”" in officer.get("/matters/").content.decode()
    row = Recusal.objects.get()
    assert "本人近亲属是利害关系人" in deputy.get(row.get_absolute_url()).content.decode()
    said = {"act_id": str(uuid.uuid4()), "version": 0, "reason": "利害关系", "person": road.city.other_officer.pk}
    assert deputy.post(f"{address}recusals/new/", said).url.startswith("/recusals/")
    assert deputy.get(f"{row.get_absolute_url()}lift/").status_code == 200


def test_a_work_secret_can_be_stood_back_from_unread(city):
    road = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号")
    road.to("submitted")
    recuse(road, "secretary", "secretary")
    assert not Matter.objects.visible_to(city.actor("secretary")).exists()
    open_record(
        Reader, Reader.admit, actor=city.actor("deputy"), dossier=road.matter.dossier, matter=road.matter,
        person=city.secretary, reason="办理本事项",
    )  # fmt: skip
    assert not Matter.objects.visible_to(city.actor("secretary")).exists()


def test_it_is_derived_and_can_be_derived_again(road):
    road.to("submitted")
    recuse(road, "officer", "officer")
    assert access.rebuild_access([road.matter]) == 0
    DossierRecusal.objects.all().delete()
    assert access.rebuild_access([road.matter]) == 1
    assert not Matter.objects.visible_to(road.city.actor("officer")).exists()
