"""For all tests: Hypothesis measures no time, since machines are noisy; commands speak English; the process of the tests is put into no sandbox."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

os.environ["VANBAN_UI"] = "en"  # whatever the locale of who runs the tests
settings.register_profile("vanban", deadline=None)
settings.load_profile("vanban")


@pytest.fixture(autouse=True)
def _no_sandbox_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """`vanban restore` confines its own process for good; tests call it in theirs."""
    monkeypatch.setattr("extract.cli.single._confine_to", lambda *_: None)
