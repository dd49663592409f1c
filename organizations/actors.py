"""The acting person: the only place that says who acts, in which post."""

from dataclasses import dataclass, field

from organizations.models import Post


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one of their posts.

    ``posts`` are all posts in force on ``today``; ``post`` is the chosen one (以何职务办理), ``None`` for someone without a
    post. ``address`` is where the request came from, empty for a command.
    """

    person: object
    post: Post | None
    posts: tuple[Post, ...] = ()
    today: object = None
    address: str = ""
    on_behalf_of: object = None
    principals: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def person_id(self):
        return self.person.pk

    def holds(self, organisation_id, *roles):
        """True if any post in force is one of ``roles`` (any role when none is named) in that organisation."""
        return any(post.organisation_id == organisation_id and (not roles or post.role in roles) for post in self.posts)

    def organisation_ids(self, *roles):
        """Ids of the organisations in which a post in force is one of ``roles`` (any when none is named)."""
        return {post.organisation_id for post in self.posts if not roles or post.role in roles}

    def acting_as(self, post):
        """The same person in another of their posts in force."""
        return Actor(self.person, post, self.posts, self.today, self.address, self.on_behalf_of, self.principals)


def actor_of(person, *, today, post=None, address=""):
    """The actor for ``person`` on ``today``; one query. ``post`` is a ``Post`` id chosen earlier, ignored once not in force."""
    posts = tuple(
        Post.objects.in_force(today).filter(person=person).select_related("organisation", "office").order_by("pk")
    )
    chosen = next((held for held in posts if held.pk == post), posts[0] if posts else None)
    return Actor(person, chosen, posts, today, address)
