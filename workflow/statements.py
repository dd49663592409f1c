"""The only place for hand-written SQL: what one act reads under the lock, and what it writes.

An act costs few round trips: one for the lock and everything it must know, one for all that it writes. Both databases run the
same statements; PostgreSQL takes each time one message, SQLite one statement after another.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import count
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import get_related_populators

from organizations.models import Post, Role, lent_on
from workflow.models import AuditEntry, CalendarVersion, Clock, Dossier, DossierRecusal, Hold

PLANS = 500  # a connection keeps no more; what comes later is planned each time
_planned = WeakKeyDictionary()  # connection to the server → {statement: the name under which it is planned there}
_numbers = count(1)


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
            fresh[sql] = f"act_{next(_numbers)}"
            places = [f"${place}" for place in range(1, len(values) + 1)]
            message.append(f"PREPARE {fresh[sql]} AS {sql % tuple(places)}")
        name = known.get(sql) or fresh.get(sql)
        message.append(f"EXECUTE {name} ({', '.join(['%s'] * len(values))})" if name else sql)
    cursor.execute(";\n".join(message), [value for _, values in statements for value in values])
    known.update(fresh)  # a message that failed may have planned something: its names are never used again


def ask(*statements):
    """The first row that the last of ``(sql, parameters)`` answers, or ``None``."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        _send(connection, cursor, statements)
        return cursor.fetchone()


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
    spares: tuple = ()
    until_on: date | None = None


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

    def barring(self, today):
        """The open holds that count on a day: some end by themselves, though nobody has lifted them."""
        return [hold for hold in self.holds if hold.until_on is None or hold.until_on >= today]

    def knows(self, holder):
        """Whether ``leaders`` say who the holder is: they are the commission's posts in force except its many officers."""
        return holder.organisation_id == self.commission_id and holder.role != Role.OFFICER


DOSSIER = Dossier._meta.db_table
PARTS = "kind, pk, subject, name, label, article, mended_by, bars, words, spares, until_on"
STANDING = f"""
SELECT 'hold' AS kind, id AS pk, CAST(subject_id AS text) AS subject, CAST(name AS text) AS name, CAST(label AS text) AS label,
       CAST(article AS text) AS article, CAST(mended_by AS text) AS mended_by, CAST(bars AS text) AS bars,
       CAST(subject_words AS text) AS words, CAST(spares AS text) AS spares, CAST(until_on AS text) AS until_on
  FROM {Hold._meta.db_table} WHERE dossier_id = {DOSSIER}.id AND lifted_at IS NULL
UNION ALL SELECT 'clock', id, CAST(subject_id AS text), name, '', '', '', '', '', '', ''
  FROM {Clock._meta.db_table} WHERE dossier_id = {DOSSIER}.id AND status = 'open'
UNION ALL SELECT 'act', id, '', '', '', '', '', '', '', '', '' FROM {AuditEntry._meta.db_table} WHERE act_id = %s
UNION ALL SELECT 'calendar', number, '', '', '', '', '', '', '', '', '' FROM {CalendarVersion._meta.db_table}
UNION ALL SELECT 'recused', person_id, '', '', '', '', '', '', '', '', ''
  FROM {DossierRecusal._meta.db_table} WHERE dossier_id = {DOSSIER}.id
UNION ALL SELECT 'leader', person_id, CAST(office_id AS text), role, '', '', '', '', '', '', ''
  FROM (LEADERS) AS leader WHERE organisation_id = {DOSSIER}.commission_id
UNION ALL SELECT 'lent', delegations__deputy_id, CAST(person_id AS text), CAST(organisation_id AS text), role,
       CAST(office_id AS text), '', '', '', '', ''
  FROM (LENDINGS) AS lent
"""
GATHERED = {  # the rows of STANDING as one value, for the dossier of the query in which it stands
    "postgresql": f"(SELECT CAST(json_agg(json_build_array({PARTS})) AS text) FROM ({STANDING}) AS standing)",
    "sqlite": f"(SELECT json_group_array(json_array({PARTS})) FROM ({STANDING}) AS standing)",
}
LOCK = f"""
SELECT 1 FROM {DOSSIER} AS dossier JOIN RECORD AS record ON record.dossier_id = dossier.id WHERE record.id = %s
FOR NO KEY UPDATE OF dossier, record
"""
LEADER = ("person_id", "organisation_id", "office_id", "role")
LENT = ("delegations__deputy_id", "person_id", "organisation_id", "role", "office_id")
DAY = date.max  # stands for the business date while the posts' queries are compiled


@cache
def _standing_column():
    """(sql, parameters) of what stands on a dossier; what counts as in force, and as lent, is said by ``organizations`` alone."""
    leaders = Post.objects.in_force(DAY).exclude(role=Role.OFFICER).order_by().values(*LEADER)
    leading, of_leaders = leaders.query.sql_with_params()
    lending, of_lent = lent_on(DAY).order_by().values(*LENT).query.sql_with_params()
    sql = GATHERED[connections[DEFAULT_DB_ALIAS].vendor].replace("LEADERS", leading).replace("LENDINGS", lending)
    return sql, (*of_leaders, *of_lent)


def _asked(act_id, today):
    """The parameters of the standing column."""
    return [act_id and act_id.hex, *(today if str(value) == str(DAY) else value for value in _standing_column()[1])]


def _standing_of(commission_id, gathered):
    holds, clocks, repeated, calendar_version, leaders, recused, lent = [], {}, False, 0, [], set(), []
    for kind, pk, subject, name, label, article, mended_by, bars, words, spares, until_on in json.loads(
        gathered or "[]"
    ):
        if kind == "hold":
            bars, spares = tuple(json.loads(bars)), tuple(json.loads(spares))
            last = date.fromisoformat(until_on) if until_on else None
            holds.append(OpenHold(pk, uuid.UUID(subject), name, label, article, mended_by, bars, words, spares, last))
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


def standing(dossier_id, act_id=None, *, today=None):
    """Everything an act must know of its dossier beside the record itself. Without ``today`` no post is in force or lent."""
    sql = f"SELECT commission_id, {_standing_column()[0]} FROM {DOSSIER} WHERE id = %s"
    return _standing_of(*ask((sql, [*_asked(act_id, today), dossier_id])))


@cache
def _reading(model):
    """(sql, how a row becomes a record) of the query by key that also says what stands on the record's dossier."""
    rows = model._base_manager.select_related("dossier__policy", *model.within).filter(pk=0)
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, _ = compiler.as_sql()
    first, last = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
    converters = compiler.get_converters([column[0] for column in compiler.select])

    def record_of(row):
        (row,) = compiler.apply_converters([row], converters)
        record = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for populate in populators:
            populate.populate(row, record)
        return record

    return sql.replace(" FROM ", f", {_standing_column()[0]} FROM ", 1), record_of


def lock_with_standing(model, pk, act_id=None, *, today=None):
    """The record and what stands on its dossier. The dossier is locked first, then the record, then all is read: what
    was read before or while waiting for a lock would be the state before the wait. Raises ``model.DoesNotExist``.
    """
    sql, record_of = _reading(model)
    reading = sql, [*_asked(act_id, today), pk]
    locking = LOCK.replace("RECORD", model._meta.db_table), [pk]
    has_locks = connections[DEFAULT_DB_ALIAS].features.has_select_for_update
    row = ask(locking, reading) if has_locks else ask(reading)
    if row is None:
        raise model.DoesNotExist
    record = record_of(row)
    return record, _standing_of(record.dossier.commission_id, row[-1])


def lock(model, pk):
    """The record, freshly read and locked together with its dossier. Raises ``model.DoesNotExist``."""
    return lock_with_standing(model, pk)[0]


# What an act writes

ROWS = json.JSONEncoder(
    ensure_ascii=False, default=lambda value: value.isoformat() if isinstance(value, date) else str(value)
)
GIVEN = {  # rows as one value of JSON: psycopg2 quotes many values for longer than PostgreSQL takes to read them
    "postgresql": ("{name}", "json_populate_recordset(NULL::{table}, %s)"),
    "sqlite": ("json_extract(value, '$.{name}') AS {name}", "json_each(%s)"),
}


@cache
def _names(model):
    """The attributes, which are the columns, of everything that is written to a new row of the model."""
    return tuple(column.attname for column in model._meta.concrete_fields if not column.db_returning)


@cache
def _given(model, names, vendor):
    """The query that reads these columns from rows of JSON."""
    each, rows = GIVEN[vendor]
    table = model._meta.db_table
    return f"SELECT {', '.join(each.format(name=name) for name in names)} FROM {rows.format(table=table)}"


@cache
def _change(model, names, count, vendor):
    table, sets = model._meta.db_table, ", ".join(f"{name} = given.{name}" for name in names)
    places = ", ".join(["%s"] * count)
    return f"UPDATE {table} SET {sets} FROM ({_given(model, names, vendor)}) AS given WHERE {table}.id IN ({places})"


class Writes:
    """What one act writes, in order; it leaves in one message."""

    def __init__(self):
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.vendor = self.connection.vendor
        self.statements = []

    def _said(self, model, values):
        """The values as JSON says them. PostgreSQL reads each by the type of its column, SQLite takes it as it comes."""
        if self.vendor == "postgresql":
            return values
        columns = {column.attname: column for column in model._meta.concrete_fields}
        return {name: columns[name].get_db_prep_save(value, self.connection) for name, value in values.items()}

    def insert(self, rows):
        """Unsaved rows of one model, or none."""
        if rows:
            model = type(rows[0])
            names = _names(model)
            sql = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) {_given(model, names, self.vendor)}"
            said = [self._said(model, {name: row.__dict__[name] for name in names}) for row in rows]
            self.statements.append((sql, [ROWS.encode(said)]))

    def change(self, model, keys, values):
        """Set ``{attribute: value}`` on the rows of the model with these keys."""
        sql = _change(model, tuple(values), len(keys), self.vendor)
        self.statements.append((sql, [ROWS.encode([self._said(model, values)]), *keys]))

    def update(self, row, names):
        """Write the named attributes of one row."""
        self.change(type(row), [row.pk], {name: row.__dict__[name] for name in names})

    def send(self):
        if not self.statements:  # an empty message is an error to the server
            return
        with self.connection.cursor() as cursor:
            _send(self.connection, cursor, self.statements)
