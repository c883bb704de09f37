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

from benchmarks.handwriting.pen import Hand, allographs, usual
from benchmarks.handwriting.scene import drawn_place
from benchmarks.handwriting.writers import writers
from extract.image import CleanPage, PageBlock, Rect
from extract.model import Region
from extract.ocr.hand import HandCandidate, read_place, weighed, with_handwriting
from extract.ocr.hand.network import FIGURES, STRINGS, exact, readings
from extract.ocr.hand.places import DAYS, MONTHS, HandPlace, PrintedLine, places
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.sheet import Sheet, SheetStrip

CASES = json.loads((Path(__file__).parents[1] / "cases/ocr/handwriting.json").read_text("utf-8"))
DPI = 200.0
EM = 36  # pixels: 13 points
TOP = 100
KEPT = 0.35  # as sure as an engine is of what it misread


def text_of(line: ReadLine) -> str:
    """Its words as one text."""
    return PrintedLine(line, EM).text


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
    found = [text_of(line)[place.start : place.end] for place in places([line], EM).get(0, ())]
    assert found == case["places"]


def every_path(seen: np.ndarray, signs: str) -> dict[str, float]:
    """The chance of each label, by trying every path."""
    found: defaultdict[str, float] = defaultdict(float)
    for path in itertools.product(range(seen.shape[1]), repeat=len(seen)):
        text = "".join(signs[sign - 1] for sign, _ in itertools.groupby(path) if sign)
        found[text] += float(np.prod([seen[step, sign] for step, sign in enumerate(path)]))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_the_beam_finds_what_trying_every_path_finds(seed: int) -> None:
    seen = np.random.default_rng(seed).dirichlet((1, 1, 1), 4).astype(np.float32)
    expected = every_path(seen, "27")
    found = readings(seen, "27")
    assert next(iter(found)) == max(expected, key=lambda text: expected[text])
    assert found == pytest.approx({text: expected[text] for text in found}, abs=2e-3)


@pytest.mark.parametrize("seed", range(4))
def test_the_exact_chance_of_a_text_is_the_sum_of_its_paths_with_and_without_an_end(
    seed: int,
) -> None:
    seen = np.random.default_rng(seed).dirichlet(np.ones(4), (2, 5)).astype(np.float32)
    texts = ("", "2", "22", "27", "727", "27272")
    found = exact(seen, texts, "27/")
    for view, strip in enumerate(seen):
        paths = every_path(strip, "27/")
        expected = [[paths.get(text + end, 0.0) for end in ("", "/")] for text in texts]
        assert found[view] == pytest.approx(np.array(expected), abs=1e-6)


@pytest.mark.parametrize("end", "/-")
def test_a_printed_bar_or_hyphen_ends_the_number(end: str) -> None:
    seen = np.full((4, len(STRINGS.signs) + 1), 1e-3, np.float32)
    for step, sign in enumerate(f"4{end}71"):
        seen[step, STRINGS.signs.index(sign) + 1] = 0.98
    assert next(iter(readings(seen, STRINGS.signs))) == "4"


@pytest.mark.parametrize("net", [FIGURES, STRINGS], ids=["figures", "strings"])
def test_strips_are_read_alike_alone_and_side_by_side(net: Any) -> None:
    strips = np.random.default_rng(1).random((3, net.rows, 50), np.float32)
    together = net.chances(strips)
    assert together.sum(axis=2) == pytest.approx(1.0, abs=1e-4)
    assert together[1] == pytest.approx(net.chances(strips[1:2])[0], abs=1e-4)


def read_drawn(count: int) -> list[tuple[str, tuple[HandCandidate, ...]]]:
    """What is read in drawn lines, with the truth."""
    rng, hands = random.Random(5), writers(None, held_out=False)
    texts = {"number": (), "day": (*DAYS, ""), "month": (*MONTHS, "")}
    found = []
    for _ in range(count):
        said, kind, page, gap, window = drawn_place(rng, hands)
        found.append((said, read_place(page, HandPlace(0, 0, gap, window, texts[kind]))))
    return found


def test_most_of_what_a_hand_writes_is_read_and_little_of_what_is_sure_is_wrong() -> None:
    read = [(said.lstrip("0"), weighed(found)) for said, found in read_drawn(120)]
    right = [said == one.text.lstrip("0") for said, one in read]
    assert sum(right) >= 0.75 * len(read)
    sure = [ok for (_, one), ok in zip(read, right, strict=True) if one.sure >= 0.95]
    assert len(sure) >= 0.3 * len(read)
    assert sure.count(False) <= 0.07 * len(sure)


def candidates(*chances: tuple[str, float, float]) -> tuple[HandCandidate, ...]:
    """Candidates, likeliest first."""
    return tuple(sorted((HandCandidate(*one) for one in chances), key=lambda one: -one.chance))


def test_what_two_readers_agree_on_is_surer_than_what_one_of_them_finds() -> None:
    agreed = weighed(candidates(("275", 0.9, 0.8), ("215", 0.05, 0.1)))
    alone = weighed(candidates(("275", 0.7, 0.1), ("215", 0.1, 0.6)))
    assert agreed.text == alone.text == "275"
    assert agreed.sure > 0.9
    assert alone.sure < 0.75
    assert alone.others[0][0] == "215"


def test_a_reading_keeps_two_others_at_most() -> None:
    many = weighed(candidates(*((str(at), 0.2, 0.2) for at in range(1, 6))))
    assert len(many.others) == 2


def a_page(written: str, before: str, after: str, seed: int = 4) -> tuple[CleanPage, int, int]:
    """A head with something written between two printed words, and where the gap begins and ends."""
    head = Image.new("L", (900, 400), 255)
    font = ImageFont.truetype(str(FONT), EM)
    pen = ImageDraw.Draw(head)
    pen.text((40, TOP - 6), before, font=font, fill=0)
    left = 40 + round(font.getlength(before))
    width = 0
    if written:
        ink = Hand(random.Random(seed), usual(allographs())).written(written)
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
        1, np.full((1000, 900), 255, np.uint8), DPI, (PageBlock(Region.HEADER_LEFT, whole),),
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
    sheet = Sheet(page.pixels, ((SheetStrip(0, page.blocks[0].rect, 0),),))
    return with_handwriting(page, sheet, [line])[0]


def test_a_number_by_hand_is_read_and_said_to_be_written() -> None:
    line = read(*a_page("275", "Số:", "/STTTT-CNTT"), ("Số:", "2T", "/STTTT-CNTT"))
    assert text_of(line) == "Số: 275 /STTTT-CNTT"
    number = line.words[1]
    assert number.hand
    assert "2T" in [other.text for other in number.alternatives]


def test_a_number_of_which_the_engine_read_nothing_is_read() -> None:
    line = read(*a_page("48", "Số:", "/QĐ-UBND"), ("Số:", "", "/QĐ-UBND"))
    assert text_of(line) == "Số: 48 /QĐ-UBND"


def test_a_bar_that_the_engine_lost_is_put_back_where_it_was_seen() -> None:
    page, left, right = a_page("275", "Số:", "/QĐ-UBND")
    assert text_of(read(page, left, right, ("Số:", "27...", "QĐ-UBND"))) == "Số: 275 /QĐ-UBND"


def test_the_word_before_a_number_is_put_back_where_the_engine_lost_it() -> None:
    page, left, right = a_page("275", "Số:", "/QĐ-UBND")
    line = read(page, left, right, ("", "27", "/QĐ-UBND"))
    assert text_of(line) == "Số: 275 /QĐ-UBND"
    assert line.words[0].confidence <= 0.5


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
    sheet = Sheet(page.pixels, ((SheetStrip(0, page.blocks[0].rect, 0),),))
    day = with_handwriting(page, sheet, [line])[0].words[2].text
    assert day == "7S" or 1 <= int(day) <= 31


def test_below_the_head_and_without_pixels_nothing_is_looked_for() -> None:
    page, left, right = a_page("275", "Số:", "/STTTT-CNTT")
    words = ("Số:", "2T", "/STTTT-CNTT")
    for other in (replace(page, head=None), replace(page, head=page.head[:90])):  # type: ignore[index]
        assert text_of(read(other, left, right, words)) == "Số: 2T /STTTT-CNTT"
