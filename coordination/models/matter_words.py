"""Which words of a matter (事项) may be looked into by whom: the only place that says it, for every search."""

from django.db.models import Q

from workflow.access import texts_open_to
from workflow.models import Classification

SEARCHED = (
    "number", "title", "code_name", "origin_document", "grounds", "lead_department", "participating_departments",
    "proposing_department", "handling_officer", "deputy_in_charge",
)  # fmt: skip


def searchable_by(model, actor):
    """Number and, where the texts are no secret, title by whoever sees the matter; code name, grounds and people where they are
    open; its departments also by themselves once they are called together (procedure §10)."""
    no_secret, open_texts = texts_open_to(actor), model.texts_open_to(actor)
    return [
        (("number",), Q()),
        (("title",), no_secret),
        (("code_name",), open_texts | Q(classification=Classification.WORK_SECRET)),
        (("origin_document", "grounds", "proposing_department", "handling_officer", "deputy_in_charge"), open_texts),
        (("lead_department", "participating_departments"), open_texts | (no_secret & _taking_part(model, actor))),
    ]


def _taking_part(model, actor):
    """Matters on which one of the actor's departments was called to work."""
    ours = actor.organisation_ids()
    parts = Q(lead_department__in=ours) | model.with_any(participating_departments__in=ours)
    return Q(is_convened=True) & parts
