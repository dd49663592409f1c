"""Submissions (请示、报告): what a unit asks its authority and what it reports to it (规则 13 第二款第二项)."""

from django.db import models
from django.db.models import Q

from dispatch import paper_guards as needs
from dispatch.models.agenda_item import AgendaItem
from dispatch.models.registered_case import RegisteredCase
from dispatch.models.unit_paper import DIRECTOR, HEAD, LEADER, MEMBERS, PEOPLE, OfficePaper
from organizations.models import Role
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import person
from workflow.clocks import Period
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import step, when

ARTICLE = "规则 13(2)"
DRAFTER = person("drafter", of="unit")


class SubmissionState(models.TextChoices):
    DRAFT = "draft", "草拟"
    SUBMITTED = "submitted", "已报送"
    REVIEWED = "reviewed", "已审核，待批复"
    REPLIED = "replied", "已批复"
    RECEIVED = "received", "已签收"
    DISCARDED = "discarded", "已作废"


class SubmissionKind(models.TextChoices):
    REQUEST = "request", "请示"
    REPORT = "report", "报告"


State = SubmissionState
HEADER, TEXTS = (
    ("kind", "title", "office"),
    ("content", "decision", "case", "deputy_in_charge", "attachments"),
)
RESTS = [needs.it_rests_on_a_decision_of_the_unit, needs.its_case_is_the_units]
ASKS, TELLS = Q(kind="request"), Q(kind="report")


class Submission(OfficePaper):
    """A request (请示), which the office reviews before the leader replies, or a report (报告), which ends with its receipt."""

    State = State
    own_draft = State.DRAFT
    list_page = "submission_list"
    on_unit_page = "asked"
    searched = (*OfficePaper.searched, "review_opinion", "reply_text")
    page_fields = (
        "kind", "unit", "office", "content", "decision", "case", "drafter", "submitted_by", "review_opinion", "reviewed_by",
        "reply_text", "replied_by",
    )  # fmt: skip
    numbered_by = ("submit",)
    answers = {"submit": False, "withdraw": True, "return_for_revision": True, "discard": True}
    clocks = {
        "review": Period("审核把关", ARTICLE, DIRECTOR, 5),
        "reply": Period("批复", ARTICLE, LEADER, 5),
        "receipt": Period("签收报告", ARTICLE, DIRECTOR, 2),
    }
    editable = {
        State.DRAFT: [
            (needs.before_it_was_sent(DRAFTER), HEADER), (needs.before_it_was_sent(HEAD), HEADER), (DRAFTER, TEXTS), (HEAD, TEXTS)
        ]
    }  # fmt: skip

    kind = models.CharField("种类", max_length=8, choices=SubmissionKind.choices)
    decision = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name="依据的议定事项"
    )  # fmt: skip
    case = models.ForeignKey(
        RegisteredCase, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name="涉及案件"
    )  # fmt: skip
    submitted_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签报人"
    )
    review_opinion = models.TextField("审核意见", max_length=4000, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="审核人"
    )
    reply_text = models.TextField("批复意见", max_length=4000, blank=True, editable=False)
    replied_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="批复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "请示报告"
        constraints = [
            known_states("submission_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="submission_number_once"),
            models.CheckConstraint(
                name="a_request_has_its_review",
                condition=~Q(state="replied") | Q(kind="request", reviewed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["office", "state"])]

    @property
    def series(self):
        return f"派{self.get_kind_display()}"

    @property
    def is_before_the_authority(self):
        return self.submitted_by_id is not None

    @property
    def content_digest(self):
        """The digest of exactly what is reviewed and replied to: the words, what they rest on, the opinion so far, and the files."""
        said = [self.title, self.content, self.decision_id, self.case_id, self.review_opinion]
        return f"{ALGORITHM}:{digest_of(said, self.file_digests)}"

    def is_request(self):
        return self.kind == SubmissionKind.REQUEST

    def is_report(self):
        return self.kind == SubmissionKind.REPORT

    # fmt: off
    @step(NEW, State.DRAFT, label="起草请示、报告", article=ARTICLE, by=[MEMBERS], stamps="drafter",
          needs=[needs.the_office_is_the_authoritys, *RESTS])
    def draft(self):
        """Begin to write what the authority is asked or told."""

    @step(State.DRAFT, State.SUBMITTED, label="报送", article=ARTICLE, by=[HEAD], expected=True, stamps="submitted_by",
          needs=[needs.the_paper_is_complete, *RESTS],
          starts=[when(is_request, "review"), when(is_report, "receipt")])
    def submit(self):
        """The head of the unit sends it up; it takes its number, and keeps it when it is sent again."""
        self.review_opinion, self.reviewed_by = "", None

    @step(State.SUBMITTED, State.DRAFT, label="撤回", article="系统规则", by=[HEAD], reason=True,
          cancels=["review", "receipt"], tells=[DIRECTOR])
    def withdraw(self):
        """Take it back before it is reviewed or received."""

    @step(State.SUBMITTED, State.REVIEWED, label="审核把关", article=ARTICLE, by=[DIRECTOR], expected=ASKS, signs="content_digest",
          apart_from=["drafter", "submitted_by"], stamps="reviewed_by",
          needs=[needs.it_is_a_request, needs.the_reviewer_does_not_investigate_the_case, needs.nobody_who_stands_back_from_the_case,
                 needs.says_what_was_reviewed],
          meets=["review"], starts=["reply"], tells=[HEAD])
    def review(self, *, review_opinion):
        """The office examines what is asked; without that nobody replies."""
        self.review_opinion = review_opinion

    @step([State.SUBMITTED, State.REVIEWED], State.DRAFT, label="退回修改", article=ARTICLE, by=[DIRECTOR, LEADER], reason=True,
          cancels=["review", "reply", "receipt"], tells=[DRAFTER, HEAD])
    def return_for_revision(self):
        """Send it back; the reason says what to mend, and what comes again is reviewed again."""

    @step(State.REVIEWED, State.REPLIED, label="批复", article=ARTICLE, by=[LEADER], expected=True, least=Role.DEPUTY_IN_CHARGE, signs="content_digest",
          apart_from=["drafter", "submitted_by", "reviewed_by"], stamps="replied_by",
          needs=[needs.nobody_who_stands_back_from_the_case, needs.says_what_is_replied],
          meets=["reply"], tells=[HEAD, DRAFTER, DIRECTOR])
    def reply(self, *, reply_text):
        """The leader in charge answers what was asked."""
        self.reply_text = reply_text

    @step(State.SUBMITTED, State.RECEIVED, label="签收报告", article=ARTICLE, by=[DIRECTOR], expected=TELLS,
          needs=[needs.it_is_a_report], meets=["receipt"], tells=[HEAD, LEADER])
    def receive(self):
        """The office has the report; nothing more is owed on it."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", by=[DRAFTER, HEAD], reason=True)
    def discard(self):
        """Drop a draft."""

    # fmt: on
