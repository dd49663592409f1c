"""The cast: fixed officers of two cities under one province, and the road that walks a matter among them."""

import pytest

from dispatch.demonstration import cast
from dispatch.demonstration.road import Road

PASSWORD = cast.PASSWORD


@pytest.fixture
def province(db):
    return cast.found_province()


@pytest.fixture
def city(province):
    """示范市, in which the matters of the tests are."""
    return cast.found_city("shifan", "示范市", province)


@pytest.fixture
def other_city(province):
    """样例市, which must never see the first."""
    return cast.found_city("yangli", "样例市", province)


@pytest.fixture
def administrators(db):
    return cast.found_administration()


@pytest.fixture
def road(city):
    return Road(city)


@pytest.fixture
def matter_in(city):
    """Walk a matter to a state by the real road: ``matter_in("reporting")``."""

    def walk(state, **fields):
        return Road(city, **fields).to(state)

    return walk
