"""The only place for declaring a step, and for reading what is declared.

A step wraps ``django_fsm.transition``: without label, article and authority there is no step. What a step does to other records
is declared, never coded in its body.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import Q, prefetch_related_objects
from django_fsm import transition

from organizations.models import Role
from workflow.authority import CARRIED, follow
from workflow.models.record import Record

SAME = None  # the target of a step that stays where it is
EVERY = "*"  # every open clock, or hold, of the dossier


@dataclass(frozen=True)
class On:
    """A clock or hold by name, on the records at ``of`` (itself when empty), only ``when`` a condition holds."""

    name: str
    of: str = ""
    when: Callable | None = None
    days: int | None = None

    def subjects(self, record):
        """The records meant, empty where the condition does not hold. Asked after the step's body."""
        if self.when is not None and not self.when(record):
            return []
        found = follow(record, self.of)
        if found is None or isinstance(found, Record):
            return [] if found is None else [found]
        return list(found.all() if hasattr(found, "all") else found)


def on(of, name, when=None):
    """A clock or hold of other records: ``of`` is a path to a record or to several."""
    return On(name, of, when)


def in_days(days, name):
    """A clock of the record itself with a default of its own, as a returned report is due sooner than a first one."""
    return On(name, days=days)


def when(condition, name):
    """A clock or hold of the record itself, on a condition."""
    return On(name, "", condition)


@dataclass(frozen=True)
class Declaration:
    """What one step means from one source state; the row of the procedure's table."""

    name: str
    label: str
    article: str
    source: str
    target: str
    by: tuple = ()
    apart_from: tuple = ()
    needs: tuple = ()
    starts: tuple = ()
    meets: tuple = ()
    cancels: tuple = ()
    places: tuple = ()
    lifts: tuple = ()
    carries: tuple = ()
    tells: tuple = ()
    reason: bool = False
    signs: str = ""
    expected: bool | Q = False
    stamps: str = ""
    labels: tuple = ()
    moves: tuple = ()
    stops: str = ""
    resumes: bool = False
    urges: str = ""
    follows: tuple = ()
    least: Role | None = None

    @property
    def is_carried(self):
        return CARRIED in self.by

    def label_for(self, record):
        """The step's label on this record: an assigned matter is taken on (接办) where another is determined."""
        return next((label for condition, label in self.labels if condition(record)), self.label)

    @staticmethod
    def carries_one(model, relation):
        """Whether the relation leads to exactly one record (a foreign key of the model)."""
        return any(column.name == relation for column in model._meta.concrete_fields)


def _refs(names):
    return tuple(name if isinstance(name, On) else On(name) for name in names)


def step(
    source, target, *, label, article, by, apart_from=(), needs=(), starts=(), meets=(), cancels=(), places=(), lifts=(),
    carries=(), tells=(), reason=False, signs="", expected=False, stamps="", labels=(), moves=(), stops="", resumes=False, urges="",
    follows=(), least=None,
):  # fmt: skip
    """Declare a step from ``source`` (a state or several) to ``target`` (``SAME`` to stay).

    ``by`` authorities · ``apart_from`` paths to persons who must be someone else · ``needs`` guards · ``starts``, ``meets``,
    ``cancels`` clocks and ``places``, ``lifts`` holds, by name or ``on``/``when`` · ``carries`` (relation, "Model.step") taken
    within the same act · ``tells`` authorities to notify beside those the new state waits for · ``reason`` it must be given in
    words · ``signs`` attribute whose digest the acting person has seen · ``expected`` the state waits for this step, or a ``Q`` of the rows that do · ``stamps``
    field that takes the acting person · ``labels`` (condition, label) where the label depends on the record · ``moves`` clocks that
    take the record's date anew · ``stops`` path to the date until which every clock of the dossier stands still, ``resumes`` ends that ·
    ``urges`` path to the clock that counts an urging by it · ``follows`` (key of a step of an app below, relation from its record): steps
    that take this one along without knowing of it · ``least`` the lowest post that may approve by it (最低审批权限).
    """
    if not (label and article and by):
        raise TypeError("a step has a label, an article and an authority")
    sources = source if isinstance(source, list | tuple) else [source]

    def declare(method):
        for each in sources:
            declaration = Declaration(
                method.__name__, label, article, str(each), str(each if target is SAME else target), tuple(by),
                tuple(apart_from), tuple(needs), _refs(starts), _refs(meets), _refs(cancels), _refs(places), _refs(lifts),
                tuple(carries), tuple(tells), reason, signs, expected, stamps, tuple(labels), _refs(moves), stops, resumes,
                urges, tuple(follows), least,
            )  # fmt: skip
            method = transition("state", source=each, target=target, custom={"declaration": declaration})(method)
        return method

    return declare


def declaration_of(taken, state):
    """The declaration of step ``taken`` from ``state``, or ``None``."""
    found = taken._django_fsm.transitions.get(state)
    return found.custom["declaration"] if found else None


def declarations(taken):
    """Every declaration of a step, one per source."""
    return [found.custom["declaration"] for found in taken._django_fsm.transitions.values()]


@cache
def steps_of(model):
    """The steps of a model in the order in which its class declares them: {name: function}."""
    return {name: member for name, member in vars(model).items() if hasattr(member, "_django_fsm")}


def key(model, taken):
    """The one name of a step everywhere: ``coordination.Matter.determine``."""
    return f"{model._meta.app_label}.{model.__name__}.{taken.__name__}"


@cache
def carried(model, reference):
    """(model, step) for the ``"Model.step"`` of a ``carries`` entry, in the app of ``model`` where it names no other."""
    *app, name, wanted = reference.split(".")
    other = apps.get_model(*(app or [model._meta.app_label]), name)
    return other, steps_of(other)[wanted]


@cache
def followers():
    """What goes along with a step of an app below (``follows``): {key of that step: [(relation, "app.Model.step"), …]}."""
    found = defaultdict(dict)
    for model in machines():
        for taken in steps_of(model).values():
            for declaration in declarations(taken):
                for leader, relation in declaration.follows:
                    found[leader][relation, key(model, taken)] = None
    return {leader: tuple(along) for leader, along in found.items()}


def carried_with(model, declaration):
    """(relation, step) of all that a step takes along: what it carries, then what follows it from the apps above."""
    return declaration.carries + followers().get(f"{model._meta.app_label}.{model.__name__}.{declaration.name}", ())


@cache
def carriers():
    """Who carries what: {step key: ["Matter.issue", …]} over all models."""
    found = defaultdict(list)
    for model in machines():
        for taken in steps_of(model).values():
            for declaration in declarations(taken):
                for _, reference in carried_with(model, declaration):
                    other, step_carried = carried(model, reference)
                    words = f"{model.__name__}.{taken.__name__}"
                    if words not in found[key(other, step_carried)]:
                        found[key(other, step_carried)].append(words)
    return dict(found)


@dataclass(frozen=True)
class Awaited:
    """Work that a state waits for and that is no step of the record itself: writing a plan, writing a report.

    ``rows`` narrows it to some rows of the state; what is ``aside`` holds for few of them, and a list does not speak of it. ``begins``
    names the form with which the work begins, on the ``fresh`` rows; on the others it begins with reading the record's page.
    """

    label: str
    authority: object
    rows: Q = field(default_factory=Q)
    aside: bool = False
    begins: str = ""
    fresh: Q = field(default_factory=Q)


@cache
def machines():
    """Every model that is moved by steps."""
    return [model for model in apps.get_models() if issubclass(model, Record) and steps_of(model)]


@cache
def terminal_states(model):
    """States that no step leaves."""
    left = {
        each.source for taken in steps_of(model).values() for each in declarations(taken) if each.source != each.target
    }
    return [state.value for state in model.State if state.value not in left]


@cache
def fields_of(taken):
    """The step's own fields: {name: required}, read from its signature."""
    parameters = list(inspect.signature(taken).parameters.values())[1:]
    return {parameter.name: parameter.default is parameter.empty for parameter in parameters}


def children(record, relation):
    """The records at ``relation``: one for a foreign key, several for a manager or a property that yields them."""
    found = getattr(record, relation)
    if found is None:
        return []
    return [found] if isinstance(found, Record) else list(found.all() if hasattr(found, "all") else found)


def _read_together(rows, taken):
    """What the step carries further is read for all rows at once, not for each."""
    if len(rows) > 1:
        reverse = {related.get_accessor_name() for related in rows[0]._meta.related_objects}
        further = {relation for each in declarations(taken) for relation, _ in carried_with(type(rows[0]), each)}
        prefetch_related_objects(rows, *sorted(further & reverse))


def _share_dossier(record, rows):
    """What lies in one dossier need not read it again."""
    if "dossier" in record._state.fields_cache:
        for row in rows:
            if row.dossier_id == record.dossier_id:
                row.dossier = record.dossier


def taken_by_children(record, declaration):
    """(child, step, declaration) that the step carries, in order: of one child always, of several those from whose state it
    leads. A child carried twice, such as signed and then issued, is asked the second time in the state after the first."""
    found, states = {}, {}
    for relation, reference in carried_with(type(record), declaration):
        _, step_carried = carried(type(record), reference)
        if relation not in found:
            found[relation] = children(record, relation)
            _read_together(found[relation], step_carried)
            _share_dossier(record, found[relation])
        single = declaration.carries_one(type(record), relation)
        for child in found[relation]:
            its = declaration_of(step_carried, states.get(id(child), child.state))
            if its:
                states[id(child)] = its.target
            if its or single:
                yield child, step_carried, its
