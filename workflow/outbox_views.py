"""The pages of the system administrator: what did not leave the house, and how the installation is doing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from organizations.models import Role
from workflow import outbox, system_state
from workflow.act_views import taken
from workflow.administration import ACTS
from workflow.models import OutboxMessage
from workflow.paging import PARAMETER, page_of
from workflow.personnel_views import open_to, show


@open_to(Role.SYSTEM_ADMIN)
@require_GET
def undelivered(request):
    """What failed or was given up, the latest first."""
    page = page_of(outbox.troubled(), order=[("tried_at", True)], cursor=request.GET.get(PARAMETER, ""))
    return show(request, "outbox", form=None, page=page, pager=page.pager(request))


@open_to(Role.SYSTEM_ADMIN)
@require_POST
def resend(request, digest):
    message = OutboxMessage.objects.filter(digest=digest).select_related("notice__recipient").first()
    if message is None:
        raise Http404
    label, person = ACTS["resend_digest"][0], message.notice.recipient
    _, refusal = taken(request, person, label, lambda: outbox.resend_digest(request.actor, digest))
    if refusal:
        messages.error(request, "；".join(obstacle.sentence for obstacle in refusal.obstacles))
    else:
        messages.success(request, f"已办理“{label}”：{person}。")
    return redirect("outbox")


@open_to(Role.SYSTEM_ADMIN)
@require_GET
def system(request):
    """Whether everything runs, and what to do where it does not."""
    parts = system_state.parts()
    worst = system_state.worst(parts)
    return show(request, "system", form=None, parts=parts, worst=worst)
