"""What stands on every page of a demonstration whose time was moved (演练时间)."""

from workflow import clocks, rehearsal


def banner(request):
    """``rehearsal_at`` for base.html: the moved time, nothing outside a rehearsal."""
    return {"rehearsal_at": clocks.now() if rehearsal.shift() else None}
