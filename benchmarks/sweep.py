"""What one reminder of the sweep costs beside the least that its rows can cost, and how the sweep grows with clocks that are not due.

    .venv/bin/python benchmarks/sweep.py [--clocks 10000 100000 1000000] [--profile]

On a private PostgreSQL with production durability, with so many open clocks of which a thousand, and then one in a hundred, are due:

``sweep``  ``reminders.remind`` until nothing is left: claimed under SKIP LOCKED, rung climbed, circle resolved from the records, access
           of every person asked, then one reminder, one inbox line and one outbox row a clock, and its next rung; committed by batches.
``floor``  the same four tables written for the same clocks by one statement: three INSERT … SELECT … ON CONFLICT and one UPDATE over
           the due rows, nobody resolved and nobody asked; committed.
``idle``   a sweep that finds nothing due.

Clocks are multiplied in SQL from two hundred matters that were submitted through the door, so many to a matter; each is owed by the
deputy in charge, who alone is told. Afterwards every row is counted. The last line is ``ratio=``: sweep by floor, of the time a
due clock, at one in a hundred of the largest number.
"""

import argparse
import cProfile
import pstats
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.db import connection, transaction

from benchmarks.durable import VERSION
from dispatch.demonstration.cast import found_city, found_province
from dispatch.demonstration.road import Road
from supervision import reminders
from supervision.models import Reminder
from workflow import calendars, clocks
from workflow.models import Clock, Notice, OutboxMessage, Policy

MATTERS, FEW, ROUNDS = 200, 1000, 5
DUE = 1  # the rung of the due date, of the usual ladder
COLUMNS = [column.column for column in Clock._meta.concrete_fields if column.name != "id"]
CHANGED = {"name": "'copy' || n", "rung": "0", "next_rung_at": "now() + interval '300 days'"}
GROW = f"""
INSERT INTO workflow_clock ({", ".join(f'"{name}"' for name in COLUMNS)})
SELECT {", ".join(CHANGED.get(name, f't."{name}"') for name in COLUMNS)}
  FROM workflow_clock t JOIN pattern p ON p.id = t.id JOIN generate_series(%s, %s) n ON n %% {MATTERS} = p.place
"""
FALL_DUE = "UPDATE workflow_clock SET rung = 1, next_rung_at = %s WHERE id IN (SELECT id FROM workflow_clock WHERE name LIKE 'copy%%' ORDER BY md5(id::text) LIMIT %s)"
FLOOR_TABLES = """
DROP TABLE IF EXISTS floor_reminder, floor_notice, floor_outbox;
CREATE TABLE floor_reminder (LIKE supervision_reminder INCLUDING ALL);
CREATE TABLE floor_notice (LIKE workflow_notice INCLUDING ALL);
CREATE TABLE floor_outbox (LIKE workflow_outboxmessage INCLUDING ALL);
"""
FLOOR = """
WITH due AS MATERIALIZED (
    SELECT id, dossier_id, subject_type, subject_id, subject_words, label, due_on, rung, owed_person_id,
           gen_random_uuid() AS reminder, gen_random_uuid() AS notice
      FROM workflow_clock WHERE next_rung_at <= %(now)s ORDER BY next_rung_at, id FOR NO KEY UPDATE SKIP LOCKED
), reminded AS (
    INSERT INTO floor_reminder (id, clock_id, rung, due_on, sent_at, owed_words, asks, told_words)
    SELECT reminder, id, rung, due_on, %(now)s, '示范丁', false, '示范丁' FROM due ON CONFLICT DO NOTHING
), told AS (
    INSERT INTO floor_notice (id, dossier_id, recipient_id, subject_type, subject_id, act_id, action, text, article, sent_at)
    SELECT notice, dossier_id, owed_person_id, subject_type, subject_id, reminder, 'remind',
           '催办“' || label || '”：今日到期，请办理：' || subject_words, '系统规则', %(now)s FROM due ON CONFLICT DO NOTHING
), sent AS (
    INSERT INTO floor_outbox (id, notice_id, channel, status, attempts, next_try_at, outcome)
    SELECT gen_random_uuid(), notice, 'mail', 'waiting', 0, %(now)s, '' FROM due ON CONFLICT DO NOTHING
)
UPDATE workflow_clock c SET rung = c.rung + 1, urgings = urgings + 1, next_rung_at = %(later)s FROM due WHERE c.id = due.id
"""


def founded():
    """The matters whose clocks are multiplied, and a ladder that tells only who owes."""
    calendars.seed(clocks.today().year - 1, clocks.today().year + 1)
    city = found_city("shifan", "示范市", found_province())
    Policy.objects.update(ladder=[[-3, ["owed"], False], [0, ["owed"], False], [2, ["owed"], False]])
    for _ in range(MATTERS):
        Road(city).to("submitted")
    Clock.objects.update(next_rung_at=None)
    run("CREATE TABLE pattern AS SELECT id, row_number() OVER (ORDER BY id) %% %s AS place FROM workflow_clock"
        " WHERE name = 'determination'", [MATTERS])  # fmt: skip
    return Clock.objects.select_related("policy").filter(name="determination").first()


def run(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def timed(work):
    """(seconds, what it returned)."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def swept(moment):
    done = 0
    with clocks.as_of(moment):
        while found := reminders.remind(moment):
            done += found
    return done


def floored(moment, later):
    with transaction.atomic():
        return run(FLOOR, {"now": moment, "later": later})


def fall_due(moment, number):
    """Let so many clocks be due, anew for every round."""
    run("UPDATE workflow_clock SET next_rung_at = %s, rung = 0 WHERE next_rung_at <= %s OR rung > 0",
        [moment + timedelta(days=300), moment + timedelta(days=30)])  # fmt: skip
    for model in (OutboxMessage, Notice, Reminder):
        run(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        run(f"DELETE FROM {model._meta.db_table}")
        run(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
    run(FLOOR_TABLES)
    run(FALL_DUE, [moment, number])
    run("VACUUM ANALYZE workflow_clock")


def measured(moment, later, number):
    """Microseconds a due clock of the sweep and of the floor: medians of rounds that take turns."""
    sweep, floor = [], []
    for _ in range(ROUNDS):
        fall_due(moment, number)
        seconds, done = timed(lambda: swept(moment))
        assert done == number
        assert Reminder.objects.count() == Notice.objects.count() == OutboxMessage.objects.count() == number
        sweep.append(seconds / number * 1e6)
        fall_due(moment, number)
        seconds, done = timed(lambda: floored(moment, later))
        assert done == number
        floor.append(seconds / number * 1e6)
    return median(sweep), median(floor)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--clocks", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    asked.add_argument("--profile", action="store_true")
    given = asked.parse_args()
    first, size, ratio, seconds_of_few = founded(), 0, 0.0, {}
    calendar = calendars.load()
    moment = clocks.rung_at(first.policy, first.due_on, DUE, calendar)
    later = clocks.rung_at(first.policy, first.due_on, DUE + 1, calendar)
    print(f"{VERSION}; {MATTERS} matters; medians of {ROUNDS} rounds")
    print(f"{'open clocks':>12} {'due':>8} {'sweep µs':>9} {'floor µs':>9} {'ratio':>6} {'idle ms':>8}")
    for wanted in given.clocks:
        run(GROW, [size + 1, wanted])
        size = wanted
        for number in dict.fromkeys((min(FEW, size), max(size // 100, 1))):
            sweep, floor = measured(moment, later, number)
            ratio = sweep / floor
            seconds_of_few.setdefault(size, sweep * number / 1e6)
            fall_due(moment, 0)
            idle = median(timed(lambda: swept(moment))[0] for _ in range(20)) * 1e3
            print(f"{size:>12,} {number:>8,} {sweep:>9.0f} {floor:>9.0f} {ratio:>6.2f} {idle:>8.2f}", flush=True)
    least, most = min(seconds_of_few), max(seconds_of_few)
    print(
        f"a thousand due at {most:,} clocks take {seconds_of_few[most] / seconds_of_few[least]:.2f} times as long as at {least:,}"
    )
    if given.profile:
        fall_due(moment, max(size // 100, 1))
        with cProfile.Profile() as watched:
            swept(moment)
        pstats.Stats(watched).sort_stats("cumtime").print_stats(35)
    print(f"sweep by floor, one in a hundred of {size:,} due: ratio={ratio:.2f}")


if __name__ == "__main__":
    main()
