"""What a line is cut into: a bar alone parts the cells of a table; a bar in a word or before a full stop may be a letter."""

from __future__ import annotations

import pytest

from extract.restore.tokens import Kind, cut


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


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("A4", Kind.FIXED),
        ("B2", Kind.FIXED),
        ("C1", Kind.WORD),
        ("T6", Kind.WORD),
        ("s6", Kind.WORD),
        ("9A1", Kind.FIXED),
    ],
)
def test_a_capital_and_a_figure_that_is_no_letter_is_a_label(token: str, kind: Kind) -> None:
    (piece,) = cut(token)
    assert piece.kind is kind


@pytest.mark.parametrize("code", ["15-KL/TU", "1565-HD/TU", "57-NQ/TW", "3-QĐ/ĐU"])
def test_a_code_in_the_partys_order_is_one_piece(code: str) -> None:
    pieces = cut(f"So {code} ngay")
    assert [(piece.text, piece.kind) for piece in pieces[1:2]] == [(code, Kind.FIXED)]


@pytest.mark.parametrize("line", ["3-5 nam/lan", "2-thang/lan", "so 5 - Hoi/Doan"])
def test_words_beside_a_stroke_are_no_code(line: str) -> None:
    assert all(piece.kind is not Kind.FIXED for piece in cut(line))
