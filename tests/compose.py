"""Reads docker-compose.yml, Dockerfile and docs/operation.md, so that tests run and compare what is written there and nothing else."""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
OPERATION = ROOT / "docs" / "operation.md"
VARIABLE = re.compile(r"\$\{(\w+)(?:(:[-?])([^}]*))?\}")


@cache
def compose():
    """The file as YAML reads it, anchors and merges resolved."""
    return YAML(typ="safe", pure=True).load(COMPOSE.read_text())


def services():
    return compose()["services"]


def command(name):
    """The words that the service starts with."""
    return [str(word) for word in services()[name]["command"]]


def filled(value, given):
    """A value with its variables filled as Compose does it; one that is required and missing raises ``LookupError``."""

    def fill(found):
        name, kind, words = found.groups()
        if given.get(name):
            return given[name]
        if kind == ":-":
            return words
        raise LookupError(f"{name}: {words or 'no default'}")

    return VARIABLE.sub(fill, str(value))


def environment(name, given):
    """The environment of a service, as one who has put ``given`` into .env gets it."""
    return {key: filled(value, given) for key, value in services()[name].get("environment", {}).items()}


def collecting():
    """The words of the Dockerfile that collect the static files."""
    return re.search(r"^ *(python manage\.py collectstatic[^&\n]*) && chmod -R a\+rX", DOCKERFILE.read_text(), re.M)[
        1
    ].split()
