"""The only place for declaring a step and for asking which are open.

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

from workflow import access
from workflow.authority import CARRIED, follow, posts_for, too_close, who
from workflow.guards import Obstacle
from workflow.holds import bars, spares
from workflow.models.record import NEW, Record

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
    by: tuple
    apart_from: tuple
    needs: tuple
    starts: tuple
    meets: tuple
    cancels: tuple
    places: tuple
    lifts: tuple
    carries: tuple
    tells: tuple
    reason: bool
    signs: str
    expected: bool | Q
    stamps: str
    labels: tuple = ()
    moves: tuple = ()
    stops: str = ""
    resumes: bool = False
    urges: str = ""
    follows: tuple = ()

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
    follows=(),
):  # fmt: skip
    """Declare a step from ``source`` (a state or several) to ``target`` (``SAME`` to stay).

    ``by`` authorities · ``apart_from`` paths to persons who must be someone else · ``needs`` guards · ``starts``, ``meets``,
    ``cancels`` clocks and ``places``, ``lifts`` holds, by name or ``on``/``when`` · ``carries`` (relation, "Model.step") taken
    within the same act · ``tells`` authorities to notify beside those the new state waits for · ``reason`` it must be given in
    words · ``signs`` attribute whose digest the acting person has seen · ``expected`` the state waits for this step, or a ``Q`` of the rows that do · ``stamps``
    field that takes the acting person · ``labels`` (condition, label) where the label depends on the record · ``moves`` clocks that
    take the record's date anew · ``stops`` path to the date until which every clock of the dossier stands still, ``resumes`` ends that ·
    ``urges`` path to the clock that counts an urging by it · ``follows`` (key of a step of an app below, relation from its record): steps
    that take this one along without knowing of it.
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
                urges, tuple(follows),
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

    ``rows`` narrows it to some rows of the state; what is ``aside`` holds for few of them, and a list does not speak of it.
    """

    label: str
    authority: object
    rows: Q = field(default_factory=Q)
    aside: bool = False


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


def obstacles(record, taken, declaration, holds, fields=None, actor=None):
    """Everything that bars the step: what bars this person, unmet guards, open holds, and those of the steps it carries.

    ``fields`` are the values given with the step; while they are ``None`` guards that ask for them stay silent. What bars the
    ``actor`` himself in his chosen post stands alone: nothing that anyone mends would open the step to that person.
    """
    if actor is not None and (personal := personal_obstacles(record, taken, declaration, actor)):
        return personal
    if actor is not None and asks_for_the_texts(record, declaration) and record.is_covered_from(actor):
        return [Obstacle("您不在知悉名单上，不能签批、签收和起草", "系统规则", "分管领导或者书记将您列入知悉名单")]
    found = []
    for need in declaration.needs:
        if need.asks and fields is None:
            continue
        unmet = need.obstacle(record, fields or {})
        if unmet:
            found.append(unmet)
    step_key = key(type(record), taken)
    found += [
        Obstacle(hold.label, hold.article, hold.mended_by, hold.subject_words) for hold in holds if bars(hold, step_key)
    ]
    holds = [hold for hold in holds if not spares(hold, step_key)]
    for child, step_carried, its in taken_by_children(record, declaration):
        if its is None:
            label = declarations(step_carried)[0].label_for(child)
            found.append(
                Obstacle(f"“{child.words}”现处于“{child.state_label}”，不能{label}", "系统规则", "", child.words)
            )
        else:
            for unmet in obstacles(child, step_carried, its, holds, actor=actor):
                found.append(Obstacle(unmet.sentence, unmet.article, unmet.mended_by, unmet.subject or child.words))
    return found


def asks_for_the_texts(record, declaration):
    """Whether nobody can take the step without reading: it signs what was shown, or writes something new into the dossier."""
    born = declaration.source == NEW and not declaration.is_carried
    return bool(declaration.signs) or (born and not (record.is_root or record.opens_access))


@dataclass(frozen=True)
class Offer:
    """One step on the page of one actor: a button, or the reasons why it is barred."""

    taken: Callable
    declaration: Declaration
    label: str
    posts: tuple
    obstacles: tuple

    @property
    def name(self):
        return self.declaration.name

    @property
    def open(self):
        return not self.obstacles


def steps_for(record, actor, holds):
    """The steps that this actor's posts reach from the record's state, each open or with its obstacles."""
    offers = []
    for taken in steps_of(type(record)).values():
        declaration = declaration_of(taken, record.state)
        if declaration is None or record.state == NEW:
            continue
        posts = posts_for(declaration.by, record, actor)
        if not posts or not all(need(record) for need in declaration.needs if need.quiet):
            continue
        acting = actor.acting_as(open_posts(record, taken, declaration, posts, actor)[0])
        found = obstacles(record, taken, declaration, holds, actor=acting)
        offers.append(Offer(taken, declaration, declaration.label_for(record), tuple(posts), tuple(found)))
    return offers


def open_posts(record, taken, declaration, posts, actor):
    """Of these posts those in which nothing bars the actor himself; all of them where each is barred, to say why."""
    free = [post for post in posts if not personal_obstacles(record, taken, declaration, actor.acting_as(post))]
    return free or posts


def personal_obstacles(record, taken, declaration, actor):
    """What bars this person in the chosen post: the two-person rule, and what no deputy may do."""
    return two_person_obstacles(record, declaration, actor) or deputy_obstacles(record, taken, declaration, actor)


def two_person_obstacles(record, declaration, actor):
    """The two-person rule (双人原则): persons are compared, whatever post they act in, and whom they deputise for as well."""
    whose = f"您或者所代理的{actor.on_behalf_of.name}" if actor.on_behalf_of else "您"
    return [
        Obstacle(
            f"{whose}是本件的{label}，不得再办理“{declaration.label_for(record)}”",
            declaration.article,
            "、".join(who(declaration.by, record)),
        )
        for label in too_close(declaration.apart_from, record, actor)
    ]


def deputy_obstacles(record, taken, declaration, actor):
    """In a lent post: a step that the commission's policy does not let out of hand, and a principal who stands back (回避)."""
    principal, label = actor.on_behalf_of, declaration.label_for(record)
    if principal is None or record.dossier_id is None:
        return []
    if key(type(record), taken) in record.dossier.policy.not_delegable:
        sentence = f"本单位规定“{label}”不得代理，应当由{principal.name}本人办理"
        return [Obstacle(sentence, declaration.article, principal.name)]
    if access.stands_back(principal, record.dossier_id, actor):
        return [Obstacle(f"{principal.name}已回避本件，不得代其办理“{label}”", "系统规则", "其他有职务的人员")]
    return []


def waiting_for(record, state=None, *, narrowed=False):
    """(label, who) of the steps and other work that the record waits for in its state, or would wait for in another.

    ``narrowed`` asks the database which of those that wait on some rows only this row waits for; a list does without.
    """
    state = record.state if state is None else state
    works = [awaited for awaited in record.awaits.get(state, ()) if narrowed or not awaited.aside]
    found = [(awaited.rows, awaited.label, awaited.authority.words(record)) for awaited in works]
    for taken in steps_of(type(record)).values():
        declaration = declaration_of(taken, state)
        if declaration and _is_awaited(declaration, narrowed):
            found.append((declaration.expected, declaration.label_for(record), who(declaration.by, record)))
    return [
        (label, "、".join(words)) for rows, label, words in found if words and (not narrowed or _is_among(record, rows))
    ]


def _is_awaited(declaration, narrowed):
    """Whether the state waits for the step; for one that some rows only wait for and that leads nowhere, a list does not ask."""
    leads_on = declaration.source != declaration.target
    return declaration.expected is True or (bool(declaration.expected) and (narrowed or leads_on))


@cache
def waiting_states(model):
    """The states in which ``waiting_for`` names somebody, as a list asks it."""
    works = {state for state, awaited in model.awaits.items() if not all(each.aside for each in awaited)}
    found = (declaration for taken in steps_of(model).values() for declaration in declarations(taken))
    return sorted(works | {declaration.source for declaration in found if _is_awaited(declaration, narrowed=False)})


def _is_among(record, rows):
    """Whether the record is one of the rows; a bare ``True`` and an empty ``Q`` mean all."""
    return rows is True or not rows or type(record)._base_manager.filter(rows, pk=record.pk).exists()
