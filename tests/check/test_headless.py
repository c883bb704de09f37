"""A header that nothing was read from heads the review list; a page that has none is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extract.check import check
from extract.check.cells import DEMANDED, missing, placed, unread_header
from extract.model import (
    Box,
    Doubt,
    Evidence,
    Line,
    Page,
    PageRegion,
    Reading,
    RegionKind,
    Restored,
    TextLine,
    TextSource,
)
from extract.records import Extracted, Field, Header, ReviewItem

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
    assert [(item.field, item.reason) for item in found[:2]] == [
        ("doc_type", "unreadable"),
        ("rule_set", "unreadable"),
    ]
    assert {item.field for item in found[2:]} == set(DEMANDED)
    assert found[0].priority > 0.5


#: All that a form demands, as if it were read.
WHOLE = Header(
    doc_type="cong_van", rule_set="nd30", number="12", symbol="SNgV-HTQT", code="12/SNgV-HTQT",
    issued_date=date(2023, 5, 4), place="Mẫu", issuer="UBND tỉnh Mẫu", subject="mẫu", signer_name="Trần Văn Mẫu",
    signer_position="Giám đốc", signer_authority="none",
)  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "header"),
    [(APPENDIX, Header(doc_type="unknown", rule_set="unknown")), (OPENING, WHOLE)],
    ids=["a page without a header", "a header that was read"],
)
def test_nothing_is_said(lines: tuple[str, ...], header: Header) -> None:
    assert review_of(lines, header) == ()


@pytest.mark.parametrize("field", DEMANDED)
def test_what_the_form_demands_and_nobody_read_is_asked_for(field: str) -> None:
    """A number that a pen wrote leaves no trace in the text; without a row nobody would know that it is there."""
    found = review_of(OPENING, replace(WHOLE, **{field: None}))
    assert [(item.field, item.reason, item.value) for item in found] == [(field, "unreadable", "")]
    assert found[0].priority >= 0.5


def test_a_field_that_nobody_read_is_asked_for_where_it_stands() -> None:
    """A number on the first page, a signature on the last."""
    lines = [*((1, text) for text in OPENING), (3, "Nơi nhận:")]
    read = tuple(TextLine(page, n, text, text) for n, (page, text) in enumerate(lines, 1))
    header = replace(WHOLE, number=None, signer_name=None)
    found = check(
        Extracted(1, header, ()), Restored(Reading(()), read, ()), date(2024, 1, 1)
    ).review
    assert {item.field: item.page for item in found} == {"number": 1, "signer_name": 3}


@pytest.mark.parametrize(
    ("field", "beside", "box", "place"),
    [
        ("number", "symbol", Box(0.2, 0.1, 0.4, 0.12), Box(0.0, 0.1, 0.5, 0.12)),
        ("number", "issuer", Box(0.2, 0.1, 0.4, 0.12), Box(0.0, 0.1, 0.5, 0.18)),
        ("issued_date", "place", Box(0.5, 0.1, 0.6, 0.12), Box(0.4, 0.1, 1.0, 0.12)),
        ("signer_name", "signer_position", Box(0.6, 0.8, 0.8, 0.9), Box(0.4, 0.77, 1.0, 1.0)),
    ],
)
def test_the_place_of_an_unread_field_is_told_by_its_neighbours(
    field: str, beside: str, box: Box, place: Box
) -> None:
    at = Evidence(2, 3, 3, "", 0.9, rule="header", box=box)
    header = replace(WHOLE, **{field: None})
    extracted = Extracted(1, header, (Field(beside, "x", at),))
    (doubt,) = placed([Doubt(field, "unreadable")], extracted, ())
    assert doubt.at is not None
    assert doubt.at.box is not None
    assert (doubt.at.page, doubt.at.confidence, doubt.at.rule) == (2, 0.0, "unread")
    assert [getattr(doubt.at.box, side) for side in Box.__slots__] == pytest.approx(
        [getattr(place, side) for side in Box.__slots__]
    )


@pytest.mark.parametrize(("height", "known"), [(0.39, True), (0.41, False)])
def test_without_a_neighbour_a_signer_stands_where_the_paper_is_signed(
    height: float, *, known: bool
) -> None:
    """What is taken for a seal and fills half of the page shows nobody where to look."""
    seal = PageRegion(RegionKind.SEAL, Box(0.5, 0.5, 0.7, 0.5 + height), "red")
    page = Page(1, (Line(""),), TextSource.OCR, regions=(seal,))
    extracted = Extracted(1, replace(WHOLE, signer_name=None))
    (doubt,) = placed([Doubt("signer_name", "unreadable")], extracted, (page,))
    assert (doubt.at.box if doubt.at else None) == (seal.box if known else None)


def test_what_was_read_and_what_the_reader_placed_keep_their_place() -> None:
    own = Evidence(1, 4, 4, "Số: 1?", 0.0, rule="header.code")
    doubts = (Doubt("number", "unreadable", at=own), Doubt("place", "low_confidence"))
    extracted = Extracted(1, replace(WHOLE, number=None))
    assert tuple(placed(doubts, extracted, ())) == doubts


def test_of_a_paper_without_a_header_type_and_signature_are_asked_for() -> None:
    """A cover, an appendix: not ten fields that it has not, and not nothing."""
    bare = Header(doc_type="unknown", rule_set="unknown")
    flagged = Extracted(1, bare, (), flags=("header_missing",))
    assert [doubt.field for doubt in unread_header(flagged, ())] == ["doc_type", "signer_authority"]
    signed = replace(flagged, header=replace(bare, signer_authority="none"))
    assert [doubt.field for doubt in unread_header(signed, ())] == ["doc_type"]


def test_no_empty_field_is_asked_for_twice() -> None:
    told = Doubt("number", "unreadable", ("7", "1"))
    header = replace(WHOLE, number=None)
    found = list(unread_header(Extracted(1, header, (), doubts=(told,)), ()))
    assert found == []
    assert missing(header, (told,)) == {"number"}


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        (("signer_name", "signer_position", "signer_authority"), {"signer_name"}),  # a first page
        (("signer_name", "signer_position"), {"signer_name", "signer_position"}),
        (("number", "symbol", "code"), {"number"}),
        (("number", "code"), {"number", "code"}),
    ],
)
def test_what_is_missing_for_one_cause_counts_once(
    fields: tuple[str, ...], counted: set[str]
) -> None:
    header = replace(WHOLE, **dict.fromkeys(fields))
    doubts = [Doubt(name, "unreadable") for name in fields]
    assert missing(header, doubts) == counted
