"""Handwriting in a header: where it is looked for, that it is read, and that it is never trusted. All of it is invented."""

from __future__ import annotations

import itertools
import json
import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_pdfs import FONT
from PIL import Image, ImageDraw, ImageFont

from benchmarks.handwriting.pen import Hand
from benchmarks.handwriting.scene import example
from extract.image import Block, CleanPage, Rect
from extract.model import Region
from extract.ocr.hand import LEAST, with_handwriting
from extract.ocr.hand.beam import readings
from extract.ocr.hand.network import SIGNS, chances
from extract.ocr.hand.places import places, text_of
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.sheet import Sheet, Strip

CASES = json.loads((Path(__file__).parents[1] / "cases/ocr/handwriting.json").read_text("utf-8"))
DPI = 200.0
EM = 36  # pixels: 13 points
TOP = 100
KEPT = 0.35  # as sure as an engine is of what it misread


def a_line(*words: str, confidence: float = KEPT, width: int = 18) -> ReadLine:
    """Words side by side, each letter as wide as the next."""
    read, x = [], 40
    for text in words:
        rect = Rect(x, TOP, x + width * len(text), TOP + EM)
        read.append(ReadWord(text, rect, confidence))
        x = rect.x1 + width
    return ReadLine(tuple(read), Rect(40, TOP, x, TOP + EM))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_writing_is_looked_for_between_printed_words(case: dict[str, Any]) -> None:
    line = a_line(*case["words"])
    found = [text_of(line)[place.start : place.end] for place in places(line, DPI)]
    assert found == case["places"]


@pytest.mark.parametrize("seed", range(8))
def test_the_beam_finds_what_trying_every_path_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    seen = np.zeros((4, len(SIGNS) + 1), np.float32)
    seen[:, [0, 3, 8]] = rng.dirichlet((1, 1, 1), 4)
    expected: defaultdict[str, float] = defaultdict(float)
    for path in itertools.product((0, 3, 8), repeat=4):
        signs = "".join(SIGNS[sign - 1] for sign, _ in itertools.groupby(path) if sign)
        expected[signs] += float(np.prod([seen[step, sign] for step, sign in enumerate(path)]))
    found = readings(seen)
    assert next(iter(found)) == max(expected, key=lambda text: expected[text])
    assert found == pytest.approx({text: expected[text] for text in found}, abs=2e-3)


def test_a_printed_bar_ends_the_number() -> None:
    seen = np.full((4, len(SIGNS) + 1), 1e-3, np.float32)
    for step, sign in enumerate("4/71"):
        seen[step, SIGNS.index(sign) + 1] = 0.98
    assert next(iter(readings(seen))) == "4"


def test_most_of_what_a_hand_writes_is_read_and_little_read_wrong() -> None:
    rng = random.Random(5)
    strips = [strip for _ in range(120) if (strip := example(rng))[0].strip("/")]
    right = wrong = 0
    for said, ink in strips:
        text, chance = next(iter(readings(chances(ink)).items()))
        taken = text != "" and chance >= LEAST
        right += taken and text == said.rstrip("/")
        wrong += taken and text != said.rstrip("/")
    assert right >= 0.8 * len(strips)
    assert wrong <= 0.1 * len(strips)


def a_page(written: str, before: str, after: str, seed: int = 4) -> tuple[CleanPage, int, int]:
    """A head with something written between two printed words, and where the gap begins and ends."""
    head = Image.new("L", (900, 400), 255)
    font = ImageFont.truetype(str(FONT), EM)
    pen = ImageDraw.Draw(head)
    pen.text((40, TOP - 6), before, font=font, fill=0)
    left = 40 + round(font.getlength(before))
    width = 0
    if written:
        ink, _ = Hand(random.Random(seed)).written(written)
        rows, columns = (np.flatnonzero((ink > 40).any(axis=axis)) for axis in (1, 0))
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        width = round(ink.shape[1] * 34 / len(ink))
        grey = Image.fromarray(255 - ink).resize((width, 34))
        head.paste(grey, (left + 12, TOP - 2))
    right = left + width + 30
    pen.text((right, TOP - 6), after, font=font, fill=0)
    pixels = np.asarray(head)
    whole = Rect(0, 0, 900, 1000)
    page = CleanPage(
        1, np.full((1000, 900), 255, np.uint8), DPI, (Block(Region.HEADER_LEFT, whole),),
        np.diag([1 / 900, 1 / 1000, 1.0]), head=pixels,
    )  # fmt: skip
    return page, left, right


def read(
    page: CleanPage, left: int, right: int, words: tuple[str, str, str], confidence: float = KEPT
) -> ReadLine:
    """What is made of a line whose middle word an engine read so."""
    rects = (Rect(40, TOP, left, TOP + EM), Rect(left + 6, TOP, right - 6, TOP + EM))
    rects = (*rects, Rect(right, TOP, right + 18 * len(words[2]), TOP + EM))
    made = [ReadWord(*pair, confidence) for pair in zip(words, rects, strict=True) if pair[0]]
    line = ReadLine(tuple(made), Rect(40, TOP, made[-1].rect.x1, TOP + EM))
    sheet = Sheet(page.pixels, ((Strip(0, page.blocks[0].rect, 0),),))
    return with_handwriting(page, sheet, [line])[0]


def test_a_number_by_hand_is_read_and_never_trusted() -> None:
    line = read(*a_page("275", "Số:", "/STTTT-CNTT"), ("Số:", "2T", "/STTTT-CNTT"))
    assert text_of(line) == "Số: 275 /STTTT-CNTT"
    number = line.words[1]
    assert number.confidence <= 0.6
    assert "2T" in [other.text for other in number.alternatives]


def test_a_number_of_which_the_engine_read_nothing_is_read() -> None:
    line = read(*a_page("48", "Số:", "/QĐ-UBND"), ("Số:", "", "/QĐ-UBND"))
    assert text_of(line) == "Số: 48 /QĐ-UBND"


def test_of_two_bars_one_was_a_stroke() -> None:
    line = read(*a_page("31", "Số:", "/QĐ-TTg"), ("Số:", "3", "//QĐ-TTg"))
    assert text_of(line).endswith(" /QĐ-TTg")


def test_a_drafts_blank_stays_blank() -> None:
    line = read(*a_page("", "Số:", "/QĐ-UBND"), ("Số:", "", "/QĐ-UBND"))
    assert text_of(line) == "Số: /QĐ-UBND"


def test_dots_to_write_on_are_no_figures() -> None:
    page, left, right = a_page("", "Số: ..........", "/QĐ-UBND")
    start = 40 + round(ImageFont.truetype(str(FONT), EM).getlength("Số: "))
    line = read(page, start, right, ("Số:", "..........", "/QĐ-UBND"))
    assert left > start
    assert text_of(line) == "Số: .......... /QĐ-UBND"


def test_figures_that_the_engine_is_sure_of_stay() -> None:
    line = read(*a_page("275", "Số:", "/STTTT-CNTT"), ("Số:", "279", "/STTTT-CNTT"), 0.99)
    assert text_of(line) == "Số: 279 /STTTT-CNTT"


def test_what_cannot_be_a_day_is_none() -> None:
    page, left, right = a_page("75", "Huế, ngày", "tháng 6 năm 2024")
    words = ("Huế,", "ngày", "7S", "tháng", "6", "năm", "2024")
    edges = (40, 120, left + 4, right, right + 110, right + 140, right + 210, right + 300)
    made = tuple(
        ReadWord(text, Rect(x0, TOP, x1 - 6, TOP + EM), 0.99 if text != "7S" else KEPT)
        for text, (x0, x1) in zip(words, itertools.pairwise(edges), strict=True)
    )
    line = ReadLine(made, Rect(40, TOP, edges[-1], TOP + EM))
    sheet = Sheet(page.pixels, ((Strip(0, page.blocks[0].rect, 0),),))
    day = with_handwriting(page, sheet, [line])[0].words[2].text
    assert day == "7S" or 1 <= int(day) <= 31


def test_below_the_head_and_without_pixels_nothing_is_looked_for() -> None:
    page, left, right = a_page("275", "Số:", "/STTTT-CNTT")
    words = ("Số:", "2T", "/STTTT-CNTT")
    for other in (replace(page, head=None), replace(page, head=page.head[:90])):  # type: ignore[index]
        assert text_of(read(other, left, right, words)) == "Số: 2T /STTTT-CNTT"
