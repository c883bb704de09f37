"""The figures of the promises: each slow test says what it counted, and one table at the end shows them all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Figure = Callable[[str, str, object], None]
_FOUND: list[tuple[str, str, str]] = []


@pytest.fixture(scope="session")
def figure() -> Figure:
    """Note a figure: the promise's number, what was counted, and how much of it."""

    def note(promise: str, what: str, value: object) -> None:
        _FOUND.append((promise, what, str(value)))

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _FOUND:
        return
    terminalreporter.section("figures of the promises")
    order = sorted(_FOUND, key=lambda row: (row[0][:1], int(row[0][1:].split()[0] or 0), row[1]))
    wide = max(len(what) for _, what, _ in order)
    for promise, what, value in order:
        terminalreporter.write_line(f"{promise:<4} {what:<{wide}}  {value}")
