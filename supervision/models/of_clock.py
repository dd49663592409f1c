"""What records about one clock have in common, and which clocks still wait for an explanation."""

from functools import cached_property

from django.apps import apps
from django.db import models
from django.db.models import Q

from coordination.models import Assignment, Matter
from organizations.models import Role
from workflow.authority import at, person
from workflow.guards import guard
from workflow.models import Clock, Record

OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
DEPUTY = at("matter.commission", Role.DEPUTY_IN_CHARGE)


@guard("该时限已经结束，不再催办和说明", article="系统规则")
def the_clock_is_open(record):
    return record.clock_now.status == Clock.Status.OPEN


class OfClock(Record):
    """A record about one clock of a matter's dossier, beside which it is begun and shown.

    It is seen by the house, the lead department of the task that the clock belongs to, and whoever owes the clock.
    """

    owner = "matter.commission"
    within = ("clock", "matter")
    hangs_on_clock = True

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", verbose_name="事项")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任务"
    )
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+", verbose_name="时限")

    class Meta:
        abstract = True

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        ours = actor.organisation_ids()
        owing = Q(clock__owed_organisation__in=ours) | Q(clock__owed_person=actor.person_id)
        return Q(matter__commission__in=ours) | Q(assignment__lead_department__in=ours) | owing

    @property
    def commission(self):
        return self.matter.commission

    @property
    def above(self):
        """The record on whose page it is shown."""
        return self.assignment or self.matter

    @cached_property
    def subject(self):
        """The record whose clock it is."""
        model = apps.get_model(self.clock.subject_type)
        return model._base_manager.select_related(*model.within).get(public_id=self.clock.subject_id)

    @cached_property
    def clock_now(self):
        """The clock as it is now; the door asks behind the lock of the dossier, and what a page has read may be older."""
        return Clock.objects.select_related("policy").get(pk=self.clock_id)

    @classmethod
    def about(cls, clock, subject, matter):
        """Such a record as it would be begun about a clock of ``subject``, in the dossier of ``matter``."""
        assignment = subject if isinstance(subject, Assignment) else getattr(subject, "assignment", None)
        begun = cls(matter=matter, assignment=assignment, clock=clock)
        begun.subject = subject
        return begun
