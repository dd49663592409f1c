"""The steps that a deputy may take on another's behalf unless the commission says otherwise (``Policy.not_delegable``), in words."""

from dataclasses import dataclass
from functools import cache

from workflow.authority import Carried, Oneself
from workflow.models import NEW
from workflow.steps import declarations, key, machines, steps_of

NONE = "没有，各步骤都可以代理"


@dataclass(frozen=True)
class LentStep:
    """A step as the page of a commission's rules lists it."""

    key: str
    record: str
    label: str
    article: str

    @property
    def words(self):
        return f"{self.record}：{self.label}"


@cache
def lent_steps():
    """Every step that somebody takes in a post, in the order in which the records declare them; none that begins a dossier, which
    is under no version of the rules until it has begun."""
    return [
        LentStep(key(model, taken), str(model._meta.verbose_name), _joined(found, "label"), _joined(found, "article"))
        for model in machines() for taken in steps_of(model).values() if (found := _lent(model, taken))
    ]  # fmt: skip


def _lent(model, taken):
    """The declarations of a step by which a post takes it, and not only the very person himself."""
    return [
        each
        for each in declarations(taken)
        if any(not isinstance(by, Carried | Oneself) for by in each.by) and not (model.is_root and each.source == NEW)
    ]


def _joined(found, name):
    said = [getattr(each, name) for each in found]
    if name == "label":
        said += [label for each in found for _, label in each.labels]
    return " / ".join(dict.fromkeys(said))


def words_of(keys):
    """These steps as a version of the rules says them, one a line."""
    return "\n".join(each.words for each in lent_steps() if each.key in keys) or NONE


def by_record():
    """[(record, [step, …])] for the page that edits them."""
    found = {}
    for each in lent_steps():
        found.setdefault(each.record, []).append(each)
    return list(found.items())
