"""What the pages cost in a commission with ten thousand matters, beside the same commission with a hundred.

    .venv/bin/python benchmarks/pages.py [--matters 10000] [--rounds 15] [--explain 3] [--only PAGE]

The mass (benchmarks/mass.py) stands on a private PostgreSQL with the server's default memory: all states, about six tasks a matter,
thirty departments. Five people ask for their pages through Django's test client, middleware, session and templates included; the
timed rounds capture no queries, and what is asked is counted in rounds of its own.

``p50``     median of a page at this size, from request to the last byte.
``queries`` statements of one request, ``database`` the time until their rows are here, ``rest`` what Python takes beside that.
``sql``     the ratio of the page to the rows it is about, fetched by one statement written by hand over psycopg2: the same grants,
            the same words, no rule of a single record, no words for people, no frame. It says what the product adds to SQL.
``growth``  p50 here by p50 of the same page of the same person at a hundred matters. It says whether a page grows with the archive.

The last line is ``ratio=``: the geometric mean of all ``growth``.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from benchmarks.durable import VERSION
from benchmarks.mass import TOPICS, Mass
from coordination.matter_views import ORDERS
from coordination.models import Assignment, Matter
from workflow.access import group_ids, rebuild_access
from workflow.paging import page_of

FEW, COUNTED, WARM_UP = 100, 3, 2
PEOPLE = ("officer", "deputy", "agriculture_head", "agriculture_liaison", "principal")
HIT, MISS = TOPICS[2], "查无此语"
GOALS = {"desk": 300, "list": 100, "search": 500, "matter": 150, "assignment": 150, "register": 100, "inbox": 100}
SEEN = "IN (SELECT g.content_object_id FROM workflow_dossiergroupgrant g WHERE g.group_id = ANY(%(groups)s))"
LISTED = f"""
SELECT m.*, d.*, o.short_name, p.name FROM coordination_matter m JOIN workflow_dossier d ON d.id = m.dossier_id
LEFT JOIN organizations_organisation o ON o.id = m.lead_department_id
LEFT JOIN organizations_person p ON p.id = m.handling_officer_id WHERE d.id {SEEN}
"""
NEWEST = " ORDER BY d.moved_at DESC, m.id DESC LIMIT 51"
OF_A_DOSSIER = " UNION ALL ".join(
    f"SELECT to_jsonb(t) FROM {table} t WHERE t.dossier_id = %(dossier)s"
    for table in (
        "coordination_matter", "coordination_assignment", "coordination_participation", "coordination_meeting",
        "coordination_invitation", "coordination_resolution", "coordination_officialdocument", "coordination_writtenreport",
        "coordination_filing", "supervision_inspection", "workflow_auditentry", "workflow_clock", "workflow_hold", "workflow_remark",
    )
)  # fmt: skip
OF_A_TASK = """
SELECT to_jsonb(t) FROM coordination_assignment t WHERE t.public_id = %(task)s
UNION ALL SELECT to_jsonb(r) FROM coordination_writtenreport r JOIN coordination_assignment t ON t.id = r.assignment_id WHERE t.public_id = %(task)s
UNION ALL SELECT to_jsonb(r) FROM coordination_participation r JOIN coordination_assignment t ON t.id = r.assignment_id WHERE t.public_id = %(task)s
UNION ALL SELECT to_jsonb(e) FROM workflow_auditentry e WHERE e.dossier_id = %(dossier)s AND e.subject_id = %(task)s
UNION ALL SELECT to_jsonb(k) FROM workflow_clock k WHERE k.dossier_id = %(dossier)s AND k.subject_id = %(task)s
"""
WORDED = " UNION ALL ".join(
    f"(SELECT to_jsonb(t) FROM {table} t JOIN workflow_dossier d ON d.id = t.dossier_id WHERE d.id {SEEN} AND concat_ws(' ', {words})"
    " LIKE %(word)s ORDER BY t.moved_at DESC, t.id DESC LIMIT 21)"
    for table, words in (
        ("coordination_matter", "number, title, grounds"), ("coordination_assignment", "content, requirements, duty_basis"),
        ("coordination_writtenreport", "title, content, difficulties, next_steps"), ("coordination_meeting", "title, agenda, minutes"),
        ("coordination_resolution", "content, requirements"), ("coordination_officialdocument", "number, title, subject, division, requirements"),
    )
)  # fmt: skip
OPEN_WORK = f"""
(SELECT to_jsonb(t), to_jsonb(k) FROM coordination_matter t JOIN workflow_clock k ON k.subject_id = t.public_id AND k.status = 'open'
 WHERE %(person)s IN (t.handling_officer_id, t.deputy_in_charge_id) AND t.dossier_id {SEEN} LIMIT 100)
UNION ALL
(SELECT to_jsonb(t), to_jsonb(k) FROM coordination_assignment t JOIN coordination_matter m ON m.id = t.matter_id
 JOIN workflow_clock k ON k.subject_id = t.public_id AND k.status = 'open'
 WHERE (m.handling_officer_id = %(person)s OR t.lead_department_id = ANY(%(houses)s)) AND t.dossier_id {SEEN} LIMIT 100)
"""
REGISTERED = f"""
SELECT t.*, m.title, p.name FROM coordination_officialdocument t JOIN coordination_matter m ON m.id = t.matter_id
LEFT JOIN organizations_person p ON p.id = t.signed_by_id WHERE t.number <> '' AND t.dossier_id {SEEN}
ORDER BY t.moved_at DESC, t.id DESC LIMIT 51
"""
RECEIVED = f"""
SELECT n.*, d.* FROM workflow_notice n JOIN workflow_dossier d ON d.id = n.dossier_id
WHERE n.recipient_id = %(person)s AND n.dossier_id {SEEN} ORDER BY n.sent_at DESC, n.id DESC LIMIT 51
"""


@dataclass
class Asked:
    """One page of one person at one size: seconds of the rounds, what was asked, and the seconds of the statement by hand."""

    who: str
    page: str
    wall: float
    queries: int
    database: float
    by_hand: float

    @property
    def key(self):
        return self.who, self.page

    def line(self, few):
        sql, growth = self.wall / self.by_hand, self.wall / few.wall
        goal = GOALS.get(self.page.split()[0])
        missed = " over the goal" if goal and self.wall * 1000 > goal else ""
        return (
            f"{self.who:20} {self.page:18} p50 {self.wall * 1000:7.1f} ms  queries {self.queries:3}"
            f"  database {self.database * 1000:7.1f}  rest {max(self.wall - self.database, 0) * 1000:6.1f}"
            f"  sql {self.by_hand * 1000:7.2f} ms x{sql:6.1f}  growth {growth:5.2f}{missed}"
        )


class Visitor:
    """A person at the browser, with the pages that he asks for."""

    def __init__(self, city, who):
        self.who, self.actor = who, city.actor(who)
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(city.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        tasks = Matter.objects.visible_to(self.actor).annotate(tasks=Count("assignments"))
        self.matter = tasks.order_by("-tasks", "-pk").select_related("dossier").first()
        self.task = Assignment.objects.visible_to(self.actor).filter(matter=self.matter).first()
        self.given = {
            "groups": group_ids(self.actor), "houses": list(self.actor.organisation_ids()), "person": self.actor.person_id,
            "dossier": self.matter.dossier_id, "task": str(self.task.public_id),
        }  # fmt: skip

    def pages(self):
        """(name, address, statement by hand, its parameters beside those of the visitor)."""
        listed, (far, moved) = reverse("matter_list"), self.far()
        yield "desk", reverse("desk"), OPEN_WORK, {}
        yield "list", listed, LISTED + NEWEST, {}
        yield "list far", f"{listed}{far}", LISTED + " AND d.moved_at < %(moved)s" + NEWEST, {"moved": moved}
        yield "list state", f"{listed}?state=reporting", LISTED + " AND m.state = 'reporting'" + NEWEST, {}
        said = " AND (m.title LIKE %(word)s OR m.number LIKE %(word)s)"
        for name, word in (("hit", HIT), ("miss", MISS)):
            yield f"list words {name}", f"{listed}?q={word}", LISTED + said + NEWEST, {"word": f"%{word}%"}
        words = {"hit": HIT, "miss": MISS, "all": "治理", "number": self.matter.number, "department": "财政局",
                 "person": self.actor.person.name}  # fmt: skip
        for name, word in words.items():
            yield f"search {name}", f"{reverse('search')}?q={word}", WORDED, {"word": f"%{word}%"}
        yield "matter", self.matter.get_absolute_url(), OF_A_DOSSIER, {}
        yield "assignment", self.task.get_absolute_url(), OF_A_TASK, {}
        yield "register", reverse("document_register"), REGISTERED, {}
        yield "inbox", reverse("inbox"), RECEIVED, {}
        if self.matter.is_open_to(self.actor):
            yield "check", reverse("matter_check", args=[self.matter.public_id]), OF_A_DOSSIER, {}

    def far(self):
        """The address of the page that follows half of what is visible, and when its last row had moved."""
        rows = Matter.objects.visible_to(self.actor).select_related("dossier")
        page = page_of(rows, ORDERS["moved"], size=rows.count() // 2)
        return f"?after={page.next_cursor}", page.rows[-1].dossier.moved_at

    def ask(self, address):
        start = time.perf_counter()
        response = self.client.get(address)
        assert response.status_code == 200, (self.who, address, response.status_code)
        return time.perf_counter() - start


# Measuring


class Watch:
    """Counts statements and the seconds in which the database works on them."""

    def __init__(self):
        self.asked = []

    def __call__(self, run, sql, params, many, context):
        start = time.perf_counter()
        try:
            return run(sql, params, many, context)
        finally:
            self.asked.append((time.perf_counter() - start, sql, params))


def by_hand(statement, params):
    """Seconds of the statement over psycopg2 on the connection of the pages, until every row is here."""
    with connection.connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(statement, params)
        cursor.fetchall()
        return time.perf_counter() - start


def measure(visitor, page, address, statement, more, rounds):
    for _ in range(WARM_UP):
        visitor.ask(address)
    wall = median(visitor.ask(address) for _ in range(rounds))
    watches = [Watch() for _ in range(COUNTED)]
    for watch in watches:
        with connection.execute_wrapper(watch):
            visitor.ask(address)
    database = median(sum(seconds for seconds, _, _ in watch.asked) for watch in watches)
    hand = median(by_hand(statement, visitor.given | more) for _ in range(COUNTED))
    return Asked(visitor.who, page, wall, len(watches[-1].asked), database, hand), watches[-1].asked


def tour(city, options):
    """{key: Asked} of all pages of all people, and the slowest statement of each page."""
    found, slowest = {}, []
    for visitor in (Visitor(city, who) for who in PEOPLE):
        for page, address, statement, more in visitor.pages():
            if page.startswith(options.only):
                asked, statements = measure(visitor, page, address, statement, more, options.rounds)
                found[asked.key] = asked
                slowest += [(seconds, asked.key, sql, params) for seconds, sql, params in statements]
    return found, sorted(slowest, key=lambda each: -each[0])


def explain(slowest, most):
    """Print how PostgreSQL goes about the slowest statements, each text once."""
    seen = set()
    for seconds, key, sql, params in slowest:
        if sql in seen or len(seen) == most:
            continue
        seen.add(sql)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
            plan = "\n    ".join(line for (line,) in cursor.fetchall())
        print(f"\n{seconds * 1000:.1f} ms in {' '.join(key)}:\n  {sql}\n  {params}\n    {plan}")


def check(mass):
    """The copies are what the door would have made: their grants follow from their parties."""
    rows = Matter.objects.order_by("-pk")
    assert rebuild_access(rows[:100]) == 0, "grants of copies do not follow from their relations"
    assert rows.count() == mass.size


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--matters", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--explain", type=int, default=0, metavar="N", help="print the plans of the N slowest statements"
    )
    parser.add_argument("--only", default="", metavar="PAGE", help="only pages whose names begin so")
    options = parser.parse_args()
    mass = Mass(options.matters)
    mass.grow_to(FEW)
    few, _ = tour(mass.city, options)
    start = time.perf_counter()
    mass.grow_to(options.matters)
    print(f"grown in {time.perf_counter() - start:.0f} s")
    print(f"{VERSION}, Python {sys.version.split()[0]}: {mass.size} matters, {Assignment.objects.count()} tasks")
    many, slowest = tour(mass.city, options)
    for key, asked in many.items():
        print(asked.line(few[key]))
    explain(slowest, options.explain)
    check(mass)
    print(f"ratio={geometric_mean(asked.wall / few[key].wall for key, asked in many.items()):.2f}")


if __name__ == "__main__":
    main()
