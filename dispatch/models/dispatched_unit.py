"""Dispatched units (派驻机构): founded by a commission at one host or several, changed by documents, dissolved (规则 3, 6)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import unit_guards as needs
from dispatch.hosts import hosts_of
from dispatch.models.host_relation import HostRelation
from organizations.models import ROLES_OF, Kind, Office, Organisation, Role
from workflow import clocks
from workflow.access import everyone_in
from workflow.authority import at
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

REGISTRARS = at("commission", Role.STANDING_CLERK, Role.SECRETARY)
UNIT_LEADERS = at("organisation", Role.UNIT_HEAD, Role.UNIT_DEPUTY)
OFFICE_DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
DEPUTY = at("commission", Role.DEPUTY_IN_CHARGE)
A_DAY = timedelta(days=1)


class UnitState(models.TextChoices):
    IN_BEING = "in_being", "在设"
    DISSOLVED = "dissolved", "已撤销"


class UnitKind(models.TextChoices):
    """规则 6."""

    TEAM = "team", "派驻纪检监察组"
    BODY = "body", "派驻监察机构"
    COMMISSIONER = "commissioner", "监察专员办公室"


class Mode(models.TextChoices):
    """规则 6: one host, or several related ones."""

    SINGLE = "single", "单独派驻"
    COMPREHENSIVE = "comprehensive", "综合派驻"


State = UnitState


class DispatchedUnit(Record):
    """A dispatched unit. Its dispatching authority (派出机关) is the commission of its dossier; what it does lies in other dossiers."""

    State = State
    is_root = True
    list_page = "unit_map"
    within = ("commission", "organisation", "office")
    searched = ("organisation", "document")
    named = {Role.OFFICE_DIRECTOR: "office", Role.DEPUTY_IN_CHARGE: "deputy_in_charge"}
    circles = {Circle.HANDLING_OFFICER: OFFICE_DIRECTOR, Circle.DEPUTY_IN_CHARGE: DEPUTY}
    editable = {State.IN_BEING: [(REGISTRARS, ("office", "deputy_in_charge"))]}
    hosts_joining = (
        hosts_leaving
    ) = ()  # (host, day, document) and (relation, day), between the body of a step and what it carries

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="units_dispatched", verbose_name="派出机关"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="dispatched_units", verbose_name="派驻机构",
        limit_choices_to={"kind": Kind.DISPATCHED_UNIT},
    )  # fmt: skip
    kind = models.CharField("类别", max_length=12, choices=UnitKind.choices, default=UnitKind.TEAM)
    mode = models.CharField("派驻方式", max_length=14, choices=Mode.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="联系的监督检查室")
    deputy_in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="分管领导",
    )
    document = models.CharField("依据文件（文号）", max_length=120)
    founded_on = models.DateField("设立日期")
    mode_since = models.DateField("现派驻方式自", editable=False)
    dissolved_on = models.DateField("撤销日期", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "派驻机构"
        ordering = ["commission", "organisation"]
        constraints = [
            known_states("dispatched_unit_state_is_known", State),
            models.CheckConstraint(name="unit_kind_is_known", condition=Q(kind__in=list(UnitKind.values))),
            models.CheckConstraint(name="unit_mode_is_known", condition=Q(mode__in=list(Mode.values))),
            models.CheckConstraint(
                name="a_dissolved_unit_says_when", condition=Q(state="in_being", dissolved_on=None) | Q(state="dissolved", dissolved_on__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="in_being"), name="one_unit_in_being_an_organisation"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["commission", "state", "organisation"], name="unit_of_commission")]

    def __str__(self):
        return self.words

    def parties(self):
        """The whole commission and the unit itself; hosts and sister units read nothing of it."""
        return everyone_in(self.commission, *ROLES_OF[Kind.COMMISSION]) + everyone_in(
            self.organisation, *ROLES_OF[Kind.DISPATCHED_UNIT]
        )

    @property
    def plain_words(self):
        return self.organisation.short_name

    @property
    def hosts(self):
        """Its hosts today."""
        return hosts_of(self, clocks.today())

    @property
    def relations_to_begin(self):
        return [
            HostRelation(dossier=self.dossier, unit=self, host=host, from_on=day, document=document)
            for host, day, document in self.hosts_joining
        ]

    @property
    def relations_to_end(self):
        for relation, day in self.hosts_leaving:
            relation.leaves_on, relation.leaves_by = day, self.document
        return [relation for relation, _ in self.hosts_leaving]

    @property
    def running(self):
        """Its relations that have no end yet."""
        return list(self.host_relations.filter(until_on=None).select_related("unit", "host"))

    def _running_with(self, host):
        return [relation for relation in self.running if host is not None and relation.host_id == host.pk]

    # fmt: off
    @step(NEW, State.IN_BEING, label="设立派驻机构", article="规则 3、6", by=[REGISTRARS],
          needs=[needs.it_is_a_dispatched_unit, needs.it_is_not_in_being_already, needs.its_office_is_the_commissions,
                 needs.the_hosts_are_at_this_level, needs.the_hosts_fit_the_mode, needs.its_founding_names_its_document, needs.its_founding_is_not_ahead],
          carries=[("relations_to_begin", "HostRelation.begin")], tells=[OFFICE_DIRECTOR, UNIT_LEADERS])
    def found(self, *, hosts):
        """The commission dispatches it to its hosts, by a document."""
        self.mode_since = self.founded_on
        self.hosts_joining = [(host, self.founded_on, self.document) for host in hosts]

    @step(State.IN_BEING, SAME, label="变更派驻方式", article="规则 6", by=[REGISTRARS],
          needs=[needs.the_mode_is_another, needs.the_hosts_are_at_this_level, needs.the_hosts_fit_the_new_mode, needs.names_its_document,
                 needs.a_change_is_not_ahead_and_not_before_what_it_changes],
          carries=[("relations_to_begin", "HostRelation.begin"), ("relations_to_end", "HostRelation.end")], tells=[OFFICE_DIRECTOR, UNIT_LEADERS])
    def change_mode(self, *, mode, hosts, from_on, document):
        """From a day on it is dispatched otherwise: ``hosts`` are those that it has then."""
        running = self.running
        now, kept = {relation.host_id for relation in running}, {host.pk for host in hosts}
        self.mode, self.mode_since, self.document = mode, from_on, document
        self.hosts_joining = [(host, from_on, document) for host in hosts if host.pk not in now]
        self.hosts_leaving = [(relation, from_on - A_DAY) for relation in running if relation.host_id not in kept]

    @step(State.IN_BEING, SAME, label="增加驻在单位", article="规则 6", by=[REGISTRARS],
          needs=[needs.the_host_is_at_this_level, needs.it_is_no_host_yet, needs.a_single_unit_changes_its_host, needs.names_its_document,
                 needs.a_change_is_not_ahead_and_not_before_what_it_changes],
          carries=[("relations_to_begin", "HostRelation.begin"), ("relations_to_end", "HostRelation.end")], tells=[OFFICE_DIRECTOR, UNIT_LEADERS])
    def add_host(self, *, host, from_on, document, in_place_of=None):
        """One host more, or one that takes the place of another: merged, moved, renamed by reform."""
        self.document = document
        self.hosts_joining = [(host, from_on, document)]
        self.hosts_leaving = [(relation, from_on - A_DAY) for relation in self._running_with(in_place_of)]

    @step(State.IN_BEING, SAME, label="终止驻在关系", article="规则 6", by=[REGISTRARS],
          needs=[needs.it_is_a_host_now, needs.enough_hosts_remain, needs.names_its_document, needs.an_end_is_not_ahead],
          carries=[("relations_to_end", "HostRelation.end")], tells=[OFFICE_DIRECTOR, UNIT_LEADERS])
    def end_host(self, *, host, until_on, document):
        """One host less, after its last day."""
        self.document = document
        self.hosts_leaving = [(relation, until_on) for relation in self._running_with(host)]

    @step(State.IN_BEING, State.DISSOLVED, label="撤销派驻机构", article="规则 6", by=[REGISTRARS], reason=True,
          needs=[needs.names_its_document, needs.a_dissolution_is_not_ahead],
          carries=[("relations_to_end", "HostRelation.end")], tells=[OFFICE_DIRECTOR, UNIT_LEADERS])
    def dissolve(self, *, dissolved_on, document):
        """It is no more; its relations end with it and stay on record."""
        self.dissolved_on, self.document = dissolved_on, document
        self.hosts_leaving = [(relation, dissolved_on) for relation in self.running]

    # fmt: on
