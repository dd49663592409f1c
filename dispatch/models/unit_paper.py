"""What the papers have in common that go between a dispatched unit, its authority and its hosts: parties, texts, who reads a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import ROLES_OF, Kind, Office, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at
from workflow.models import Circle, Clock, Record

PEOPLE = settings.AUTH_USER_MODEL
HEAD = at("unit", Role.UNIT_HEAD)
MEMBERS = at("unit", *ROLES_OF[Kind.DISPATCHED_UNIT])
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
LEADER = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
OFFICES = (Role.OFFICER, Role.OFFICE_DIRECTOR)
READERS = (*OFFICES, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class UnitPaper(Record):
    """A paper of a dispatched unit, in a dossier of its own. While it is a draft its texts are its drafter's house's alone."""

    is_root = True
    within = ("commission", "unit")
    searched = ("number", "title", "content")
    unit_path = "unit__dispatched_units"
    goes_between = (Kind.COMMISSION, Kind.DISPATCHED_UNIT)  # houses in whose lists it has a place
    own_draft = ""  # the state in which only the unit reads the texts

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    title = models.CharField("标题", max_length=120)
    content = models.TextField("内容", max_length=8000)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="派驻机构",
        limit_choices_to={"kind": Kind.DISPATCHED_UNIT},
    )  # fmt: skip
    drafter = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="起草人"
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.words

    @property
    def plain_words(self):
        return f"{self.number} {self.title}".strip()

    @property
    def gist(self):
        return self.content

    def is_open_to(self, actor):
        return self.state != self.own_draft or self.unit_id in actor.organisation_ids()

    def shows_work_to(self, actor):
        return self.is_open_to(actor)

    @classmethod
    def searchable_by(cls, actor):
        """Number and title by whoever sees it, the rest where the texts are open."""
        opened = ~Q(state=cls.own_draft) | Q(unit__in=actor.organisation_ids())
        return [
            (("number", "title"), Q()),
            (tuple(each for each in cls.searched if each not in ("number", "title")), opened),
        ]

    @classmethod
    def concerns(cls, actor):
        """What the actor drafted, and all of a unit to its head."""
        return Q(drafter=actor.person_id) | Q(unit__in=actor.organisation_ids(Role.UNIT_HEAD))

    def parties(self):
        return everyone_in(self.unit, *MEMBERS.roles)

    def open_clock_of(self, organisation_id):
        """The open clock that an organisation owes on the paper, the earliest; ``None`` where it owes none."""
        running = Clock.objects.open().of(self).filter(owed_organisation=organisation_id)
        return running.select_related("policy").order_by("due_on").first()


class OfficePaper(UnitPaper):
    """A paper between a unit and one office of its authority (规则 13), under one leader."""

    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "office"}
    circles = {Circle.DEPARTMENT_HEAD: HEAD, Circle.HANDLING_OFFICER: DIRECTOR, Circle.DEPUTY_IN_CHARGE: LEADER}

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="监督检查室")
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导"
    )

    class Meta:
        abstract = True

    @property
    def is_before_the_authority(self):
        """Whether the authority has it: a paper of the unit once it was sent."""
        return True

    def parties(self):
        return super().parties() + (everyone_in(self.commission, *READERS) if self.is_before_the_authority else [])

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the unit, the office that it concerns, the leader it names (any where it names none), the secretary."""
        theirs = Q(commission__in=actor.organisation_ids(Role.DEPUTY_IN_CHARGE))
        return (
            Q(unit__in=actor.organisation_ids())
            | Q(commission__in=actor.organisation_ids(*OFFICES), office__in=actor.office_ids(*OFFICES))
            | theirs & (Q(deputy_in_charge=None) | Q(deputy_in_charge__in=actor.holder_ids))
            | Q(commission__in=actor.organisation_ids(Role.SECRETARY))
        )
