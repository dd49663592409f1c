"""``manage.py procedure``: print the machines as the code declares them."""

import json

from django.core.management.base import BaseCommand, CommandError

from workflow import procedure

FORMS = {
    "json": lambda found: json.dumps(found, ensure_ascii=False, indent=2),
    "dot": procedure.as_dot,
    "mermaid": procedure.as_mermaid,
}


class Command(BaseCommand):
    help = "打印流程：每一步从何状态到何状态、依据、由谁办理、条件和后果 (print the state machines from the code)"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("models", nargs="*", help='machines, such as "coordination.Matter"; all of them by default')
        parser.add_argument("--format", choices=["table", *FORMS], default="table")

    def handle(self, *args, models, format, **options):
        try:
            found = procedure.rows([procedure.model_named(model) for model in models] or None)
        except LookupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(FORMS.get(format, procedure.as_table)(found))
