"""The only place that keeps by how much a rehearsal (演练) has moved the time of a demonstration, for every process of it.

It is a file, so that it is read without a question to the database; sessions and leases go by the machine's own clock. Outside a
demonstration nothing is read and nothing can be moved.
"""

from datetime import timedelta

from django.conf import settings

_read = (None, timedelta())  # (what the file was when it was last read, what it said)


def shift():
    """By how much time is ahead of the machine's clock; nothing unless this is a demonstration that was moved."""
    global _read
    if not settings.DEMONSTRATION:
        return timedelta()
    try:
        found = _file().stat()
    except FileNotFoundError:
        return timedelta()
    stamp = (found.st_mtime_ns, found.st_ino)
    if _read[0] != stamp:
        _read = stamp, timedelta(seconds=float(_file().read_text()))
    return _read[1]


def move(ahead):
    """Let the time of every process be ``ahead`` of the machine's clock. A file takes the other's place, so nobody reads half of one."""
    if not settings.DEMONSTRATION:
        raise PermissionError("只有演示环境可以移动时间。")
    draft = _file().with_suffix(".draft")
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(str(ahead.total_seconds()))
    draft.replace(_file())


def end():
    """Let time be what it is again."""
    _file().unlink(missing_ok=True)


def _file():
    return settings.VAR_DIR / "rehearsal"
