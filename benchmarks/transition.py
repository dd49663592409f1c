"""What one persisted step costs beside the least that any persisted step can cost.

    .venv/bin/python benchmarks/transition.py [--rounds 2000] [--profile]

Rounds alternate over one connection to a private PostgreSQL with production durability (fsync and synchronous_commit on):

``door``   ``advance(matter, Matter.determine, …)`` on a submitted matter whose dossier has one open hold that does not bar the
           step: lock and read, holds and clocks looked up, authority, two-person rule, guards, body, number, one clock met, one
           clock started, three people told with three outbox rows, one chained audit entry, next versions, commit.
``floor``  psycopg2 alone, prepared, on a table shaped like the matter's: lock and read | update, one audit row, commit.

Preparing the matters and the actor is not timed; a round is timed from call to return, commit included. The spans of the door come
from a pass of their own. Afterwards every row is checked. The last line is ``ratio=``: median of the door by median of the floor.
"""

import argparse
import cProfile
import pstats
import sys
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from unittest import mock
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.db import connection, transaction

from benchmarks.durable import VERSION
from coordination.models import Category, Matter, Origin
from dispatch.demonstration.cast import found_city, found_province
from workflow import audit, calendars, clocks, holds, notices, numbering, statements
from workflow.door import advance, open_record
from workflow.models import Clock, Hold, Notice, OutboxMessage

WARM_UP, TRACED, AT_ONCE = 100, 300, 200
BASIS = "分管领导审定，同意组织协调。"
SPANS = (
    (statements, "lock_with_standing", "lock and read"),
    (numbering, "take", "number"),
    (notices, "compose", "who is told"),
    (statements.Writes, "send", "all writes"),
    (connection, "commit", "commit"),
)
FLOOR_TABLES = """
CREATE TABLE floor_matter (LIKE coordination_matter INCLUDING ALL);
CREATE TABLE floor_audit (LIKE workflow_auditentry INCLUDING ALL);
INSERT INTO floor_matter SELECT * FROM coordination_matter;
PREPARE floor_lock (bigint) AS SELECT * FROM floor_matter WHERE id = $1 FOR NO KEY UPDATE;
PREPARE floor_update (bigint, varchar, text, timestamptz) AS
    UPDATE floor_matter SET state = $2, basis = $3, moved_at = $4, version = version + 1 WHERE id = $1;
PREPARE floor_audit (bigint, int, uuid, timestamptz, uuid, varchar, text, jsonb, varchar) AS
    INSERT INTO floor_audit (dossier_id, seq, act_id, at, action, label, article, subject_type, subject_id, subject_words,
        person_name, post_words, on_behalf_of, address, source, target, source_label, target_label, changes, previous, digest)
    VALUES ($1, $2, $3, $4, $6, '确定', '规定 10', 'coordination.matter', $5, $7, '', '', '', '', 'submitted', 'determined',
        '', '', $8, $9, $9);
ANALYZE;
"""
FLOOR_READS = "BEGIN; EXECUTE floor_lock (%s)"
FLOOR_WRITES = """
EXECUTE floor_update (%s, 'determined', %s, %s); EXECUTE floor_audit (%s, 99, %s, %s, %s, 'determine', %s, '{}', %s); COMMIT
"""


@dataclass
class Timed:
    """Seconds of each round, and the share of them that this process computed."""

    wall: list = field(default_factory=list)
    computed: list = field(default_factory=list)

    @contextmanager
    def round(self):
        wall, computed = time.perf_counter(), time.process_time()
        yield
        self.computed.append(time.process_time() - computed)
        self.wall.append(time.perf_counter() - wall)

    def line(self, name):
        wall, computed = median(self.wall) * 1000, median(self.computed) * 1000
        return f"{name:6} p50 {wall:.3f} ms, client CPU {computed:.3f} ms ({computed / wall:.0%})"


# Preparing


def submitted(city, count):
    """Matters walked through the door until they wait for ``determine``; drafter, officer and director are three people."""
    clerk, director, officer = city.actor("standing_clerk"), city.actor("director"), city.actor("officer")
    found = []
    while len(found) < count:
        with transaction.atomic():
            for number in range(len(found), min(len(found) + AT_ONCE, count)):
                matter = open_record(
                    Matter, Matter.register, actor=clerk, commission=city.commission, committee=city.committee,
                    superior=city.commission.superior, drafting_organisation=city.commission, deputy_in_charge=city.deputy,
                    handling_office=city.first_office, origin=Origin.DEPUTY_IN_CHARGE, category=Category.PUBLIC_INTEREST,
                    title=f"专项整治第{number}号", grounds="群众反映集中，需要几个部门共同解决。",
                )  # fmt: skip
                advance(matter, Matter.assign_officer, actor=director, officer=city.officer)
                found.append(advance(matter, Matter.submit, actor=officer))
    Hold.objects.bulk_create(holds.placed(matter, "filing", at=clocks.now(), act_id=uuid4()) for matter in found)
    return found


def prepared(count):
    """The deputy who determines, and the matters that wait for it."""
    calendars.seed(clocks.today().year - 1, clocks.today().year + 1)
    city = found_city("shifan", "示范市", found_province())
    matters = submitted(city, count)
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLES)
    return city, city.actor("deputy"), matters


# The two contenders


def through_the_door(matter, deputy):
    advance(matter, Matter.determine, actor=deputy, expected_version=matter.version, act_id=uuid4(), basis=BASIS)


def on_the_floor(cursor, matter):
    at, act_id = clocks.now(), str(uuid4())
    cursor.execute(FLOOR_READS, [matter.pk])
    row = cursor.fetchone()
    public_id, head = str(row[1]), matter.dossier.chain_head
    cursor.execute(
        FLOOR_WRITES, [row[0], BASIS, at, matter.dossier_id, act_id, at, public_id, matter.title, head]
    )  # fmt: skip


def measure(matters, deputy):
    """Every matter once through the door and once on the floor, the order changing from round to round."""
    door, floor = Timed(), Timed()
    with connection.connection.cursor() as cursor:
        for number, matter in enumerate(matters):
            for first in (number % 2, 1 - number % 2):
                with (floor if first else door).round():
                    if first:
                        on_the_floor(cursor, matter)
                    else:
                        through_the_door(matter, deputy)
    return door, floor


# Where the time goes


@contextmanager
def spans():
    """Seconds inside each of ``SPANS`` by name; a span that is asked within another counts in both."""
    spent = defaultdict(float)

    def watched(function, words):
        def call(*args, **kwargs):
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[words] += time.perf_counter() - start

        return call

    with ExitStack() as stack:
        for owner, name, words in SPANS:
            stack.enter_context(mock.patch.object(owner, name, watched(getattr(owner, name), words)))
        yield spent


def walk(matters, deputy):
    for matter in matters:
        through_the_door(matter, deputy)


def explain(matters, deputy):
    """Print the round trips of one act, and the mean of each span."""
    asked = []
    with connection.execute_wrapper(lambda run, *rest: (asked.append(rest[0]), run(*rest))[1]):
        through_the_door(matters[0], deputy)
    # psycopg2 sends BEGIN and COMMIT as messages of their own.
    print(f"round trips: door {len(asked) + 2} (BEGIN, {len(asked)} statements, COMMIT), floor 2")
    traced, start = matters[1:], time.perf_counter()
    with spans() as spent:
        walk(traced, deputy)
    whole = (time.perf_counter() - start) / len(traced) * 1000
    for words, seconds in spent.items():
        print(f"  {words:24} {seconds / len(traced) * 1000:.3f} ms")
    outside = whole - sum(spent.values()) / len(traced) * 1000
    print(f"  {'rules, rows, the rest':24} {outside:.3f} ms of {whole:.3f} (mean)")


def profiled(matters, deputy):
    with cProfile.Profile() as profile:
        walk(matters, deputy)
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


# Checking


def check(city, matters):
    """Every act wrote what it should, and nothing else."""
    told = {city.officer.pk, city.director.pk, city.people["standing_clerk"].pk}
    for matter in matters:
        row = Matter.objects.select_related("dossier").get(pk=matter.pk)
        entry = row.dossier.entries.get(action="coordination.Matter.determine")
        sent = Notice.objects.filter(act_id=entry.act_id)
        assert (row.state, row.basis, row.version) == ("determined", BASIS, matter.version + 1), row
        assert row.number, row
        assert row.dossier.version == matter.dossier.version + 1, row
        assert audit.first_fault(row.dossier, row.public_id) is None, row
        assert Clock.objects.get(closed_act=entry.act_id).status == Clock.Status.MET, row
        started = Clock.objects.get(started_act=entry.act_id)
        assert (started.name, started.status, started.due_on - started.started_on >= timedelta(days=5)) == (
            "convening", Clock.Status.OPEN, True), row  # fmt: skip
        assert row.dossier.holds.open().count() == 1, row
        assert {notice.recipient_id for notice in sent} == told, row
        assert OutboxMessage.objects.filter(notice__in=sent).count() == len(sent) == len(told), row


def check_the_floor(count):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM floor_matter WHERE state = 'determined' UNION ALL SELECT count(*) FROM floor_audit"
        )
        assert cursor.fetchall() == [(count,), (count,)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--profile", action="store_true", help="also print the functions that take the door's time")
    options = parser.parse_args()
    city, deputy, matters = prepared(WARM_UP + options.rounds + TRACED)
    warm, timed, traced = matters[:WARM_UP], matters[WARM_UP:-TRACED], matters[-TRACED:]
    measure(warm, deputy)
    door, floor = measure(timed, deputy)
    print(f"{options.rounds} rounds, {VERSION}, Python {sys.version.split()[0]}, fsync and synchronous_commit on")
    print(door.line("door"), floor.line("floor"), sep="\n")
    half = TRACED // 2
    explain(traced[:half], deputy)
    (profiled if options.profile else walk)(traced[half:], deputy)
    check(city, matters)
    check_the_floor(WARM_UP + options.rounds)
    print(f"checked: {len(matters)} acts with state, version, chain, clocks, hold, notices and outbox")
    print(f"ratio={median(door.wall) / median(floor.wall):.2f}")


if __name__ == "__main__":
    main()
