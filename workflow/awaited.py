"""What waits for an actor and what is his own business: the only place that reads it off the steps that states wait for.

Nothing is stored for it: who may take the steps that a state waits for says who is meant.
"""

from collections import defaultdict
from functools import cache, partial

from django.db.models import Exists, OuterRef, Q, Value, prefetch_related_objects

from organizations.models import Person
from workflow.authority import CARRIED, posts_for
from workflow.models import Clock
from workflow.offers import personal_obstacles, waiting_states
from workflow.steps import declarations, machines, steps_of

MOST = 100  # rows of one kind on the desk; the lists show the rest
NOBODYS = Q(pk__in=[])  # what a kind of record says that is nobody's own business


def awaited_of(model):
    """(wanted, state, rows, authorities, step) of all that the states of a model wait for; ``wanted`` of a row is its
    (label, step name), and ``step`` its (function, declaration); work has none."""
    for taken in steps_of(model).values():
        for declaration in declarations(taken):
            if declaration.expected:
                rows = Q() if declaration.expected is True else declaration.expected
                wanted = partial(_labelled, declaration)
                yield wanted, declaration.source, rows, declaration.by, (taken, declaration)
    for state, awaited in model.awaits.items():
        for each in awaited:
            yield partial(_named, each), state, each.rows, (each.authority,), None


def _labelled(declaration, row):
    return declaration.label_for(row), declaration.name


def _named(awaited, _row):
    return awaited.label, ""


@cache
def _names(model):
    """Relations of a model that lead to those it waits for: people, offices and organisations."""
    found = []
    for _, _, _, authorities, _ in awaited_of(model):
        for authority in (each for each in authorities if each is not CARRIED):
            head, owner = authority.path.rpartition(".")[0], model
            for name in filter(None, head.split(".")):
                owner = owner._meta.get_field(name).related_model
            named = [owner.named[role] for role in getattr(authority, "roles", ()) if role in owner.named]
            found += [authority.path, *(f"{head}.{name}" if head else name for name in named)]
    return tuple(dict.fromkeys(path.replace(".", "__") for path in found))


def with_names(model, rows):
    """The rows with everyone they wait for, in a question for each relation and none for a row."""
    rows = list(rows)
    prefetch_related_objects(rows, *_names(model))
    return rows


@cache
def _groups(model):
    """What the states of a model wait for, in parts that one condition can ask: all that waits on a bare state, and each of the rest."""
    asked = list(awaited_of(model))
    plain = [each for each in asked if not each[2]]
    return [*([plain] if plain else []), *([each] for each in asked if each[2])]


def meant_for(actor):
    """{model: {key: places among its groups}}, the oldest first, of all rows on which the actor is meant: one question for every kind.

    It is no list that anybody reads: what he sees of these rows is asked where they are read.
    """
    asked = []
    for kind, model in enumerate(machines()):
        for place, group in enumerate(_groups(model)):
            meant = Q(pk__in=[])
            for _, state, rows, authorities, _ in group:
                for authority in authorities:
                    meant |= Q(state=state) & rows & authority.q(actor, model)
            rows = model._base_manager.filter(meant).order_by()
            asked.append(rows.values_list("moved_at", "pk", Value(kind), Value(place)))
    found = defaultdict(lambda: defaultdict(set))
    for _, key, kind, place in sorted(asked[0].union(*asked[1:], all=True)):
        found[machines()[kind]][key].add(place)
    return found


def awaiting(model, actor, meant):
    """[(row, [(label, step, on whose behalf)])] of the visible rows that wait for this actor, as far as nothing bars him.

    ``meant`` is {key: places of groups} of the rows on which he is meant.
    """
    found = []
    for row in with_names(model, _oldest_seen(model, actor, list(meant))):
        wanted = [
            (*wanted_of(row), post.person.name if post.is_lent else "")
            for place in sorted(meant[row.pk])
            for wanted_of, state, _, authorities, step in _groups(model)[place]
            if state == row.state and (post := _free_post(row, authorities, step, actor))
        ]
        if wanted:
            found.append((row, wanted))
    return found


def _oldest_seen(model, actor, keys):
    """The first visible rows of these keys. They are asked for a hundred at a time, a second time only where some are out of sight:
    SQLite tries every key on every visible dossier."""
    rows = []
    while keys and len(rows) < MOST:
        part, keys = keys[:MOST], keys[MOST:]
        seen = model.objects.visible_to(actor).filter(pk__in=part).select_related(*model.within, "dossier__policy")
        rows += seen.order_by("moved_at", "pk")
    return rows[:MOST]


def concerning(actor):
    """{model: the latest visible rows that are the actor's own business and wait for somebody or have a date}: an archive has neither.

    Which kinds have any such row is one question for all of them, of which nobody is told anything; only those are read, as far as he sees them.
    """
    asked = {}
    for place, model in enumerate(machines()):
        concern = model.concerns(actor)
        if concern != NOBODYS:
            asked[f"kind_{place}"] = Exists(model._base_manager.filter(_under_way(model), concern))
    found = Person.objects.filter(pk=actor.person_id).values(**asked).get() if asked else {}
    return {model: _seen_of_own(model, actor) for place, model in enumerate(machines()) if found.get(f"kind_{place}")}


def _under_way(model):
    is_due = Exists(Clock.objects.open().filter(subject_id=OuterRef("public_id")))
    return Q(is_due) | Q(state__in=waiting_states(model))


def _seen_of_own(model, actor):
    rows = model.objects.visible_to(actor).filter(model.concerns(actor)).filter(_under_way(model))
    return with_names(model, rows.select_related(*model.within, "dossier").order_by("-moved_at", "pk")[:MOST])


def _free_post(row, authorities, step, actor):
    """The post in which the actor may do what the row waits for, ``None`` where there is none or something bars him."""
    posts = posts_for(authorities, row, actor)
    if step is None:
        return posts[0] if posts else None
    taken, declaration = step
    free = (post for post in posts if not personal_obstacles(row, taken, declaration, actor.acting_as(post)))
    return next(free, None)
