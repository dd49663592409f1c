"""Opinions on integrity (党风廉政意见回复): asked by whoever appoints people, drafted, approved by the head, replied (规则 32(7))."""

from django.db import models
from django.db.models import Q

from dispatch import watch_guards as needs
from dispatch.models.unit_paper import HEAD, MEMBERS, OFFICES, PEOPLE, UnitPaper
from organizations.models import Kind, Office, Organisation, Role
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at
from workflow.clocks import Period
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import step

ARTICLE = "规则 32(7)"
DEPARTMENT = (Role.DEPARTMENT_HEAD, Role.LIAISON)


class IntegrityOpinionState(models.TextChoices):
    ASKED = "asked", "待起草"
    DRAFTED = "drafted", "待审定"
    APPROVED = "approved", "待回复"
    REPLIED = "replied", "已回复"
    DECLINED = "declined", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


State = IntegrityOpinionState
UNDER_WAY = [State.ASKED, State.DRAFTED, State.APPROVED]


def asks_for_a_department(opinion):
    return opinion.asking_office_id is None


def asks_for_an_office(opinion):
    return opinion.asking_office_id is not None


ASKERS = [
    at("asker", *DEPARTMENT, when=asks_for_a_department),
    at("asker", Role.OFFICE_DIRECTOR, when=asks_for_an_office),
]


class IntegrityOpinion(UnitPaper):
    """One request with its reply. Whoever asked reads the opinion once it is replied, and nothing of how it came about."""

    State = State
    list_page = "integrityopinion_list"
    on_unit_page = "advised"
    goes_between = (Kind.DEPARTMENT, Kind.COMMISSION, Kind.DISPATCHED_UNIT)
    within = (*UnitPaper.within, "asker", "asking_office")
    searched = (*UnitPaper.searched, "codes", "opinion", "document")
    named = {Role.OFFICE_DIRECTOR: "asking_office"}
    page_fields = (
        "unit", "asker", "asking_office", "codes", "content", "drafter", "opinion", "written_by", "approved_by", "document",
    )  # fmt: skip
    numbered_by = ("ask",)
    series = "派廉"
    circles = {Circle.DEPARTMENT_HEAD: HEAD}
    answers = {"ask": True, "reply": True, "decline": True, "withdraw": True}
    clocks = {
        "draft": Period("起草党风廉政意见", ARTICLE, MEMBERS, 5),
        "reply": Period("回复党风廉政意见", ARTICLE, HEAD, 10),
    }

    asker = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="征求意见的单位"
    )
    asking_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="征求意见的室"
    )
    codes = models.CharField("对象代号", max_length=120)
    opinion = models.TextField("意见", max_length=4000, blank=True, editable=False)
    written_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="意见起草人"
    )
    approved_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="审定人"
    )
    document = models.CharField("回复文号", max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "党风廉政意见"
        constraints = [
            known_states("integrity_opinion_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="integrity_opinion_number_once"),
            models.CheckConstraint(
                name="a_replied_opinion_was_approved", condition=~Q(state="replied") | Q(approved_by__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["asker", "state"])]

    @property
    def content_digest(self):
        """The digest of exactly what is approved."""
        return f"{ALGORITHM}:{digest_of([self.title, self.codes, self.content, self.opinion])}"

    def is_open_to(self, actor):
        """The asker reads it until an opinion is being written, and again when it is replied."""
        return not self.opinion or self.state == State.REPLIED or self.shows_work_to(actor)

    def shows_work_to(self, actor):
        return self.unit_id in actor.organisation_ids()

    @classmethod
    def searchable_by(cls, actor):
        opened = Q(opinion="") | Q(state=State.REPLIED) | Q(unit__in=actor.organisation_ids())
        return [
            (("number", "title"), Q()),
            (tuple(each for each in cls.searched if each not in ("number", "title")), opened),
        ]

    @classmethod
    def seen_by(cls, actor):
        """The unit, and who asked: the department, or the office with the secretary who may act for its director."""
        by_department = Q(asking_office=None, asker__in=actor.organisation_ids(*DEPARTMENT))
        by_secretary = Q(asking_office__isnull=False, asker__in=actor.organisation_ids(Role.SECRETARY))
        by_office = Q(asking_office__in=actor.office_ids(*OFFICES)) | by_secretary
        return Q(unit__in=actor.organisation_ids()) | by_department | by_office

    def parties(self):
        asking = DEPARTMENT if self.asking_office_id is None else (*OFFICES, Role.SECRETARY)
        return super().parties() + everyone_in(self.asker, *asking)

    # fmt: off
    @step(NEW, State.ASKED, label="征求党风廉政意见", article=ARTICLE, by=ASKERS, stamps="drafter",
          needs=[needs.the_unit_is_the_authoritys, needs.the_paper_is_complete, needs.names_persons_by_code, needs.the_asker_is_at_this_level],
          starts=["draft", "reply"], tells=[HEAD])
    def ask(self):
        """An office or a department asks before it decides on people, whom it names by code."""

    @step(State.ASKED, State.DRAFTED, label="起草意见", article=ARTICLE, by=[MEMBERS], expected=True, stamps="written_by",
          needs=[needs.says_what_the_opinion_is], meets=["draft"], tells=[HEAD])
    def draft_opinion(self, *, opinion):
        """Write what the unit's files say."""
        self.opinion = opinion

    @step(State.DRAFTED, State.APPROVED, label="审定意见", article=ARTICLE, by=[HEAD], expected=True, apart_from=["written_by"],
          stamps="approved_by", signs="content_digest", tells=[MEMBERS])
    def approve(self):
        """The head answers for it, not whoever wrote it."""

    @step(State.DRAFTED, State.ASKED, label="退回重拟", article="系统规则", by=[HEAD], reason=True, starts=["draft"], tells=[MEMBERS])
    def return_draft(self):
        """To be written again; the reason says what is lacking."""

    @step(State.APPROVED, State.REPLIED, label="回复意见", article=ARTICLE, by=[MEMBERS], expected=True,
          needs=[needs.the_reply_names_its_document], meets=["reply"], tells=ASKERS)
    def reply(self, *, document):
        """The approved opinion goes out under its number."""
        self.document = document

    @step(State.ASKED, State.DECLINED, label="不予受理", article="系统规则", by=[HEAD], reason=True, meets=["reply"], cancels=["draft"],
          tells=ASKERS)
    def decline(self):
        """It is not for this unit to say."""

    @step(UNDER_WAY, State.WITHDRAWN, label="撤回", article="系统规则", by=ASKERS, reason=True, cancels=["draft", "reply"], tells=[HEAD])
    def withdraw(self):
        """Whoever asked no longer needs it."""

    # fmt: on
