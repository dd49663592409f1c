"""The only place that says who makes up the group meeting (组务会) of a dispatched unit, who serves in the unit, and what its votes come to."""

from typing import NamedTuple

from organizations.models import Person, Post, Role

MEMBERS = (Role.UNIT_HEAD, Role.UNIT_DEPUTY)
STAFF = (*MEMBERS, Role.UNIT_OFFICER)


def people_of(unit, day, *roles):
    """Who holds one of these posts in the unit on a day."""
    held = Post.objects.in_force(day).filter(organisation=unit, role__in=roles)
    return Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk")


def members_of(unit, day):
    """The head and the deputies: nobody else belongs to the group meeting (规则 8)."""
    return people_of(unit, day, *MEMBERS)


def staff_of(unit, day):
    return people_of(unit, day, *STAFF)


class Count(NamedTuple):
    """How many of so many, against a share in a hundred that the commission has set."""

    number: int
    total: int
    share: int

    @property
    def reaches(self):
        """A quorum: at least the share."""
        return self.number * 100 >= self.share * self.total

    @property
    def exceeds(self):
        """A majority: more than the share."""
        return self.number * 100 > self.share * self.total

    @property
    def least(self):
        """How many make a quorum."""
        return -(-self.share * self.total // 100)
