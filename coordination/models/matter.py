"""The matter (事项): the root record of a dossier, coordinated in the six steps of 规定 9."""

from django.conf import settings
from django.db import models

from coordination.guards import matter as needs
from coordination.models.terms import Category, MatterState, Origin, Retention
from organizations.models import Kind, Office, Organisation, Role
from workflow.access import everyone_in
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.holds import Bar
from workflow.models import Classification, Record, known_states
from workflow.models.record import NEW
from workflow.steps import EVERY, SAME, Awaited, on, step, when

PEOPLE = settings.AUTH_USER_MODEL
State = MatterState


DEPUTY = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
OFFICER = person("handling_officer")
COMMITTEE = at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)
PROPOSER = at("proposing_department", Role.DEPARTMENT_HEAD, Role.UNIT_HEAD)
DEPARTMENTS = at("departments", Role.DEPARTMENT_HEAD, Role.LIAISON)
DOCUMENT_READY = models.Q(documents__state="draft")
RUNNING = [
    State.SUBMITTED, State.AWAITING_APPROVAL, State.DETERMINED, State.PLANNING, State.IMPLEMENTING, State.INSPECTING,
    State.REPORTING,
]  # fmt: skip
BEFORE_CONCLUSION = [*RUNNING, State.REPORTED]


class Matter(Record):
    """A matter (事项) coordinated in the six steps of 规定 9."""

    State = State
    is_root = True
    awaits = {
        State.DRAFT: [Awaited("指定承办人", DIRECTOR, models.Q(handling_officer=None))],
        State.PLANNING: [Awaited("研究方案、起草任务和文件", OFFICER, ~DOCUMENT_READY)],
        State.REPORTING: [Awaited("起草向党委的报告", OFFICER, ~DOCUMENT_READY)],
    }
    numbered_by = ("determine", "approve")
    answers = {
        "submit": True, "return_for_completion": True, "determine": False, "approve": False, "decline": True,
        "decline_by_committee": True, "terminate": True,
    }  # fmt: skip
    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "handling_office"}

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    title = models.CharField("事项名称", max_length=120)
    code_name = models.CharField("代号", max_length=40, blank=True)
    category = models.CharField("类别", max_length=20, choices=Category.choices)
    origin = models.CharField("来源", max_length=24, choices=Origin.choices)
    origin_document = models.CharField("来源文件（文号或批示）", max_length=120, blank=True)
    grounds = models.TextField("依据", max_length=4000, blank=True)
    is_important = models.BooleanField("重要事项", default=False)
    importance_reason = models.TextField("列为重要事项的理由", max_length=2000, blank=True)
    classification = models.CharField(
        "密级", max_length=12, choices=Classification.choices, default=Classification.INTERNAL
    )
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="matters", verbose_name="主办纪委",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    committee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="同级党委",
        limit_choices_to={"kind": Kind.PARTY_COMMITTEE},
    )  # fmt: skip
    superior = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上一级纪委"
    )
    no_superior_reason = models.CharField("无上一级纪委的原因", max_length=120, blank=True)
    handling_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="承办室"
    )
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导"
    )
    proposing_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议部门"
    )
    lead_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头部门"
    )
    participating_departments = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name="参与部门"
    )
    drafter = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", verbose_name="草拟人")
    drafting_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="草拟单位"
    )
    handling_officer = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    previous_officer = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="原承办人"
    )
    submitter = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="提请人"
    )
    referred_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报请人"
    )
    correction_asked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="更正提出人"
    )
    reported_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报告签发人"
    )
    basis = models.TextField("确定依据", max_length=2000, blank=True)
    decision_minutes = models.CharField("会议纪要或批示", max_length=120, blank=True)
    committee_decision = models.CharField("党委批准文件或纪要", max_length=120, blank=True)
    instruction = models.TextField("党委批示或回执", max_length=2000, blank=True)
    is_committee_approved = models.BooleanField("经党委批准", default=False, editable=False)
    is_convened = models.BooleanField("已召集", default=False, editable=False)
    is_issued = models.BooleanField("已印发", default=False, editable=False)
    new_tasks_follow = models.BooleanField("另行交办新的任务", default=False, editable=False)
    retention = models.CharField("保管期限", max_length=14, choices=Retention.choices, blank=True)

    within = ("commission", "committee")
    clocks = {
        "determination": Period("确定", "规定 10", DEPUTY, 5),
        "approval": Period("党委批准", "规定 10", COMMITTEE, 10),
        "convening": Period("召集研究", "规定 9(2)", OFFICER, 5),
        "planning": Period("制定方案", "规定 9(2)", OFFICER, 10),
        "committee_report": Period("向党委报告", "规定 9(6)", DEPUTY, 10),
        "acknowledgement": Period("党委批示或回执", "规定 9(6)", COMMITTEE, 10),
        "filing": Period("报上一级纪委备案", "规定 10", OFFICER, 10),
        "archiving": Period("归档", "系统规则", OFFICER, 20),
    }
    holds = {
        "filing": Bar(
            "重要事项尚未报上一级纪委备案",
            "规定 10",
            ("coordination.Matter.report_to_committee",),
            "承办人登记备案报送情况",
        ),
    }
    reworked, renewed_due_on = (), None
    DRAFT_FIELDS = (
        "title", "code_name", "category", "origin", "origin_document", "grounds", "is_important", "importance_reason",
        "classification", "superior", "no_superior_reason", "handling_office", "deputy_in_charge", "proposing_department",
        "lead_department", "participating_departments", "attachments",
    )  # fmt: skip
    editable = {
        State.DRAFT: [
            (person("drafter", of="commission"), DRAFT_FIELDS),
            (OFFICER, DRAFT_FIELDS),
            (
                at("proposing_department", Role.DEPARTMENT_HEAD),
                ("title", "category", "grounds", "origin_document", "attachments"),
            ),
        ],
        State.SUBMITTED: [
            (at("commission", Role.STANDING_CLERK, Role.SECRETARY), ("handling_office", "deputy_in_charge")),
        ],
        State.DETERMINED: [(OFFICER, ("lead_department", "participating_departments", "attachments"))],
        State.PLANNING: [(OFFICER, ("lead_department", "participating_departments", "attachments"))],
        **{
            state: [(OFFICER, ("attachments",))]
            for state in (State.IMPLEMENTING, State.INSPECTING, State.REPORTING, State.REPORTED, State.CONCLUDED)
        },
    }

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        constraints = [
            known_states("matter_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="matter_number_once"),
        ]
        indexes = [
            models.Index(fields=["handling_officer", "state"]),
            models.Index(fields=["deputy_in_charge", "state"]),
            models.Index(fields=["commission", "state"]),
            models.Index(fields=["committee", "state"]),
        ]

    def __str__(self):
        return self.words

    # What the matter is

    @property
    def words(self):
        said = self.code_name if self.classification == Classification.WORK_SECRET else self.title
        return f"{self.number} {said}".strip()

    @property
    def series(self):
        return "协"

    @property
    def is_suggestion(self):
        return self.origin == Origin.DEPARTMENT_SUGGESTION

    @property
    def is_assigned(self):
        return self.origin in (Origin.COMMITTEE_ASSIGNED, Origin.SUPERIOR_ASSIGNED)

    def is_commission_draft(self):
        return not self.is_suggestion

    def needs_filing(self):
        return self.is_important and self.origin != Origin.SUPERIOR_ASSIGNED and self.superior_id is not None

    def committee_decides(self):
        """Whether the committee approved or assigned the matter, so that only it may end it (规定 10)."""
        return self.is_committee_approved or self.origin == Origin.COMMITTEE_ASSIGNED

    def commission_decides(self):
        return not self.committee_decides()

    def superior_decides(self):
        """Whether it ends only with the superior's consent: assigned by it, and not approved by the committee since."""
        return self.origin == Origin.SUPERIOR_ASSIGNED and self.commission_decides()

    def deputy_may_end(self):
        return self.commission_decides() and not self.superior_decides()

    def is_ordinary(self):
        """Neither important, nor assigned, nor referred."""
        return not (self.is_important or self.is_assigned or self.referred_by_id)

    @property
    def departments(self):
        """The lead and the participating departments, the lead first."""
        return [*filter(None, [self.lead_department]), *self.participating_departments.order_by("name")]

    def parties(self):
        """Procedure §10: the commission; the committee once referred, assigned or issued; departments once convened."""
        found = []
        if self.submitter_id or self.drafting_organisation_id == self.commission_id:
            found += everyone_in(
                self.commission, Role.OFFICER, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY,
                Role.STANDING_CLERK,
            )  # fmt: skip
        assigned = self.origin == Origin.COMMITTEE_ASSIGNED and self.state != State.DRAFT
        if self.referred_by_id or self.is_issued or assigned:
            found += everyone_in(self.committee, Role.PRINCIPAL, Role.COMMITTEE_CLERK)
        if self.proposing_department_id:
            found += everyone_in(self.proposing_department, Role.DEPARTMENT_HEAD, Role.UNIT_HEAD)
        if self.is_convened:
            for department in self.departments:
                found += everyone_in(department, Role.DEPARTMENT_HEAD, Role.LIAISON)
        return found

    @property
    def assignments_under_way(self):
        return [row for row in self.assignments.all() if row.state in ("issued", "received")]

    @property
    def plan_documents(self):
        """Documents of the plan that are waiting for signature."""
        return [row for row in self.documents.all() if row.state == "draft" and row.is_of_the_plan]

    @property
    def committee_reports(self):
        """The report to the committee that is waiting for signature."""
        return [row for row in self.documents.all() if row.state == "draft" and not row.is_of_the_plan]

    @property
    def plan_digest(self):
        """The digest of everything that ``issue`` signs: the document and every assignment."""
        return needs.digest_of_the_plan(self)

    @property
    def report_digest(self):
        """The digest of the committee report that ``report_to_committee`` signs."""
        return needs.digest_of_documents(self.committee_reports)

    @property
    def header_digest(self):
        """The digest of what ``approve`` approves."""
        return needs.digest_of_the_header(self)

    def is_open_to(self, actor):
        """Texts, remarks and files of the matter are the commission's and the committee's; a draft is its drafter's own."""
        ours = actor.organisation_ids()
        return bool(ours & {self.commission_id, self.committee_id}) or (
            self.state == State.DRAFT and self.drafting_organisation_id in ours
        )

    @classmethod
    def texts_open_to(cls, actor):
        """The rows of which ``is_open_to`` holds."""
        ours = actor.organisation_ids()
        drafted = models.Q(state=State.DRAFT, drafting_organisation__in=ours)
        return models.Q(commission__in=ours) | models.Q(committee__in=ours) | drafted

    def shows_work_to(self, actor):
        """Procedure §10: a department that only proposed the matter sees header, state and answer."""
        ours = actor.organisation_ids()
        return self.is_open_to(actor) or (
            self.is_convened
            and (self.lead_department_id in ours or self.participating_departments.filter(pk__in=ours).exists())
        )

    @classmethod
    def concerns(cls, actor):
        """Matters that the actor drafted, handles or is in charge of; a suggestion until it is taken up."""
        me = actor.person_id
        drafted = models.Q(drafter=me) & (
            models.Q(is_convened=False) | models.Q(drafting_organisation=models.F("commission"))
        )
        return models.Q(handling_officer=me) | models.Q(deputy_in_charge=me) | drafted

    # Birth

    # fmt: off
    @step(NEW, State.DRAFT, label="登记", article="规定 9(1)、10",
          by=[at("commission", Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)],
          needs=[needs.is_no_department_suggestion, needs.names_its_superior, needs.is_no_work_secret], stamps="drafter", tells=[DIRECTOR])
    def register(self):
        """Enter a matter that was assigned or that the commission itself takes up."""

    @step(NEW, State.DRAFT, label="提出建议", article="规定 10", by=[at("proposing_department", Role.DEPARTMENT_HEAD)],
          needs=[needs.is_a_department_suggestion, needs.is_no_work_secret], stamps="drafter")
    def suggest(self):
        """A department proposes what it thinks needs coordination (规定 10 第二款)."""

    # ① Determination

    @step(State.DRAFT, State.SUBMITTED, label="提请确定", article="规定 9(1)、10", expected=True, stamps="submitter",
          by=[person("handling_officer", when=is_commission_draft), at("proposing_department", Role.DEPARTMENT_HEAD, Role.UNIT_HEAD, when=lambda matter: matter.is_suggestion)],
          needs=[needs.category_origin_and_grounds_are_stated, needs.an_assigned_origin_has_its_document],
          starts=["determination"],
          tells=[at("commission", Role.STANDING_CLERK, when=lambda matter: matter.is_suggestion)])
    def submit(self):
        """Ask the commission's leader to determine the matter."""

    @step(State.SUBMITTED, State.DRAFT, label="撤回", article="系统规则",
          by=[person("submitter", of="drafting_organisation"), DIRECTOR], cancels=["determination"])
    def withdraw(self):
        """Take the matter back before it is determined."""

    @step(State.SUBMITTED, State.DRAFT, label="退回补正", article="规定 10", by=[DEPUTY], reason=True,
          cancels=["determination"], tells=[person("drafter"), PROPOSER])
    @step(State.AWAITING_APPROVAL, State.DRAFT, label="退回补正", article="规定 10", by=[COMMITTEE], reason=True,
          needs=[needs.a_clerk_names_the_decision], cancels=["approval"], tells=[person("referred_by"), person("drafter")])
    def return_for_completion(self, *, committee_decision=""):
        """Send the matter back; the reason says what is missing."""
        self.committee_decision = committee_decision or self.committee_decision

    @step(State.SUBMITTED, State.DETERMINED, label="确定", article="规定 10", expected=True,
          labels=[(lambda matter: matter.is_assigned, "接办")],
          by=[DEPUTY, at("commission", Role.STANDING_CLERK, when=lambda matter: matter.origin == Origin.STANDING_COMMITTEE)],
          apart_from=["drafter", "submitter", "handling_officer"],
          needs=[needs.a_handling_officer_is_named, needs.is_not_important_or_was_assigned_by_the_committee, needs.a_standing_committee_decision_names_its_minutes],
          meets=["determination"], starts=["convening", when(needs_filing, "filing")],
          places=[when(needs_filing, "filing")], tells=[person("drafter"), PROPOSER])
    def determine(self, *, basis, decision_minutes=""):
        """Settle that this matter is to be coordinated (第一步)."""
        self.basis, self.decision_minutes = basis, decision_minutes

    @step(State.SUBMITTED, State.AWAITING_APPROVAL, label="报请党委批准", article="规定 10", by=[DEPUTY], stamps="referred_by",
          labels=[(lambda matter: matter.is_suggestion and not matter.is_important, "报请党委决定")],
          apart_from=["drafter", "submitter", "handling_officer"],
          needs=[needs.grounds_are_stated, needs.says_why_the_committee_decides], meets=["determination"],
          starts=["approval"], tells=[person("handling_officer")])
    def refer_for_approval(self, *, is_important, importance_reason=""):
        """Ask the committee or its principal to approve an important matter, or to decide on a suggestion."""
        self.is_important, self.importance_reason = is_important, importance_reason

    @step(State.AWAITING_APPROVAL, State.DETERMINED, label="批准", article="规定 10", by=[COMMITTEE], expected=True,
          apart_from=["drafter", "referred_by"], signs="header_digest",
          needs=[needs.a_handling_officer_is_named, needs.a_referred_suggestion_names_the_committees_minutes, needs.a_clerk_names_the_decision],
          meets=["approval"], starts=["convening", when(needs_filing, "filing")],
          places=[when(needs_filing, "filing")], tells=[person("referred_by"), person("drafter"), PROPOSER])
    def approve(self, *, committee_decision=""):
        """The committee, or its principal, approves (规定 10)."""
        self.committee_decision, self.is_committee_approved = committee_decision, True

    @step(State.SUBMITTED, State.DECLINED, label="不予确定", article="规定 10", by=[DEPUTY], apart_from=["drafter"],
          reason=True, needs=[needs.is_not_an_assigned_matter], meets=["determination"], starts=["archiving"],
          tells=[person("handling_officer"), PROPOSER])
    def decline(self):
        """Refuse with a reason; the proposing department is told."""

    @step(State.AWAITING_APPROVAL, State.DECLINED, label="不予批准", article="规定 10", by=[COMMITTEE], reason=True,
          apart_from=["drafter", "referred_by"], needs=[needs.a_clerk_names_the_decision], meets=["approval"],
          starts=["archiving"], tells=[person("handling_officer"), person("referred_by"), PROPOSER])
    def decline_by_committee(self, *, committee_decision=""):
        """The committee refuses with a reason."""
        self.committee_decision = committee_decision

    # ② The plan

    @step(State.DETERMINED, State.PLANNING, label="召集研究", article="规定 9(2)", by=[OFFICER, DIRECTOR], expected=True,
          needs=[needs.departments_are_named, needs.every_department_is_invited], meets=["convening"],
          starts=["planning"], tells=[DEPARTMENTS])
    def convene(self):
        """Bring the lead and participating departments together to work out the plan."""
        self.is_convened = True

    @step(State.PLANNING, State.IMPLEMENTING, label="印发实施", article="规定 9(2)、9(3)、11", expected=DOCUMENT_READY, by=[DEPUTY],
          signs="plan_digest",
          needs=[needs.no_meeting_on_the_plan_is_open, needs.the_lead_took_part, needs.one_document_with_the_five_elements_is_ready, needs.every_assignment_is_complete],
          meets=["planning"],
          carries=[("plan_documents", "OfficialDocument.sign"), ("plan_documents", "OfficialDocument.issue"), ("assignments", "Assignment.issue")],
          tells=[OFFICER, COMMITTEE])
    def issue(self):
        """Sign and issue the document; the departments are given their tasks in writing."""
        self.is_issued = True

    # ③ ④ ⑤

    @step(State.IMPLEMENTING, State.INSPECTING, label="开展督促检查", article="规定 8、9(4)、12", by=[OFFICER, DIRECTOR],
          expected=True, needs=[needs.every_department_has_its_tasks])
    def begin_inspection(self):
        """Enter the stage in which every department's progress is looked at."""

    @step([State.INSPECTING, State.REPORTING], State.IMPLEMENTING, label="转回组织实施", article="规定 12",
          by=[OFFICER, DIRECTOR], reason=True, cancels=[on("assignments", "report")],
          tells=[person("deputy_in_charge")])
    def resume_implementation(self):
        """Go back to implementation, for a stated reason."""

    @step(State.INSPECTING, State.REPORTING, label="要求书面报告", article="规定 9(5)", by=[OFFICER, DIRECTOR], expected=True,
          starts=[on("assignments_under_way", "report")], tells=[DEPARTMENTS])
    def call_for_reports(self):
        """Ask every department for its written report."""

    @step(State.REPORTING, State.REPORTED, label="向党委报告", article="规定 9(6)", by=[DEPUTY], stamps="reported_by",
          expected=DOCUMENT_READY, signs="report_digest",
          needs=[needs.every_assignment_has_an_accepted_report, needs.the_committee_report_is_complete],
          meets=["committee_report"], starts=["acknowledgement"],
          carries=[("committee_reports", "OfficialDocument.sign"), ("committee_reports", "OfficialDocument.issue")],
          tells=[OFFICER])
    def report_to_committee(self):
        """Sign the report to the committee once the closing check is green."""

    # ⑥

    @step(State.REPORTED, State.CONCLUDED, label="办结", article="规定 9(6)", expected=True, apart_from=["reported_by"],
          by=[COMMITTEE, at("commission", Role.DEPUTY_IN_CHARGE, when=is_ordinary)],
          needs=[needs.the_instruction_is_recorded], meets=["acknowledgement"], starts=["archiving"], tells=[person("deputy_in_charge"), OFFICER])
    def conclude(self, *, instruction):
        """Close the matter on the committee's instruction or receipt."""
        self.instruction = instruction

    @step(State.REPORTED, State.IMPLEMENTING, label="批示继续落实", article="规定 14", by=[COMMITTEE],
          apart_from=["reported_by"], needs=[needs.the_instruction_is_recorded, needs.names_what_goes_on],
          meets=["acknowledgement"],
          carries=[("assignments_to_rework", "Assignment.rework")], tells=[person("deputy_in_charge"), OFFICER])
    def direct_further_work(self, *, instruction, assignments=(), due_on=None, new_tasks_follow=False):
        """The committee directs that work goes on; the named assignments are reworked by a new date, or new ones follow."""
        self.instruction, self.new_tasks_follow = instruction, new_tasks_follow
        self.reworked, self.renewed_due_on = list(assignments), due_on

    @step(State.CONCLUDED, State.IMPLEMENTING, label="重新启动", article="规定 8、14", reason=True,
          apart_from=["handling_officer"], by=[at("commission", Role.SECRETARY), COMMITTEE],
          needs=[needs.names_the_tasks_to_take_up, needs.a_clerk_names_the_decision], cancels=["archiving"],
          carries=[("assignments_to_rework", "Assignment.rework")], tells=[COMMITTEE, OFFICER])
    def reopen(self, *, assignments, due_on, committee_decision=""):
        """Take a concluded matter up again; the committee is told."""
        self.committee_decision = committee_decision or self.committee_decision
        self.reworked, self.renewed_due_on = list(assignments), due_on

    @step([State.CONCLUDED, State.DECLINED, State.TERMINATED], State.ARCHIVED, label="归档", article="系统规则",
          by=[OFFICER, DIRECTOR], expected=True, meets=["archiving"],
          needs=[needs.the_archive_list_is_complete, needs.a_retention_period_is_set, needs.nothing_but_archiving_is_due])
    def archive(self, *, retention):
        """Put the file away with its retention period."""
        self.retention = retention

    # Ends

    @step(State.DRAFT, State.TERMINATED, label="作废", article="系统规则", reason=True, starts=["archiving"],
          by=[person("drafter", of="drafting_organisation"), OFFICER])
    def discard(self):
        """Drop a draft."""

    @step(RUNNING, State.TERMINATED, label="终止", article="规定 10", reason=True,
          apart_from=["drafter", "handling_officer"],
          by=[at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=deputy_may_end), at("commission", Role.SECRETARY, when=superior_decides), at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=committee_decides)],
          needs=[needs.a_superiors_matter_has_its_consent, needs.a_clerk_names_the_decision], cancels=[EVERY], lifts=[EVERY],
          carries=[("assignments", "Assignment.lapse")], starts=["archiving"],
          tells=[OFFICER, PROPOSER, at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=lambda matter: matter.is_issued), at("departments", Role.DEPARTMENT_HEAD, Role.LIAISON, when=lambda matter: matter.is_convened)])
    def terminate(self, *, superior_consent="", committee_decision=""):
        """End a matter that is not to be carried through."""
        self.decision_minutes = superior_consent or self.decision_minutes
        self.committee_decision = committee_decision or self.committee_decision

    # Any time

    @step([State.DRAFT, *BEFORE_CONCLUSION, State.CONCLUDED], SAME, label="指定（变更）承办人", article="系统规则",
          by=[DIRECTOR, DEPUTY],
          needs=[needs.the_officer_holds_a_post_in_the_office, needs.a_change_hands_over_open_items],
          tells=[OFFICER, person("previous_officer")])
    def assign_officer(self, *, officer, handover=""):
        """Name the handling officer, or change him with a list of open items."""
        self.previous_officer, self.handling_officer = self.handling_officer, officer

    @step(BEFORE_CONCLUSION, SAME, label="更正", article="系统规则", reason=True,
          by=[DIRECTOR, DEPUTY, at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=committee_decides)],
          needs=[needs.names_a_new_value, needs.someone_else_asked_for_it, needs.a_correction_is_within_its_authors_reach, needs.a_clerk_names_the_decision],
          tells=[OFFICER, person("correction_asked_by")])
    def correct(self, *, correction_asked_by, title="", category="", origin="", classification="", lower_importance=False, committee_decision=""):
        """Mend a slip, or take the mark of importance off again; what is not given stays. A filing that has begun goes on."""
        self.correction_asked_by = correction_asked_by
        if lower_importance:
            self.is_important, self.importance_reason = False, ""
        self.committee_decision = committee_decision or self.committee_decision
        self.title, self.category = title or self.title, category or self.category
        self.origin, self.classification = origin or self.origin, classification or self.classification

    @property
    def assignments_to_rework(self):
        """Accepted assignments that the committee's instruction, or the reopening, named."""
        named = [row.pk for row in self.reworked]
        return list(self.assignments.filter(pk__in=named).order_by("number")) if named else []

    # fmt: on
