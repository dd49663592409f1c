"""The only place that says which steps, conditions, dates, bars and pages rest on which article of a regulation, read from the code.

An app brings its regulation as ``regulation.toml`` beside its ``apps.py``: name, title, and for each article what it asks in words of
our own, or why it asks nothing of software.
"""

import re
import tomllib
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.urls import URLResolver, get_resolver

from workflow.models.record import NEW
from workflow.steps import declaration_of, declarations, key, machines, steps_of

FILE = "regulation.toml"
KINDS = {"step": "步骤", "guard": "条件", "clock": "期限", "hold": "障碍", "page": "页面"}
ONE = re.compile(r"(?:(?P<regulation>[^\W\d]+)\s*)?(?P<number>\d+)(?:\(\d+\))?")


@dataclass(frozen=True)
class Support:
    """One thing of the code that rests on an article: its kind, its name in the code, how users call it, and of which record."""

    kind: str
    name: str
    label: str
    of: str
    cited: str


@dataclass(frozen=True)
class Article:
    """One article: what it asks in our words; ``nothing`` says why no code rests on it."""

    number: str
    asks: str
    nothing: str = ""


@dataclass(frozen=True)
class Regulation:
    """A regulation by the name under which the code cites it."""

    name: str
    title: str
    slug: str
    articles: tuple


def rests_on(*cited, label):
    """Declare on which articles a page rests that is no record's own: ``@rests_on("规定 8", label="台账")``."""

    def declare(view):
        view.rests_on, view.label = cited, label
        return view

    return declare


def articles_in(cited):
    """[(regulation, number)] of a citation: ``"规定 9(2)、11"`` means articles 9 and 11 of the 规定."""
    found, regulation = [], ""
    for one in ONE.finditer(cited):
        regulation = one["regulation"] or regulation
        if regulation and (regulation, one["number"]) not in found:
            found.append((regulation, one["number"]))
    return found


@cache
def regulations():
    """The regulations that the apps bring, in the order of the apps."""
    files = [Path(app.path) / FILE for app in apps.get_app_configs()]
    said = [tomllib.loads(file.read_text()) for file in files if file.exists()]
    return tuple(
        Regulation(
            each["name"], each["title"], each["slug"],
            tuple(Article(number, **article) for number, article in each["articles"].items()),
        )
        for each in said
    )  # fmt: skip


@cache
def supports():
    """{(regulation, article number): [what of the code rests on it]}."""
    found = defaultdict(dict)
    for support in (*_of_machines(), *_pages(get_resolver())):
        for place in articles_in(support.cited):
            found[place].setdefault((support.kind, support.name), support)
    return {place: tuple(rows.values()) for place, rows in found.items()}


def as_json():
    """{regulation: {article number: [support, …]}} of every article."""
    known = supports()
    return {
        regulation.name: {
            article.number: [asdict(each) for each in known.get((regulation.name, article.number), ())]
            for article in regulation.articles
        }
        for regulation in regulations()
    }


def _of_machines():
    for model in machines():
        of, label = model._meta.verbose_name, model._meta.label
        for taken in steps_of(model).values():
            for declaration in declarations(taken):
                yield Support("step", key(model, taken), declaration.label, of, declaration.article)
                for need in declaration.needs:
                    name = f"{need.function.__module__}.{need.name}"
                    yield Support("guard", name, need.sentence, of, need.article)
        for kind, declared in (("clock", model.clocks), ("clock", model.rhythms), ("hold", model.holds)):
            for name, each in declared.items():
                yield Support(kind, f"{label}.{name}", each.label, of, each.article)


def _pages(resolver):
    """Pages that say what they rest on, and those on which a record begins; a record's own page is that of its steps."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _pages(entry)
            continue
        view = getattr(entry.callback, "view_class", entry.callback)
        if cited := getattr(view, "rests_on", ()):
            yield Support("page", entry.name, view.label, "", "、".join(cited))
        elif (birth := getattr(view, "step", None)) and (declaration := declaration_of(birth, NEW)):
            yield Support("page", entry.name, declaration.label, view.model._meta.verbose_name, declaration.article)
