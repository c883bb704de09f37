"""Running heads and feet of invented pages, and lines that are alike without running on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from extract.model import Box, Line, Page, Reading, Region, TextSource
from extract.ocr.reading import with_running_lines

TOP, MIDDLE, BOTTOM = 0.03, 0.5, 0.95


def marked(*pages: list[tuple[str, float, Region]]) -> list[list[str]]:
    """The texts of each page's lines that are margin after all pages are seen."""
    reading = Reading(tuple(_page(number, lines) for number, lines in enumerate(pages, start=1)))
    return [
        [line.raw for line in page.lines if line.region is Region.MARGIN]
        for page in with_running_lines(reading).pages
    ]


def _page(number: int, lines: list[tuple[str, float, Region]]) -> Page:
    made = (Line(text, (), Box(0.1, y, 0.9, y + 0.02), region) for text, y, region in lines)
    return Page(number, tuple(made), TextSource.OCR)


def body(text: str, y: float) -> tuple[str, float, Region]:
    return text, y, Region.BODY


def test_a_foot_line_of_two_pages_is_margin_though_its_figures_run_and_a_letter_is_misread() -> (
    None
):
    first = [body("Giao Sở A", MIDDLE), body("Quét bằng máy số 7, trang 1", BOTTOM)]
    second = [body("Giao Sở B", MIDDLE), body("Quét bàng máy số 7, trang 12", BOTTOM)]
    assert marked(first, second) == [[first[1][0]], [second[1][0]]]


def test_a_head_line_needs_three_pages() -> None:
    page = [body("Đề án chuyển đổi số", TOP), body("Nội dung", MIDDLE)]
    assert marked(page, page) == [[], []]
    assert marked(page, page, page) == [["Đề án chuyển đổi số"]] * 3


HEADER = [body("ỦY BAN NHÂN DÂN", TOP), body("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", TOP)]


@pytest.mark.parametrize(
    "form", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CQNG HOA XA HOI CHU NGHlA VIÊT NAM"]
)
def test_the_first_lines_of_letters_in_a_volume_are_their_headers_and_run_nowhere(
    form: str,
) -> None:
    letter = [body("ỦY BAN NHÂN DÂN", TOP), body(form, TOP), body("Nội dung", MIDDLE)]
    assert marked(letter, letter, letter, letter) == [[], [], [], []]


def test_the_signer_at_the_foot_of_several_letters_is_no_foot_line() -> None:
    letter = [*HEADER, body("Nội dung", MIDDLE), body("Trần Văn Mẫu", BOTTOM)]
    assert marked(letter, letter, letter) == [[], [], []]


def test_what_runs_through_one_letter_of_a_volume_is_margin_there_alone() -> None:
    first = [*HEADER, body("Nội dung", MIDDLE), body("Mẫu in số 7 của Sở A", BOTTOM)]
    other = [
        body("Đề án chuyển đổi số", TOP),
        body("tiếp", MIDDLE),
        body("Mẫu in số 7 của Sở A", BOTTOM),
    ]
    alone = [*HEADER, body("Đề án chuyển đổi số", TOP), body("Nội dung", MIDDLE)]
    found = marked(first, other, other, other, alone)
    assert found[0] == ["Mẫu in số 7 của Sở A"]
    assert found[1:4] == [["Đề án chuyển đổi số", "Mẫu in số 7 của Sở A"]] * 3
    assert found[4] == []


@pytest.mark.parametrize("region", [Region.HEADER_LEFT, Region.HEADER_RIGHT, Region.TABLE])
def test_headers_of_several_letters_and_heads_of_tables_stay(region: Region) -> None:
    page = [("ỦY BAN NHÂN DÂN TỈNH A", TOP, region)]
    assert marked(page, page, page) == [[], [], []]


def test_lines_alike_in_the_middle_or_too_short_stay() -> None:
    page = [body("Giao Sở Nội vụ chủ trì", MIDDLE), body("./.", BOTTOM)]
    assert marked(page, page, page) == [[], [], []]


def test_different_last_lines_stay() -> None:
    first, second = (
        [body("báo cáo trước ngày 20 tháng 11", BOTTOM)],
        [body("Sở Y tế theo dõi", BOTTOM)],
    )
    assert marked(first, second) == [[], []]


def test_text_without_boxes_stays() -> None:
    reading = Reading((Page(None, (Line("a"),), TextSource.TEXT_INPUT),) * 3)
    assert with_running_lines(reading) == reading


class Kept(list[Page]):
    """Pages that are kept somewhere else, packed; how often one was taken out is counted."""

    taken = 0

    def __iter__(self) -> Iterator[Page]:
        for page in super().__iter__():
            self.taken += 1
            yield page


def test_W2_a_book_that_is_kept_packed_stays_so_and_is_marked_as_it_is_looked_at() -> None:
    pages = [_page(n, [body("Nội dung", 0.5), body(f"Mẫu số 3 của Sở trang {n}", 0.95)]) for n in range(1, 7)]  # fmt: skip
    book = Kept(pages)
    lazy = with_running_lines(Reading(cast("tuple[Page, ...]", book))).pages
    before = book.taken
    assert (len(lazy), book.taken) == (6, before), "nothing is taken out for the answer"
    eager = with_running_lines(Reading(tuple(pages))).pages
    assert eager[0].lines[1].region is Region.MARGIN
    assert (tuple(lazy), lazy[2], lazy[1:3]) == (eager, eager[2], eager[1:3])
    next(iter(lazy))
    assert book.taken == before + 6 + 1
