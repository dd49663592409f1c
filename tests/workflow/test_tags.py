"""What templates say in one word is what Django's ``date`` says, in Shanghai's time."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

MOMENTS = (
    datetime(2026, 11, 26, 15, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 26, 16, 0, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
)


def said(source, **shown):
    return engines["django"].from_string(source).render(shown)


@pytest.mark.parametrize("value", [*MOMENTS, date(2024, 2, 29), None, ""])
def test_a_day_and_a_moment(value):
    assert said("{{ value|day }}", value=value) == said('{{ value|date:"Y-m-d" }}', value=value)
    if not isinstance(value, date) or isinstance(value, datetime):
        assert said("{{ value|moment }}", value=value) == said('{{ value|date:"Y-m-d H:i" }}', value=value)


def test_the_day_of_a_moment_is_that_of_shanghai():
    assert [said("{{ value|moment }}", value=value) for value in MOMENTS] == [
        "2026-11-26 23:59", "2026-11-27 00:00", "2027-01-01 08:00",
    ]  # fmt: skip


def test_an_icon_says_nothing_and_its_name_is_escaped():
    assert 'class="icon icon-small" aria-hidden="true"' in said('{% icon "key" small=True %}')
    assert "icons.svg#icon-key" in said('{% icon "key" %}')
    assert "<b>" not in said("{% icon name %}", name="<b>")
