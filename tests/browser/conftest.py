"""The founded city at its browsers."""

import pytest

from dispatch.demonstration import cast
from tests.browser.officers import house


@pytest.fixture
def founded(committed_db, settings, tmp_path):
    """示范市 with everyone in post, and nothing begun; files are kept aside."""
    settings.MEDIA_ROOT = tmp_path
    cast.found_administration()
    return cast.found_city("shifan", "示范市", cast.found_province())


@pytest.fixture
def officers(founded, served, chromium_path):
    with house(chromium_path, served) as found:
        yield found
