"""Review of the quality of closed cases (案件质量评查): the work committee looks at one, and tells the unit what it found (规则 20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dispatch import case_review_guards as needs
from dispatch.models.registered_case import RegisteredCase
from organizations.models import Kind, Organisation, Role
from workflow.authority import at
from workflow.clocks import Period
from workflow.models import NEW, Record, known_states
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
ARTICLE = "规则 20"
REVIEWER = at("house", Role.REVIEWER)
HEAD = at("case.unit.organisation", Role.UNIT_HEAD)
DIRECTOR = at("case.unit.commission", Role.OFFICE_DIRECTOR)


class CaseReviewState(models.TextChoices):
    REVIEWED = "reviewed", "已评查，待反馈"
    FED_BACK = "fed_back", "已反馈，待签收"
    ACKNOWLEDGED = "acknowledged", "已签收"


class ReviewGrade(models.TextChoices):
    GOOD = "good", "优质"
    PASSING = "passing", "合格"
    FLAWED = "flawed", "有瑕疵"
    FAILING = "failing", "不合格"


State = CaseReviewState


class CaseReview(Record):
    """One review of one closed case. It speaks of how the case was handled, not of what it is about."""

    State = State
    owner = "case.commission"
    within = (
        "house",
        "case__commission",
        "case__unit__organisation",
        "case__unit__commission",
        "case__unit__office",
        "case",
    )
    offered_while = {"registeredcase": ("closed",)}
    on_unit_page, unit_path = "cases", "case__unit"
    list_page = "casereview_list"
    page_fields = ("case", "house", "grade", "findings", "reviewed_by", "acknowledged_by")
    searched = ("findings",)
    editable = {State.REVIEWED: [(REVIEWER, ("grade", "findings"))]}
    clocks = {
        "feedback": Period("反馈评查结果", ARTICLE, REVIEWER, 10),
        "acknowledgement": Period("签收评查结果", ARTICLE, HEAD, 3),
    }

    case = models.ForeignKey(
        RegisteredCase, on_delete=models.PROTECT, editable=False, related_name="reviews", verbose_name="案件"
    )
    house = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="评查机关",
        limit_choices_to={"kind": Kind.WORK_COMMITTEE},
    )  # fmt: skip
    grade = models.CharField("评查等次", max_length=8, choices=ReviewGrade.choices)
    findings = models.TextField("评查意见", max_length=4000)
    reviewed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="评查人"
    )
    acknowledged_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签收人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件质量评查"
        ordering = ["case", "pk"]
        constraints = [
            known_states("case_review_state_is_known", State),
            models.UniqueConstraint(fields=["case", "house"], name="one_review_a_case_and_house"),
        ]

    def __str__(self):
        return self.words

    @property
    def plain_words(self):
        return f"{self.case.code_name}：案件质量评查"

    @property
    def unit(self):
        return self.case.unit

    @property
    def commission(self):
        return self.case.commission

    @classmethod
    def begun_within(cls, parent, actor):
        post = next((post for post in actor.posts if post.role == Role.REVIEWER), None)
        return cls(case=parent, house=post.organisation if post else None)

    @classmethod
    def seen_by(cls, actor):
        """The work committee that made it; the unit's leaders and its authority once it is fed back."""
        led = Q(case__unit__organisation__in=actor.organisation_ids(Role.UNIT_HEAD, Role.UNIT_DEPUTY))
        led |= Q(case__unit__office__in=actor.office_ids(Role.OFFICE_DIRECTOR))
        led |= Q(case__commission__in=actor.organisation_ids(Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY))
        return Q(house__in=actor.organisation_ids(Role.REVIEWER)) | led & ~Q(state=State.REVIEWED)

    # fmt: off
    @step(NEW, State.REVIEWED, label="评查案件质量", article=ARTICLE, by=[REVIEWER], stamps="reviewed_by",
          needs=[needs.the_case_is_closed, needs.the_house_is_set_up_by_the_authority, needs.it_is_not_reviewed_yet, needs.its_words_are_there], starts=["feedback"])
    def review(self):
        """How a closed case was handled."""

    @step(State.REVIEWED, State.FED_BACK, label="反馈评查结果", article=ARTICLE, by=[REVIEWER], expected=True, needs=[needs.its_words_are_there],
          meets=["feedback"], starts=["acknowledgement"], tells=[HEAD, DIRECTOR])
    def feed_back(self):
        """The unit is told; from then on it does not change."""

    @step(State.FED_BACK, State.ACKNOWLEDGED, label="签收评查结果", article=ARTICLE, by=[HEAD], expected=True, stamps="acknowledged_by",
          meets=["acknowledgement"], tells=[REVIEWER])
    def acknowledge(self):
        """The head of the unit has read it."""

    # fmt: on
