"""Records of daily supervision (日常监督): how and at what a unit looked, and what becomes of a prominent problem (规则 22, 23, 32, 44)."""

from django.db import models
from django.db.models import Q

from dispatch import watch_guards as needs
from dispatch.models.key_person import KeyPerson
from dispatch.models.submission import Submission
from dispatch.models.unit_paper import HEAD, LEADER, MEMBERS, PEOPLE
from dispatch.models.watch_record import WatchRecord
from dispatch.supervision_methods import Area, Method, Point, Reporting, labels_of
from organizations.models import Kind, Organisation
from workflow.clocks import Period
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import step


class SupervisionRecordState(models.TextChoices):
    RECORDED = "recorded", "已登记"
    FOUND = "found", "有突出问题，待提出建议"
    ADVISED = "advised", "已提出建议"
    EXCUSED = "excused", "经批准不提出建议"


State = SupervisionRecordState


class SupervisionRecord(WatchRecord):
    """One piece of daily supervision. A prominent problem in it ends with an advice that was sent, or with a leader's reasons."""

    State = State
    list_page = "supervisionrecord_list"
    on_unit_page = "watched"
    within = (*WatchRecord.within, "host", "report")
    searched = (*WatchRecord.searched, "occasion", "with_whom", "problem")
    page_fields = (
        "unit", "host", "happened_on", "method", "occasion", "place", "with_whom", "basis", "material", "content", "suggestion",
        "key_persons", "reporting", "no_report_reason", "drafter", "area", "problem", "marked_by",
    )  # fmt: skip
    numbered_by = ("record",)
    series = "派监"
    offered_while = {"supervisionrecord": (State.RECORDED,)}
    clocks = {"advice": Period("对突出问题提出建议", "规则 44", HEAD, 10)}
    editable = {State.RECORDED: [(MEMBERS, ("attachments",))]}

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="驻在单位", limit_choices_to={"kind": Kind.DEPARTMENT}
    )  # fmt: skip
    method = models.CharField("监督方式", max_length=12, choices=Method.choices)
    points = models.JSONField("监督检查的情况", default=list)
    occasion = models.CharField("会议、活动或者方式的名称", max_length=120, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    with_whom = models.CharField("对象（部门、人员类别）", max_length=120, blank=True)
    basis = models.CharField("依据和批准", max_length=120, blank=True)
    material = models.CharField("查阅、分析的材料", max_length=200, blank=True)
    suggestion = models.TextField("提醒、纠正或者意见建议", max_length=4000, blank=True)
    key_persons = models.ManyToManyField(
        KeyPerson, blank=True, related_name="records", verbose_name="涉及的重点监督对象（代号）"
    )
    is_major = models.BooleanField("会议涉及“三重一大”事项", default=False)
    is_irregular = models.BooleanField("发现决策程序不合规", default=False)
    reporting = models.CharField("是否报告", max_length=12, choices=Reporting.choices, blank=True)
    no_report_reason = models.CharField("不报告的理由", max_length=400, blank=True)
    report = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="据此起草的报告"
    )
    area = models.CharField("突出问题所在", max_length=16, choices=Area.choices, blank=True, editable=False)
    problem = models.TextField("突出问题或者薄弱环节", max_length=4000, blank=True, editable=False)
    marked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="标明人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "日常监督"
        constraints = [
            known_states("supervision_record_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="supervision_record_number_once"),
            models.CheckConstraint(name="supervision_method_is_known", condition=Q(method__in=list(Method.values))),
            models.CheckConstraint(
                name="what_is_irregular_is_reported", condition=Q(is_irregular=False) | Q(report__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["office", "state"])]

    @property
    def plain_words(self):
        return f"{self.number} {self.get_method_display()}：{self.title}".strip()

    @property
    def points_words(self):
        return labels_of(Point, self.points)

    @property
    def awaits_advice(self):
        """Whether a prominent problem stands without an advice or reasons."""
        return self.state == State.FOUND

    @property
    def is_to_be_reported(self):
        return self.is_irregular or self.reporting == Reporting.NEEDED

    # fmt: off
    @step(NEW, State.RECORDED, label="登记日常监督", article="规则 23、32", by=[MEMBERS], stamps="drafter",
          labels=[(WatchRecord.is_a_correction, "更正本记录")],
          needs=[needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.it_has_happened, needs.the_host_is_the_units_now,
                 needs.its_method_has_what_it_needs, needs.it_looked_at_some_point, needs.it_names_key_persons_of_its_own,
                 needs.it_says_whether_it_is_reported, needs.what_is_reported_has_its_draft, needs.it_corrects_one_of_its_own],
          tells=[HEAD])
    def record(self):
        """What was done and seen; from then on it stands."""

    @step(State.RECORDED, State.FOUND, label="标明突出问题", article="规则 44", by=[MEMBERS], stamps="marked_by",
          needs=[needs.it_is_not_corrected, needs.says_what_the_problem_is], starts=["advice"], tells=[HEAD])
    def mark_problem(self, *, area, problem):
        """What was seen is a prominent problem or a weak link: the host is to be advised."""
        self.area, self.problem = area, problem

    @step(State.FOUND, State.ADVISED, label="已提出建议，办结", article="规则 44", by=[MEMBERS], expected=True,
          needs=[needs.an_advice_was_sent_on_it], meets=["advice"])
    def settle(self):
        """The host was advised; how it puts things right stands with the advice."""

    @step(State.FOUND, State.EXCUSED, label="批准不提出建议", article="规则 44", by=[HEAD, LEADER], apart_from=["marked_by"], reason=True,
          cancels=["advice"], tells=[HEAD])
    def excuse(self):
        """No advice is needed, and why: the head says so, not whoever marked the problem."""

    # fmt: on
