"""What every page's frame shows: where one can go, in which post one acts, what is unread."""

from django.urls import reverse

from organizations.models import DelegationStatus
from workflow import clocks
from workflow.access import visible_dossiers
from workflow.models import Notice
from workflow.navigation import business_posts, groups_of


def frame(request):
    """``frame`` for base.html; tolerant of requests that never reached the middleware."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"frame": {"nav": [], "posts": [], "post_words": "", "unread": 0}}
    nav = _navigation(request)
    return {
        "frame": {
            "has_business": bool(business_posts(actor)),
            "nav": nav,
            "here": next((item["label"] for group in nav for item in group["entries"] if item["active"]), ""),
            "post_words": actor.post.acting_words if actor.post else "尚无职务",
            "posts": [
                {"public_id": post.public_id, "words": post.acting_words, "current": post == actor.post}
                for post in actor.posts
            ],
            "unread": _unread(request),
            "deputising": _deputising(actor) if business_posts(actor) else [],
        }
    }


def _deputising(actor):
    """The lines that stand on every page while somebody deputises: for the deputy, for the delegator, and for who is asked."""
    return list(filter(None, (_deputising_line(each, actor) for each in actor.delegations)))


def _deputising_line(delegation, actor):
    until, is_deputy = clocks.date_words(delegation.until_on), delegation.deputy_id == actor.person_id
    if delegation.status == DelegationStatus.OFFERED:
        asked = f"{delegation.delegator.name}请您代理其职务，至{until}。"
        return {"tone": "warning", "text": asked, "action": "接受或者不接受"} if is_deputy else None
    if delegation.from_on > actor.today:
        return None
    if is_deputy:
        words = f"您正在代{delegation.delegator.name}办理，至{until}。"
        return {"tone": "info", "text": words, "action": "查看委托"}
    words = f"已委托{delegation.deputy.name}代理您的职务，至{until}。"
    return {"tone": "info", "text": words, "action": "查看或者撤销"}


def _navigation(request):
    return [
        {"heading": heading, "entries": [_item(request, entry) for entry in entries]}
        for heading, entries in groups_of(request.actor)
    ]


def _item(request, entry):
    count = _unread(request) if entry.page == "inbox" else 0
    return {
        "label": entry.label, "url": reverse(entry.page), "icon": entry.icon, "active": entry.is_here(request.path),
        "count": count,
    }  # fmt: skip


def _unread(request):
    if not hasattr(request, "unread_notices"):
        notices = Notice.objects.unread().filter(
            recipient=request.actor.person_id, dossier__in=visible_dossiers(request.actor)
        )
        request.unread_notices = notices.count()
    return request.unread_notices
