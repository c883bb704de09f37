"""Short numbers that the wrong model made of words: only between words, only where the decoder is nearly certain, always listed."""

from __future__ import annotations

import re

import pytest
from misread import PAGE

from extract.restore import Restorer
from extract.restore.tokens import cut


def test_a_number_in_a_words_place_becomes_the_word_and_is_listed(restorer: Restorer) -> None:
    text, found = restorer.restore_text(
        f"{PAGE}\nHé tro ngudi Viét Nam 6 nuéc ngoai va cong déng quéc té theo quy dinh cia phap luat."
    )
    assert "người Việt Nam ở nước ngoài" in text
    change = next(c for c in found if c.before == "6")
    assert (change.after, change.rule) == ("ở", "numeric")
    assert change.confidence <= 0.8


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("6ng dugc xem 14 mét nha gido lao thanh cia tinh Hai Minh.", "là một nhà giáo"),
        (
            "Cong dan Viét Nam dang sinh séng 6\nnuéc ngoai gui h6 so qua dudng buu dién.",
            "ở\nnước ngoài",
        ),
        ("5. C4 nhan c6 quyén khiéu nai quyét dinh hanh chinh.", "5. Cá nhân có quyền"),
        ("Nguoi dan dang sinh séng 6 Nghé An va Ha Tinh.", "đang sinh sống ở Nghệ An"),
        ("Tiép theo 14 Thién Hai va Bui Vinh tham gia.", "Tiếp theo là Thiên Hải"),
        ("Ché d6 duoc ghi 16 trong hop déng lao d6ng.", "được ghi rõ trong hợp đồng"),
        ("Nép cac khoan 1é phi theo quy dinh, Diéu 1@ cia Cong ty.", "Điều lệ của Công ty"),
    ],
)
def test_a_word_read_as_a_number_or_a_label(restorer: Restorer, line: str, true: str) -> None:
    restored, found = restorer.restore_text(f"{PAGE}\n{line}")
    assert true in restored
    changed = [c for c in found if c.line > 1 and any(map(str.isdigit, c.before))]
    assert {c.rule for c in changed} == {"numeric"}


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
        "Theo khoan’9 Diéu 3 cia Luat nay, thdi han 1a 14 ngay 1am viéc.",
        "Ham lvgng 0,55¢/kg, t6c d6 t6i da 100 km/h trén dudng tinh.",
        "Thoi han nép hd so 14 ngay 1am viéc, gia han 6 thang.",
        "H6i déng gdm 16 thanh vién, trong d6 c6 14 thanh vién kiém nhiém.",
    ],
)
def test_a_number_stays(restorer: Restorer, line: str) -> None:
    text = restorer.restore_text(f"{PAGE}\n{line}")[0].split("\n")[-1]
    assert numbers(text) == numbers(line)


def test_a_number_that_is_spelled_out_is_asked_for_no_word(restorer: Restorer) -> None:
    words = restorer.mender.engine.proposer.digit_words
    for line, asked in (("thoi han 14 (mudi bén) nam", False), ("thoi han 14 mudi bén nam", True)):
        pieces = cut(line, wrong_model=True)
        at = [piece.text for piece in pieces].index("14")
        assert (words.propose(line, pieces, at, "") is not None) is asked


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Ham lvgng 0,55¢/kg, t6c d6 t6i da 100km/h trén dudng tinh.", "100km/h"),
        ("Ham lvgng 0,55¢/kg, t6c d6 t6i da 100km/h trén dudng tinh.", "0,55¢/kg"),
        ("Khéi B4 tru di téng s6 6 tir B10.", "B4"),
        ("Nhap ma PIN trudc khi giao dich.", "PIN"),
    ],
)
def test_units_and_labels_stay(restorer: Restorer, line: str, stays: str) -> None:
    assert stays in restorer.restore_text(f"{PAGE}\n{line}")[0]
