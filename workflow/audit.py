"""The only place that writes and verifies the record of acts: chained, append-only, in the words of the time."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime
from functools import cache

from django.db import models, transaction

from workflow import clocks, rows
from workflow.models import AuditEntry, Journal

SAID = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
ALGORITHM = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"


def digest_of(*parts, algorithm=ALGORITHM):
    """The hex digest of values that JSON can say; equal values give equal digests on both databases."""
    return hashlib.new(algorithm, SAID.encode(parts).encode()).hexdigest()


def genesis(chain_id, algorithm=ALGORITHM):
    """The head of an empty chain."""
    return digest_of("genesis", str(chain_id), algorithm=algorithm)


SEALED = (
    "seq", "act_id", "action", "label", "article", "subject_type", "subject_id", "subject_words", "person_id", "person_name",
    "post_words", "on_behalf_of", "address", "source", "target", "source_label", "target_label", "changes", "previous",
)  # fmt: skip


def seal(entry, algorithm):
    """The digest of an entry over everything it says and the entry before it."""
    moment = entry.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return digest_of(moment, [getattr(entry, name) for name in SEALED], algorithm=algorithm)


def chain(entry, holder):
    """Give the entry its place in the chain of ``holder`` (a dossier or journal, whose row is locked)."""
    holder.chain_length += 1
    entry.seq, entry.previous = holder.chain_length, holder.chain_head
    entry.digest = holder.chain_head = seal(entry, holder.chain_algorithm)
    return entry


@cache
def _columns(model):
    kept_apart = ("id", "dossier", "version", "moved_at")
    return {column.attname: column for column in model._meta.concrete_fields if column.name not in kept_apart}


def snapshot(record):
    """The present values of a record, to be compared after the act."""
    return dict(record.__dict__)


def changed(record, before):
    """Attribute names of the record that differ from the snapshot."""
    now = record.__dict__
    return [name for name in _columns(type(record)) if now.get(name) != before.get(name)]


def _said(record, column, value):
    """A value as the record keeps it: body text as its digest, a relation as the words of then."""
    if value is None or value == "":
        return None
    if isinstance(column, models.TextField | models.JSONField):
        return f"{ALGORITHM}:{digest_of(value)[:16]}"
    if isinstance(column, models.ForeignKey):
        related = record.__dict__["_state"].fields_cache.get(column.name)
        return str(related) if related is not None and related.pk == value else f"#{value}"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def changes(record, names, before):
    """{field: [before, after]} in words, for the attributes that changed."""
    columns = _columns(type(record))
    return {
        columns[name].name: [
            _said(record, columns[name], before.get(name)),
            _said(record, columns[name], record.__dict__[name]),
        ]
        for name in names
        if name != "state"
    }


def entry_of(record, declaration, *, act, source, source_label, said):
    """The unsaved entry of one step on one record."""
    actor = act.actor
    return rows.unsaved(
        AuditEntry, dossier_id=record.dossier_id, act_id=act.id, at=act.at, action=f"{record._meta.app_label}.{type(record).__name__}."
        f"{declaration.name}", label=declaration.label_for(record), article=declaration.article, subject_type=record._meta.label_lower,
        subject_id=record.public_id, subject_words=record.words[:120], person_id=actor.person_id,
        person_name=actor.person.name, post_words=actor.post.words if actor.post else "",
        on_behalf_of=act.paper.words if act.paper else str(actor.on_behalf_of or ""), address=actor.address, source=source, target=record.state,
        source_label=source_label, target_label=record.state_label, changes=said,
    )  # fmt: skip


@transaction.atomic
def journal(
    action,
    label,
    *,
    actor=None,
    organisation=None,
    subject=None,
    words="",
    article="系统规则",
    changes=None,
    address="",
):
    """Write one line to the journal of the organisation and day: what moves no dossier yet must be on record.

    ``actor`` may be missing, as for a failed sign-in; ``organisation`` is that of the actor's post unless named.
    """
    at = clocks.now()
    post = actor.post if actor else None
    organisation = organisation or (post.organisation if post else None)
    scope = f"organisation:{organisation.pk}" if organisation else "system"
    day = clocks.business_date(at)
    Journal.objects.get_or_create(
        scope=scope, day=day, defaults={
            "organisation": organisation, "chain_algorithm": ALGORITHM, "chain_head": genesis(f"{scope}:{day}"),
        },
    )  # fmt: skip
    book = Journal.objects.select_for_update().get(scope=scope, day=day)
    entry = AuditEntry(
        journal=book, act_id=uuid.uuid4(), at=at, action=action, label=label, article=article,
        subject_type=subject._meta.label_lower if subject else "", subject_id=getattr(subject, "public_id", None),
        subject_words=words[:120], person=actor.person if actor else None, person_name=actor.person.name if actor else "",
        post_words=post.words if post else "", on_behalf_of=str(actor.on_behalf_of or "") if actor else "",
        address=actor.address if actor else address, changes=changes or {},
    )  # fmt: skip
    chain(entry, book).save(force_insert=True)
    book.save(update_fields=["chain_length", "chain_head"])
    return entry


def first_fault(holder, chain_id, checkpoint=None):
    """The first bad place of a chain in words, or ``None``: an edit, deletion, swap, insertion or cut tail.

    ``checkpoint`` is an earlier (length, head) kept outside the database.
    """
    expected, length = genesis(chain_id, holder.chain_algorithm), 0
    for entry in holder.entries.order_by("seq").iterator(chunk_size=500):
        length += 1
        if entry.seq != length:
            return f"第{length}项缺失（下一项是第{entry.seq}项，标识{entry.pk}）"
        if entry.previous != expected or entry.digest != seal(entry, holder.chain_algorithm):
            return f"第{entry.seq}项与前项不符或内容被改（标识{entry.pk}，{entry.label} {entry.subject_words}）"
        expected = entry.digest
        if checkpoint and checkpoint[0] == length and checkpoint[1] != expected:
            return f"第{length}项与库外检查点不符（标识{entry.pk}）"
    if holder.chain_length != length or holder.chain_head != expected:
        return f"末尾被截：应有{holder.chain_length}项，现有{length}项"
    if checkpoint and checkpoint[0] > length:
        return f"末尾被截：库外检查点有{checkpoint[0]}项，现有{length}项"
    return None
