"""What the board costs in a commission with ten thousand matters: the page, and its slowest statements.

    .venv/bin/python benchmarks/board.py [--matters 10000] [--rounds 5] [--explain 0] [--period 2026]

On a private PostgreSQL with the server's default memory four people ask for ``/board/`` through Django's test client. ``page`` is the
median from request to the last byte; the statements are those of one request, the slowest first.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.durable import VERSION  # isort: skip (it sets Django up)

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.mass import Mass
from coordination.models import Assignment
from workflow.models import AuditEntry

PEOPLE = ("officer", "deputy", "principal", "agriculture_liaison")
SHOWN = 3  # statements


def measure(city, who, options):
    """One person's page: how long, how many statements, and the slowest of them."""
    client, address = Client(SERVER_NAME="127.0.0.1"), f"/board/?period={options.period}"
    client.force_login(city.people[who])
    client.get(address)
    spent = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        assert client.get(address).status_code == 200
        spent.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    slowest = sorted(asked.captured_queries, key=lambda each: -float(each["time"]))
    print(f"{who:20} page {median(spent) * 1000:8.1f} ms, {len(asked)} statements", flush=True)
    for place, each in enumerate(slowest[:SHOWN]):
        print(f"    {float(each['time']) * 1000:8.1f} ms  {each['sql'][:200]}", flush=True)
        if place < options.explain:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {each['sql']}")
                print("\n".join(f"        {line}" for (line,) in cursor.fetchall()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--matters", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--period", default="", help="as the address names it; this month without it")
    parser.add_argument(
        "--explain", type=int, default=0, metavar="N", help="print the plans of the N slowest statements of each"
    )
    options = parser.parse_args()
    mass = Mass(options.matters)
    mass.grow_to(options.matters)
    print(
        f"{VERSION}: {mass.size} matters, {Assignment.objects.count()} tasks, {AuditEntry.objects.count()} entries",
        flush=True,
    )
    for who in PEOPLE:
        measure(mass.city, who, options)


if __name__ == "__main__":
    main()
