"""Rows of tables whose figures stand in groups, one for each body or index, parted by marks of which some were lost.

`để thực hiện các | ;„„ 19 | 719 45 | 8/20 6`: as many parts behind the name as the head has groups. A part that holds fewer
figures than its group has columns leaves cells empty where its other words stand; it never shifts the figures beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.fold import GAP

_MARK = re.compile(rf"{GAP}[|¦]\s*")
_WORD = re.compile(r"\S+")


def grouped(
    text: str, groups: int, each: int, figure: re.Pattern[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The figures of a row, "" where one was not read, and the words that stand there in the first group.

    `None` where the marks do not tell the groups apart.

    >>> grouped("cap 32 | 671 36", 2, 2, re.compile("[0-9]+"))
    (('', '32', '671', '36'), ('cap',))
    """
    parts = _MARK.split(text.strip(" |¦"))
    if groups < 2 or len(parts) < groups:  # noqa: PLR2004
        return None
    cells = [_cells(part, each, figure, first=at == 0) for at, part in enumerate(parts[-groups:])]
    if any(cell is None for cell in cells):
        return None
    row = tuple(figure for cell in cells if cell for figure in cell)
    if sum(map(bool, row)) <= len(row) // 2:
        return None
    words = _WORD.findall(parts[-groups])[-each:]
    return row, tuple(word for word in words if not figure.fullmatch(word))


def _cells(part: str, each: int, figure: re.Pattern[str], *, first: bool) -> Sequence[str] | None:
    """The cells of one group: its last words, each a figure or unread; the first group may stand behind the name."""
    words = _WORD.findall(part)
    if len(words) < each or (len(words) > each and not first):
        return None
    return [word if figure.fullmatch(word) else "" for word in words[-each:]]
