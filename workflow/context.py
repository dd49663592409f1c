"""What every page's frame shows: where one can go, in which post one acts, what is unread."""

from django.urls import reverse

from organizations.models import ADMINISTRATORS, Kind, Role
from workflow.access import visible_dossiers
from workflow.models import Notice

ADMINISTRATION = (
    (("people", "人员", "people"), ADMINISTRATORS),
    (("organisations", "机构", "organisation"), ADMINISTRATORS),
    (("journal", "日志", "audit"), (Role.AUDITOR,)),
)
BUSINESS = (
    ("desk", "工作台", "desk"),
    ("matter_list", "事项", "matters"),
    ("document_register", "公文", "report"),
    ("opinion_list", "意见建议", "opinion"),
    ("inbox", "收件箱", "inbox"),
)
OPEN_TO = {"opinion_list": (Kind.COMMISSION, Kind.PARTY_COMMITTEE)}  # entries that only some houses have any use for


def frame(request):
    """``frame`` for base.html; tolerant of requests that never reached the middleware."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"frame": {"nav": [], "posts": [], "post_words": "", "unread": 0}}
    return {
        "frame": {
            "has_business": bool(business_posts(actor)),
            "nav": [_item(request, *entry, unread=_unread(request)) for entry in _entries(actor)],
            "post_words": actor.post.words if actor.post else "尚无职务",
            "posts": [
                {"public_id": post.public_id, "words": post.words, "current": post == actor.post}
                for post in actor.posts
            ],
            "unread": _unread(request),
        }
    }


def _entries(actor):
    held = {post.role for post in actor.posts}
    for entry, roles in ADMINISTRATION:
        if held & set(roles):
            yield entry
    houses = {post.organisation.kind for post in business_posts(actor)}
    if houses:
        yield from (entry for entry in BUSINESS if not houses.isdisjoint(OPEN_TO.get(entry[0], houses)))


def business_posts(actor):
    """The actor's posts other than those of the three administrators."""
    return [post for post in actor.posts if post.role not in ADMINISTRATORS]


def _item(request, name, label, icon, *, unread):
    url = reverse(name)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"label": label, "url": url, "icon": icon, "active": here, "count": unread if name == "inbox" else 0}


def _unread(request):
    if not hasattr(request, "unread_notices"):
        notices = Notice.objects.unread().filter(
            recipient=request.actor.person_id, dossier__in=visible_dossiers(request.actor)
        )
        request.unread_notices = notices.count()
    return request.unread_notices
