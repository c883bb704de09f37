"""Names of signers that are stamped: read apart from the text, told as stamps, looked at, and compared with who signs for the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from head_support import restored_of

from extract.dictionaries import load
from extract.model import Box, PageRegion, RegionKind
from extract.parse import parse
from extract.parse.ending.register import KnownSigner, match_signer
from extract.records import Extracted

WORDS = load()
ENDING = "\fTrên đây là báo cáo./.\n\nNơi nhận: GIÁM ĐỐC\n- Lưu: VT."
REGISTER = [
    KnownSigner("Trần Văn Mẫu", "Sở Mẫu", "Giám đốc", date(2010, 1, 1), date(2012, 1, 1), 9),
    KnownSigner("Lê Thị Giả Định", "Sở Mẫu", "Phó Giám đốc", papers=20),
    KnownSigner("Trần Văn Mậu", "Sở Khác"),
]


def stamp(text: str, x0: float, sure: float = 0.8) -> PageRegion:
    return PageRegion(RegionKind.NAME_STAMP, Box(x0, 0.8, x0 + 0.2, 0.83), "red", text, sure)


def read(text: str, *regions: PageRegion) -> Extracted:
    restored = restored_of(text)
    (page,) = restored.reading.pages
    reading = replace(restored.reading, pages=(replace(page, regions=regions),))
    return parse(replace(restored, reading=reading), WORDS)[0]


def test_a_stamped_name_is_written_as_read_and_looked_at() -> None:
    found = read(ENDING, stamp("BSCKI. Trần Văn Mẫu", 0.6))
    assert (found.header.signer_name, found.header.signer_source) == ("Trần Văn Mẫu", "stamp")
    at = next(field.at for field in found.fields if field.name == "signer_name")
    assert (at.confidence, at.box) == (0.8, Box(0.6, 0.8, 0.8, 0.83))
    assert [d.reason for d in found.doubts if d.field == "signer_name"] == ["low_confidence"]


def test_several_stamps_are_several_signers_from_left_to_right() -> None:
    found = read(ENDING, stamp("Lê Thị Giả Định", 0.6), stamp("Trần Văn Mẫu", 0.1))
    assert found.header.signer_name == "Trần Văn Mẫu|Lê Thị Giả Định"


@pytest.mark.parametrize(("sure", "written"), [(0.49, None), (0.5, "Trần Văn Mẫu")])
def test_a_stamp_that_is_hardly_read_is_offered_only(sure: float, written: str | None) -> None:
    found = read(ENDING, stamp("Trần Văn Mẫu", 0.6, sure))
    assert found.header.signer_name == written
    offered = [d.alternatives for d in found.doubts if d.field == "signer_name"]
    assert offered == [() if written else ("Trần Văn Mẫu",)]


def test_a_printed_name_wins() -> None:
    found = read(f"{ENDING}\n\nLê Thị Giả Định", stamp("Trần Văn Mẫu", 0.6))
    assert (found.header.signer_name, found.header.signer_source) == ("Lê Thị Giả Định", "print")


@pytest.mark.parametrize(
    ("name", "taken", "offered"),
    [
        ("Trần Văn Mẫu", "Trần Văn Mẫu", ()),
        ("Trần Vãn Mâu", "Trần Văn Mẫu", ("Trần Vãn Mâu",)),
        ("Trẩn Mẫn", "Trẩn Mẫn", ("Trần Văn Mẫu",)),
        ("Ngô Quang Thực", "Ngô Quang Thực", ()),
        ("", "", ("Lê Thị Giả Định", "Trần Văn Mẫu")),
    ],
    ids=["known", "a letter off", "far off", "unknown", "unread"],
)
def test_a_register_mends_what_is_near_and_offers_the_rest(
    name: str, taken: str, offered: tuple[str, ...]
) -> None:
    found = match_signer(name, 0.6, REGISTER, "Sở Mẫu", date(2011, 5, 1))
    assert (found.name, found.alternatives) == (taken, offered)


@pytest.mark.parametrize(("year", "known"), [(2011, True), (2014, False), (2019, False)])
def test_who_was_not_in_office_did_not_sign(year: int, *, known: bool) -> None:
    found = match_signer("Trần Vãn Mâu", 0.6, REGISTER, "Sở Mẫu", date(year, 5, 1))
    assert (found.name == "Trần Văn Mẫu") is known
