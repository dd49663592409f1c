"""The only place that remembers what a test run has already built: a city, a matter walked to a state, a whole scene.

What real acts built from a known beginning is put back as rows the next time the same is asked for, with a copy of the objects that
were handed out. It holds only while the transaction of a test has seen nothing else: after any other write everything is built by its
acts. Only builders say ``@remembered``; a test of how something is built calls the real thing.
"""

import copy
import functools
from dataclasses import dataclass, field
from datetime import date, time

from django.db import connection, models

from dispatch.demonstration.cast import City
from dispatch.demonstration.road import Plan
from workflow import clocks, rehearsal

READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "PRAGMA", "BEGIN", "COMMIT")
AT_ONCE = 100  # rows in one INSERT


@dataclass
class Memory:
    """What one process has built: {the names of all that led there: (changes of rows, result, places)}.

    ``beginning`` names what the open transaction consists of, ``None`` once something else was written.
    """

    beginning: tuple | None = None
    built: dict = field(default_factory=dict)


MEMORY = Memory()


def watch(execute, sql, params, many, context):
    """An execute wrapper: after a write that is not the memory's own the beginning is unknown."""
    if not sql.lstrip().startswith(READS):
        MEMORY.beginning = None
    return execute(sql, params, many, context)


def begin():
    """A test begins: an untouched database is the empty beginning; within the scene of a module nothing is known."""
    MEMORY.beginning = None if connection.in_atomic_block else ()


def remembered(build):
    """A builder that is carried out once for each beginning, day and arguments.

    Arguments are plain (text, numbers, dates, choices), rows, a city or a plan; with others it is built each time. Objects that were given are
    the same objects in what is returned.
    """

    @functools.wraps(build)
    def builder(*given, **said):
        named = _name(build, given, said)
        if named is None or MEMORY.beginning is None or not connection.in_atomic_block:
            return build(*given, **said)
        known = (*MEMORY.beginning, named)
        live = [value for value in (*given, *said.values()) if not _is_plain(value)]
        if known not in MEMORY.built:
            return _first(known, live, functools.partial(build, *given, **said))
        changes, result, places = MEMORY.built[known]
        _write(changes)
        MEMORY.beginning = known
        return copy.deepcopy(result, {id(place): value for place, value in zip(places, live, strict=True)})

    return builder


def _first(known, live, build):
    """Build it by its acts, and keep what they changed. What is built within is no beginning of its own."""
    before = _read()
    MEMORY.beginning = None
    result = build()
    places = [object() for _ in live]
    kept = copy.deepcopy(result, {id(value): place for value, place in zip(live, places, strict=True)})
    MEMORY.built[known] = _changes(before, _read()), kept, places
    MEMORY.beginning = known
    return result


def _name(build, given, said):
    try:
        words = *map(_words, given), *((name, _words(said[name])) for name in sorted(said))
    except TypeError:
        return None
    now = clocks.now()
    standing = now == clocks.now()  # a rehearsal; else the day counts
    return build.__qualname__, words, str(now if standing else clocks.today()), str(rehearsal.shift())


def _is_plain(value):
    return value is None or isinstance(value, str | int | float | date | tuple | list | frozenset)


def _words(value):
    if isinstance(value, tuple | list):
        return tuple(map(_words, value))
    if _is_plain(value):
        return repr(value)
    if isinstance(value, models.Model):
        return value._meta.label, value.pk
    if isinstance(value, City):
        return value.key
    if isinstance(value, Plan):
        return repr(value)
    raise TypeError(value)


# Rows


@functools.cache
def _keys():
    """{table: place of the key among its columns}."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            key = connection.introspection.get_primary_key_column(cursor, table)
            names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            found[table] = names.index(key)
    return found


def _read():
    """{table: {key: row}} of the whole database."""
    contents = {}
    with connection.cursor() as cursor:
        for table, place in _keys().items():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            contents[table] = {row[place]: row for row in map(_lasting, cursor.fetchall())}
    return contents


def _lasting(row):
    return tuple(_as_written(value) for value in row)


def _as_written(value):
    if isinstance(value, memoryview):
        return bytes(value)
    return value.isoformat() if isinstance(value, time) else value


def _changes(before, after):
    """[(table, keys of rows that are gone or changed, rows that are new or changed)]."""
    found = []
    for table, rows in after.items():
        old = before[table]
        gone = [key for key, row in old.items() if rows.get(key) != row]
        fresh = [row for key, row in rows.items() if old.get(key) != row]
        if gone or fresh:
            found.append((table, gone, fresh))
    return found


def _write(changes):
    with connection.cursor() as cursor:
        for table, gone, fresh in changes:
            quoted = connection.ops.quote_name(table)
            key = connection.introspection.get_primary_key_column(cursor, table) if gone else ""
            for one in gone:
                cursor.execute(f"DELETE FROM {quoted} WHERE {connection.ops.quote_name(key)} = %s", [one])
            for start in range(0, len(fresh), AT_ONCE):
                rows = fresh[start : start + AT_ONCE]
                places = ", ".join(["(" + ", ".join(["%s"] * len(rows[0])) + ")"] * len(rows))
                cursor.execute(f"INSERT INTO {quoted} VALUES {places}", [value for row in rows for value in row])
