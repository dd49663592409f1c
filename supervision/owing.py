"""The only place that says who owes the clock of a record about it: whoever it is owed by today, and of a department its head as well."""

from itertools import islice

from organizations.models import ADMINISTRATORS, Kind, Role
from workflow.authority import Holder


class Owing:
    """The authority of whoever owes the record's ``clock``.

    A department's clock says itself which department; whom another names is read off its subject, as a handling officer may change.
    """

    when = None
    tokens = ("owing:clock",)

    def post_of(self, record, actor):
        """The actor's post in which he owes the clock, the chosen one first; the posts lent to him among them."""
        holders = list(self.holders(record))
        chosen_first = sorted(actor.posts, key=lambda post: post is not actor.post)
        return next((post for post in chosen_first if any(_means(holder, post) for holder in holders)), None)

    def holders(self, record):
        """Whom to tell."""
        clock, house = record.clock, record.clock.owed_organisation
        if house is not None and house.kind == Kind.DEPARTMENT:
            yield from (Holder(None, house.pk, role) for role in dict.fromkeys([clock.owed_role, Role.DEPARTMENT_HEAD]))
            return
        period = record.subject.clocks.get(clock.name)
        noted = [Holder(clock.owed_person_id, clock.owed_organisation_id, clock.owed_role)]
        yield from islice(period.owed_by.holders(record.subject) if period else noted, 1)

    def words(self, record):
        clock = record.clock
        if clock.owed_person_id:
            return [str(clock.owed_person)]
        return [f"{clock.owed_organisation}{clock.get_owed_role_display()}"] if clock.owed_organisation_id else []


def _means(holder, post):
    """Whether whoever acts in this post is the one who owes."""
    if holder.person_id is not None:
        return post.person_id == holder.person_id and post.role not in ADMINISTRATORS
    same = (holder.organisation_id, holder.role) == (post.organisation_id, post.role)
    return same and holder.office_id in (None, post.office_id)


OWING = Owing()
