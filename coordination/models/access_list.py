"""The access list (知悉名单) of a work secret: whom a leader let know of it, why and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.terms import MatterState
from organizations.models import Role
from workflow.authority import at, person
from workflow.guards import guard
from workflow.models import Classification, Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
LISTED = person("person")
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class ReaderState(models.TextChoices):
    LISTED = "listed", "在知悉名单"
    REMOVED = "removed", "已移出"


State = ReaderState


@guard("只有工作秘密事项才设知悉名单", article="系统规则")
def the_matter_is_a_work_secret(reader):
    return reader.matter.classification == Classification.WORK_SECRET


@guard("知悉人员应当是本纪委、同级党委或者牵头、参与部门的现任人员", article="系统规则")
def the_reader_belongs_to_a_party(reader, *, today):
    matter = reader.matter
    houses = [matter.commission_id, matter.committee_id, *(department.pk for department in matter.departments)]
    return reader.person.posts.in_force(today).filter(organisation__in=houses).exists()


@guard("该人员已在知悉名单上", article="系统规则")
def the_reader_is_not_yet_listed(reader):
    return reader.person_id not in reader.matter.readers()


class Reader(Record):
    """One person (知悉人员) on the access list of a work secret."""

    State = ReaderState
    owner = "matter.commission"
    within = ("matter",)
    changes_access = opens_access = True
    offered_while = {"matter": [state.value for state in MatterState if state != MatterState.ARCHIVED]}
    page_fields = ("person", "reason", "until_on", "placed_by")
    searched = ("person", "reason")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="listed_readers", verbose_name="事项"
    )
    person = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="知悉人员")
    reason = models.CharField("事由", max_length=200)
    until_on = models.DateField("知悉至", null=True, blank=True)
    placed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="批准人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "知悉人员"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("reader_state_is_known", ReaderState),
            models.UniqueConstraint(
                fields=["matter", "person"], condition=Q(state="listed"), name="one_place_on_the_list"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        return Q(matter__commission__in=actor.organisation_ids())

    @classmethod
    def is_offered(cls, parent):
        return super().is_offered(parent) and parent.is_secret

    @property
    def plain_words(self):
        return f"知悉人员：{self.person}"

    code_words = plain_words

    # fmt: off
    @step(NEW, State.LISTED, label="列入知悉名单", article="系统规则", by=[LEADERS], stamps="placed_by",
          needs=[the_matter_is_a_work_secret, the_reader_belongs_to_a_party, the_reader_is_not_yet_listed],
          tells=[LISTED])
    def admit(self):
        """Let a person know of the work secret."""

    @step(State.LISTED, State.REMOVED, label="移出知悉名单", article="系统规则", by=[LEADERS], reason=True)
    def remove(self):
        """Take a person off the list again."""

    # fmt: on
