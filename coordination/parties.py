"""Departments of a matter and who holds which post in them today, read once for any number of rows that name them."""

from dataclasses import dataclass, field

from organizations.models import Post, Role
from workflow import clocks

LEADER, LIAISON = Role.DEPARTMENT_HEAD, Role.LIAISON


@dataclass(frozen=True)
class Parties:
    """``departments`` the lead first; ``holders`` {(department key, role): [person]}."""

    departments: list
    holders: dict = field(default_factory=dict)

    @classmethod
    def of(cls, matter):
        departments, holders = matter.departments, {}
        posts = Post.objects.in_force(clocks.today()).filter(organisation__in=departments, role__in=[LEADER, LIAISON])
        for post in posts.select_related("person").order_by("person__name", "pk"):
            holders.setdefault((post.organisation_id, post.role), []).append(post.person)
        return cls(departments, holders)

    def people(self, department, role):
        """Who holds the post in a department, by name."""
        return self.holders.get((department.pk, role), [])

    def only(self, department, role):
        """The one person in the post, ``None`` when there are several or nobody."""
        found = self.people(department, role) if department else []
        return found[0] if len(found) == 1 else None

    def called(self, name):
        """The department of that full or short name, ``None`` when the matter has none."""
        return next((one for one in self.departments if name in (one.name, one.short_name)), None)
