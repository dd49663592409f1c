"""The only place that gathers what the page of a unit shows beside itself: its latest records of each kind, as far as the actor sees them.

A kind of record says by itself where it stands: ``on_unit_page`` names one of ``PARTS``, and ``unit_path`` the way to its unit where
that is not simply ``unit``. One question is asked for each kind, however many records there are.
"""

from typing import NamedTuple

from workflow.steps import machines

PARTS = {
    "owed": "定期应当办理的",
    "asked": "向派出机关请示、报告、提请的",
    "given": "派出机关交办、通报的",
    "hosts": "驻在单位提供、通报的",
    "watched": "日常监督、指导和教育",
    "advised": "建议、通报和意见",
    "met": "会议和决定",
    "side": "协作配合",
    "cases": "案件登记",
    "clues": "线索登记",
    "registers": "过问干预和对本机构的意见",
}
LATEST = 5  # of a kind; its own list shows the rest


class Kind(NamedTuple):
    """The latest records of one kind, whether there are more, and the list that shows them all (empty where it has none)."""

    label: str
    rows: list
    there_is_more: bool
    list_page: str


def parts_of(unit, actor):
    """[(heading, [Kind, …])] in the order of ``PARTS``; what has nothing to show is left out."""
    found = {}
    for model in machines():
        if place := getattr(model, "on_unit_page", ""):
            rows = model.objects.visible_to(actor).filter(**{getattr(model, "unit_path", "unit"): unit})
            rows = list(rows.select_related("dossier", *model.within).order_by("-moved_at", "-pk")[: LATEST + 1])
            if rows:
                kind = Kind(model._meta.verbose_name, rows[:LATEST], len(rows) > LATEST, model.list_page)
                found.setdefault(place, []).append(kind)
    return [(heading, found[place]) for place, heading in PARTS.items() if place in found]
