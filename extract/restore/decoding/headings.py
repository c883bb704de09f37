"""Capitals inside a line of small letters: three words of them in a row are a heading's, one or two an abbreviation."""

from __future__ import annotations

from collections.abc import Sequence

from extract.restore.decoding.pieces import Kind, Piece

_LEAST = 3  # words in a row
_AROUND = 2  # words looked at on either side


def is_heading(pieces: Sequence[Piece], number: int) -> bool:
    """Whether the piece at `number` stands in capitals among such words."""
    if not _is_capital(pieces[number]):
        return False
    first = number
    while first > max(0, number - _AROUND) and _is_capital(pieces[first - 1]):
        first -= 1
    last = number
    while last < min(len(pieces) - 1, number + _AROUND) and _is_capital(pieces[last + 1]):
        last += 1
    return last - first + 1 >= _LEAST


def is_small_line(text: str) -> bool:
    """Whether most letters of a line are small."""
    return sum(map(str.islower, text)) > sum(map(str.isupper, text))


def _is_capital(piece: Piece) -> bool:
    return piece.kind is Kind.WORD and piece.text.isupper() and len(piece.text) > 1
