"""Draws and re-checks: chance that anyone can recompute, who looks again, what a recurrence leads to, and who sees what."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from coordination.models import Matter, Reader, Recusal
from dispatch.demonstration.cast import appoint
from organizations.models import Person, Role
from supervision import recheck_draws
from supervision.models import Problem, Recheck, RecheckDraw
from supervision.recheck_population import picked
from tests.cast import Road
from tests.coordination.doors import REASON
from tests.coordination.problem_walks import act, measured
from tests.coordination.recheck_walks import around, assigned, drawn, go, resolved_long_ago
from tests.remembered import remembered
from workflow import clocks
from workflow.door import Barred, NotPermitted, open_record
from workflow.models import AuditEntry, Classification, Clock, Policy

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@remembered
def with_resolved(city):
    road = Road(city)
    return road, resolved_long_ago(road, 4)


@pytest.fixture
def road_with_resolved(city):
    return with_resolved(city)


@pytest.fixture
def road(road_with_resolved):
    """A matter with four problems that were resolved five months ago."""
    return road_with_resolved[0]


@pytest.fixture
def resolved(road_with_resolved):
    return road_with_resolved[1]


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def page(road, who, address):
    client = Client()
    client.force_login(road.city.people[who])
    return client.get(address)


def content(road, who, record):
    return page(road, who, record.get_absolute_url()).content.decode()


def open_clocks(record):
    return set(Clock.objects.open().filter(subject_id=record.public_id).values_list("name", flat=True))


def looked_at(draw):
    return [row.problem for row in draw.rechecks.order_by("place")]


# Chance


def test_whoever_has_the_seed_and_the_population_draws_the_same_again(road, resolved):
    draw = fresh(drawn(road, resolved, share=50))
    ids = sorted(str(problem.public_id) for problem in resolved)
    ranked = sorted(ids, key=lambda each: sha256(f"{draw.seed}:{each}".encode()).hexdigest())
    assert (draw.population, len(draw.seed)) == (ids, 64)
    assert [str(problem.public_id) for problem in looked_at(draw)] == ranked[:2]
    assert "与记录一致" in content(road, "officer", draw)
    told = page(road, "officer", f"{draw.get_absolute_url()}population/").content.decode()
    assert [line.split()[1] for line in told.splitlines() if line.endswith("抽中")] == ranked[:2]
    assert draw.seed in told
    assert all(each in told for each in ids)


@pytest.mark.parametrize("spoilt", ["population", "seed", "rechecks"])
def test_a_draw_that_was_tampered_with_says_so(road, resolved, spoilt):
    draw = fresh(drawn(road, resolved, share=50))
    if spoilt == "rechecks":
        other = next(problem for problem in resolved if problem not in looked_at(draw))
        Recheck.objects.filter(draw=draw, place=1).update(problem=other)
    elif spoilt == "population":
        RecheckDraw.objects.filter(pk=draw.pk).update(population=draw.population[1:])
    else:
        ids = {tuple(draw.picked_ids)}
        seed = next(each for each in map(str, range(99)) if tuple(picked(each, draw.population, 2)) not in ids)
        RecheckDraw.objects.filter(pk=draw.pk).update(seed=seed)
    assert "与记录不符" in content(road, "officer", draw)


def test_every_draw_has_its_own_seed_its_number_and_its_population_on_record(road, resolved):
    first, second = drawn(road, resolved, share=25), drawn(road, resolved, share=25)
    assert first.seed != second.seed
    assert (first.number, second.number) == tuple(f"示纪抽〔{clocks.today().year}〕{place}号" for place in (1, 2))
    said = content(road, "director", second)
    assert "此前抽查" in said
    assert first.number in said
    assert f"总体3件，摘要{second.population_digest}" in said
    entries = AuditEntry.objects.filter(dossier=second.dossier).values_list("action", flat=True)
    assert list(entries) == ["supervision.RecheckDraw.draw", "supervision.Recheck.begin"]


@pytest.mark.parametrize(("share", "number"), [(1, 1), (25, 1), (26, 2), (100, 4)])
def test_the_share_is_rounded_up(road, resolved, share, number):
    assert drawn(road, resolved, share=share).rechecks.count() == number


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"share": 0}, "抽查比例"),
        ({"share": 101}, "抽查比例"),
        ({"resolved_until": clocks.today() + timedelta(days=1)}, "起止"),
        ({"resolved_from": clocks.today(), "resolved_until": clocks.today() - timedelta(days=1)}, "起止"),
        ({"resolved_from": clocks.today(), "resolved_until": clocks.today()}, "没有您可以查阅"),
    ],
)
def test_what_cannot_be_drawn_is_refused(road, resolved, fields, words):
    given = {"share": 50} | around(resolved) | fields
    with pytest.raises(Barred, match=words):
        recheck_draws.draw(road.city.actor("director"), road.city.commission, **given)


def test_too_many_at_once_are_refused(road, resolved, monkeypatch):
    monkeypatch.setattr("supervision.recheck_guards.MOST_DRAWN", 3)
    with pytest.raises(Barred, match="一次抽查至多"):
        drawn(road, resolved)


def test_the_population_cannot_be_chosen(road, resolved):
    """Neither less nor more than all that was resolved in these days, through whatever door."""
    ids = sorted(str(problem.public_id) for problem in resolved)
    for chosen in (ids[1:], [*ids, ids[0]], ids[::-1]):
        with pytest.raises(Barred, match="一件不多，一件不少"):
            open_record(
                RecheckDraw, RecheckDraw.draw, actor=road.city.actor("director"), commission=road.city.commission, share=50,
                population=chosen, **around(resolved),
            )  # fmt: skip


def test_who_draws(road, resolved):
    for who in ("officer", "standing_clerk", "principal", "agriculture_head"):
        with pytest.raises(NotPermitted):
            drawn(road, resolved, who=who)
    for who in ("director", "deputy", "secretary"):
        drawn(road, resolved, who=who, share=1)


def test_what_was_looked_at_since_it_was_resolved_is_not_drawn_again(road, resolved):
    """Save where the re-check was cancelled, or the problem was reopened and resolved anew."""
    first, second, third, _ = looked_at(drawn(road, resolved))
    with pytest.raises(Barred, match="没有您可以查阅"):
        drawn(road, resolved)
    go(road, "deputy", Recheck.objects.get(problem=first), Recheck.cancel)
    act(road, "officer", second, Problem.reopen)
    act(road, "officer", third, Problem.reopen)
    measured(road, third)
    act(road, "officer", third, Problem.resolve)
    assert looked_at(drawn(road, resolved)) == [first]
    today = {"resolved_from": clocks.today(), "resolved_until": clocks.today(), "share": 100}
    assert looked_at(recheck_draws.draw(road.city.actor("director"), road.city.commission, **today)) == [third]


def test_the_page_begins_with_what_the_rules_say(road, resolved):
    Policy.objects.update(recheck_from_months=4, recheck_until_months=7, recheck_share=30)
    answer = page(road, "director", "/rechecks/draws/new/")
    said = answer.content.decode()
    initial = answer.context["form"].initial
    today = clocks.today()
    assert initial["share"] == 30
    assert initial["resolved_until"] < today - timedelta(days=115) < initial["resolved_from"] + timedelta(days=120)
    assert "现有<strong>4</strong>件" in said
    client = Client()
    client.force_login(road.city.people["director"])
    posted = {name: initial[name] for name in ("resolved_from", "resolved_until", "share")} | {"version": 0}
    act_id = "0b6c2f2e-7f57-4f5e-9a43-6a4f2f8a5a11"
    for _ in range(2):  # sent twice, drawn once
        assert client.post("/rechecks/draws/new/", posted | {"act_id": act_id}).status_code == 302
    assert RecheckDraw.objects.count() == 1
    wrong = client.post("/rechecks/draws/new/", posted | {"act_id": act_id, "resolved_from": "不是日期"})
    assert wrong.status_code == 422
    assert page(road, "officer", "/rechecks/draws/new/").status_code == 403


# Who looks again


@pytest.fixture
def recheck(road, resolved):
    return drawn(road, resolved).rechecks.order_by("place").first()


def test_the_matters_own_officer_does_not_look_at_what_he_resolved(road, city, recheck):
    with pytest.raises(Barred, match="不是该事项的承办人"):
        assigned(road, recheck, checker=city.officer)
    with pytest.raises(Barred, match="本纪委一名承办人"):
        assigned(road, recheck, checker=city.standing_clerk)
    appoint(city.officer, city.commission, Role.OFFICE_DIRECTOR, clocks.today(), city.first_office)
    for taken, who in ((Recheck.appoint, "officer"), (Recheck.conclude, "officer")):
        with pytest.raises(Barred, match="承办人，不得再办理"):
            go(road, who, recheck, taken)
        if taken is Recheck.appoint:
            assigned(road, recheck)


def test_whoever_stands_back_from_the_matter_does_not_look_and_reads_nothing(road, city, recheck):
    own = {"matter": road.matter, "person": city.other_officer, "reason": "近亲属任职"}
    open_record(Recusal, Recusal.recuse, actor=city.actor("deputy"), dossier=road.matter.dossier, **own)
    with pytest.raises(Barred, match="检查人回避该事项"):
        assigned(road, recheck)
    assigned(road, recheck, checker=city.second_officer)
    go(road, "second_officer", recheck, Recheck.conclude, seen="口径一致，看得很清楚。")
    for record in (recheck, recheck.draw):
        assert "个问题" in content(road, "second_officer", record)
        closed = content(road, "other_officer", record)
        assert "个问题" not in closed
        assert "看得很清楚" not in closed
        assert REASON not in closed
        assert "不能查阅" in closed
        assert "未反弹" in closed


def test_a_checker_who_stands_back_later_concludes_nothing(road, city, recheck):
    assigned(road, recheck)
    own = {"matter": road.matter, "person": city.other_officer, "reason": "近亲属任职"}
    open_record(Recusal, Recusal.recuse, actor=city.actor("deputy"), dossier=road.matter.dossier, **own)
    with pytest.raises(Barred, match="您已回避"):
        go(road, "other_officer", recheck, Recheck.conclude)
    assigned(road, recheck, checker=city.second_officer)


def test_the_clocks_follow_the_road(road, city, recheck):
    Policy.objects.update(periods={"Recheck.recheck": 7})
    assert open_clocks(recheck) == {"appointment"}
    assigned(road, recheck)
    assert open_clocks(recheck) == {"recheck"}
    clock = Clock.objects.open().get(subject_id=recheck.public_id)
    assert (clock.days, clock.owed_person) == (7, city.other_officer)
    assigned(road, recheck, checker=city.second_officer)
    assert Clock.objects.open().get(subject_id=recheck.public_id).owed_person == city.second_officer
    go(road, "second_officer", recheck, Recheck.find_recurrence)
    assert open_clocks(recheck) == {"follow_up"}
    act(road, "officer", recheck.problem, Problem.reopen)
    go(road, "second_officer", recheck, Recheck.follow_up)
    assert open_clocks(recheck) == set()


@pytest.mark.parametrize(
    "fields",
    [
        {"seen": " "},
        {"means": "other"},
        {"held_on": clocks.today() - timedelta(days=9)},
        {"held_on": clocks.today() + timedelta(1)},
    ],
)
def test_a_conclusion_says_when_how_and_what_was_seen(road, recheck, fields):
    assigned(road, recheck)
    for taken in (Recheck.conclude, Recheck.find_recurrence):
        with pytest.raises(Barred, match="检查日期、方式"):
            go(road, "other_officer", recheck, taken, **fields)


# What has come back


def test_a_recurrence_is_settled_only_once_the_problem_is_really_reopened(road, recheck):
    assigned(road, recheck)
    go(road, "other_officer", recheck, Recheck.find_recurrence, seen="两个乡镇又各报各的。")
    with pytest.raises(Barred, match="问题还没有重新启动"):
        go(road, "other_officer", recheck, Recheck.follow_up)
    address = f"{recheck.problem.get_absolute_url()}reopen/"
    assert address in content(road, "director", recheck)
    assert address not in content(road, "other_officer", recheck)  # who looked again has no say in the matter
    assert "回头看发现问题反弹：两个乡镇又各报各的。" in page(road, "director", address).content.decode()
    act(road, "director", recheck.problem, Problem.reopen)
    assert (fresh(recheck.problem).state, fresh(recheck.problem).reopenings) == ("open", 1)
    assert go(road, "other_officer", recheck, Recheck.follow_up).state == "followed_up"


def test_of_a_concluded_matter_a_new_one_takes_it_up(city):
    road = Road(city)
    problems = resolved_long_ago(road)
    road.walk(("inspecting", "reporting", "reported", "concluded"))
    recheck = drawn(road, problems).rechecks.order_by("place").first()
    before = AuditEntry.objects.filter(dossier=road.matter.dossier).count()
    road.walk(("archived",))
    assigned(road, recheck)
    go(road, "other_officer", recheck, Recheck.find_recurrence)
    assert AuditEntry.objects.filter(dossier=road.matter.dossier).count() == before + 1  # the archiving alone
    with pytest.raises(Barred, match="应当指明抽查以后新登记"):
        go(road, "other_officer", recheck, Recheck.follow_up)
    assert "/matters/new/" in content(road, "other_officer", recheck)
    following = Road(city)
    draft = following.register()
    for wrong in (road.matter, draft):
        with pytest.raises(Barred, match="应当指明抽查以后新登记"):
            go(
                road,
                "other_officer",
                recheck,
                Recheck.follow_up,
                new_matter=Matter.objects.select_related("dossier").get(pk=wrong.pk),
            )
    following.name_officer()
    following.submit()
    taken_up = Matter.objects.select_related("dossier").get(pk=draft.pk)
    shown = page(road, "other_officer", f"{recheck.get_absolute_url()}follow_up/")
    assert list(shown.context["form"].fields["new_matter"].queryset) == [taken_up]
    assert (
        go(road, "other_officer", recheck, Recheck.follow_up, new_matter=taken_up, outcome="已另行立项。").new_matter
        == taken_up
    )
    assert taken_up.title in content(road, "officer", recheck)


def test_a_recurrence_stays_open_while_only_another_problem_was_reopened(road, recheck):
    other = Recheck.objects.exclude(pk=recheck.pk).first()
    assigned(road, recheck)
    go(road, "other_officer", recheck, Recheck.find_recurrence)
    act(road, "officer", other.problem, Problem.reopen)
    with pytest.raises(Barred, match="问题还没有重新启动"):
        go(road, "other_officer", recheck, Recheck.follow_up)


def test_it_is_cancelled_with_a_reason_by_a_leader_alone(road, recheck):
    for who in ("director", "other_officer"):
        with pytest.raises(NotPermitted):
            go(road, who, recheck, Recheck.cancel)
    assert go(road, "deputy", recheck, Recheck.cancel).state == "cancelled"
    assert open_clocks(recheck) == set()


# Who sees what


def test_the_problems_page_shows_its_rechecks_to_the_house_alone(road, resolved, recheck):
    problem = recheck.problem
    assert recheck.words in content(road, "officer", problem)
    for who in ("agriculture_head", "agriculture_liaison"):
        assert recheck.words not in content(road, who, problem)
        assert page(road, who, recheck.get_absolute_url()).status_code == 404
        assert page(road, who, recheck.draw.get_absolute_url()).status_code == 404
    act(road, "officer", problem, Problem.reopen)
    assert "已重新启动" not in content(road, "agriculture_head", problem)
    assert "待处理" in content(road, "agriculture_head", problem)


def test_a_work_secret_is_drawn_by_those_on_its_list_and_named_to_nobody_else(city):
    road = Road(city, classification=Classification.WORK_SECRET, code_name="甲一号")

    def planned():
        theirs = {
            person
            for organisation in road.departments
            for person in Person.objects.filter(posts__organisation=organisation)
        }
        for person in (city.principal, city.director, city.other_officer, *theirs):
            open_record(
                Reader, Reader.admit, actor=city.actor("deputy"), dossier=road.matter.dossier, matter=road.matter, person=person,
                reason="办理本事项",
            )  # fmt: skip

    problems = resolved_long_ago(road, 1, planned)
    with pytest.raises(Barred, match="没有您可以查阅"):
        drawn(road, problems, who="secretary")
    draw = drawn(road, problems, who="director")
    recheck = draw.rechecks.get()
    with pytest.raises(Barred, match="不在知悉名单上"):
        assigned(road, recheck, checker=city.second_officer)
    assigned(road, recheck)
    go(road, "other_officer", recheck, Recheck.conclude, seen="口径一致，看得很清楚。")
    for record in (draw, recheck):
        said = content(road, "secretary", record)
        assert "不能查阅" in said
        assert "第1个问题" not in said
        assert "甲一号" not in said
        assert "看得很清楚" not in said
        assert road.matter.title not in said
    assert "看得很清楚" in content(road, "director", recheck)
    for who, seen in (("secretary", False), ("director", True)):
        found = page(road, who, "/search/?q=看得很清楚").content.decode()
        assert (recheck.get_absolute_url() in found) == seen


def test_the_list_counts_by_outcome(road, recheck):
    assigned(road, recheck)
    go(road, "other_officer", recheck, Recheck.conclude)
    ((_, counted),) = page(road, "officer", "/rechecks/").context["lines"]
    assert dict(counted)["未反弹"] == 1
    assert dict(counted)["待安排"] == 3
