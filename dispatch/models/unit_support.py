"""Requests for support and coordination (提请支持协调): where the two regulations meet (规则 13 第二款第四项，规定 10 第二款)."""

from django.db import models
from django.db.models import Q

from coordination.guards.determining import ENDED
from coordination.models import Matter
from dispatch import paper_guards as needs
from dispatch.models.unit_paper import DIRECTOR, HEAD, LEADER, PEOPLE, OfficePaper
from workflow.clocks import Period
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

ARTICLE = "规则 13(4)"


class UnitSupportState(models.TextChoices):
    SUBMITTED = "submitted", "待受理"
    ACCEPTED = "accepted", "已受理"
    ANSWERED = "answered", "已答复"
    DECLINED = "declined", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


State = UnitSupportState
TO_ANSWER = Q(matter=None) | Q(matter__state__in=ENDED)


class UnitSupportRequest(OfficePaper):
    """A unit asks its authority for support in something important; once accepted it may found a matter, which it follows from here."""

    State = State
    list_page = "unitsupportrequest_list"
    on_unit_page = "asked"
    searched = (*OfficePaper.searched, "answer")
    within = (*OfficePaper.within, "matter")
    page_fields = ("unit", "office", "content", "drafter", "accepted_by", "answer", "answered_by")
    numbered_by = ("ask",)
    series = "派支"
    editable = {State.SUBMITTED: [(HEAD, ("attachments",))], State.ACCEPTED: [(DIRECTOR, ("attachments",))]}
    clocks = {"answer": Period("答复提请支持", ARTICLE, DIRECTOR, 5)}

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="所提事项"
    )
    accepted_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="受理人"
    )
    answer = models.TextField("答复", max_length=4000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "提请支持协调"
        constraints = [
            known_states("unit_support_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="unit_support_number_once"),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["office", "state"])]

    @property
    def origin_words(self):
        """What the matter that it founds names as its origin."""
        return f"{self.number}提请支持协调（{self.unit}）"[:120]

    # fmt: off
    @step(NEW, State.SUBMITTED, label="提请支持协调", article=ARTICLE, by=[HEAD], stamps="drafter",
          needs=[needs.the_office_is_the_authoritys, needs.the_paper_is_complete], starts=["answer"], tells=[DIRECTOR])
    def ask(self):
        """The head of the unit asks the authority for support."""

    @step(State.SUBMITTED, State.ACCEPTED, label="受理", article=ARTICLE, by=[DIRECTOR], expected=True, apart_from=["drafter"],
          stamps="accepted_by", tells=[HEAD, LEADER])
    def accept(self):
        """The office takes it up; what it does, or that a matter is to be suggested, it says in its answer."""

    @step(State.SUBMITTED, State.DECLINED, label="不予受理", article=ARTICLE, by=[DIRECTOR], apart_from=["drafter"], reason=True,
          meets=["answer"], tells=[HEAD, LEADER])
    def decline(self):
        """The office does not take it up, and says why."""

    @step(State.SUBMITTED, State.WITHDRAWN, label="撤回", article="系统规则", by=[HEAD], reason=True, cancels=["answer"], tells=[DIRECTOR])
    def withdraw(self):
        """The unit no longer needs it."""

    @step(State.ACCEPTED, SAME, label="提出组织协调建议", article="规则 13(4)、规定 10", by=[HEAD],
          needs=[needs.no_matter_was_founded_yet, needs.the_matter_is_the_units_own_suggestion], meets=["answer"], tells=[DIRECTOR])
    def found(self, *, matter):
        """The unit suggests a matter of coordination on it; from then on the matter's own dates run."""
        self.matter = matter

    @step(State.ACCEPTED, State.ANSWERED, label="答复", article=ARTICLE, by=[DIRECTOR], expected=TO_ANSWER, stamps="answered_by",
          needs=[needs.says_what_is_answered, needs.its_matter_has_ended], meets=["answer"], tells=[HEAD])
    def give_answer(self, *, answer):
        """The office says what was done for the unit."""
        self.answer = answer

    # fmt: on
