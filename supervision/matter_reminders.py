"""What was and will be told about a matter: reminders to come, notices sent, read, delivered outside the house, kept back and why."""

from dataclasses import dataclass
from datetime import datetime

from supervision.models import Reminder
from workflow import calendars, clocks
from workflow.models import Circle, Clock, Notice, OutboxMessage

MOST = 50  # reminders to come that are listed
UNHEARD = 20
TONES = {"delivered": "green", "suppressed": "grey", "dead": "red", "waiting": "blue"}


@dataclass(frozen=True)
class Planned:
    """The next rung of an open clock: when, how far from the due date, who is told, and whether an answer is asked for."""

    clock: Clock
    at: datetime
    day: str
    circle: str
    asks: bool
    after: int


def planned(dossier, subjects):
    """The next reminder of every open clock of the dossier whose subject is visible, the earliest first."""
    rows = Clock.objects.open().filter(dossier=dossier, subject_id__in=subjects, next_rung_at__isnull=False)
    return [_planned(clock) for clock in rows.select_related("policy").order_by("next_rung_at", "pk")[:MOST]]


def _planned(clock):
    rungs = clock.policy.rungs
    rung = rungs[min(clock.rung, len(rungs) - 1)]
    circle = "、".join(Circle(name).label for name in rung.tells)
    return Planned(
        clock, clock.next_rung_at, _day_words(rung.day), circle, rung.asks, max(len(rungs) - clock.rung - 1, 0)
    )


def _day_words(day):
    if day == 0:
        return "到期当日"
    return f"到期前{-day}个工作日" if day < 0 else f"超期{day}个工作日"


def standing_still(dossier, subjects):
    """Open clocks of which nobody is reminded: they are paused, or their ladder is at its end."""
    rows = Clock.objects.open().filter(dossier=dossier, subject_id__in=subjects, next_rung_at__isnull=True)
    today, calendar = clocks.today(), calendars.load()
    found = rows.select_related("policy").order_by("due_on", "pk")[:MOST]
    return [(clock, clocks.light(clock, today, calendar)) for clock in found]


def notices(dossier, subjects):
    """Everything that was told about the visible records of the dossier, with its messages; for a page."""
    rows = Notice.objects.filter(dossier=dossier, subject_id__in=subjects)
    return rows.select_related("recipient").prefetch_related("messages")


def lines(page):
    """The rows of a page as they are shown; which of them are reminders, and of which rung, is one question."""
    rungs = dict(Reminder.objects.filter(pk__in={notice.act_id for notice in page}).values_list("pk", "rung"))
    return [
        {
            "notice": notice,
            "kind": f"第{rungs[notice.act_id] + 1}级催办" if notice.act_id in rungs else "通知",
            "ways": [_way(message) for message in sorted(notice.messages.all(), key=lambda each: each.channel)],
        }
        for notice in page
    ]


def _way(message):
    tried = message.status == OutboxMessage.Status.WAITING and message.outcome
    return {
        "label": f"{message.get_channel_display()}：{message.get_status_display()}",
        "tone": "orange" if tried else TONES[message.status],
        "why": message.outcome.partition("（")[0] if message.status != OutboxMessage.Status.DELIVERED else "",
        "at": message.finished_at or message.next_try_at,
    }


def unheard(dossier, subjects):
    """Reminders of which nobody could be told: whoever was meant has no post any more, or no access."""
    rows = Reminder.objects.filter(clock__dossier=dossier, clock__subject_id__in=subjects, told_words="")
    return rows.select_related("clock")[:UNHEARD]
