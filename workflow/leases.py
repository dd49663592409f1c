"""The only place where one of several processes becomes the one that acts.

A lease is a row with a holder and an end, counted on the machine's own clock: a rehearsal moves no lease. It saves work and
keeps the heartbeat of each job; it promises nothing. What must happen once is kept by the rows that the job claims, because a
process that was stopped for longer than its lease wakes up and still believes that it holds it.
"""

import os
import socket
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from workflow import clocks
from workflow.models import Lease


@dataclass(frozen=True)
class Turn:
    """A lease that this process holds; ``renew`` it between pieces of work, and stop when it is lost."""

    name: str
    seconds: float
    holder: str

    def renew(self):
        """Hold the lease for its full length again; ``False`` when another process has taken it meanwhile."""
        until = _moment() + timedelta(seconds=self.seconds)
        return bool(self._row().update(until=until))

    def give_back(self, *, finished):
        """Let the next one act; a ``finished`` run leaves its heartbeat."""
        heartbeat = {"finished_at": _moment()} if finished else {}
        self._row().update(holder="", until=None, **heartbeat)

    def _row(self):
        return Lease.objects.filter(name=self.name, holder=self.holder)


@contextmanager
def held(name, seconds):
    """Yield a ``Turn``, or ``None`` while another process holds the lease of that name.

    A killed holder bars the others for ``seconds`` at most.
    """
    turn = _taken(name, seconds)
    try:
        yield turn
    except BaseException:
        if turn:
            turn.give_back(finished=False)
        raise
    if turn:
        turn.give_back(finished=True)


def beat(name):
    """Leave the heartbeat of work that needs no turn."""
    Lease.objects.update_or_create(name=name, defaults={"finished_at": _moment()})


def beats_within(name, duration):
    """Whether the heartbeat of that name is not older than ``duration``."""
    return Lease.objects.filter(name=name, finished_at__gte=_moment() - duration).exists()


def _taken(name, seconds):
    Lease.objects.get_or_create(name=name)
    turn = Turn(name, seconds, f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid.uuid4().hex[:12]}")
    moment = _moment()
    free = Lease.objects.filter(Q(until__isnull=True) | Q(until__lte=moment), name=name)
    return turn if free.update(holder=turn.holder, until=moment + timedelta(seconds=seconds)) else None


def _moment():
    return datetime.fromtimestamp(clocks.real_seconds(), UTC)
