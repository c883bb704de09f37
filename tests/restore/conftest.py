"""The shipped restorer, started once for all tests of restoration."""

from __future__ import annotations

import pytest

from extract.dictionaries import load
from extract.restore import Restorer, load_restorer


@pytest.fixture(scope="session")
def restorer() -> Restorer:
    """Restores by the shipped artifact and dictionaries; what it remembers changes no result (`test_memory`)."""
    return load_restorer(load())
