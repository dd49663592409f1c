"""The only place for ending a process at a statement of what it does, and for comparing and restoring whole databases afterwards.

The process is a real one: a fork that ends without any cleaning up, before or after one of its statements.
"""

import os
import re
import sys
import traceback
import uuid
import warnings
from collections import Counter
from contextlib import contextmanager
from datetime import datetime

from django.apps import apps
from django.db import connection, connections, transaction

GOT_THROUGH, FAILED, KILLED = 0, 1, 137
KEYS = ("id", "dossier_id", "content_object_id", "changes")  # of rows that may be new; PostgreSQL takes no number twice
DIGEST = re.compile(r"^([a-z0-9]+:)?[0-9a-f]{16,64}$")


class Ending:
    """Counts the statements on the way to the database and ends the process before or after one of them."""

    def __init__(self, at, when):
        self.at, self.when, self.count = at, when, 0

    def __call__(self, execute, sql, parameters, many, context):
        self.count += 1
        if (self.count, self.when) == (self.at, "before"):
            os._exit(KILLED)
        answer = execute(sql, parameters, many, context)
        if (self.count, self.when) == (self.at, "after"):
            os._exit(KILLED)
        return answer


def forked(work, ending=None):
    """Run ``work`` in a process of its own, which is gone the moment it ends; how it went."""
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # newer Pythons warn of threads, which the child does not use
        pid = os.fork()
    if pid == 0:
        code = FAILED
        try:
            connection.ensure_connection()
            with connection.execute_wrapper(ending or Ending(0, "never")):
                work()
            code = GOT_THROUGH
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (GOT_THROUGH, KILLED)
    return code


# Comparing databases


def everything():
    """Every row of every table."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


def resembled(rows_of):
    """The same without what chance and the moment put in: keys of new rows, moments, digests."""
    return {
        table: Counter(str({name: value for name, value in row.items() if said(name, value)}) for row in rows)
        for table, rows in rows_of.items()
    }


def said(name, value):
    chance = isinstance(value, uuid.UUID | datetime) or (isinstance(value, str) and DIGEST.match(value))
    return name not in KEYS and not chance


def undisturbed(act):
    """What the database looks like after the act, were nobody to end it; taken back again."""
    with transaction.atomic():
        act()
        after = resembled(everything())
        transaction.set_rollback(True)
    return after


@contextmanager
def taken_back(*models):
    """What is committed to these tables within the block, by whichever process, is taken back at its end; their rows may be removed."""
    before = [_rows_of(model) for model in models]
    try:
        yield
    finally:
        with transaction.atomic():
            for model, kept in zip(models, before, strict=True):
                _put_back(model, kept)


def _rows_of(model):
    return {row[model._meta.pk.attname]: row for row in model._base_manager.values()}


def _put_back(model, kept):
    rows, found = model._base_manager, _rows_of(model)
    if fresh := found.keys() - kept.keys():
        rows.filter(pk__in=fresh)._raw_delete(rows.db)
    for pk in [pk for pk in kept if kept[pk] != found[pk]]:
        rows.filter(pk=pk).update(**kept[pk])
