"""Marks of secrecy are never lost before the parser sees them: not as noise, not with the seals (promise S5)."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from extract.image import Rect
from extract.image.suspects import cut_out, suspects
from extract.ingest import PageImage, Pixels, open_bytes
from extract.model import Line
from extract.ocr import read_source
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.noise import is_mark, without_noise
from extract.options import Options
from extract.secret_marks import in_stamp
from tests.ocr.test_reading import Script


def page(stamp: tuple[int, int, int] | None, size: int = 30) -> Pixels:
    """Black lines of type and, above them, three letters in a colour."""
    pixels = np.full((1400, 1000, 3), 255, np.uint8)
    for y in range(400, 1300, 40):
        pixels[y : y + 16, 100:900] = 0
    if stamp:
        for x in range(150, 150 + 4 * size, size + size // 3):
            pixels[200 : 200 + size, x : x + size] = stamp
    return pixels


def png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("text", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "MAT", "[TOI MAT]", "MẤT.", "M4T"])
def test_S5_a_mark_that_the_engine_doubts_is_no_noise(text: str) -> None:
    place = Rect(0, 0, 50, 20)
    line = ReadLine(tuple(ReadWord(word, place, 0.3) for word in text.split()), place)
    assert is_mark(text)
    assert without_noise([line]) == (line,)


@pytest.mark.parametrize("text", ["Mật", "MẶT TRẬN", "VẮNG MẶT", "bí mật", "KÍNH", ""])
def test_other_words_are_no_mark(text: str) -> None:
    assert not is_mark(text)


def test_S5_a_red_mark_opens_the_page() -> None:
    source = open_bytes(png(page((200, 20, 30))), "a.png", Options())
    reading = read_source(source, Script(["Số: 7/UBND", "MẬT", "LYM"]))
    assert [line.raw for line in reading.pages[0].lines] == ["MẬT", "Số: 7/UBND"]


def test_what_else_is_stamped_adds_nothing() -> None:
    source = open_bytes(png(page((200, 20, 30))), "a.png", Options())
    reading = read_source(source, Script(["Số: 7/UBND", "ĐẾN", "NHĐ"]))
    assert reading.pages[0].lines[0] == Line("Số: 7/UBND", reading.pages[0].lines[0].words)


@pytest.mark.parametrize(
    ("stamp", "size"), [(None, 30), ((0, 0, 0), 30), ((200, 20, 30), 2), ((200, 20, 30), 140)]
)
def test_black_type_specks_and_seals_cost_no_second_reading(
    stamp: tuple[int, int, int] | None, size: int
) -> None:
    assert suspects(PageImage(1, page(stamp, size), 120.0)) == []


def test_strokes_without_letters_cost_no_second_reading() -> None:
    pixels = page(None)
    for x in range(150, 300):  # a red line that rises and falls, as a signature does
        y = 200 + round(30 * np.sin(x / 9))
        pixels[y : y + 4, x : x + 4] = (200, 20, 30)
    image = PageImage(1, pixels, 120.0)
    assert cut_out(image, suspects(image)) == []


def test_S5_a_tables_cells_keep_no_stamp_from_being_looked_at() -> None:
    pixels = page((200, 20, 30))
    pixels[400:1300] = 255
    for y in range(400, 1301, 60):
        pixels[y : y + 3, 100:903] = 0
    for x in range(100, 901, 160):
        pixels[400:1303, x : x + 3] = 0
    found = suspects(PageImage(1, pixels, 120.0))
    assert found[0].coloured
    assert not any(one.framed for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "TỐI MẶẬT",
        "mật",
        "HỎA TỐC MẬT",
        ". TỐI MẬT",
        "LOẠI TÀI LIỆU MẬT",
        "TUYỆT M4",
        "TỐI",
        "TUYẾT M.",
        "LỐI MẬI",
        "IUYỆI MẬI.",
        "TUYỆ",
    ],
)
def test_S5_what_is_stamped_is_a_mark_though_it_is_badly_read(text: str) -> None:
    assert in_stamp(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "ĐÃ GIẢI MẬT",
        "GIẢI MẬI",
        "NGUYỄN VĂN NHẬT",
        "TRUNG TẬP",
        "BẢO MẬT",
        "HỎA TỐC",
        "ĐẾN",
        "KHẨN",
        "",
        "SAO Y",
        "TỐI ĐA",
        "TUYẾT",
        "BÙI THỊ TUYẾT",
    ],
)
def test_other_stamps_are_none(text: str) -> None:
    assert in_stamp(text) is None
