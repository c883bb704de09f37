"""What a page costs does not grow with the book it stands in: steps of the interpreter are counted, since seconds vary."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from benchmarks.documents.book import make_book
from extract.check import check
from extract.dictionaries import load
from extract.model import Reading, Restored, TextLine
from extract.parse import parse

PAGES, TIMES = 20, 4  # of the short book; how many times as long the other is
MOST = 1.1  # growth of the steps a page: 1 is linear, TIMES the square


def book(pages: int) -> Restored:
    """A book as it stands, not restored: one page, as a text without form feeds is."""
    lines = make_book(pages).replace("\f", "").split("\n")
    return Restored(
        Reading(()), tuple(TextLine(None, n, text, text) for n, text in enumerate(lines, 1)), ()
    )


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that some work runs, each turn of a loop counted, and calls."""
    taken = 0

    def trace(frame: FrameType, event: str, arg: object) -> object:
        nonlocal taken
        taken += event in {"line", "call"}
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken


def growth(work: Callable[[Restored], object]) -> float:
    """How many times as many steps a line of the long book takes as one of the short book."""
    short, long = (
        steps(lambda book=book: work(book)) / len(book.lines)
        for book in (book(PAGES), book(PAGES * TIMES))
    )
    return long / short


def read(document: Restored) -> None:
    for part in parse(document, load()):
        check(part, document, date(2026, 1, 1), load())


def look_back(document: Restored) -> None:
    """A look at one line in twenty above each line: a twentieth of the square."""
    for at, line in enumerate(document.lines):
        any(line is other for other in document.lines[:at:20])


@pytest.mark.slow
def test_a_page_of_a_long_book_takes_as_many_steps_as_one_of_a_short_book() -> None:
    read(book(PAGES))  # vocabularies are compiled, names that both books hold are known
    assert growth(read) < MOST


def test_a_reading_that_looked_back_over_the_lines_would_be_noticed() -> None:
    assert growth(look_back) > 2 * MOST
