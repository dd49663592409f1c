"""That the authority handles a unit's case itself, organises or commands it (直接办理、组织办理、指挥办理, 规则 15)."""

from django.db import models
from django.db.models import Q

from dispatch import approval_guards
from dispatch import handling_guards as needs
from dispatch.models.approved import Approved, approval_is_owed_by, approvers, known_level
from dispatch.models.registered_case import RegisteredCase, RegisteredCaseState, seen_at
from organizations.models import Office, Role
from workflow.authority import CARRIED, at
from workflow.clocks import Period
from workflow.holds import Bar
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step, when

ARTICLE = "规则 15"
DIRECTOR = at("case.unit.commission", Role.OFFICE_DIRECTOR)
LEADER = at("case.unit.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
HEAD = at("case.unit.organisation", Role.UNIT_HEAD)
APPROVERS = approvers("case.unit.commission")
CLOSING = "dispatch.RegisteredCase.close"
BARRED = (
    "dispatch.RegisteredCase.pass_to_review", CLOSING, "dispatch.CaseDuty.assign", "dispatch.CaseDuty.relieve",
    "dispatch.CaseRecusal.lift",
)  # fmt: skip


class DirectHandlingState(models.TextChoices):
    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准"
    IN_FORCE = "in_force", "执行中"
    HANDED_BACK = "handed_back", "已交还"
    CONCLUDED = "concluded", "已随案件办结"
    DECLINED = "declined", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


class HandlingMode(models.TextChoices):
    DIRECT = "direct", "直接办理"
    ORGANISED = "organised", "组织办理"
    COMMANDED = "commanded", "指挥办理"


State = DirectHandlingState


def is_direct(handling):
    return handling.mode == HandlingMode.DIRECT


class DirectHandling(Approved):
    """In the file of the case. Only while the authority handles it itself are the unit's own steps on the case barred."""

    State = State
    owner = "case.commission"
    within = (
        "office",
        "case__commission",
        "case__unit__organisation",
        "case__unit__commission",
        "case__unit__office",
        "case",
    )
    offered_while = {"registeredcase": (RegisteredCaseState.OPEN, RegisteredCaseState.IN_REVIEW)}
    searched = ("grounds", "handover")
    page_fields = ("mode", "office", "grounds", "approval_level", "proposed_by", "approved_by", "minutes", "handover")
    clocks = {"approval": Period("批准直接办理等", ARTICLE, approval_is_owed_by("case.unit.commission"), 3)}
    holds = {
        "direct": Bar(
            "本案由派出机关直接办理，交还以前派驻机构不再办理", ARTICLE, tuple(f"{each}~case.unit.organisation" for each in BARRED),
            "联系的监督检查室（交还）",
        )
    }  # fmt: skip
    editable = {State.PROPOSED: [(DIRECTOR, ("attachments",))], State.IN_FORCE: [(DIRECTOR, ("attachments",))]}

    case = models.ForeignKey(
        RegisteredCase, on_delete=models.PROTECT, editable=False, related_name="direct_handlings", verbose_name="案件"
    )
    mode = models.CharField("办理方式", max_length=10, choices=HandlingMode.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="经办的室")
    grounds = models.TextField("理由", max_length=1000)
    handover = models.TextField("交还情况", max_length=2000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "直接办理、组织指挥办理"
        ordering = ["case", "pk"]
        constraints = [
            known_states("direct_handling_state_is_known", State),
            known_level("direct_handling_level_is_known"),
            models.CheckConstraint(name="handling_mode_is_known", condition=Q(mode__in=list(HandlingMode.values))),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=("proposed", "approved", "in_force")), name="one_handling_a_case"
            ),
            models.CheckConstraint(
                name="a_handling_is_approved_before_it_is_in_force",
                condition=~Q(state__in=("approved", "in_force", "handed_back", "concluded")) | Q(approved_by__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Who sees the case; the unit and whoever works on it once it is approved."""
        mine = Q(
            case__unit__commission__in=actor.organisation_ids(Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY)
        )
        mine |= Q(case__unit__office__in=actor.office_ids(Role.OFFICE_DIRECTOR))
        return seen_at("case__", actor) & (mine | Q(approved_by__isnull=False))

    @classmethod
    def begun_within(cls, parent, actor):
        return cls(case=parent)

    @property
    def commission(self):
        return self.case.commission

    @property
    def plain_words(self):
        return f"{self.case.code_name}：{self.get_mode_display()}"

    # fmt: off
    @step(NEW, State.PROPOSED, label="提出直接办理等", article=ARTICLE, by=[DIRECTOR], stamps="proposed_by", starts=["approval"],
          needs=[needs.the_case_is_under_way, needs.none_is_there_already, needs.the_office_is_the_authoritys, needs.says_why,
                 approval_guards.it_is_sent_no_lower_than_the_least_level])
    def propose(self):
        """The office in contact asks that the authority takes a grave or complicated case in hand."""

    @step(State.PROPOSED, State.APPROVED, label="批准", article="规则 15、52", by=APPROVERS, expected=True, least=Role.DEPUTY_IN_CHARGE,
          apart_from=["proposed_by"], stamps="approved_by", needs=[approval_guards.a_collective_decision_names_its_minutes],
          meets=["approval"], tells=[DIRECTOR, HEAD])
    def approve(self, *, minutes=""):
        """From now on the unit knows of it."""
        self.minutes = minutes

    @step(State.PROPOSED, SAME, label="报更高层级审批", article="规则 52", by=APPROVERS, starts=["approval"],
          needs=[approval_guards.the_new_level_is_higher])
    def refer_higher(self, *, approval_level):
        """The level was a minimum: this one is to be approved higher up."""
        self.approval_level = approval_level

    @step(State.PROPOSED, State.DECLINED, label="不予批准", article="规则 15、52", by=APPROVERS, apart_from=["proposed_by"], reason=True,
          meets=["approval"], tells=[DIRECTOR])
    def decline(self):
        """The unit handles its case as before."""

    @step([State.PROPOSED, State.APPROVED], State.WITHDRAWN, label="撤回", article="系统规则", by=[DIRECTOR], reason=True, cancels=["approval"])
    def withdraw(self):
        """It is not needed."""

    @step(State.APPROVED, State.IN_FORCE, label="开始办理", article=ARTICLE, by=[DIRECTOR], expected=True, places=[when(is_direct, "direct")],
          needs=[needs.the_case_is_under_way], tells=[HEAD])
    def begin(self):
        """The authority takes it in hand; handling it itself, it bars the unit."""

    @step(State.IN_FORCE, State.HANDED_BACK, label="交还派驻机构", article=ARTICLE, by=[DIRECTOR, LEADER], expected=True, lifts=["direct"],
          needs=[needs.says_how_it_is_handed_back], tells=[HEAD])
    def hand_back(self, *, handover):
        """The unit goes on with the case."""
        self.handover = handover

    @step(State.IN_FORCE, State.CONCLUDED, label="随案件办结", article=ARTICLE, by=[CARRIED], lifts=["direct"],
          follows=[(CLOSING, "direct_handlings")], tells=[HEAD])
    def conclude(self):
        """The case is closed, by the authority or, where that only organises or commands, by the unit."""

    @step([State.PROPOSED, State.APPROVED], State.WITHDRAWN, label="随案件办结失效", article="系统规则", by=[CARRIED], cancels=["approval"],
          follows=[(CLOSING, "direct_handlings")])
    def lapse(self):
        """The case was closed before it came to that."""

    # fmt: on
