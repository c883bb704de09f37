"""Stamps, seals and notes become regions of the page, apart from its text. All stamps here are invented and drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extract.image import Block, CleanPage, Mark, Rect, Shape
from extract.model import Box, Page, PageRegion, Region, RegionKind, TextSource
from extract.ocr.regions import with_regions
from extract.ocr.stamp_words import kind_of, names_a_person
from tests.ocr.test_reading import Script

WIDE, TALL = 1000, 1400
NAME = Rect(500, 1100, 800, 1140)
INK = np.full((20, 150), 255, np.uint8)


def a_page(*marks: Mark) -> CleanPage:
    white = np.full((TALL, WIDE), 255, np.uint8)
    back = np.diag([1 / WIDE, 1 / TALL, 1.0])
    block = Block(Region.BODY, Rect(0, 0, WIDE, TALL))
    return CleanPage(1, white, 120.0, (block,), back, marks=marks, straight=white)


class Placed(Script):
    """A script whose lines stand in the middle of the page."""

    def read(self, page: CleanPage) -> Page:
        (line,) = super().read(page).lines
        return Page(1, (replace(line, box=Box(0, 0.4, 1, 0.6)),), TextSource.OCR)


def regions(said: str, *marks: Mark) -> list[PageRegion]:
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
    (seal,) = regions("never asked", Mark(Rect(100, 100, 300, 300), "red", Shape.RING))
    assert (seal.kind, seal.colour, seal.text) == (RegionKind.SEAL, "red", "")
    assert seal.box.x1 == pytest.approx(0.3)


def test_a_line_of_red_words_below_is_a_name_with_what_was_read() -> None:
    (name,) = regions("ThS. Trần Thị Bình", Mark(NAME, "red", Shape.WORDS, ink=INK))
    assert (name.kind, name.text) == (RegionKind.NAME_STAMP, "ThS. Trần Thị Bình")
    assert name.confidence is not None


def test_large_strokes_at_the_end_are_a_signature_and_figures_are_none() -> None:
    large = Mark(Rect(500, 1000, 800, 1100), "blue", Shape.STROKES)
    small = Mark(Rect(500, 200, 540, 215), "blue", Shape.STROKES)
    kinds = [region.kind for region in regions("", large, small)]
    assert kinds == [RegionKind.HANDWRITING, RegionKind.SIGNATURE]


def test_a_page_without_marks_costs_no_reading() -> None:
    engine = Script([])
    read = Page(1, (), TextSource.OCR)
    assert with_regions(a_page(), read, engine) == read
    assert engine.asked == []
