"""``manage.py prepare``: everything a production installation needs before its processes start, at first and after every upgrade."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from workflow import calendars

FIRST_YEAR, LAST_YEAR = 2019, 2100


class Command(BaseCommand):
    help = "生产安装的准备：建表或者升级表结构，补录新公布年份的工作日历，核对生产设定和只追加触发器。可重复执行。"

    def handle(self, *args, verbosity, **options):
        call_command("migrate", interactive=False, verbosity=verbosity)
        years = calendars.seed(FIRST_YEAR, LAST_YEAR)
        self.stdout.write(f"补录工作日历：{'、'.join(map(str, years)) or '无'}。")
        call_command("check", deploy=True, fail_level="WARNING", databases=["default"])
