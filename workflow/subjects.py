"""The only place that finds again what a row of the kernel keeps as a kind and a public id, within what an actor may see."""

from collections import defaultdict

from django.apps import apps


def visible(places, actor):
    """{public id: record} of those of the ``places``, (model label, public id), that the actor sees, with the house that they belong to; one
    query for each kind."""
    return {
        record.public_id: record
        for model, rows in _seen(places, actor)
        for record in rows.select_related("dossier", model.owner.replace(".", "__"), *model.within)
    }


def visible_ids(places, actor):
    """The public ids of those of the ``places`` that the actor sees; one query for each kind."""
    return {public_id for _, rows in _seen(places, actor) for public_id in rows.values_list("public_id", flat=True)}


def _seen(places, actor):
    wanted = defaultdict(set)
    for label, public_id in places:
        wanted[label].add(public_id)
    for label, public_ids in wanted.items():
        model = apps.get_model(label)
        yield model, model.objects.visible_to(actor).filter(public_id__in=public_ids)
