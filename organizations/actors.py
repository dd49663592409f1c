"""The acting person: the only place that says who acts, in which post."""

from dataclasses import dataclass, field, replace

from organizations.models import ADMINISTRATORS, Delegation, DelegationStatus, Post, lent_on


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one of their posts, or in one that another person lent them (委托代理).

    ``posts`` are all posts in force on ``today``, their own first, then those that are lent to them; ``post`` is the chosen one
    (以何职务办理), ``None`` for someone without a post. ``delegations`` are those that the person gave or took and that are not
    over. ``address`` is where the request came from, empty for a command.
    """

    person: object
    post: Post | None
    posts: tuple[Post, ...] = ()
    today: object = None
    address: str = ""
    delegations: tuple[Delegation, ...] = ()
    principals: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def person_id(self):
        return self.person.pk

    @property
    def on_behalf_of(self):
        """The person for whom the actor deputises in the chosen post, ``None`` in a post of his own."""
        return self.post.person if self.post is not None and self.post.person_id != self.person_id else None

    @property
    def person_ids(self):
        """The acting person and whoever he deputises for in the chosen post: the two-person rule compares both."""
        return {self.person_id} if self.post is None else {self.person_id, self.post.person_id}

    @property
    def words(self):
        """Who acts, with both names where one acts for another."""
        principal = self.on_behalf_of
        return f"{self.person.name}（代{principal.name}）" if principal else self.person.name

    @property
    def lent_posts(self):
        return [post for post in self.posts if post.is_lent]

    def holds(self, organisation_id, *roles):
        """True if any post in force is one of ``roles`` (any role when none is named) in that organisation."""
        return any(post.organisation_id == organisation_id and (not roles or post.role in roles) for post in self.posts)

    def organisation_ids(self, *roles):
        """Ids of the organisations in which a post in force is one of ``roles`` (any when none is named)."""
        return {post.organisation_id for post in self.posts if not roles or post.role in roles}

    def office_ids(self, *roles):
        """Ids of the offices of a commission in which a post in force sits, one with one of these roles or any."""
        return {post.office_id for post in self.posts if not roles or post.role in roles} - {None}

    @property
    def holder_ids(self):
        """Ids of the persons in whose posts the actor acts: his own, and those that were lent to him."""
        return {self.person_id, *(post.person_id for post in self.posts)}

    @property
    def drafting_ids(self):
        """Ids of the organisations whose own drafts the actor sees: those in which he holds a post."""
        return self.organisation_ids()

    def acting_as(self, post):
        """The same person in another of their posts in force."""
        return replace(self, post=post)


def actor_of(person, *, today, post=None, address=""):
    """The actor for ``person`` on ``today``; two queries, more only for a person with delegations.

    ``post`` is a ``Post`` id chosen earlier, ignored once not in force.
    """
    delegations = Delegation.objects.not_over(today).of(person).prefetch_related("delegator", "deputy")
    delegations = tuple(delegations.order_by("from_on", "pk"))
    posts = _posts(Post.objects.in_force(today).filter(person=person), "organisation", "office")
    for own in posts:
        own.person = person
    if any(_lends_to(person, delegation, today) for delegation in delegations):
        lent = _posts(lent_on(today, delegations__deputy=person).distinct(), "organisation", "office", "person")
        posts = (*posts, *_lent_within(posts, lent))
    chosen = next((held for held in posts if held.pk == post), posts[0] if posts else None)
    return Actor(person, chosen, posts, today, address, delegations)


def _posts(meant, *related):
    return tuple(meant.select_related(*related).order_by("pk"))


def _lends_to(person, delegation, today):
    accepted = delegation.status == DelegationStatus.ACCEPTED and delegation.from_on <= today
    return accepted and delegation.deputy_id == person.pk


def _lent_within(own, lent):
    """A deputy stands in only within the house in which he holds a post of his own, as long as he holds it."""
    houses = {post.organisation.house_id for post in own if post.role not in ADMINISTRATORS}
    lent = [post for post in lent if post.organisation.house_id in houses]
    for post in lent:
        post.is_lent = True
    return lent
