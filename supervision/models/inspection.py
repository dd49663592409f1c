"""Inspections (督促检查) of the departments' progress (规定 8, 12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models import Assignment, Matter, Participation, ReportPart
from organizations.models import Organisation, Post, Role
from workflow import clocks
from workflow.access import texts_open_to
from workflow.authority import at, person
from workflow.beside import Told
from workflow.guards import guard, lacking
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import on, step


class Method(models.TextChoices):
    """规定 12."""

    HEARING = "hearing", "听取汇报"
    READING = "reading", "按规定调阅有关材料"
    OPINIONS = "opinions", "听取有关人员意见"
    ON_SITE = "on_site", "实地了解情况"
    WRITTEN = "written", "要求书面报告"
    OTHER = "other", "其他"


class InspectionState(models.TextChoices):
    PLANNED = "planned", "已计划"
    UNDER_WAY = "under_way", "进行中"
    CONCLUDED = "concluded", "已结束"
    CANCELLED = "cancelled", "已取消"


OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
State = InspectionState


@guard("从组织实施到书面报告阶段才能开展督促检查", article="规定 9(4)、12")
def the_matter_is_being_carried_out(inspection):
    return inspection.matter.state in ("implementing", "inspecting", "reporting")


@guard("应当指明检查哪些任务", article="规定 12")
def assignments_are_named(inspection):
    rows = inspection.chosen.get("assignments", [])
    return bool(rows) and all(row.matter_id == inspection.matter_id for row in rows)


@guard("应当指明检查人员，且都是本纪委工作人员，不在被检查部门任职", article="规定 12")
def members_are_officers_of_the_commission(inspection, *, today):
    people = inspection.chosen.get("members", [])
    ours, theirs = inspection.matter.commission_id, _inspected(inspection.chosen.get("assignments", []))
    held = [set(one.posts.in_force(today).values_list("organisation", flat=True)) for one in people]
    return bool(people) and all(ours in places and not places & theirs for places in held)


@guard("检查人员不得在被检查的部门任职", article="规定 12")
def nobody_inspects_his_own_department(inspection, *, today):
    theirs = _inspected(inspection.assignments.all())
    held = Post.objects.in_force(today or clocks.today()).filter(person__in=inspection.members.all())
    return not held.filter(organisation__in=theirs).exists()


def _inspected(assignments):
    """Ids of the departments that lead or take part in the assignments."""
    taking_part = Participation.objects.filter(assignment__in=assignments).values_list("department", flat=True)
    return {row.lead_department_id for row in assignments} | set(taking_part)


@guard("应当写明检查的时间、地点和检查情况", article="规定 12")
def says_when_where_and_what_was_seen(inspection, *, held_on, place, seen):
    return held_on is not None and bool((place or "").strip() and (seen or "").strip())


@lacking("该检查方式还应当写明", article="规定 12")
def the_methods_needs_are_met(inspection):
    if inspection.method == Method.READING and not (inspection.basis.strip() and inspection.approved_by.strip()):
        yield "调阅依据和批准人"
    if inspection.method == Method.OTHER and not inspection.method_name.strip():
        yield "方式名称"


@guard("定期督查规则应当属于本事项", article="规定 12")
def its_rule_is_of_the_matter(inspection):
    return inspection.rule is None or inspection.rule.matter_id == inspection.matter_id


class Inspection(Record):
    """One inspection of some of a matter's assignments. Concluding it lifts what each of them owes."""

    State = InspectionState
    owner = "matter.commission"
    offered_while = {"matter": ("implementing", "inspecting", "reporting")}
    within = ("matter",)
    searched = ("place", "result", "seen", "basis", "approved_by", "members")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="inspections", verbose_name="事项")
    assignments = models.ManyToManyField(Assignment, related_name="inspections", verbose_name="检查的任务")
    method = models.CharField("方式", max_length=12, choices=Method.choices)
    method_name = models.CharField("其他方式的名称", max_length=40, blank=True)
    basis = models.CharField("调阅依据", max_length=200, blank=True)
    approved_by = models.CharField("调阅批准人", max_length=40, blank=True)
    is_regular = models.BooleanField("定期检查", default=False)
    rule = models.ForeignKey(
        "supervision.InspectionRule", on_delete=models.PROTECT, null=True, editable=False, related_name="inspections",
        verbose_name="定期督查规则",
    )  # fmt: skip
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name="检查人员")
    planned_on = models.DateField("计划日期")
    held_on = models.DateField("检查日期", null=True, editable=False)
    place = models.CharField("地点", max_length=120, blank=True, editable=False)
    seen = models.TextField("检查情况", max_length=20000, blank=True, editable=False)
    result = models.TextField("检查结果", max_length=8000, blank=True, editable=False)

    editable = {
        State.PLANNED: [(OFFICER, ("planned_on", "assignments", "attachments"))],
        State.UNDER_WAY: [(OFFICER, ("attachments",))],
    }

    class Meta:
        verbose_name = verbose_name_plural = "督促检查"
        ordering = ["matter", "pk"]
        constraints = [known_states("inspection_state_is_known", State)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the commission; the departments inspected see that it takes place."""
        ours = actor.organisation_ids()
        theirs = cls.with_any(assignments__lead_department__in=ours)
        assisted = cls.with_any(assignments__participations__department__in=ours)
        return Q(matter__commission__in=ours) | theirs | assisted

    @classmethod
    def searchable_by(cls, actor):
        """Place and result by whoever sees the inspection; what was seen and by whom by the commission alone."""
        texts = texts_open_to(actor)
        ours = Q(matter__commission__in=actor.organisation_ids())
        return [(("place", "result"), texts), (("seen", "basis", "approved_by", "members"), texts & ours)]

    def is_open_to(self, actor):
        """What was seen and by whom is the commission's; the departments see that it takes place, and its result."""
        return super().is_open_to(actor) and self.matter.commission_id in actor.organisation_ids()

    @classmethod
    def told_of(cls, record, actor):
        """When, where and how a matter was inspected, and what was seen."""
        if not isinstance(record, Matter):
            return
        held = cls.objects.visible_to(actor).filter(matter=record, state=State.CONCLUDED).select_related(*cls.within)
        for row in held.order_by("held_on", "pk"):
            if row.is_open_to(actor):
                manner = row.method_name or row.get_method_display()
                said = "\n".join(filter(None, [row.seen, row.result]))
                yield Told(ReportPart.INSPECTED, f"{clocks.date_words(row.held_on)}，{manner}（{row.place}）：{said}")

    @property
    def plain_words(self):
        return f"督促检查：{self.get_method_display()}（{self.planned_on:%Y-%m-%d}）"

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, State.PLANNED, label="安排检查", article="规定 8、12", by=[OFFICER, DIRECTOR],
          needs=[the_matter_is_being_carried_out, assignments_are_named, members_are_officers_of_the_commission, the_methods_needs_are_met,
                 its_rule_is_of_the_matter],
          carries=[("rule", "InspectionRule.move_on")])
    def plan(self):
        """Plan an inspection of some assignments; one by rule is regular, and the rule's next date follows."""
        self.is_regular = self.is_regular or self.rule is not None

    @step(State.PLANNED, State.UNDER_WAY, label="开始检查", article="规定 12", by=[OFFICER, DIRECTOR], expected=True,
          needs=[the_matter_is_being_carried_out, nobody_inspects_his_own_department])
    def begin(self):
        """The inspection has begun."""

    @step(State.UNDER_WAY, State.CONCLUDED, label="结束检查", article="规定 12", by=[OFFICER, DIRECTOR], expected=True,
          needs=[says_when_where_and_what_was_seen], lifts=[on("assignments_inspected", "inspection")],
          tells=[at("departments_inspected", Role.DEPARTMENT_HEAD, Role.LIAISON)])
    def conclude(self, *, held_on, place, seen, result=""):
        """When, where, what was seen; every assignment looked at no longer owes its inspection."""
        self.held_on, self.place, self.seen, self.result = held_on, place, seen, result

    @step([State.PLANNED, State.UNDER_WAY], State.CANCELLED, label="取消检查", article="系统规则", by=[OFFICER, DIRECTOR],
          reason=True)
    def cancel(self):
        """The inspection does not take place."""

    @property
    def assignments_inspected(self):
        return list(self.assignments.select_related("lead_department").order_by("number"))

    @property
    def departments_inspected(self):
        """Those that lead or take part in its assignments: all of them see that it takes place, and its result."""
        return list(Organisation.objects.filter(pk__in=_inspected(self.assignments_inspected)).order_by("pk"))

    # fmt: on
