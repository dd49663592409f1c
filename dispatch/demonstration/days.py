"""A rehearsal (演练): days pass in the demonstration, hour by hour, and everything falls due on the way."""

from datetime import UTC, datetime, timedelta

from django.db.models import Count

from dispatch.jobs import open_duties
from supervision.jobs import sweep
from supervision.models import Reminder
from workflow import calendars, clocks, rehearsal
from workflow.jobs import checkpoint_audit, deliver_outbox
from workflow.models import Clock

HOUR = timedelta(hours=1)
MOST = 20  # reminders of one day that are told one by one


def advance(days, say):
    """Let so many days pass for every process, the jobs running every hour as they do; ``say`` is told what happened each day."""
    begun_at, ahead = clocks.now(), rehearsal.shift()
    moment, until = begun_at.replace(minute=0, second=0, microsecond=0) + HOUR, begun_at + timedelta(days=days)
    delivered, day = 0, clocks.business_date(begun_at)
    while moment < until:
        if clocks.business_date(moment) != day:
            _tell(day, begun_at, delivered, say)
            delivered, day = 0, clocks.business_date(moment)
        rehearsal.move(moment - datetime.fromtimestamp(clocks.real_seconds(), UTC))
        open_duties()
        sweep()
        delivered += deliver_outbox()
        moment += HOUR
    rehearsal.move(ahead + timedelta(days=days))
    open_duties()
    sweep()
    delivered += deliver_outbox()
    _tell(day, begun_at, delivered, say)
    checkpoint_audit()


def _tell(day, begun_at, delivered, say):
    """One day: whether people work, what fell due, who was reminded of what, how many messages left."""
    calendar = calendars.load()
    kind = "工作日" if calendar.counts(day) else calendar.name_of(day) or "周末"
    due = Clock.objects.open().filter(due_on=day).count()
    since = max(datetime.combine(day, datetime.min.time(), clocks.SHANGHAI), begun_at)
    sent = Reminder.objects.filter(sent_at__gte=since, sent_at__lt=clocks.end_of(day))
    say(f"{day:%Y-%m-%d} {kind}：当日到期{due}项，催办{sent.count()}项，处理外发消息{delivered}条。")
    rows = (
        sent.values("clock__label", "owed_words", "due_on", "rung")
        .annotate(number=Count("pk"))
        .order_by("due_on", "rung")
    )
    for row in rows[:MOST]:
        say(
            f"    第{row['rung'] + 1}级 {row['clock__label']}（{row['due_on']:%Y-%m-%d}到期）{row['owed_words']} {row['number']}项"
        )
