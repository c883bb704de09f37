"""Who signed and when stands in documents.csv; the time is evidence for a date that was not read, never its value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import made_pdfs
import pytest
from signed_pdfs import PANEL, SEAL, Field, signed

from extract import pipeline
from extract.model import Line, Page, Reading, Signature, TextSource
from extract.options import Options
from extract.pipeline import NoEngine
from extract.records import Checked, Header

OPTIONS = Options(as_of=date(2026, 1, 1))
NAMES = ("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Mẫu")
HEAD = (
    "SỞ VĂN HÓA TỈNH MẪU SƠN",
    "Số: 412/BC-SVH",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "{date}",
    "BÁO CÁO",
    "Kết quả công tác quý I",
    *made_pdfs.LINES,
    "GIÁM ĐỐC",
    "Nguyễn Văn Mẫu",
)
OFFICE = Signature("SỞ VĂN HÓA", "2025-05-07T10:12:33+07:00", field="b", page=1)
DIRECTOR = Signature("Nguyễn Văn Mẫu", "2025-05-07T09:12:33+07:00", field="a", page=1)
PRINTED = "Mẫu Sơn, ngày 07 tháng 5 năm 2025"


def page(number: int, day: str, *signatures: Signature) -> Page:
    lines = tuple(Line(line.format(date=day)) for line in HEAD)
    if number > 1:
        lines = (replace(lines[0], raw="\f" + lines[0].raw), *lines[1:])
    return Page(number, lines, TextSource.TEXT_LAYER, signatures=signatures)


def parts(*pages: Page) -> tuple[Checked, ...]:
    return pipeline.extract(pipeline.restore(Reading(pages), OPTIONS), OPTIONS)


def header(*pages: Page) -> Header:
    (part,) = parts(*pages)
    return part.extracted.header


def asked(checked: Checked, field: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.reason, item.alternatives) for item in checked.review if item.field == field]


def test_each_signer_is_named_once_and_the_last_time_counts() -> None:
    found = header(page(1, PRINTED, DIRECTOR, OFFICE, replace(OFFICE, field="c")))
    assert found.signed_by == "Nguyễn Văn Mẫu|SỞ VĂN HÓA"
    assert found.signed_at == "2025-05-07T10:12:33+07:00"


def test_times_are_compared_on_one_clock() -> None:
    other = replace(OFFICE, signed_at="2025-05-07T02:30:00+00:00")  # half past nine in Vietnam
    assert header(page(1, PRINTED, DIRECTOR, other)).signed_at == other.signed_at


def test_a_file_that_nobody_signed_says_nothing() -> None:
    found = header(page(1, PRINTED))
    assert (found.signed_by, found.signed_at) == (None, None)


def test_what_the_file_states_is_not_listed_for_review() -> None:
    (part,) = parts(page(1, PRINTED, DIRECTOR))
    assert asked(part, "signed_by") == asked(part, "signed_at") == asked(part, "issued_date") == []


@pytest.mark.parametrize("day", ["", "Mẫu Sơn, ngày      tháng      năm 2025"])
def test_a_date_that_is_not_there_stays_empty_and_the_signing_date_is_offered(day: str) -> None:
    (part,) = parts(page(1, day, DIRECTOR))
    assert part.extracted.header.issued_date is None
    ((reason, offered),) = asked(part, "issued_date")
    assert reason == "unreadable"
    assert "2025-05-07" in offered


@pytest.mark.parametrize(
    ("day", "is_asked"),
    [("27 tháng 4", False), ("26 tháng 4", True), ("10 tháng 5", False), ("11 tháng 5", True)],
)
def test_a_date_far_from_the_signing_date_is_a_conflict(day: str, *, is_asked: bool) -> None:
    (part,) = parts(page(1, f"Mẫu Sơn, ngày {day} năm 2025", DIRECTOR))
    assert part.extracted.header.issued_date is not None
    found = [offered for reason, offered in asked(part, "issued_date") if reason == "conflict"]
    assert found == ([("2025-05-07",)] if is_asked else [])


def test_late_in_the_evening_elsewhere_is_the_next_day_in_vietnam() -> None:
    (part,) = parts(page(1, "", replace(DIRECTOR, signed_at="2025-05-06T18:00:00+00:00")))
    assert asked(part, "issued_date")[0][1] == ("2025-05-07",)


def test_of_several_documents_each_has_the_signatures_on_its_pages() -> None:
    other = Signature("Trần Thị Mẫu", "2025-05-08T08:00:00+07:00", field="z")
    nowhere = replace(OFFICE, field="", page=None)
    first = page(1, PRINTED, DIRECTOR, other, nowhere)  # the first page has all
    found = parts(first, page(2, PRINTED, replace(other, page=2)))
    assert [part.extracted.header.signed_by for part in found] == [
        "Nguyễn Văn Mẫu|SỞ VĂN HÓA",
        "SỞ VĂN HÓA|Trần Thị Mẫu",
    ]


@pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")
@pytest.mark.parametrize(
    ("number", "day", "month", "name"),
    [("412", "07", "5", NAMES[0]), ("09", "31", "12", NAMES[1]), ("1203", "02", "01", NAMES[2])],
)
def test_number_date_signer_and_time_of_a_signed_file_are_read(
    tmp_path: Path, number: str, day: str, month: str, name: str
) -> None:
    printed = [
        (70, 60, "SỞ VĂN HÓA TỈNH MẪU SƠN"),
        (300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (340, 76, "Độc lập - Tự do - Hạnh phúc"),
        (90, 100, "Số:           /BC-SVH"),
        (320, 100, "Mẫu Sơn, ngày        tháng        năm 2025"),
        (260, 150, "BÁO CÁO"),
        (230, 170, "Kết quả công tác quý"),
        *((60, 210 + 20 * at, line) for at, line in enumerate(made_pdfs.LINES)),
        (390, 400, "GIÁM ĐỐC"),
        (390, 500, name),
    ]
    fields = [
        Field((112, 88, 150, 104), [number]),
        Field((402, 88, 424, 104), [day]),
        Field((462, 88, 484, 104), [month]),
        Field((370, 400, 460, 490), SEAL),
        Field((380, 5, 580, 45), PANEL, size=7),
    ]
    time = f"D:2025{month:0>2}{day}101233+07'00'"
    signers = [("SỞ VĂN HÓA", time)] * 3 + [(name, time.replace("1012", "0912"))]
    file = tmp_path / "a.pdf"
    file.write_bytes(signed(printed, fields, signers))
    (part,) = pipeline.process(file, OPTIONS, NoEngine()).parts
    found = part.extracted.header
    assert found.number == number
    assert found.code == f"{number}/BC-SVH"
    assert found.issued_date == date(2025, int(month), int(day))
    assert found.signer_name == name
    assert found.signed_by == f"SỞ VĂN HÓA|{name}"
    assert found.signed_at == f"2025-{month:0>2}-{day}T10:12:33+07:00"
