"""Background jobs of the kernel: the outbox leaves the house, the heads of the chains are written down outside, a canary sings.

Celery only says "look now". What is due, claimed and done stands in the database, so that a job may run twice, late, beside
itself, or be killed at any moment.
"""

from datetime import timedelta

from celery import shared_task

from workflow import channels, checkpoints, clocks, digests, leases
from workflow.digests import CLAIM, Status

LEASE_SECONDS = 60
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]


@shared_task
def deliver_outbox():
    """Send what waits in the outbox, each digest at least once under its stable id; returns how many messages were looked at.

    A digest is claimed by moving its next try into the future and committing that. A sender that is killed leaves the claim
    to run out; a sender that was only slow finds its claim overtaken and changes nothing.
    """
    looked_at, started_at = 0, clocks.now()
    with leases.held("deliver_outbox", LEASE_SECONDS) as turn, channels.Routes() as routes:
        while turn and turn.renew() and (batch := digests.claim(started_at)) is not None:
            looked_at += _deliver_all(batch, routes)
    return looked_at


@shared_task
def checkpoint_audit():
    """Write the heads of all chains that have moved to the checkpoint file; returns how many."""
    with leases.held("checkpoint_audit", LEASE_SECONDS) as turn:
        return checkpoints.append() if turn else 0


@shared_task
def canary(queue):
    """A sign of life from whoever works off a queue."""
    leases.beat(f"canary:{queue}")


def _deliver_all(batch, routes):
    """Send the digests of a claim while half of it is left; the rest is given back untried, for a slow server must not use it up."""
    looked_at, late_at = 0, clocks.now() + CLAIM / 2
    for digest in batch:
        if clocks.now() > late_at:
            digest.rows.update(attempts=digest.attempts - 1, next_try_at=clocks.now())
        else:
            _deliver(digest, routes)
            looked_at += len(digest.messages)
    return looked_at


def _deliver(digest, routes):
    if digest.attempts > len(DELAYS) + 1:
        return _settle(digest, digest.messages, Status.DEAD, "发送多次中断")
    kept_back = digest.kept_back()
    for reason in set(kept_back.values()):
        _settle(digest, [message for message, why in kept_back.items() if why == reason], Status.SUPPRESSED, reason)
    leaving = [message for message in digest.messages if message not in kept_back]
    if not leaving:
        return None
    address = channels.address_of(digest.person, digest.preference, digest.channel)
    try:
        routes.send(digest.channel, digest.id, address, len(leaving))
    except Exception as error:  # whatever the other side answers, the next message must still leave
        return _fail(digest, leaving, error)
    return _settle(digest, leaving, Status.DELIVERED, "已发送")


def _fail(digest, messages, error):
    """Try again later, each time after a longer pause, and give up after the last one."""
    words = channels.fault_words(error)
    if digest.attempts > len(DELAYS):
        _settle(digest, messages, Status.DEAD, words)
    else:
        _settle(digest, messages, Status.WAITING, words, next_try_at=clocks.now() + DELAYS[digest.attempts - 1])


def _settle(digest, messages, status, outcome, next_try_at=None):
    """Write the outcome, unless the claim ran out and somebody else has taken the digest up since."""
    finished_at = None if status == Status.WAITING else clocks.now()
    ours = digest.rows.filter(pk__in=[message.pk for message in messages])
    ours.update(status=status, outcome=outcome, next_try_at=next_try_at, finished_at=finished_at)
