"""What a page of the ledger and its capped count cost at N matters, beside guardian's own way on the same rows.

    .venv/bin/python benchmarks/ledger.py [--matters 10000 100000] [--rounds 15] [--explain] [--orders]

The mass (benchmarks/mass.py) is copied without the tables that the ledger does not read, without long texts and clocks that were met, and
every task is copied once more, so that there are about ten tasks a matter that has any. On a private PostgreSQL with the server's default memory seven people ask:
a liaison, an officer, a deputy in charge, the committee's principal, an inspector who reads two departments by a mandate, one who sees
the ten oldest matters, one who sees a fifth of all.

``ours``      p50 of what the page asks for its rows: the capped count and the first fifty by opening, through ``supervision.ledger``.
``guardian``  p50 of the first fifty and the count of what ``get_objects_for_user`` answers for the same person, whom the benchmark
              makes a member of his groups; read with the same columns. Both are asked in turn in one run.
``page``      p50 of the whole page through Django's test client, middleware, session and template included.

The last line is ``ratio=``: guardian's p50 by ours for the liaison at the last size. Growth and the slowest person stand above it.
"""

import argparse
import resource
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.durable import VERSION  # isort: skip (it sets Django up, which guardian needs)

from django.db import connection
from django.test import Client
from guardian.shortcuts import get_objects_for_user

from benchmarks.mass import STRIDE, Mass
from coordination.models import Assignment, Matter, Participation, WrittenReport
from dispatch.demonstration import mandates
from dispatch.demonstration.cast import account, actor_of, appoint
from organizations.models import Kind, Organisation, Person, Principal, Role
from supervision.ledger import ORDERS, TABLES, Ledger
from supervision.ledger_export import heads_of, texts_of
from supervision.ledger_lines import columns_of
from workflow import clocks, sections, sheets
from workflow.access import group_ids, principal_of
from workflow.models import Clock, Dossier, DossierGroupGrant
from workflow.onlookers import READ_AS, houses_read

READ = {
    Dossier, DossierGroupGrant, Matter, Matter.participating_departments.through, Assignment,
    Assignment.participating_departments.through, Participation, WrittenReport, Clock,
}  # fmt: skip
PEOPLE = ("agriculture_liaison", "officer", "deputy", "principal", "inspector", "ten_old", "a_fifth")
LIAISON, GOAL = PEOPLE[0], {"ratio": 30, "growth": 3, "slowest": 2}
OLDEST = "SELECT id FROM workflow_dossier WHERE id >= %s AND kind = 'coordination.matter' ORDER BY id LIMIT 10"  # copies, as below
AGAIN, LATER, WARM_UP = 50_000, 50, 2  # between a task and its second copy: keys and numbers


class LedgerMass(Mass):
    """The tables of the ledger only, each task twice, without long texts and clocks that were met; two people with grants of their own."""

    lengthened, only = frozenset(), {Clock: "t.status = 'open'"}

    def __init__(self, most):
        super().__init__(most)
        self.found = {model: path for model, path in self.found.items() if model in READ}
        self.strangers = {
            name: self._stranger(name, words) for name, words in (("ten_old", "旧事局"), ("a_fifth", "五分局"))
        }
        mandates.opened(self.city, "agriculture", "finance")

    def _stranger(self, name, words):
        house = Organisation.objects.create(
            kind=Kind.DEPARTMENT, name=f"示范市{words}", short_name=words, superior=self.city.committee
        )
        person = account(name, words, password=name)
        appoint(person, house, Role.LIAISON, clocks.today().replace(year=clocks.today().year - 1))
        self.city.people[name] = person
        return house, principal_of(house.pk, Role.LIAISON).group_id

    def add(self, cursor, first, last):
        self._copy_tasks(cursor, first, last)
        self._grant(cursor, "a_fifth", "id / %s BETWEEN %s AND %s AND id / %s %% 5 = 0", [STRIDE, first, last, STRIDE])
        if first == 1:
            self._grant(cursor, "ten_old", f"id IN ({OLDEST})", [STRIDE])

    def _copy_tasks(self, cursor, first, last):
        for model in (Assignment, Clock):
            columns = [column.column for column in model._meta.concrete_fields]
            said = ", ".join(AGAIN_AS.get(column, f"t.{column}") for column in columns)
            tasks = " AND t.subject_type = 'coordination.assignment'" if model is Clock else ""
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {said} FROM {model._meta.db_table} t"
                f" WHERE t.id / {STRIDE} BETWEEN {first} AND {last}{tasks}"
            )

    def _grant(self, cursor, name, which, given):
        """The dossiers to this person's department, which leads the first task of each. Keys below nought are nobody else's."""
        house, group = self.strangers[name]
        grant = DossierGroupGrant.objects.order_by("pk").values_list("permission_id", flat=True)[0]
        cursor.execute(
            f"INSERT INTO workflow_dossiergroupgrant (id, group_id, permission_id, content_object_id)"
            f" SELECT -2 * id - {PEOPLE.index(name) % 2}, %s, %s, id FROM workflow_dossier"
            f" WHERE {which}", [group, grant, *given],
        )  # fmt: skip
        cursor.execute(
            f"UPDATE coordination_assignment SET lead_department_id = %s WHERE number = 1 AND dossier_id IN"
            f" (SELECT id FROM workflow_dossier WHERE {which})", [house.pk, *given],
        )  # fmt: skip


AGAIN_AS = {
    "id": f"t.id + {AGAIN}", "number": f"t.number + {LATER}", "public_id": "md5(t.public_id::text || 'again')::uuid",
    "subject_id": "md5(t.subject_id::text || 'again')::uuid",
}  # fmt: skip


@dataclass
class Asked:
    """What one person waits for at one size, in seconds."""

    who: str
    ours: float
    guardian: float
    page: float
    rows: int
    more: dict


# Asking


def ours(actor, table="matters", **wanted):
    """Capped count and first page, as the view asks for them."""
    ledger = Ledger(actor, TABLES[table], wanted)
    total, groups = ledger.counted()
    return total, sections.walk(ledger.sections(groups), "", 50).rows


def guardians(person):
    """The same by guardian: what it says may be viewed, the first fifty and their number."""
    dossiers = get_objects_for_user(person, "workflow.view_dossier", Dossier)
    rows = Matter.objects.filter(dossier__in=dossiers)
    read = rows.select_related("handling_officer", "lead_department")
    return rows.count(), list(read.order_by("-dossier_id", "-pk")[:51])


def seconds(asking):
    start = time.perf_counter()
    asking()
    return time.perf_counter() - start


def groups_of(actor):
    """The groups that guardian would count for the actor: his own, and those of the departments that he reads."""
    read = Principal.objects.filter(organisation__in=houses_read(actor), role__in=READ_AS)
    return [*group_ids(actor), *read.values_list("group", flat=True)]


def measure(who, city, options):
    person = Person.objects.get(pk=city.people[who].pk)
    actor = actor_of(person, today=clocks.today())
    person.groups.set(groups_of(actor))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = {
        "ours": lambda: ours(actor), "guardian": lambda: guardians(person), "page": lambda: client.get("/ledger/?table=matters"),
        "tasks": lambda: ours(actor, "tasks"),
    }  # fmt: skip
    if options.orders:
        more = [("matters", {"order": order}) for order in ORDERS if order] + [
            ("tasks", {"order": order}) for order in ORDERS if order
        ]
        more += [
            ("tasks", {"light": "red"}),
            ("tasks", {"scope": "running"}),
            ("tasks", {"state": "received"}),
            ("matters", {"group": "state"}),
        ]
        for table, wanted in more:
            name = f"{table} {' '.join(f'{key}={value}' for key, value in wanted.items())}"
            asked[name] = lambda table=table, wanted=wanted: ours(actor, table, **wanted)
    times = {name: [] for name in asked}
    for turn in range(options.rounds + WARM_UP):
        for name, asking in asked.items():
            if turn < 4 or name in ("ours", "guardian", "page", "tasks"):
                times[name].append(seconds(asking))
    found = {name: median(each[WARM_UP:]) for name, each in times.items()}
    person.groups.clear()
    return Asked(who, found.pop("ours"), found.pop("guardian"), found.pop("page"), len(ours(actor)[1]), found)


class Statements(list):
    """What was asked of the database."""

    def __call__(self, run, sql, params, many, context):
        self.append((sql, params))
        return run(sql, params, many, context)


def explain(city, who):
    """How PostgreSQL goes about what this person's page asks."""
    actor = actor_of(city.people[who], today=clocks.today())
    for table in TABLES:
        statements = Statements()
        with connection.execute_wrapper(statements):
            ours(actor, table)
        for sql, params in statements:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
                print(f"\n{table}: {sql[:300]}\n    " + "\n    ".join(line for (line,) in cursor.fetchall()))


def export(city, rows):
    """Take so many tasks away as an officer, in both forms: seconds, bytes, and by how much the process grew at most."""
    ledger = Ledger(actor_of(city.people["officer"], today=clocks.today()), TABLES["tasks"], {})
    columns = columns_of(ledger.table)
    heads = heads_of(ledger, columns)
    for number in (rows // 50, rows):
        for kind in ("csv", "xlsx"):
            texts = islice(texts_of(ledger, columns), number)
            pieces = sheets.csv_lines(heads, texts) if kind == "csv" else sheets.xlsx_pieces(heads, texts, title="台账")
            before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
            size = sum(map(len, pieces))
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            spent = time.perf_counter() - start
            print(
                f"export {kind} {number} rows: {spent:.1f} s, {size / 1e6:.1f} MB, peak of the process +{grown / 1024:.1f} MB",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--matters", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--orders", action="store_true", help="the other orders and some filters as well")
    parser.add_argument("--explain", default="", metavar="WHO", help="print the plans of this person's page")
    parser.add_argument("--export", type=int, default=0, metavar="ROWS", help="export so many tasks at the first size")
    options = parser.parse_args()
    mass, told = LedgerMass(max(options.matters)), {}
    for size in options.matters:
        start = time.perf_counter()
        mass.grow_to(size)
        print(f"{VERSION}: {mass.size} matters, {Assignment.objects.count()} tasks, {Clock.objects.open().count()} open clocks,"
              f" {DossierGroupGrant.objects.count()} grants; grown in {time.perf_counter() - start:.0f} s", flush=True)  # fmt: skip
        told[size] = {who: measure(who, mass.city, options) for who in PEOPLE}
        for asked in told[size].values():
            more = "".join(f"\n    {name:28} {each * 1000:8.2f} ms" for name, each in asked.more.items())
            print(f"{asked.who:20} ours {asked.ours * 1000:7.2f} ms  guardian {asked.guardian * 1000:8.2f} ms  x{asked.guardian / asked.ours:6.1f}"
                  f"  page {asked.page * 1000:7.1f} ms  rows {asked.rows}{more}", flush=True)  # fmt: skip
        if options.export and size == options.matters[0]:
            export(mass.city, options.export)
        if options.explain:
            explain(mass.city, options.explain)
    few, many = told[options.matters[0]], told[options.matters[-1]]
    growth, slowest = (
        many[LIAISON].ours / few[LIAISON].ours,
        max(each.ours for each in many.values()) / many[LIAISON].ours,
    )
    print(f"goals {GOAL}: growth={growth:.2f} slowest={slowest:.2f}")
    print(f"ratio={many[LIAISON].guardian / many[LIAISON].ours:.2f}")


if __name__ == "__main__":
    main()
