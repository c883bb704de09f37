"""The number 1 that the wrong model read as a bar or a letter: only between words that a number parts, never a table's bar."""

from __future__ import annotations

import pytest
from head_support import restored_of
from misread import PAGE

from extract.dictionaries import load
from extract.parse import parse
from extract.restore import Restorer
from extract.restore.lines import DIGITS_SURE


def last_lines(restorer: Restorer, *lines: str) -> str:
    """The restored lines behind a page that the wrong model read."""
    return restorer.restore_text("\n".join((PAGE, *lines)))[0].removeprefix(
        restorer.restore_text(PAGE)[0]
    )


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("Thuc hién quy dinh tai khoan | Diéu 13 Nghi dinh nay.", "khoản 1 Điều 13"),
        ("Thuc hién quy dinh tai khoan | va khoan 2 Diéu 13.", "khoản 1 và khoản 2"),
        ("Thuc hién quy dinh tai khoan l Diéu 13 Nghi dinh nay.", "khoản 1 Điều 13"),
        ("Thuc hién quy dinh tai khoan I Diéu 13 Nghi dinh nay.", "khoản 1 Điều 13"),
        ("Thoi gian giai quyét khong qua hon | thang ké tir ngay nhan.", "hơn 1 tháng"),
    ],
)
def test_between_words_that_a_number_parts_it_is_one(
    restorer: Restorer, line: str, true: str
) -> None:
    text, found = restorer.restore_text(f"{PAGE}\n{line}")
    assert true in text
    (change,) = (c for c in found if c.after == "1")
    assert (change.rule, change.confidence) == ("numeric", DIGITS_SURE)


@pytest.mark.parametrize(
    "lines",
    [
        ("Khoan | Diéu | Nghi dinh",),
        ("quy dinh tai khoan | Diéu 13 | sira d6i",),
        ("quy dinh tai khoan | Diéu 13", "quy dinh tai diéu 5 | Luat nay"),
        ("Thong tin s6 | don vi cung cap",),
    ],
    ids=[
        "a table's head",
        "another bar in the line",
        "a bar below",
        "no word that a number follows",
    ],
)
def test_a_bar_that_may_be_ruled_stays(restorer: Restorer, lines: tuple[str, ...]) -> None:
    text = last_lines(restorer, *lines)
    assert text.count("|") == sum(line.count("|") for line in lines)


@pytest.mark.parametrize("line", ["Theo diém l khoan 2 Diéu 5.", "Theo Phu luc I va Phu luc II."])
def test_a_letter_that_counts_stays(restorer: Restorer, line: str) -> None:
    assert " 1 " not in last_lines(restorer, line)


def test_a_reference_whose_clause_lost_its_number_is_whole(restorer: Restorer) -> None:
    line = "Thuc hién quy dinh tai khoan | Diéu 13 Nghi dinh s6 58/2022/ND-CP ngay 31/8/2022 cia Chinh phu."
    text = last_lines(restorer, line)
    (document,) = parse(restored_of(text), load())
    assert [row.code for row in document.references] == ["58/2022/NĐ-CP"]
    assert "khoản 1 Điều 13 Nghị định số 58/2022/NĐ-CP" in text
