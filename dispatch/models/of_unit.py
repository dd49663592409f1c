"""What every record that lies in the file (卷) of a dispatched unit has in common."""

from django.db import models

from dispatch.models.dispatched_unit import DispatchedUnit, UnitState
from workflow.models import Record


class OfUnit(Record):
    """A record in the unit's own file: seen by the unit and its authority, begun on the unit's page while the unit is in being."""

    owner = "unit.commission"
    within = (
        "unit__commission",
        "unit__organisation",
        "unit__office",
        "unit",
    )  # the last is what the desk says it belongs to
    offered_while = {"dispatchedunit": (UnitState.IN_BEING,)}

    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, editable=False, related_name="%(class)ss", verbose_name="派驻机构"
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.words

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(unit=parent)

    @property
    def commission(self):
        """The dispatching authority."""
        return self.unit.commission
