"""``manage.py articles``: print what of the code rests on which article."""

import json

from django.core.management.base import BaseCommand

from workflow import articles


class Command(BaseCommand):
    help = "按条文列出以其为依据的步骤、条件、期限、障碍和页面 (print what of the code rests on which article)"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, format, **options):
        if format == "json":
            self.stdout.write(json.dumps(articles.as_json(), ensure_ascii=False, indent=2))
            return
        known = articles.supports()
        for regulation in articles.regulations():
            for article in regulation.articles:
                self.stdout.write(f"{regulation.name} {article.number}  {article.asks or article.nothing}")
                for each in known.get((regulation.name, article.number), ()):
                    self.stdout.write(f"    {articles.KINDS[each.kind]}  {each.of}  {each.label}  {each.name}")
