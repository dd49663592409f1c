"""The only place that says who may take a step: posts at a path of the record, named persons, deputies, and the two-person rule.

A post that its holder lent to the actor is one of the actor's posts; whatever names its holder means the deputy as well.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q

from organizations.models import ADMINISTRATORS, Role

STAND_IN = {Role.DEPUTY_IN_CHARGE, Role.OFFICE_DIRECTOR}  # the secretary may always act for either (procedure §0)


RANKS = {
    Role.UNIT_DEPUTY: 1, Role.UNIT_HEAD: 2, Role.OFFICE_DIRECTOR: 2, Role.DEPUTY_IN_CHARGE: 3, Role.CASE_DEPUTY: 3, Role.SECRETARY: 4,
}  # how high a post approves (审批层级), compared where a step says the least (规则 52)  # fmt: skip


def follow(record, path):
    """The value at a dotted path of the record (itself where the path is empty), ``None`` as soon as a link is empty."""
    for name in filter(None, path.split(".")):
        if record is None:
            return None
        try:
            record = getattr(record, name)
        except ObjectDoesNotExist:  # of a record that is not born yet also a link that must be there may be empty
            return None
    return record


def _model_at(model, path):
    """The model that a path of foreign keys leads to."""
    for name in filter(None, path.split(".")):
        model = model._meta.get_field(name).related_model
    return model


def _each(found):
    """The organisations that a path led to: one, or several (only to be told, never to act)."""
    return [found] if hasattr(found, "pk") else list(found)


def _owner(record, path):
    """The record that owns the last link of ``path``: for ``matter.commission`` the matter."""
    head, _, _ = path.rpartition(".")
    return follow(record, head)


def key_at(record, path):
    """The id of the person or organisation at a dotted path, whom nobody needs to read; ``None`` as soon as a link is empty."""
    owner = _owner(record, path)
    return None if owner is None else getattr(owner, f"{path.rpartition('.')[2]}_id")


@dataclass(frozen=True)
class Holder:
    """Whom an authority means today: one person, or whoever holds a role in an organisation (and office)."""

    person_id: int | None = None
    organisation_id: int | None = None
    role: str = ""
    office_id: int | None = None


@dataclass(frozen=True)
class At:
    """Anyone holding one of ``roles`` in the organisation at ``path``, bound to the record's own names (procedure §0).

    A condition ``when`` that has ``rows``, a ``Q`` of the records on which it holds, narrows what a desk asks as well.
    """

    path: str
    roles: tuple
    when: Any = field(default=None, compare=False)

    @property
    def tokens(self):
        return [f"{role.value}@{self.path}" for role in self.roles]

    def _applies(self, record):
        return self.when is None or bool(self.when(record))

    def post_of(self, record, actor):
        """The post in force under which ``actor`` may act, the chosen one first; ``None`` if there is none."""
        organisation_id = key_at(record, self.path)
        if organisation_id is None or not self._applies(record):
            return None
        chosen_first = sorted(actor.posts, key=lambda post: post is not actor.post)
        return next((post for post in chosen_first if self._fits(record, post, organisation_id)), None)

    def _fits(self, record, post, organisation_id):
        if post.organisation_id != organisation_id:
            return False
        if post.role == Role.SECRETARY and (Role.SECRETARY in self.roles or STAND_IN & set(self.roles)):
            return True
        if post.role not in self.roles:
            return False
        binding = _owner(record, self.path).named.get(post.role)
        if binding is None:
            return True
        named = getattr(_owner(record, self.path), f"{binding}_id")
        return named == (post.office_id if post.role == Role.OFFICE_DIRECTOR else post.person_id)

    def holders(self, record):
        """Whom to tell: the person or office named in the record, else everyone in the post."""
        found = follow(record, self.path)
        if found is None or not self._applies(record):
            return
        owner = _owner(record, self.path)
        for organisation, role in ((each, role) for each in _each(found) for role in self.roles):
            if role == Role.SECRETARY and STAND_IN & set(self.roles):
                continue
            binding = owner.named.get(role)
            if binding and getattr(owner, f"{binding}_id") is None:
                yield Holder(None, organisation.pk, Role.SECRETARY)
            elif binding and role == Role.DEPUTY_IN_CHARGE:
                yield Holder(person_id=getattr(owner, f"{binding}_id"))
            elif binding:
                yield Holder(None, organisation.pk, role, getattr(owner, f"{binding}_id"))
            else:
                yield Holder(None, organisation.pk, role)

    def words(self, record):
        """Who that is, as a page says it."""
        organisation = follow(record, self.path)
        if organisation is None or not self._applies(record):
            return []
        owner, said = _owner(record, self.path), []
        for role in self.roles:
            named = getattr(owner, owner.named[role]) if role in owner.named else None
            if role == Role.SECRETARY and STAND_IN & set(self.roles) and said:
                continue
            said.append(f"{organisation}{role.label}" + (f"（{named}）" if named else ""))
        return said

    def q(self, actor, model):
        """Rows of ``model`` on which the actor is meant, for the desk; the secretary only where he is named or nobody else is."""
        prefix, named = self._bindings(model)
        stands_in = STAND_IN & set(self.roles)
        meant = Q(pk__in=[])
        for post in actor.posts:
            if post.role not in self.roles:
                continue
            here = self._held(post, prefix, named)
            if post.role == Role.SECRETARY and stands_in:
                for binding in (named[role] for role in stands_in if role in named):
                    here &= Q(**{f"{prefix}{binding}": None})
            meant |= here
        return meant & self._where()

    def reach(self, actor, model):
        """Rows of ``model`` on which the actor may act, the secretary for either of whom he stands in; empty without such a post."""
        prefix, named = self._bindings(model)
        reached = Q()
        for post in actor.posts:
            stands_in = post.role == Role.SECRETARY and STAND_IN & set(self.roles)
            if post.role in self.roles or stands_in:
                reached |= self._held(post, prefix, named)
        return reached & self._where() if reached else reached

    def _where(self):
        return getattr(self.when, "rows", Q())

    def _bindings(self, model):
        """Where the record at the path's head keeps whom it names, and its names."""
        head = self.path.rpartition(".")[0]
        return f"{head.replace('.', '__')}__" if head else "", _model_at(model, head).named

    def _held(self, post, prefix, named):
        """Rows on which this post counts: in its organisation, and named there where the record names somebody."""
        here = Q(**{self.path.replace(".", "__"): post.organisation_id})
        if post.role in named:
            holder = post.office_id if post.role == Role.OFFICE_DIRECTOR else post.person_id
            here &= Q(**{f"{prefix}{named[post.role]}": holder})
        return here


@dataclass(frozen=True)
class ThatPerson:
    """That very person at ``path``, as long as they hold a post in the organisation at ``of`` (the record's owner)."""

    path: str
    of: str | None = None
    when: Any = field(default=None, compare=False)

    @property
    def tokens(self):
        return [f"person:{self.path}"]

    def post_of(self, record, actor):
        """A post that this person holds there: the actor's own, or the one that is lent to him."""
        named = key_at(record, self.path)
        held = [post for post in actor.posts if post.person_id == named]
        if not held or not (self.when is None or self.when(record)):
            return None
        organisation_id = key_at(record, self.of or record.owner)
        chosen_first = sorted(held, key=lambda post: post is not actor.post)
        return next((post for post in chosen_first if post.organisation_id == organisation_id), None)

    def holders(self, record):
        person_id = key_at(record, self.path)
        if person_id is not None:
            yield Holder(person_id=person_id)

    def words(self, record):
        owner, name = _owner(record, self.path), self.path.rpartition(".")[2]
        person = follow(record, self.path) if key_at(record, self.path) else None
        label = owner._meta.get_field(name).verbose_name
        return [f"{label}（{person}）" if person else f"{label}（尚未指定）"]

    def q(self, actor, model):
        """Rows that name the actor, or somebody in whose post there he deputises."""
        meant, house = Q(**{self._column: actor.person_id}), (self.of or model.owner).replace(".", "__")
        for post in actor.lent_posts:
            meant |= Q(**{self._column: post.person_id, house: post.organisation_id})
        return meant

    reach = q

    @property
    def _column(self):
        return self.path.replace(".", "__")


@dataclass(frozen=True)
class Oneself(ThatPerson):
    """That very person and no deputy, in whatever business post he holds; an inspector only reads (规定 18)."""

    def post_of(self, record, actor):
        if key_at(record, self.path) != actor.person_id:
            return None
        idle = (*ADMINISTRATORS, Role.INSPECTOR)
        own = [post for post in actor.posts if not post.is_lent and post.role not in idle]
        return min(own, key=lambda post: post is not actor.post, default=None)

    def q(self, actor, model):
        return Q(**{self._column: actor.person_id})

    reach = q


class Carried:
    """Nobody takes the step alone: it is part of another step, which ``carries`` it."""

    when = None
    tokens = ()

    def post_of(self, record, actor):
        return None

    def holders(self, record):
        return ()

    def words(self, record):
        return []

    def q(self, actor, model):
        return Q(pk__in=[])

    def reach(self, actor, model):
        return Q()


CARRIED = Carried()


def at(path, *roles, when=None):
    """Holders of ``roles`` in the organisation at ``path`` of the record, on condition ``when``."""
    return At(path, tuple(roles), when)


def person(path, of=None, when=None):
    """The very person at ``path`` of the record."""
    return ThatPerson(path, of, when)


def oneself(path):
    """The very person at ``path``, wherever he holds a post, and nobody in his stead."""
    return Oneself(path)


@dataclass(frozen=True)
class Either:
    """Of several authorities those that apply to the record: whose a clock is that not always the same post owes."""

    authorities: tuple

    def holders(self, record):
        for authority in self.authorities:
            yield from authority.holders(record)


def either(*authorities):
    """Whichever of these applies to the record."""
    return Either(authorities)


def posts_for(authorities, record, actor):
    """Every post in force under which the actor may act, the chosen one first, then his own, then those lent to him."""
    found = [authority.post_of(record, actor) for authority in authorities]
    return sorted({post for post in found if post}, key=lambda post: (post is not actor.post, post.is_lent, post.pk))


def persons_behind(record, path):
    """Ids of the person at a path and of whoever that person stood in for when the record was stamped with him."""
    owner, name = _owner(record, path), path.rpartition(".")[2]
    if owner is None:
        return set()
    stood_in_for = owner.dossier.deputised.get(f"{owner.public_id}.{name}") if owner.dossier_id else None
    return {getattr(owner, f"{name}_id"), stood_in_for} - {None}


def too_close(paths, record, actor):
    """Labels of those whom the actor, and whoever he deputises for, must be apart from and is not."""
    return [
        _owner(record, path)._meta.get_field(path.rpartition(".")[2]).verbose_name
        for path in paths
        if persons_behind(record, path) & actor.person_ids
    ]


def either_of(actor):
    """Who is meant where ``too_close`` bars, in words to the actor."""
    return f"您或者所代理的{actor.on_behalf_of.name}" if actor.on_behalf_of else "您"


def who(authorities, record):
    """The words of all authorities, without repeats."""
    return list(dict.fromkeys(words for authority in authorities for words in authority.words(record)))
