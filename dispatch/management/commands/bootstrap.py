"""``manage.py bootstrap``: everything an embedded installation needs before its first page, in one process."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "嵌入式安装的准备：建表、录入工作日历、建立示范数据。"

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("demo", if_empty=True)
