"""Reading with an engine that reads from a script: blank pages, failures, form feeds, turned pages, tables."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import numpy as np
import pytest
from PIL import Image

from extract.errors import UnreadableInput
from extract.image import CleanPage, GridCell, PageBlock, Rect
from extract.ingest import PageImage, Pixels, open_bytes
from extract.model import Line, Page, Region, TextSource, Word
from extract.ocr import Engine, read_source
from extract.ocr.again import read_upright
from extract.ocr.assemble import build_page, by_place
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.noise import without_noise
from extract.ocr.sheet import compose
from extract.options import Options


@dataclass
class Script:
    """Gives each page the next of its deeds: a text, or an error to raise."""

    deeds: list[str | UnreadableInput]
    probability: float = 0.95
    upright: int = 0
    asked: list[str] = field(default_factory=list)
    name: str = "script"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    def read(self, page: CleanPage) -> Page:
        self.asked.append("read")
        deed = self.deeds.pop(0)
        if isinstance(deed, UnreadableInput):
            raise deed
        words = tuple(Word(w, 0, None, self.probability) for w in deed.split())
        self.probability = 0.95  # the page is the right way up the second time
        return Page(page.number, (Line(deed, words),), TextSource.OCR, notes=page.notes)

    def fingerprint(self) -> str:
        return "script"

    def quarter_turns(self, pixels: Pixels) -> int | None:  # noqa: ARG002 - the script knows
        self.asked.append("turns")
        return self.upright


def inked() -> np.ndarray:
    page = np.full((1400, 1000), 255, np.uint8)
    for y in range(100, 1300, 40):
        page[y : y + 16, 100:900] = 0
    return page


def tiff(*pages: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    images = [Image.fromarray(page) for page in pages]
    images[0].save(buffer, "TIFF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def read(engine: Engine, *pages: np.ndarray) -> list[Page]:
    return list(read_source(open_bytes(tiff(*pages), "scan.tif", Options()), engine).pages)


WHITE = np.full((1400, 1000), 255, np.uint8)


def test_a_blank_page_is_fine_and_not_shown_to_the_engine() -> None:
    engine = Script([])
    (page,) = read(engine, WHITE)
    assert (page.failure, page.notes, page.lines[0].raw) == (
        None,
        ("scaled from 120 to 300 dpi", "blank"),
        "",
    )
    assert engine.asked == []


def test_a_page_without_words_says_so() -> None:
    (page,) = read(Script([""] * 5), inked())
    assert page.failure is None
    assert "no words found" in page.notes


def test_a_page_the_engine_fails_on_costs_no_other() -> None:
    error = UnreadableInput("Reading the page", "the engine fell over", "Try again.")
    first, second, third = read(Script(["one", error, "three"]), inked(), inked(), inked())
    assert (first.lines[0].raw, third.lines[0].raw) == ("one", "\fthree")
    assert "fell over" in str(second.failure)
    assert second.lines[0].raw == "\f"


def test_form_feeds_open_pages_and_words_keep_their_places() -> None:
    engine = Script(["một hai", "ba"])
    reading = read_source(open_bytes(tiff(inked(), inked()), "scan.tif", Options()), engine)
    assert reading.raw == "một hai\n\fba"
    line = reading.pages[1].lines[0]
    assert line.raw[line.words[0].start :].startswith("ba")


def test_text_is_read_without_an_engine() -> None:
    reading = read_source(open_bytes("Sở Nội vụ\n".encode(), "a.txt", Options()), Script([]))
    assert reading.raw == "Sở Nội vụ\n"
    assert reading.text_source is TextSource.TEXT_INPUT


def test_a_reading_nobody_believes_is_tried_the_other_way_up() -> None:
    engine = Script(["u ʇ x ə ʇ z", "text the right way up now"], probability=0.3, upright=2)
    (page,) = read(engine, inked())
    assert engine.asked == ["read", "turns", "read"]
    assert page.lines[0].raw == "text the right way up now"
    assert "turned by 180 degrees counter-clockwise" in page.notes


def test_a_page_on_its_side_is_turned_before_it_is_read() -> None:
    engine = Script(["text"], upright=3)
    tidy, _ = read_upright(PageImage(1, np.rot90(inked())), engine)
    assert engine.asked == ["turns", "read"]
    assert tidy.pixels.shape[0] > tidy.pixels.shape[1]


def test_a_page_that_reads_well_is_not_asked_about() -> None:
    engine = Script(["a good text of seven words here"])
    read(engine, inked())
    assert engine.asked == ["read"]


def a_word(text: str, x0: int, y0: int, confidence: float = 0.9) -> ReadWord:
    return ReadWord(text, Rect(x0, y0, x0 + 40, y0 + 20), confidence)


def a_line(*words: ReadWord) -> ReadLine:
    return ReadLine(
        words, Rect(words[0].rect.x0, words[0].rect.y0, words[-1].rect.x1, words[-1].rect.y1)
    )


def two_columns_and_table() -> CleanPage:
    pixels = np.full((600, 400), 255, np.uint8)
    pixels[40:60, 20:380] = 0
    pixels[210:230, 20:380] = 0
    pixels[310:330, 20:380] = 0
    cells = tuple(
        GridCell(Rect(x, y, x + 180, y + 90), row, column)
        for row, y in enumerate((205, 300))
        for column, x in enumerate((10, 200))
    )
    blocks = (
        PageBlock(Region.HEADER_LEFT, Rect(0, 0, 200, 200)),
        PageBlock(Region.HEADER_RIGHT, Rect(200, 0, 400, 200)),
        PageBlock(Region.TABLE, Rect(0, 200, 400, 400), cells),
    )
    back = np.diag([1 / 400, 1 / 600, 1.0])
    return CleanPage(1, pixels, 100.0, blocks, back)


def test_blocks_stand_one_below_the_other_on_the_sheet() -> None:
    page = two_columns_and_table()
    page_width = page.pixels.shape[1]
    sheet = compose(page)
    assert [[strip.block for strip in row] for row in sheet.rows] == [[0], [1], [2, 2], [2, 2]]
    ends = [row[0].y + row[0].rect.height for row in sheet.rows]
    assert all(end < row[0].y for end, row in zip(ends, sheet.rows[1:], strict=False))
    first, second = sheet.strips[:2]
    assert first.x == second.x
    assert sheet.pixels.shape[1] < page_width
    taken = sheet.pixels[second.y : second.y + second.rect.height, second.x :]
    rect = second.rect
    wanted = page.pixels[rect.y0 : rect.y1, rect.x0 : rect.x1]
    assert (taken[:, : rect.width] == wanted).all()


def test_words_go_back_to_their_blocks_cells_and_boxes() -> None:
    page = two_columns_and_table()
    sheet = compose(page)
    left, right, stt, name, _, body = sheet.strips
    lines = [
        a_line(a_word("SỞ", left.x + 30, left.y + 10), a_word("A", left.x + 80, left.y + 10)),
        a_line(a_word("CỘNG", right.x - right.rect.x0 + 220, right.y + 10)),
        a_line(a_word("STT", stt.x + 9, stt.y), a_word("Tên", name.x + 9, name.y)),
        a_line(a_word("Sở", body.x + 9, body.y), a_word("B", body.x + 60, body.y)),
    ]
    made = build_page(page, by_place(page, sheet, lines), TextSource.OCR)
    assert [(line.region, line.raw) for line in made.lines] == [
        (Region.HEADER_LEFT, "SỞ A"),
        (Region.HEADER_RIGHT, "CỘNG"),
        (Region.TABLE, "STT | Tên"),
        (Region.TABLE, " | Sở B"),
    ]
    assert made.tables[0].first_line == 2
    assert [(cell.row, cell.column, cell.text) for cell in made.tables[0].cells] == [
        (0, 0, "STT"),
        (0, 1, "Tên"),
        (1, 0, ""),
        (1, 1, "Sở B"),
    ]
    for line in made.lines:
        assert all(line.raw[word.start :].startswith(word.text) for word in line.words)
    box = made.lines[1].words[0].box
    assert box is not None
    assert (box.x0, round(box.y0 * 600)) == (220 / 400, sheet.strips[1].rect.y0 + 10)


@pytest.mark.parametrize(
    ("text", "region"), [("2", Region.MARGIN), ("- 2 -", Region.MARGIN), ("2024 là", Region.BODY)]
)
def test_page_numbers_stand_in_the_margin(text: str, region: Region) -> None:
    page = CleanPage(
        1,
        inked(),
        100.0,
        (PageBlock(Region.BODY, Rect(0, 0, 1000, 1400)),),
        np.diag([0.001, 1 / 1400, 1.0]),
    )
    line = a_line(a_word(text, 480, 40))
    made = build_page(page, by_place(page, compose(page), [line]), TextSource.OCR)
    assert made.lines[0].region is region


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([("Nơi", 0.3), ("nhận:", 0.95)], True),
        ([("~", 0.3)], False),
        ([("9ẠN", 0.3), ("X", 0.4)], False),
        ([("*", 0.92)], True),
        ([("một", 0.3), ("câu", 0.3), ("dài", 0.3), ("khó", 0.3)], True),
        ([("12", 0.6)], True),
        ([("2", 0.6)], True),
        ([("T", 0.8)], False),
        ([("Ý", 0.95)], True),
    ],
)
def test_noise_is_short_and_unbelieved(words: list[tuple[str, float]], kept: bool) -> None:  # noqa: FBT001
    line = a_line(*(a_word(text, 50 * at, 10, sure) for at, (text, sure) in enumerate(words)))
    assert bool(without_noise([line])) == kept


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ([("⁄“.t", 0, 0.3), ("Về", 90, 0.9), ("việc", 120, 0.9)], "Về việc"),
        ([("Lưu:", 0, 0.9), ("VT.", 50, 0.9), ("£", 150, 0.4)], "Lưu: VT."),
        ([("-", 0, 0.4), ("Như", 90, 0.9)], "- Như"),
        ([("1.", 0, 0.4), ("Giao", 90, 0.9)], "1. Giao"),
        ([("a)", 0, 0.4), ("Giao", 90, 0.9)], "a) Giao"),
        ([("£1", 0, 0.4), ("triệu", 90, 0.9)], "£1 triệu"),
        ([("&", 0, 0.9), ("Cộng", 90, 0.9)], "& Cộng"),  # believed
        ([("~t", 0, 0.4), ("Giao", 14, 0.9)], "~t Giao"),  # no white between
    ],
)
def test_rests_of_stamps_at_the_ends_of_a_line_are_left_out(
    read: list[tuple[str, int, float]], kept: str
) -> None:
    words = [ReadWord(text, Rect(x, 0, x + 10 * len(text), 20), sure) for text, x, sure in read]
    (line,) = without_noise([a_line(*words)])
    assert " ".join(word.text for word in line.words) == kept


@pytest.mark.parametrize(("wide", "kept"), [(2, "hồ sơ"), (9, "hồ - sơ")])
def test_a_dash_too_narrow_for_one_is_a_speck(wide: int, kept: str) -> None:
    read = [("hồ", 0, 30, 24), ("-", 40, wide, 2), ("sơ", 60, 30, 20)]
    words = [ReadWord(text, Rect(x, 0, x + width, high), 0.8) for text, x, width, high in read]
    (line,) = without_noise([a_line(*words)])
    assert " ".join(word.text for word in line.words) == kept
