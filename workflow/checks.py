"""System checks: a machine that is declared wrongly does not start."""

import keyword

from django.core.checks import Error, Tags, Warning, register
from django.db import models
from django.db.models import Model

from workflow.authority import RANKS, At, ThatPerson
from workflow.models.audit import missing_triggers
from workflow.steps import EVERY, carried, carried_with, carriers, declarations, followers, key, machines, steps_of


@register()
def machines_are_sound(app_configs, **kwargs):
    """Every step of every machine refers to what exists."""
    return [
        Error(f"{key(model, taken)}: {fault}", id="workflow.E001")
        for model in machines()
        for taken in steps_of(model).values()
        for declaration in declarations(taken)
        for fault in faults(model, taken, declaration)
    ]


@register()
def followers_are_sound(app_configs, **kwargs):
    """What goes along with a step of an app below names a step that there is."""
    known = {key(model, taken) for model in machines() for taken in steps_of(model).values()}
    return [Error(f"{leader} is followed and is no step", id="workflow.E003") for leader in followers().keys() - known]


@register()
def searches_are_sound(app_configs, **kwargs):
    """What a machine lets a search look into is a text of its own, or a relation to what has a name."""
    return [
        Error(f"{model._meta.label}.searched: {name} is no text and names nobody", id="workflow.E002")
        for model in machines()
        for name in model.searched
        if not _can_be_searched(model, name)
    ]


def _can_be_searched(model, name):
    column = next((column for column in model._meta.get_fields() if column.name == name), None)
    if column is None or not column.is_relation:
        return isinstance(column, models.CharField | models.TextField)
    return any(field.name == "name" for field in column.related_model._meta.get_fields())


@register(Tags.database)
def history_is_guarded(app_configs, databases=None, **kwargs):
    """The append-only triggers stand on every database asked for. A warning, because ``migrate`` asks first and then mends."""
    return [
        Warning(f"append-only trigger {name} is missing on {alias}; run migrate", id="workflow.W001")
        for alias in databases or ()
        for name in missing_triggers(alias)
    ]


def faults(model, taken, declaration):
    """What is wrong with one declaration, in words."""
    name = declaration.name
    if keyword.iskeyword(name) or hasattr(Model, name):
        yield "the name is taken by Python or by models.Model"
    states = {state.value for state in model.State} | {""}
    yield from (f"no state {state!r}" for state in {declaration.source, declaration.target} - states)
    if declaration.is_carried and key(model, taken) not in carriers():
        yield "it is carried by no step"
    for authority in (*declaration.by, *declaration.tells):
        if isinstance(authority, At | ThatPerson) and not _leads(model, authority.path):
            yield f"no path {authority.path}"
    for path in (
        *declaration.apart_from,
        *filter(None, [declaration.stamps, declaration.signs, declaration.stops, declaration.urges]),
    ):
        if not _leads(model, path):
            yield f"no path {path}"
    yield from _names(model, declaration)
    yield from _too_low(declaration)
    for relation, reference in carried_with(model, declaration):
        if not _leads(model, relation):
            yield f"no relation {relation}"
        try:
            carried(model, reference)
        except (KeyError, LookupError):
            yield f"no step {reference}"


def _too_low(declaration):
    """Who may approve below the least level that the step declares (规则 52); and the least level has to be one that may."""
    if declaration.least is None:
        return
    may = {role for authority in declaration.by for role in getattr(authority, "roles", ())}
    if declaration.least not in may:
        yield f"its least level {declaration.least.value} may not take it"
    yield from (
        f"{role.value} is below its least level" for role in may if RANKS.get(role, 0) < RANKS[declaration.least]
    )


def _names(model, declaration):
    for kind, table in (
        ("starts", "clocks"),
        ("meets", "clocks"),
        ("cancels", "clocks"),
        ("moves", "clocks"),
        ("places", "holds"),
        ("lifts", "holds"),
    ):
        for named in getattr(declaration, kind):
            owner = _end(model, named.of)
            if named.of and not _leads(model, named.of):
                yield f"no path {named.of}"
            elif owner is not None and named.name != EVERY and named.name not in getattr(owner, table):
                yield f"{kind} {named.name}, which {owner.__name__} does not have"


def _end(model, path):
    """The model at the end of a path, ``None`` when a property hides it."""
    for name in filter(None, path.split(".")):
        field = next((field for field in model._meta.get_fields() if field.name == name), None)
        if field is None:
            return None
        model = field.related_model
    return model


def _leads(model, path):
    """Whether the dotted path exists; behind a property it is taken on trust."""
    for name in path.split("."):
        field = next((field for field in model._meta.get_fields() if field.name == name), None)
        if field is None:
            return hasattr(model, name)
        model = field.related_model if isinstance(field, models.ForeignKey) or field.is_relation else model
    return True
