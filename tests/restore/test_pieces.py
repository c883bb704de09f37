"""A bar alone parts the cells of a table; a bar in a word or before a full stop may be a letter."""

from __future__ import annotations

import pytest

from extract.restore.pieces import cut


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1 | So Tu phap | 14,5", ["1", "So", "Tu", "phap", "14,5"]),
        ("a | | b |", ["a", "b"]),
        ("|. Muc tieu", ["|", "Muc", "tieu"]),
        ("k| hop", ["k|", "hop"]),
    ],
)
def test_a_bar_alone_is_no_word(line: str, words: list[str]) -> None:
    assert [piece.text for piece in cut(line)] == words
