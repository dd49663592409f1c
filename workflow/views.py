"""The pages that belong to no one record: the desk, the inbox, the explanation of a date, a file handed out."""

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from workflow import access, attachments, clock_page, clocks, local_rules, steps
from workflow.act_views import visible_or_404
from workflow.desk import desk_of, page_for
from workflow.models import Attachment, Clock, Notice
from workflow.notices import read
from workflow.paging import page_of


def _model_of(row):
    """The model of a row's subject."""
    return next(model for model in steps.machines() if model._meta.label_lower == row.subject_type)


def subject_or_404(row, request, asked_for):
    """The visible subject of a clock, file or notice; as many questions are asked when there is no such row."""
    model, public_id = (_model_of(row), row.subject_id) if row else (steps.machines()[0], asked_for)
    return visible_or_404(model, request, public_id)


@require_GET
def desk(request):
    """The desk; administrators go to their own pages, for they have no business here."""
    actor = request.actor
    if not access.group_ids(actor):
        return render(request, "workflow/no_business.html", {"actor": actor})
    return render(request, page_for(actor), {"desk": desk_of(actor, request.GET.get("only", "")), "actor": actor})


@require_GET
def inbox(request):
    """The actor's notices, newest first; what he may no longer see is not listed."""
    notices = Notice.objects.filter(
        recipient=request.actor.person_id, dossier__in=access.visible_dossiers(request.actor)
    )
    page = page_of(
        notices.select_related("dossier"), order=[("sent_at", True)], cursor=request.GET.get("after"), size=50
    )
    for notice in page:
        if notice.dossier.is_secret and not access.is_listed(request.actor, notice.dossier_id):
            notice.text = "工作秘密事项有新的办理情况，请打开查看。"  # the words may be older than the secret
    return render(request, "workflow/inbox.html", {"page": page, "pager": page.pager(request)})


@require_http_methods(["POST"])
def open_notice(request, notice_id):
    """Mark a notice as read and go to what it is about."""
    notices = Notice.objects.filter(
        recipient=request.actor.person_id, dossier__in=access.visible_dossiers(request.actor)
    )
    notice = notices.filter(pk=notice_id).first()
    subject = subject_or_404(notice, request, notice_id)
    read(notices.filter(pk=notice.pk))
    return redirect(subject.get_absolute_url())


@require_GET
def clock(request, subject_id, name):
    """How one due date came about, day by day, and what has moved it since; the latest clock of that name."""
    held = Clock.objects.filter(dossier__in=access.visible_dossiers(request.actor), subject_id=subject_id, name=name)
    found = held.select_related("policy", "dossier").order_by("-pk").first()
    subject = subject_or_404(found, request, subject_id)
    if not subject.shows_work_to(request.actor):
        raise Http404
    sentence, days = clock_page.days_of(found)
    shown = {
        "clock": found, "subject": subject, "sentence": sentence, "days": days,
        "light": clocks.light(found, request.actor.today) if found.status == Clock.Status.OPEN else None,
        "changes": clock_page.changes_of(found, request.actor), "settings": local_rules.setting_rows(found.policy),
        "may_read_rules": request.actor.holds(found.policy.commission_id),
    }  # fmt: skip
    return render(request, "workflow/clock.html", shown)


@require_GET
def attachment(request, public_id):
    """Hand out a file to whoever sees its record and its texts; the download is in the journal before the first byte."""
    files = Attachment.objects.filter(dossier__in=access.visible_dossiers(request.actor), withdrawn_at__isnull=True)
    kept = files.filter(public_id=public_id).first()
    subject = subject_or_404(kept, request, public_id)
    if not subject.is_open_to(request.actor) or not attachments.is_whole(kept):
        raise Http404
    attachments.note_download(kept, request.actor)
    response = FileResponse(attachments.path_of(kept).open("rb"), as_attachment=True, filename=kept.name)
    response["Content-Type"] = kept.media_type
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
