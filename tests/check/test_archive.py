"""Papers of one archive confirm each other: a stamped name is repaired by the office's other papers, a number out of its series is asked for."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import Scripted, contents, run_scripted
from support import part

from extract.check.archive import (
    ArchiveVerdict,
    Claim,
    _rising,
    agreed,
    claim_of,
    nearest,
    settled,
    verdicts,
)
from extract.model import Evidence
from extract.records import Checked, Field

NEW_YEAR = date(2019, 1, 1)


def paper(
    number: int | None = None,
    day: int = 0,
    signer: str | None = None,
    readings: tuple[str, ...] = (),
    office: str = "so noi vu",
) -> Claim:
    return Claim(office, "TB-SNV", number, NEW_YEAR + timedelta(day), signer, readings=readings)


def said_of(*papers: Claim) -> list[ArchiveVerdict | None]:
    found = verdicts({(f"{at:02}", 1): claim for at, claim in enumerate(papers)})
    return [found.get(f"{at:02}", {}).get(1) for at in range(len(papers))]


def test_a_stamp_is_repaired_by_the_name_that_the_office_prints() -> None:
    printed, stamped = said_of(paper(signer="Trần Văn Mẫn"), paper(readings=("Trân Vãn Mân",)))
    assert printed is None
    assert stamped is not None
    assert stamped.signer == "Trần Văn Mẫn"


def test_a_name_that_is_not_near_is_offered_and_never_exchanged() -> None:
    _, stamped = said_of(paper(signer="Trần Văn Mẫn"), paper(readings=("Phạm Quốc Bảo",)))
    assert stamped == ArchiveVerdict(None, ("Trần Văn Mẫn",))


def test_a_name_of_another_office_says_nothing() -> None:
    other = paper(signer="Trần Văn Mẫn", office="so y te")
    assert said_of(other, paper(readings=("Trân Vãn Mân",)))[1] is None


def test_stamps_alone_agree_on_a_name_from_two_readings_on() -> None:
    one = paper(readings=("Trền Văn Mẫn",))
    assert said_of(one) == [None]
    names = {v.signer for v in said_of(one, paper(readings=("Trần Văn Mân",)), one) if v}
    assert len(names) == 1


def test_two_names_that_are_equally_near_decide_nothing() -> None:
    assert nearest("Trần Văn Mai", ["Trần Văn Mại", "Trần Văn Mãi"]) is None


@pytest.mark.parametrize(
    ("given_name", "found"), [("Hoàng", True), ("Hoanq", True), ("Bảo", False)], ids=str
)
def test_the_given_name_must_be_near_by_itself(given_name: str, *, found: bool) -> None:
    """Surname and middle name are the same on every third paper of the country."""
    assert (nearest(f"Nguyễn Văn {given_name}", ["Nguyễn Văn Hoàng"]) is not None) is found


def test_words_that_most_readings_have_are_the_name() -> None:
    assert agreed(["Lê Thị Hoa", "Lê Thi Hoa", "Lê Thị Hoà", "Lê Thị"]) == "Lê Thị Hoa"


@pytest.mark.parametrize(
    ("numbers", "misplaced"),
    [
        ([3, 5, 9, 12, 20], []),
        ([3, 5, 90, 12, 20], [2]),
        ([3, 5, 5, 12, 20], []),  # two papers may have been given one number
        ([3, 90, 20], []),  # too few to make a series
        ([9, 1, 8, 2, 7, 3], []),  # two registers under one symbol
    ],
    ids=str,
)
def test_a_number_out_of_its_series_is_told(numbers: list[int], misplaced: list[int]) -> None:
    said = said_of(*(paper(number, 10 * at) for at, number in enumerate(numbers)))
    assert [at for at, verdict in enumerate(said) if verdict and verdict.between] == misplaced


def test_numbers_of_one_day_may_come_in_any_order() -> None:
    said = said_of(*(paper(number, 3) for number in (5, 3, 9, 1)), paper(20, 30), paper(30, 40))
    assert said == [None] * 6


@given(st.lists(st.integers(1, 60), max_size=25))
def test_the_rising_run_is_a_longest_one(numbers: list[int]) -> None:
    chain = _rising(numbers)
    assert [numbers[at] for at in chain] == sorted(numbers[at] for at in chain)
    best = [0] * len(numbers)
    for at, number in enumerate(numbers):  # the obvious way
        best[at] = 1 + max((best[i] for i in range(at) if numbers[i] <= number), default=0)
    assert len(chain) == max(best, default=0)


def stamped_paper() -> Checked:
    checked = part(issuer="Sở Nội vụ", signer_name="Trân Vãn Mân", signer_source="stamp")
    at = Evidence(2, 9, 9, "Trân Vãn Mân", 0.5, rule="ending.stamp")
    field = Field("signer_name", "Trân Vãn Mân", at)
    extracted = checked.extracted
    return Checked(type(extracted)(1, extracted.header, (field,)), ())


def test_a_repaired_name_says_so_and_is_asked_with_what_was_read() -> None:
    claim = claim_of(stamped_paper())
    assert claim is not None
    assert claim.readings == ("Trân Vãn Mân",)
    made = settled(stamped_paper(), ArchiveVerdict("Trần Văn Mẫn", ("Lê Thị Hoa",)))
    assert made.extracted.header.signer_name == "Trần Văn Mẫn"
    (field,) = made.extracted.fields
    assert (field.at.page, field.at.rule) == (2, "archive.signer")
    assert field.at.confidence <= 0.8
    (item,) = made.review
    assert item.value == "Trần Văn Mẫn"
    assert item.alternatives == ("Trân Vãn Mân", "Lê Thị Hoa")


def notice(number: int, day: date) -> str:
    return (
        "SỞ NỘI VỤ\nTỈNH HÒA SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: {number}/TB-SNV\nHòa Sơn, ngày {day:%d} tháng {day:%m} năm {day.year}\n\nTHÔNG BÁO\n"
        f"Về việc nghỉ lễ lần thứ {number}\n\nSở Nội vụ thông báo lịch nghỉ lễ.\n\nGIÁM ĐỐC\n\nTrần Văn Mẫn\n"
    )


def flags(out: Path) -> dict[str, str]:
    with (out / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["source"]: row["flags"] for row in csv.DictReader(file)}


def test_a_run_tells_it_whatever_the_order_in_which_papers_came(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    days = [date(2019, month, 11) for month in (2, 3, 4, 5, 6)]
    for at, (number, day) in enumerate(zip([14, 28, 941, 52, 60], days, strict=True)):
        (folder / f"{at}.txt").write_text(notice(number, day), encoding="utf-8")
    last = (folder / "4.txt").rename(tmp_path / "4.txt")
    run_scripted([folder], tmp_path / "out", Scripted(tmp_path / "log"))
    assert not any("number_out_of_series" in said for said in flags(tmp_path / "out").values())
    last.rename(folder / "4.txt")
    run_scripted([folder], tmp_path / "out", Scripted(tmp_path / "log"))
    told = [
        name for name, said in flags(tmp_path / "out").items() if "number_out_of_series" in said
    ]
    assert told == ["2.txt"]
    run_scripted([folder], tmp_path / "anew", Scripted(tmp_path / "log"))
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")
