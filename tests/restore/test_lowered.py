"""Small words that were read with a capital inside a sentence: lowered where text hardly ever has the capital there."""

from __future__ import annotations

import pytest
from misread import PAGE

from extract.restore import Restorer


def restored(restorer: Restorer, line: str) -> str:
    """A line behind a page that the wrong model read."""
    return restorer.restore_text(f"{PAGE}\n{line}")[0].split("\n")[-1]


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("Trién khai thuc hién cdc du An dau tu trén dia ban.", "các dự án đầu tư"),
        ("B6 trí kinh phi dé thuc hién dé An nay.", "đề án này"),
    ],
)
def test_a_marked_letter_that_was_read_as_a_capital_is_small(
    restorer: Restorer, line: str, true: str
) -> None:
    assert true in restored(restorer, line)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Cac don vi thudc Sé bao cdo Uy ban nhan dan tinh.", "Ủy ban"),
        ("Trong nim nay Ong da bao cdo két qua.", "Ông"),
        ("Bao cdo két qua vé chau A va chau Au.", "châu Á"),
        ("Don vi da hoan thanh. Ap dung tir ngay ky.", "Áp dụng"),
        ("Du An Nguyén: da nghiém thu.", "Án"),
    ],
    ids=[
        "an agency",
        "a person who is honoured",
        "a name of one letter",
        "a sentence's first word",
        "before a capital",
    ],
)
def test_a_capital_that_may_be_right_stays(restorer: Restorer, line: str, stays: str) -> None:
    assert stays in restored(restorer, line)


def test_it_is_listed_and_not_quite_certain(restorer: Restorer) -> None:
    line = "Trién khai thuc hién cdc du An dau tu trén dia ban."
    found = restorer.restore_text(f"{PAGE}\n{line}")[1]
    (change,) = (c for c in found if c.before == "An")
    assert (change.after, change.confidence < 0.95) == ("án", True)
