"""Tables of tasks without cell marks: where heads and cells can be told apart safely, they get their marks back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.model import TextLine
from extract.parse.assignments.model import TaskWords, nearest_column
from extract.parse.deadlines import Known, read_answer
from extract.parse.passage import Passage, join
from extract.parse.units.lists import LONGEST_HEAD, unit_head

# The last cells of a task's row without cell marks: a time, a product, or both in either order. A time is the longest run of
# words that is nothing but a deadline; a product opens with a word of the list `product_words` in capitals behind the units, or
# with whatever stands behind the time.

_WORD = re.compile(r"\S+")
_MOST_TIME_WORDS = 12
TAILS = ((), ("time",), ("product",), ("time", "product"), ("product", "time"))


def tail_starts(
    whole: Passage, task: int, columns: Sequence[str], words: TaskWords
) -> tuple[int, ...] | None:
    """Where the cells of these columns begin, () for none; `None` where they cannot be told from what stands before."""
    kinds = tuple(columns)
    if kinds == ("time", "product"):
        last = _time(whole, task, words)  # a row without a product ends in its time
        return _time_inside(whole, task, words) or ((last, len(whole.text)) if last else None)
    time = _time(whole, task, words) if "time" in kinds else len(whole.text)
    if not time:
        return None
    if "product" not in kinds:
        return (time,) if kinds else ()
    product = _product(whole, task, time, words)
    if product is None:
        return None
    return (product, time) if "time" in kinds else (product,)


def _time(whole: Passage, start: int, words: TaskWords) -> int:
    """Where the time at the row's end begins: the longest end that is nothing but a deadline; 0 where there is none."""
    places = [match.start() for match in _WORD.finditer(whole.text, start)]
    for place in places[-_MOST_TIME_WORDS:]:
        if _is_time(whole.cut(place), words):
            return place
    return 0


def _time_inside(whole: Passage, start: int, words: TaskWords) -> tuple[int, int] | None:
    """The last time in the row that a capital follows: where it begins, and where the words behind it do."""
    spans = [match.span() for match in _WORD.finditer(whole.text, start)]
    for at in range(len(spans) - 2, 1, -1):
        if not whole.text[spans[at + 1][0]].isupper():
            continue
        for first in range(max(0, at - _MOST_TIME_WORDS), at + 1):
            if _is_time(whole.cut(spans[first][0], spans[at][1]), words):
                return spans[first][0], spans[at + 1][0]
    return None


def _is_time(cell: Passage, words: TaskWords) -> bool:
    found = read_answer(cell, Known(), words.dictionaries)
    return bool(found and not found.start and found.end >= len(cell.text.rstrip(" .;")))


def _product(whole: Passage, start: int, end: int, words: TaskWords) -> int | None:
    """Where the product begins: the last of its words, in capitals, before `end`."""
    found = list(words.product.finditer(whole.text, start, end))
    return found[-1].start() if found else None


# The head of a table of tasks without cell marks, in reading order: `TT Nội dung nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành`.
# Its cells are known labels, one behind the other, over at most three lines; one that was misread counts by its nearest label.

UNITS = frozenset({"lead", "unit", "partners"})
_HEADED = re.compile(r"\W*(?:s?tt|so tt|so thu tu)\b")
_JOINER = re.compile(r"[\W_]+")
_MOST_HEAD_LINES, _LONGEST_HEAD = 3, 400  # lines, letters
_MOST_HEAD_WORDS = 6  # of one cell


@dataclass(frozen=True, slots=True)
class TableHead:
    """The kinds of the columns behind the number, and the head's lines, the first with all its cells."""

    columns: tuple[str, ...]
    lines: tuple[TextLine, ...]


def head_at(lines: Sequence[TextLine], at: int, words: TaskWords) -> TableHead | None:
    """The head that begins at this line, None where a word of it is unknown or its columns come in another order."""
    if not _HEADED.match(fold(lines[at].text)) or "|" in lines[at].text:
        return None
    for more in range(_MOST_HEAD_LINES, 0, -1):
        part = lines[at : at + more]
        cells = _head_cells(join(part), words)
        if len(part) == more and cells and all(line.text.strip() for line in part):
            first = replace(part[0], text=" | ".join(text for _, text in cells))
            rest = tuple(replace(line, text="") for line in part[1:])
            return TableHead(tuple(kind for kind, _ in cells[1:]), (first, *rest))
    return None


def _head_cells(whole: Passage, words: TaskWords) -> tuple[tuple[str, str], ...]:
    """The head's cells as kind and words: number, task, then units and a time, nothing else."""
    cells = list(_cells_from(whole, 0, words, {})) if len(whole.text) <= _LONGEST_HEAD else []
    if len(cells) > 1 and cells[-1][0] == "note":  # its cells are empty, or the row is not read
        cells.pop()
    cells = _with_parts(cells)
    kinds = [kind for kind, *_ in cells]
    rest = kinds[2:]
    if kinds[:1] != ["number"] or len(set(rest)) != len(rest) or not rest:
        return ()
    task_first = kinds[1] == "task" and rest[0] in UNITS
    unit_first = kinds[1] in UNITS and rest[0] == "task" and not UNITS & set(rest)
    fits = (task_first or unit_first) and tail_of(rest) in TAILS
    return tuple((kind, text) for kind, text, _ in cells) if fits else ()


_Cell = tuple[str, str, bool]  # kind, words, whether it was misread


def _with_parts(cells: list[_Cell]) -> list[_Cell]:
    """The cells; those of units at the end of a head of two lines part its column of units (`Chủ trì Phối hợp`)."""
    earlier = {kind for kind, *_ in cells[:-1]}
    if cells and cells[-1][0] in earlier and cells[-1][0] not in UNITS:
        cells = cells[:-1]  # `Thời gian` above `hoàn thành`
    last = len(cells)
    while last and cells[last - 1][0] in UNITS:
        last -= 1
    whole = next((at for at, cell in enumerate(cells[: last - 1]) if cell[0] == "unit"), None)
    if whole is None or len(cells) - last < 2:  # noqa: PLR2004 - one is a column of its own
        return cells
    return [*cells[:whole], *cells[last:], *cells[whole + 1 : last]]


def _cells_from(
    whole: Passage, at: int, words: TaskWords, known: dict[int, tuple[_Cell, ...]]
) -> tuple[_Cell, ...]:
    """The cells from an offset to the head's end, as few misread as will do; none where not all are known.

    `known` keeps what was found from each offset, so that no end of the head is read twice.
    """
    if at not in known:
        known[at] = _best_cells(whole, at, words, known)
    return known[at]


def _best_cells(
    whole: Passage, at: int, words: TaskWords, known: dict[int, tuple[_Cell, ...]]
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


def _readings(whole: Passage, at: int, words: TaskWords) -> Iterator[tuple[str, int, bool]]:
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


# Tables of tasks without cell marks: where the cells of a numbered row can be told apart safely, they get their marks back. A
# head in reading order (`TT Nội dung nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành`) says which columns there are. A row is its
# number, the task, one unit for each column of units, then a time and a product: units begin with a known head in capitals. A
# row with more units than columns, or words left over (cells of several lines read crosswise), gives nothing.

_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]?\s+(?=\D)")
_MOST_LINES = 4
_MOST_LOST = 3  # rows in succession that could not be read
_FEWEST_TASK_WORDS = 2


def with_marks(lines: Sequence[TextLine], words: TaskWords) -> tuple[TextLine, ...]:
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
    lines: Sequence[TextLine], at: int, columns: Sequence[str], number: int, words: TaskWords
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
    lines: Sequence[TextLine], at: int, columns: Sequence[str], words: TaskWords
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


def _parts(lines: Sequence[TextLine], at: int, words: TaskWords) -> Iterator[Sequence[TextLine]]:
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
    whole: Passage, number: re.Match[str] | None, columns: Sequence[str], words: TaskWords
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


def _task_behind_unit(whole: Passage, start: int, end: int, words: TaskWords) -> int:
    """Where the task begins behind the unit that a row opens with: a verb in capitals; 0 without unit or verb."""
    head = unit_head(whole.text[start : start + LONGEST_HEAD], words.units)
    if head is None:
        return 0
    entry = words.units.heads[head[0]]
    first = start + head.end() + (1 if entry.bare else 2)
    for verb in words.units.verb.finditer(whole.folded, first, end):
        at = verb.start()
        joined = words.inside.search(whole.text[:at].rstrip())
        named = entry.bare or whole.text[start + head.end() : at].strip()
        if whole.text[at].isupper() and named and not joined:
            return at
    return 0


def _units(whole: Passage, start: int, end: int, words: TaskWords) -> list[int]:
    """Where units begin: a head in capitals that is no object of a verb and no part of the name before it."""
    found: list[int] = []
    inside = start
    for match in _WORD.finditer(whole.text, start, end):
        at = match.start()
        if (
            at < inside
            or not match[0][0].isupper()
            or words.inside.search(whole.text[:at].rstrip())
        ):
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
