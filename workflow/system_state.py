"""The only place that says how the installation is doing (系统状态), and for what is not well, what to do about it.

Heartbeats count on the machine's own clock, what is due on the time of the house.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q

from workflow import channels, clocks, outbox
from workflow.models import CalendarYear, Clock, Lease, OutboxMessage

GREEN, YELLOW, RED = "green", "yellow", "red"
WORDS = {GREEN: "正常", YELLOW: "注意", RED: "异常"}
QUEUES = {"reminders": "催办", "outbox": "外发", "audit": "检查点"}
RESTART = "请查看后台进程（worker）和两个定时进程（beat）是否在运行、消息队列（Valkey）是否能连接，必要时重新启动；等待期间可以在主机上执行 manage.py sweep。"
JOBS = (
    ("sweep", "催办", timedelta(minutes=5), RESTART),
    ("open_duties", "定期职责开列", timedelta(minutes=15), RESTART),
    ("deliver_outbox", "外发消息投递", timedelta(minutes=5), RESTART),
    (
        "checkpoint_audit",
        "办理记录检查点",
        timedelta(hours=2, minutes=10),
        f"定时进程启动满一小时才第一次写入。仍不写入的：{RESTART}",
    ),
)
CANARY = timedelta(minutes=3)
PATIENCE = timedelta(minutes=10)  # how long something may be due before anybody worries
LITTLE, VERY_LITTLE = 0.2, 0.1  # of the disk is free


@dataclass(frozen=True)
class Fact:
    """One line: what, how it is, the tone of its light, and what is to be done unless all is well."""

    label: str
    value: str
    tone: str = GREEN
    advice: str = ""

    @property
    def light(self):
        return {"tone": self.tone, "word": WORDS[self.tone]}


def parts():
    """[(heading, facts)] of the whole page; the number of questions is fixed."""
    beats = {lease.name: lease.finished_at for lease in Lease.objects.all()}
    return [
        ("作业", [_beat(label, beats.get(name), most, advice) for name, label, most, advice in JOBS]),
        ("后台进程", [_canary(queue, beats) for queue in settings.QUEUES]),
        ("积压", [*_outbox(), _clocks()]),
        ("数据库和磁盘", [_database(), _disk()]),
        ("工作日历", [*_calendar()]),
    ]


def worst(found):
    """The tone of the page: that of its worst line."""
    tones = {fact.tone for _, facts in found for fact in facts}
    return next(tone for tone in (RED, YELLOW, GREEN) if tone in tones)


def _since(moment, now):
    minutes = max(int((now - moment).total_seconds() // 60), 0)
    if minutes < 1:
        return "不到1分钟"
    if minutes < 120:
        return f"{minutes}分钟"
    return f"{minutes // 60}小时" if minutes < 48 * 60 else f"{minutes // 1440}天"


def _beat(label, finished_at, most, advice):
    now = datetime.fromtimestamp(clocks.real_seconds(), UTC)
    if finished_at is None:
        return Fact(label, "从未执行", RED, advice)
    value = f"{_since(finished_at, now)}前"
    return Fact(label, value) if now - finished_at <= most else Fact(label, value, RED, advice)


def _canary(queue, beats):
    label = f"“{QUEUES.get(queue, queue)}”队列"
    return _beat(label, beats.get(f"canary:{queue}"), CANARY, f"没有后台进程应答这个队列。{RESTART}")


def _outbox():
    now = clocks.now()
    found = OutboxMessage.objects.filter(~Q(status__in=["delivered", "suppressed"])).aggregate(
        oldest=Min("next_try_at", filter=Q(next_try_at__lte=now)), waiting=Count("pk", filter=Q(status="waiting")),
    )  # fmt: skip
    ways = "、".join(channel.label for channel in channels.configured())
    yield Fact("外发渠道", ways or "未配置，提醒只在收件箱")
    yield _queue("待外发消息", f"共{found['waiting']}条", found["oldest"], now)
    number = outbox.troubled().count()
    advice = "请打开“外发失败”查看原因，更正邮箱、网关或者发信服务器之后重发。"
    yield Fact("外发失败", f"{number}条", RED, advice) if number else Fact("外发失败", "没有")


def _clocks():
    now = clocks.now()
    oldest = Clock.objects.filter(next_rung_at__lte=now).aggregate(oldest=Min("next_rung_at"))["oldest"]
    return _queue("到时未催办的时限", "有" if oldest else "没有", oldest, now)


def _queue(label, value, oldest, now):
    if oldest is None:
        return Fact(label, value)
    value = f"{value}，最早的已等待{_since(oldest, now)}"
    return Fact(label, value) if now - oldest <= PATIENCE else Fact(label, value, RED, RESTART)


def _database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return Fact(
                "数据库", f"SQLite {cursor.fetchone()[0]}", YELLOW, "SQLite 只供演示和试用，正式使用请改用 PostgreSQL。"
            )
        cursor.execute("SHOW server_version")
        return Fact("数据库", f"PostgreSQL {cursor.fetchone()[0]}")


def _disk():
    folder = next(place for place in (settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents) if place.exists())
    total, _, free = shutil.disk_usage(folder)
    value = f"剩余{free / 2**30:.1f} GB（{free * 100 // total}%）"
    if free >= total * LITTLE:
        return Fact("附件所在磁盘", value)
    advice = "请清理或者扩大附件目录所在的磁盘；满了以后不能再上传附件。"
    return Fact("附件所在磁盘", value, YELLOW if free >= total * VERY_LITTLE else RED, advice)


def _calendar():
    """The years whose notice is entered; without the next year's, dates beyond it are counted by weekends only."""
    year = clocks.today().year
    published = set(CalendarYear.objects.filter(status="published", year__gte=year).values_list("year", flat=True))
    for asked, tone in ((year, RED), (year + 1, YELLOW)):
        if asked in published:
            yield Fact(f"{asked}年", "放假安排已录入")
        else:
            yield Fact(
                f"{asked}年",
                "放假安排未录入，暂按周末推算",
                tone,
                "国务院办公厅公布放假安排后，请及时公布该年度的工作日历。",
            )
