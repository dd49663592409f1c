"""The only place that pages: a list is cut by the key of its last row, so that page 1000 costs what page 1 costs.

New rows do not shift what follows, equal sort values are told apart by the primary key, and nothing is counted.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q

PARAMETER = "after"
LONGEST_CURSOR = 2000
AS_TEXT = (date, datetime, Decimal, UUID)


@dataclass(frozen=True)
class Page:
    """One page of a list. ``next_cursor`` is empty on the last page; ``is_first`` also when a cursor was not understood."""

    rows: list
    next_cursor: str
    is_first: bool

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def pager(self, request):
        """``next_url``, ``first_url`` and ``shown`` for components/pager.html; every other parameter of the address stays."""
        return {
            "next_url": _address(request, self.next_cursor) if self.next_cursor else "",
            "first_url": "" if self.is_first else _address(request, ""),
            "shown": len(self.rows),
        }


@dataclass(frozen=True)
class Term:
    """One column of the order. ``field`` reads its value back; nulls, where there can be any, come last."""

    name: str
    descending: bool
    field: object
    nullable: bool

    def ordering(self):
        """The expression to sort by. A column without nulls says nothing of them, for else its index could not be used."""
        side = F(self.name).desc if self.descending else F(self.name).asc
        return side(nulls_last=True) if self.nullable else side()

    def at(self, value):
        """The condition that a row has this very value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def from_on(self, value):
        """The condition that a row has this value or comes after it: a range, by which an index can be entered."""
        if value is None:
            return self.at(value)
        onward = Q(**{f"{self.name}__{'lte' if self.descending else 'gte'}": value})
        return onward | Q(**{f"{self.name}__isnull": True}) if self.nullable else onward

    def beyond(self, value):
        """The condition that a row comes after this value; nothing comes after null."""
        if value is None:
            return Q(pk__in=[])
        later = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return later | Q(**{f"{self.name}__isnull": True}) if self.nullable else later


def page_of(queryset, order, cursor="", size=50, filled=()):
    """The page of ``queryset`` that follows ``cursor``, at most ``size`` rows, in one query beside those of its prefetches.

    ``order`` is a list of (name, descending): columns, columns of a related row (``"dossier__moved_at"``) or annotations; the
    primary key follows in the direction of the last. ``cursor`` is a ``next_cursor`` of the same list; anything else, also one
    that was altered, gives the first page. The values of the order stand in the cursor: signed, not secret. Columns named in
    ``filled`` have a value in every row of this list, although they need not: rows without are left out, and an index is used.
    """
    queryset = queryset.filter(**{f"{name}__isnull": False for name in filled})
    terms = [replace(term, nullable=False) if term.name in filled else term for term in _terms(queryset, order)]
    salt = f"{__name__}:{queryset.model._meta.label_lower}:{[(term.name, term.descending) for term in terms]}"
    place = _read(cursor, terms, salt)
    following = queryset.order_by(*(term.ordering() for term in terms))
    if place is not None:
        following = following.filter(_after(terms, place))
    rows = list(following[: size + 1])
    there_is_more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _written(rows[-1], terms, salt) if there_is_more else "", place is None)


def _terms(queryset, order):
    terms = [Term(name, descending, *_column(queryset, name)) for name, descending in order]
    descending = terms[-1].descending if terms else True
    return [*terms, Term("pk", descending, queryset.model._meta.pk, False)]


def _column(queryset, name):
    """The field behind a name of the order, and whether it may be null."""
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field, True
    model, nullable, field = queryset.model, False, None
    for part in name.split("__"):
        if model is None:
            raise FieldDoesNotExist(f"{queryset.model.__name__} cannot be ordered by {name!r}.")
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        nullable, model = nullable or field.null, field.related_model
    return field.target_field if field.is_relation else field, nullable


def _after(terms, place):
    """Rows after ``place``: beyond it in one column, and equal in those before."""
    condition = Q()
    for term, value in reversed(list(zip(terms, place, strict=True))):
        condition = term.beyond(value) | (term.at(value) & condition) if condition else term.beyond(value)
    return terms[0].from_on(place[0]) & condition


def _value(row, name):
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__") if not hasattr(row, name) else [name]:
        row = getattr(row, part, None)
    return getattr(row, "pk", row)


def _written(row, terms, salt):
    values = [_value(row, term.name) for term in terms]
    said = [str(value) if isinstance(value, AS_TEXT) else value for value in values]
    return signing.dumps(said, salt=salt, compress=True)


def _read(cursor, terms, salt):
    """The values a cursor stands for, ``None`` for the first page."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return None
    try:
        said = signing.loads(cursor, salt=salt)
        return [term.field.to_python(value) for term, value in zip(terms, said, strict=True)]
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return None


def _address(request, cursor):
    """The address of this list at another place."""
    parameters = request.GET.copy()
    parameters.pop(PARAMETER, None)
    if cursor:
        parameters[PARAMETER] = cursor
    return f"?{parameters.urlencode()}" if parameters else request.path
