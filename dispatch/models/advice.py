"""Advice (纪检监察建议): what a unit asks its host to put right, by a date, and whether it did (规则 44)."""

from django.db import models
from django.db.models import Q

from dispatch import advice_guards as needs
from dispatch.models.supervision_record import SupervisionRecord
from dispatch.models.unit_paper import HEAD, LEADER, MEMBERS, PEOPLE, OfficePaper
from dispatch.supervision_methods import Area, Method
from organizations.models import Kind, Organisation, Role
from workflow.access import everyone_in
from workflow.audit import ALGORITHM, digest_of
from workflow.authority import at, person
from workflow.clocks import Period
from workflow.models import Circle, known_states
from workflow.models.record import NEW
from workflow.steps import SAME, step

ARTICLE = "规则 44"
HOST = at("host", Role.LIAISON, Role.DEPARTMENT_HEAD)
LEADERS = at("unit", Role.UNIT_HEAD, Role.UNIT_DEPUTY)
DRAFTER = person("drafter", of="unit")
TEXTS = ("title", "area", "content", "requirements", "due_on", "attachments")


class AdviceState(models.TextChoices):
    DRAFT = "draft", "草拟"
    SENT = "sent", "待反馈"
    ANSWERED = "answered", "已反馈，待核查"
    VERIFIED = "verified", "已核查，待办结"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已作废"


State = AdviceState
SENT = (State.SENT, State.ANSWERED, State.VERIFIED, State.CLOSED)  # what counts as an advice that was made


class Advice(OfficePaper):
    """One advice. It is the unit's alone until it is sent; then the host reads it, and the office that looks after the unit."""

    State = State
    list_page = "advice_list"
    on_unit_page = "advised"
    goes_between = (Kind.DEPARTMENT, Kind.COMMISSION, Kind.DISPATCHED_UNIT)
    within = (*OfficePaper.within, "host")
    searched = (*OfficePaper.searched, "requirements", "feedback", "check_seen")
    page_fields = (
        "unit", "host", "area", "content", "requirements", "due_on", "drafter", "sent_by", "feedback", "fed_back_by", "checked_on",
        "check_means", "check_seen", "verified_by",
    )  # fmt: skip
    numbered_by = ("send",)
    series = "派建"
    duties = {"feed_back": "反馈和答复"}
    circles = {Circle.DEPARTMENT_HEAD: HEAD, Circle.HANDLING_OFFICER: HEAD, Circle.DEPUTY_IN_CHARGE: LEADER}
    clocks = {
        "feedback": Period("反馈整改情况", ARTICLE, HOST, until="due_on"),
        "verification": Period("核查整改结果", ARTICLE, HEAD, 10),
        "closing": Period("办结建议", ARTICLE, HEAD, 5),
    }
    editable = {
        State.DRAFT: [(DRAFTER, TEXTS), (HEAD, TEXTS)],
        State.SENT: [(HOST, ("attachments",))],
        State.ANSWERED: [(MEMBERS, ("attachments",))],
    }

    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="驻在单位", limit_choices_to={"kind": Kind.DEPARTMENT}
    )  # fmt: skip
    finding = models.ForeignKey(
        SupervisionRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="advices", verbose_name="据以提出的日常监督"
    )  # fmt: skip
    area = models.CharField("问题所在", max_length=16, choices=Area.choices)
    requirements = models.TextField("整改建议", max_length=8000)
    due_on = models.DateField("反馈期限")
    sent_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签发人"
    )
    feedback = models.TextField("整改和反馈情况", max_length=8000, blank=True, editable=False)
    fed_back_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="反馈人"
    )
    checked_on = models.DateField("核查日期", null=True, editable=False)
    check_means = models.CharField("核查方式", max_length=12, choices=Method.choices, blank=True, editable=False)
    check_seen = models.TextField("核查情况", max_length=4000, blank=True, editable=False)
    verified_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="核查人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "纪检监察建议"
        constraints = [
            known_states("advice_state_is_known", State),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="advice_number_once"),
            models.CheckConstraint(name="advice_area_is_known", condition=Q(area__in=list(Area.values))),
            models.CheckConstraint(
                name="a_closed_advice_was_checked",
                condition=~Q(state="closed") | Q(checked_on__isnull=False, verified_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["host", "state"])]

    @property
    def is_before_the_authority(self):
        return self.sent_by_id is not None

    @property
    def clock_to_urge(self):
        """What the host owes."""
        return self.open_clock_of(self.host_id)

    @property
    def content_digest(self):
        """The digest of exactly what is sent: the words and the files."""
        said = [self.title, self.area, self.content, self.requirements, self.due_on, self.host_id]
        return f"{ALGORITHM}:{digest_of(said, self.file_digests)}"

    @classmethod
    def seen_by(cls, actor):
        return super().seen_by(actor) | Q(host__in=actor.organisation_ids(*HOST.roles))

    def parties(self):
        return super().parties() + (everyone_in(self.host, *HOST.roles) if self.is_before_the_authority else [])

    # fmt: off
    @step(NEW, State.DRAFT, label="起草纪检监察建议", article=ARTICLE, by=[MEMBERS], stamps="drafter",
          needs=[needs.the_unit_is_the_authoritys, needs.the_host_is_the_units_now, needs.it_follows_from_what_the_unit_found])
    def draft(self):
        """Begin to write what the host is to put right."""

    @step(State.DRAFT, State.SENT, label="发出建议", article=ARTICLE, by=[HEAD], expected=True, stamps="sent_by", signs="content_digest",
          needs=[needs.the_paper_is_complete, needs.the_host_is_the_units_now, needs.its_date_lies_ahead, needs.it_follows_from_what_the_unit_found],
          starts=["feedback"], tells=[HOST])
    def send(self):
        """The head of the unit sends it; from then on its text does not change."""

    @step(State.DRAFT, State.DISCARDED, label="作废", article="系统规则", by=[DRAFTER, HEAD], reason=True)
    def discard(self):
        """Drop a draft."""

    @step(State.SENT, State.ANSWERED, label="反馈整改情况", article=ARTICLE, by=[HOST], expected=True, stamps="fed_back_by",
          needs=[needs.says_what_was_put_right], meets=["feedback"], starts=["verification"], tells=[HEAD, DRAFTER])
    def feed_back(self, *, feedback):
        """The host says what it has put right."""
        self.feedback = feedback

    @step(State.ANSWERED, State.SENT, label="退回继续整改", article=ARTICLE, by=[LEADERS], reason=True, needs=[needs.the_new_date_lies_ahead],
          meets=["verification"], starts=["feedback"], tells=[HOST])
    def return_feedback(self, *, due_on):
        """Not put right yet: the reason says what is lacking, and by when the host is to answer again."""
        self.due_on = due_on

    @step(State.ANSWERED, State.VERIFIED, label="核查整改结果", article=ARTICLE, by=[MEMBERS], expected=True, stamps="verified_by",
          needs=[needs.says_when_how_and_what_was_checked], meets=["verification"], starts=["closing"], tells=[HEAD])
    def verify_result(self, *, checked_on, check_means, check_seen):
        """The unit has seen for itself that things were put right."""
        self.checked_on, self.check_means, self.check_seen = checked_on, check_means, check_seen

    @step(State.VERIFIED, State.CLOSED, label="办结建议", article=ARTICLE, by=[HEAD, LEADER], expected=True, apart_from=["verified_by"],
          needs=[needs.its_result_was_checked], meets=["closing"], tells=[HOST])
    def close(self):
        """Somebody other than whoever checked closes it; months later chance may pick it to be looked at again."""

    @step(State.SENT, SAME, label="催办", article=ARTICLE, by=[MEMBERS], urges="clock_to_urge",
          needs=[needs.what_the_unit_owes_is_due, needs.the_last_urging_lies_back], tells=[HOST])
    def urge(self):
        """Urge the host by hand; the clock counts it."""

    @step(State.SENT, State.WITHDRAWN, label="撤回建议", article="系统规则", by=[HEAD], reason=True, cancels=["feedback"], tells=[HOST])
    def withdraw(self):
        """Take it back before the host has answered."""

    # fmt: on
