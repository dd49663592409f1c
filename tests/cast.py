"""The cast: fixed officers of two cities under one province, and the road that walks a matter among them."""

import pytest

from dispatch.demonstration import cast, road, units
from tests.remembered import remembered

PASSWORD = cast.PASSWORD

found_province = remembered(cast.found_province)
found_city = remembered(cast.found_city)
found_administration = remembered(cast.found_administration)


@remembered
def walked(city, plan, state, **fields):
    """A road walked to a state."""
    its = road.Road(city, plan=plan, **fields)
    its.to(state)
    return its


@remembered
def units_founded(city, *keys):
    """The organisations, people and units of ``with_units``."""
    known = cast.found_units(city)
    return known.organisations, known.people, [units.founded(city, key) for key in keys]


def with_units(city, *keys):
    """The city with the organisations and people of its dispatched units, and the units of these keys, founded."""
    organisations, people, found = units_founded(city, *keys)
    city.organisations |= organisations
    city.people |= people
    return found


class Road(road.Road):
    """The road of a matter, whose way to a state is remembered."""

    def __init__(self, city, *given, **fields):
        super().__init__(city, *given, **fields)
        self._untouched = not given and "wait" not in fields

    def to(self, state):
        if self.matter is not None or not self._untouched:
            return super().to(state)
        self.__dict__ |= walked(self.city, self.plan, state, **self.fields).__dict__
        return self.matter


@pytest.fixture
def province(db):
    return found_province()


@pytest.fixture
def city(province):
    """示范市, in which the matters of the tests are."""
    return found_city("shifan", "示范市", province)


@pytest.fixture
def other_city(province):
    """样例市, which must never see the first."""
    return found_city("yangli", "样例市", province)


@pytest.fixture
def administrators(db):
    return found_administration()


@pytest.fixture(name="road")
def road_of(city):
    return Road(city)


@pytest.fixture
def matter_in(city):
    """Walk a matter to a state by the real road: ``matter_in("reporting")``."""

    def walk(state, **fields):
        return Road(city, **fields).to(state)

    return walk
