"""Receipts (签收): what a department's signature binds, and when it is to sign again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow import clocks

PEOPLE = settings.AUTH_USER_MODEL


class Receipt(models.Model):
    """What a receipt (签收) keeps: who, when, and the digest of exactly the text and files that were received.

    A department that was notified orally signs again once the formalities are completed (补办手续): ``renewed_…``.
    """

    received_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签收人"
    )
    receipt_digest = models.CharField("签收内容摘要", max_length=80, blank=True, editable=False)
    receipt_proof = models.CharField("签收凭据", max_length=200, blank=True, editable=False)
    received_at = models.DateTimeField("签收时间", null=True, editable=False)
    renewed_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="补签收人"
    )
    renewed_digest = models.CharField("补签收内容摘要", max_length=80, blank=True, editable=False)

    class Meta:
        abstract = True

    def keep_receipt(self, proof=""):
        """Bind the receipt to what is received now."""
        self.receipt_digest, self.receipt_proof, self.received_at = self.received_digest, proof, clocks.now()

    def void_receipt(self):
        """What was signed for is no longer what is asked."""
        self.received_by, self.receipt_digest, self.receipt_proof, self.received_at = None, "", "", None
        self.renewed_by, self.renewed_digest = None, ""


def renewal_awaited(matter):
    """Rows received before the formalities of the matter at that path were completed, and not signed for again since."""
    return Q(renewed_by=None, received_at__lt=models.F(f"{matter}__formalities_completed_at"))
