"""What a task's row shows of how it was cut: sentences run together, a unit from elsewhere, a deadline inside the sentence.

On documents never seen before, most wrong cells of right text are cuts: the last words of the document in a task, half a unit's
name left before the task, a date of the sentence taken for a deadline. None of them shows in a cell alone; these notes name what
is seen, and the calibration counts how often such cells are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.check.cells import RowAt
from extract.fold import fold
from extract.records import Assignment

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


# What a task's row shows of how it was cut: sentences run together, a unit from elsewhere, a deadline inside the sentence.
#
# On documents never seen before, most wrong cells of right text are cuts: the last words of the document in a task, half a unit's
# name left before the task, a date of the sentence taken for a deadline. None of them shows in a cell alone; these notes name what
# is seen, and the calibration counts how often such cells are wrong.

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
