"""A mark of secrecy is told in every form and at every place, and what only looks like one withholds nothing (promise S5)."""

from __future__ import annotations

from datetime import date

import pytest
from secret_papers import MARKS, NEAR_MISSES, papers

from extract import pipeline
from extract.ingest import open_bytes
from extract.ocr import read_source
from extract.options import Options
from extract.pipeline import NoEngine
from extract.secret_marks import GRAVITY

OPTIONS = Options(as_of=date(2024, 6, 1))


def secrecy(text: str) -> str | None:
    """The degree that a text file is withheld by."""
    reading = read_source(open_bytes(text.encode(), "a.txt", OPTIONS), NoEngine())
    restored = pipeline.restore(reading, OPTIONS)
    return pipeline.secrecy_of(reading, pipeline.extract(restored, OPTIONS))


@pytest.mark.parametrize("value", GRAVITY)
def test_S5_a_mark_is_told_in_every_form_and_at_every_place(value: str) -> None:
    missed = [
        (line, place)
        for at, line in enumerate(MARKS[value])
        for number, (place, text) in enumerate(papers(line))
        if (number + at) % 5 in {0, 2} and secrecy(text) is None
    ]
    assert missed == []


def test_what_only_looks_like_a_mark_withholds_nothing() -> None:
    withheld = [
        (line, place)
        for at, line in enumerate(NEAR_MISSES)
        for number, (place, text) in enumerate(papers(line))
        if number == 2 + at % 3 and secrecy(text) is not None
    ]
    assert withheld == []
