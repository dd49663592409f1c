"""The only place where what did not leave the house is listed and sent again: to whom, by what, how many, why; never about what."""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from workflow import clocks
from workflow.administration import ACTS, RULE, bar, enter, record
from workflow.guards import Obstacle
from workflow.models import OutboxMessage

Status = OutboxMessage.Status
ASKED = "等待重新发送"
TROUBLED = Q(digest__isnull=False) & (Q(status=Status.DEAD) | Q(status=Status.WAITING) & ~Q(outcome=""))


def troubled():
    """The first message of every digest that was given up or failed and is tried again; ``number`` is how many it holds."""
    alike = OutboxMessage.objects.filter(TROUBLED, digest=OuterRef("digest")).order_by()
    number = alike.values("digest").annotate(number=Count("pk")).values("number")
    heads = OutboxMessage.objects.filter(TROUBLED, ~Exists(alike.filter(pk__lt=OuterRef("pk"))), tried_at__isnull=False)
    return heads.annotate(number=Subquery(number)).select_related("notice__recipient")


@transaction.atomic
def resend_digest(actor, digest):
    """Let a digest leave as soon as it may, under the id it had; the far end knows by it what it already has."""
    enter("resend_digest", actor)
    messages = OutboxMessage.objects.filter(TROUBLED, digest=digest)
    held = list(messages.select_for_update(of=("self",), no_key=True).select_related("notice__recipient"))
    if not held:
        bar("resend_digest", [Obstacle("这条提醒已经发出，或者不再需要发出", RULE)])
    again = {
        "status": Status.WAITING,
        "attempts": 0,
        "next_try_at": clocks.now(),
        "outcome": ASKED,
        "finished_at": None,
    }
    OutboxMessage.objects.filter(pk__in=[message.pk for message in held]).update(**again)
    person, words = held[0].notice.recipient, f"{held[0].get_channel_display()}，{len(held)}件"
    record("resend_digest", actor, person, f"{person.username}：{words}", {ACTS["resend_digest"][0]: [None, words]})
    return held
