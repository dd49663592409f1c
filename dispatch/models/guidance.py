"""Guidance and education (业务指导、教育): by the authority's office to a unit (规则 13(1)), by a unit to the host's own bodies (规则 18, 26)."""

from django.db import models
from django.db.models import Q

from dispatch import watch_guards as needs
from dispatch.models.unit_paper import HEAD, MEMBERS, OFFICES
from dispatch.models.watch_record import WatchRecord
from organizations.models import Kind, Organisation
from workflow.authority import at
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import step

OFFICE = at("commission", *OFFICES)
CORRECTION = [(WatchRecord.is_a_correction, "更正本记录")]


class GuidanceState(models.TextChoices):
    RECORDED = "recorded", "已登记"


class GuidanceKind(models.TextChoices):
    OF_UNIT = "of_unit", "指导督促派驻机构"
    INTERNAL = "internal", "指导驻在单位内设纪检机构"
    SUBORDINATE = "subordinate", "指导直属单位纪检机构"
    SITUATION = "situation", "形势任务教育"
    LAW = "law", "纪法教育"
    WARNING = "warning", "警示教育"
    CULTURE = "culture", "廉洁文化建设"


BY_UNIT = (GuidanceKind.INTERNAL, GuidanceKind.SUBORDINATE)
EDUCATION = (GuidanceKind.SITUATION, GuidanceKind.LAW, GuidanceKind.WARNING, GuidanceKind.CULTURE)


class Guidance(WatchRecord):
    """One record: who was guided or taught, when, about what."""

    State = GuidanceState
    list_page = "guidance_list"
    on_unit_page = "watched"
    within = (*WatchRecord.within, "host")
    searched = (*WatchRecord.searched, "with_whom")
    page_fields = ("kind", "unit", "host", "happened_on", "with_whom", "content", "drafter")
    numbered_by = ("guide_unit", "guide", "educate")
    series = "派指"
    offered_while = {"guidance": (GuidanceState.RECORDED,)}

    kind = models.CharField("种类", max_length=12, choices=GuidanceKind.choices)
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="驻在单位",
        limit_choices_to={"kind": Kind.DEPARTMENT},
    )  # fmt: skip
    with_whom = models.CharField("对象（机构、人员类别）", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "指导和教育"
        constraints = [
            known_states("guidance_state_is_known", GuidanceState),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="guidance_number_once"),
            models.CheckConstraint(name="guidance_kind_is_known", condition=Q(kind__in=list(GuidanceKind.values))),
        ]
        indexes = [models.Index(fields=["unit", "-moved_at"]), models.Index(fields=["office", "-moved_at"])]

    @property
    def plain_words(self):
        return f"{self.number} {self.get_kind_display()}：{self.title}".strip()

    @classmethod
    def begun_within(cls, parent, actor):
        """The office corrects its own guidance, the unit its own."""
        begun = super().begun_within(parent, actor)
        if parent.kind == GuidanceKind.OF_UNIT:
            begun.unit = None
        else:
            begun.commission = None
        return begun

    # fmt: off
    @step(NEW, GuidanceState.RECORDED, label="登记指导派驻机构", article="规则 13(1)", by=[OFFICE], stamps="drafter", labels=CORRECTION,
          needs=[needs.the_office_is_the_authoritys, needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.it_has_happened,
                 needs.it_is_guidance_of_the_unit, needs.it_corrects_one_of_its_own],
          tells=[HEAD])
    def guide_unit(self):
        """The office of the authority guides the unit and sees to it that it does its duty."""

    @step(NEW, GuidanceState.RECORDED, label="登记业务指导", article="规则 18", by=[MEMBERS], stamps="drafter", labels=CORRECTION,
          needs=[needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.it_has_happened, needs.the_host_is_the_units_now,
                 needs.it_is_guidance_by_the_unit, needs.it_corrects_one_of_its_own])
    def guide(self):
        """The unit guides the discipline bodies inside its host and of what is directly under it."""

    @step(NEW, GuidanceState.RECORDED, label="登记推动开展教育", article="规则 26", by=[MEMBERS], stamps="drafter", labels=CORRECTION,
          needs=[needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.it_has_happened, needs.the_host_is_the_units_now,
                 needs.it_is_education, needs.it_corrects_one_of_its_own])
    def educate(self):
        """The unit has its host's people taught."""

    # fmt: on
