"""The head of a table of tasks without cell marks, in reading order: `TT Nội dung nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành`.

Its cells are known labels, one behind the other, over at most three lines; one that was misread counts by its nearest label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.model import TextLine
from extract.parse.assignments.tails import TAILS
from extract.parse.assignments.words import Words, nearest_column
from extract.parse.passage import Passage, join

UNITS = frozenset({"lead", "unit", "partners"})
_HEADED = re.compile(r"\W*(?:s?tt|so tt|so thu tu)\b")
_JOINER = re.compile(r"[\W_]+")
_WORD = re.compile(r"\S+")
_MOST_HEAD_LINES, _LONGEST_HEAD = 3, 400  # lines, letters
_MOST_HEAD_WORDS = 6  # of one cell


@dataclass(frozen=True, slots=True)
class Head:
    """The kinds of the columns behind the number, and the head's lines, the first with all its cells."""

    columns: tuple[str, ...]
    lines: tuple[TextLine, ...]


def head_at(lines: Sequence[TextLine], at: int, words: Words) -> Head | None:
    """The head that begins at this line, None where a word of it is unknown or its columns come in another order."""
    if not _HEADED.match(fold(lines[at].text)) or "|" in lines[at].text:
        return None
    for more in range(_MOST_HEAD_LINES, 0, -1):
        part = lines[at : at + more]
        cells = _head_cells(join(part), words)
        if len(part) == more and cells and all(line.text.strip() for line in part):
            first = replace(part[0], text=" | ".join(text for _, text in cells))
            rest = tuple(replace(line, text="") for line in part[1:])
            return Head(tuple(kind for kind, _ in cells[1:]), (first, *rest))
    return None


def _head_cells(whole: Passage, words: Words) -> tuple[tuple[str, str], ...]:
    """The head's cells as kind and words: number, task, then units and a time, nothing else."""
    cells = list(_cells_from(whole, 0, words, {})) if len(whole.text) <= _LONGEST_HEAD else []
    if len(cells) > 1 and cells[-1][0] == "note":  # its cells are empty, or the row is not read
        cells.pop()
    kinds = [kind for kind, *_ in cells]
    rest = kinds[2:]
    if kinds[:1] != ["number"] or len(set(rest)) != len(rest) or not rest:
        return ()
    task_first = kinds[1] == "task" and rest[0] in UNITS
    unit_first = kinds[1] in UNITS and rest[0] == "task" and not UNITS & set(rest)
    fits = (task_first or unit_first) and tail_of(rest) in TAILS
    return tuple((kind, text) for kind, text, _ in cells) if fits else ()


_Cell = tuple[str, str, bool]  # kind, words, whether it was misread


def _cells_from(
    whole: Passage, at: int, words: Words, known: dict[int, tuple[_Cell, ...]]
) -> tuple[_Cell, ...]:
    """The cells from an offset to the head's end, as few misread as will do; none where not all are known.

    `known` keeps what was found from each offset, so that no end of the head is read twice.
    """
    if at not in known:
        known[at] = _best_cells(whole, at, words, known)
    return known[at]


def _best_cells(
    whole: Passage, at: int, words: Words, known: dict[int, tuple[_Cell, ...]]
) -> tuple[_Cell, ...]:
    found: list[tuple[_Cell, ...]] = []
    for kind, end, misread in _readings(whole, at, words):
        gap = _JOINER.match(whole.text, end)
        if gap and gap[0].strip() and gap.end() < len(whole.text):
            return ()  # "chủ trì, phối hợp": one column of two kinds
        cell, after = (kind, whole.text[at:end], misread), gap.end() if gap else end
        rest = _cells_from(whole, after, words, known) if after < len(whole.text) else ()
        if rest or after >= len(whole.text):
            found.append((cell, *rest))
    return min(found, key=lambda cells: (sum(cell[2] for cell in cells), len(cells)), default=())


def _readings(whole: Passage, at: int, words: Words) -> Iterator[tuple[str, int, bool]]:
    """What the cell that begins at an offset may be, its end, and whether it is only the nearest label."""
    match = words.label.match(whole.folded, at)
    if match:
        yield words.labels[match[0]], match.end(), False
    ends = [word.end() for word in _WORD.finditer(whole.text, at)][:_MOST_HEAD_WORDS]
    nearest = ((nearest_column(whole.folded[at:end], words), end) for end in reversed(ends))
    found = next(((kind, end) for kind, end in nearest if kind), None)
    if found and not (match and found[1] <= match.end()):
        yield *found, True


def tail_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """The columns behind those of units and tasks."""
    last = max((at for at, kind in enumerate(kinds) if kind in UNITS | {"task"}), default=-1)
    return tuple(kinds[last + 1 :])
