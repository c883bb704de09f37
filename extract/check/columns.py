"""What a row shows beside the others of its column: a figure of another form, a name that stands in many rows, a task that was cut wrongly."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import chain
from operator import or_
from statistics import median

from extract.check.arithmetic import figures_of
from extract.check.cells import Place, RowAt, places
from extract.check.standing import KnownNames, rating_notes, standing_notes
from extract.fold import fold
from extract.records import Assignment, Header, Score

# What a task's row shows of how it was cut: sentences run together, a unit from elsewhere, a deadline inside the sentence.
#
# On documents never seen before, most wrong cells of right text are cuts: the last words of the document in a task, half a unit's
# name left before the task, a date of the sentence taken for a deadline. None of them shows in a cell alone; these notes name what
# is seen, and the calibration counts how often such cells are wrong.

# Marks of items in their order: one that neither follows the one before nor opens a list was misread, or a row is missing.

_LETTERS = [
    "a",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "x",
    "y",
]
_ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
]
_PRINTED = re.compile(r"\W*(?:Điều\s+)?\w{1,4}\s?[.)]")
_NUMBER = re.compile(r"(?:Điều\s+)?(?<!\d)(?P<n>\d+)$")


def place_of(mark: str) -> tuple[str, int] | None:
    """The kind of a mark and its place in the order of its kind, from 1; `None` for marks of other kinds.

    >>> place_of("đ"), place_of("IV"), place_of("Điều 3"), place_of("1.2")
    (('letter', 5), ('roman', 4), ('number', 3), None)
    """
    number = _NUMBER.match(mark)
    if number:
        return "number", int(number["n"])
    if mark in _LETTERS:
        return "letter", _LETTERS.index(mark) + 1
    return ("roman", _ROMAN.index(mark) + 1) if mark in _ROMAN else None


def order_notes(rows: Sequence[Assignment]) -> Iterator[str]:
    """For each row what its mark is to that before: first, follows, same item, printed again, jump, alone (of its kind) or none."""
    before: Assignment | None = None
    for row in rows:
        yield _note(before, row)
        before = row


def _note(before: Assignment | None, row: Assignment) -> str:
    here = place_of(row.item_no or "")
    if here is None:
        return "none"
    if here[1] == 1:
        return "first"
    there = place_of(before.item_no or "") if before else None
    if before is None or there is None or there[0] != here[0]:
        return "alone"
    if here == there:
        again = before.at.line_start != row.at.line_start and _PRINTED.match(row.at.raw)
        return "printed again" if again else "same item"
    return "follows" if here[1] == there[1] + 1 else "jump"


_SENTENCE = re.compile(r"[.!?]\s+(\w)")
_FOOTNOTE = re.compile(r"[.;]\s+\d{1,2}\s+(\w)")
_MANY = 2  # sentences beyond the first
#: Words in the middle of a phrase: a unit that ends in one, or a task that begins with one, was cut at the wrong place.
_OPEN_END = re.compile(
    r"\b(?:dang|cua|va|voi|cho|tai|thuoc|do|theo|nham|de|xet|duoc|bi|la|trong|ve|cac|nhung|mot)$"
)
#: Such a task tells what was done or found; it orders nothing.
_TELLS = re.compile(
    r"(?:bao cao|cho biet|danh gia|nhan dinh|neu ro)\s*:|(?:da|dang|con|chua|dat|duoc"
    r"|co(?! trach nhiem| nhiem vu| van ban| bao cao| giai phap| ke hoach| bien phap)|la(?! co quan| dau moi| don vi)) "
)
#: Words of time that a deadline is made of.
_TIME = re.compile(
    r"\b(?:truoc|trong|den het|den|tu|cham nhat|muon nhat|vao|qua|xong|thoi gian|thoi han|dinh ky|hang|moi)\b[^.;]{0,24}?\b(?:ngay|tuan|thang|quy|nam)\b|/nam\b|/thang\b"
)
#: What else is wrong where a task is: cells of the same reading.
_DOUBTED_WITH_IT = {
    "tells": ("unit", "item_no", "deadline_kind", "force"),
    "no verb": ("unit", "item_no", "deadline_kind"),
    "ends in a colon": ("unit", "item_no", "deadline_kind", "force"),
}
_OF_WEAK = ("unit", "item_no", "task", "deadline_kind", "force", "unit_scope")
_OPENS, _INSIDE = 30, 12  # letters from the row's start, from the task's end


def task_notes(at: RowAt, verbs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Column and note for each thing seen in a row of assignments; nothing for rows of other tables. `verbs` are folded."""
    row = at.row
    if not isinstance(row, Assignment):
        return
    folded, raw = fold(row.task or ""), fold(row.at.raw)
    for note in _of_text(row.task or "", folded, verbs):
        yield "task", note
        yield from ((column, f"task {note}") for column in _DOUBTED_WITH_IT.get(note, ()))
    if any(doubt.field == "unit" for doubt in row.doubts):
        opens = "with" if folded.startswith(verbs) else "without"
        yield from ((column, f"weak unit {opens} a verb") for column in _OF_WEAK)
    yield from _of_unit(row, raw)
    yield from _of_deadline(row, folded)
    if row.force:
        yield "force", f"force {row.force}"


def _of_text(task: str, folded: str, verbs: tuple[str, ...]) -> Iterator[str]:
    """Signs in a task's own words."""
    sentences = sum(map(str.isupper, _SENTENCE.findall(task)))
    if sentences:
        yield "sentences" if sentences < _MANY else "many sentences"
    if any(map(str.isupper, _FOOTNOTE.findall(task))):
        yield "footnote inside"
    if _TELLS.match(folded):
        yield "tells"
    elif not folded.startswith(verbs):
        yield "no verb"
    if "/." in task or "./" in task:
        yield "end of text inside"
    if task.endswith(":"):
        yield "ends in a colon"


def _of_deadline(row: Assignment, folded: str) -> Iterator[tuple[str, str]]:
    """A deadline inside the sentence, or none though the text speaks of time."""
    if row.deadline_raw:
        where = "inside" if _is_inside(row.deadline_raw, row.task or "") else "at the end"
        times = len(_TIME.findall(folded))
        for column in ("deadline_kind", "deadline_raw", "due_date", "start_date", "due_rrule"):
            yield column, f"deadline {where}"
            if times > 1:
                yield column, "several times"
    elif _TIME.search(folded):
        yield "deadline_kind", "time unread"


def _of_unit(row: Assignment, raw: str) -> Iterator[tuple[str, str]]:
    """Where the unit stands: at the row's start, inside it, or in what stands above it."""
    units = [fold(unit) for unit in (row.unit or "").split("|") if unit]
    if not units:
        return
    place = " ".join(raw.split()).find(units[0])
    where = "above" if place < 0 else "first" if place < _OPENS else "inside"
    for column in ("unit", "unit_scope", "force"):
        yield column, f"unit {where}"
    if any(map(_OPEN_END.search, units)):
        yield from (("unit", "open end"), ("task", "after an open end"))


def _is_inside(deadline: str, task: str) -> bool:
    """Whether words follow the deadline in its task: often a date of the sentence, not of the task."""
    place = task.find(deadline)
    return place >= 0 and place + len(deadline) < len(task) - _INSIDE


# What only a whole column shows: a figure of another form than its neighbours', a name that stands in many rows.

# Lines that gave rows of two tables: one of both readings is often wrong.
#
# A table of remedies is no ranking of those who carry them out, a sentence that tells a score orders nothing. A ranking with columns of
# areas rightly gives results and scores, an item with lost points scores and reasons.

#: The columns that say what a row is.
_TELLING: Mapping[str, tuple[str, ...]] = {
    "results": ("entity", "index_family", "index_year", "score", "rank"),
    "scores": ("entity", "criterion", "points", "points_max"),
    "reasons": ("kind", "text"),
    "assignments": ("unit", "task", "item_no", "deadline_kind"),
}
_BITS = {table: 1 << number for number, table in enumerate(_TELLING)}
_TOGETHER = ({"results", "scores"}, {"scores", "reasons"})


def sharing_notes(rows: Sequence[RowAt]) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Place (table, row number, column) and note for each row whose lines gave a row of another table too."""
    mine = [at for at in rows if at.table in _TELLING]
    if _go_together({at.table for at in mine}):
        return
    tables: dict[Place, int] = defaultdict(int)  # a bit a table: a book has 250,000 lines
    for at in mine:
        for place in places(at.row.at):
            tables[place] |= _BITS[at.table]
    for at in mine:
        others = reduce(or_, (tables[place] for place in places(at.row.at)), 0)
        for other, bit in _BITS.items():
            if others & bit and not _go_together({other, at.table}):
                for column in _TELLING[at.table]:
                    yield (at.table, at.number, column), f"{at.table} line of {other} too"


def _go_together(tables: set[str]) -> bool:
    return len(tables) <= 1 or tables in _TOGETHER


_FEW = 5  # rows: fewer make no column
_RULE = 0.6  # share of the rows that have the common form
_FAR = 3.0  # times the median
_OFTEN, _VERY_OFTEN = 3, 10
_FORMED = frozenset(
    (
        "score", "score_max", "points", "points_max", "self_points", "appraised_points", "survey_points", "percent",
        "rank", "rank_of",
    )
)  # fmt: skip
_RANKS = frozenset(
    ("rank", "rank_of")
)  # from 1 to however many there are: none is far from the others
_IN_STEPS = frozenset({"points", "points_max", "self_points", "appraised_points"})
_STEPS = tuple(map(Decimal, ("0.5", "0.25", "0.1", "0.05")))
_FEW_STEPS = {
    step: 8 if step < Decimal("0.25") else 6 for step in _STEPS
}  # fewer lie on a step by chance
_OFF = 0.15  # share of the figures that may be misread
_PLACES = frozenset({"item_no", "section"})  # equal ones say nothing of their reading
Notes = Mapping[tuple[str, int, str], tuple[str, ...]]


def row_notes(rows: Sequence[RowAt], header: Header, names: KnownNames) -> Notes:
    """The notes of each cell (table, row number, column) that has any."""
    notes = dict(column_notes(rows, names.verbs))
    for place, note in chain(sharing_notes(rows), standing_notes(rows, header, names)):
        notes[place] = (*notes.get(place, ()), note)
    return notes


def column_notes(rows: Sequence[RowAt], verbs: tuple[str, ...] = ()) -> Notes:
    """Those that a row or a column shows by itself; `verbs` are the folded words that open a task."""
    notes: dict[tuple[str, int, str], tuple[str, ...]] = {}
    for table in dict.fromkeys(at.table for at in rows):
        mine = [(at, at.cells()) for at in rows if at.table == table]
        for place, note in (
            *_of_columns(mine),
            *_off_the_grain(mine),
            *_of_rows(mine, verbs),
            *_of_order([at for at, _ in mine]),
        ):
            notes[place] = (*notes.get(place, ()), note)
    return notes


_Found = tuple[tuple[str, int, str], str]
_Rows = Sequence[tuple[RowAt, Mapping[str, str]]]  # with their cells


def _of_columns(rows: _Rows) -> Iterator[_Found]:
    columns: dict[str, list[tuple[RowAt, str]]] = {}
    for at, cells_of_row in rows:
        for name, value in cells_of_row.items():
            columns.setdefault(name, []).append((at, value))
    for name, cells in columns.items():
        if name in _FORMED and len(cells) >= _FEW:
            yield from _odd_figures(name, cells)
        counts = Counter(_of_one(name, at, value) for at, value in cells)
        for at, value in cells:
            often = counts[_of_one(name, at, value)]
            if name not in _PLACES and often >= _OFTEN:
                many = "many times" if often >= _VERY_OFTEN else "repeated"
                yield (at.table, at.number, name), many


def _of_one(name: str, at: RowAt, value: str) -> tuple[str, str]:
    """What is counted: a criterion that several bodies are scored by is printed once for each."""
    if name == "criterion" and isinstance(at.row, Score):
        return value, at.row.entity or ""
    return value, ""


def _odd_figures(name: str, cells: Sequence[tuple[RowAt, str]]) -> Iterator[_Found]:
    forms = Counter(len(value.partition(".")[2]) for _, value in cells)
    common, count = forms.most_common(1)[0]
    middle = median(float(value) for _, value in cells)
    for at, value in cells:
        place = at.table, at.number, name
        other = count >= _RULE * len(cells) and len(value.partition(".")[2]) != common
        near = name in _RANKS or middle / _FAR <= float(value) <= middle * _FAR
        far = bool(middle) and not near
        if other:
            yield place, "other decimals"
        if far:
            yield place, "far off"
        if other and far:
            yield place, "other decimals and far off"  # a lost comma, rarely else


def _off_the_grain(rows: _Rows) -> Iterator[_Found]:
    """Points are given in steps (quarters, tenths): a figure between them was misread (`10.04` among quarters)."""
    found = [
        ((at.table, at.number, name), Decimal(value))
        for at, cells in rows
        for name, value in cells.items()
        if name in _IN_STEPS
    ]
    for step in _STEPS:
        if len(found) < _FEW_STEPS[step]:
            continue
        off = [place for place, value in found if value % step]
        if len(off) <= _OFF * len(found):
            yield from ((place, "off the grain") for place in off)
            return


_JUDGED = {"points": "check", "points_max": "check", "percent": "check", "score": "sum_check"}


def _of_rows(rows: _Rows, verbs: tuple[str, ...]) -> Iterator[_Found]:
    """What arithmetic says of figures, what a row shows of how it was read."""
    for at, cells in rows:
        for name, judge in _JUDGED.items():
            verdict = cells.get(judge, "na")
            if name in cells and verdict != "na" and (verdict != "ok" or _compared(judge, at)):
                yield (at.table, at.number, name), f"{judge} {verdict}"
        if cells.get("purpose") == "luu":  # the drafter's initials stand there, by hand
            yield (at.table, at.number, "name"), "store"
        for column, note in (*task_notes(at, verbs), *rating_notes(at)):
            if column in cells:
                yield (at.table, at.number, column), note


def _compared(judge: str, at: RowAt) -> bool:
    """Whether the verdict stands on a sum or a printed percent; points below their maximum, a computed percent say little."""
    if judge == "sum_check" or not isinstance(at.row, Score):
        return True
    return at.row.percent in figures_of(at.row.at.raw)


def _of_order(rows: Sequence[RowAt]) -> Iterator[_Found]:
    tasks = [at for at in rows if isinstance(at.row, Assignment)]
    found = order_notes([at.row for at in tasks if isinstance(at.row, Assignment)])
    for at, note in zip(tasks, found, strict=True):
        yield (at.table, at.number, "item_no"), note
