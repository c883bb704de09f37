"""Fields of a page with a text layer whose text is a picture: read by the engine, put among the words at their place."""

from __future__ import annotations

from dataclasses import dataclass, field

import made_pdfs
import pytest
from signed_pdfs import PANEL, Field, pictured, signed

from extract.image import CleanPage
from extract.ingest import PageLayer, open_bytes
from extract.model import Box, Line, NoteCode, Page, Region, RegionKind, TextSource, Word, note_code
from extract.ocr import read_source
from extract.ocr.layer import with_strips
from extract.options import Options
from extract.pipeline import NoEngine

pytestmark = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")
PRINTED = ((60, 100, "Số:           /BC-SVH"), (300, 100, "Mẫu Sơn, ngày      tháng 5 năm 2025"))
BOX = (84, 89, 111, 104)
LEFT = Word("Số:", 0, Box(0.1, 0.3, 0.13, 0.7), 0.99)  # beside the field on its line


@dataclass
class Told:
    """Gives each cut-out the next of its words."""

    deeds: list[tuple[Word, ...]]
    shapes: list[tuple[int, ...]] = field(default_factory=list)
    name: str = "told"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    def read(self, page: CleanPage) -> Page:
        self.shapes.append(page.pixels.shape)
        return Page(page.number, (Line("", self.deeds.pop(0)),), TextSource.OCR)

    def fingerprint(self) -> str:
        return "told"


def page() -> PageLayer:
    data = signed(PRINTED, [Field(BOX, pictured("412", 27, 15))])
    (found,) = open_bytes(data, "a.pdf", Options()).pages()
    assert isinstance(found, PageLayer)
    return found


def read(*deeds: tuple[Word, ...]) -> tuple[list[str], PageLayer]:
    found = with_strips(page(), Told(list(deeds)))
    return [word.text for word in found.words[len(page().words) :]], found


def test_a_number_in_a_field_stands_at_the_fields_place() -> None:
    words, found = read((Word("412", 0, Box(0.0, 0.2, 1.0, 0.8), 0.99),))
    assert words == ["412"]
    box = found.words[-1].box
    assert (box.x0, box.x1) == pytest.approx((84 / 595, 111 / 595), abs=0.002)
    assert 89 / 842 < box.y0 < box.y1 < 104 / 842


def test_what_is_not_told_alone_is_read_on_its_line_and_only_there() -> None:
    digit = Word("7", 4, Box(0.15, 0.3, 0.17, 0.7), 0.9)
    words, found = read((), (LEFT, digit))
    assert words == ["7"]
    assert found.words[-1].box.x0 == pytest.approx(0.15)


@pytest.mark.parametrize(("sure", "is_word"), [(0.6, True), (0.59, False)])
def test_a_scribble_is_no_word_and_is_told(sure: float, *, is_word: bool) -> None:
    words, found = read((Word("N", 0, Box(0.0, 0.2, 1.0, 0.8), sure),), ())
    assert bool(words) is is_word
    said = [note for note in found.image.notes if note_code(note) == NoteCode.FIELDS_UNREAD]
    assert said == (
        [] if is_word else ["[fields_unread] fields that hold a picture could not be read: 1"]
    )


def test_a_panel_that_was_printed_into_the_page_leaves_its_lines() -> None:
    data = signed(
        [*PRINTED, *((60, 200 + 20 * at, line) for at, line in enumerate(made_pdfs.LINES))],
        [Field((400, 20, 580, 60), PANEL, size=7, flags=2), Field(BOX, ["412"])],
        small=[(400, 60 + 8 * at, line) for at, line in enumerate(PANEL)],
    )
    (found,) = read_source(open_bytes(data, "a.pdf", Options()), NoEngine()).pages
    (panel,) = (r for r in found.regions if r.kind is RegionKind.SIGNATURE_PANEL)
    assert panel.text.split("\n")[-1] == PANEL[-1]
    body = " ".join(line.raw for line in found.lines if line.region is not Region.MARGIN)
    assert "09:12:33" not in body
    assert "412" in body
