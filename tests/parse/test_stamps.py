"""What stamps and notes say of a document: each value with its place, figures by hand never believed. All of it is invented."""

from __future__ import annotations

from datetime import date

import pytest

from extract import dictionaries
from extract.model import (
    Box,
    Line,
    Page,
    PageRegion,
    Reading,
    RegionKind,
    Restored,
    TextLine,
    TextSource,
)
from extract.parse import parse
from extract.records import Extracted

BOX = Box(0.1, 0.2, 0.3, 0.4)
HEAD = (
    "SỞ CÔNG NGHIỆP", "Số: 12/KH-SCN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Mẫu, ngày 28 tháng 12 năm 2021", "KẾ HOẠCH", "Kiểm tra kho năm 2022",
)  # fmt: skip


def parsed(*regions: PageRegion, head: tuple[str, ...] = HEAD) -> Extracted:
    """A letter of one page with these regions."""
    page = Page(1, tuple(map(Line, head)), TextSource.OCR, regions=regions)
    lines = tuple(TextLine(1, number, text, text) for number, text in enumerate(head, 1))
    return parse(Restored(Reading((page,)), lines, ()), dictionaries.load())[0]


def region(kind: RegionKind, text: str, confidence: float | None = 0.55) -> PageRegion:
    return PageRegion(kind, BOX, "red", text, confidence)


def doubts(found: Extracted) -> set[tuple[str, str]]:
    return {(doubt.field, doubt.reason) for doubt in found.doubts}


def test_an_incoming_stamp_gives_number_day_and_whom_it_went_to() -> None:
    text = "PHÒNG LƯU TRỮ\nĐẾN\nSố: 153\nNgày: 30/12\nChuyển: Phòng Kế hoạch"
    found = parsed(region(RegionKind.INCOMING_STAMP, text))
    header = found.header
    assert (header.received_number, header.received_date) == ("153", date(2021, 12, 30))
    assert header.received_to == "Phòng Kế hoạch"
    assert header.number == "12"
    places = {field.name: field.at.box for field in found.fields}
    assert places["received_number"] == places["received_date"] == BOX
    assert {("received_number", "low_confidence"), ("received_date", "low_confidence")} <= doubts(
        found
    )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Ngày: 4/1", date(2022, 1, 4)),  # the first 4 January from the date of issue on
        ("Ngày 27.12.2021", date(2021, 12, 27)),
        ("Ngày: 3/1/22", date(2022, 1, 3)),
        ("Ngày 5 tháng 01 năm 2022", date(2022, 1, 5)),
        ("Ngày: 31/4", None),
        ("Ngày:", None),
    ],
)
def test_a_day_without_a_year_is_the_first_after_the_date_of_issue(
    said: str, day: date | None
) -> None:
    found = parsed(region(RegionKind.INCOMING_STAMP, f"ĐẾN\n{said}"))
    assert found.header.received_date == day
    assert (("received_date", "unreadable") in doubts(found)) is (day is None)


@pytest.mark.parametrize(
    ("said", "value"), [("HỎA TỐC", "hoa_toc"), ("THƯỢNG KHẨN", "thuong_khan")]
)
def test_urgency_stamped_aside_counts_where_the_head_has_none(said: str, value: str) -> None:
    assert parsed(region(RegionKind.URGENCY_STAMP, said)).header.urgency == value
    printed = parsed(region(RegionKind.URGENCY_STAMP, said), head=("KHẨN", *HEAD))
    assert printed.header.urgency == "khan"


def test_a_copys_stamp_says_that_it_is_one() -> None:
    assert parsed(region(RegionKind.COPY_STAMP, "SAO Y BẢN CHÍNH")).header.is_copy
    assert not parsed().header.is_copy


@pytest.mark.parametrize(("chance", "sheet"), [(0.9, "143"), (0.5, "143"), (0.49, None)])
def test_a_pencilled_number_is_the_sheet_and_never_the_documents(
    chance: float, sheet: str | None
) -> None:
    found = parsed(region(RegionKind.PENCIL, "143", chance))
    assert (found.header.sheet, found.header.number) == (sheet, "12")
    asked = {("sheet", "low_confidence")} if sheet else set()
    assert {doubt for doubt in doubts(found) if doubt[0] == "sheet"} == asked
    assert all(field.at.confidence <= 0.6 for field in found.fields if field.name == "sheet")
