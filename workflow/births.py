"""The only place that says what a record's page may begin: each birth with what bars this person from it, if anything does."""

from django.urls import reverse

from workflow import offers, steps
from workflow.authority import posts_for
from workflow.holds import bars
from workflow.models import NEW


def begun_in(record, model, actor):
    """The record as this actor would begin it on the page of ``record``, in its dossier."""
    begun = model.begun_within(record, actor)
    begun.dossier = record.dossier
    return begun


def posts_to_begin(begun, taken, actor):
    """(posts, obstacles): in which posts the actor may begin it, those first in which nothing bars him himself, and else why."""
    born = steps.declaration_of(taken, NEW)
    posts = posts_for(born.by, begun, actor)
    if not posts:
        return [], []
    posts = offers.open_posts(begun, taken, born, posts, actor)
    return posts, offers.personal_obstacles(begun, taken, born, actor.acting_as(posts[0]))


def barred_offer(begun, taken, url, obstacles):
    """A birth as the page shows it beside barred steps."""
    born = steps.declaration_of(taken, NEW)
    return {
        "name": born.name, "label": born.label_for(begun), "url": url, "open": False, "primary": False,
        "obstacles": obstacles, "reason": born.reason,
    }  # fmt: skip


def is_barred(begun, taken, holds, actor=None):
    """Whether an open hold bars a birth, so that no page offers it."""
    return any(bars(hold, steps.key(type(begun), taken), begun, actor) for hold in holds)


def within(record, actor, holds=()):
    """(links, barred): what the record's stage offers this actor to begin, one for each page; of what he himself may not, why."""
    links, barred = {}, {}
    for model in steps.machines():
        if not model.is_offered(record) or (record.is_covered_from(actor) and not model.opens_access):
            continue
        url, begun = None, begun_in(record, model, actor)
        for taken in steps.steps_of(model).values():
            if steps.declaration_of(taken, NEW) is None:
                continue
            posts, found = posts_to_begin(begun, taken, actor)
            if posts and not is_barred(begun, taken, holds, actor.acting_as(posts[0])):
                url = url or reverse(f"{model._meta.model_name}_new", args=[record.public_id])
                label = steps.declaration_of(taken, NEW).label_for(begun)
                if found:
                    barred.setdefault(url, barred_offer(begun, taken, url, found))
                else:
                    links.setdefault(url, {"label": label, "url": url, "kind": model._meta.verbose_name})
    return list(links.values()), [offer for url, offer in barred.items() if url not in links]
