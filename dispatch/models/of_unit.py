"""What every record that lies in the file (卷) of a dispatched unit has in common, and who reads what is not in it."""

from django.db import models
from django.db.models import Q

from dispatch.models.dispatched_unit import DispatchedUnit, UnitState
from dispatch.models.unit_paper import READERS
from organizations.models import ROLES_OF, Kind, Role
from workflow.access import everyone_in
from workflow.models import Record


def seen_with_unit(actor, path=""):
    """A ``Q`` of the rows whose unit at ``path`` is the actor's own or his to look after (procedure §10): the office in contact with
    it, its leader, the secretary."""
    unit = f"{path}unit__"
    theirs = Q(**{f"{unit}commission__in": actor.organisation_ids(Role.DEPUTY_IN_CHARGE)})
    named = Q(**{f"{unit}deputy_in_charge__in": actor.holder_ids})
    return (
        Q(**{f"{unit}organisation__in": actor.organisation_ids()})
        | Q(**{f"{unit}office__in": actor.office_ids()})
        | theirs & (Q(**{f"{unit}deputy_in_charge": None}) | named)
        | Q(**{f"{unit}commission__in": actor.organisation_ids(Role.SECRETARY)})
    )


class BesideUnit:
    """A record with a dossier of its own, begun on the unit's page, for the unit and for those of its authority who look after it."""

    @classmethod
    def seen_by(cls, actor):
        return seen_with_unit(actor)

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(unit=parent, commission=parent.commission)

    def parties(self):
        house = everyone_in(self.unit.organisation, *ROLES_OF[Kind.DISPATCHED_UNIT])
        return house + everyone_in(self.commission, *READERS)


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
