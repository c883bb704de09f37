"""Headings that state their maximum: in `Chỉ đạo, điều hành (20đ) Thể chế (10đ) Tổng (30đ)` each bracket ends a column.

Lists know some names of areas only, and offices shorten them freely; the brackets cut a head whatever the names are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.fold import GAP

_TOP = re.compile(
    rf"{GAP}[(\[](?:[Đđ]iểm )?(?:[Tt]ối đa:? ?)?\d{{1,3}}(?:[.,]\d{{1,2}})? ?(?:đ|điểm)?[)\]]"
)
_FEWEST = 2  # brackets: one may be anything
_OPENING = frozenset({"number", "name", "index", "note"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A known word of a head: where it stands, and what it heads."""

    start: int
    end: int
    kind: str


def cut_at_maxima(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, each stretch up to a bracket with a maximum made the heading of one column of figures."""
    tops = list(_TOP.finditer(text))
    if len(tops) < _FEWEST:
        return list(pieces)
    start = _lead(text, pieces)
    found = [piece for piece in pieces if piece.end <= start]
    for top in tops:
        inside = [piece for piece in pieces if start <= piece.start < top.end()]
        found += _stretch(text, inside, start, top)
        start = top.end()
    return [*found, *(piece for piece in pieces if piece.start >= start)]


def _lead(text: str, pieces: Sequence[Piece]) -> int:
    """Where the headings of number and name end that open the head (`STT Đơn vị`)."""
    end = 0
    for piece in pieces:
        if piece.kind not in _OPENING or text[end : piece.start].strip(" ,."):
            break
        end = piece.end
    return end


def _stretch(text: str, inside: Sequence[Piece], begin: int, top: re.Match[str]) -> list[Piece]:
    """The columns of a stretch: the known words where they fill it, else all of it as one."""
    words = text[begin : top.start()]
    begin += len(words) - len(words.lstrip(" ,"))
    if begin >= top.start():
        return []
    known = " ".join(text[piece.start : piece.end] for piece in inside)
    if known.split() == text[begin : top.start()].split():
        *first, last = inside
        return [*first, Piece(last.start, top.end(), last.kind)]
    return [Piece(begin, top.end(), "value")]
