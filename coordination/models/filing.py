"""Filing an important matter with the superior commission (备案, 规定 10): owed by the matter, sent up, acknowledged there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.guards import guard, lacking
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import on, step

PEOPLE = settings.AUTH_USER_MODEL
OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
LEADERS = at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
SUPERIOR = at("superior", Role.OFFICER)


class FilingState(models.TextChoices):
    DUE = "due", "待报送"
    DRAFT = "draft", "起草中"
    SENT = "sent", "已报送"
    ACKNOWLEDGED = "acknowledged", "已回执"
    LAPSED = "lapsed", "已失效"


State = FilingState


@lacking("备案报告尚未印发", article="规定 10", mended_by=[OFFICER, LEADERS])
def the_filing_report_is_issued(filing):
    if filing.report is None:
        yield "请起草备案报告，由分管领导签发、印发"


@guard("应当写明报送凭据", article="规定 10")
def the_delivery_is_proved(filing, *, proof):
    return bool((proof or "").strip())


@guard("事项已经终止或者归档，不再退回补正，可以登记回执", article="系统规则", quiet=True)
def its_matter_has_not_ended(filing):
    return filing.matter.state not in ("terminated", "archived")


class Filing(Record):
    """One filing with the superior commission. The matter owes it; it bars the report to the committee until it is sent."""

    State = FilingState
    owner = "matter.commission"
    within = ("superior", "matter")  # the last is the record above, of which the desk says the words
    changes_access = True
    searched = ("proof", "receipt", "superior")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="filings", verbose_name="事项"
    )
    superior = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="上一级纪委")
    drafter = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="起草人"
    )
    sender = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="报送人"
    )
    sent_on = models.DateField("报送日期", null=True, editable=False)
    proof = models.CharField("送达凭据", max_length=200, blank=True)
    receipt = models.CharField("回执", max_length=200, blank=True)

    page_fields = ("superior", "drafter", "sender", "sent_on", "proof", "receipt")
    clocks = {"acknowledgement": Period("备案回执", "规定 10", SUPERIOR, 10, runs_on=True)}

    class Meta:
        verbose_name = verbose_name_plural = "备案"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("filing_state_is_known", FilingState),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state__in=["due", "draft", "sent"]), name="one_filing_under_way"
            ),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """Procedure §10: both commissions, the superior once it was sent."""
        ours = actor.organisation_ids()
        sent = Q(state__in=[State.SENT, State.ACKNOWLEDGED]) | Q(state=State.DRAFT, sender__isnull=False)
        return Q(matter__commission__in=ours) | (sent & Q(superior__in=ours))

    @property
    def plain_words(self):
        return f"备案：{self.matter.words}"

    @property
    def commission(self):
        return self.matter.commission

    @property
    def report(self):
        """The filing report (备案报告) that was issued last, if any."""
        return self.matter.documents.filter(kind="filing_report", state="issued").order_by("-pk").first()

    # fmt: off
    @step(NEW, State.DUE, label="待办备案", article="规定 10", by=[CARRIED])
    def place(self):
        """The matter is important: it is to be filed with the superior commission."""

    @step(State.DUE, State.DRAFT, label="起草备案", article="规定 10", by=[OFFICER, DIRECTOR], expected=True, stamps="drafter")
    def draft(self):
        """Begin the filing; the filing report is an official document of its own."""

    @step(State.DRAFT, State.SENT, label="报送备案", article="规定 10", by=[LEADERS], expected=True, apart_from=["drafter"],
          stamps="sender", needs=[the_filing_report_is_issued, the_delivery_is_proved], meets=[on("matter", "filing")],
          lifts=[on("matter", "filing")], starts=["acknowledgement"], tells=[OFFICER])
    def send(self, *, sent_on, proof):
        """Send the filing report up, with proof that it was delivered."""
        self.sent_on, self.proof = sent_on, proof

    @step(State.SENT, State.ACKNOWLEDGED, label="备案回执", article="规定 10", by=[SUPERIOR], expected=True,
          apart_from=["sender"], meets=["acknowledgement"], tells=[OFFICER, LEADERS])
    def acknowledge(self, *, receipt=""):
        """The superior commission has it on file."""
        self.receipt = receipt

    @step(State.SENT, State.DRAFT, label="退回补正", article="规定 10", by=[SUPERIOR], reason=True, apart_from=["sender"],
          needs=[its_matter_has_not_ended], cancels=["acknowledgement"], starts=[on("matter", "filing")], tells=[OFFICER, LEADERS])
    def return_for_completion(self):
        """The superior asks for more; nothing is barred by it."""

    @step([State.DUE, State.DRAFT], State.LAPSED, label="随事项终止", article="系统规则", by=[CARRIED],
          cancels=[on("matter", "filing")])
    def lapse(self):
        """The matter has ended."""

    # fmt: on
