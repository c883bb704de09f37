"""Stamps, seals and notes become regions of the page, apart from its text. All stamps here are invented and drawn."""

from __future__ import annotations

import random
from dataclasses import replace

import cv2
import numpy as np
import pytest

from benchmarks.handwriting.pen import Hand, allographs, usual
from extract.image import CleanPage, InkMark, PageBlock, Rect, Shape
from extract.ingest import Pixels
from extract.model import Box, Line, Page, PageRegion, Region, RegionKind, TextSource, Word
from extract.ocr.noise import kind_of, names_a_person
from extract.ocr.regions import with_figures, with_regions
from extract.ocr.stamps import StampText, without_leaders
from tests.ocr.test_reading import Script

WIDE, TALL = 1000, 1400
NAME = Rect(500, 1100, 800, 1140)
INK = np.full((20, 150), 255, np.uint8)


def a_page(*marks: InkMark) -> CleanPage:
    white = np.full((TALL, WIDE), 255, np.uint8)
    back = np.diag([1 / WIDE, 1 / TALL, 1.0])
    block = PageBlock(Region.BODY, Rect(0, 0, WIDE, TALL))
    return CleanPage(1, white, 120.0, (block,), back, marks=marks, straight=white)


class Placed(Script):
    """A script whose words stand in the middle of the page."""

    def read(self, page: CleanPage) -> Page:
        (line,) = super().read(page).lines
        words = tuple(replace(word, box=Box(0, 0.4, 1, 0.6)) for word in line.words)
        return Page(1, (replace(line, words=words),), TextSource.OCR)


def regions(said: str, *marks: InkMark) -> list[PageRegion]:
    read = Page(1, (), TextSource.OCR)
    return list(with_regions(a_page(*marks), read, Placed([said])).regions)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("HOẢ TÔC", RegionKind.URGENCY_STAMP),
        ("THƯỢNG KHẨN", RegionKind.URGENCY_STAMP),
        ("KHẨN", RegionKind.URGENCY_STAMP),
        ("[TỐI MẬT]", RegionKind.SECRECY_STAMP),
        ("SỞ XÂY DỰNG\nĐẾN Số: 12\nNgày: 3/4", RegionKind.INCOMING_STAMP),
        ("CÔNG VĂN ĐÉN", RegionKind.INCOMING_STAMP),
        ("SAO Y BẢN CHÍNH", RegionKind.COPY_STAMP),
        ("SAOY", RegionKind.COPY_STAMP),
        ("Người ký: Trần Văn A\nThời gian ký: 08.10.2021", RegionKind.SIGNATURE_PANEL),
        ("Nguyễn Văn Bình", None),
        ("KHÁN GIẢ", None),
        ("", None),
    ],
)
def test_words_tell_the_kind_of_a_stamp(said: str, kind: RegionKind | None) -> None:
    assert kind_of(said) is kind


@pytest.mark.parametrize("text", ["Trần Thị Bình", "BSCKI. Lê Văn An", "ThS. Vũ Hà", "Ông Đỗ Minh"])
def test_a_name_opens_with_a_family_name_or_a_degree(text: str) -> None:
    assert names_a_person(text)


def test_a_name_is_no_title() -> None:
    assert not names_a_person("PHÓ GIÁM ĐỐC")
    assert not names_a_person("Trần")


def test_a_ring_is_a_seal_and_is_not_read() -> None:
    (seal,) = regions("never asked", InkMark(Rect(100, 100, 300, 300), "red", Shape.RING))
    assert (seal.kind, seal.colour, seal.text) == (RegionKind.SEAL, "red", "")
    assert seal.box.x1 == pytest.approx(0.3)


@pytest.mark.parametrize(("x1", "is_seal"), [(990, True), (960, False)])
def test_red_ink_along_the_right_edge_is_part_of_a_seal(x1: int, *, is_seal: bool) -> None:
    (found,) = regions("", InkMark(Rect(x1 - 40, 500, x1, 620), "red", Shape.WORDS, ink=INK))
    assert (found.kind is RegionKind.SEAL) is is_seal


def test_a_line_of_red_words_below_is_a_name_with_what_was_read() -> None:
    (name,) = regions("ThS. Trần Thị Bình", InkMark(NAME, "red", Shape.WORDS, ink=INK))
    assert (name.kind, name.text) == (RegionKind.NAME_STAMP, "ThS. Trần Thị Bình")
    assert name.confidence is not None


def test_large_strokes_at_the_end_are_a_signature_and_figures_are_none() -> None:
    large = InkMark(Rect(500, 1000, 800, 1100), "blue", Shape.STROKES)
    small = InkMark(Rect(500, 200, 540, 215), "blue", Shape.STROKES)
    kinds = [region.kind for region in regions("", large, small)]
    assert kinds == [RegionKind.HANDWRITING, RegionKind.SIGNATURE]


def test_a_page_without_marks_costs_no_reading() -> None:
    engine = Script([])
    read = Page(1, (), TextSource.OCR)
    assert with_regions(a_page(), read, engine) == read
    assert engine.asked == []


def with_hand(text: str, x: int, y: int, pixels: Pixels) -> None:
    """Figures by hand at a place."""
    ink = Hand(random.Random(4), usual(allographs())).written(text)
    rows, columns = (np.flatnonzero((ink > 40).any(axis=axis)) for axis in (1, 0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    small = cv2.resize(ink, (round(ink.shape[1] * 34 / len(ink)), 34), interpolation=cv2.INTER_AREA)
    place = pixels[y : y + 34, x : x + small.shape[1]]
    place[:] = np.minimum(place, 255 - small)


def test_number_and_day_are_read_behind_their_labels() -> None:
    others = np.full((300, 400), 255, np.uint8)
    with_hand("48", 150, 93, others)
    with_hand("27", 150, 193, others)
    cv2.line(others, (222, 228), (234, 190), 0, 4)
    with_hand("8", 250, 193, others)
    labels = (
        ("ĐẾN", Rect(150, 20, 220, 50)),
        ("Số:......", Rect(60, 100, 340, 128)),
        ("Ngày:.....", Rect(60, 200, 340, 230)),
    )
    white = np.full_like(others, 255)
    said = StampText("ĐẾN\nSố:......\nNgày:.....", 0.9, labels, white, others)
    text, _ = with_figures(said)
    assert text == "ĐẾN\nSố: 48\nNgày: 27/8"


def test_where_nothing_was_filled_in_the_stamp_says_its_words() -> None:
    white = np.full((300, 400), 255, np.uint8)
    said = StampText("ĐẾN\nSố:", 0.9, (("Số:", Rect(60, 100, 100, 128)),), white, white)
    assert with_figures(said) == ("ĐẾN\nSố:", 0.9)


FRAMED = InkMark(Rect(100, 200, 300, 260), "black", Shape.FRAME, ink=INK)


def read_page(*texts: tuple[str, Box]) -> Page:
    lines = tuple(Line(text, (Word(text, 0, box, 0.9),), box) for text, box in texts)
    return Page(1, lines, TextSource.OCR)


@pytest.mark.parametrize(
    ("said", "left"),
    [("HỎA TỐC", ["Kính gửi"]), ("IV", ["IV", "Kính gửi"]), ("MẬT", ["MẬT", "Kính gửi"])],
)
def test_a_black_stamps_words_leave_the_lines_but_no_printed_box_and_no_mark_of_secrecy(
    said: str, left: list[str]
) -> None:
    page = read_page((said, Box(0.12, 0.15, 0.28, 0.18)), ("Kính gửi", Box(0.35, 0.15, 0.6, 0.18)))
    made = with_regions(a_page(FRAMED), page, Placed([said]))
    assert [line.raw for line in made.lines] == left
    assert bool(made.regions) is (said != "IV")


@pytest.mark.parametrize(("written", "read"), [("143", "143"), ("043", "")])
def test_a_pencilled_number_is_read_unless_it_opens_with_a_nought(written: str, read: str) -> None:
    straight = np.full((TALL, WIDE), 255, np.uint8)
    with_hand(written, 850, 60, straight)
    columns = np.flatnonzero((straight < 200).any(axis=0))
    mark = InkMark(Rect(int(columns[0]), 60, int(columns[-1]) + 1, 94), "grey", Shape.PENCIL)
    page = replace(a_page(mark), straight=straight)
    (found,) = with_regions(page, Page(1, (), TextSource.OCR), Script([])).regions
    assert (found.kind, found.text) == (RegionKind.PENCIL, read)


def test_dots_to_write_on_leave_a_stamp_before_it_is_read() -> None:
    piece = np.full((100, 400), 255, np.uint8)
    cv2.rectangle(piece, (20, 30), (40, 60), 0, 4)
    cv2.circle(piece, (30, 20), 2, 0, -1)  # the dot of a letter
    for x in range(80, 300, 14):
        cv2.circle(piece, (x, 58), 2, 0, -1)
    left = without_leaders(piece, 200.0)
    assert (left[50:66, 70:310] == 255).all()
    assert (left[:, :60] == piece[:, :60]).all()
