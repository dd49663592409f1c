"""The reviewed table ``steps.toml`` as rows: what the procedure allows, apart from what the code declares."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.apps import apps

FILE = Path(__file__).with_name("steps.toml")
LISTED = ("apart_from", "needs", "starts", "meets", "cancels", "places", "lifts", "carries")


@dataclass(frozen=True)
class Row:
    """One line of the table from one state. Names that end in ``?`` hold on a condition or for other records."""

    model: str
    step: str
    label: str
    source: str
    target: str
    article: str
    by: tuple
    apart_from: tuple = ()
    needs: tuple = ()
    starts: tuple = ()
    meets: tuple = ()
    cancels: tuple = ()
    places: tuple = ()
    lifts: tuple = ()
    carries: tuple = ()
    who: tuple = ()
    who_in: dict = field(default_factory=dict)
    leaves: dict = field(default_factory=dict)
    leaves_in: dict = field(default_factory=dict)
    possible_while: tuple = ()

    def allowed(self, scene):
        """Keys of the cast that may take the step on a matter of this scene."""
        return self.who_in.get(scene, self.who)

    def left_behind(self, scene):
        """How often each step is carried on a matter of this scene."""
        return self.leaves_in.get(scene, self.leaves)

    @property
    def action(self):
        return f"{self.model}.{self.step}"

    def printed(self):
        """The row as ``manage.py procedure --format json`` prints it."""
        return {
            "model": self.model, "step": self.step, "label": self.label, "source": self.source, "target": self.target,
            "article": self.article, "by": list(self.by),
            **{name: [word.rstrip("?") for word in getattr(self, name)] for name in LISTED},
        }  # fmt: skip


def _split(words, by=", "):
    return tuple(word.strip() for word in words.split(by) if word.strip())


def _rows_of(model, entry):
    sources = entry["from"] if isinstance(entry["from"], list) else [entry["from"]]
    for source in sources:
        yield Row(
            model, entry["step"], entry["label"], source, source if entry["to"] == "=" else entry["to"],
            entry["article"], _split(entry["by"], "/"), **{name: _split(entry.get(name, "")) for name in LISTED},
            who=_split(entry["who"], " "), who_in={scene: _split(who, " ") for scene, who in entry.get("who_in", {}).items()},
            leaves=entry.get("leaves", {}), leaves_in=entry.get("leaves_in", {}), possible_while=tuple(entry.get("while", ())),
        )  # fmt: skip


CONTENT = tomllib.loads(FILE.read_text())
ROWS = [row for machine in CONTENT.values() for entry in machine["steps"] for row in _rows_of(machine["model"], entry)]
BY_CELL = {(row.model, row.step, row.source): row for row in ROWS}
BY_ACTION = {(row.action, row.source): row for row in ROWS}
MACHINES = {machine["model"]: apps.get_model(machine["model"]) for machine in CONTENT.values()}
NOT_YET = {machine["model"]: set(machine.get("not_yet", ())) for machine in CONTENT.values()}


@cache
def states():
    """{model label: states in which its records rest}."""
    found = defaultdict(set)
    for row in ROWS:
        found[row.model] |= {row.source, row.target} - {"NEW"}
    return dict(found)


@cache
def terminal_states():
    """{model label: states that no step leaves}."""
    left = {(row.model, row.source) for row in ROWS if row.source != row.target}
    return {model: {state for state in resting if (model, state) not in left} for model, resting in states().items()}
