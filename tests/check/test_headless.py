"""A header that nothing was read from heads the review list; a page that has none is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from extract.check import check
from extract.model import Reading, Restored, TextLine
from extract.records import Extracted, Header, ReviewItem

#: The opening of an invented letter with a second language between its lines.
OPENING = (
    "ỦY BAN NHÂN DÂN TỈNH MẪU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "MAU PEOPLE'S COMMITTEE Độc lập - Tự do - Hạnh phúc",
    "Số: 12/SNgV-HTQT",
)
#: A page of an appendix.
APPENDIX = ("Phụ lục II", "BẢNG ĐIỂM CỦA CÁC XÃ", "Số thứ tự | Xã | Điểm")


def review_of(lines: tuple[str, ...], header: Header) -> tuple[ReviewItem, ...]:
    read = tuple(TextLine(1, number, text, text) for number, text in enumerate(lines, 1))
    return check(Extracted(1, header, ()), Restored(Reading(()), read, ()), date(2024, 1, 1)).review


def test_an_unread_header_comes_first() -> None:
    found = review_of(OPENING, Header(doc_type="unknown", rule_set="unknown"))
    assert [(item.field, item.reason) for item in found] == [
        ("doc_type", "unreadable"),
        ("rule_set", "unreadable"),
    ]
    assert found[0].priority > 0.5


@pytest.mark.parametrize(
    ("lines", "header"),
    [
        (APPENDIX, Header(doc_type="unknown", rule_set="unknown")),
        (OPENING, Header(doc_type="cong_van", rule_set="nd30")),
    ],
    ids=["a page without a header", "a header that was read"],
)
def test_nothing_is_said(lines: tuple[str, ...], header: Header) -> None:
    assert review_of(lines, header) == ()
