"""The only place for conditions of a step: guards, and the obstacles that pages show where one is unmet."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from workflow.authority import who

COVERED = "内容只对知悉名单上的人显示"
OPEN_TO = "知悉名单上的承办人"


@dataclass(frozen=True)
class Obstacle:
    """One reason why a step is barred: the sentence, its article, who can mend it, and in which fields of the record itself."""

    sentence: str
    article: str
    mended_by: str = ""
    subject: str = ""
    written_in: tuple = ()
    url: str = ""


@dataclass(frozen=True)
class Guard:
    """A condition of a step. ``asks`` are the step's fields it looks at; such a guard speaks only once they are given. It may
    ask for the ``actor``, his ``post`` and ``today`` too, which are known before.

    Where a ``quiet`` one is unmet the step has no sense on this record, and its page does not speak of it. ``written_in`` are the
    fields of the record that mend it: whoever may edit one of them is led there.
    """

    function: Callable
    sentence: str
    article: str
    mended_by: tuple
    asks: tuple
    lists: bool
    quiet: bool = False
    written_in: tuple = ()

    @property
    def name(self):
        return self.function.__name__

    def __call__(self, record, **fields):
        answer = self.function(record, **{name: fields.get(name) for name in self.asks})
        return not list(answer) if self.lists else bool(answer)

    def obstacle(self, record, fields, is_covered=False):
        """The obstacle if the condition is not met, else ``None``; to whom the texts are covered it does not say what is missing."""
        answer = self.function(record, **{name: fields.get(name) for name in self.asks})
        missing = list(answer) if self.lists else []
        if missing and is_covered:
            return Obstacle(f"{self.sentence}：{COVERED}", self.article, OPEN_TO)
        if missing if self.lists else not answer:
            sentence = f"{self.sentence}：{'；'.join(missing)}" if missing else self.sentence
            return Obstacle(sentence, self.article, "、".join(who(self.mended_by, record)), written_in=self.written_in)
        return None


def _guard(sentence, article, mended_by, lists, quiet=False, written_in=()):
    def declare(function):
        asked = inspect.signature(function).parameters.values()
        asks = tuple(parameter.name for parameter in asked if parameter.kind is parameter.KEYWORD_ONLY)
        return Guard(function, sentence, article, tuple(mended_by), asks, lists, quiet, tuple(written_in))

    return declare


def guard(sentence, *, article, mended_by=(), quiet=False, written_in=()):
    """A condition whose function answers whether it holds; keyword-only parameters are fields of the step."""
    return _guard(sentence, article, mended_by, lists=False, quiet=quiet, written_in=written_in)


def lacking(sentence, *, article, mended_by=(), written_in=()):
    """A condition whose function yields what is missing, each in words; nothing yielded means that it holds."""
    return _guard(sentence, article, mended_by, lists=True, written_in=written_in)
