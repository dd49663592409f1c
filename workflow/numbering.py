"""The only place that takes numbers: per organisation, series and year, without duplicates under concurrency."""

from workflow import statements
from workflow.models import Counter

TAKE = f"""
INSERT INTO {Counter._meta.db_table} (organisation_id, series, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (organisation_id, series, year) DO UPDATE SET last = {Counter._meta.db_table}.last + 1
RETURNING last
"""


def take(organisation, series, year):
    """The next number as text, such as ``示纪发〔2026〕1号``. The counter row stays locked until the act commits, so a
    rolled-back act leaves no gap."""
    (number,) = statements.ask((TAKE, [organisation.pk, series, year]))
    return f"{organisation.code_word}{series}〔{year}〕{number}号"
