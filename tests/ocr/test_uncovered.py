"""Ink that no word covers is read by the second reader and put in its place; what is no print stays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from extract.image import Rect
from extract.ingest import Pixels
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.second import LineText
from extract.ocr.uncovered import with_uncovered

DPI = 200.0
SURE = 0.99


@dataclass
class Script:
    """A reader that knows what it will say."""

    says: list[str]
    sure: float = SURE
    asked: list[Pixels] = field(default_factory=list)
    version: str = "script"

    def read(self, lines: Sequence[Pixels]) -> list[LineText]:
        self.asked += lines
        return [LineText(text, (self.sure,) * len(text)) for text in self.says]


def line(*words: tuple[str, int, int], y: int = 100) -> ReadLine:
    """A line of words from one column to another."""
    read = tuple(ReadWord(text, Rect(x0, y, x1, y + 26), 0.95) for text, x0, x1 in words)
    return ReadLine(read, Rect(words[0][1], y, words[-1][2], y + 26))


READ = line(("Phạm", 200, 280), ("vi", 295, 320), ("dụng", 420, 490))


def page(*rects: Rect) -> Pixels:
    """The line's ink and these rectangles of ink."""
    pixels = np.full((400, 800), 255, np.uint8)
    for rect in (*(word.rect for word in READ.words), *rects):
        pixels[rect.slices] = 0
    return pixels


def texts(says: str, rect: Rect, read: ReadLine = READ, sure: float = SURE) -> list[str]:
    found = with_uncovered(page(rect), DPI, [read], [read], Script([says], sure))
    return [" ".join(word.text for word in one.words) for one in found]


BEFORE, INSIDE, BELOW = Rect(150, 102, 180, 126), Rect(340, 102, 405, 126), Rect(200, 200, 480, 226)


@pytest.mark.parametrize("item", ["1.", "A.", "a)", "II.", "2.1.", "V/v", "Đ/c"])
def test_what_opens_a_line_and_was_not_read_is_put_before_it(item: str) -> None:
    assert texts(item, BEFORE) == [f"{item} Phạm vi dụng"]


@pytest.mark.parametrize("noise", ["1", "T", "?", "xqz", ""])
def test_what_is_no_number_of_an_item_stays_out(noise: str) -> None:
    assert texts(noise, BEFORE) == ["Phạm vi dụng"]


def test_a_capital_joins_the_word_that_lacks_it() -> None:
    read = line(("ố:", 200, 230), ("12/BC-UBND", 245, 400))
    before = Rect(178, 102, 196, 126)
    pixels = np.full((400, 800), 255, np.uint8)
    pixels[before.slices] = 0
    (found,) = with_uncovered(pixels, DPI, [read], [read], Script(["S"]))
    assert [word.text for word in found.words] == ["Số:", "12/BC-UBND"]


@pytest.mark.parametrize("word", ["được", "93/NQ-CP"])
def test_a_syllable_or_a_code_inside_a_line_comes_between_its_words(word: str) -> None:
    assert texts(word, INSIDE) == [f"Phạm vi {word} dụng"]


@pytest.mark.parametrize("sure", [0.5, 0.96])
def test_a_word_inside_a_line_of_which_the_reader_is_not_certain_stays_out(sure: float) -> None:
    assert texts("được", INSIDE, sure=sure) == ["Phạm vi dụng"]


def test_a_line_that_was_never_read_comes_in_its_place() -> None:
    assert texts("theo quy định của luật", BELOW) == ["Phạm vi dụng", "theo quy định của luật"]
    above = Rect(200, 20, 480, 46)
    assert texts("theo quy định của luật", above) == ["theo quy định của luật", "Phạm vi dụng"]


@pytest.mark.parametrize("text", ["ạ", "Xzk qwr", "21:;", "và"])
def test_a_scrawl_is_no_line(text: str) -> None:
    assert texts(text, BELOW) == ["Phạm vi dụng"]


@pytest.mark.parametrize(
    "rect",
    [Rect(150, 110, 153, 114), Rect(150, 20, 160, 380), Rect(60, 300, 760, 303)],
    ids=["a speck", "a stroke down the page", "a rule"],
)
def test_ink_that_is_not_as_high_as_letters_is_not_read(rect: Rect) -> None:
    reader = Script(["1."])
    assert with_uncovered(page(rect), DPI, [READ], [READ], reader) == (READ,)
    assert not reader.asked


def test_ink_of_words_that_were_left_out_is_not_read_again() -> None:
    noise = line(("#", 200, 480), y=200)
    reader = Script(["theo quy định"])
    assert with_uncovered(page(BELOW), DPI, [READ, noise], [READ], reader) == (READ,)


def test_a_dirty_page_is_left_alone_and_so_is_one_without_a_second_reader() -> None:
    spots = [Rect(x, y, x + 20, y + 20) for x in range(20, 780, 60) for y in range(160, 380, 40)]
    assert with_uncovered(page(*spots), DPI, [READ], [READ], Script([])) == (READ,)
    assert with_uncovered(page(BEFORE), DPI, [READ], [READ], None) == (READ,)
