"""The only place that looks for words: across every kind of record, within what the actor sees and may read.

Each machine says which of its words may be looked into by whom (``Record.searchable_by``); nothing else is, so that what someone
may not read cannot be guessed by searching for it.
"""

import re
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, Value, When

from workflow import steps
from workflow.paging import page_of

MOST_LETTERS = 60
MOST_WORDS = 8
ORDER = [("moved_at", True)]
NAMES = ("name", "short_name")  # what a person or an organisation is called
MOST_EXCERPTS = 3
BEFORE, LENGTH = 24, 110  # letters of an excerpt before the first match, and in all


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``is_match`` where it is one of the words looked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Hit:
    """One record that was found: its words, where the words looked for stand in it, and the root of its dossier if visible."""

    record: object
    title: list
    excerpts: list
    root: object = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind. ``kind`` names it in an address, ``page`` tells where the rest begins."""

    kind: str
    label: str
    hits: list
    page: object


def kinds():
    """{name in an address: model} of every kind of record that lets itself be searched, the roots of dossiers first."""
    searched = [model for model in steps.machines() if model.searched]
    return {model._meta.label_lower: model for model in sorted(searched, key=lambda model: not model.is_root)}


def words_of(text):
    """The words of a query: parted by spaces of any width, each once."""
    return list(dict.fromkeys(text.split()))


def search(words, actor, *, models, size, cursor=""):
    """Groups of what was found of each of these models, those without any left out; the questions do not grow with the rows."""
    names = Names()
    found = [(model, page_of(rows_with(model, words, actor, names), ORDER, cursor, size)) for model in models]
    roots = _visible_roots([row for _, page in found for row in page], actor)
    return [
        Group(model._meta.label_lower, model._meta.verbose_name, list(_hits(model, page, words, actor, roots)), page)
        for model, page in found
        if page.rows
    ]


class Names:
    """Who and what is called by a word: asked once for a kind of name and a word, however many kinds of record look for it.

    The keys stand in the question itself. As a subquery they would be worth half the table to a planner, who then reads all of it.
    """

    def __init__(self):
        self.known = {}

    def keys(self, model, word):
        """Keys of the people or the organisations whose name says the word."""
        if (model, word) not in self.known:
            called = Q(pk__in=[])
            for column in model._meta.concrete_fields:
                if column.name in NAMES:
                    called |= says(column.name, word)
            self.known[model, word] = list(model._base_manager.filter(called).values_list("pk", flat=True))
        return self.known[model, word]


def says(name, word):
    """A ``Q`` of the rows whose text says the word, in letters of either size; Chinese has but one, which takes a quarter of the time."""
    return Q(**{f"{name}__{'contains' if word.upper() == word.lower() else 'icontains'}": word})


def rows_with(model, words, actor, names):
    """Visible rows in which every word stands somewhere among what the actor may read of that very row."""
    openings = model.searchable_by(actor)
    rows = model.objects.visible_to(actor)
    for word in words:
        rows = rows.filter(rows_that_say(model, openings, word, names))
    opened = {f"opened_{place}": _answer(condition) for place, (_, condition) in enumerate(openings)}
    return rows.annotate(**opened).select_related("dossier", *_read_with(model)).prefetch_related(*_several(model))


def rows_that_say(model, openings, word, names=None):
    """A ``Q`` of the rows that say the word in one of the fields that are open."""
    said, names = Q(pk__in=[]), names or Names()
    for opened, condition in openings:
        somewhere = Q(pk__in=[])
        for name in opened:
            somewhere |= _field_says(model, model._meta.get_field(name), word, names)
        said |= condition & somewhere
    return said


def _field_says(model, column, word, names):
    if not column.is_relation:
        return says(column.name, word)
    meant = Q(**{f"{column.name}__in": names.keys(column.related_model, word)})
    # Rows joined to several others would be found several times.
    return Q(pk__in=model._base_manager.filter(meant).values("pk")) if column.many_to_many else meant


def _answer(condition):
    """Whether the condition holds, as a column of the row; an empty one holds for all."""
    if not condition:
        return Value(True, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _relations(model):
    return [column for column in map(model._meta.get_field, model.searched) if column.is_relation]


def _read_with(model):
    """Relations read together with the row: those that every lock reads, and those whose names are looked into."""
    return [*model.within, *(column.name for column in _relations(model) if not column.many_to_many)]


def _several(model):
    return [column.name for column in _relations(model) if column.many_to_many]


def _visible_roots(rows, actor):
    """{(model, key): root} of the dossiers' roots that the actor sees: one question for each kind of root."""
    asked = {}
    for row in rows:
        asked.setdefault(type(row.root), set()).add(row.root.pk)
    return {
        (model, root.pk): root
        for model, keys in asked.items()
        for root in model.objects.visible_to(actor).filter(pk__in=keys)
    }


def _hits(model, page, words, actor, roots):
    """The rows as a page shows them. Of a work secret no text: reading it is on record, and a list is no reading."""
    groups = [names for names, _ in model.searchable_by(actor)]
    for row in page:
        opened = {name for place, names in enumerate(groups) if getattr(row, f"opened_{place}") for name in names}
        shown = [] if row.is_secret else list(_excerpts(row, words, opened))
        root = None if row.is_root else roots.get((type(row.root), row.root.pk))
        yield Hit(row, marked(row.words, words), shown[:MOST_EXCERPTS], root)


def _excerpts(row, words, open_names):
    """(label, pieces) of every open field that says one of the words and is not already the record's own words."""
    for name in type(row).searched:
        text = _text_of(row, name) if name in open_names else ""
        if text and text not in row.words and _pattern(words).search(text):
            yield row._meta.get_field(name).verbose_name, marked(_cut(text, words), words)


def _text_of(row, name):
    column = row._meta.get_field(name)
    if column.many_to_many:
        return "、".join(map(str, getattr(row, name).all()))
    return str(getattr(row, name) or "")


def read_of(row, openings):
    """[(label, text)] of everything said by a row of ``rows_with`` that its reader may read; ``openings`` as the model gives them."""
    opened = {name for place, (names, _) in enumerate(openings) if getattr(row, f"opened_{place}") for name in names}
    found = [(row._meta.get_field(name).verbose_name, _text_of(row, name)) for name in row.searched if name in opened]
    return [(label, text) for label, text in found if text]


def _pattern(words):
    """Any of the words, the longest first, in letters of either size; a word is taken letter by letter."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)


def _cut(text, words):
    """One line of a text around the first of the words."""
    line = " ".join(text.split())
    match = _pattern(words).search(line)
    start = max(0, match.start() - BEFORE) if match else 0
    end = start + LENGTH
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def marked(text, words):
    """The text in pieces, those that are one of the words told apart. The page escapes each; nothing is put together as HTML."""
    pieces, done = [], 0
    for match in _pattern(words).finditer(text):
        pieces += [Piece(text[done : match.start()]), Piece(match[0], True)]
        done = match.end()
    return [piece for piece in [*pieces, Piece(text[done:])] if piece.text]
