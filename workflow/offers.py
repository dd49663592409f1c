"""The only place that asks of one record what a step of it meets, which steps it offers to whom, and for whom its state waits."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from workflow import access
from workflow.authority import either_of, posts_for, too_close, who
from workflow.guards import OPEN_TO, Obstacle
from workflow.holds import bars, spares
from workflow.models.record import NEW
from workflow.steps import Declaration, declaration_of, declarations, key, steps_of, taken_by_children


def obstacles(record, taken, declaration, holds, fields=None, actor=None):
    """Everything that bars the step: what bars this person, unmet guards, open holds, and those of the steps it carries.

    ``fields`` are the values given with the step; while they are ``None`` guards that ask for them stay silent, and at a birth those
    that ask who takes it and when as well, for there is no record yet of which it could be said. What bars the ``actor`` himself in
    his chosen post stands alone: nothing that anyone mends would open the step to that person.
    """
    if actor is not None and (personal := personal_obstacles(record, taken, declaration, actor)):
        return personal
    is_covered = actor is not None and record.is_covered_from(actor)
    if is_covered and asks_for_the_texts(record, declaration):
        return [Obstacle("您不在知悉名单上，不能签批、签收和起草", "系统规则", "分管领导或者书记将您列入知悉名单")]
    asked_early, given = fields is None, circumstances(actor) | (fields or {})
    found = []
    for need in declaration.needs:
        if asked_early and need.asks and (declaration.source == NEW or not given.keys() >= set(need.asks)):
            continue
        unmet = need.obstacle(record, given, is_covered)
        if unmet:
            found.append(unmet)
    step_key = key(type(record), taken)
    found += [
        Obstacle(hold.label, hold.article, *((OPEN_TO, "") if is_covered else (hold.mended_by, hold.subject_words)))
        for hold in holds
        if bars(hold, step_key, record, actor)
    ]
    holds = [hold for hold in holds if not spares(hold, step_key, record)]
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


def circumstances(actor):
    """What guards may ask for that nobody fills in: who takes the step, in which post, and on what day."""
    return {} if actor is None else {"actor": actor, "post": actor.post, "today": actor.today}


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
        if not posts:
            continue
        acting = actor.acting_as(open_posts(record, taken, declaration, posts, actor)[0])
        if not all(need(record, **circumstances(acting)) for need in declaration.needs if need.quiet):
            continue
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
    return [
        Obstacle(
            f"{either_of(actor)}是本件的{label}，不得再办理“{declaration.label_for(record)}”",
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

    ``narrowed`` asks the database which of those that wait on some rows only this row waits for; a list goes by the quiet guards.
    """
    state = record.state if state is None else state
    works = [awaited for awaited in record.awaits.get(state, ()) if narrowed or not awaited.aside]
    found = [(awaited.rows, awaited.label, awaited.authority.words(record)) for awaited in works]
    for taken in steps_of(type(record)).values():
        declaration = declaration_of(taken, state)
        if declaration and _is_awaited(declaration, narrowed) and (narrowed or _has_sense(declaration, record)):
            found.append((declaration.expected, declaration.label_for(record), who(declaration.by, record)))
    return [
        (label, "、".join(words)) for rows, label, words in found if words and (not narrowed or _is_among(record, rows))
    ]


def _is_awaited(declaration, narrowed):
    """Whether the state waits for the step; for one that some rows only wait for and that leads nowhere, a list does not ask."""
    leads_on = declaration.source != declaration.target
    return declaration.expected is True or (bool(declaration.expected) and (narrowed or leads_on))


def _has_sense(declaration, record):
    """Of a step for which only some rows wait, whether its quiet guards let the page of this one speak of it."""
    return declaration.expected is True or all(need(record) for need in declaration.needs if need.quiet)


@cache
def waiting_states(model):
    """The states in which ``waiting_for`` names somebody, as a list asks it."""
    works = {state for state, awaited in model.awaits.items() if not all(each.aside for each in awaited)}
    found = (declaration for taken in steps_of(model).values() for declaration in declarations(taken))
    return sorted(works | {declaration.source for declaration in found if _is_awaited(declaration, narrowed=False)})


def _is_among(record, rows):
    """Whether the record is one of the rows; a bare ``True`` and an empty ``Q`` mean all."""
    return rows is True or not rows or type(record)._base_manager.filter(rows, pk=record.pk).exists()
