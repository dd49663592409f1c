"""What a host gives its unit (规则 11): material that was asked for (商请提供材料), and what it reports of its own accord (通报重要情况)."""

from django.db import models
from django.db.models import Q

from dispatch import paper_guards as needs
from dispatch.models.unit_paper import HEAD, MEMBERS, PEOPLE, UnitPaper
from organizations.models import Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 11"
HOST = at("host", Role.LIAISON, Role.DEPARTMENT_HEAD)


class HostMaterialState(models.TextChoices):
    REQUESTED = "requested", "待提供"
    SUPPLIED = "supplied", "已提供"
    WITHDRAWN = "withdrawn", "已撤回"


class HostMaterialKind(models.TextChoices):
    ASKED = "asked", "商请提供材料"
    OWN = "own", "通报重要情况"


State = HostMaterialState


class HostMaterial(UnitPaper):
    """One request to a host, or one report of its own. Only the unit and this host read it; the authority has what the unit reports."""

    State = State
    list_page = "hostmaterial_list"
    on_unit_page = "hosts"
    goes_between = (Kind.DEPARTMENT, Kind.DISPATCHED_UNIT)
    within = (*UnitPaper.within, "host")
    searched = (*UnitPaper.searched, "answer")
    page_fields = ("kind", "unit", "host", "content", "happened_on", "due_on", "drafter", "answer", "supplied_by")
    numbered_by = ("request_material", "inform")
    series = "派材"
    duties = {"supply": "反馈和答复"}
    circles = {Circle.DEPARTMENT_HEAD: at("host", Role.DEPARTMENT_HEAD), Circle.HANDLING_OFFICER: HEAD}
    clocks = {"supply": Period("提供材料", ARTICLE, HOST, until="due_on")}
    editable = {State.REQUESTED: [(HOST, ("attachments",))]}

    kind = models.CharField("种类", max_length=8, choices=HostMaterialKind.choices, editable=False)
    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="驻在单位",
        limit_choices_to={"kind": Kind.DEPARTMENT},
    )
    due_on = models.DateField("提供期限", null=True)
    happened_on = models.DateField("情况发生日期", null=True)
    answer = models.TextField("提供情况", max_length=8000, blank=True, editable=False)
    supplied_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="提供人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "驻在单位材料"
        constraints = [
            known_states("host_material_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="host_material_number_once"),
            models.CheckConstraint(
                name="what_is_asked_of_a_host_has_its_date",
                condition=Q(kind="asked", due_on__isnull=False) | Q(kind="own", happened_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["host", "state"])]

    @property
    def plain_words(self):
        return f"{self.number} {self.get_kind_display()}：{self.title}".strip()

    @classmethod
    def seen_by(cls, actor):
        return Q(unit__in=actor.organisation_ids()) | Q(host__in=actor.organisation_ids())

    def parties(self):
        return super().parties() + everyone_in(self.host, *HOST.roles)

    # fmt: off
    @step(NEW, State.REQUESTED, label="商请提供材料", article=ARTICLE, by=[MEMBERS], stamps="drafter",
          needs=[needs.the_paper_is_complete, needs.the_host_is_the_units_today, needs.its_date_lies_ahead], starts=["supply"], tells=[HOST])
    def request_material(self):
        """Ask a host for material that the unit needs, by a date."""
        self.kind = HostMaterialKind.ASKED

    @step(NEW, State.SUPPLIED, label="通报重要情况", article=ARTICLE, by=[HOST], stamps="drafter",
          needs=[needs.the_paper_is_complete, needs.the_host_is_the_units_today, needs.it_has_happened], tells=[HEAD])
    def inform(self):
        """The host tells its unit, of its own accord, of something important."""
        self.kind = HostMaterialKind.OWN

    @step(State.REQUESTED, State.SUPPLIED, label="提供材料", article=ARTICLE, by=[HOST], expected=True, stamps="supplied_by",
          needs=[needs.says_what_is_supplied], meets=["supply"], tells=[HEAD, person("drafter", of="unit")])
    def supply(self, *, answer):
        """The host gives what was asked."""
        self.answer = answer

    @step(State.REQUESTED, State.WITHDRAWN, label="撤回", article="系统规则", by=[HEAD], reason=True, cancels=["supply"], tells=[HOST])
    def withdraw(self):
        """The unit no longer needs it."""

    # fmt: on
