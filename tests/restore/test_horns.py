"""Marks at a word's end that are its horn or tone, and marks that are the sentence's own."""

from __future__ import annotations

import pytest
from misread import PAGE

from extract.restore import Restorer, replay


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Cac don vi st? dung kinh phi ding muc dich.", "sử dụng kinh phí"),
        ("Giao cdc co’ quan chuyén m6n thuc hién.", "Giao các cơ quan chuyên môn"),
        ("Tinh Hai Minh xép thi? 7 trong s6 19 tinh.", "xếp thứ 7 trong"),
        ("Moi ngu%di dan duoc biét théng tin vé quy hoach.", "Mọi người dân được biết"),
    ],
)
def test_a_mark_that_is_part_of_a_letter_goes_with_its_word(
    restorer: Restorer, read: str, true: str
) -> None:
    text = f"{PAGE}\n{read}"
    restored, found = restorer.restore_text(text)
    assert true in restored
    assert replay(text, found) == restored


@pytest.mark.parametrize(
    "read",
    [
        "Thu tuc hanh chinh 1a gi? theo quy dinh thi co quan nao giai quyét?",
        "Vay thi sao? cac don vi bdo cdo truéc ngay 15 thang 7 hang nam.",
    ],
)
def test_a_question_mark_of_the_sentence_stays(restorer: Restorer, read: str) -> None:
    restored = restorer.restore_text(f"{PAGE}\n{read}")[0].split("\n")[-1]
    assert restored.count("?") == read.count("?")
