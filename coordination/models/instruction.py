"""Instructions (批示) of a leader on a matter (规定 14). They do not move the matter; they may ask for a reply by a date."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.terms import MatterState
from organizations.models import Role
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
CLERKS = (Role.COMMITTEE_CLERK,)
OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
GIVER = person("instructed_by")
# Nobody instructs on a file that is not before his house.
COMMITTEE = at(
    "matter.committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK,
    when=lambda instruction: instruction.matter.is_before_the_committee,
)  # fmt: skip
LEADERS = at(
    "matter.commission", Role.SECRETARY, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY,
    when=lambda instruction: instruction.matter.is_before_the_commission,
)  # fmt: skip


class InstructionState(models.TextChoices):
    GIVEN = "given", "已批示"
    AWAITING_REPLY = "awaiting_reply", "待答复"
    REPLIED = "replied", "已答复"
    LAPSED = "lapsed", "随事项终止"


State = InstructionState


@guard("已归档的事项不再批示", article="规定 14")
def the_file_is_not_put_away(instruction):
    return instruction.matter.state != MatterState.ARCHIVED


@guard("应当写明批示内容", article="规定 14")
def says_what_is_wanted(instruction):
    return bool(instruction.text.strip())


@guard("党委办公室代登党委的批示，应当写明签批件文号", article="规定 14")
def a_clerk_names_the_signed_instruction(instruction, *, post):
    return post is None or post.role not in CLERKS or bool(instruction.document.strip())


@guard("要求答复的，应当写明不早于今天的答复日期", article="规定 14")
def a_reply_is_asked_by_a_date(instruction, *, today):
    return instruction.reply_due_on is not None and instruction.reply_due_on >= today


@guard("写明了答复日期的，应当按要求答复的批示登记", article="规定 14")
def no_reply_is_asked(instruction):
    return instruction.reply_due_on is None


@guard("应当写明批示的办理情况", article="规定 14")
def says_what_was_done(instruction, *, reply_text):
    return bool((reply_text or "").strip())


class Instruction(Record):
    """One instruction (批示) of a leader of the committee or of the commission on a matter."""

    State = State
    owner = "matter.commission"
    searched = ("text", "document", "reply_text")
    within = ("matter",)
    offered_while = {"matter": tuple(state for state in MatterState if state != MatterState.ARCHIVED)}
    page_fields = ("text", "instructed_by", "document", "reply_due_on", "reply_text", "replied_by")
    clocks = {"reply": Period("答复批示", "规定 14", OFFICER, until="reply_due_on")}

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="instructions", verbose_name="事项"
    )
    text = models.TextField("批示内容", max_length=2000)
    document = models.CharField("签批件（文号）", max_length=120, blank=True)
    reply_due_on = models.DateField("要求答复的日期", null=True, blank=True)
    instructed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="批示人"
    )
    reply_text = models.TextField("办理情况", max_length=4000, blank=True)
    replied_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "批示"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("instruction_state_is_known", InstructionState),
            models.CheckConstraint(
                name="a_reply_is_awaited_by_a_date",
                condition=~Q(state="awaiting_reply") | Q(reply_due_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: commission and committee."""
        ours = actor.organisation_ids()
        return Q(matter__commission__in=ours) | Q(matter__committee__in=ours)

    @classmethod
    def concerns(cls, actor):
        """Instructions that the actor gave."""
        return Q(instructed_by=actor.person_id, reply_due_on__isnull=False)

    @property
    def plain_words(self):
        return f"批示：{self.text[:30]}"

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, State.GIVEN, label="批示", article="规定 14", by=[COMMITTEE, LEADERS], stamps="instructed_by",
          needs=[the_file_is_not_put_away, says_what_is_wanted, a_clerk_names_the_signed_instruction, no_reply_is_asked],
          tells=[OFFICER, DIRECTOR, person("matter.deputy_in_charge")])
    def instruct(self):
        """Say what is wanted; the matter stays where it is."""

    @step(NEW, State.AWAITING_REPLY, label="批示并要求答复", article="规定 14", by=[COMMITTEE, LEADERS], stamps="instructed_by",
          needs=[the_file_is_not_put_away, says_what_is_wanted, a_clerk_names_the_signed_instruction, a_reply_is_asked_by_a_date],
          starts=["reply"], tells=[person("matter.deputy_in_charge")])
    def instruct_with_reply(self):
        """Say what is wanted, and by when to hear what was done."""

    @step(State.AWAITING_REPLY, State.REPLIED, label="答复批示", article="规定 14", by=[OFFICER, DIRECTOR], expected=True,
          stamps="replied_by", needs=[says_what_was_done], meets=["reply"], tells=[GIVER])
    def reply(self, *, reply_text):
        """Tell whoever instructed what was done."""
        self.reply_text = reply_text

    @step(State.AWAITING_REPLY, State.LAPSED, label="随事项终止", article="系统规则", by=[CARRIED], cancels=["reply"], tells=[GIVER])
    def lapse(self):
        """The matter has ended."""

    # fmt: on
