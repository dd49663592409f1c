"""The only place for placing and lifting holds (前置障碍): facts that bar steps until they are mended."""

from dataclasses import dataclass

from workflow.models import Hold


@dataclass(frozen=True)
class Bar:
    """A kind of hold: what it says, which steps it bars (``"app.Model.step"``), and who can lift it."""

    label: str
    article: str
    bars: tuple
    mended_by: str


def placed(record, name, *, at, act_id):
    """An unsaved hold of the kind ``name`` on the record."""
    bar = record.holds[name]
    return Hold(
        dossier_id=record.dossier_id, subject_type=record._meta.label_lower, subject_id=record.public_id,
        subject_words=record.words[:120], name=name, label=bar.label, article=bar.article, mended_by=bar.mended_by,
        bars=list(bar.bars), placed_at=at, placed_act=act_id,
    )  # fmt: skip
