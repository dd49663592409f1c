"""The matter (事项): the root record of a dossier, coordinated in the six steps of 规定 9."""

from django.db import models

from coordination.guards import concluding, determining, planning, reporting
from coordination.guards import template as its
from coordination.models import matter_words
from coordination.models.matter_facts import SUPERIORS, MatterFacts
from coordination.models.terms import PLAN_KINDS, DocumentKind, MatterState, Origin
from organizations.models import Role
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.clocks import now as clocks_now
from workflow.holds import Bar
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import EVERY, SAME, Awaited, on, step, when

State = MatterState
DEPUTY = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
OFFICER = person("handling_officer")
COMMITTEE = at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)
PROPOSER = at("proposing_department", Role.DEPARTMENT_HEAD, Role.UNIT_HEAD)
DEPARTMENTS = at("departments", Role.DEPARTMENT_HEAD, Role.LIAISON)
CASE_DEPUTY = at("commission", Role.CASE_DEPUTY)
PLAN_READY = models.Q(documents__state="draft", documents__kind__in=PLAN_KINDS)
REPORT_READY = models.Q(documents__state="draft", documents__kind=DocumentKind.COMMITTEE_REPORT)
TO_SUPPLEMENT = PLAN_READY & models.Q(documents__replaces__isnull=False)
TO_COMPLETE = PLAN_READY & models.Q(is_notified_orally=True, formalities_completed_at=None)
FORMALITIES_TO_DRAFT = Awaited(
    "起草补办手续的文件", OFFICER, ~PLAN_READY & models.Q(is_notified_orally=True, formalities_completed_at=None), True
)
RUNNING = [
    State.SUBMITTED, State.AWAITING_APPROVAL, State.DETERMINED, State.PLANNING, State.IMPLEMENTING, State.INSPECTING,
    State.REPORTING,
]  # fmt: skip
BEFORE_CONCLUSION = [*RUNNING, State.REPORTED]


class Matter(MatterFacts):
    """A matter (事项) coordinated in the six steps of 规定 9."""

    State = State
    is_root = True
    list_page = "matter_list"
    awaits = {
        State.DRAFT: [Awaited("指定承办人", DIRECTOR, models.Q(handling_officer=None))],
        State.PLANNING: [
            Awaited("研究方案、起草任务和文件", OFFICER, ~PLAN_READY & models.Q(oral_consented_at=None)),
            Awaited("记录通知并办理通知", OFFICER, models.Q(oral_consented_at__isnull=False), True),
        ],
        State.IMPLEMENTING: [FORMALITIES_TO_DRAFT],
        State.INSPECTING: [FORMALITIES_TO_DRAFT],
        State.REPORTING: [Awaited("起草向党委的报告", OFFICER, ~REPORT_READY), FORMALITIES_TO_DRAFT],
    }
    numbered_by = ("determine", "approve")
    apart_on_paper = ("drafter", "handling_officer", "referred_by")
    answers = {
        "submit": True, "return_for_completion": True, "determine": False, "approve": False, "decline": True,
        "decline_by_committee": True, "terminate": True,
    }  # fmt: skip
    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "handling_office"}

    within = ("commission", "committee")
    searched = matter_words.SEARCHED
    searchable_by = classmethod(matter_words.searchable_by)
    circles = {
        Circle.DEPARTMENT_HEAD: DIRECTOR, Circle.HANDLING_OFFICER: OFFICER, Circle.DEPUTY_IN_CHARGE: DEPUTY,
    }  # fmt: skip
    clocks = {
        "determination": Period("确定", "规定 10", DEPUTY, 5),
        "approval": Period("党委批准", "规定 10", COMMITTEE, 10),
        "convening": Period("召集研究", "规定 9(2)", OFFICER, 5),
        "planning": Period("制定方案", "规定 9(2)", OFFICER, 10),
        "notice": Period("当面、电话通知", "规定 11", OFFICER, 1),
        "formalities": Period("补办手续", "规定 11", OFFICER, 5, runs_on=True),
        "committee_report": Period("向党委报告", "规定 9(6)", DEPUTY, 10),
        "acknowledgement": Period("党委批示或回执", "规定 9(6)", COMMITTEE, 10),
        "filing": Period("报上一级纪委备案", "规定 10", OFFICER, 10, runs_on=True),
        "archiving": Period("归档", "系统规则", OFFICER, 20),
    }
    holds = {
        "filing": Bar(
            "重要事项尚未报上一级纪委备案",
            "规定 10",
            ("coordination.Matter.report_to_committee",),
            "承办人起草备案报告，分管领导签发并报送",
        ),
        "formalities": Bar(
            "当面、电话通知的手续尚未补办",
            "规定 11",
            (
                "coordination.Matter.report_to_committee",
                "coordination.Matter.supplement",
                "coordination.Matter.terminate",
            ),
            "承办人起草书面文件，分管领导签发补办",
        ),
        "approval": Bar(
            "列为重要事项尚未经党委批准",
            "规定 10",
            (
                "coordination.Matter.issue",
                "coordination.Matter.notify_orally",
                "coordination.Matter.report_to_committee",
            ),
            "同级党委或者党委主要负责人批准",
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
            (at("proposing_department", Role.UNIT_HEAD), ("title", "category", "grounds", "attachments")),
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
            models.Index(fields=["number", "id"], name="matter_by_number"),
        ]

    # Birth

    # fmt: off
    @step(NEW, State.DRAFT, label="登记", article="规定 9(1)、10",
          by=[at("commission", Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)],
          needs=[determining.is_no_department_suggestion, determining.names_its_superior, determining.a_work_secret_has_its_code_name, its.its_template_is_open_to_its_author, determining.its_opinion_was_adopted, its.keeps_the_level_of_its_template], stamps="drafter", tells=[DIRECTOR])
    def register(self):
        """Enter a matter that was assigned or that the commission itself takes up."""

    @step(NEW, State.DRAFT, label="提出建议", article="规定 10", by=[PROPOSER],
          needs=[determining.is_a_department_suggestion, determining.is_no_work_secret, determining.a_unit_names_its_accepted_request], stamps="drafter")
    def suggest(self):
        """A department proposes what it thinks needs coordination (规定 10 第二款)."""

    # ① Determination

    @step(State.DRAFT, State.SUBMITTED, label="提请确定", article="规定 9(1)、10", expected=True, stamps="submitter",
          by=[person("handling_officer", when=MatterFacts.is_commission_draft), at("proposing_department", Role.DEPARTMENT_HEAD, Role.UNIT_HEAD, when=lambda matter: matter.is_suggestion)],
          needs=[determining.category_origin_and_grounds_are_stated, determining.an_assigned_origin_has_its_document, determining.a_work_secret_has_its_code_name],
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
          needs=[determining.a_clerk_names_the_decision], cancels=["approval"], tells=[person("referred_by"), person("drafter")])
    def return_for_completion(self, *, committee_decision=""):
        """Send the matter back; the reason says what is missing."""
        self.committee_decision = committee_decision or self.committee_decision

    @step(State.SUBMITTED, State.DETERMINED, label="确定", article="规定 10", expected=True,
          labels=[(lambda matter: matter.is_assigned, "接办")],
          by=[DEPUTY, at("commission", Role.STANDING_CLERK, when=lambda matter: matter.origin == Origin.STANDING_COMMITTEE)],
          apart_from=["drafter", "submitter", "handling_officer"],
          needs=[determining.a_handling_officer_is_named, determining.is_not_important_or_was_assigned_by_the_committee, determining.a_standing_committee_decision_names_its_minutes],
          meets=["determination"], starts=["convening", when(MatterFacts.needs_filing, "filing")],
          places=[when(MatterFacts.needs_filing, "filing")], carries=[("filing_to_place", "Filing.place")],
          tells=[person("drafter"), PROPOSER])
    def determine(self, *, basis, decision_minutes=""):
        """Settle that this matter is to be coordinated (第一步)."""
        self.basis, self.decision_minutes = basis, decision_minutes

    @step(State.SUBMITTED, State.AWAITING_APPROVAL, label="报请党委批准", article="规定 10", by=[DEPUTY], stamps="referred_by",
          labels=[(lambda matter: matter.is_suggestion and not matter.is_important, "报请党委决定")],
          apart_from=["drafter", "submitter", "handling_officer"],
          needs=[determining.grounds_are_stated, determining.says_why_the_committee_decides], meets=["determination"],
          starts=["approval"], tells=[person("handling_officer")])
    def refer_for_approval(self, *, is_important, importance_reason=""):
        """Ask the committee or its principal to approve an important matter, or to decide on a suggestion."""
        self.is_important, self.importance_reason = is_important, importance_reason

    @step(State.AWAITING_APPROVAL, State.DETERMINED, label="批准", article="规定 10", by=[COMMITTEE], expected=True,
          apart_from=["drafter", "referred_by"], signs="header_digest",
          needs=[determining.a_handling_officer_is_named, determining.a_referred_suggestion_names_the_committees_minutes, determining.a_clerk_names_the_decision],
          meets=["approval"], starts=["convening", when(MatterFacts.needs_filing, "filing")],
          places=[when(MatterFacts.needs_filing, "filing")], carries=[("filing_to_place", "Filing.place")],
          tells=[person("referred_by"), person("drafter"), PROPOSER])
    def approve(self, *, committee_decision=""):
        """The committee, or its principal, approves (规定 10)."""
        self.committee_decision, self.is_committee_approved = committee_decision, True

    @step(State.SUBMITTED, State.DECLINED, label="不予确定", article="规定 10", by=[DEPUTY], apart_from=["drafter"],
          reason=True, needs=[determining.is_not_an_assigned_matter], meets=["determination"], starts=["archiving"],
          tells=[person("handling_officer"), PROPOSER])
    def decline(self):
        """Refuse with a reason; the proposing department is told."""

    @step(State.AWAITING_APPROVAL, State.DECLINED, label="不予批准", article="规定 10", by=[COMMITTEE], reason=True,
          apart_from=["drafter", "referred_by"], needs=[determining.a_clerk_names_the_decision], meets=["approval"],
          starts=["archiving"], tells=[person("handling_officer"), person("referred_by"), PROPOSER])
    def decline_by_committee(self, *, committee_decision=""):
        """The committee refuses with a reason."""
        self.committee_decision = committee_decision

    # ② The plan

    @step(State.DETERMINED, State.PLANNING, label="召集研究", article="规定 9(2)", by=[OFFICER, DIRECTOR], expected=True,
          needs=[planning.departments_are_named, planning.no_dispatched_unit_takes_part, planning.every_department_is_invited], meets=["convening"],
          starts=["planning"], tells=[DEPARTMENTS])
    def convene(self):
        """Bring the lead and participating departments together to work out the plan."""
        self.is_convened = True

    @step(State.PLANNING, State.IMPLEMENTING, label="印发实施", article="规定 9(2)、9(3)、11", expected=PLAN_READY, by=[DEPUTY],
          signs="plan_digest",
          needs=[planning.no_meeting_on_the_plan_is_open, planning.the_lead_took_part, planning.one_document_with_the_five_elements_is_ready, planning.every_assignment_is_complete],
          meets=["planning"], cancels=["notice"],
          carries=[("plan_documents", "OfficialDocument.sign"), ("plan_documents", "OfficialDocument.issue"), ("assignments", "Assignment.issue")],
          tells=[OFFICER, COMMITTEE])
    def issue(self):
        """Sign and issue the document; the departments are given their tasks in writing."""
        self.is_issued = True

    @step(State.PLANNING, SAME, label="同意当面、电话等方式通知", article="规定 11", by=[CASE_DEPUTY],
          apart_from=["drafter", "handling_officer"],
          needs=[planning.is_a_case_matter, planning.no_consent_was_given_yet, planning.states_why_not_in_writing, planning.every_assignment_is_complete],
          starts=["notice"], tells=[OFFICER])
    def consent_to_oral_notice(self, *, oral_ground, oral_reason):
        """The leader in charge of cases lets the departments be told otherwise than in writing."""
        self.oral_ground, self.oral_reason, self.oral_consented_at = oral_ground, oral_reason, clocks_now()

    @step(State.PLANNING, State.IMPLEMENTING, label="当面、电话等方式通知", article="规定 11", by=[OFFICER, CASE_DEPUTY],
          needs=[planning.the_consent_is_on_record, planning.every_department_was_told_since, planning.every_assignment_is_complete],
          meets=["notice", "planning"], places=["formalities"], starts=["formalities"],
          carries=[("assignments", "Assignment.issue")], tells=[DEPUTY])
    def notify_orally(self):
        """The departments were told; the written form is to follow."""
        self.is_notified_orally = True

    @step([State.IMPLEMENTING, State.INSPECTING, State.REPORTING], SAME, label="补办手续", article="规定 11",
          by=[DEPUTY, CASE_DEPUTY], expected=TO_COMPLETE, signs="plan_digest",
          needs=[planning.the_formalities_are_due, planning.one_document_with_the_five_elements_is_ready, planning.every_department_was_heard],
          carries=[("plan_documents", "OfficialDocument.sign"), ("plan_documents", "OfficialDocument.issue")],
          meets=["formalities"], lifts=["formalities"], tells=[OFFICER, COMMITTEE, DEPARTMENTS])
    def complete_formalities(self):
        """The document follows; every department that received is asked to sign for it again."""
        self.is_issued, self.formalities_completed_at = True, clocks_now()

    @step([State.IMPLEMENTING, State.INSPECTING, State.REPORTING], SAME, label="补充印发（调整任务）", article="规定 11",
          by=[DEPUTY], expected=TO_SUPPLEMENT, signs="plan_digest",
          needs=[planning.a_new_version_is_under_draft, planning.one_document_with_the_five_elements_is_ready, planning.new_departments_were_consulted],
          carries=[("documents_replaced", "OfficialDocument.supersede"), ("plan_documents", "OfficialDocument.sign"), ("plan_documents", "OfficialDocument.issue"), ("tasks_to_reissue", "Assignment.reissue"), ("tasks_to_reassign", "Assignment.reassign"), ("assignments", "Assignment.issue")],
          tells=[OFFICER, at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=MatterFacts.committee_decides), DEPARTMENTS])
    def supplement(self):
        """Issue a new version of the document, with the tasks that it changes or adds."""
        self.chosen = planning.departments_after(self)

    # ③ ④ ⑤

    @step(State.IMPLEMENTING, State.INSPECTING, label="开展督促检查", article="规定 8、9(4)、12", by=[OFFICER, DIRECTOR],
          expected=True, needs=[reporting.every_department_has_its_tasks])
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
          expected=REPORT_READY, signs="report_digest",
          needs=[reporting.every_assignment_has_an_accepted_report, reporting.the_committee_report_is_complete],
          meets=["committee_report"], starts=["acknowledgement"],
          carries=[("committee_reports", "OfficialDocument.sign"), ("committee_reports", "OfficialDocument.issue")],
          tells=[OFFICER, at("superior", *SUPERIORS, when=lambda matter: matter.goes_up)])
    def report_to_committee(self):
        """Sign the report to the committee once the closing check is green."""

    # ⑥

    @step(State.REPORTED, State.CONCLUDED, label="办结", article="规定 9(6)", expected=True, apart_from=["reported_by"],
          by=[COMMITTEE, at("commission", Role.DEPUTY_IN_CHARGE, when=MatterFacts.is_ordinary)],
          needs=[concluding.the_instruction_is_recorded], meets=["acknowledgement"], starts=["archiving"], tells=[person("deputy_in_charge"), OFFICER])
    def conclude(self, *, instruction):
        """Close the matter on the committee's instruction or receipt."""
        self.instruction = instruction

    @step(State.REPORTED, State.IMPLEMENTING, label="批示继续落实", article="规定 14", by=[COMMITTEE],
          apart_from=["reported_by"], needs=[concluding.the_instruction_is_recorded, concluding.names_what_goes_on],
          meets=["acknowledgement"],
          carries=[("assignments_to_rework", "Assignment.rework")], tells=[person("deputy_in_charge"), OFFICER])
    def direct_further_work(self, *, instruction, assignments=(), due_on=None, new_tasks_follow=False):
        """The committee directs that work goes on; the named assignments are reworked by a new date, or new ones follow."""
        self.instruction, self.new_tasks_follow = instruction, new_tasks_follow
        self.reworked, self.renewed_due_on = list(assignments), due_on

    @step(State.CONCLUDED, State.IMPLEMENTING, label="重新启动", article="规定 8、14", reason=True,
          apart_from=["handling_officer"], by=[at("commission", Role.SECRETARY), COMMITTEE],
          needs=[concluding.names_the_tasks_to_take_up, determining.a_clerk_names_the_decision], cancels=["archiving"],
          carries=[("assignments_to_rework", "Assignment.rework")], tells=[COMMITTEE, OFFICER])
    def reopen(self, *, assignments, due_on, committee_decision=""):
        """Take a concluded matter up again; the committee is told."""
        self.committee_decision = committee_decision or self.committee_decision
        self.reworked, self.renewed_due_on = list(assignments), due_on

    @step([State.CONCLUDED, State.DECLINED, State.TERMINATED], State.ARCHIVED, label="归档", article="系统规则",
          by=[OFFICER, DIRECTOR], expected=True, meets=["archiving"],
          needs=[concluding.the_archive_list_is_complete, concluding.a_retention_period_is_set, concluding.nothing_but_archiving_is_due])
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
          by=[at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY, when=MatterFacts.deputy_may_end), at("commission", Role.SECRETARY, when=MatterFacts.superior_decides), at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=MatterFacts.committee_decides)],
          needs=[concluding.a_superiors_matter_has_its_consent, determining.a_clerk_names_the_decision], cancels=[EVERY], lifts=[EVERY],
          carries=[("assignments", "Assignment.lapse"), ("filings", "Filing.lapse"), ("support_requests", "SupportRequest.lapse"), ("instructions", "Instruction.lapse"), ("suspensions", "Suspension.lapse")], starts=["archiving"],
          tells=[OFFICER, PROPOSER, at("superior", *SUPERIORS, when=lambda matter: matter.is_filed), at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=lambda matter: matter.is_issued), at("departments", Role.DEPARTMENT_HEAD, Role.LIAISON, when=lambda matter: matter.is_convened)])
    def terminate(self, *, superior_consent="", committee_decision=""):
        """End a matter that is not to be carried through."""
        self.decision_minutes = superior_consent or self.decision_minutes
        self.committee_decision = committee_decision or self.committee_decision

    @step([State.DRAFT, State.SUBMITTED, State.DETERMINED, State.PLANNING], State.TERMINATED, label="并入", article="系统规则",
          by=[DEPUTY], apart_from=["drafter"],
          needs=[determining.is_known_to_the_commission, determining.is_neither_assigned_nor_approved, determining.names_the_surviving_matter], cancels=[EVERY], lifts=[EVERY],
          carries=[("assignments", "Assignment.lapse"), ("filings", "Filing.lapse"), ("support_requests", "SupportRequest.lapse"), ("instructions", "Instruction.lapse"), ("suspensions", "Suspension.lapse")], starts=["archiving"],
          tells=[OFFICER, person("drafter"), PROPOSER, at("departments", Role.DEPARTMENT_HEAD, Role.LIAISON, when=lambda matter: matter.is_convened)])
    def merge(self, *, merged_into):
        """Go on within another matter of the same commission, which keeps the origin and documents in sight."""
        self.merged_into = merged_into

    # Any time

    @step([State.DETERMINED, State.PLANNING, State.IMPLEMENTING, State.INSPECTING, State.REPORTING], SAME, label="列为重要事项",
          article="规定 10", by=[DEPUTY], stamps="importance_raised_by", needs=[determining.is_not_yet_important, determining.says_why_it_is_important],
          starts=[when(MatterFacts.goes_to_the_committee, "approval"), when(MatterFacts.was_raised_and_needs_filing, "filing")],
          places=[when(MatterFacts.goes_to_the_committee, "approval"), when(MatterFacts.was_raised_and_needs_filing, "filing")],
          carries=[("filing_once_raised", "Filing.place")], tells=[OFFICER, COMMITTEE])
    def raise_importance(self, *, importance_reason):
        """The matter turned out to be important: the committee approves it late, or, having assigned it, is only told."""
        self.is_important, self.importance_reason = True, importance_reason
        self.awaits_importance = self.goes_to_the_committee()

    @step([State.DETERMINED, State.PLANNING, State.IMPLEMENTING, State.INSPECTING, State.REPORTING], SAME, label="补报批准",
          article="规定 10", by=[COMMITTEE], apart_from=["drafter", "importance_raised_by"], signs="header_digest",
          expected=models.Q(awaits_importance=True), needs=[determining.importance_awaits_approval, determining.a_clerk_names_the_decision],
          meets=["approval"], lifts=["approval"], places=[when(MatterFacts.needs_filing, "filing")],
          starts=[when(MatterFacts.needs_filing, "filing")], carries=[("filing_to_place", "Filing.place")], tells=[OFFICER, DEPUTY])
    def approve_importance(self, *, committee_decision=""):
        """The committee, or its principal, approves that the matter is important."""
        self.awaits_importance, self.is_committee_approved = False, True
        self.committee_decision = committee_decision or self.committee_decision

    @step([State.DETERMINED, State.PLANNING, State.IMPLEMENTING, State.INSPECTING, State.REPORTING], SAME, label="不予批准列为重要事项",
          article="规定 10", by=[COMMITTEE], apart_from=["drafter", "importance_raised_by"], reason=True,
          needs=[determining.importance_awaits_approval, determining.a_clerk_names_the_decision], meets=["approval"], lifts=["approval"],
          tells=[OFFICER, DEPUTY])
    def refuse_importance(self, *, goes_on_as_ordinary=False, committee_decision=""):
        """The committee refuses, and says whether the matter goes on as an ordinary one."""
        self.awaits_importance, self.is_important, self.goes_on_as_ordinary = False, False, goes_on_as_ordinary
        self.committee_decision = committee_decision or self.committee_decision

    @step([State.DRAFT, *BEFORE_CONCLUSION, State.CONCLUDED], SAME, label="指定（变更）承办人", article="系统规则",
          by=[DIRECTOR, DEPUTY],
          needs=[concluding.the_officer_holds_a_post_in_the_office, concluding.the_officer_is_not_recused, concluding.a_change_hands_over_open_items],
          tells=[OFFICER, person("previous_officer")])
    def assign_officer(self, *, officer, handover=""):
        """Name the handling officer, or change him with a list of open items."""
        self.previous_officer, self.handling_officer = self.handling_officer, officer

    @step(BEFORE_CONCLUSION, SAME, label="更正", article="系统规则", reason=True,
          by=[DIRECTOR, DEPUTY, at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=MatterFacts.committee_decides)],
          needs=[concluding.names_a_new_value, concluding.someone_else_asked_for_it, concluding.a_correction_is_within_its_authors_reach, determining.what_becomes_a_work_secret_has_its_code_name, determining.what_becomes_assigned_has_its_document, determining.a_clerk_names_the_decision],
          tells=[OFFICER, person("correction_asked_by")])
    def correct(self, *, correction_asked_by, title="", code_name="", category="", origin="", origin_document="", classification="", lower_importance=False, committee_decision=""):
        """Mend a slip, or take the mark of importance off again; what is not given stays. A filing that has begun goes on."""
        self.correction_asked_by = correction_asked_by
        if lower_importance:
            self.is_important, self.importance_reason = False, ""
        self.committee_decision = committee_decision or self.committee_decision
        self.title, self.category = title or self.title, category or self.category
        self.code_name = code_name or self.code_name
        self.origin, self.origin_document = origin or self.origin, origin_document or self.origin_document
        self.classification = classification or self.classification

    @property
    def assignments_to_rework(self):
        """Accepted assignments that the committee's instruction, or the reopening, named."""
        named = [row.pk for row in self.reworked]
        return list(self.assignments.filter(pk__in=named).order_by("number")) if named else []

    # fmt: on
