"""The page of the journals (日志), for the auditor: who came and went, what administrators did, what was refused.

Dossier entries are not here, and of a line about a business record only its kind is told: the auditor sees no business.
"""

from django.apps import apps
from django.db.models import Q
from django.views.decorators.http import require_GET

from organizations.models import Person, Role
from workflow import audit, clocks
from workflow.models import AuditEntry, Journal
from workflow.paging import PARAMETER, page_of
from workflow.personnel_forms import JournalFilter
from workflow.personnel_views import filtered, open_to, show

OWN = ("sign_in", "sign_out", "sign_in_failed", "session_ended", "read_journal", "publish_calendar")
NAMESAKES = 50


@open_to(Role.AUDITOR)
@require_GET
def journal(request):
    """The lines of all journals, the newest first; reading them is a line as well."""
    form, asked = filtered(JournalFilter, request)
    entries = AuditEntry.objects.filter(journal__isnull=False).select_related("journal__organisation")
    if asked.get("day"):
        entries = entries.filter(journal__in=list(Journal.objects.filter(day=asked["day"])))
    if asked.get("person"):
        entries = entries.filter(_by_or_about(asked["person"]))
    page = page_of(entries, order=[], cursor=request.GET.get(PARAMETER, ""))  # as written, which is the order of time
    words = " ".join(str(value) for value in asked.values() if value)
    audit.journal("read_journal", "查阅日志", actor=request.actor, words=words)
    rows = [_line(entry) for entry in page]
    today = clocks.today()
    return show(request, "journal", filters=form, rows=rows, pager=page.pager(request), today=today)


def _by_or_about(name):
    """Lines by or about anyone of that name or username."""
    found = Person.objects.filter(Q(name__icontains=name) | Q(username__icontains=name)).order_by("pk")[:NAMESAKES]
    people = list(found.values_list("pk", "public_id"))
    return Q(person__in=[pk for pk, _ in people]) | Q(subject_id__in=[public_id for _, public_id in people])


def _line(entry):
    """An entry as the page shows it."""
    is_ours = entry.subject_type.startswith("organizations.") or (not entry.subject_type and entry.action in OWN)
    said = [(name, before or "无", after or "无") for name, (before, after) in entry.changes.items()] if is_ours else []
    return {
        "entry": entry,
        "place": entry.journal.organisation or "系统",
        "words": entry.subject_words if is_ours else _kind(entry.subject_type),
        "is_ours": is_ours,
        "changes": said,
    }


def _kind(subject_type):
    """What sort of record a business line is about."""
    try:
        return f"业务记录（{apps.get_model(subject_type)._meta.verbose_name}）"
    except (LookupError, ValueError):
        return "业务记录"
