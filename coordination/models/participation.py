"""Participations (协办): one department's part in an assignment."""

from django.db import models
from django.db.models import Q

from coordination.guards import assignment as needs
from coordination.models.assignment import Assignment
from coordination.models.receipt import Receipt, renewal_awaited
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step


class ParticipationState(models.TextChoices):
    ISSUED = "issued", "待签收"
    RECEIVED = "received", "协办中"
    CONTRIBUTED = "contributed", "已报送"
    LAPSED = "lapsed", "未报送"


PARTICIPANT = at("department", Role.LIAISON, Role.DEPARTMENT_HEAD)


class Participation(Receipt, Record):
    """One department's part in an assignment (协办). Its receipt never bars the lead's."""

    State = ParticipationState
    owner = "assignment.matter.commission"
    duties = Assignment.duties
    within = ("assignment", "assignment__matter")
    searched = ("contribution", "department")

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="participations", verbose_name="任务"
    )
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations", verbose_name="参与部门"
    )
    contribution = models.TextField("协办情况", max_length=8000, blank=True)

    clocks = {"receipt": Period("签收", "规定 16", PARTICIPANT, 2)}

    class Meta:
        verbose_name = verbose_name_plural = "协办"
        ordering = ["assignment", "pk"]
        constraints = [
            known_states("participation_state_is_known", ParticipationState),
            models.UniqueConstraint(
                fields=["assignment", "department"], condition=~Q(state="lapsed"), name="one_participation_a_department"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        ours = actor.organisation_ids()
        matter = Q(assignment__matter__commission__in=ours) | Q(assignment__matter__committee__in=ours)
        return matter | Q(department__in=ours) | Q(assignment__lead_department__in=ours)

    @property
    def plain_words(self):
        return f"{self.assignment.words}（{self.department}协办）"

    code_words = plain_words

    @property
    def received_digest(self):
        """What the department signs for is the assignment as it was issued."""
        return self.assignment.received_digest

    @property
    def commission(self):
        return self.assignment.matter.commission

    # fmt: off
    @step(NEW, ParticipationState.ISSUED, label="交办协办", article="规定 11", by=[CARRIED], starts=["receipt"],
          tells=[PARTICIPANT])
    def issue(self):
        """Hand the participating department its part."""

    @step(ParticipationState.ISSUED, ParticipationState.RECEIVED, label="签收", article="规定 16", by=[PARTICIPANT],
          signs="received_digest", meets=["receipt"], stamps="received_by", expected=True)
    def receive(self):
        """Sign for the part; the receipt binds what was received."""
        self.keep_receipt()

    @step(ParticipationState.ISSUED, ParticipationState.RECEIVED, label="代登签收", article="规定 16",
          by=[person("assignment.matter.handling_officer")], meets=["receipt"], signs="received_digest", stamps="received_by",
          needs=[needs.a_paper_receipt_or_two_urgings], tells=[at("department", Role.DEPARTMENT_HEAD)])
    def record_receipt(self, *, proof, paper_receipt=False):
        """Record a receipt on paper, or a delivery after two urgings."""
        self.keep_receipt(proof)

    @step([ParticipationState.RECEIVED, ParticipationState.CONTRIBUTED], SAME, label="补签收", article="规定 11、16",
          by=[PARTICIPANT], signs="received_digest", stamps="renewed_by", expected=renewal_awaited("assignment__matter"),
          needs=[needs.the_formalities_of_its_matter_were_completed])
    def renew_receipt(self):
        """Sign again, now for the document that completes an oral notice."""
        self.renewed_digest = self.received_digest

    @step(ParticipationState.RECEIVED, ParticipationState.CONTRIBUTED, label="报送协办情况", article="规定 16", expected=True,
          by=[at("department", Role.DEPARTMENT_HEAD)],
          needs=[needs.the_leads_report_is_not_yet_in, needs.says_what_was_done],
          tells=[at("assignment.lead_department", Role.LIAISON, Role.DEPARTMENT_HEAD)])
    def contribute(self, *, contribution):
        """Send the lead department what was done."""
        self.contribution = contribution

    @step(ParticipationState.CONTRIBUTED, ParticipationState.RECEIVED, label="退回协办情况", article="规定 16", reason=True,
          by=[at("assignment.lead_department", Role.DEPARTMENT_HEAD)], needs=[needs.the_leads_report_is_not_yet_in])
    def return_contribution(self):
        """Ask the participating department to say more."""

    @step([ParticipationState.ISSUED, ParticipationState.RECEIVED], ParticipationState.LAPSED, label="未报送",
          article="系统规则", by=[CARRIED], cancels=["receipt"])
    def lapse(self):
        """The task ended without this part."""

    @step([ParticipationState.CONTRIBUTED, ParticipationState.LAPSED], ParticipationState.RECEIVED, label="继续协办",
          article="规定 13、14", by=[CARRIED], tells=[PARTICIPANT])
    def resume(self):
        """Work goes on."""

    # fmt: on
