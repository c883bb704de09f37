"""Names of signers that are stamped: read apart from the text, told as stamps, and looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from head_support import restored_of

from extract.dictionaries import load
from extract.model import Box, PageRegion, RegionKind
from extract.parse import parse
from extract.records import Extracted

WORDS = load()
ENDING = "\fTrên đây là báo cáo./.\n\nNơi nhận: GIÁM ĐỐC\n- Lưu: VT."


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
