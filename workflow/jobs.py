"""Background jobs of the kernel: the outbox leaves the house, and the heads of the chains are written down outside.

Celery only says "look now". What is due, claimed and done stands in the database, so that a job may run twice, late, beside
itself, or be killed at any moment.
"""

from datetime import timedelta

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from organizations.actors import actor_of
from workflow import checkpoints, clocks, leases
from workflow.models import OutboxMessage

SUBJECT = "待办提醒"
TEXT = "您有1件待办，请登录系统查看"
BATCH = 20
LEASE_SECONDS = 60
CLAIM = timedelta(minutes=5)  # more than a batch takes even if every message runs into the mail server's time limit
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]
Status = OutboxMessage.Status


@shared_task
def deliver_outbox():
    """Send what waits in the outbox, each message at least once under its stable id; returns how many were looked at.

    A message is claimed by moving its next try into the future and committing that. A sender that is killed leaves the claim
    to run out; a sender that was only slow finds its claim overtaken and changes nothing.
    """
    looked_at, started_at = 0, clocks.now()
    with leases.held("deliver_outbox", LEASE_SECONDS) as turn:
        while turn and turn.renew() and (batch := _claim(started_at)):
            for message in batch:
                _deliver(message)
            looked_at += len(batch)
    return looked_at


@shared_task
def checkpoint_audit():
    """Write the heads of all chains that have moved to the checkpoint file; returns how many."""
    with leases.held("checkpoint_audit", LEASE_SECONDS) as turn:
        return checkpoints.append() if turn else 0


@transaction.atomic
def _claim(started_at):
    """The next messages that nobody else is sending, counted as tried before they are."""
    waiting = OutboxMessage.objects.filter(next_try_at__lte=started_at).order_by("next_try_at", "id")
    locked = waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)
    batch = list(locked.select_related("notice__recipient")[:BATCH])
    claimed = OutboxMessage.objects.filter(pk__in=[message.pk for message in batch])
    claimed.update(attempts=F("attempts") + 1, next_try_at=clocks.now() + CLAIM)
    for message in batch:
        message.attempts += 1
    return batch


def _deliver(message):
    if message.attempts > len(DELAYS) + 1:
        _settle(message, Status.DEAD, "发送多次中断")
    elif reason := _kept_back(message.notice):
        _settle(message, Status.SUPPRESSED, reason)
    else:
        try:
            _send(message)
        except Exception as error:  # whatever a mail server answers, the next message must still leave
            _fail(message, error)
        else:
            _settle(message, Status.DELIVERED, "已发送")


def _kept_back(notice):
    """Why a notice must not leave the house now, in words; empty if it may. Access is asked anew, as of this moment."""
    person = notice.recipient
    if not settings.EMAIL_HOST:
        return "未配置外发渠道"
    if not person.is_active:
        return "收件人账号已停用"
    model = apps.get_model(notice.subject_type)
    seen = model.objects.visible_to(actor_of(person, today=clocks.today()))
    if not seen.filter(public_id=notice.subject_id).exists():
        return "收件人已无权查看"
    return "" if person.email else "收件人未登记邮箱"


def _send(message):
    """Mail that says only that something waits: no title, no name, no matter."""
    text = f"{TEXT}：{settings.PUBLIC_URL}" if settings.PUBLIC_URL else f"{TEXT}。"
    stable = {"Message-ID": f"<{message.pk}@outbox>"}
    EmailMessage(SUBJECT, text, to=[message.notice.recipient.email], headers=stable).send()


def _fail(message, error):
    """Try again later, each time after a longer pause, and give up after the last one."""
    words = f"发送失败（{type(error).__name__}）"
    if message.attempts > len(DELAYS):
        _settle(message, Status.DEAD, words)
    else:
        _settle(message, Status.WAITING, words, next_try_at=clocks.now() + DELAYS[message.attempts - 1])


def _settle(message, status, outcome, next_try_at=None):
    """Write the outcome, unless the claim ran out and somebody else has taken the message up since."""
    finished_at = None if status == Status.WAITING else clocks.now()
    ours = OutboxMessage.objects.filter(pk=message.pk, attempts=message.attempts, status=Status.WAITING)
    ours.update(status=status, outcome=outcome, next_try_at=next_try_at, finished_at=finished_at)
