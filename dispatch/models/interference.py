"""The register of asking after and interfering in cases (过问、干预登记): who was asked what, on record, and who has read it (规则 48)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import interference_guards as needs
from dispatch.membership import STAFF
from dispatch.models.dispatched_unit import DispatchedUnit
from organizations.models import ROLES_OF, Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import NEW, Circle, Record, known_states
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
UNIT = at("unit.organisation", *STAFF)
BELOW_THE_HEAD = at("unit.organisation", Role.UNIT_DEPUTY, Role.UNIT_OFFICER)
HEAD = at("unit.organisation", Role.UNIT_HEAD)
RECORDER = person("recorded_by", of="unit.organisation")
DIRECTOR = at("unit.commission", Role.OFFICE_DIRECTOR)
LEADER = at("unit.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
ARTICLE = "规则 48"


class InterferenceState(models.TextChoices):
    RECORDED = "recorded", "已登记，待阅"
    READ = "read", "主要负责人已阅"
    REPORTED = "reported", "已报派出机关，待阅"
    ACKNOWLEDGED = "acknowledged", "派出机关已阅"


class Means(models.TextChoices):
    IN_PERSON = "in_person", "当面"
    BY_TELEPHONE = "by_telephone", "电话"
    IN_WRITING = "in_writing", "书面、信息"
    THROUGH_OTHERS = "through_others", "托人转达"


State = InterferenceState


class Interference(Record):
    """One entry. It never changes; what concerns the head of the unit goes to the authority past him."""

    State = State
    is_root = True
    list_page = "interference_list"
    on_unit_page = "registers"
    settled = (State.READ,)
    within = ("recorded_by", "commission", "unit__organisation", "unit__commission", "unit__office", "unit")
    searched = ("number", "about", "asked_by", "account", "finding")
    offered_while = {"dispatchedunit": ("in_being",)}
    numbered_by = ("record", "report")
    numbered_for = "unit.organisation"
    series = "过问登"
    page_fields = (
        "number", "unit", "happened_on", "asked_by", "means", "about", "account", "recorded_by", "read_by", "finding", "acknowledged_by",
    )  # fmt: skip
    circles = {Circle.HANDLING_OFFICER: DIRECTOR, Circle.DEPUTY_IN_CHARGE: LEADER}
    clocks = {
        "reading": Period("阅知过问干预登记", ARTICLE, HEAD, 2),
        "reading_above": Period("阅知过问干预报告", ARTICLE, DIRECTOR, 3),
    }

    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关"
    )
    unit = models.ForeignKey(
        DispatchedUnit, on_delete=models.PROTECT, editable=False, related_name="interferences", verbose_name="派驻机构"
    )
    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    happened_on = models.DateField("发生日期")
    asked_by = models.CharField("过问、干预人（单位职务或者代号）", max_length=60)
    means = models.CharField("方式", max_length=16, choices=Means.choices)
    about = models.CharField("涉及事项（代号）", max_length=40)
    account = models.TextField("经过", max_length=2000)
    goes_past_the_head = models.BooleanField("直接报告派出机关", default=False, editable=False)
    recorded_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="登记人"
    )
    read_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="阅知人"
    )
    finding = models.TextField("派出机关意见", max_length=1000, blank=True, editable=False)
    acknowledged_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="派出机关阅知人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "过问干预登记"
        constraints = [
            known_states("interference_state_is_known", State),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="interference_number_once_a_unit"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-moved_at"], name="interference_of_unit")]

    def __str__(self):
        return self.words

    @property
    def plain_words(self):
        return f"{self.number} 过问干预登记".strip()

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(unit=parent, commission=parent.commission)

    @classmethod
    def seen_by(cls, actor):
        """Who recorded it, and whom it was reported to: the head, the authority once it has it; nobody else of the unit."""
        led = Q(unit__deputy_in_charge=None) | Q(unit__deputy_in_charge__in=actor.holder_ids)
        above = Q(unit__office__in=actor.office_ids(Role.OFFICE_DIRECTOR))
        above |= Q(commission__in=actor.organisation_ids(Role.DEPUTY_IN_CHARGE)) & led
        above |= Q(commission__in=actor.organisation_ids(Role.SECRETARY))
        heads = Q(unit__organisation__in=actor.organisation_ids(Role.UNIT_HEAD), goes_past_the_head=False)
        return Q(recorded_by__in=actor.holder_ids) | heads | above & Q(state__in=[State.REPORTED, State.ACKNOWLEDGED])

    @classmethod
    def concerns(cls, actor):
        """What the actor recorded."""
        return Q(recorded_by=actor.person_id)

    def parties(self):
        return everyone_in(self.unit.organisation, *ROLES_OF[Kind.DISPATCHED_UNIT]) + everyone_in(
            self.commission, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY
        )

    # fmt: off
    @step(NEW, State.RECORDED, label="登记过问、干预", article=ARTICLE, by=[BELOW_THE_HEAD], stamps="recorded_by",
          needs=[needs.the_unit_is_in_being, needs.it_has_happened, needs.the_entry_is_complete], starts=["reading"], tells=[HEAD])
    def record(self):
        """Whoever was asked enters it, and the head of the unit is told."""

    @step(NEW, State.REPORTED, label="登记并直接报告派出机关", article=ARTICLE, by=[UNIT], stamps="recorded_by",
          needs=[needs.the_unit_is_in_being, needs.it_has_happened, needs.the_entry_is_complete], starts=["reading_above"], tells=[DIRECTOR])
    def report(self):
        """Where it concerns the head, or the head enters it himself: the authority reads it, and the head does not."""
        self.goes_past_the_head = True

    @step(State.RECORDED, State.READ, label="阅知", article=ARTICLE, by=[HEAD], expected=True, apart_from=["recorded_by"], stamps="read_by",
          meets=["reading"], tells=[RECORDER])
    def read(self):
        """The head has read it; a remark says what is to be done."""

    @step([State.RECORDED, State.READ], State.REPORTED, label="报告派出机关", article=ARTICLE, by=[HEAD], meets=["reading"],
          starts=["reading_above"], tells=[DIRECTOR, RECORDER])
    def report_up(self):
        """The authority is to know of it."""

    @step(State.REPORTED, State.ACKNOWLEDGED, label="阅知并提出意见", article=ARTICLE, by=[DIRECTOR, LEADER], expected=True, stamps="acknowledged_by",
          needs=[needs.says_what_is_thought_of_it], meets=["reading_above"], tells=[RECORDER])
    def acknowledge(self, *, finding):
        """The authority has read it and says what it thinks of it."""
        self.finding = finding

    # fmt: on
