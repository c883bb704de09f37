"""The figures of the promises: each slow test says what it counted, and one table at the end shows them all.

The campaign takes long, so it may be broken off: `make faults ARGS=--resume` leaves out what passed on this very code and shows its
figures with the others. What passed is kept in pytest's cache.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path

import pytest

Figure = Callable[[str, str, object], None]
_ROOT = Path(__file__).parents[2]
_KEPT = "vanban/faults"
_FOUND: dict[str, list[tuple[str, str, str]]] = {}  # by test


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--resume", action="store_true", help="leave out the faults that passed on this code"
    )


@cache
def code() -> str:
    """A hash of all code that decides what the tests find."""
    digest = hashlib.sha256()
    for path in sorted([*(_ROOT / "extract").rglob("*"), *(_ROOT / "tests").rglob("*.py")]):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Note a figure: the promise's number, what was counted, and how much of it."""
    found = _FOUND.setdefault(request.node.nodeid, [])

    def note(promise: str, what: str, value: object) -> None:
        found.append((promise, what, str(value)))

    return note


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    passed = _passed(config) if config.getoption("--resume") else {}
    left = [item for item in items if item.nodeid not in passed]
    for item in items:
        if item.nodeid in passed:
            _FOUND[item.nodeid] = [(p, what, value) for p, what, value in passed[item.nodeid]]
    if len(left) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in left])
        items[:] = left


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    cache = _cache(item.config)
    if call.when == "call" and report.passed:
        found = _FOUND.setdefault(item.nodeid, [])
        if cache is not None:
            passed = _passed(item.config) | {item.nodeid: found}
            cache.set(_KEPT, {"code": code(), "passed": passed})
    if not report.passed:
        _FOUND.pop(item.nodeid, None)
    return report


def _cache(config: pytest.Config) -> pytest.Cache | None:
    """Pytest's cache; `None` where it was switched off (`-p no:cacheprovider`)."""
    return getattr(config, "cache", None)


def _passed(config: pytest.Config) -> dict[str, list[tuple[str, str, str]]]:
    """The tests that passed on this code, and their figures."""
    cache = _cache(config)
    kept = cache.get(_KEPT, {}) if cache is not None else {}
    return kept["passed"] if kept and kept["code"] == code() else {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _FOUND:
        return
    tests = Counter(promise for name in _FOUND for promise in re.findall(r"_([DIRSWP]\d+)", name))
    found = [row for rows in _FOUND.values() for row in rows]
    found += [(promise, "tests passed", str(count)) for promise, count in tests.items()]
    terminalreporter.section("figures of the promises")
    order = sorted(found, key=lambda row: (row[0][:1], int(row[0][1:].split()[0] or 0), row[1]))
    wide = max(len(what) for _, what, _ in order) if order else 0
    for promise, what, value in order:
        terminalreporter.write_line(f"{promise:<4} {what:<{wide}}  {value}")
