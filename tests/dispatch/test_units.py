"""Dispatched units (规则 3, 6): how many hosts a unit has at a time, what is kept of those it had, and who sees it at all."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.demonstration import cast, staff, units
from dispatch.hosts import hosts_of, units_of
from dispatch.models import DispatchedUnit, HostRelation, Mode, RegisteredCase
from organizations.actors import actor_of
from tests.cast import Road, with_units
from tests.test_ceilings import many_roots, twin
from workflow import clocks, search
from workflow.access import rebuild_access, visible_dossiers
from workflow.door import Barred, advance, revise
from workflow.models import AuditEntry, Notice
from workflow.steps import machines

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = timedelta(days=1)
DOCUMENT = "示纪发〔2026〕21号"


@pytest.fixture(autouse=True)
def no_session_writes(settings):
    settings.SESSION_IDLE_SECONDS = 10**6


@pytest.fixture
def house(city):
    """The city with the organisations and people of its units."""
    with_units(city)
    return city


def changed(city, unit, step, **fields):
    return advance(unit, step, actor=city.actor("standing_clerk"), **{"document": DOCUMENT} | fields)


def refused(article, *words):
    """The refusal names the article, and these words."""
    return pytest.raises(Barred, match=".*".join([*words, article]))


def test_a_unit_has_as_many_hosts_as_its_mode_wants(house):
    today = clocks.today()
    with refused("规则 6", "单独派驻只有一个驻在单位"):
        units.founded(house, hosts=[house.finance, house.audit])
    with refused("规则 6", "综合派驻有两个以上"):
        units.founded(house, "second_unit", hosts=[house.finance])
    with refused("规则 3", "本级"):
        units.founded(house, hosts=[house.committee])
    single, several = units.founded(house), units.founded(house, "second_unit")
    with refused("规则 3", "已经设立"):
        units.founded(house)
    with refused("规则 6", "指明接替哪一个"):
        changed(house, single, DispatchedUnit.add_host, host=house.audit, from_on=today)
    with refused("规则 6", "少于派驻方式的要求"):
        changed(house, single, DispatchedUnit.end_host, host=house.finance, until_on=today)
    with refused("规则 6", "按新的派驻方式核对"):
        changed(house, several, DispatchedUnit.change_mode, mode=Mode.SINGLE, from_on=today, hosts=several.hosts)
    with refused("系统规则", "不能晚于今天"):
        changed(
            house, several, DispatchedUnit.change_mode, mode=Mode.SINGLE, from_on=today + DAY, hosts=several.hosts[:1]
        )
    with refused("规则 6", "文号"):
        advance(
            several,
            DispatchedUnit.end_host,
            actor=house.actor("secretary"),
            host=house.health,
            until_on=today,
            document=" ",
        )
    several = changed(house, several, DispatchedUnit.end_host, host=house.health, until_on=today)
    with refused("规则 6", "先变更为单独派驻"):
        changed(house, several, DispatchedUnit.end_host, host=house.education, until_on=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        HostRelation.objects.bulk_create([twin(single.host_relations.get())])


def test_the_past_of_hosts_is_kept(house):
    """Moved, changed and dissolved: on every day a unit has the hosts that it had on that day."""
    today, unit = clocks.today(), units.founded(house, days=100)
    moved_on = today - 50 * DAY
    unit = changed(house, unit, DispatchedUnit.add_host, host=house.audit, in_place_of=house.finance, from_on=moved_on)
    unit = changed(
        house, unit, DispatchedUnit.change_mode, mode=Mode.COMPREHENSIVE, from_on=today - 10 * DAY, document="示编〔2026〕9号",
        hosts=[house.audit, house.health],
    )  # fmt: skip
    assert [hosts_of(unit, day) for day in (moved_on - DAY, moved_on)] == [[house.finance], [house.audit]]
    assert {*hosts_of(unit, today)} == {house.audit, house.health}
    assert hosts_of(unit, today - 101 * DAY) == []
    assert [units_of(host, today) for host in (house.finance, house.audit)] == [[], [unit]]
    assert units_of(house.finance, moved_on - DAY) == [unit]
    assert unit.mode_since == today - 10 * DAY
    head = staff.in_office(house, unit, "unit_head", days=9)
    with refused("规则 7", "先免职", "示范卯"):
        advance(
            unit,
            DispatchedUnit.dissolve,
            actor=house.actor("secretary"),
            note="撤并。",
            dissolved_on=today,
            document=DOCUMENT,
        )
    advance(head, type(head).end, actor=house.actor("deputy"), note="撤并。", end_document=DOCUMENT)
    unit = advance(
        unit,
        DispatchedUnit.dissolve,
        actor=house.actor("secretary"),
        note="撤并。",
        dissolved_on=today - DAY,
        document=DOCUMENT,
    )
    assert hosts_of(unit, today) == []
    assert unit.host_relations.count() == 3
    assert units.founded(house, days=0).pk != unit.pk
    said = AuditEntry.objects.filter(dossier=unit.dossier, action="dispatch.DispatchedUnit.change_mode").get().changes
    assert said["document"] == [DOCUMENT, "示编〔2026〕9号"]


OUTSIDE = (
    "finance_head",
    "agriculture_liaison",
    "second_unit_head",
    "principal",
    "inspector",
    "superior_officer",
    "other_secretary",
)


def test_hosts_sister_units_and_other_commissions_see_nothing(house, other_city, client):
    """Not in lists, counts, searches, the map, the inbox nor by address; and the unit and its authority do see it."""
    unit = units.founded(house)
    appointment = staff.in_office(house, unit, "unit_officer")
    sheet = staff.prepared(house, appointment, "unit_deputy", "unit_officer")
    case = staff.registered(house, unit, "甲九案")
    duty = staff.on_case(house, case, "unit_officer", "investigation")
    rows = [
        unit,
        unit.host_relations.get(),
        appointment,
        sheet,
        case,
        duty,
        staff.has_function(house, unit, "unit_officer", "petition"),
    ]
    people = house.people | {"other_secretary": other_city.secretary}
    people |= {"superior_officer": cast.Person.objects.get(username="省承办人")}
    for who in OUTSIDE:
        actor = actor_of(people[who], today=clocks.today())
        assert [row for row in rows if type(row).objects.visible_to(actor).exists()] == [], who
        assert not visible_dossiers(actor).filter(pk__in=[unit.dossier_id, case.dossier_id]).exists()
        models = [model for model in machines() if model.searched]
        assert search.search(["甲九案"], actor, models=models, size=5) == []
        assert not Notice.objects.filter(recipient=people[who], dossier__in=[unit.dossier, case.dossier]).exists()
    client.force_login(house.finance_head)
    for page in ("/units/", "/units/table/?dissolved=on", "/cases/", "/search/?q=甲九案", "/"):
        body = client.get(page).content.decode()
        assert unit.words not in body.replace("示范市财政局", ""), page
        assert "示纪案登" not in body, page
    assert {client.get(row.get_absolute_url()).status_code for row in rows} == {404}
    seen = {who: RegisteredCase.objects.visible_to(house.actor(who)).count() for who in (
        "unit_head", "unit_deputy", "unit_officer", "unit_other_officer", "secretary", "case_deputy", "second_director", "director", "officer")}  # fmt: skip
    assert [who for who, number in seen.items() if not number] == ["unit_other_officer", "director", "officer"]
    assert DispatchedUnit.objects.visible_to(house.actor("officer")).count() == 1
    assert rebuild_access([unit, case]) == 0


def test_the_map_and_the_table_are_searched_and_a_wrong_form_keeps_what_was_typed(house, client):
    units.all_founded(house)
    client.force_login(house.secretary)
    for page in ("/units/", "/units/table/"):
        whole, found = (client.get(f"{page}{ask}").content.decode() for ask in ("", "?q=卫生 农业"))
        assert {"驻市财政局纪检监察组", "驻市城建集团监察专员办公室"} <= {
            words for words in whole.replace("<", ">").split(">")
        }
        assert "驻市农业农村局纪检监察组" in found
        assert "驻市财政局纪检监察组" not in found
        assert (
            "相符" in client.get(f"{page}?q=没有这个").content.decode()
            or "没有符合" in client.get(f"{page}?q=没有这个").content.decode()
        )
    unit = DispatchedUnit.objects.get(organisation=house.second_unit)
    given = {"act_id": uuid.uuid4(), "version": unit.version, "mode": "single", "hosts": [house.health.pk, house.audit.pk],
             "from_on": clocks.today().isoformat(), "document": "示编〔2026〕3号"}  # fmt: skip
    answer = client.post(f"/units/{unit.public_id}/change_mode/", given)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "单独派驻只有一个驻在单位" in body
    assert "示编〔2026〕3号" in body
    assert client.post(f"/units/{unit.public_id}/change_mode/", given | {"from_on": "不是日期"}).status_code == 422
    assert client.post(f"/units/{unit.public_id}/change_mode/", given | {"hosts": [house.health.pk]}).status_code == 302
    assert DispatchedUnit.objects.get(pk=unit.pk).hosts == [house.health]


def test_no_page_of_units_asks_more_for_more_rows(house, client):
    """The map closed and opened, the table, a unit, and the register at few rows and at many."""
    unit = units.founded(house, "second_unit")
    staff.in_office(house, unit, "second_unit_head")
    officer = staff.in_office(house, unit, "second_unit_officer")
    function = staff.has_function(house, unit, "second_unit_officer", "petition", by="second_unit_head")
    case = staff.registered(house, unit, "甲一案", by="second_unit_head")
    staff.on_case(house, case, "second_unit_officer", "petition", by="second_unit_head")
    office = unit.office.public_id
    client.force_login(house.deputy)
    pages = {
        "/units/": 13,
        f"/units/?office={office}": 13,
        "/units/table/": 12,
        unit.get_absolute_url(): 62,
        "/cases/": 11,
    }

    def grow(number):
        for row in (HostRelation.objects.filter(unit=unit).first(), officer, function):
            fields = {"state": "ended", "ended_on": clocks.today()} if row is officer else {"state": "ended"}
            fields |= {"until_on": clocks.today()} if isinstance(row, HostRelation) else {}
            type(row).objects.bulk_create([twin(type(row).objects.get(pk=row.pk), **fields) for _ in range(number)])
        organisations = type(unit.organisation).objects.bulk_create(
            [twin(unit.organisation, name=f"{uuid.uuid4()}"[:40]) for _ in range(number)]
        )
        many_units(unit, organisations)

    def asked(page):
        client.get(page)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        return len(caught)

    grow(31)
    few = {page: asked(page) for page in pages}
    grow(60)
    assert {page: asked(page) for page in pages} == few
    assert {page: (number, pages[page]) for page, number in few.items() if number > pages[page]} == {}


def many_units(unit, organisations):
    """Copies of a unit with its hosts, one for each organisation."""
    before = set(DispatchedUnit.objects.values_list("pk", flat=True))
    for organisation in organisations:
        row = DispatchedUnit.objects.get(pk=unit.pk)
        row.organisation = organisation
        many_roots(row, 1)
    fresh = DispatchedUnit.objects.exclude(pk__in=before)
    relations = list(HostRelation.objects.filter(unit=unit, until_on=None))
    HostRelation.objects.bulk_create(
        [twin(row, unit_id=copy.pk, dossier_id=copy.dossier_id) for copy in fresh for row in relations]
    )


def test_a_unit_is_no_department_of_a_matter(house):
    """No form offers it as lead or participant, and named past the forms it bars the meeting; units are still to be founded."""
    road = Road(house)
    road.to("determined")
    road.name_departments()
    revise(road.matter, actor=house.actor("officer"), participating_departments=[house.first_unit])
    with refused("系统规则", "不是有关部门", house.first_unit.short_name):
        road.convene()
    assert house.first_unit not in house.commission.departments
    assert house.finance in house.commission.departments
    client = Client()
    client.force_login(house.officer)
    form = client.get(f"{road.matter.get_absolute_url()}edit/").content.decode()
    assert house.finance.short_name in form
    assert house.first_unit.short_name not in form
    client.force_login(house.standing_clerk)
    assert house.first_unit.short_name in client.get("/units/new/").content.decode()
