"""Subjects: `Va` below a title of its own is `Về`; elsewhere it is a word like others."""

from __future__ import annotations

import pytest
from misread import PAGE

from extract.dictionaries import load
from extract.restore import Restorer
from extract.restore.repairs.phrases import subject_edits, subject_titles


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_subject_opens_with_its_word(restorer: Restorer, between: str) -> None:
    text = f"{PAGE}\nNGHI QUYET{between}Va chat van va tra 1éi chat van tai ky hop thi 6"
    last = restorer.restore_text(text)[0].split("\n")[-1]
    assert last.startswith("Về chất vấn và trả lời")


@pytest.mark.parametrize(
    "lines",
    [
        ["thuc hién Nghi quyét", "Va chat van"],
        ["NGHI QUYET", "so 12", "Va chat van"],
        ["NGHI QUYET", "Vang theo"],
        ["NGHI QUYET", "Va, chat van"],
    ],
)
def test_no_other_line_does(lines: list[str]) -> None:
    assert not list(subject_edits(lines, subject_titles(load(()))))
