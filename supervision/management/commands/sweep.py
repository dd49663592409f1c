"""Run the background jobs once, where no worker runs."""

from django.core.management.base import BaseCommand

from supervision.jobs import sweep
from workflow.jobs import checkpoint_audit, deliver_outbox


class Command(BaseCommand):
    help = "不经后台进程，执行一次到期催办、外发消息投递和办理记录检查点。"

    def handle(self, *args, **options):
        self.stdout.write(f"催办{sweep()}项，投递消息{deliver_outbox()}条，写入检查点{checkpoint_audit()}个。")
