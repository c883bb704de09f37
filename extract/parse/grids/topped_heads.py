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
_OTHER = frozenset({"number", "name", "index", "note", "family", "place"})


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
    found, rest, start = [], list(pieces), 0
    for top in tops:
        before = [p for p in rest if p.kind in _OTHER and p.end <= top.start()]
        begin = max([start, *(p.end for p in before)])
        found += [p for p in rest if p.end <= begin and p not in found]
        inside = [p for p in rest if begin <= p.start < top.end()]
        rest = [p for p in rest if p.start >= top.end()]
        found += _stretch(text, inside, begin, top)
        start = top.end()
    return [*found, *rest]


def _stretch(text: str, inside: Sequence[Piece], begin: int, top: re.Match[str]) -> list[Piece]:
    """The columns of a stretch: the known words where they fill it, else all of it as one."""
    words = text[begin : top.start()]
    begin += len(words) - len(words.lstrip(" ,"))
    if begin >= top.start():
        return []
    known = " ".join(text[piece.start : piece.end] for piece in inside)
    if known.split() == text[begin : top.start()].split():
        *first, last = inside
        return [*first, Piece(last.start, top.end(), "value")]
    return [Piece(begin, top.end(), "value")]
