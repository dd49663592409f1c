"""Opinions to the committee (意见建议): what the commission advises of its own accord, and what the committee answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Kind, Office, Organisation, Role
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.guards import guard, lacking
from workflow.models import Circle, Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
CLERKS = (Role.COMMITTEE_CLERK,)
DRAFTER = person("drafter")
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
LEADERS = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
COMMITTEE = at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)


class OpinionState(models.TextChoices):
    DRAFT = "draft", "草拟"
    SUBMITTED = "submitted", "待审定"
    ENDORSED = "endorsed", "待报送"
    SENT = "sent", "待党委答复"
    ANSWERED = "answered", "党委已答复"
    DISCARDED = "discarded", "已作废"


class Outcome(models.TextChoices):
    """What the committee makes of an opinion."""

    ADOPTED = "adopted", "采纳"
    PARTLY_ADOPTED = "partly_adopted", "部分采纳"
    NOT_ADOPTED = "not_adopted", "不采纳"
    STUDY_AGAIN = "study_again", "再研究"


State = OpinionState
FINAL = [Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED]
FOUNDING = (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED)
WITH_THE_COMMITTEE = (State.SENT, State.ANSWERED)


def was_never_sent(opinion):
    return opinion.sent_by_id is None


@guard("本纪委没有同级党委，无处报送意见建议", article="规定 5")
def there_is_a_committee_to_advise(opinion):
    return opinion.committee_id is not None


@lacking("意见建议不完整，缺", article="规定 5", mended_by=[DRAFTER], written_in=["title", "content", "grounds"])
def the_opinion_is_complete(opinion):
    named = ((opinion.title, "标题"), (opinion.content, "意见建议"), (opinion.grounds, "依据"))
    yield from (label for value, label in named if not value.strip())


@guard("应当写明采纳、部分采纳或者不采纳；需要再研究的，办理“再研究”", article="规定 5")
def says_what_is_made_of_it(opinion, *, outcome):
    return outcome in FINAL


@guard("党委办公室代登党委的答复，应当写明批示或者会议纪要文号", article="规定 5")
def a_clerk_names_the_document(opinion, *, reply_document, post):
    return post is None or post.role not in CLERKS or bool((reply_document or "").strip())


class Opinion(Record):
    """An opinion (意见建议) of the commission to the committee at its level (规定 5)."""

    State = State
    is_root = True
    list_page = "opinion_list"
    searched = ("number", "title", "content", "grounds", "reply_text", "reply_document", "drafter")
    within = ("commission", "committee")
    named = {Role.DEPUTY_IN_CHARGE: "deputy_in_charge", Role.OFFICE_DIRECTOR: "office"}
    numbered_by = ("send",)
    apart_on_paper = ("drafter", "endorsed_by", "sent_by")
    series = "意"
    answers = {"send": False, "ask_for_more_study": True, "discard": False}
    circles = {Circle.HANDLING_OFFICER: person("drafter"), Circle.DEPUTY_IN_CHARGE: LEADERS}
    clocks = {"answer": Period("党委答复", "规定 5", COMMITTEE, 10)}
    editable = {
        State.DRAFT: [
            (person("drafter", when=was_never_sent), ("title",)),
            (DRAFTER, ("content", "grounds", "office", "deputy_in_charge", "attachments")),
        ]
    }

    number = models.CharField("编号", max_length=40, blank=True, editable=False)
    title = models.CharField("标题", max_length=120)
    content = models.TextField("意见建议", max_length=20000)
    grounds = models.TextField("依据", max_length=4000, blank=True)
    commission = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="opinions", verbose_name="纪委",
        limit_choices_to={"kind": Kind.COMMISSION},
    )  # fmt: skip
    committee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="同级党委",
        limit_choices_to={"kind": Kind.PARTY_COMMITTEE},
    )  # fmt: skip
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办室"
    )
    deputy_in_charge = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导"
    )
    drafter = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="起草人"
    )
    endorsed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="审定人"
    )
    sent_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报送人"
    )
    outcome = models.CharField("答复结果", max_length=16, choices=Outcome.choices, blank=True)
    reply_text = models.TextField("答复意见", max_length=4000, blank=True)
    reply_document = models.CharField("答复文件（批示或者会议纪要文号）", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见建议"
        constraints = [
            known_states("opinion_state_is_known", OpinionState),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="opinion_number_once"),
            models.CheckConstraint(
                name="an_answered_opinion_says_what_was_made_of_it",
                condition=~Q(state="answered") | Q(outcome__in=[outcome.value for outcome in FINAL]),
            ),
        ]
        indexes = [
            models.Index(fields=["commission", "state"]),
            models.Index(fields=["committee", "state"]),
            models.Index(fields=["drafter", "state"]),
        ]

    def __str__(self):
        return self.words

    @property
    def gist(self):
        return self.content

    @property
    def plain_words(self):
        return f"{self.number} {self.title}".strip()

    @property
    def is_adopted(self):
        """Whether a matter may be founded on it: the committee adopted it, in whole or in part."""
        return self.state == State.ANSWERED and self.outcome in FOUNDING

    @property
    def content_digest(self):
        """The digest of exactly what a leader endorses: the words and the files."""
        return f"{ALGORITHM}:{digest_of(self.title, self.content, self.grounds, self.file_digests)}"

    @property
    def origin_words(self):
        """What a matter founded on it names as its origin: the number and the committee's answer."""
        return f"{self.number}意见建议，党委答复：{self.get_outcome_display()} {self.reply_document}".strip()[:120]

    def parties(self):
        """The commission; the committee from the first sending on."""
        found = everyone_in(
            self.commission, Role.OFFICER, Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.SECRETARY,
            Role.STANDING_CLERK,
        )  # fmt: skip
        return found if was_never_sent(self) else found + everyone_in(self.committee, *COMMITTEE.roles)

    @classmethod
    def searchable_by(cls, actor):
        """Number and title by whoever sees the opinion; its texts where they are open."""
        ours = actor.organisation_ids()
        opened = Q(commission__in=ours) | Q(committee__in=ours, state__in=WITH_THE_COMMITTEE)
        return [(("number", "title"), Q()), (("content", "grounds", "reply_text", "reply_document", "drafter"), opened)]

    def is_open_to(self, actor):
        """A draft is the commission's own, also one that the committee has sent back."""
        ours = actor.organisation_ids()
        return self.commission_id in ours or (self.committee_id in ours and self.state in WITH_THE_COMMITTEE)

    def shows_work_to(self, actor):
        return self.is_open_to(actor)

    @classmethod
    def concerns(cls, actor):
        """Opinions that the actor drafted or is in charge of."""
        return Q(drafter=actor.person_id) | Q(deputy_in_charge=actor.person_id)

    # fmt: off
    @step(NEW, State.DRAFT, label="起草意见建议", article="规定 5", stamps="drafter",
          by=[at("commission", Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)],
          needs=[there_is_a_committee_to_advise])
    def draft(self):
        """Begin to write what the committee should know or do."""

    @step(State.DRAFT, State.SUBMITTED, label="提请审定", article="规定 5", by=[DRAFTER, DIRECTOR], expected=True,
          needs=[the_opinion_is_complete])
    def submit(self):
        """Put it before the leader in charge."""

    @step(State.SUBMITTED, State.ENDORSED, label="审定", article="规定 5", by=[LEADERS], apart_from=["drafter"],
          expected=True, signs="content_digest", stamps="endorsed_by")
    def endorse(self):
        """A leader settles the text; nobody changes it after that."""

    @step(State.SUBMITTED, State.DRAFT, label="退回修改", article="规定 5", by=[LEADERS], apart_from=["drafter"], reason=True)
    def return_for_revision(self):
        """Send it back to its drafter; the reason says what to mend."""

    @step(State.ENDORSED, State.SENT, label="报送党委", article="规定 5", by=[DRAFTER, DIRECTOR], expected=True,
          stamps="sent_by", starts=["answer"], tells=[person("deputy_in_charge")])
    def send(self):
        """Deliver it to the committee; it takes its number, and keeps it when it is sent again."""
        self.outcome = self.reply_text = self.reply_document = ""

    @step(State.SENT, State.ANSWERED, label="答复", article="规定 5", by=[COMMITTEE], expected=True,
          apart_from=["drafter", "endorsed_by"], needs=[says_what_is_made_of_it, a_clerk_names_the_document],
          meets=["answer"], tells=[DRAFTER, DIRECTOR, person("deputy_in_charge")])
    def reply(self, *, outcome, reply_text="", reply_document=""):
        """The committee says what it makes of the opinion."""
        self.outcome, self.reply_text, self.reply_document = outcome, reply_text, reply_document

    @step(State.SENT, State.DRAFT, label="再研究", article="规定 5", by=[COMMITTEE], apart_from=["drafter", "endorsed_by"],
          reason=True, needs=[a_clerk_names_the_document], meets=["answer"], tells=[person("deputy_in_charge")])
    def ask_for_more_study(self, *, reply_document=""):
        """The committee sends it back; the reason says what to look into."""
        self.outcome, self.reply_document = Outcome.STUDY_AGAIN, reply_document

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", by=[DRAFTER, DIRECTOR], reason=True,
          tells=[at("committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK, when=lambda opinion: not was_never_sent(opinion))])
    def discard(self):
        """Drop a draft; a committee that knows of it is told."""

    # fmt: on
