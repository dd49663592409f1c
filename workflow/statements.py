"""The only place for hand-written SQL: what one act reads under the lock, and what it writes.

An act costs few round trips: the lock, one question for everything that stands on the dossier, and all writes together. Both
databases run the same statements; PostgreSQL takes the writes as one message, SQLite one after another.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import get_related_populators

from organizations.models import Post, Role, lent_on
from workflow.models import AuditEntry, CalendarVersion, Clock, DossierRecusal, Hold

PLANS = 500  # a connection keeps no more; what comes later is planned each time
_planned = WeakKeyDictionary()  # connection to the server → {statement: the name under which it is planned there}
_names = count(1)


def _send(connection, cursor, statements):
    """Run ``(sql, parameters)`` in order: one message on PostgreSQL, one each on SQLite.

    To plan a statement costs PostgreSQL more than to run it: it is planned at its first use on a connection and called by its name
    from then on. Not so behind a pooler that shares connections, which ``DISABLE_SERVER_SIDE_CURSORS`` says.
    """
    if connection.vendor != "postgresql":
        for sql, values in statements:
            cursor.execute(sql, values)
        return
    known, fresh, message = _planned.setdefault(connection.connection, {}), {}, []
    room = 0 if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS") else PLANS - len(known)
    for sql, values in statements:
        if sql not in known and sql not in fresh and len(fresh) < room:
            fresh[sql] = f"act_{next(_names)}"
            places = [f"${place}" for place in range(1, len(values) + 1)]
            message.append(f"PREPARE {fresh[sql]} AS {sql % tuple(places)}")
        name = known.get(sql) or fresh.get(sql)
        message.append(f"EXECUTE {name} ({', '.join(['%s'] * len(values))})" if name else sql)
    cursor.execute(";\n".join(message), [value for _, values in statements for value in values])
    known.update(fresh)  # a message that failed may have planned something: its names are never used again


def _ask(connection, sql, parameters):
    with connection.cursor() as cursor:
        _send(connection, cursor, [(sql, parameters)])
        return cursor.fetchall()


def write(statements, using=DEFAULT_DB_ALIAS):
    """Run ``(sql, parameters)`` in order, as one message where the database takes one."""
    connection = connections[using]
    with connection.cursor() as cursor:
        _send(connection, cursor, statements)


@cache
def _locking_query(model, using):
    connection = connections[using]
    rows = model._base_manager.using(using).select_related("dossier__policy", *model.within).filter(pk=0)
    if connection.features.has_select_for_update:
        # Every row read is a locked row: a joined row that is not locked would be the one from before the wait. Only a policy
        # never changes.
        rows = rows.select_for_update(of=("dossier", "self", *model.within), no_key=True)
    compiler = rows.query.get_compiler(using)
    sql, _ = compiler.as_sql()
    first, last = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    populators = get_related_populators(compiler.klass_info, compiler.select, using)
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return sql, compiler, converters, slice(first, last), names, populators


def lock(model, pk, using=DEFAULT_DB_ALIAS):
    """The record, freshly read and locked together with its dossier (the dossier first). Raises ``model.DoesNotExist``."""
    sql, compiler, converters, own, names, populators = _locking_query(model, using)
    found = _ask(connections[using], sql, [pk])
    if not found:
        raise model.DoesNotExist
    row = found[0]
    if converters:
        row = next(iter(compiler.apply_converters([row], converters)))
    record = model.from_db(using, names, row[own])
    for populate in populators:
        populate.populate(row, record)
    return record


@dataclass(frozen=True, slots=True)
class OpenHold:
    id: int
    subject_id: uuid.UUID
    name: str
    label: str
    article: str
    mended_by: str
    bars: tuple
    subject_words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on a dossier: open holds, open clocks by (subject, name), who stands back from it, whether an act was already
    taken; and of the day the leaders of its commission and the posts that are lent."""

    holds: list = field(default_factory=list)
    clocks: dict = field(default_factory=dict)
    repeated: bool = False
    calendar_version: int = 0
    commission_id: int | None = None
    leaders: list = field(default_factory=list)
    recused: set = field(default_factory=set)
    lent: list = field(default_factory=list)

    def knows(self, holder):
        """Whether ``leaders`` say who the holder is: they are the commission's posts in force except its many officers."""
        return holder.organisation_id == self.commission_id and holder.role != Role.OFFICER


STANDING = f"""
SELECT 'hold', id, CAST(subject_id AS text), CAST(name AS text), CAST(label AS text), CAST(article AS text),
       CAST(mended_by AS text), CAST(bars AS text), CAST(subject_words AS text)
  FROM {Hold._meta.db_table} WHERE dossier_id = %s AND lifted_at IS NULL
UNION ALL SELECT 'clock', id, CAST(subject_id AS text), name, '', '', '', '', ''
  FROM {Clock._meta.db_table} WHERE dossier_id = %s AND status = 'open'
UNION ALL SELECT 'act', id, '', '', '', '', '', '', '' FROM {AuditEntry._meta.db_table} WHERE act_id = %s
UNION ALL SELECT 'calendar', number, '', '', '', '', '', '', '' FROM {CalendarVersion._meta.db_table}
UNION ALL SELECT 'recused', person_id, '', '', '', '', '', '', '' FROM {DossierRecusal._meta.db_table} WHERE dossier_id = %s
UNION ALL SELECT 'leader', person_id, CAST(office_id AS text), role, '', '', '', '', '' FROM (%s) AS leader
UNION ALL SELECT 'lent', delegations__deputy_id, CAST(person_id AS text), CAST(organisation_id AS text), role, CAST(office_id AS text), '', '', ''
  FROM (%s) AS lent
"""
LENT = ("delegations__deputy_id", "person_id", "organisation_id", "role", "office_id")
DAY, COMMISSION = date.max, -1  # stand for the values while the posts' query is compiled


@cache
def _standing_query(using):
    """(sql, parameters) of ``STANDING``; what counts as in force, and as lent, is said by ``organizations`` alone."""
    leaders = Post.objects.using(using).in_force(DAY).filter(organisation=COMMISSION).exclude(role=Role.OFFICER)
    leading, of_leaders = leaders.order_by().values("person_id", "office_id", "role").query.sql_with_params()
    lending, of_lent = lent_on(DAY).order_by().values(*LENT).query.sql_with_params()
    sql = STANDING.replace("(%s) AS leader", f"({leading}) AS leader").replace("(%s) AS lent", f"({lending}) AS lent")
    return sql, (*of_leaders, *of_lent)


def standing(dossier_id, act_id=None, using=DEFAULT_DB_ALIAS, *, commission_id=None, today=None):
    """Everything an act must know of its dossier beside the record itself; one query.

    ``leaders`` and ``lent`` are read when the commission and the business date are given.
    """
    connection = connections[using]
    sql, parameters = _standing_query(using)
    act = act_id or uuid.UUID(int=0)
    asked = [dossier_id, dossier_id, act.hex if connection.vendor == "sqlite" else act, dossier_id]
    asked += [{str(DAY): today, str(COMMISSION): commission_id}.get(str(value), value) for value in parameters]
    holds, clocks, repeated, calendar_version, leaders, recused, lent = [], {}, False, 0, [], set(), []
    rows = _ask(connection, sql, asked)
    for kind, pk, subject, name, label, article, mended_by, bars, words in rows:
        if kind == "hold":
            bars = tuple(json.loads(bars))
            holds.append(OpenHold(pk, uuid.UUID(subject), name, label, article, mended_by, bars, words))
        elif kind == "clock":
            clocks[uuid.UUID(subject), name] = pk
        elif kind == "leader":
            leaders.append((pk, commission_id, name, int(subject) if subject else None))
        elif kind == "lent":
            lent.append((pk, int(subject), int(name), label, int(article) if article else None))
        elif kind == "recused":
            recused.add(pk)
        elif kind == "act":
            repeated = True
        else:
            calendar_version = pk
    return Standing(holds, clocks, repeated, calendar_version, commission_id, leaders, recused, lent)


# What psycopg2 writes as it is; any other column, and all of SQLite, goes through Django's own conversion.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateField)


def _hex(identifier, connection):
    return None if identifier is None else identifier.hex


@cache
def _columns(model, vendor):
    """{attribute: (quoted column, conversion or ``None``)} of everything that is written to a row of the model."""

    def conversion(column):
        kept = column.target_field if column.is_relation else column
        if isinstance(kept, models.UUIDField):
            return _hex
        return None if vendor == "postgresql" and isinstance(kept, PLAIN) else column.get_db_prep_save

    written = [column for column in model._meta.concrete_fields if not column.db_returning]
    return {column.attname: (f'"{column.column}"', conversion(column)) for column in written}


def _values(row, columns, connection):
    values = row.__dict__
    return [
        values[name] if converted is None else converted(values[name], connection)
        for name, (_, converted) in columns.items()
    ]


@cache
def _insert_head(model, vendor):
    columns = _columns(model, vendor)
    names = ", ".join(column for column, _ in columns.values())
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ', f"({', '.join(['%s'] * len(columns))})", columns


def insertion(rows, connection):
    """(sql, parameters) that inserts unsaved rows of one model."""
    head, places, columns = _insert_head(type(rows[0]), connection.vendor)
    return head + ", ".join([places] * len(rows)), [
        value for row in rows for value in _values(row, columns, connection)
    ]


def update(row, names, connection):
    """(sql, parameters) that writes the named attributes of one row."""
    every = _columns(type(row), connection.vendor)
    columns = {name: every[name] for name in names}
    sets = ", ".join(f"{column} = %s" for column, _ in columns.values())
    return f'UPDATE "{row._meta.db_table}" SET {sets} WHERE id = %s', [*_values(row, columns, connection), row.pk]


def closing(clocks, status, act_id, at, connection):
    """(sql, parameters) that ends clocks by id as met or cancelled."""
    columns = {column.attname: column for column in Clock._meta.concrete_fields}
    values = {"status": status, "closed_at": at, "closed_act": act_id, "next_rung_at": None}
    sets = ", ".join(f"{name} = %s" for name in values)
    said = [columns[name].get_db_prep_save(value, connection) for name, value in values.items()]
    places = ", ".join(["%s"] * len(clocks))
    return f"UPDATE {Clock._meta.db_table} SET {sets} WHERE id IN ({places})", [*said, *clocks]


def lifting(holds, act_id, at, connection):
    """(sql, parameters) that lifts holds by id."""
    columns = {column.attname: column for column in Hold._meta.concrete_fields}
    said = [
        columns["lifted_at"].get_db_prep_save(at, connection),
        columns["lifted_act"].get_db_prep_save(act_id, connection),
    ]
    places = ", ".join(["%s"] * len(holds))
    return f"UPDATE {Hold._meta.db_table} SET lifted_at = %s, lifted_act = %s WHERE id IN ({places})", [*said, *holds]
