"""The only place for the shapes in which an app above has its say on pages that know nothing of it.

A machine yields them by ``Record.beside_clocks``, ``Record.asked_of``, ``Record.hanging_over`` and ``Record.told_of``; a page shows them
as they come.
"""

from datetime import datetime
from typing import Any, NamedTuple


class Beside(NamedTuple):
    """What stands beside one clock: ``links`` (label, address) to begin something about it, and ``lines`` of what was said of it."""

    links: list
    lines: list


class Asked(NamedTuple):
    """Something about a clock of ``subject`` that somebody asked a person to write, and where he does so."""

    subject: Any
    clock: Any
    label: str
    url: str
    since: datetime


class Over(NamedTuple):
    """A record that hangs over another and is named at the head of its page, by shape (an icon), tone and word."""

    icon: str
    tone: str
    word: str
    text: str
    url: str


class Told(NamedTuple):
    """What a draft about another record may begin with: the ``part`` of the draft, as whoever assembles it names it, and a paragraph."""

    part: str
    text: str
