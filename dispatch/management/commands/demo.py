"""``manage.py demo``: fictitious organisations, people and matters, following today's date; and days that pass for a rehearsal."""

import re
from argparse import ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from dispatch.demonstration import days, story
from dispatch.demonstration.cast import PASSWORD
from workflow import clocks, rehearsal
from workflow.models import Dossier


def span(text):
    """The number of days in ``10d``."""
    found = re.fullmatch(r"([1-9]\d{0,2})d", text)
    if not found or int(found[1]) > 366:
        raise ArgumentTypeError("请写天数，例如 10d，至多 366d。")
    return int(found[1])


class Command(BaseCommand):
    help = "建立示范数据：虚构的机构、人员和事项，日期随当天推算。已有真实数据时拒绝执行。--advance 让演示环境的时间向后移动。"

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1, help="随机种子，同一种子同一天得到同样的示范数据")
        parser.add_argument(
            "--reset", action="store_true", help="重建数据库后再建立示范数据，并恢复真实时间（仅限示范数据库）"
        )
        parser.add_argument(
            "--advance", type=span, metavar="10d", help="让演示环境过去这么多天，逐日催办（1d 至 366d）"
        )
        parser.add_argument("--if-empty", action="store_true", help="已有数据时什么也不做")

    def handle(self, *, seed, reset, if_empty, advance=None, **options):
        if advance:
            return self.advance(advance)
        if if_empty and not reset and not story.is_empty():
            self.stdout.write("已有数据，未建立示范数据。")
            return None
        if reset:
            self.reset()
        if not story.is_empty():
            raise CommandError("数据库中已有数据，拒绝建立示范数据。确为示范数据库的，请用 --reset 重建。")
        with transaction.atomic():
            accounts = story.tell(seed)
        self.stdout.write(f"示范数据已建立：{Dossier.objects.count()}个事项。账号口令均为 {PASSWORD}")
        for username, words in accounts.items():
            self.stdout.write(f"  {username:<22}{words}")
        return None

    def advance(self, number):
        """Let days pass; only where everything is fictitious and the settings say so."""
        if not settings.DEMONSTRATION:
            raise CommandError("这不是演示环境（DEMONSTRATION=0），拒绝移动时间。")
        if story.is_empty() or not story.is_the_demonstration():
            raise CommandError("数据库中没有示范数据，或者有示范以外的数据，拒绝移动时间。")
        days.advance(number, self.stdout.write)
        now = clocks.now().astimezone(clocks.SHANGHAI)
        self.stdout.write(
            f"演练时间：{now:%Y-%m-%d %H:%M}。恢复真实时间请用 manage.py demo --reset，示范数据同时重建。"
        )

    def reset(self):
        """Recreate the database, for history cannot be deleted; only where everything is the demonstration's."""
        if not story.is_empty() and not story.is_the_demonstration():
            raise CommandError("数据库中有示范以外的数据，拒绝重建。")
        rehearsal.end()
        if connection.vendor == "sqlite":
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)
        else:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            connection.close()
        call_command("migrate", verbosity=0)
