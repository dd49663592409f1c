"""What is known of a matter (事项): who is concerned, and what its own records say of it."""

from django.db import models

from coordination.guards import planning
from coordination.models.filing import Filing
from coordination.models.matter_header import MatterHeader
from coordination.models.terms import Category, DocumentKind, MatterState, Origin
from organizations.models import ROLES_OF, Kind, Role
from workflow.access import everyone_in, texts_open_to
from workflow.models.dossier import Terms
from workflow.onlookers import houses_read, in_whose_name

State = MatterState
SUPERIORS = (Role.OFFICER, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY)


class MatterFacts(MatterHeader):
    """What follows from the header of a matter and from its own records; ``Matter`` adds what may happen to it."""

    class Meta:
        abstract = True

    def __str__(self):
        return self.words

    @property
    def name_words(self):
        """What a list calls the matter beside its number."""
        return (self.code_name or "未定代号") if self.is_secret else self.title

    @property
    def plain_words(self):
        return f"{self.number} {self.name_words}".strip()

    code_words = plain_words

    @property
    def gist(self):
        return self.importance_reason or self.grounds

    @property
    def told_from(self):
        """From when a notice is one after the consent (规定 11): forms write a moment to the minute, and the first may follow at once."""
        return self.oral_consented_at and self.oral_consented_at.replace(second=0, microsecond=0)

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
        if self.is_before_the_commission:
            found += everyone_in(
                self.commission, Role.OFFICER, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY,
                Role.STANDING_CLERK,
            )  # fmt: skip
        if self.is_before_the_committee:
            found += everyone_in(self.committee, Role.PRINCIPAL, Role.COMMITTEE_CLERK)
        if self.proposing_department_id:
            found += everyone_in(self.proposing_department, Role.DEPARTMENT_HEAD, Role.UNIT_HEAD)
        if self.is_convened:
            for department in self.departments:
                found += everyone_in(department, Role.DEPARTMENT_HEAD, Role.LIAISON)
        if (self.goes_up and self.reported_by_id) or self.is_filed:
            found += everyone_in(self.superior, *SUPERIORS)
        return found

    @property
    def is_filed(self):
        """Whether something was sent up to the superior commission for its files (备案)."""
        return self.is_important and any(row.sender_id for row in self.filings.all())

    @property
    def departments_know(self):
        """Whether the departments have been given their tasks, in writing or orally."""
        return self.is_issued or self.is_notified_orally

    @property
    def is_case(self):
        return self.category == Category.CASE

    def is_committee_assigned(self):
        return self.origin == Origin.COMMITTEE_ASSIGNED

    def goes_to_the_committee(self):
        """Whether raising its importance needs the committee's approval: not where the committee itself assigned it."""
        return not self.is_committee_assigned()

    def was_raised_and_needs_filing(self):
        return self.is_committee_assigned() and self.needs_filing()

    @property
    def filing_to_place(self):
        """The filing that an important matter owes from now on; none where one is under way or was never due."""
        if not self.needs_filing() or self.filings.exclude(state="lapsed").exists():
            return []
        return [Filing(dossier=self.dossier, matter=self, superior=self.superior)]

    @property
    def filing_once_raised(self):
        return self.filing_to_place if self.is_committee_assigned() else []

    @property
    def is_before_the_commission(self):
        """Whether the commission sees it: its own, or a suggestion once submitted."""
        return bool(self.submitter_id) or self.drafting_organisation_id == self.commission_id

    @property
    def is_before_the_committee(self):
        """Whether the committee sees it: referred, issued, or assigned by itself and no longer a draft."""
        assigned = self.origin == Origin.COMMITTEE_ASSIGNED and self.state != State.DRAFT
        return bool(self.referred_by_id or self.importance_raised_by_id or self.is_issued or assigned)

    @property
    def goes_up(self):
        """Whether the superior commission, which assigned the matter, gets a copy of the report (抄报)."""
        return self.origin == Origin.SUPERIOR_ASSIGNED and self.superior_id is not None

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: the superior sees what is addressed to it, not the matter. Whoever sits in no commission is nobody's superior."""
        ours = actor.organisation_ids(*ROLES_OF[Kind.COMMISSION])
        addressed = models.Q(commission__in=ours) | models.Q(superior=None) | ~models.Q(superior__in=ours)
        rule = addressed if ours else models.Q()
        return rule if actor.drafting_ids else rule & cls.has_left_its_house()

    @classmethod
    def has_left_its_house(cls):
        """The rows that are no draft, nor a suggestion that its department never submitted or took back."""
        submitted = models.Q(submitter__isnull=False) | models.Q(drafting_organisation=models.F("commission"))
        return submitted & ~models.Q(state=State.DRAFT)

    def readers(self):
        """The access list of a work secret: who drafted, handles and is in charge of it, and whom a leader put on it."""
        at_work = {self.drafter_id, self.handling_officer_id, self.deputy_in_charge_id} - {None}
        listed = self.listed_readers.filter(state="listed").order_by("pk")
        placed = {row.person_id: Terms(row.placed_by_id, row.reason, row.until_on) for row in listed}
        return placed | {pk: Terms(None, "承办、分管本事项", None) for pk in at_work}

    def recused(self):
        """Who stands back from the matter (回避)."""
        return self.recusals.filter(state="in_force").values_list("person_id", flat=True)

    @property
    def assignments_under_way(self):
        return [row for row in self.assignments.all() if row.state in ("issued", "received")]

    @property
    def plan_documents(self):
        """Documents of the plan that are waiting for signature."""
        return [row for row in self.documents.all() if row.state == "draft" and row.is_of_the_plan]

    @property
    def documents_replaced(self):
        """Documents in force that a new version under draft is to replace."""
        replaced = {row.replaces_id for row in self.plan_documents}
        return [row for row in self.documents.all() if row.state == "issued" and row.pk in replaced]

    @property
    def is_being_supplemented(self):
        """Whether a new version of the document of the plan is under draft."""
        return any(row.replaces_id for row in self.plan_documents)

    @property
    def task_changes(self):
        """Changes of tasks that the new version under draft brings."""
        drafts = [row.pk for row in self.plan_documents]
        return [
            change for row in self.assignments.all() for change in row.changes_to_apply if change.document_id in drafts
        ]

    @property
    def tasks_to_reissue(self):
        return [change.assignment for change in self.task_changes if not change.is_reassignment]

    @property
    def tasks_to_reassign(self):
        return [change.assignment for change in self.task_changes if change.is_reassignment]

    @property
    def committee_reports(self):
        """The report to the committee that is waiting for signature."""
        return [
            row for row in self.documents.all() if row.state == "draft" and row.kind == DocumentKind.COMMITTEE_REPORT
        ]

    @property
    def plan_digest(self):
        """The digest of everything that ``issue`` signs: the document and every assignment."""
        return planning.digest_of_the_plan(self)

    @property
    def report_digest(self):
        """The digest of the committee report that ``report_to_committee`` signs."""
        return planning.digest_of_documents(self.committee_reports)

    @property
    def header_digest(self):
        """The digest of what ``approve`` approves."""
        return planning.digest_of_the_header(self)

    def is_open_to(self, actor):
        """Texts, remarks and files of the matter are the commission's and the committee's; a draft is its drafter's own."""
        ours = actor.organisation_ids()
        return super().is_open_to(actor) and (
            bool(ours & {self.commission_id, self.committee_id})
            or (self.state == State.DRAFT and self.drafting_organisation_id in ours)
        )

    @classmethod
    def texts_open_to(cls, actor):
        """The rows of which ``is_open_to`` holds."""
        ours = actor.organisation_ids()
        drafted = models.Q(state=State.DRAFT, drafting_organisation__in=ours)
        return texts_open_to(actor) & (models.Q(commission__in=ours) | models.Q(committee__in=ours) | drafted)

    @classmethod
    def taken_part_in_by(cls, actor):
        """The rows on which one of the actor's departments was called to work."""
        ours = actor.organisation_ids()
        parts = models.Q(lead_department__in=ours) | cls.with_any(participating_departments__in=ours)
        return models.Q(is_convened=True) & parts

    @classmethod
    def work_shown_to(cls, actor):
        """The rows of which ``shows_work_to`` holds."""
        ours = actor.organisation_ids()
        drafted = models.Q(state=State.DRAFT, drafting_organisation__in=ours)
        parts = in_whose_name(actor, cls.taken_part_in_by)
        return models.Q(commission__in=ours) | models.Q(committee__in=ours) | drafted | parts

    def shows_work_to(self, actor):
        """Procedure §10: a department that only proposed the matter sees header, state and answer."""
        ours = actor.organisation_ids()
        departments = ours | houses_read(actor, self)
        return (
            bool(ours & {self.commission_id, self.committee_id})
            or self.is_open_to(actor)
            or (
                self.is_convened
                and (
                    self.lead_department_id in departments
                    or self.participating_departments.filter(pk__in=departments).exists()
                )
            )
        )

    @classmethod
    def concerns(cls, actor):
        """Matters that the actor drafted, handles or is in charge of; a suggestion until it is taken up."""
        me = actor.person_id
        drafted = models.Q(drafter=me) & (
            models.Q(is_convened=False) | models.Q(drafting_organisation=models.F("commission"))
        )
        return models.Q(handling_officer=me) | models.Q(deputy_in_charge=me) | drafted
