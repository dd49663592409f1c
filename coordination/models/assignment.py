"""Assignments (任务) of the departments (规定 6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.guards import assignment as needs
from coordination.models.receipt import Receipt, renewal_awaited
from organizations.models import ROLES_OF, Kind, Organisation, Role
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.holds import Bar
from workflow.models import Clock, Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, Awaited, in_days, on, step

PEOPLE = settings.AUTH_USER_MODEL


class AssignmentState(models.TextChoices):
    DRAFTED = "drafted", "草拟"
    ISSUED = "issued", "待签收"
    RECEIVED = "received", "办理中"
    REPORTED = "reported", "已报告"
    ACCEPTED = "accepted", "已销号"
    CANCELLED = "cancelled", "已取消"


OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
LEAD = at("lead_department", Role.LIAISON, Role.DEPARTMENT_HEAD)
LEAD_ONCE_ISSUED = at(  # of a draft the department has never heard
    "lead_department", Role.LIAISON, Role.DEPARTMENT_HEAD, when=lambda assignment: assignment.matter.departments_know
)
State = AssignmentState


class Assignment(Receipt, Record):
    """A task (任务) of one lead department with its participants (规定 6)."""

    State = AssignmentState
    owner = "matter.commission"
    duties = {"receive": "签收", "renew_receipt": "签收"}
    offered_while = {"matter": ("planning",)}
    awaits = {
        AssignmentState.RECEIVED: [  # what was returned is read on the task's page before the next draft
            Awaited(
                "办理并起草书面报告",
                at("lead_department", Role.LIAISON),
                begins="writtenreport_new",
                fresh=Q(reports=None),
            ),
        ]
    }
    within = ("matter",)
    searched = (
        "content", "requirements", "duty_basis", "lead_department", "participating_departments", "responsible_leader", "liaison",
    )  # fmt: skip

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="assignments", verbose_name="事项"
    )
    number = models.PositiveSmallIntegerField("序号", default=0, editable=False)
    resolution = models.ForeignKey(
        "coordination.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="assignments",
        verbose_name="议定事项",
    )  # fmt: skip
    content = models.TextField("任务内容", max_length=4000)
    requirements = models.TextField("要求", max_length=4000, blank=True)
    duty_basis = models.CharField("职责依据", max_length=200, blank=True)
    lead_department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="assignments", verbose_name="牵头部门"
    )
    participating_departments = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name="参与部门"
    )
    responsible_leader = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任领导"
    )
    liaison = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联络员"
    )
    due_on = models.DateField("完成时限", null=True, blank=True)
    begins_anew = False  # whether those who take part are to receive their part anew within this act
    returns = models.PositiveSmallIntegerField("退回次数", default=0, editable=False)
    changed_document = models.CharField("变更任务的文件", max_length=120, blank=True, editable=False)

    clocks = {
        "receipt": Period("签收", "规定 16", LEAD, 2),
        "work": Period("办理", "规定 6、9(3)", LEAD, until="due_on"),
        "report": Period("书面报告", "规定 9(5)", LEAD, 10, grave="was_returned_twice"),
        "review": Period("审核", "规定 9(5)", OFFICER, 5),
    }
    holds = {
        "inspection": Bar(
            "尚未督促检查", "规定 9(4)、12",
            ("coordination.Matter.call_for_reports", "coordination.Matter.report_to_committee"), "承办人组织督促检查",
        )
    }  # fmt: skip
    EDITED = (
        "content", "requirements", "duty_basis", "lead_department", "participating_departments", "responsible_leader", "liaison",
        "due_on", "attachments",
    )  # fmt: skip
    editable = {State.DRAFTED: [(OFFICER, EDITED)]}

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["matter", "number"]
        constraints = [
            known_states("assignment_state_is_known", State),
            models.UniqueConstraint(fields=["matter", "number"], name="assignment_number_once_per_matter"),
        ]
        indexes = [
            models.Index(fields=["lead_department", "state"]),
            models.Index(fields=["-moved_at", "-id"], name="assignment_moved"),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: commission, and from its issue committee and its own lead and participating departments."""
        ours = actor.organisation_ids()
        commissions, committees = (
            actor.organisation_ids(*ROLES_OF[kind]) for kind in (Kind.COMMISSION, Kind.PARTY_COMMITTEE)
        )
        told = Q(lead_department__in=ours) | cls.with_any(participations__department__in=ours)
        told = told | Q(matter__committee__in=committees) if committees else told
        handed_over = Clock.objects.filter(subject_id=models.OuterRef("public_id"), name="receipt")
        issued = ~Q(state__in=[State.DRAFTED, State.CANCELLED]) | Q(models.Exists(handed_over), state=State.CANCELLED)
        return Q(matter__commission__in=commissions) | (issued & told) if commissions else issued & told

    @classmethod
    def concerns(cls, actor):
        """Tasks of the actor's departments, and of the matters he handles."""
        departments = actor.organisation_ids(Role.LIAISON, Role.DEPARTMENT_HEAD)
        return ~Q(state=State.DRAFTED) & (
            Q(lead_department__in=departments) | Q(matter__handling_officer=actor.person_id)
        )

    @property
    def plain_words(self):
        return f"任务{self.number}：{self.content[:30]}"

    @property
    def code_words(self):
        return f"任务{self.number}（{self.matter.words}）"

    @property
    def departments(self):
        """The lead and the participating departments, the lead first."""
        return [*filter(None, [self.lead_department]), *self.participating_departments.order_by("name")]

    def missing_elements(self):
        """Names of the elements of 规定 6 that are still empty."""
        elements = {
            "任务内容": self.content.strip(), "要求": self.requirements.strip(), "职责依据": self.duty_basis.strip(),
            "牵头部门": self.lead_department_id, "责任领导": self.responsible_leader_id, "联络员": self.liaison_id,
            "完成时限": self.due_on,
        }  # fmt: skip
        return [label for label, value in elements.items() if not value]

    @property
    def content_words(self):
        """What the departments receive, as the digest takes it."""
        participants = sorted(str(department) for department in self.participating_departments.all())
        return [
            self.number, self.content, self.requirements, self.duty_basis, str(self.lead_department), participants,
            str(self.responsible_leader), str(self.liaison), str(self.due_on), self.file_digests,
        ]  # fmt: skip

    @property
    def received_digest(self):
        """The digest of exactly what a department signs for: the task, the issued documents and every file of both."""
        documents = [
            document.signed_content for document in self.matter.documents.filter(state="issued").order_by("pk")
        ]
        return f"{ALGORITHM}:{digest_of(self.content_words, documents)}"

    @property
    def is_the_last(self):
        """Whether every other assignment of the matter is accepted or cancelled."""
        others = Assignment._base_manager.filter(matter=self.matter_id).exclude(pk=self.pk)
        return not others.exclude(state__in=["accepted", "cancelled"]).exists()

    @property
    def participations_to_issue(self):
        """Participations that are born when the assignment is issued, or changed so that more departments take part."""
        part_of = self.participations.model
        kept = ("contributed",) if self.begins_anew else ("issued", "received", "contributed")
        standing = {row.department_id for row in self.participations.all() if row.state in kept}
        return [
            part_of(dossier_id=self.dossier_id, assignment=self, department=department)
            for department in self.participating_departments.order_by("pk")
            if department.pk not in standing
        ]

    @property
    def participations_to_resume(self):
        """The latest participation of each department."""
        latest = {row.department_id: row for row in self.participations.order_by("pk")}
        return [latest[key] for key in sorted(latest)]

    @property
    def changes_to_apply(self):
        """How the task will read once the new version of the document is issued, if it is to change."""
        return self.changes_of_it.filter(state="prepared")

    def take_over(self, change):
        """Read as the prepared change says."""
        for name in change.FIELDS:
            setattr(self, name, getattr(change, name))
        self.chosen = {"participating_departments": list(change.participating_departments.all())}
        self.void_receipt()
        self.returns = 0

    @property
    def was_returned_twice(self):
        return self.returns >= 2

    # fmt: off
    @step(NEW, State.DRAFTED, label="起草任务", article="规定 6", by=[OFFICER, DIRECTOR],
          needs=[needs.the_matter_is_in_planning_or_supplemented, needs.its_departments_belong_to_the_matter],
          carries=[("resolution", "Resolution.assign")])
    def draft(self):
        """Write down a task, from a resolution of the meeting or anew; it takes the next number under the dossier's lock."""
        taken = Assignment._base_manager.filter(matter=self.matter_id).aggregate(last=models.Max("number"))
        self.number = (taken["last"] or 0) + 1

    @step(State.DRAFTED, State.ISSUED, label="交办", article="规定 11", by=[CARRIED],
          needs=[needs.the_assignment_is_complete], starts=["receipt", "work"], places=["inspection"],
          carries=[("participations_to_issue", "Participation.issue")], tells=[LEAD])
    def issue(self):
        """Hand the task over in writing."""

    @step(State.ISSUED, State.RECEIVED, label="签收", article="规定 16", by=[LEAD], meets=["receipt"],
          signs="received_digest", stamps="received_by", expected=True, tells=[OFFICER])
    def receive(self):
        """Sign for the task; the receipt binds what was received."""
        self.keep_receipt()

    @step(State.ISSUED, State.RECEIVED, label="代登签收", article="规定 16", by=[OFFICER], meets=["receipt"],
          signs="received_digest", stamps="received_by", needs=[needs.a_paper_receipt_or_two_urgings],
          tells=[at("lead_department", Role.DEPARTMENT_HEAD)])
    def record_receipt(self, *, proof, paper_receipt=False):
        """Record a receipt on paper, or a delivery after two urgings; the department's leader is told."""
        self.keep_receipt(proof)

    @step([State.RECEIVED, State.REPORTED, State.ACCEPTED], SAME, label="补签收", article="规定 11、16", by=[LEAD],
          signs="received_digest", stamps="renewed_by", expected=renewal_awaited("matter"),
          needs=[needs.the_formalities_were_completed_since])
    def renew_receipt(self):
        """Sign again, now for the document that completes an oral notice; no clock, no hold."""
        self.renewed_digest = self.received_digest

    @step([State.ISSUED, State.RECEIVED], State.ISSUED, label="重新交办（内容变更）", article="规定 11", by=[CARRIED],
          starts=["receipt", "work"],
          carries=[("changes_to_apply", "TaskChange.apply"), ("participations_to_issue", "Participation.issue")], tells=[LEAD])
    def reissue(self):
        """The task changed: it is to be received again."""
        self.take_over(self.changes_to_apply.get())

    @step([State.ISSUED, State.RECEIVED, State.REPORTED], State.ISSUED, label="改派", article="规定 6", by=[CARRIED],
          cancels=["report", "review"], starts=["receipt", "work"],
          carries=[("reports", "WrittenReport.lapse"), ("extensions", "Extension.lapse"), ("participations", "Participation.lapse"), ("changes_to_apply", "TaskChange.apply"), ("participations_to_issue", "Participation.issue")],
          tells=[LEAD])
    def reassign(self):
        """Another department leads from now on."""
        self.begins_anew = True
        self.take_over(self.changes_to_apply.get())

    @step(State.RECEIVED, State.REPORTED, label="报告", article="规定 9(5)", by=[CARRIED], meets=["work", "report"],
          starts=["review"], carries=[("extensions", "Extension.lapse")])
    def report(self):
        """The lead department's signed report is in."""

    @step(State.REPORTED, State.RECEIVED, label="退回重报", article="规定 9(5)", by=[CARRIED], meets=["review"],
          starts=[in_days(5, "report")])
    def return_report(self):
        """The report went back; a new one is due, and after the second time no lateness is light."""
        self.returns += 1

    @step(State.REPORTED, State.ACCEPTED, label="审核通过（销号）", article="规定 9(5)", by=[CARRIED], meets=["review"],
          carries=[("participations", "Participation.lapse")],
          starts=[on("matter", "committee_report", when=lambda assignment: assignment.is_the_last)])
    def accept(self):
        """The report was accepted: the task is done."""

    @step([State.ISSUED, State.RECEIVED], SAME, label="延期", article="系统规则", by=[CARRIED], moves=["work"])
    def extend(self):
        """The request for a later date that waits for its decision is granted."""
        self.due_on = self.extensions.get(state="considered").due_on

    @step(State.ACCEPTED, State.RECEIVED, label="继续落实", article="规定 13、14", by=[CARRIED], starts=["work"],
          places=["inspection"], carries=[("participations_to_resume", "Participation.resume")], tells=[LEAD])
    def rework(self):
        """Work goes on after an instruction or a reopening, with a new date."""
        self.due_on = self.matter.renewed_due_on

    @step([State.DRAFTED, State.ISSUED, State.RECEIVED, State.REPORTED], State.CANCELLED, label="取消", article="系统规则",
          by=[LEADERS], reason=True,
          needs=[needs.another_assignment_is_left, needs.a_change_of_an_issued_task_is_in_writing],
          cancels=["receipt", "work", "report", "review"], lifts=["inspection"],
          carries=[("participations", "Participation.lapse"), ("reports", "WrittenReport.lapse"), ("extensions", "Extension.lapse")],
          tells=[LEAD_ONCE_ISSUED, OFFICER])
    def cancel(self, *, changed_document=""):
        """Take a task out of the plan."""
        self.changed_document = changed_document

    @step([State.DRAFTED, State.ISSUED, State.RECEIVED, State.REPORTED], State.CANCELLED, label="随事项终止",
          article="系统规则", by=[CARRIED], cancels=["receipt", "work", "report", "review"], lifts=["inspection"],
          carries=[("participations", "Participation.lapse"), ("reports", "WrittenReport.lapse"), ("extensions", "Extension.lapse")], tells=[LEAD_ONCE_ISSUED])
    def lapse(self):
        """The matter has ended."""

    @property
    def commission(self):
        return self.matter.commission

    # fmt: on
