"""Subjects: `Va` below a title of its own is `Về`."""

from __future__ import annotations

import pytest
from misread import PAGE

from extract.restore import Restorer


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_subject_opens_with_its_word(restorer: Restorer, between: str) -> None:
    text = f"{PAGE}\nNGHI QUYET{between}Va chat van va tra 1éi chat van tai ky hop thi 6"
    last = restorer.restore_text(text)[0].split("\n")[-1]
    assert last.startswith("Về chất vấn và trả lời")
