"""``manage.py found_administrators``: the first three accounts of a new installation."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from organizations.models import ADMINISTRATORS
from workflow import personnel
from workflow.door import Barred
from workflow.founding import found_administrators


class Command(BaseCommand):
    help = "设立系统管理机构和三员（系统管理员、安全保密管理员、安全审计员）。只能执行一次；初始口令只在此显示，首次登录须修改。"

    def add_arguments(self, parser):
        for role in ADMINISTRATORS:
            option = f"--{role.value.replace('_', '-')}"
            parser.add_argument(
                option, dest=role.value, nargs=2, metavar=("用户名", "姓名"), required=True, help=role.label
            )

    def handle(self, *args, **options):
        try:
            founded = found_administrators({role: options[role.value] for role in ADMINISTRATORS})
        except Barred as refused:
            raise CommandError(str(refused)) from None
        except IntegrityError:
            raise CommandError("不能设立三员：刚刚由他人设立。") from None
        self.stdout.write("三员已设立。请当面分别交付初始口令，本人首次登录后立即修改：")
        for post, password in founded:
            self.stdout.write(f"  {post.get_role_display()}　{personnel.told(post.person)}　初始口令 {password}")
