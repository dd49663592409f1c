"""Joint actions (联合工作): what offices of the authority, dispatched units and local commissions do together (规则 14, 16, 17)."""

from django.db import models
from django.db.models import Q

from dispatch import approval_guards
from dispatch import joint_guards as needs
from dispatch.joint_kinds import FORM_OF, JointForm, JointKind
from dispatch.models.approved import Approved, approval_is_owed_by, approvers, known_level
from dispatch.models.joint_party import LOCAL, UNIT, JointParty
from dispatch.models.unit_paper import DIRECTOR, LEADER, OFFICES, PEOPLE, READERS
from organizations.models import Kind, Office, Organisation, Role
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

ARTICLE = "规则 14、16、17"
PROPOSER = person("proposed_by")
APPROVERS = approvers("commission")
PARTIES = [at("unit_houses", Role.UNIT_HEAD), at("local_houses", Role.SECRETARY)]


class JointActionState(models.TextChoices):
    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已批准"
    UNDER_WAY = "under_way", "正在开展"
    CONCLUDED = "concluded", "已办结"
    DECLINED = "declined", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
    CALLED_OFF = "called_off", "已中止"


State = JointActionState
AGREED = [State.APPROVED, State.UNDER_WAY]


class JointAction(Approved):
    """One piece of joint work. The kind decides the form, the form who has to take part; each party has tasks of its own."""

    State = State
    is_root = changes_access = True
    within = ("commission", "office", "deputy_in_charge", "proposed_by")
    list_page = "jointaction_list"
    on_unit_page, unit_path = "side", "joint_parties__organisation__dispatched_units"
    searched = ("number", "title", "content", "result")
    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "office"}
    circles = {Circle.HANDLING_OFFICER: DIRECTOR, Circle.DEPUTY_IN_CHARGE: LEADER}
    page_fields = (
        "kind", "office", "deputy_in_charge", "content", "starts_on", "due_on", "approval_level", "proposed_by", "approved_by",
        "minutes", "result",
    )  # fmt: skip
    numbered_by = ("propose",)
    series = "派联"
    clocks = {
        "approval": Period("批准联合工作", ARTICLE, approval_is_owed_by("commission"), 5),
        "action": Period("完成联合工作", ARTICLE, DIRECTOR, until="due_on"),
    }
    editable = {
        State.PROPOSED: [(DIRECTOR, ("title", "content", "attachments"))],
        State.UNDER_WAY: [(DIRECTOR, ("attachments",))],
    }
    joining = ()  # parties between the body of a step and what it carries

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    kind = models.CharField("工作种类", max_length=24, choices=JointKind.grouped())
    title = models.CharField("名称", max_length=120)
    content = models.TextField("目标和内容", max_length=8000)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="派出机关",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="牵头的室")
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导"
    )
    starts_on = models.DateField("开始日期")
    due_on = models.DateField("完成期限")
    result = models.TextField("结果", max_length=8000, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "联合工作"
        constraints = [
            known_states("joint_action_state_is_known", State),
            known_level("joint_action_level_is_known"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="joint_action_number_once"),
            models.CheckConstraint(
                name="a_concluded_joint_action_says_its_result", condition=~Q(state="concluded") | ~Q(result="")
            ),
            models.CheckConstraint(
                name="a_joint_action_is_approved_before_it_begins",
                condition=Q(state__in=("proposed", "declined", "withdrawn")) | Q(approved_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["commission", "-moved_at"], name="joint_action_of_commission"),
            models.Index(fields=["starts_on", "due_on"], name="joint_action_by_date"),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor, path=""):
        """Procedure §10: who leads it; who takes part, once it is approved. ``path`` leads here from a child."""
        mine = Q(**{f"{path.removesuffix('__') or 'pk'}__in": JointParty.of(actor).values("action")})
        return cls.led_by(actor, path) | Q(**{f"{path}approved_by__isnull": False}) & mine

    @classmethod
    def led_by(cls, actor, path=""):
        """The office in the lead, the leader whom it names (any where it names none), the secretary."""
        theirs = Q(**{f"{path}commission__in": actor.organisation_ids(Role.DEPUTY_IN_CHARGE)})
        named = Q(**{f"{path}deputy_in_charge": None}) | Q(**{f"{path}deputy_in_charge__in": actor.holder_ids})
        return (
            Q(**{f"{path}office__in": actor.office_ids(*OFFICES)})
            | theirs & named
            | Q(**{f"{path}commission__in": actor.organisation_ids(Role.SECRETARY)})
        )

    def parties_by_name(self):
        """Those who take part now: offices first, then units, then local commissions."""
        rows = self.joint_parties.filter(state="taking_part").select_related("organisation", "office")
        return sorted(rows, key=lambda row: (row.place, row.plain_words))

    def parties(self):
        """The authority; once it is approved, the units and local commissions that take part."""
        found = everyone_in(self.commission, *READERS)
        for house in self.unit_houses + self.local_houses if self.approved_by_id else ():
            found += everyone_in(house, *(UNIT if house.kind == Kind.DISPATCHED_UNIT else LOCAL))
        return found

    def _houses(self, kind):
        return [
            row.organisation
            for row in self.parties_by_name()
            if row.office_id is None and row.organisation.kind == kind
        ]

    @property
    def unit_houses(self):
        return self._houses(Kind.DISPATCHED_UNIT)

    @property
    def local_houses(self):
        return self._houses(Kind.COMMISSION)

    @property
    def form(self):
        return FORM_OF[self.kind]

    @property
    def form_words(self):
        return JointForm(self.form).label

    @property
    def plain_words(self):
        return f"{self.number} {self.title}".strip()

    @property
    def gist(self):
        return self.content

    @property
    def content_digest(self):
        """The digest of exactly what is approved: words, dates, parties, files."""
        said = [self.kind, self.title, self.content, self.starts_on, self.due_on]
        return f"{ALGORITHM}:{digest_of(said, [row.plain_words for row in self.parties_by_name()], self.file_digests)}"

    @property
    def parties_to_join(self):
        return [
            JointParty(dossier=self.dossier, action=self, organisation=organisation, office=office)
            for organisation, office in self.joining
        ]

    # fmt: off
    @step(NEW, State.PROPOSED, label="提出联合工作", article=ARTICLE, by=[DIRECTOR, LEADER], stamps="proposed_by",
          needs=[needs.the_office_is_the_authoritys, needs.it_says_what_is_to_be_done, needs.its_dates_are_in_order,
                 needs.the_parties_may_take_part, needs.the_parties_fit_the_form,
                 approval_guards.it_is_sent_no_lower_than_the_least_level],
          carries=[("parties_to_join", "JointParty.join")], starts=["approval"])
    def propose(self, *, offices=(), units=(), local_commissions=()):
        """An office of the authority proposes it, with whom it is to be done."""
        self.joining = needs.named(offices, units, local_commissions)

    @step(State.PROPOSED, State.APPROVED, label="批准", article="规则 14、16、17、52", by=APPROVERS, expected=True, least=Role.DEPUTY_IN_CHARGE,
          apart_from=["proposed_by"], signs="content_digest", stamps="approved_by", meets=["approval"],
          needs=[approval_guards.a_collective_decision_names_its_minutes], tells=[DIRECTOR, *PARTIES])
    def approve(self, *, minutes=""):
        """From now on whoever takes part sees it."""
        self.minutes = minutes

    @step(State.PROPOSED, SAME, label="报更高层级审批", article="规则 52", by=APPROVERS, starts=["approval"],
          needs=[approval_guards.the_new_level_is_higher])
    def refer_higher(self, *, approval_level):
        """The level was a minimum: this one is to be approved higher up."""
        self.approval_level = approval_level

    @step(State.PROPOSED, State.DECLINED, label="不予批准", article="规则 14、16、17、52", by=APPROVERS, apart_from=["proposed_by"],
          reason=True, meets=["approval"], tells=[DIRECTOR])
    def decline(self):
        """It is not to be done."""

    @step(State.PROPOSED, State.WITHDRAWN, label="撤回", article="系统规则", by=[DIRECTOR, PROPOSER], reason=True, cancels=["approval"])
    def withdraw(self):
        """Whoever proposed it takes it back."""

    @step(AGREED, SAME, label="增加参加单位", article=ARTICLE, by=[LEADER], reason=True,
          needs=[needs.somebody_is_added, needs.the_parties_may_take_part, needs.they_do_not_take_part_yet],
          carries=[("parties_to_join", "JointParty.join")], tells=[DIRECTOR])
    def add_parties(self, *, offices=(), units=(), local_commissions=()):
        """More take part than were proposed: the leader who may approve says so."""
        self.joining = needs.named(offices, units, local_commissions)

    @step(State.APPROVED, State.UNDER_WAY, label="开始", article=ARTICLE, by=[DIRECTOR, LEADER], expected=True, starts=["action"],
          needs=[needs.every_party_has_a_task], tells=PARTIES)
    def begin(self):
        """Everybody knows what to do."""

    @step(State.UNDER_WAY, SAME, label="调整期限", article="系统规则", by=[DIRECTOR, LEADER], reason=True, moves=["action"],
          needs=[needs.the_new_date_lies_ahead], tells=PARTIES)
    def change_date(self, *, due_on):
        """Another day, with the reason; the old one stays in the history of its clock."""
        self.due_on = due_on

    @step(State.UNDER_WAY, State.CONCLUDED, label="办结", article=ARTICLE, by=[DIRECTOR, LEADER], expected=True, meets=["action"],
          needs=[needs.no_task_is_open, needs.says_what_came_of_it], tells=[LEADER, *PARTIES])
    def conclude(self, *, result):
        """What came of it, for everybody who took part."""
        self.result = result

    @step(AGREED, State.CALLED_OFF, label="中止", article="系统规则", by=[LEADER], reason=True, cancels=["action"],
          carries=[("tasks", "JointTask.lapse")], tells=[DIRECTOR, *PARTIES])
    def call_off(self):
        """It does not go on, and its open tasks end with it."""

    # fmt: on
