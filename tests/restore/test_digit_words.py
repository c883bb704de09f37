"""Short numbers that the wrong model made of words: only between words, only where the decoder is nearly certain, always listed."""

from __future__ import annotations

import re

import pytest

from extract.dictionaries import load
from extract.restore import Restorer, load_restorer

PAGE = (
    "Bdo cdo két qua thuc hién nhi€m vu cong tac nam 2024 cua tinh, dé nghi cdc don vi trién khai."
)


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return load_restorer(load())


def test_a_number_in_a_words_place_becomes_the_word_and_is_listed(restorer: Restorer) -> None:
    text, found = restorer.restore_text(
        f"{PAGE}\nHé tro ngudi Viét Nam 6 nuéc ngoai va cong déng quéc té theo quy dinh cia phap luat."
    )
    assert "người Việt Nam ở nước ngoài" in text
    change = next(c for c in found if c.before == "6")
    assert (change.after, change.rule) == ("ở", "numeric")
    assert change.confidence <= 0.8


def numbers(text: str) -> list[str]:
    """The numbers that stand alone."""
    return re.findall(r"(?<!\w)\d+(?!\w)", text)


@pytest.mark.parametrize(
    "line",
    [
        "Bdo cdo giam sat 6 thang dau nam duge giri truéc ngay 15 thang 7 hang nam.",
        "Thuc hién theo quy dinh tai Diéu 16 cia Luat nay va cac van ban huéng dan.",
        "Dia chi: s6 6 dudng Lé Loi, quan 6 thanh phd.",
        "Nguyen tic “6 rd”: rd ngudi, rd viéc.",
    ],
)
def test_a_number_stays(restorer: Restorer, line: str) -> None:
    text = restorer.restore_text(f"{PAGE}\n{line}")[0].split("\n")[-1]
    assert numbers(text) == numbers(line)
