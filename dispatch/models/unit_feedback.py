"""What others say of a unit itself (对派驻机构的意见): its authority, an inspection, the leadership of a host, the people (规则 49)."""

from django.db import models
from django.db.models import Q

from dispatch import feedback_guards as needs
from dispatch.models.unit_paper import DIRECTOR, HEAD, LEADER, MEMBERS, PEOPLE, OfficePaper
from organizations.models import Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, either
from workflow.clocks import Period
from workflow.models import NEW, known_states
from workflow.steps import step

ARTICLE = "规则 49"
HOST = at("host", Role.LIAISON, Role.DEPARTMENT_HEAD)


class UnitFeedbackState(models.TextChoices):
    GIVEN = "given", "待答复"
    ANSWERED = "answered", "已答复，待确认"
    CLOSED = "closed", "已确认"


class FeedbackSource(models.TextChoices):
    AUTHORITY = "authority", "派出机关管理监督意见"
    INSPECTION = "inspection", "巡视巡察监督意见"
    HOST = "host", "驻在单位领导班子意见建议"
    PEOPLE = "people", "党员、干部和群众反映"


State = UnitFeedbackState


def _is_the_hosts(feedback):
    return feedback.source == FeedbackSource.HOST


def _is_not_the_hosts(feedback):
    return feedback.source != FeedbackSource.HOST


HOST_SAYS = at("host", Role.DEPARTMENT_HEAD, Role.LIAISON, when=_is_the_hosts)
AUTHORITY_SAYS = at("commission", Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=_is_not_the_hosts)


class UnitFeedback(OfficePaper):
    """One opinion on the unit, the answer that it owes, and whether whoever gave it is content. A host sees its own only."""

    State = State
    list_page = "unitfeedback_list"
    on_unit_page = "registers"
    duties = {"confirm": "反馈和答复"}
    within = ("host", *OfficePaper.within)
    searched = (*OfficePaper.searched, "answer")
    page_fields = ("source", "unit", "host", "office", "content", "drafter", "answer", "answered_by")
    numbered_by = ("give", "suggest", "take_down")
    series = "派评"
    editable = {State.GIVEN: [(HEAD, ("attachments",))]}
    clocks = {
        "answer": Period("答复对派驻机构的意见", ARTICLE, HEAD, 10),
        "confirmation": Period("确认派驻机构的答复", ARTICLE, either(HOST_SAYS, AUTHORITY_SAYS), 5),
    }

    source = models.CharField("意见来源", max_length=12, choices=FeedbackSource.choices)
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="驻在单位",
        limit_choices_to={"kind": Kind.DEPARTMENT},
    )  # fmt: skip
    answer = models.TextField("整改或者处理情况", max_length=8000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "对派驻机构的意见"
        constraints = [
            known_states("unit_feedback_state_is_known", State),
            models.CheckConstraint(
                name="unit_feedback_of_a_host_names_it",
                condition=Q(source="host", host__isnull=False)
                | Q(source__in=["authority", "inspection", "people"], host=None),
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="unit_feedback_number_once"),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["office", "state"])]

    @property
    def plain_words(self):
        return f"{self.number} {self.get_source_display()}：{self.title}".strip()

    @classmethod
    def seen_by(cls, actor):
        return super().seen_by(actor) | Q(host__in=actor.organisation_ids(Role.DEPARTMENT_HEAD, Role.LIAISON))

    def parties(self):
        return super().parties() + everyone_in(self.host, *HOST.roles)

    # fmt: off
    @step(NEW, State.GIVEN, label="提出监督意见", article=ARTICLE, by=[DIRECTOR, LEADER], stamps="drafter",
          needs=[needs.it_is_said_from_above, needs.the_office_is_the_authoritys, needs.the_unit_is_the_authoritys, needs.the_paper_is_complete],
          starts=["answer"], tells=[HEAD])
    def give(self):
        """The authority says what it, or an inspection, holds against the unit."""

    @step(NEW, State.GIVEN, label="对派驻机构提出意见建议", article=ARTICLE, by=[HOST], stamps="drafter",
          needs=[needs.the_paper_is_complete, needs.the_host_is_the_units_today], starts=["answer"], tells=[HEAD])
    def suggest(self):
        """The leadership of a host says what it thinks of the unit's work."""
        self.source = FeedbackSource.HOST

    @step(NEW, State.GIVEN, label="登记群众意见", article=ARTICLE, by=[MEMBERS], stamps="drafter",
          needs=[needs.the_office_is_the_authoritys, needs.the_paper_is_complete], starts=["answer"], tells=[HEAD, DIRECTOR])
    def take_down(self):
        """What members, officials and people at large say of the unit."""
        self.source = FeedbackSource.PEOPLE

    @step(State.GIVEN, State.ANSWERED, label="答复", article=ARTICLE, by=[HEAD], expected=True, stamps="answered_by",
          needs=[needs.says_what_was_done], meets=["answer"], starts=["confirmation"], tells=[HOST_SAYS, AUTHORITY_SAYS])
    def give_answer(self, *, answer):
        """What the unit looked into, and what it has changed."""
        self.answer = answer

    @step(State.ANSWERED, State.CLOSED, label="确认", article=ARTICLE, by=[HOST_SAYS, AUTHORITY_SAYS], expected=True, apart_from=["answered_by"],
          meets=["confirmation"], tells=[HEAD])
    def confirm(self):
        """Whoever said it takes the answer."""

    @step(State.ANSWERED, State.GIVEN, label="退回再办", article=ARTICLE, by=[HOST_SAYS, AUTHORITY_SAYS], reason=True,
          meets=["confirmation"], starts=["answer"], tells=[HEAD])
    def return_answer(self):
        """Not yet; the reason says what is lacking."""

    # fmt: on
