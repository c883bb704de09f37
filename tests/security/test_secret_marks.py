"""A mark of secrecy is told in every form and at every place, and what only looks like one withholds nothing (promise S5)."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
import secret_pages
from secret_papers import MARKS, NEAR_MISSES, papers

from extract import pipeline
from extract.ingest import PageImage, open_bytes
from extract.model import Line, Page, TextSource
from extract.ocr import read_source
from extract.ocr.noise import with_stamped_mark
from extract.ocr.tesseract import TesseractEngine
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
        for line in NEAR_MISSES
        for place, text in papers(line)
        if secrecy(text) is not None
    ]
    assert withheld == []


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    if not all(font.exists() for font in (secret_pages.BODY, *secret_pages.STAMPS)):
        pytest.skip("the fonts of the stamps are not installed")
    return TesseractEngine.start("vie")


def is_withheld(stamp: secret_pages.Stamp, engine: TesseractEngine) -> bool:
    """Whether a stamped page is told to be secret; where no stamp is found the whole page is read."""
    drawn = secret_pages.page(stamp)
    page = PageImage(1, np.asarray(drawn), float(secret_pages.DPI))
    blank = Page(1, (Line(""),), TextSource.OCR)
    if pipeline.page_marks(with_stamped_mark(page, blank, engine)):
        return True
    stream = io.BytesIO()
    drawn.save(stream, "PNG", dpi=(secret_pages.DPI, secret_pages.DPI))
    read = read_source(open_bytes(stream.getvalue(), "a.png", OPTIONS), engine)
    return bool(pipeline.page_marks(read.pages[0]))


def test_S5_stamps_in_red_and_black_framed_spaced_and_turned_are_told(
    engine: TesseractEngine,
) -> None:
    some = secret_pages.stamps(60)[3:15]
    assert [stamp.label for stamp in some if not is_withheld(stamp, engine)] == []


@pytest.mark.slow
def test_S5_of_sixty_stamps_fifty_nine_are_told(engine: TesseractEngine) -> None:
    missed = [stamp.label for stamp in secret_pages.stamps(60) if not is_withheld(stamp, engine)]
    assert len(missed) <= 1, missed


@pytest.mark.slow
def test_a_page_without_a_stamp_is_read(engine: TesseractEngine) -> None:
    page = PageImage(1, np.asarray(secret_pages.page(None)), float(secret_pages.DPI))
    blank = Page(1, (Line(""),), TextSource.OCR)
    assert with_stamped_mark(page, blank, engine) is blank
