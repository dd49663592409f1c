"""What every page's frame shows: where one can go, in which post one acts, what is unread."""

from django.urls import reverse

from organizations.models import ADMINISTRATORS, DelegationStatus, Kind, Role
from workflow import clocks
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
    ("ledger", "台账", "filing"),
    ("board", "看板", "board"),
    ("document_register", "公文", "report"),
    ("opinion_list", "意见建议", "opinion"),
    ("inspection_plan", "检查计划", "inspection"),
    ("problem_list", "问题", "problem"),
    ("recheckdraw_list", "回头看", "search"),
    ("urgeorder_list", "督办单", "ledger"),
    ("accountability_list", "责任追究", "audit"),
    ("mandate_list", "巡视巡察", "key"),
    ("unit_map", "派驻机构", "organisation"),
    ("submission_list", "派驻往来", "dispatch"),
    ("hostmaterial_list", "驻在单位材料", "filing"),
    ("jointaction_list", "联合工作", "matters"),
    ("supervisionrecord_list", "日常监督", "inspection"),
    ("advice_list", "派驻监督", "opinion"),
    ("groupmeeting_list", "组内会议", "meeting"),
    ("recurringduty_list", "定期职责", "calendar"),
    ("clue_list", "线索和登记", "key"),
    ("dualreport_list", "双报告", "report"),
    ("casereview_list", "案件评查", "search"),
    ("unitfeedback_list", "对派驻机构的意见", "opinion"),
    ("inbox", "收件箱", "inbox"),
)
OPEN_TO = {
    "opinion_list": (Kind.COMMISSION, Kind.PARTY_COMMITTEE),
    "urgeorder_list": (Kind.COMMISSION, Kind.DEPARTMENT, Kind.INSPECTION_BODY),
    "inspection_plan": (Kind.COMMISSION, Kind.INSPECTION_BODY),
    "recheckdraw_list": (Kind.COMMISSION,),
    "unit_map": (Kind.COMMISSION, Kind.DISPATCHED_UNIT),
    "submission_list": (Kind.COMMISSION, Kind.DISPATCHED_UNIT),
    "hostmaterial_list": (Kind.DEPARTMENT, Kind.DISPATCHED_UNIT),
    "jointaction_list": (Kind.COMMISSION, Kind.DISPATCHED_UNIT),
    "supervisionrecord_list": (Kind.COMMISSION, Kind.DISPATCHED_UNIT),
    "advice_list": (Kind.DEPARTMENT,),
    "groupmeeting_list": (Kind.COMMISSION, Kind.DISPATCHED_UNIT),
    "recurringduty_list": (Kind.COMMISSION, Kind.DISPATCHED_UNIT, Kind.WORK_COMMITTEE),
    "clue_list": (Kind.COMMISSION, Kind.DISPATCHED_UNIT),
    "dualreport_list": (Kind.LOWER_BODY, Kind.PARTY_COMMITTEE),
    "casereview_list": (Kind.WORK_COMMITTEE,),
    "unitfeedback_list": (Kind.DEPARTMENT,),
    "problem_list": (Kind.COMMISSION, Kind.DEPARTMENT, Kind.PARTY_COMMITTEE, Kind.INSPECTION_BODY),
}  # entries that only some houses have any use for
FOR_ROLES = {
    "accountability_list": (
        Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY, Role.STANDING_CLERK, Role.PRINCIPAL, Role.COMMITTEE_CLERK,
        Role.DEPARTMENT_HEAD, Role.INSPECTOR,
    ),
    "mandate_list": (
        Role.SECRETARY, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.STANDING_CLERK, Role.OFFICE_DIRECTOR, Role.INSPECTOR,
    ),
}  # and those that only some posts have any use for  # fmt: skip


def frame(request):
    """``frame`` for base.html; tolerant of requests that never reached the middleware."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"frame": {"nav": [], "posts": [], "post_words": "", "unread": 0}}
    return {
        "frame": {
            "has_business": bool(business_posts(actor)),
            "nav": [_item(request, *entry, unread=_unread(request)) for entry in _entries(actor)],
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


def _entries(actor):
    held = {post.role for post in actor.posts}
    for entry, roles in ADMINISTRATION:
        if held & set(roles):
            yield entry
    houses, roles = (
        {post.organisation.kind for post in business_posts(actor)},
        {post.role for post in business_posts(actor)},
    )
    for entry in BUSINESS if houses else ():
        if not houses.isdisjoint(OPEN_TO.get(entry[0], houses)) and not roles.isdisjoint(
            FOR_ROLES.get(entry[0], roles)
        ):
            yield entry


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
