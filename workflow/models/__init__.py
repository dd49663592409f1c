"""The rows of the kernel: dossiers, records, clocks, holds, the audit, notices."""

from workflow.models.attachment import Attachment
from workflow.models.audit import AuditEntry, Journal
from workflow.models.calendar import CalendarDay, CalendarVersion, CalendarYear
from workflow.models.channel import Channel
from workflow.models.clock import Clock, ClockChange
from workflow.models.dossier import (
    Classification,
    Dossier,
    DossierGroupGrant,
    DossierPersonGrant,
    DossierRecusal,
    HouseReading,
    Reading,
)
from workflow.models.hold import Hold
from workflow.models.lease import Lease
from workflow.models.notice import Notice, OutboxMessage
from workflow.models.numbering import Counter
from workflow.models.paper import PaperAct
from workflow.models.policy import Circle, Policy, Rung, usual_ladder
from workflow.models.preference import CalendarFeed, Preference
from workflow.models.record import NEW, Record, known_states
from workflow.models.remark import Remark

__all__ = [
    "NEW", "Attachment", "AuditEntry", "CalendarDay", "CalendarFeed", "CalendarVersion", "CalendarYear", "Channel", "Circle", "Classification", "Clock", "ClockChange", "Counter",
    "Dossier", "DossierGroupGrant", "DossierPersonGrant", "DossierRecusal", "Hold", "HouseReading", "Journal", "Lease", "Notice", "OutboxMessage", "PaperAct", "Policy",
    "Preference", "Reading", "Record", "Remark", "Rung", "known_states", "usual_ladder",
]  # fmt: skip
