"""The only place that pages through several lists one after another as if they were one, and that counts no further than need be.

Groups follow each other, and what has no date follows what has one: each list keeps its own order and index.
"""

from dataclasses import dataclass
from itertools import count

from django.db.models import IntegerField, Subquery

from workflow.paging import Page, page_of

MOST = 1000  # counted exactly up to here; beyond it a page says "more than"
MARK = "~"


@dataclass(frozen=True)
class Section:
    """One list: ``rows`` in ``order``, as ``page_of`` takes them. ``label`` heads its group, ``more`` is whatever the caller wants back."""

    rows: object
    order: list
    label: str = ""
    filled: tuple = ()
    more: object = None


def walk(sections, cursor="", size=50):
    """The page of (section, row) that follows ``cursor``; a cursor that was not understood gives the first page."""
    place, inner = _read(cursor, len(sections))
    found, is_first = [], not (place or inner)
    while place < len(sections):
        section = sections[place]
        page = page_of(section.rows, section.order, inner, max(size - len(found), 1), section.filled)
        if inner and page.is_first:
            return walk(sections, "", size)
        if len(found) == size:  # this page is full: it was only asked whether more follows
            if page.rows:
                return Page(found, f"{place}{MARK}", is_first)
        else:
            found += [(section, row) for row in page]
            if page.next_cursor:
                return Page(found, f"{place}{MARK}{page.next_cursor}", is_first)
        place, inner = place + 1, ""
    return Page(found, "", is_first)


def _read(cursor, most):
    """(number of the list, cursor within it) that a cursor stands for."""
    first, mark, inner = cursor.partition(MARK)
    understood = mark and first.isascii() and first.isdigit() and len(first) < 5 and int(first) < most
    return (int(first), inner) if understood else (0, "")


def pages(sections, size=500):
    """Every (section, row) in order, read page by page: what is held does not grow with what there is."""
    cursor = ""
    for number in count():
        page = walk(sections, cursor, size)
        yield page.rows
        cursor = page.next_cursor
        if not cursor or (number and page.is_first):
            return


class CappedCount(Subquery):
    """How many rows there are, as a column of another query; rows beyond one more than ``MOST`` are not looked at.

    ``order`` is one that an index has: a planner that may choose gathers everything before it takes the first thousand. Nothing but
    its columns is read, so that the index may be enough.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"

    def __init__(self, rows, most=MOST, order=()):
        read = [name.removeprefix("-") for name in order] or ["pk"]
        super().__init__(rows.order_by(*order).values(*read)[: most + 1], output_field=IntegerField())


def count_words(number, most=MOST):
    """A capped count as a page says it."""
    return f"{most}条以上" if number > most else f"{number}条"
