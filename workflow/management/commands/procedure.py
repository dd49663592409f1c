"""``manage.py procedure``: print the machines as the code declares them."""

import json

from django.core.management.base import BaseCommand, CommandError

from workflow import procedure


class Command(BaseCommand):
    help = "打印流程：每一步从何状态到何状态、依据、由谁办理、条件和后果 (print the state machines from the code)"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "model", nargs="?", help='one machine, such as "coordination.Matter"; all of them by default'
        )
        parser.add_argument("--format", choices=["table", "json", "dot"], default="table")

    def handle(self, *args, model, format, **options):
        try:
            found = procedure.rows([procedure.model_named(model)] if model else None)
        except LookupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(self.said(found, format))

    def said(self, found, form):
        if form == "json":
            return json.dumps(found, ensure_ascii=False, indent=2)
        return procedure.as_dot(found) if form == "dot" else procedure.as_table(found)
