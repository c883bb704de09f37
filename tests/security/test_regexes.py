"""No regular expression of ours can be made to run for ever: its time grows no faster than the text (promise S8)."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator

import pytest
from expressions import Expression, calls, expressions
from near_misses import near_misses

LENGTH, TIMES = 5_000, 4  # characters, and how many times as many
NOTICED = 0.01  # processor seconds for LENGTH below which no growth is looked at: 2 microseconds a character
MOST = 8.0  # growth at TIMES as many: 4 is linear, 16 its square
ENDLESS = 1.0  # processor seconds


def seconds(pattern: re.Pattern[str], text: str, *, anywhere: bool) -> float:
    """Processor seconds; infinite where it takes longer than anybody should wait."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
    try:
        if anywhere:
            for _ in pattern.finditer(text):
                pass
        else:
            pattern.match(text)
            pattern.fullmatch(text)
    except TimeoutError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, ring)
    yield
    signal.signal(signal.SIGVTALRM, before)


def slowest(pattern: re.Pattern[str], *, anywhere: bool) -> tuple[float, str] | None:
    """The growth on the first near miss on which the time outgrows the text, and how that begins."""
    longer = near_misses(pattern, LENGTH * TIMES)
    for text, more in zip(near_misses(pattern, LENGTH), longer, strict=True):
        once = seconds(pattern, text, anywhere=anywhere)
        if once > NOTICED:
            growth = seconds(pattern, more, anywhere=anywhere) / once if once < ENDLESS else once
            if growth > MOST:
                return round(growth, 1), text[:40]
    return None


@pytest.mark.parametrize(
    ("bad", "anywhere"),
    [
        (r"(?:a+)+b", False),  # exponential
        (r"\w+\s*:?\s*\w+:", False),  # the square: blanks may go here or there
        (r"\s+$", True),  # the square: begun anew at each blank
        (r"\d+$", True),
    ],
)
def test_S8_a_bad_expression_would_be_noticed(bad: str, *, anywhere: bool) -> None:
    assert slowest(re.compile(bad), anywhere=anywhere) is not None


@pytest.mark.parametrize("good", [r"(?<!\s)\s+$", r"\b\d{1,4}/\d{4}\b", r"[^.;]{0,110}\bxếp\b"])
def test_S8_a_good_one_passes(good: str) -> None:
    assert slowest(re.compile(good), anywhere=True) is None


def test_all_expressions_are_known() -> None:
    known = {(found.where.rpartition(":")[0]) for found in expressions()}
    missing = {call.path for call in calls()} - known
    assert not missing
    assert len(expressions()) > 300


def describe(found: Expression, worst: tuple[float, str]) -> str:
    return f"{found.where} {found.pattern[:60]!r}: {worst[0]} times for {TIMES} times {worst[1]!r}"


@pytest.mark.slow
def test_S8_no_expression_takes_longer_than_in_proportion_to_the_text() -> None:
    slow = [
        describe(found, worst)
        for found in expressions()
        if (worst := slowest(re.compile(found.pattern, found.flags), anywhere=found.anywhere))
    ]
    assert not slow, "\n".join(slow)
