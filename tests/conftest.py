"""For all tests: Hypothesis measures no time, since machines are noisy; commands speak English; the process of the tests is put into no sandbox."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("vanban", deadline=None)
settings.load_profile("vanban")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What commands say is in English, whatever the locale of who runs the tests."""
    monkeypatch.setenv("VANBAN_UI", "en")


@pytest.fixture(autouse=True)
def _no_sandbox_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """`vanban restore` confines its own process for good; tests call it in theirs."""
    monkeypatch.setattr("extract.cli.single._confine_to", lambda *_: None)
