"""The only place that asks of each row by itself whether there is something beside it."""

from django.db.models import Q, Subquery
from django.db.models.lookups import IsNull


def there_is(rows):
    """The condition that there is any of ``rows``, which refer to the outer row.

    ``EXISTS`` beside an ``OR`` leaves PostgreSQL the choice of working all of them out first, and it takes it where many outer rows are
    expected, though a page reads fifty: what it works out grows with the archive. A value that is looked up it cannot work out.
    """
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))
