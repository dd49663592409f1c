"""The only place that says which administrator an act belongs to, and that lets one act of administration in at a time."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations.models import Kind, Organisation, Post, Role
from workflow import audit, clocks
from workflow.door import Barred, NotPermitted
from workflow.guards import Obstacle

RULE = "系统规则"
ACTS = {
    "create_account": ("开设账号", Role.SYSTEM_ADMIN),
    "reset_password": ("重置口令", Role.SYSTEM_ADMIN),
    "deactivate": ("停用账号", Role.SYSTEM_ADMIN),
    "reactivate": ("恢复账号", Role.SYSTEM_ADMIN),
    "appoint": ("授予职务", Role.SECURITY_ADMIN),
    "end_post": ("终止职务", Role.SECURITY_ADMIN),
    "create_organisation": ("开设机构", Role.SYSTEM_ADMIN),
    "deactivate_organisation": ("停用机构", Role.SYSTEM_ADMIN),
    "reactivate_organisation": ("恢复机构", Role.SYSTEM_ADMIN),
    "open_office": ("增设室", Role.SYSTEM_ADMIN),
    "close_office": ("停用室", Role.SYSTEM_ADMIN),
    "reopen_office": ("恢复室", Role.SYSTEM_ADMIN),
    "publish_calendar": ("公布日历", Role.SYSTEM_ADMIN),
    "resend_digest": ("重发提醒", Role.SYSTEM_ADMIN),
}


def may(actor, act):
    """Whether a post in force of the actor is the one that this act belongs to."""
    return actor is not None and any(post.role == ACTS[act][1] for post in actor.posts)


def enter(act, actor):
    """Let the holder of the act's post in, one act of administration at a time; the posts are read again behind the lock, so
    that whoever was just dismissed does nothing more. Raises ``NotPermitted``."""
    label, role = ACTS[act]
    list(Organisation.objects.select_for_update(no_key=True).filter(kind=Kind.SYSTEM).order_by("pk"))
    held = Post.objects.in_force(clocks.today()).filter(role=role)
    if actor is None or not held.filter(person=actor.person_id).exists():
        raise NotPermitted(label, RULE, role.label)


def bar(act, found):
    if found:
        raise Barred(ACTS[act][0], found)


def unclean(row):
    """What the row's own validation has against it, as obstacles."""
    try:
        row.full_clean()
    except ValidationError as faults:
        return [Obstacle(sentence.rstrip("。"), RULE, "办理人") for sentence in faults.messages]
    return []


def save_new(act, row):
    """Save a validated row; a namesake saved in the meantime is told like one found before."""
    bar(act, unclean(row))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Barred(ACTS[act][0], [Obstacle("同名的记录刚刚由他人建立", RULE, "办理人")]) from taken


def record(act, actor, subject, words, changes=None):
    audit.journal(f"personnel.{act}", ACTS[act][0], actor=actor, subject=subject, words=words, changes=changes)
