"""The only place for placing and lifting holds (前置障碍): facts that bar steps until they are mended."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from workflow.authority import follow
from workflow.models import Hold

EVERY_STEP = ("*",)


@dataclass(frozen=True)
class Bar:
    """A kind of hold: what it says, which steps it bars (``"app.Model.step"``), and who can lift it.

    ``"app.Model.step@path"`` bars the step of the very record at that path when the hold is placed, and of no other, and
    ``"app.Model.step~path"`` bars it for those who act for the organisation at that path, and for nobody else.

    Where it bars ``EVERY_STEP`` the ``spares`` go on, and what they carry: ``"app.Model.*"`` all of a record, ``"app.Model.*@what"``
    only of rows that serve it. ``until`` is the path to the last day on which it counts, which is said after the label.
    """

    label: str
    article: str
    bars: tuple
    mended_by: str
    spares: tuple = ()
    until: str = ""


def bars(hold, step_key, record, actor=None):
    """Whether an open hold bars the step of that key, of every record or of this very one, for everybody or for the actor's house."""
    meant = {step_key, "*", f"{step_key}@{record.public_id}"}
    if actor is not None and actor.post is not None:
        meant.add(f"{step_key}~{actor.post.organisation.public_id}")
    return not meant.isdisjoint(hold.bars) and not spares(hold, step_key, record)


def _barred(record, barred):
    """What a placed hold bars: whatever a path leads to is named by its public id; none where nothing is there."""
    for each in barred:
        sign = next((sign for sign in "@~" if sign in each), "")
        step_key, _, path = each.partition(sign) if sign else (each, "", "")
        meant = follow(record, path) if path else None
        if meant is not None or not path:
            yield f"{step_key}{sign}{meant.public_id}" if path else step_key


def spares(hold, step_key, record):
    """Whether a hold lets this very step pass, and with it what it carries."""
    return any(fnmatchcase(f"{step_key}@{record.serves}", each if "@" in each else f"{each}@*") for each in hold.spares)


def placed(record, name, *, at, act_id):
    """An unsaved hold of the kind ``name`` on the record."""
    bar = record.holds[name]
    until_on = follow(record, bar.until) if bar.until else None
    return Hold(
        dossier_id=record.dossier_id, subject_type=record._meta.label_lower, subject_id=record.public_id,
        subject_words=record.words[:120], name=name, article=bar.article, mended_by=bar.mended_by,
        label=f"{bar.label}至{until_on:%Y-%m-%d}" if until_on else bar.label,
        bars=list(_barred(record, bar.bars)), spares=list(bar.spares), until_on=until_on, placed_at=at, placed_act=act_id,
    )  # fmt: skip
