"""By clicking: the administrator sees that nobody works off the queues any more, what to do about it, and that it was done."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F
from playwright.sync_api import expect

from config.celery import app
from tests.browser.officers import meanwhile
from tests.services import broker_client
from tests.supervision.test_celery import until, worker
from workflow.models import Lease

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
QUEUES = ("催办", "外发", "检查点")


def canaries():
    return Lease.objects.filter(name__startswith="canary", finished_at__isnull=False)


def sing():
    """As beat asks every minute."""
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        if name.startswith("canary"):
            app.send_task(entry["task"], entry["args"], queue=entry["options"]["queue"])


def test_a_stopped_worker_is_seen_and_one_that_was_started_again(founded, officers, committed_db, broker_url, tmp_path):
    def answered():
        before = set(canaries().values_list("name", "finished_at"))
        sing()
        until(lambda: len(set(canaries().values_list("name", "finished_at")) - before) == len(QUEUES))

    def lights(word):
        admin.offer("刷新")
        for queue in QUEUES:
            expect(lines.filter(has_text=f"“{queue}”队列")).to_contain_text(word)

    with broker_client(broker_url) as broker:
        broker.delete(*settings.QUEUES)
    admin = officers.system_admin.menu("系统状态")
    lines = admin.section("后台进程").locator("tbody tr")
    lights("从未执行")
    with worker(committed_db.environ, tmp_path, "first", "-P", "threads", "-c", "2", "-Q", ",".join(settings.QUEUES)):
        meanwhile(answered)
        lights("正常")
    meanwhile(lambda: canaries().update(finished_at=F("finished_at") - timedelta(minutes=5)))  # nobody answers
    lights("异常")
    admin.reads("5分钟前", "没有后台进程应答这个队列。", "manage.py sweep", "有异常，请按各行的说明处理。")
    with worker(committed_db.environ, tmp_path, "second", "-P", "threads", "-c", "2", "-Q", ",".join(settings.QUEUES)):
        meanwhile(answered)
        lights("正常")
