"""Which words of a matter (事项) may be looked into by whom: the only place that says it, for every search."""

from django.db.models import Q

from workflow.access import texts_open_to
from workflow.models import Classification
from workflow.onlookers import in_whose_name

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
        (
            ("lead_department", "participating_departments"),
            open_texts | (no_secret & in_whose_name(actor, model.taken_part_in_by)),
        ),
    ]
