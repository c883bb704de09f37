"""The number 1 read as a bar or a letter (`khoản | Điều 13`, `hơn | tháng`), rule `numeric`: always a row to review.

Only between words that hardly anything but a number parts. A bar may as well be a ruled line: so only where each lone bar of
the line stands like that, and none of the lines above and below has one near its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.restore.decoding.decoded import Decoded
from extract.restore.edits import Edit

_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_GAPS = frozenset({" | ", " l ", " I "})
#: what a number follows and no Roman one (`Điều I`, `Quý I` are), and what goes on behind it: a reference, the rest of a date
_REFERRING = frozenset({"khoản", "ngày"})
_GOES_ON = frozenset(
    ["điều", "điểm", "khoản", "mục", "và", "hoặc", "đến", "này", "nêu", "của", "luật", "nghị", "thông", "tháng"]
)  # fmt: skip
#: what measures, and the units of time that it measures in
_MEASURING = frozenset(
    ["hơn", "quá", "trong", "sau", "trước", "dưới", "trên", "thêm", "đủ", "là", "khoảng", "gần", "mỗi", "từ", "đến", "hạn", "nhất"]
)  # fmt: skip
_UNITS = frozenset({"tháng", "năm", "ngày", "giờ", "tuần", "lần"})
_NEAR = 2  # columns
_SURE = 0.8


def lone_one_edits(lines: Sequence[str], decoded: Sequence[Decoded]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs, in lines that a wrong model read (others are empty)."""
    if not any(lines):
        return
    found: dict[int, list[Edit]] = {}
    lettered = [word for word in decoded if word.piece.text not in {"l", "I"}]
    for before, after in pairwise(lettered):
        start, end = before.piece.end, after.piece.start
        if before.line == after.line and end - start == len(" | ") and lines[before.line]:
            gap = lines[before.line][start:end]
            if gap in _GAPS and _parts(before.text.lower(), after.text.lower()):
                edit = Edit(start + 1, end - 1, "1", "numeric", _SURE, (gap.strip(),))
                found.setdefault(before.line, []).append(edit)
    for line, edits in found.items():
        if not _is_ruled(lines, line, edits):
            yield from ((line, edit) for edit in edits)


def _parts(before: str, after: str) -> bool:
    """Whether nothing but a number parts the two words."""
    return (before in _REFERRING and after in _GOES_ON) or (
        before in _MEASURING and after in _UNITS
    )


def _is_ruled(lines: Sequence[str], line: int, edits: Sequence[Edit]) -> bool:
    """Whether bars of the line may be a table's."""
    bars = _columns(lines[line])
    beside = [
        *(_columns(lines[line - 1]) if line else ()),
        *(column for text in lines[line + 1 : line + 2] for column in _columns(text)),
    ]
    ruled = any(abs(bar - other) <= _NEAR for bar in bars for other in beside)
    return ruled or not bars <= {edit.start for edit in edits}


def _columns(line: str) -> set[int]:
    return {bar.start() for bar in _BAR.finditer(line)}
