"""The cell that is asked about is lit where it stands, and not where the same figures stand in something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.model import Box, Evidence, Line, Page, TextSource, Word
from extract.review.asked import Asked, ShownFile
from extract.review.sight import _boxes, _cell_in, _printed_at


def lit(text: str, value: str, raw: str = "") -> str:
    """The words of a line that are lit for a value."""
    words = text.split()
    line = Line(text, tuple(Word(w, 0, Box(n, 0, n + 1, 1)) for n, w in enumerate(words)))
    asked = Asked(
        "",
        ShownFile("", "", ""),
        1,
        1,
        "results",
        row=1,
        field="rank",
        value=value,
        raw=raw,
        alternatives=(),
        reason="conflict",
        cells=1,
    )
    boxes = _cell_in([line], asked)
    return " ".join(" ".join(words[int(box.x0) : int(box.x1)]) for box in boxes)


@pytest.mark.parametrize(("text", "value", "shown"), [
    ("27/11/2025, tỉnh đạt 90,09/100 điểm, xếp hạng 11/34", "11", "11/34"),
    ("27/11/2025, tỉnh đạt 90,09/100 điểm, xếp hạng 11/34", "90.09", "90,09/100"),
    ("2 | Cải cách thể chế | 9 | 9 | 8,5", "9", "9 9"),  # nobody knows which
    ("2 | Cải cách thể chế | 9 | 9 | 8,5", "8.5", "8,5"),
    ("đạt 18,5 điểm", "8.5", ""),
    ("đạt 8,55 điểm", "8.5", ""),
    ("ngày 20/11 năm nay", "11", "20/11"),
    ("Số: 507/SKHCN-TTr", "507", "507/SKHCN-TTr"),
    ("Hoa Son, ngày 12 tháng 3 năm 2024", "2024-03-12", "ngày 12 tháng 3 năm 2024"),
    ("trước ngày 15/4/2024 và sau", "2024-04-15", "15/4/2024"),
    ("Ủy ban nhân dân tỉnh; Sở Nội vu", "Sở Nội vụ", "Sở Nội vu"),
    ("UBND TỈNH HÒA SƠN", "UBND tỉnh Hòa Sơn", "UBND TỈNH HÒA SƠN"),
    ("không có gì ở đây", "Sở Nội vụ", ""),
])  # fmt: skip
def test_a_value_is_found_among_the_words_of_its_lines(text: str, value: str, shown: str) -> None:
    assert lit(text, value) == shown


def test_what_was_read_is_lit_where_the_value_says_it_otherwise() -> None:
    assert lit("Số: 5O7/TB ngày 3", "507", "5O7/TB") == "5O7/TB"


#: A page of two lines and a stamp between them, of which a field was read: its evidence names the page's first line.
PAGE = Page(
    1,
    (Line("SỞ MẪU", box=Box(0.1, 0.1, 0.4, 0.12)), Line("Kính gửi", box=Box(0.1, 0.5, 0.4, 0.52))),
    TextSource.OCR,
)
STAMP = Evidence(1, 1, 1, "ĐẾN Số 5", 0.5, rule="region.incoming", box=Box(0.6, 0.2, 0.9, 0.3))
LINE = Evidence(1, 1, 1, "SỞ MẪU", 0.9, rule="header.issuer", box=Box(0.1, 0.1, 0.4, 0.12))


@pytest.mark.parametrize(
    ("at", "value", "shown"),
    [
        (STAMP, "5", STAMP.box),
        (STAMP, "", STAMP.box),
        (LINE, "Sở Khác", LINE.box),
        (replace(LINE, box=Box(0.0, 0.1, 0.5, 0.2)), "", Box(0.0, 0.1, 0.5, 0.2)),
    ],
    ids=["a stamp", "an unread stamp", "a line", "an unread field beside a line"],
)
def test_a_field_of_the_header_is_framed_where_it_stands(
    at: Evidence, value: str, shown: Box
) -> None:
    asked = Asked(
        "", ShownFile("", "", ""), 1, 1, "documents", row=1, field="issuer", value=value, raw=at.raw,
        alternatives=(), reason="unreadable", cells=1,
    )  # fmt: skip
    numbers = set(_printed_at(at, PAGE.lines))
    assert list(_boxes(PAGE, numbers, asked, [at])) == [shown]
