"""Two acts that meet on one dossier, each in a thread of its own, and what must be true of the dossier afterwards."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections, transaction

from tests.coordination.cells import open_clocks_at_an_end
from tests.coordination.doors import REASON
from tests.coordination.small import Small
from tests.coordination.table import MACHINES
from workflow import audit
from workflow.door import Barred, Moved, NotPermitted, advance
from workflow.models import AuditEntry, Dossier
from workflow.steps import declaration_of

REFUSED = (Barred, Moved, NotPermitted, ObjectDoesNotExist)
FIRST, SECOND, TOGETHER = "the first is ahead", "the second is ahead", "as it comes"
SECONDS = 30
WAITING = """
SELECT count(DISTINCT pid) FROM pg_locks
 WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())
"""


def from_its_page(actor, record, step, **fields):
    """The act as its page sends it: with the version that was shown and the digest of what was shown."""
    signs = declaration_of(step, record.state).signs
    given = {"expected_version": record.version, "act_id": uuid.uuid4(), "note": REASON}
    if signs:
        given["shown"] = getattr(record, signs)
    return lambda: advance(record, step, actor=actor, **given, **fields)


def meet(dossier, first, second, how):
    """What each of two acts came to, of which each was begun before the other was done.

    Where one is ahead both wait for the dossier in that order; together they start, and nobody knows who is faster.
    """
    acts = [second, first] if how == SECOND else [first, second]
    with ThreadPoolExecutor(len(acts)) as pool:
        begun = _at_once(pool, acts) if how == TOGETHER else _queued(pool, dossier, acts)
        said = [future.result(SECONDS) for future in begun]
    return said[::-1] if how == SECOND else said


def refused(said):
    """Whether what an act came to is a refusal."""
    return isinstance(said, REFUSED)


def _in_a_thread(act):
    """The act on a connection of its own; it answers with its result or with its refusal."""
    try:
        return act()
    except REFUSED as refusal:
        return refusal
    finally:
        connections["default"].close()


def _at_once(pool, acts):
    barrier = threading.Barrier(len(acts), timeout=SECONDS)
    return [pool.submit(_in_a_thread, lambda act=act: (barrier.wait(), act())[1]) for act in acts]


def _queued(pool, dossier, acts):
    begun = []
    with transaction.atomic():
        Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=dossier.pk)
        for act in acts:
            begun.append(pool.submit(_in_a_thread, act))
            _until_waiting(len(begun))
    return begun


def _until_waiting(count):
    given_up_at = monotonic() + SECONDS
    with connection.cursor() as cursor:
        while monotonic() < given_up_at:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0] == count:
                return
            sleep(0.005)
    raise AssertionError(f"{count} acts should wait for the dossier")


def check_history(dossier):
    """The chain holds; states, versions, clocks and holds are what the entries add up to by the table."""
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert audit.first_fault(dossier, dossier.public_id) is None
    small = Small(dossier)
    small.replay()
    assert list(open_clocks_at_an_end(dossier)) == []
    touched = AuditEntry.objects.filter(dossier=dossier).values_list("subject_id", "act_id").distinct()
    acts = Counter(subject for subject, _ in touched)
    for public_id, label in small.labels.items():
        record = MACHINES[label]._base_manager.get(public_id=public_id)
        assert record.version == acts[public_id], f"{record.words}: {record.version} after {acts[public_id]} acts"
