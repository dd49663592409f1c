"""The only place for hand-written SQL: what one act reads under the lock, and what it writes.

An act costs few round trips: the lock, one question for everything that stands on the dossier, and all writes together. Both
databases run the same statements; PostgreSQL takes the writes as one message, SQLite one after another.
"""

import json
import uuid
from dataclasses import dataclass, field
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import get_related_populators

from workflow.models import AuditEntry, CalendarVersion, Clock, Hold


@cache
def _locking_query(model, using):
    connection = connections[using]
    within = ("dossier", *model.within)
    rows = model._base_manager.using(using).select_related(*within).filter(pk=0)
    if connection.features.has_select_for_update:
        # Every row read is a locked row: a joined row that is not locked would be the one from before the wait.
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
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [pk])
        row = cursor.fetchone()
    if row is None:
        raise model.DoesNotExist
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
    """What stands on a dossier: open holds, open clocks by (subject, name), and whether an act was already taken."""

    holds: list = field(default_factory=list)
    clocks: dict = field(default_factory=dict)
    repeated: bool = False
    calendar_version: int = 0


STANDING = f"""
SELECT 'hold', id, CAST(subject_id AS text), CAST(name AS text), CAST(label AS text), CAST(article AS text),
       CAST(mended_by AS text), CAST(bars AS text), CAST(subject_words AS text)
  FROM {Hold._meta.db_table} WHERE dossier_id = %s AND lifted_at IS NULL
UNION ALL SELECT 'clock', id, CAST(subject_id AS text), name, '', '', '', '', ''
  FROM {Clock._meta.db_table} WHERE dossier_id = %s AND status = 'open'
UNION ALL SELECT 'act', id, '', '', '', '', '', '', '' FROM {AuditEntry._meta.db_table} WHERE act_id = %s
UNION ALL SELECT 'calendar', number, '', '', '', '', '', '', '' FROM {CalendarVersion._meta.db_table}
"""


def standing(dossier_id, act_id=None, using=DEFAULT_DB_ALIAS):
    """Everything an act must know of its dossier beside the record itself; one query."""
    connection = connections[using]
    act = (act_id or uuid.UUID(int=0)).hex if connection.vendor == "sqlite" else act_id or uuid.UUID(int=0)
    holds, clocks, repeated, calendar_version = [], {}, False, 0
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [dossier_id, dossier_id, act])
        for kind, pk, subject, name, label, article, mended_by, bars, words in cursor.fetchall():
            if kind == "hold":
                bars = tuple(json.loads(bars))
                holds.append(OpenHold(pk, uuid.UUID(subject), name, label, article, mended_by, bars, words))
            elif kind == "clock":
                clocks[uuid.UUID(subject), name] = pk
            elif kind == "act":
                repeated = True
            else:
                calendar_version = pk
    return Standing(holds, clocks, repeated, calendar_version)


@cache
def _insert_head(model):
    columns = [column for column in model._meta.concrete_fields if not getattr(column, "db_returning", False)]
    names = ", ".join(f'"{column.column}"' for column in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ', columns, f"({', '.join(['%s'] * len(columns))})"


def insertion(rows, connection):
    """(sql, parameters) that inserts unsaved rows of one model."""
    head, columns, places = _insert_head(type(rows[0]))
    values = [column.get_db_prep_save(row.__dict__[column.attname], connection) for row in rows for column in columns]
    return head + ", ".join([places] * len(rows)), values


def update(row, names, connection):
    """(sql, parameters) that writes the named attributes of one row."""
    columns = {column.attname: column for column in row._meta.concrete_fields}
    sets = ", ".join(f'"{columns[name].column}" = %s' for name in names)
    values = [columns[name].get_db_prep_save(row.__dict__[name], connection) for name in names]
    return f'UPDATE "{row._meta.db_table}" SET {sets} WHERE id = %s', [*values, row.pk]


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


def write(statements, using=DEFAULT_DB_ALIAS):
    """Run ``(sql, parameters)`` in order: one message on PostgreSQL, one each on SQLite."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                ";\n".join(sql for sql, _ in statements), [value for _, values in statements for value in values]
            )
        else:
            for sql, values in statements:
                cursor.execute(sql, values)
