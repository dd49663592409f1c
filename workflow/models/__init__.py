"""The rows of the kernel: dossiers, records, clocks, holds, the audit, notices."""

from workflow.models.attachment import Attachment
from workflow.models.audit import AuditEntry, Journal
from workflow.models.calendar import CalendarDay, CalendarVersion, CalendarYear
from workflow.models.clock import Clock
from workflow.models.dossier import Classification, Dossier, DossierGroupGrant, DossierPersonGrant, DossierRecusal
from workflow.models.hold import Hold
from workflow.models.lease import Lease
from workflow.models.notice import Notice, OutboxMessage
from workflow.models.numbering import Counter
from workflow.models.paper import PaperAct
from workflow.models.policy import Policy
from workflow.models.record import NEW, Record, known_states
from workflow.models.remark import Remark

__all__ = [
    "NEW", "Attachment", "AuditEntry", "CalendarDay", "CalendarVersion", "CalendarYear", "Classification", "Clock", "Counter",
    "Dossier", "DossierGroupGrant", "DossierPersonGrant", "DossierRecusal", "Hold", "Journal", "Lease", "Notice", "OutboxMessage", "PaperAct", "Policy",
    "Record", "Remark", "known_states",
]  # fmt: skip
