"""Host relations (驻在关系): of which organisation a unit was or is the dispatched one, from when to when (规则 3, 6)."""

from django.db import models
from django.db.models import F, Q

from organizations.models import Kind, Organisation
from workflow.access import VisibleQuerySet
from workflow.authority import CARRIED
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step


class HostRelationState(models.TextChoices):
    CURRENT = "current", "驻在"
    ENDED = "ended", "已终止"


State = HostRelationState


class HostRelationQuerySet(VisibleQuerySet):
    def in_force(self, day):
        """Relations that count on a day, first and last day included."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)


class HostRelation(Record):
    """One host unit (驻在单位) of one unit for a time. It begins and ends with steps of the unit and is never taken away."""

    State = State
    owner = "unit.commission"
    within = ("host", "unit__commission", "unit__organisation", "unit")
    leaves_on, leaves_by = None, ""  # set by the unit's step just before ``end``

    unit = models.ForeignKey(
        "DispatchedUnit", on_delete=models.PROTECT, related_name="host_relations", verbose_name="派驻机构"
    )
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="host_relations", verbose_name="驻在单位",
        limit_choices_to={"kind": Kind.DEPARTMENT},
    )  # fmt: skip
    from_on = models.DateField("驻在自")
    until_on = models.DateField("驻在至", null=True, editable=False)
    document = models.CharField("依据文件（文号）", max_length=120)
    end_document = models.CharField("终止的依据文件（文号）", max_length=120, blank=True, editable=False)

    objects = HostRelationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "驻在关系"
        ordering = ["unit", "from_on", "pk"]
        constraints = [
            known_states("host_relation_state_is_known", State),
            models.CheckConstraint(
                name="host_relation_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="an_ended_host_relation_says_when",
                condition=Q(state="current", until_on=None) | Q(state="ended", until_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["unit", "host"], condition=Q(until_on=None), name="one_current_relation_a_unit_and_host"
            ),
        ]
        indexes = [
            models.Index(fields=["host", "from_on"], name="relation_of_host"),
            models.Index(fields=["unit", "from_on"], name="relation_of_unit"),
        ]

    def __str__(self):
        return self.words

    def get_absolute_url(self):
        """It is shown on the page of its unit."""
        return self.unit.get_absolute_url()

    @property
    def plain_words(self):
        return f"{self.unit.plain_words}—{self.host}"

    @property
    def commission(self):
        return self.unit.commission

    def is_current(self, day):
        """Whether it counts on a day."""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)

    # fmt: off
    @step(NEW, State.CURRENT, label="开始驻在", article="规则 6", by=[CARRIED])
    def begin(self):
        """With the founding, a change of mode or an added host."""

    @step(State.CURRENT, State.ENDED, label="结束驻在", article="规则 6", by=[CARRIED])
    def end(self):
        """With a change of mode, a host that goes, or the dissolution."""
        self.until_on, self.end_document = self.leaves_on, self.leaves_by

    # fmt: on
