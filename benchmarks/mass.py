"""The only place that makes a commission large: matters played once through the real door, then multiplied in SQL.

About twenty matters are walked to every state by the demonstration's road, with up to eleven tasks each. ``grow_to`` copies them, dossier
by dossier, with everything that hangs on a dossier: keys are moved by a stride, public ids hashed anew, numbers lengthened, days
shifted into the past, and officers, deputies and departments take turns, so that grants still follow from the relations. The chains
of the copies do not verify, for their digests were taken of the originals; nothing else about them is irregular.
"""

import random
from contextlib import contextmanager
from datetime import timedelta

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from psycopg2.extras import execute_values

from coordination.models import Category, Matter, Origin
from dispatch.demonstration import story
from dispatch.demonstration.cast import account, appoint, found_city, found_province
from dispatch.demonstration.pace import Calendar
from dispatch.demonstration.road import Plan, Task
from organizations.models import Kind, Organisation, Person, Post, Role
from workflow import calendars, clocks
from workflow.access import principal_of
from workflow.models import Dossier

APPS = ("workflow", "coordination", "supervision", "dispatch")
STRIDE, TURNS, SEED = 100_000, 60, 1
OFFICERS, DEPUTIES = 20, 4
MARK = "某专题"
TOPICS = tuple(
    f"{field}{part}"
    for field in ("惠农补贴", "学校食堂", "医药购销", "工程招标", "粮食储备", "殡葬服务", "集体资产", "养老机构")
    for part in ("资金", "合同", "审批", "台账", "收费")
)
DEPARTMENTS = (
    "公安局", "民政局", "司法局", "交通运输局", "水利局", "商务局", "文化和旅游局", "应急管理局", "市场监督管理局", "统计局",
    "医疗保障局", "乡村振兴局", "信访局", "税务局", "住房和城乡建设局", "自然资源局", "生态环境局", "人力资源和社会保障局",
    "发展和改革委员会", "工业和信息化局", "退役军人事务局", "城市管理局", "行政审批局", "国有资产监督管理委员会",
)  # fmt: skip
FILLER = (
    f"经逐项核对，{MARK}方面的问题已经分类列出，责任到人，限期整改，并同有关部门逐笔对账；涉及群众的逐户公示，接受监督。"
    * 12
)
LONG = {"coordination.assignment.requirements", "coordination.writtenreport.content", "coordination.meeting.minutes"}
REPLACED = {
    # what SQL says of a copied column instead of the rule for its kind: an inbox is mostly read, an outbox is empty
    "workflow.notice.read_at": "CASE WHEN c.n % 100 <> 0 THEN t.sent_at - c.shift + interval '1 hour' END",
    "workflow.outboxmessage.status": "'delivered'", "workflow.outboxmessage.next_try_at": "NULL",
}  # fmt: skip
WALKS = (
    # (share of a hundred, days back at most, walk, days ago)
    (28, 1500, "archived", 110), (26, 1500, "archived", 110), (4, 30, "concluded", 60), (3, 30, "concluded", 60),
    (4, 20, "reported", 50), (3, 20, "reporting", 44), (3, 20, "reporting", 44), (4, 20, "inspecting", 30), (3, 15, "implementing", 20),
    (3, 15, "implementing", 20), (2, 10, "planning", 12), (2, 10, "planning", 12), (2, 10, "determined", 7), (2, 6, "submitted", 4),
    (1, 30, "draft", 3), (2, 20, story.sent_back, 90), (1, 20, story.filed, 50), (1, 10, story.told_orally, 22),
    (1, 10, story.awaiting_the_committee, 9), (3, 900, story.declined, 25), (1, 900, story.terminated, 40), (1, 20, story.suggested, 2),
)  # fmt: skip


# Played through the door


def founded():
    """A city with thirty departments, twenty officers and four deputies in charge."""
    calendars.seed(clocks.today().year - 1, clocks.today().year + 1)
    city = found_city("shifan", "示范市", found_province())
    since = city.deputy.posts.get().from_on
    for place, words in enumerate(DEPARTMENTS):
        key, name = f"more{place}", f"示范市{words}"
        house = Organisation.objects.create(kind=Kind.DEPARTMENT, name=name, short_name=name, superior=city.committee)
        city.organisations[key] = house
        for role, word in ((Role.DEPARTMENT_HEAD, "head"), (Role.LIAISON, "liaison")):
            city.people[f"{key}_{word}"] = account(f"{key}_{word}", f"{words[:2]}{role.label}", password=story.__name__)
            appoint(city.people[f"{key}_{word}"], house, role, since)
    for number, role, office in [
        *((number, Role.OFFICER, city.first_office) for number in range(OFFICERS - 2)),
        *((number, Role.DEPUTY_IN_CHARGE, None) for number in range(DEPUTIES - 2)),
    ]:
        person = account(f"{role}{number}", f"{role.label}{number}", password=story.__name__)
        appoint(person, city.commission, role, since, office)
    return city


def plan(place, keys):
    """A plan of its own for the matter at a place of ``WALKS``: four to six departments, six to eleven tasks."""
    chance = random.Random(place)
    taken = chance.sample(keys, chance.randint(4, 6))
    tasks = tuple(
        Task(
            taken[number % len(taken)], (taken[(number + 1) % len(taken)],), f"核对{MARK}的第{number + 1}类问题，建立清单并逐项销号",
            f"覆盖全部{MARK}，差错限期更正，结果公开。", f"{MARK}的监督管理职责",
        )
        for number in range(6 + place % 6)
    )  # fmt: skip
    origin = (Origin.DEPUTY_IN_CHARGE, Origin.COMMITTEE_ASSIGNED)[place % 2]
    return Plan(
        f"{MARK}领域突出问题治理", Category.PUBLIC_INTEREST, f"群众对{MARK}反映集中，需要几个部门共同治理。", tuple(taken), tasks,
        origin=origin, origin_document="示市委办〔2026〕15号" if origin == Origin.COMMITTEE_ASSIGNED else "",
    )  # fmt: skip


@transaction.atomic
def play(city):
    """Walk every matter of ``WALKS``; returns (share, days back at most, dossier id) of each."""
    calendar, found = Calendar(SEED), []
    keys = [key for key, house in city.organisations.items() if house.kind == Kind.DEPARTMENT]
    for place, (share, back, walk, days_ago) in enumerate(WALKS):
        if callable(walk):
            walk(city, calendar, days_ago)
        else:
            story.resting_in(walk, plan(place, keys))(city, calendar, days_ago)
        found.append((share, back, Dossier.objects.latest("pk").pk))
    return found


# Multiplied in SQL


def copied_models():
    """{model: path of foreign keys to its dossier} of everything that hangs on a dossier, tables of many-to-many relations too."""
    found = {Dossier: ""}
    waiting = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    while waiting:
        known = {model: hanging for model in waiting if (hanging := _hanging_on(model, found)) is not None}
        if not known:
            return found
        found |= known
        waiting = [model for model in waiting if model not in found]
    return found


def _hanging_on(model, found):
    columns = [column for column in model._meta.concrete_fields if column.many_to_one]
    first = [column.name for column in columns if column.related_model is Dossier]
    others = [column.name for column in columns if column.related_model in found and not column.null]
    return next(iter([*first, *others]), None)


def selection(model, found):
    """The joins that lead from table ``t`` to the copies of its dossier."""
    joins, alias, step = "", "t", found[model]
    while step:
        above = model._meta.get_field(step).related_model
        if above is Dossier:
            return f"{joins} JOIN mass_copy c ON c.dossier_id = {alias}.{model._meta.get_field(step).column}"
        joins += f" JOIN {above._meta.db_table} {alias}_ ON {alias}_.{above._meta.pk.column} = {alias}.{model._meta.get_field(step).column}"
        model, alias, step = above, f"{alias}_", found[above]
    return f"{joins} JOIN mass_copy c ON c.dossier_id = {alias}.id"


def copied(model, column, found, lengthened):
    """What a column of the copy holds, in SQL over ``t`` (the original), ``c`` (the copy's number and shift) and ``u`` (its turn)."""
    label, value = f"{model._meta.label_lower}.{column.name}", f"t.{column.column}"
    if label in REPLACED:
        return REPLACED[label]
    target = column.related_model if column.many_to_one or column.one_to_one else None
    meant = target._meta.pk if target in found else column
    if isinstance(meant, models.UUIDField):
        return f"md5({value}::text || '.' || c.n)::uuid"
    if target in found or column.primary_key:
        return f"{value} + c.n * {STRIDE}::bigint"
    if target in (Person, Organisation, Group):
        return f"u.{target._meta.model_name}[{value}]"
    if isinstance(column, models.DateField):
        return f"{value} - c.shift" if isinstance(column, models.DateTimeField) else f"({value} - c.shift)::date"
    if column.name == "number" and isinstance(column, models.CharField):
        return f"replace({value}, '号', lpad(c.n::text, 7, '0') || '号')"
    if column.name == "stored_as":
        return f"{value} || c.n"
    if isinstance(column, models.TextField) or (isinstance(column, models.CharField) and column.max_length >= 100):
        longer = f" || '{FILLER}'" if label in lengthened else ""
        numbered = " || '（' || c.n || '）'" if label == "coordination.matter.title" else ""
        return f"replace({value}{longer}, '{MARK}', c.topic){numbered}"
    return value


def multiply(model, found, lengthened, only, first, last):
    """Copy one table's rows, or ``only`` some, for the copies from ``first`` to ``last``; the columns ``lengthened`` get a page of text."""
    columns = [column for column in model._meta.concrete_fields if column.column]
    names, values = zip(
        *((f'"{column.column}"', copied(model, column, found, lengthened)) for column in columns), strict=True
    )
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {model._meta.db_table} t"
        f"{selection(model, found)} JOIN mass_turn u ON u.turn = c.n % {TURNS} WHERE c.n BETWEEN {first} AND {last} AND {only} ORDER BY c.n"
    )


@contextmanager
def bare(cursor, tables):
    """Tables without their indexes and unique constraints meanwhile: these are built at once from all rows at the end."""
    cursor.execute("SET LOCAL maintenance_work_mem = '1GB'; SET LOCAL work_mem = '512MB'")
    cursor.execute(INDEXES, [[model._meta.db_table for model in tables]])
    found = cursor.fetchall()
    for table, name, _, is_constraint in found:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' if is_constraint else f'DROP INDEX "{name}"')
    yield
    for table, name, said, is_constraint in found:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {said}' if is_constraint else said)


INDEXES = """
SELECT i.indrelid::regclass::text, c.relname, COALESCE(pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid)), k.oid IS NOT NULL
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'u'
WHERE NOT i.indisprimary AND i.indrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.confrelid <> 0 AND f.conindid = i.indexrelid AND f.contype = 'f')
"""


def turns(city):
    """Who stands in for whom at each turn: arrays by key for people, organisations and the groups of their principals."""
    houses = [city.organisations[key] for key in city.organisations if city.organisations[key].kind == Kind.DEPARTMENT]
    people = [list(Post.objects.filter(role=role).order_by("pk").values_list("person_id", flat=True))
              for role in (Role.DEPARTMENT_HEAD, Role.LIAISON, Role.OFFICER, Role.DEPUTY_IN_CHARGE)]  # fmt: skip
    people[2] = [pk for pk in people[2] if Post.objects.filter(person=pk, office=city.first_office).exists()]
    rings = {"person": people, "organisation": [[house.pk for house in houses]]}
    rings["group"] = [
        [principal_of(house.pk, role).group_id for house in houses]
        for role in (Role.DEPARTMENT_HEAD, Role.LIAISON, Role.UNIT_HEAD)
    ]
    tables = {"person": Person, "organisation": Organisation, "group": Group}
    return [
        (turn, *(_turned(rings[name], turn, tables[name].objects.latest("pk").pk) for name in tables))
        for turn in range(TURNS)
    ]


def _turned(rings, turn, last):
    """An array in which each member of a ring has given way to the one so many places on; everyone else stands for himself."""
    found = list(range(1, last + 1))
    for ring in rings:
        for place, key in enumerate(ring):
            found[key - 1] = ring[(place + turn) % len(ring)]
    return found


class Mass:
    """A commission that grows: the matters that were played, and the copies made of them so far."""

    lengthened, only = LONG, {}

    def __init__(self, most):
        self.city = founded()
        self.played = play(self.city)
        self.size, self.copies, self.found = Matter.objects.count(), 0, copied_models()
        self._prepare(most - self.size)

    def _prepare(self, most):
        chance = random.Random(SEED)
        drawn = chance.choices(self.played, [share for share, _, _ in self.played], k=max(most, 0))
        rows = [
            (n, dossier, chance.choice(TOPICS), timedelta(days=chance.randint(0, back), seconds=n % 21600))
            for n, (_, back, dossier) in enumerate(drawn, 1)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE mass_copy (n int PRIMARY KEY, dossier_id bigint, topic text, shift interval);"
                'CREATE TABLE mass_turn (turn int PRIMARY KEY, person int[], organisation int[], "group" int[])'
            )
            execute_values(cursor.cursor, "INSERT INTO mass_copy VALUES %s", rows, page_size=10_000)
            execute_values(cursor.cursor, "INSERT INTO mass_turn VALUES %s", turns(self.city))

    def grow_to(self, size):
        """Copy until there are so many matters; references and triggers are not asked, for a copy refers as its original does."""
        first, last = self.copies + 1, size - len(self.played)
        with transaction.atomic(), connection.cursor() as cursor, bare(cursor, self.found):
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in self.found:
                cursor.execute(multiply(model, self.found, self.lengthened, self.only.get(model, "true"), first, last))
            cursor.execute("ANALYZE")
            cursor.execute(PARTIES, [first, last])
            self.add(cursor, first, last)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.size, self.copies = Matter.objects.count(), last
        return self.size

    def add(self, cursor, first, last):
        """What a benchmark adds to the copies from ``first`` to ``last`` before their indexes are built."""


PARTIES = f"""
UPDATE workflow_dossier d SET parties = held.parties
FROM (SELECT g.content_object_id, jsonb_agg(p.organisation_id || ':' || p.role ORDER BY p.organisation_id || ':' || p.role COLLATE "C") parties
      FROM workflow_dossiergroupgrant g JOIN organizations_principal p ON p.group_id = g.group_id GROUP BY 1) held
JOIN mass_copy c ON held.content_object_id = c.dossier_id + c.n * {STRIDE}::bigint
WHERE d.id = held.content_object_id AND c.n BETWEEN %s AND %s
"""
