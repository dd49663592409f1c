"""The plain record that an important matter was filed with the superior commission (备案)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Organisation, Role
from workflow.authority import at
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import on, step


class FilingState(models.TextChoices):
    SENT = "sent", "已报送"


@guard("应当写明报送文号和报送凭据", article="规定 10")
def the_delivery_is_proved(filing):
    return bool(filing.document_number.strip() and filing.proof.strip())


@guard("本事项没有待报送的备案", article="规定 10")
def a_filing_is_due(filing):
    return filing.dossier.holds.open().filter(name="filing").exists()


class Filing(Record):
    """That the filing report went to the superior commission: number, date, proof of delivery."""

    State = FilingState
    owner = "matter.commission"
    offered_while = {"matter": ("determined", "planning", "implementing", "inspecting", "reporting", "reported")}
    within = ("matter",)
    searched = ("document_number", "proof", "superior")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="filings", verbose_name="事项"
    )
    superior = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="上一级纪委")
    document_number = models.CharField("备案报告文号", max_length=60)
    sent_on = models.DateField("报送日期")
    proof = models.CharField("送达凭据", max_length=200)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "备案"
        ordering = ["matter", "pk"]
        constraints = [known_states("filing_state_is_known", FilingState)]

    def __str__(self):
        return self.words

    @classmethod
    def is_offered(cls, parent):
        return super().is_offered(parent) and parent.dossier.holds.open().filter(name="filing").exists()

    @classmethod
    def seen_by(cls, actor):
        return Q(matter__commission__in=actor.organisation_ids())

    @property
    def plain_words(self):
        return f"备案：{self.document_number}"

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, FilingState.SENT, label="登记备案报送", article="规定 10", stamps="sender",
          by=[at("matter.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)],
          needs=[the_delivery_is_proved, a_filing_is_due], meets=[on("matter", "filing")],
          lifts=[on("matter", "filing")])
    def record(self):
        """Record that the report was delivered to the superior commission."""

    # fmt: on
