"""The page of a matter's reminders, for the house that handles it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_GET

from coordination.models import Matter
from supervision import matter_reminders
from workflow import timeline
from workflow.act_views import visible_or_404
from workflow.paging import PARAMETER, page_of


@require_GET
def reminders_of(request, public_id):
    """What will be, what was told of this matter and its records, and what became of it."""
    matter, actor = visible_or_404(Matter, request, public_id), request.actor
    if not actor.holds(matter.commission_id) or not matter.is_open_to(actor):
        raise PermissionDenied("提醒记录由承办本事项的纪委查看。")
    visible = timeline.visible_subjects(matter.dossier, actor)
    subjects = {public_id for public_id, record in visible.items() if record.is_open_to(actor)}
    told = matter_reminders.notices(matter.dossier, subjects)
    page = page_of(told, order=[("sent_at", True)], cursor=request.GET.get(PARAMETER, ""))
    shown = {
        "matter": matter,
        "planned": matter_reminders.planned(matter.dossier, subjects),
        "standing": matter_reminders.standing_still(matter.dossier, subjects),
        "unheard": matter_reminders.unheard(matter.dossier, subjects),
        "lines": matter_reminders.lines(page),
        "pager": page.pager(request),
    }
    return render(request, "supervision/matter_reminders.html", shown)
