"""Tables of tasks without cell marks: where the cells of a numbered row can be told apart safely, they get their marks back.

A head in reading order (`TT Nội dung nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành`) says which columns there are. A row is
its number, the task, one unit for each column of units, then a time and a product: units begin with a known head in
capitals. A row with more units than columns, or words left over (cells of several lines read crosswise), gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.model import TextLine
from extract.parse.assignments.tails import TAILS, tail_starts
from extract.parse.assignments.words import Words
from extract.parse.passage import Passage, join
from extract.parse.units.lists import LONGEST_HEAD, unit_head

_HEADED = re.compile(r"\W*(?:s?tt|so tt|so thu tu)\b")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]?\s+(?=\D)")
_JOINER = re.compile(r"[\W_]+")
# before these a unit is the object of the task or belongs to the name before it
_INSIDE = re.compile(
    r"(?:[,;/(–-]|\b(?:và|của|với|cho|tại|thuộc|về|do|từ|đến|bởi|cùng|trong|trình|gửi|giúp))$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_MOST_HEAD_LINES, _MOST_LINES = 3, 4
_FEWEST_TASK_WORDS = 2
_UNITS = frozenset({"lead", "unit", "partners"})


def with_marks(lines: Sequence[TextLine], words: Words) -> tuple[TextLine, ...]:
    """The lines, those of tables of tasks without cell marks with " | " between their cells."""
    done: list[TextLine] = []
    columns: tuple[str, ...] = ()
    at = number = 0
    while at < len(lines):
        head = _head(lines, at, words)
        if head:
            columns, number = head.columns, 0
            done += head.lines
            at += len(head.lines)
            continue
        row = _row(lines, at, columns, number + 1, words) if columns else ()
        number += bool(row)
        done += row or (lines[at],)
        at += len(row) or 1
    return tuple(done)


@dataclass(frozen=True, slots=True)
class _Head:
    """The kinds of the columns behind the number, and the head's lines, the first with all its cells."""

    columns: tuple[str, ...]
    lines: tuple[TextLine, ...]


def _head(lines: Sequence[TextLine], at: int, words: Words) -> _Head | None:
    """The head that begins at this line, None where a word of it is unknown or its columns come in another order."""
    if not _HEADED.match(fold(lines[at].text)) or "|" in lines[at].text:
        return None
    for more in range(_MOST_HEAD_LINES, 0, -1):
        part = lines[at : at + more]
        cells = _head_cells(join(part), words)
        if len(part) == more and cells and all(line.text.strip() for line in part):
            first = replace(part[0], text=" | ".join(text for _, text in cells))
            rest = tuple(replace(line, text="") for line in part[1:])
            return _Head(tuple(kind for kind, _ in cells[1:]), (first, *rest))
    return None


def _head_cells(whole: Passage, words: Words) -> tuple[tuple[str, str], ...]:
    """The head's cells as kind and words: number, task, then units and a time, nothing else."""
    cells: list[tuple[str, str]] = []
    at = 0
    while at < len(whole.text):
        match = words.label.match(whole.folded, at)
        if match is None:
            return ()
        cells.append((words.labels[match[0]], whole.text[slice(*match.span())]))
        gap = _JOINER.match(whole.text, match.end())
        if gap and gap[0].strip():  # "chủ trì, phối hợp": one column of two kinds
            return ()
        at = gap.end() if gap else match.end()
    kinds = [kind for kind, _ in cells]
    rest = kinds[2:]
    fits = kinds[:2] == ["number", "task"] and len(set(rest)) == len(rest)
    return tuple(cells) if fits and rest and rest[0] in _UNITS and _tail(rest) in TAILS else ()


def _tail(kinds: Sequence[str]) -> tuple[str, ...]:
    """The columns behind those of units."""
    last = max((at for at, kind in enumerate(kinds) if kind in _UNITS), default=-1)
    return tuple(kinds[last + 1 :])


def _row(
    lines: Sequence[TextLine], at: int, columns: Sequence[str], number: int, words: Words
) -> tuple[TextLine, ...]:
    """The lines of the row that begins here, none where its cells cannot be told apart."""
    found = _NUMBER.match(lines[at].text.strip())
    if not found or int(found["number"]) != number or "|" in lines[at].text:
        return ()
    for part in _parts(lines, at):
        whole = join(part)
        starts = _starts(whole, _NUMBER.match(whole.text), columns, words)
        if starts:
            return tuple(_marked(whole, starts))
    return ()


def _parts(lines: Sequence[TextLine], at: int) -> Iterator[Sequence[TextLine]]:
    """The row's lines, up to the next number or blank line; all of them, as what stands crosswise has no end of its own."""
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES):
        text = lines[end].text.strip()
        if not text or _NUMBER.match(text) or not text[0].isalnum():
            break
        end += 1
    if end == at + 1 or lines[at + 1].text.strip()[:1].islower():
        yield lines[at:end]
        return
    yield from (lines[at:stop] for stop in range(at + 1, end + 1))


def _starts(
    whole: Passage, number: re.Match[str] | None, columns: Sequence[str], words: Words
) -> tuple[int, ...]:
    """Where each cell begins, the number's first; a column without words begins where the next does."""
    task = number.end() if number else 0
    tail = tail_starts(whole, task, _tail(columns), words)
    if tail is None:
        return ()
    end = tail[0] if tail else len(whole.text)
    units = _units(whole, task, end, words)
    room = sum(column in _UNITS for column in columns)
    if not units or len(units) > room:
        return ()
    if len(whole.text[task : units[0]].split()) < _FEWEST_TASK_WORDS:
        return ()
    units += [end] * (room - len(units))
    return (0, task, *units, *tail)


def _units(whole: Passage, start: int, end: int, words: Words) -> list[int]:
    """Where units begin: a head in capitals that is no object of a verb and no part of the name before it."""
    found: list[int] = []
    inside = start
    for match in _WORD.finditer(whole.text, start, end):
        at = match.start()
        if at < inside or not match[0][0].isupper() or _INSIDE.search(whole.text[:at].rstrip()):
            continue
        head = unit_head(whole.text[at : min(end, at + LONGEST_HEAD)], words.units)
        if head:
            found.append(at)
            inside = at + head.end() + 2  # "Văn phòng Sở": the second head belongs to the first
    return found


def _marked(whole: Passage, starts: Sequence[int]) -> Iterator[TextLine]:
    """The row's lines, each with its own part of every cell."""
    ends = (*starts[1:], len(whole.text))
    stops = (*whole.starts[1:], len(whole.text))
    for line, first, last in zip(whole.lines, whole.starts, stops, strict=True):
        cells = [
            whole.text[max(start, first) : min(end, last)].strip()
            if start < last and end > first
            else ""
            for start, end in zip(starts, ends, strict=True)
        ]
        yield replace(line, text=" | ".join(cells))
