"""A passage: lines joined to one text in which every offset still knows its page and line.

Regexes and grammars run on `text` (or on `folded`, of equal length); `evidence` turns a match into provenance.
Lines are joined with a space, except after a capital and a hyphen or a digit and a bar at the line's end, where a code was
broken ("213/KH-" + "UBND"); DOMAIN: names keep their spaces ("Bà Rịa -" + "Vũng Tàu").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.fold import fold
from extract.model import Box, Evidence, TextLine

_BROKEN_CODE = re.compile(r"(?:[A-ZĐ]-|\d/)$")
_CODE_END = 2  # letters that tell a broken code


@dataclass(frozen=True, slots=True)
class Passage:
    """Joined text; `starts[i]` is the offset in `text` at which `lines[i]` begins."""

    text: str
    folded: str
    lines: tuple[TextLine, ...]
    starts: tuple[int, ...]

    def cut(self, start: int, end: int | None = None) -> Passage:
        """The part from `start` to `end`, blanks at both ends dropped."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        text = piece.strip()
        folded = self.folded[start : start + len(text)]
        if len(self.lines) == 1:
            return Passage(text, folded, self.lines, (0,))
        first, last = self._line_at(start), self._line_at(max(start, start + len(text) - 1))
        starts = tuple(max(0, s - start) for s in self.starts[first : last + 1])
        return Passage(text, folded, self.lines[first : last + 1], starts)

    def evidence(
        self, rule: str, confidence: float, start: int = 0, end: int | None = None
    ) -> Evidence:
        """Provenance of `text[start:end]`: the lines it touches and their recognised text."""
        stop = len(self.text) if end is None else end
        lines = self.lines[self._line_at(start) : self._line_at(max(start, stop - 1)) + 1]
        raw = "\n".join(line.raw.strip("\f\r") for line in lines)
        return Evidence(
            lines[0].page, lines[0].number, lines[-1].number, raw, confidence, rule, _hull(lines)
        )

    def _line_at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)


def join(lines: Sequence[TextLine]) -> Passage:
    """The passage of one or more lines."""
    pieces: list[str] = []
    starts, length, before = [], 0, ""
    for line in lines:
        words = " ".join(line.text.split())
        if length and not _BROKEN_CODE.search(before):
            pieces.append(" ")
            length += 1
        starts.append(length)
        pieces.append(words)
        length += len(words)
        before = words[-_CODE_END:] or before
    text = "".join(pieces)
    return Passage(text, fold(text), tuple(lines), tuple(starts))


def _hull(lines: Sequence[TextLine]) -> Box | None:
    boxes = [line.box for line in lines if line.box and line.page == lines[0].page]
    if not boxes:
        return None
    return Box(
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
    )
