"""The only place that writes and reads the checkpoint file: heads of chains, kept outside the database.

A chain that was cut and given a new head is sound by itself; only a head written down elsewhere shows it. Every line counts,
not just the newest of a chain, since later lines may already have been written from a history that was rewritten.
"""

import json
import os
from collections import defaultdict
from datetime import UTC
from itertools import chain

from django.conf import settings

from workflow import clocks
from workflow.models import Dossier, Journal


def chains():
    """(name, id, holder) of every chain; the id is what its first entry is sealed to."""
    for dossier in Dossier.objects.order_by("pk").iterator(chunk_size=500):
        yield f"dossier:{dossier.public_id}", dossier.public_id, dossier
    for journal in Journal.objects.order_by("pk").iterator(chunk_size=500):
        chain_id = f"{journal.scope}:{journal.day}"
        yield f"journal:{chain_id}", chain_id, journal


def recorded():
    """({chain name: {length: head}}, [numbers of lines that cannot be read]) of the checkpoint file."""
    found, unreadable = defaultdict(dict), []
    for number, said in _lines():
        if said is None:
            unreadable.append(number)
        else:
            # The first word on a length stands: what a later line says of it was written after a change.
            found[said["chain"]].setdefault(said["length"], said["head"])
    return found, unreadable


def append():
    """Write a line for every chain that has moved since the file last named it; returns how many."""
    known = {(said["chain"], said["length"], said["head"]) for _, said in _lines() if said}
    moment = clocks.now().astimezone(UTC).isoformat(timespec="seconds")
    lines = [
        json.dumps(
            {"chain": name, "length": length, "head": head, "algorithm": algorithm, "at": moment}, ensure_ascii=False
        )
        for name, length, head, algorithm in _heads()
        if length and (name, length, head) not in known
    ]
    if lines:
        _write("\n".join(lines))
    return len(lines)


def _lines():
    """(number, what the line says) of the file; ``None`` for a line that a lost power supply or a hand has broken."""
    path = settings.AUDIT_CHECKPOINT_FILE
    if not path.exists():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, _said(line)


def _said(line):
    try:
        said = json.loads(line)
        return {"chain": str(said["chain"]), "length": int(said["length"]), "head": str(said["head"])}
    except (ValueError, KeyError, TypeError):
        return None


def _heads():
    columns = ("chain_length", "chain_head", "chain_algorithm")
    dossiers = Dossier.objects.order_by("pk").values_list("public_id", *columns).iterator(chunk_size=2000)
    journals = Journal.objects.order_by("pk").values_list("scope", "day", *columns).iterator(chunk_size=2000)
    return chain(
        ((f"dossier:{public_id}", *head) for public_id, *head in dossiers),
        ((f"journal:{scope}:{day}", *head) for scope, day, *head in journals),
    )


def _write(text):
    """Append in one write, on the disk before it counts; nothing that stands in the file is ever opened for writing."""
    path = settings.AUDIT_CHECKPOINT_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab", buffering=0) as file:
        # A broken last line must not swallow the next one; an empty line costs nothing.
        file.write(f"\n{text}\n".encode() if file.tell() else f"{text}\n".encode())
        os.fsync(file.fileno())
