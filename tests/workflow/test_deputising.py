"""Delegation (委托代理): what a deputy may do, for whom it counts, when it ends, and that the two-person rule sees both."""

from datetime import timedelta

import pytest
from django.test import Client

from coordination.models import Matter, OfficialDocument, Reader
from dispatch.demonstration.cast import appoint
from organizations.actors import actor_of
from organizations.models import Delegation, Role, lent_on
from tests.cast import Road
from workflow import clocks, deputising, notices
from workflow.authority import Holder, ThatPerson
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted, advance, open_record
from workflow.models import AuditEntry, Classification, Notice, Policy
from workflow.offers import steps_for
from workflow.steps import declaration_of, declarations, machines, steps_of

pytestmark = pytest.mark.django_db
REASON = "出差"


def offered(city, giver, taker, days=7, **given):
    today = clocks.today()
    usual = {
        "deputy": city.people[taker], "posts": list(city.people[giver].posts.all()), "from_on": today,
        "until_on": today + timedelta(days), "reason": REASON,
    }  # fmt: skip
    return deputising.offer(city.actor(giver), **usual | given)


def lend(city, giver, taker, **given):
    """The post of ``giver`` lent to ``taker`` from today on."""
    return deputising.accept(city.actor(taker), offered(city, giver, taker, **given))


def acting(city, taker, giver):
    """The deputy, acting in the post of the delegator."""
    actor = city.actor(taker)
    return actor.acting_as(next(post for post in actor.posts if post.person_id == city.people[giver].pk))


def browser(city, key):
    client = Client()
    client.force_login(city.people[key])
    return client


# What is lent


def test_a_deputy_holds_the_post_from_acceptance_until_it_is_revoked(city):
    delegation = offered(city, "deputy", "other_deputy")
    assert not city.actor("other_deputy").lent_posts
    deputising.accept(city.actor("other_deputy"), delegation)
    actor = city.actor("other_deputy")
    assert [post.person for post in actor.posts] == [city.other_deputy, city.deputy]
    assert actor.post.person == city.other_deputy
    assert actor.on_behalf_of is None
    assert acting(city, "other_deputy", "deputy").on_behalf_of == city.deputy
    deputising.revoke(city.actor("deputy"), delegation)
    assert not city.actor("other_deputy").lent_posts


def test_it_counts_within_its_period_only(city):
    today = clocks.today()
    lend(city, "deputy", "other_deputy", from_on=today + timedelta(1), until_on=today + timedelta(2))
    counts = [
        len(actor_of(city.other_deputy, today=today + timedelta(ahead)).lent_posts) for ahead in (0, 1, 2, 3)
    ]  # fmt: skip
    assert counts == [0, 1, 1, 0]


@pytest.mark.parametrize("end", ["the post", "the delegator", "the deputy's post", "the house"])
def test_it_ends_with_what_it_stands_on(city, end):
    lend(city, "deputy", "other_deputy")
    if end == "the post":
        city.deputy.posts.update(ended_on=clocks.today())
    elif end == "the delegator":
        type(city.deputy).objects.filter(pk=city.deputy.pk).update(is_active=False)
    elif end == "the deputy's post":
        city.other_deputy.posts.update(ended_on=clocks.today())
    else:
        city.other_deputy.posts.update(organisation=city.finance, role=Role.LIAISON)
    assert not actor_of(city.other_deputy, today=clocks.today()).lent_posts


def test_it_is_never_chained(city):
    lend(city, "deputy", "other_deputy")
    with pytest.raises(Barred, match="不得再委托"):
        offered(city, "other_deputy", "case_deputy", posts=list(city.deputy.posts.all()))
    lend(city, "other_deputy", "case_deputy")
    assert [post.person for post in city.actor("case_deputy").lent_posts] == [city.other_deputy]


def test_who_acts_is_asked_in_as_many_queries_for_one_delegation_as_for_two(city, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert not city.actor("other_deputy").lent_posts
    for lender, lent in (("deputy", 1), ("secretary", 2)):
        lend(city, lender, "other_deputy")
        with django_assert_num_queries(5):
            actor = city.actor("other_deputy")
            words = [post.acting_words for post in actor.posts]
            names = [(each.delegator.name, each.deputy.name) for each in actor.delegations]
        assert len(words) - 1 == len(names) == lent


# Who may lend what to whom


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"from_on": -1}, "不能早于今天"),
        ({"from_on": 3, "until_on": 2}, "截止日期不能早于起始日期"),
        ({"until_on": 400}, "不超过一年"),
        ({"deputy": "deputy"}, "不能委托本人"),
        ({"deputy": "finance_head"}, "代理人应当在本单位任职"),
        ({"posts": "secretary"}, "只能委托本人现任"),
        ({"posts": None}, "应当选择委托的职务"),
    ],
)
def test_a_bad_offer_is_refused_in_words(city, given, sentence):
    day = clocks.today()
    said = {
        name: day + timedelta(value) if isinstance(value, int) else city.people[value] if name == "deputy"
        else list(city.people[value].posts.all()) if value else []
        for name, value in given.items()
    }  # fmt: skip
    with pytest.raises(Barred, match=sentence):
        offered(city, "deputy", "other_deputy", **said)
    assert not Delegation.objects.exists()


def test_an_administrator_neither_lends_nor_deputises(city, administrators):
    auditor, admin = administrators["auditor"], administrators["system_admin"]
    with pytest.raises(Barred, match="没有该单位的现任职务"):
        offered(city, "deputy", "other_deputy", deputy=auditor)
    with pytest.raises(Barred, match="只能委托本人现任的业务职务"):
        deputising.offer(
            actor_of(auditor, today=clocks.today()), deputy=admin, posts=list(auditor.posts.all()),
            from_on=clocks.today(), until_on=clocks.today(), reason=REASON,
        )  # fmt: skip


def test_one_post_is_lent_once_at_a_time(city):
    first = offered(city, "deputy", "other_deputy")
    with pytest.raises(Barred, match="已委托示范戊代理"):
        offered(city, "deputy", "case_deputy")
    deputising.decline(city.actor("other_deputy"), first)
    lend(city, "deputy", "case_deputy")


def test_the_committee_and_its_commission_are_one_house(city, other_city):
    lend(city, "principal", "secretary")
    assert city.actor("secretary").lent_posts
    with pytest.raises(Barred, match="代理人应当在本单位任职"):
        offered(city, "deputy", "other_deputy", deputy=other_city.deputy)


def test_only_those_concerned_answer_and_end_it(city, administrators):
    delegation = offered(city, "deputy", "other_deputy")
    for act in (deputising.accept, deputising.decline):
        with pytest.raises(NotPermitted):
            act(city.actor("deputy"), delegation)
    for key in ("other_deputy", "secretary"):
        with pytest.raises(NotPermitted):
            deputising.revoke(city.actor(key), delegation)
    deputising.accept(city.actor("other_deputy"), delegation)
    with pytest.raises(Barred, match="不能再答复"):
        deputising.decline(city.actor("other_deputy"), delegation)
    deputising.revoke(actor_of(administrators["security_admin"], today=clocks.today()), delegation)
    with pytest.raises(Barred, match="不能再撤销"):
        deputising.revoke(city.actor("deputy"), delegation)
    lines = AuditEntry.objects.filter(action__startswith="deputising.").order_by("pk")
    assert [line.action.partition(".")[2] for line in lines] == ["offer", "accept", "revoke"]
    assert {line.journal.organisation for line in lines} == {city.commission}


# Acting on another's behalf


def test_both_names_are_on_the_act(road):
    city = road.city
    road.to("submitted")
    lend(city, "deputy", "other_deputy")
    note = "依据充分。"
    advance(road.matter, Matter.determine, actor=acting(city, "other_deputy", "deputy"), basis="同意。", note=note)
    entry = AuditEntry.objects.get(action="coordination.Matter.determine")
    assert (entry.person_name, entry.on_behalf_of) == ("示范戊", "示范丁")
    assert "分管领导" in entry.post_words
    page = browser(city, "secretary").get(road.matter.get_absolute_url()).content.decode()
    assert "代 示范丁 办理" in page
    assert note in page
    told = notices.lines(
        road.matter, declaration_of(Matter.determine, "submitted"), acting(city, "other_deputy", "deputy")
    )
    assert "示范戊（代示范丁）已办理" in [text for _, text in told][-1]


def test_without_the_lent_post_the_other_deputy_is_refused(road):
    """The control: what opens the step is the delegation and nothing else."""
    road.to("submitted")
    with pytest.raises(NotPermitted):
        road.act("other_deputy", road.matter, Matter.determine, basis="同意。")
    lend(road.city, "deputy", "other_deputy")
    assert road.act("other_deputy", road.matter, Matter.determine, basis="同意。").state == "determined"


def test_a_deputy_acts_for_a_named_person(road):
    road.to("determined")
    city = road.city
    lend(city, "officer", "second_officer")
    actor = acting(city, "second_officer", "officer")
    reached = {offer.name for offer in steps_for(road.matter, actor, [])}
    assert "convene" in reached
    assert "convene" not in {offer.name for offer in steps_for(road.matter, city.actor("other_officer"), [])}


def test_the_deputys_deputies_are_not_meant_elsewhere(road, other_city):
    """A lent post counts in its own organisation only."""
    road.to("determined")
    appoint(road.city.officer, road.city.finance, Role.LIAISON, clocks.today())
    lend(road.city, "officer", "finance_head", posts=list(road.city.officer.posts.filter(role=Role.LIAISON)))
    assert not steps_for(road.matter, road.city.actor("finance_head"), [])


# The two-person rule


def test_drafted_for_another_neither_of_both_determines(city):
    """A drafts on behalf of B: B may not determine, and A may not, in whatever post."""
    road = Road(city, origin="deputy_in_charge")
    today = clocks.today()
    appoint(city.officer, city.commission, Role.SECRETARY, today)
    appoint(city.other_officer, city.commission, Role.SECRETARY, today)
    lend(city, "officer", "other_officer", posts=list(city.officer.posts.filter(role=Role.OFFICER)))
    matter = open_record(
        Matter, Matter.register, actor=acting(city, "other_officer", "officer"), commission=city.commission,
        committee=city.committee, superior=city.commission.superior, drafting_organisation=city.commission,
        handling_office=city.first_office, deputy_in_charge=city.deputy, **road.fields,
    )  # fmt: skip
    assert matter.drafter == city.other_officer
    advance(matter, Matter.assign_officer, actor=city.actor("director"), officer=city.officer)
    appoint(city.second_officer, city.commission, Role.OFFICER, today, city.first_office)
    advance(matter, Matter.submit, actor=city.actor("officer"))
    advance(matter, Matter.assign_officer, actor=city.actor("director"), officer=city.second_officer, handover="全部。")
    Matter.objects.filter(pk=matter.pk).update(submitter=city.second_officer)  # what remains is who drafted
    for key in ("officer", "other_officer"):
        with pytest.raises(Barred, match="草拟人，不得再办理"):
            advance(matter, Matter.determine, actor=city.actor(key), basis="同意。")
    lend(city, "officer", "case_deputy", posts=list(city.officer.posts.filter(role=Role.SECRETARY)))
    with pytest.raises(Barred, match="您或者所代理的示范壬是本件的草拟人"):
        advance(matter, Matter.determine, actor=acting(city, "case_deputy", "officer"), basis="同意。")
    assert advance(matter, Matter.determine, actor=city.actor("secretary"), basis="同意。").state == "determined"


def test_nobody_approves_in_a_lent_post_what_he_drafted_himself(road):
    road.to("submitted")
    lend(road.city, "deputy", "officer")
    with pytest.raises(Barred, match="您或者所代理的示范丁是本件的草拟人"):
        road.act("officer", road.matter, Matter.determine, basis="同意。")
    offers = {offer.name: offer for offer in steps_for(road.matter, road.city.actor("officer"), [])}
    assert not offers["determine"].open


def test_a_stamp_of_ones_own_forgets_the_deputy(road):
    """Submitted by a deputy, taken back, submitted by the officer himself: nobody else is bound."""
    city = road.city
    road.register()
    road.name_officer()
    lend(city, "officer", "second_officer")
    advance(road.matter, Matter.submit, actor=acting(city, "second_officer", "officer"))
    place = f"{road.matter.public_id}.submitter"
    assert Matter.objects.get(pk=road.matter.pk).dossier.deputised == {place: city.officer.pk}
    road.act("director", road.matter, Matter.withdraw)
    road.act("officer", road.matter, Matter.submit)
    assert road.matter.dossier.deputised == {}


def test_what_is_carried_is_apart_from_the_principal_as_well(road):
    """A deputy drafted the document for the officer: the officer does not sign it as secretary."""
    road.to("planning")
    city = road.city
    road.hold_meeting(road.meeting)
    road.draft_assignments()
    lend(city, "officer", "second_officer")
    open_record(
        OfficialDocument, OfficialDocument.draft, actor=acting(city, "second_officer", "officer"),
        dossier=road.matter.dossier, matter=road.matter, kind="implementing_opinion", title="实施意见", subject="事项",
        lead="农业农村局", participants="财政局", division="分工", requirements="要求",
    )  # fmt: skip
    appoint(city.officer, city.commission, Role.SECRETARY, clocks.today())
    with pytest.raises(Barred, match="起草人"):
        road.act("officer", road.matter, Matter.issue)
    assert road.act("secretary", road.matter, Matter.issue).state == "implementing"


# What is not lent


def test_a_lent_post_lends_no_place_on_the_access_list(city):
    road = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号")
    road.to("submitted")
    lend(city, "deputy", "other_deputy")
    page = browser(city, "other_deputy").get(road.matter.get_absolute_url()).content.decode()
    assert "甲一号" in page
    assert "惠农补贴" not in page
    open_record(
        Reader, Reader.admit, actor=acting(city, "other_deputy", "deputy"), dossier=road.matter.dossier,
        matter=road.matter, person=city.principal, reason="决定本事项",
    )  # fmt: skip


def test_some_steps_are_not_delegable(city):
    Policy.objects.filter(commission=city.commission).update(not_delegable=["coordination.Matter.determine"])
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    lend(city, "deputy", "other_deputy")
    with pytest.raises(Barred, match="不得代理，应当由示范丁本人办理（规定 10）"):
        road.act("other_deputy", road.matter, Matter.determine, basis="同意。")
    offers = {offer.name: offer for offer in steps_for(road.matter, city.actor("other_deputy"), [])}
    assert "不得代理" in offers["determine"].obstacles[0].sentence
    assert offers["decline"].open
    assert not desk_of(city.actor("other_deputy")).to_do
    assert road.act("deputy", road.matter, Matter.determine, basis="同意。").state == "determined"


def test_a_birth_that_is_not_delegable_stands_barred_with_its_reason(city):
    withheld = [f"coordination.{name}" for name in ("Meeting.call", "Assignment.draft", "ProgressNote.note")]
    Policy.objects.filter(commission=city.commission).update(not_delegable=withheld)
    road = Road(city)
    road.to("planning")
    lend(city, "officer", "second_officer")
    meeting, tasks = (f"{road.matter.get_absolute_url()}{name}" for name in ("meetings/new/", "assignments/table/"))
    own, lent = (
        browser(city, who).get(road.matter.get_absolute_url()).content.decode() for who in ("officer", "second_officer")
    )
    for address in (meeting, tasks):
        assert f'href="{address}"' in own
        assert f'href="{address}"' not in lent
    for label in ("召集会议", "起草任务"):
        assert lent.count(f"本单位规定“{label}”不得代理，应当由示范壬本人办理") == 2  # on the button, and unfolded
    assert "不得代理" not in own
    assert "documents/new/" in lent
    page = browser(city, "second_officer").get(meeting)
    assert "不得代理，应当由示范壬本人办理" in page.content.decode()
    assert browser(city, "second_officer").get(tasks).status_code == 403
    road.walk(("implementing",))
    task = road.assignments()[0].get_absolute_url()
    own, lent = (browser(city, who).get(task).content.decode() for who in ("officer", "second_officer"))
    assert f'href="{task}notes/new/"' in own
    assert f'href="{task}notes/new/"' not in lent
    assert "“记录进展、提问、答复”不得代理" in lent


# The desk, the inbox, the pages


def test_the_deputy_finds_the_open_work_at_once(road):
    road.to("submitted")
    lend(road.city, "deputy", "other_deputy")
    (item,) = desk_of(road.city.actor("other_deputy")).to_do
    assert item.on_behalf_of == "示范丁"
    page = browser(road.city, "other_deputy").get("/").content.decode()
    assert "代 示范丁 办理" in page
    assert "您正在代示范丁办理" in page
    assert "已委托示范戊代理您的职务" in browser(road.city, "deputy").get("/").content.decode()
    assert "代理" not in browser(road.city, "secretary").get("/matters/").content.decode().partition("<main")[2]


def test_every_named_person_can_be_deputised_for_on_the_desk(road):
    """The authorities of every machine can be asked for a deputy."""
    lend(road.city, "officer", "second_officer")
    actor = road.city.actor("second_officer")
    for model in machines():
        for taken in steps_of(model).values():
            for declaration in declarations(taken):
                for authority in declaration.by:
                    if isinstance(authority, ThatPerson):
                        list(model.objects.filter(authority.q(actor, model)))


def test_the_deputy_is_told_what_the_post_is_told(road):
    road.register()
    road.name_officer()
    lend(road.city, "deputy", "other_deputy")
    lend(road.city, "officer", "second_officer")
    road.submit()
    told = Notice.objects.filter(recipient=road.city.other_deputy)
    assert "待办“接办”" in told.get().text
    road.act("deputy", road.matter, Matter.return_for_completion, note="补正。")
    assert Notice.objects.filter(recipient=road.city.second_officer).exists()


def test_reminders_ask_the_same(city):
    lend(city, "deputy", "other_deputy")
    today = clocks.today()
    person, post = Holder(city.deputy.pk), Holder(None, city.commission.pk, Role.DEPUTY_IN_CHARGE)
    found = notices.resolve({person, post}, today)
    assert city.other_deputy.pk in found[person]
    assert set(found[post]) == {city.deputy.pk, city.other_deputy.pk}
    assert city.other_deputy.pk not in notices.resolve({person}, today + timedelta(30))[person]
    assert lent_on(today).count() == 1


def test_it_is_offered_accepted_and_revoked_on_pages(city):
    giver, taker = browser(city, "deputy"), browser(city, "other_deputy")
    post, today = city.deputy.posts.get(), clocks.today()
    said = {
        "posts": [str(post.public_id)], "deputy": str(city.other_deputy.public_id), "from_on": str(today),
        "until_on": str(today - timedelta(1)), "reason": "赴省里开会",
    }  # fmt: skip
    refused = giver.post("/delegations/new/", said)
    assert refused.status_code == 422
    assert "截止日期不能早于起始日期" in refused.content.decode()
    assert "赴省里开会" in refused.content.decode()
    mine = giver.post("/delegations/new/", said | {"deputy": str(city.deputy.public_id)})
    assert "不能是本人" in mine.content.decode()
    others = giver.post("/delegations/new/", said | {"posts": [str(city.secretary.posts.get().public_id)]})
    assert "只能委托本人现任" in others.content.decode()
    assert giver.post("/delegations/new/", said | {"until_on": str(today)}).status_code == 302
    delegation = Delegation.objects.get()
    assert "请您代理其职务" in taker.get("/").content.decode()
    asked = taker.get("/delegations/").content.decode()
    assert "不接受" in asked
    assert asked.count('method="post"') == asked.count("csrfmiddlewaretoken")
    assert "撤销" in giver.get("/delegations/").content.decode()
    assert giver.post(f"/delegations/{delegation.public_id}/accept/").status_code == 404
    assert taker.post(f"/delegations/{delegation.public_id}/accept/").status_code == 302
    assert "（代示范丁）" in taker.get("/").content.decode()
    taker.post("/account/post/", {"post": str(post.public_id), "next": "/"})
    assert "分管领导（代示范丁）" in taker.get("/").content.decode()
    assert giver.post(f"/delegations/{delegation.public_id}/revoke/").status_code == 302
    assert "（代示范丁）" not in taker.get("/").content.decode()


def test_the_security_administrator_ends_it_for_who_is_away(city, administrators):
    delegation = lend(city, "deputy", "other_deputy")
    client = Client()
    client.force_login(administrators["security_admin"])
    page = f"/people/{city.deputy.public_id}/"
    address = f"/people/delegations/{delegation.public_id}/revoke/"
    assert address in client.get(page).content.decode()
    assert client.post(address).url == page
    assert address not in client.get(page).content.decode()
    client.force_login(administrators["auditor"])
    assert "示范丁委托示范戊代理" in client.get("/journal/").content.decode()


def test_ones_own_post_comes_first(road):
    """The secretary may determine anyway: what is lent to him is not used for it unless he chooses it."""
    road.to("submitted")
    lend(road.city, "deputy", "secretary")
    road.act("secretary", road.matter, Matter.determine, basis="同意。")
    assert AuditEntry.objects.get(action="coordination.Matter.determine").on_behalf_of == ""


def test_a_form_names_the_principal(road):
    """Where both an own and a lent post reach a step, the page asks in which."""
    road.to("planning")
    lend(road.city, "officer", "director")
    page = browser(road.city, "director").get(f"{road.matter.get_absolute_url()}documents/new/").content.decode()
    assert "以何职务办理" in page
    assert "承办人（代示范壬）" in page
