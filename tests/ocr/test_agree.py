"""A scan's text layer is kept where a quick reading agrees with it; the reader here says what a test tells it to."""

from __future__ import annotations

from dataclasses import dataclass, field

import made_pdfs
import numpy as np
import pytest
import typed_codes
from PIL import Image

from extract.image import CleanPage
from extract.ingest import open_bytes
from extract.model import Line, Page, TextSource, Word
from extract.ocr import TesseractEngine, read_source
from extract.options import Options

pytestmark = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")
WHOLE = " ".join(made_pdfs.LINES)


@dataclass
class Told:
    """Reads every page as the next of its texts."""

    texts: list[str]
    seen: list[tuple[int, ...]] = field(default_factory=list)
    name: str = "told"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    def fingerprint(self) -> str:
        return "told"

    def read(self, page: CleanPage) -> Page:
        self.seen.append(page.pixels.shape)
        text = self.texts.pop(0)
        words = tuple(Word(word, 0, None, 0.95) for word in text.split())
        return Page(page.number, (Line(text, words),), TextSource.OCR, notes=page.notes)


def read(engine: Told, layer: tuple[str, ...] = made_pdfs.LINES) -> Page:
    data = made_pdfs.layered(made_pdfs.page_of(), layer)
    (page,) = read_source(open_bytes(data, "a.pdf", Options()), engine).pages
    return page


def test_a_layer_that_agrees_is_kept_and_only_some_lines_were_read() -> None:
    engine = Told([WHOLE])
    page = read(engine)
    assert page.text_source is TextSource.TEXT_LAYER
    assert [line.raw for line in page.lines] == list(made_pdfs.LINES)
    assert len(engine.seen) == 1
    assert engine.seen[0][0] < made_pdfs.A4[1] / 2


def test_a_layer_with_an_error_in_every_word_is_read_anew_and_says_why() -> None:
    page = read(Told([WHOLE.replace("h", "b").replace("c", "e"), "đọc lại"]))
    assert page.text_source is TextSource.OCR
    assert page.lines[0].raw == "đọc lại"
    note = next(note for note in page.notes if "layer" in note)
    assert note.startswith(
        "text layer not taken as a whole: a quick reading of 6 lines agrees with"
    )


def test_spaces_dots_and_capitals_are_no_disagreement() -> None:
    assert read(Told([WHOLE.upper().replace(" ", "").replace(",", "")])).text_source is (
        TextSource.TEXT_LAYER
    )


def test_a_layer_in_an_old_code_is_compared_decoded_and_kept_as_it_is() -> None:
    layer = tuple(map(typed_codes.tcvn3, made_pdfs.LINES))
    page = read(Told([WHOLE]), layer)
    assert page.text_source is TextSource.TEXT_LAYER
    assert [line.raw for line in page.lines] == list(layer)


def test_a_layer_in_an_old_code_that_reads_otherwise_is_read_anew() -> None:
    layer = tuple(map(typed_codes.tcvn3, made_pdfs.LINES))
    page = read(Told([WHOLE.replace("h", "b").replace("c", "e"), "đọc lại"]), layer)
    assert page.text_source is TextSource.OCR


def test_a_drawn_page_is_not_compared() -> None:
    data = made_pdfs.layered(None, made_pdfs.LINES, hidden=False)
    (page,) = read_source(open_bytes(data, "a.pdf", Options()), Told([])).pages
    assert page.text_source is TextSource.TEXT_LAYER


@pytest.mark.slow
@pytest.mark.parametrize("angle", [0.0, 1.0])
def test_tesseract_agrees_with_a_true_layer_and_not_with_another_pages(angle: float) -> None:
    engine = TesseractEngine.start("vie")
    scan = made_pdfs.page_of().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    for lines, source in (
        (made_pdfs.LINES, TextSource.TEXT_LAYER),
        (made_pdfs.LINES[::-1], TextSource.OCR),
    ):
        data = made_pdfs.layered(scan, lines)
        (page,) = read_source(open_bytes(data, "a.pdf", Options()), engine).pages
        assert page.text_source is source
        found = "".join(line.raw for line in page.lines)
        assert found.startswith("Thực hiện Kế hoạch")


def test_a_layers_words_find_their_places_on_a_skewed_scan() -> None:
    scan = Image.fromarray(np.asarray(made_pdfs.page_of())).rotate(2.0, fillcolor=255)
    data = made_pdfs.layered(scan, made_pdfs.LINES)
    (page,) = read_source(open_bytes(data, "a.pdf", Options()), Told([WHOLE])).pages
    assert [line.raw for line in page.lines] == list(made_pdfs.LINES)
    assert page.size is not None
    assert (page.size.width, page.size.height) == made_pdfs.A4
