"""The history of a dossier as one actor may read it, in the words of the time."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from workflow.models import AuditEntry, Remark
from workflow.steps import machines


@dataclass(frozen=True)
class Line:
    """One entry with the remark that was made with it."""

    at: datetime
    label: str
    person: str
    post: str
    subject: str
    from_label: str
    to_label: str
    article: str
    remark: str
    on_behalf_of: str
    act_id: UUID
    carried: list = field(default_factory=list)
    organisation: str = ""


def kinds_in(dossier):
    """The kinds of record that a dossier holds: whatever is born leaves an entry."""
    born = set(AuditEntry.objects.filter(dossier=dossier).order_by().values_list("subject_type", flat=True).distinct())
    return [model for model in machines() if model._meta.label_lower in born]


def visible_subjects(dossier, actor):
    """{public id: record} of everything in the dossier that the actor may see; one query for each kind that it holds."""
    return {
        record.public_id: record
        for model in kinds_in(dossier)
        for record in model.objects.visible_to(actor).filter(dossier=dossier).select_related(*model.within)
    }


def of_dossier(dossier, actor, subjects=None):
    """Acts on the dossier, newest first, each with the steps it carried; nothing of records beyond the actor's sight."""
    subjects = visible_subjects(dossier, actor) if subjects is None else subjects
    covered = {public_id: record.words for public_id, record in subjects.items() if record.is_covered_from(actor)}
    open_to = {public_id for public_id, record in subjects.items() if record.is_open_to(actor)}
    answered = {key: record.answers for key, record in subjects.items() if not record.shows_work_to(actor)}
    entries = [
        entry
        for entry in AuditEntry.objects.filter(dossier=dossier, subject_id__in=subjects).order_by("seq")
        if entry.subject_id not in answered or _answer(entry, answered) is not None
    ]
    remarks = {(said.act_id, said.subject_id): said.text for said in Remark.objects.filter(dossier=dossier)}
    lines = [
        Line(
            entry.at, entry.label, entry.person_name, entry.post_words, covered.get(entry.subject_id, entry.subject_words),
            entry.source_label if entry.source != entry.target else "", entry.target_label if entry.source != entry.target else "",
            entry.article,
            remarks.get((entry.act_id, entry.subject_id), "") if entry.subject_id in open_to or _answer(entry, answered) else "",
            entry.on_behalf_of, entry.act_id,
        )
        for entry in entries
    ]  # fmt: skip
    acts = {}
    for line in lines:
        if line.act_id in acts:
            acts[line.act_id].carried.append(line)
        else:
            acts[line.act_id] = line
    return list(reversed(acts.values()))


def _answer(entry, answered):
    """To someone who sees only the header of its subject: whether the words of the act are for him; ``None`` if it is no answer."""
    return answered.get(entry.subject_id, {}).get(entry.action.rpartition(".")[2])
