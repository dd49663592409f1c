"""The only place for what a date brings about: births that a rule, once somebody has set it, makes when their day has come.

Such an act goes through the door like any other and is on record as the system's; it decides nothing and moves nothing else.
"""

from dataclasses import dataclass

from organizations.actors import Actor
from organizations.models import Organisation
from workflow.authority import Carried


@dataclass(frozen=True)
class System:
    """In whose name the record of the act stands: no person at all."""

    pk: None = None
    name: str = "系统"


@dataclass(frozen=True)
class DatePost:
    """What stands in the place of a post: the house whose rule it is."""

    organisation: Organisation
    person: System = System()
    person_id: None = None
    pk: None = None
    role: str = ""
    office_id: None = None
    is_lent: bool = False
    words: str = "到日期按设定自动办理"

    @property
    def organisation_id(self):
        return self.organisation.pk


class ByDate(Carried):
    """Nobody takes the step: it comes with its date."""

    tokens = ("date",)

    def post_of(self, record, actor):
        return actor.post if isinstance(actor.post, DatePost) else None

    def words(self, record):
        return ["系统到日期自动办理"]


BY_DATE = ByDate()


def actor_by_date(organisation, today):
    """Who acts for a house when a day has come."""
    post = DatePost(organisation)
    return Actor(post.person, post, (post,), today)
