"""Run the background jobs once, where no worker runs."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Count

from dispatch.jobs import open_duties
from supervision.jobs import sweep
from workflow import clocks, leases
from workflow.jobs import checkpoint_audit, deliver_outbox
from workflow.models import Clock, OutboxMessage
from workflow.system_state import CANARY, QUEUES


class Command(BaseCommand):
    help = "不经后台进程，执行一次定期职责开列、到期催办、外发消息投递和办理记录检查点。"

    def handle(self, *args, **options):
        opened = open_duties()
        self.stdout.write(f"催办{sweep()}项，投递消息{deliver_outbox()}条，写入检查点{checkpoint_audit()}个。")
        if opened:
            self.stdout.write(f"开列定期职责{opened}期。")
        left = dict(OutboxMessage.objects.order_by().values_list("status").annotate(Count("pk")))
        due = Clock.objects.filter(next_rung_at__lte=clocks.now()).count()
        self.stdout.write(
            f"外发消息累计：已发送{left.get('delivered', 0)}条，未发送{left.get('suppressed', 0)}条，"
            f"待发送{left.get('waiting', 0)}条，多次失败{left.get('dead', 0)}条。到时未催办的时限{due}项。"
        )
        silent = [queue for queue in settings.QUEUES if not leases.beats_within(f"canary:{queue}", CANARY)]
        if silent:
            self.stdout.write(f"以下队列没有后台进程应答：{'、'.join(QUEUES.get(queue, queue) for queue in silent)}。")
