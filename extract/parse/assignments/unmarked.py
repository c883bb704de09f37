"""Tables of tasks without cell marks: where the cells of a numbered row can be told apart safely, they get their marks back.

A head in reading order (`TT Nội dung nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành`) says which columns there are. A row is
its number, the task, one unit for each column of units, then a time and a product: units begin with a known head in
capitals. A row with more units than columns, or words left over (cells of several lines read crosswise), gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.fold import fold
from extract.model import TextLine
from extract.parse.assignments.tails import tail_starts
from extract.parse.assignments.unmarked_heads import UNITS, head_at, tail_of
from extract.parse.assignments.words import Words
from extract.parse.passage import Passage, join
from extract.parse.units.lists import LONGEST_HEAD, unit_head

_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]?\s+(?=\D)")
# before these a unit is the object of the task or belongs to the name before it
_INSIDE = re.compile(
    r"(?:[,;/(–-]|\b(?:và|của|với|cho|tại|thuộc|về|do|từ|đến|bởi|cùng|trong|trình|gửi|giúp))$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_MOST_LINES = 4
_MOST_LOST = 3  # rows in succession that could not be read
_FEWEST_TASK_WORDS = 2


def with_marks(lines: Sequence[TextLine], words: Words) -> tuple[TextLine, ...]:
    """The lines, those of tables of tasks without cell marks with " | " between their cells."""
    done: list[TextLine] = []
    columns: tuple[str, ...] = ()
    at = number = 0
    while at < len(lines):
        head = head_at(lines, at, words)
        if head:
            columns, number = head.columns, 0
            done += head.lines
            at += len(head.lines)
            continue
        row = _row(lines, at, columns, number + 1, words) if columns else ()
        number = _number_of(lines[at]) if row else number
        done += row or (lines[at],)
        at += len(row) or 1
    return tuple(done)


def _number_of(line: TextLine) -> int:
    found = _NUMBER.match(line.text.strip())
    return int(found["number"]) if found else 0


def _row(
    lines: Sequence[TextLine], at: int, columns: Sequence[str], number: int, words: Words
) -> tuple[TextLine, ...]:
    """The lines of the row that begins here, none where its cells cannot be told apart."""
    if not number <= _number_of(lines[at]) <= number + _MOST_LOST or "|" in lines[at].text:
        return ()
    for part in _parts(lines, at, words):
        whole = join(part)
        starts = _starts(whole, _NUMBER.match(whole.text), columns, words)
        if starts:
            return tuple(_marked(whole, starts))
    return _with_ends(lines, at, columns, words)


def _with_ends(
    lines: Sequence[TextLine], at: int, columns: Sequence[str], words: Words
) -> tuple[TextLine, ...]:
    """A row that is whole in its first line, below which only its task goes on in small letters."""
    first = join(lines[at : at + 1])
    starts = _starts(first, _NUMBER.match(first.text), columns, words)
    more = list(_small_lines(lines, at + 1))
    if not starts or not more:
        return ()
    cells = [""] * len(starts)
    ends = (replace(line, text=" | ".join(["", line.text.strip(), *cells[2:]])) for line in more)
    return (*_marked(first, starts), *ends)


def _small_lines(lines: Sequence[TextLine], at: int) -> Iterator[TextLine]:
    for line in lines[at : at + _MOST_LINES - 1]:
        text = line.text.strip()
        if not text or text != text.lower() or not text[0].isalpha():
            return
        yield line


def _parts(lines: Sequence[TextLine], at: int, words: Words) -> Iterator[Sequence[TextLine]]:
    """The row's lines, up to the next number, a blank line or the document's closing words; all of them, as what stands crosswise has no end of its own."""
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES):
        text = lines[end].text.strip()
        if not text or _NUMBER.match(text) or not text[0].isalnum():
            break
        if fold(text).startswith(words.closings):
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
    tail = tail_starts(whole, task, tail_of(columns), words)
    if tail is None:
        return ()
    end = tail[0] if tail else len(whole.text)
    if columns[0] != "task":
        begin = _task_behind_unit(whole, task, end, words)
        return (0, task, begin, *tail) if begin else ()
    units = _units(whole, task, end, words)
    room = sum(column in UNITS for column in columns)
    if not units or len(units) > room:
        return ()
    if len(whole.text[task : units[0]].split()) < _FEWEST_TASK_WORDS:
        return ()
    units += [end] * (room - len(units))
    return (0, task, *units, *tail)


def _task_behind_unit(whole: Passage, start: int, end: int, words: Words) -> int:
    """Where the task begins behind the unit that a row opens with: a verb in capitals; 0 without unit or verb."""
    head = unit_head(whole.text[start : start + LONGEST_HEAD], words.units)
    if head is None:
        return 0
    entry = words.units.heads[head[0]]
    first = start + head.end() + (1 if entry.bare else 2)
    for verb in words.units.verb.finditer(whole.folded, first, end):
        at = verb.start()
        joined = _INSIDE.search(whole.text[:at].rstrip())
        named = entry.bare or whole.text[start + head.end() : at].strip()
        if whole.text[at].isupper() and named and not joined:
            return at
    return 0


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
