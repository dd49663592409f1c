"""The pages of official documents: one document, its versions compared, its print, the register, and changes of tasks."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from coordination import document_forms, services
from coordination.comparison import compared
from coordination.guards.document import kinds_at
from coordination.models import Assignment, DocumentKind, Filing, Matter, OfficialDocument, TaskChange
from coordination.models.document import STANDINGS
from coordination.models.task_change import REASSIGNED_FROM
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.models import AuditEntry, Remark
from workflow.paging import page_of
from workflow.record_page import record_context
from workflow.steps import key


@require_GET
def document(request, public_id):
    """An official document in plain form, with the version that it replaces or that replaced it."""
    record = visible_or_404(OfficialDocument, request, public_id)
    seen = OfficialDocument.objects.visible_to(request.actor)
    shown = record_context(request, record) | {
        "addressees": list(record.addressees.order_by("name")),
        "replaces": seen.filter(pk=record.replaces_id).select_related("matter").first(),
        "replaced_by": seen.filter(replaces=record).exclude(state="discarded").select_related("matter").first(),
        "task_changes": TaskChange.objects.visible_to(request.actor).filter(document=record).select_related(
            "assignment__matter", "document__matter"
        ),
    }  # fmt: skip
    return render(request, "coordination/officialdocument.html", shown)


@require_GET
def versions(request, public_id):
    """A document beside the one it replaces, changed words marked."""
    record = visible_or_404(OfficialDocument, request, public_id)
    before = OfficialDocument.objects.visible_to(request.actor).filter(pk=record.replaces_id).first()
    if before is None or record.is_covered_from(request.actor):
        return redirect(record)
    shown = {"record": record, "before": before, "rows": compared(before, record)}
    return render(request, "coordination/document_versions.html", shown)


@require_GET
def print_page(request, public_id):
    """A document alone, to be printed."""
    record = visible_or_404(OfficialDocument, request, public_id)
    if record.is_covered_from(request.actor):
        return redirect(record)
    issued = AuditEntry.objects.filter(
        subject_id=record.public_id, action=key(OfficialDocument, OfficialDocument.issue)
    )
    shown = {"document": record, "issued_at": issued.values_list("at", flat=True).first()}
    return render(request, "coordination/document_print.html", shown)


@require_GET
def filing(request, public_id):
    """A filing, and the filing report that goes up with it as far as the actor sees that document."""
    record = visible_or_404(Filing, request, public_id)
    reports = OfficialDocument.objects.visible_to(request.actor).filter(
        matter=record.matter_id, kind=DocumentKind.FILING_REPORT, state__in=["issued", "superseded"]
    )
    shown = record_context(request, record) | {"report": reports.select_related("matter").order_by("-pk").first()}
    return render(request, "coordination/filing.html", shown)


@require_GET
def register(request):
    """The register of numbered documents (发文登记) that the actor may see; a number once taken stays, whatever became of it."""
    rows = OfficialDocument.objects.visible_to(request.actor).exclude(number="")
    rows = rows.select_related("matter", "signed_by", "dossier")
    kind, standing = request.GET.get("kind"), request.GET.get("standing")
    if kind in DocumentKind.values:
        rows = rows.filter(kind=kind)
    if standing in dict(STANDINGS):
        rows = rows.filter(state=standing)
    page = page_of(rows, order=[("moved_at", True)], cursor=request.GET.get("after"), size=50, filled=("moved_at",))
    _say_why(page.rows, request.actor)
    _say_by_what(page.rows, request.actor)
    shown = {
        "page": page, "pager": page.pager(request), "kinds": DocumentKind.choices, "kind": kind,
        "standings": STANDINGS, "standing": standing,
    }  # fmt: skip
    return render(request, "coordination/document_register.html", shown)


def _say_why(documents, actor):
    """Give those that were revoked their ``revocation``, the remark that says when, by whom and why; one query for a page."""
    revoked = {row.public_id: row for row in documents if row.state == "revoked" and not row.is_covered_from(actor)}
    said = Remark.objects.filter(dossier__in=[row.dossier_id for row in revoked.values()], subject_id__in=revoked)
    for remark in said.select_related("person").order_by("said_at"):
        revoked[remark.subject_id].revocation = remark


def _say_by_what(documents, actor):
    """Give those that were superseded their ``successor``, where the actor sees it; one query for a page."""
    superseded = {row.pk: row for row in documents if row.state == "superseded"}
    later = OfficialDocument.objects.visible_to(actor).filter(replaces__in=superseded).exclude(number="")
    for document in later.select_related("matter", "dossier") if superseded else ():
        superseded[document.replaces_id].successor = document


class DraftDocument(BirthView):
    """Draft a document of a kind that the matter's stage allows, assembled from what is known, then edited."""

    model, step, parent, relation = OfficialDocument, OfficialDocument.draft, Matter, "matter"
    form, page_template = document_forms.DocumentForm, "coordination/officialdocument_new.html"

    @property
    def kind(self):
        allowed = kinds_at(self.above)
        chosen = self.request.POST.get("kind") or self.request.GET.get("kind")
        usual = DocumentKind.COMMITTEE_REPORT if self.above.state == "reporting" else next(iter(allowed), None)
        return chosen if chosen in allowed else usual

    def initial(self):
        return {"kind": self.kind, **services.words_of(self.kind, self.above, self.request.actor)} if self.kind else {}

    def more(self):
        kinds = [(kind.value, kind.label) for kind in DocumentKind if kind in kinds_at(self.above)]
        return {"kinds": kinds, "kind": self.kind}


class PrepareChange(BirthView):
    """How an issued task will read once the new version of the document is issued; it begins with how it reads now."""

    model, step, parent, relation = TaskChange, TaskChange.prepare, OfficialDocument, "document"
    form, page_template = document_forms.TaskChangeForm, "coordination/taskchange_new.html"

    @property
    def tasks(self):
        rows = Assignment.objects.visible_to(self.request.actor).filter(
            matter=self.above.matter, state__in=REASSIGNED_FROM
        )
        return list(rows.select_related("matter").order_by("number"))

    @property
    def task(self):
        chosen = self.request.POST.get("assignment") or self.request.GET.get("task")
        tasks = self.tasks
        return next((task for task in tasks if chosen in (str(task.pk), str(task.public_id))), next(iter(tasks), None))

    def initial(self):
        task = self.task
        if task is None:
            return {}
        return {name: getattr(task, name) for name in TaskChange.FIELDS} | {
            "assignment": task.pk, "participating_departments": list(task.participating_departments.all()),
        }  # fmt: skip

    def more(self):
        return {"tasks": self.tasks, "task": self.task}

    def after(self, record):
        return record.document.get_absolute_url()
