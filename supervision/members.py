"""The only place that says who is a member of the inspection that a finding comes from."""

from workflow.authority import Holder, follow


class Members:
    """The authority of any of the persons at ``path``, in a post that he holds in the organisation at ``of``."""

    when = None

    def __init__(self, path, of):
        self.path, self.of = path, of

    @property
    def tokens(self):
        return [f"member:{self.path}"]

    def post_of(self, record, actor):
        """A post there of a member: the actor's own, or one that is lent to him."""
        house, members = follow(record, self.of), {person.pk for person in self._people(record)}
        chosen_first = sorted(actor.posts, key=lambda post: post is not actor.post)
        held = (post for post in chosen_first if post.person_id in members)
        return next((post for post in held if house and post.organisation_id == house.pk), None)

    def holders(self, record):
        yield from (Holder(person_id=person.pk) for person in self._people(record))

    def words(self, record):
        return [f"检查人员（{person}）" for person in self._people(record)]

    def _people(self, record):
        found = follow(record, self.path)
        return [] if found is None else list(found.order_by("name", "pk"))


MEMBERS = Members("inspection.members", "matter.commission")
