"""A fingerprint of the whole database: equal before and after means that no row came, went or moved."""

from functools import cache

from django.apps import apps
from django.db import connection


@cache
def _question():
    asked = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        table, columns = model._meta.db_table, {column.column for column in model._meta.concrete_fields}
        numbers = [f"coalesce(sum({name}), 0)" for name in ("version", "chain_length", "last") if name in columns]
        words = [f"coalesce(max(CAST({name} AS text)), '')" for name in ("chain_head", "digest") if name in columns]
        gone = [f"count({name})" for name in ("lifted_at", "closed_at", "read_at", "withdrawn_at") if name in columns]
        said = " || '/' || ".join(f"CAST({part} AS text)" for part in ["count(*)", *numbers, *words, *gone])
        asked.append(f"SELECT '{table}', {said} FROM \"{table}\"")
    return " UNION ALL ".join(asked)


def fingerprint():
    """{table: its counts, sums of versions, heads of chains}; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return dict(cursor.fetchall())
