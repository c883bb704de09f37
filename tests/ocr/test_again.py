"""Pages whose reading says less than their ink: read once more in another way, and told where nothing helps."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date

import made_pdfs
import numpy as np
import pytest
import ruined_pages

from extract import pipeline
from extract.errors import EngineDied, TimedOut
from extract.evaluate import score_page
from extract.image import CleanPage
from extract.ingest import PageImage
from extract.model import Box, Line, Page, Reading, TextSource, Word
from extract.ocr import TesseractEngine
from extract.ocr.again import believed_share, is_believed
from extract.ocr.reading import read_page
from extract.options import Options
from extract.records import Checked, Document

TRUTH = "\n".join(made_pdfs.LINES)
OPTIONS = Options(as_of=date(2026, 12, 1))


@dataclass
class Certain:
    """Reads a page as words all over it, as sure as the next of its figures; an error is raised."""

    sure: list[float | Exception]
    seen: list[CleanPage] = field(default_factory=list)
    name: str = "certain"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    def fingerprint(self) -> str:
        return "certain"

    def read(self, page: CleanPage) -> Page:
        self.seen.append(page)
        sure = self.sure.pop(0)
        if isinstance(sure, Exception):
            raise sure
        word = Word("chữ", 0, Box(0.0, 0.0, 1.0, 1.0), sure)
        return Page(page.number, (Line("chữ", (word,)),), TextSource.OCR, notes=page.notes)


def image() -> PageImage:
    return PageImage(1, ruined_pages.page(), 200.0)


def test_a_page_that_is_believed_is_read_once() -> None:
    engine = Certain([0.85])
    assert read_page(image(), engine).notes == ()
    assert len(engine.seen) == 1


def test_the_first_way_that_is_believed_is_kept() -> None:
    engine = Certain([0.3, 0.3, 0.9])
    page = read_page(image(), engine)
    assert page.notes == ("read once more smoothed",)
    assert page.lines[0].words[0].confidence == 0.9


def test_a_page_that_no_way_helps_is_told() -> None:
    page = read_page(image(), Certain([0.3] * 5))
    assert page.notes[-1].startswith("[ink_lost] ink that was not read: 0%")


def test_a_way_that_fails_costs_the_page_nothing_but_a_dead_engine_is_asked_again() -> None:
    slow = TimedOut("Reading the page", "too slow", "Give it more time.")
    assert read_page(image(), Certain([0.3, slow, 0.9])).lines[0].words[0].confidence == 0.9
    with pytest.raises(EngineDied):
        read_page(image(), Certain([0.3, EngineDied("Reading", "signal 9", "Look.")]))


@pytest.mark.parametrize(
    ("text", "sure", "believed"),
    [
        ("quyết", 0.8, True), ("quyết", 0.79, False), ("qxyt", 0.92, False), ("qxyt", 0.94, True),
        ("(12,5)", 0.8, True), ("|", 0.99, False), ("x1y", None, True),
    ],
)  # fmt: skip
def test_which_words_are_believed(text: str, sure: float | None, *, believed: bool) -> None:
    assert is_believed(Word(text, 0, None, sure)) is believed


def test_a_seal_and_a_signature_promise_no_text() -> None:
    page = CleanPage(
        1, np.full((900, 1600), 255, np.uint8), 200.0, (), np.diag([1 / 1600, 1 / 900, 1.0])
    )
    for x in range(100, 1600, 30):
        page.pixels[100:120, x : x + 10] = 0
    assert believed_share(page, Page(1, (Line(""),), TextSource.OCR)) == 1.0
    for x in range(100, 1600, 30):
        page.pixels[200:220, x : x + 10] = 0
    assert believed_share(page, Page(1, (Line(""),), TextSource.OCR)) == 0.0


def checked(page: Page) -> tuple[Document, Checked]:
    restored = pipeline.restore(Reading((page,)), OPTIONS)
    parts = pipeline.extract(restored, OPTIONS)
    return pipeline.document(("a.png",), "0" * 64, restored, parts, OPTIONS), parts[0]


def test_lost_text_is_first_in_review_and_the_document_is_partial() -> None:
    document, part = checked(read_page(image(), Certain([0.3] * 5)))
    assert document.status == "partial"
    assert "ink_lost" in document.flags
    first = part.review[0]
    assert (first.field, first.reason) == ("status", "unreadable")
    assert first.priority > 0.99
    assert first.alternatives[0].startswith("page 1: ink that was not read: ")


def test_a_document_without_words_and_one_without_a_header_have_a_row() -> None:
    _, empty = checked(Page(1, (Line(""),), TextSource.OCR))
    assert [item.alternatives for item in empty.review] == [("no words were found",)]
    headless = checked(Page(1, tuple(map(Line, made_pdfs.LINES)), TextSource.OCR))[1]
    assert "header_missing" in headless.extracted.flags
    assert any(item.field == "doc_type" for item in headless.review)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_of_forty_ruined_pages_none_is_lost_in_silence() -> None:
    engine = TesseractEngine.start("vie")
    lost, silent = 0, []
    for name, ruin in ruined_pages.RUINS.items():
        for by in range(5):
            page = read_page(PageImage(1, ruin(ruined_pages.page(), by), 200.0), engine)
            wrong = score_page(TRUTH, "\n".join(line.raw for line in page.lines)).fser
            told = any(item.field == "status" for item in checked(page)[1].review)
            lost += wrong > 0.5
            if wrong > 0.5 and not told:
                silent.append(f"{name} {by}: {wrong:.2f}")
    assert silent == [], f"{len(silent)} of {lost} lost"
    assert lost >= 20, lost
