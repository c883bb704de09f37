"""Signs that a cell may be wrong: what is known of it beside its value, as names that the calibration weighs.

A sign says what was seen ("changed:unsure", "strange:word"), never how bad that is: how often cells with a sign are wrong is
counted on own documents (`benchmarks/calibrate.py`) and stands in `extract/data/calibration.tsv`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from statistics import fmean

from extract.check.standing import KnownNames
from extract.fold import fold
from extract.model import (
    Correction,
    Doubt,
    Evidence,
    NoteCode,
    Page,
    Strange,
    TextLine,
    TextSource,
    Word,
    note_code,
)
from extract.records import (
    Assignment,
    Header,
    Reason,
    Recipient,
    Reference,
    Result,
    Score,
)

# The class of a page: what its letters went through, by which its cells are calibrated apart.
#
# A figure that is read from a clean scan, from a worn one or from a photo is misread at rates of their own; a text that was typed is
# not misread at all. The classes are told by what earlier stages wrote down: the source, the notes, how sure the words are.

_CLEAN = (
    0.9  # mean confidence of the words of a clean scan (own scans .93 to .97, worn ones .70 to .90)
)


class PageClass(StrEnum):
    """What a page's letters went through."""

    TEXT = "text"  # typed, right
    DAMAGED = "damaged text"  # typed or recognised elsewhere, restored here
    LAYER = "text layer"  # of a PDF
    CLEAN = "clean scan"
    WORN = "worn scan"
    PHOTO = "photo"


def page_class(page: Page) -> PageClass:
    """The class of a page; of text that was typed it is told by the whole document whether it is right."""
    if page.text_source in {TextSource.TEXT_INPUT, TextSource.DOCX}:
        return PageClass.TEXT
    if page.text_source is TextSource.TEXT_LAYER:
        return PageClass.LAYER
    if NoteCode.PHOTO in map(note_code, page.notes):
        return PageClass.PHOTO
    sure = [w.confidence for line in page.lines for w in line.words if w.confidence is not None]
    return PageClass.CLEAN if sure and fmean(sure) >= _CLEAN else PageClass.WORN


# Signs of specks and seal ink in a text cell: letters and marks that no official text has.

_STRANGE = re.compile(r"[^\w\s.,;:!?()\[\]/\-–—\"'“”‘’%&+*°|§²³…<>≥≤=]|_|[<>=](?!\s*\d)")
_MARK_ALONE = re.compile(r"(?:^|\s)[%&+*°'\"](?:\s|$)|[^\W\d_]['’][^\W\d_]")
#: Names of the Central Highlands: one capital consonant before the mark (`Cư M'gar`, `H'Drai`, `K'Bang`, `N'Thol Hạ`).
_HIGHLAND = re.compile(r"\b([BCĐHKLMNPRST])['’](?=[^\W\d_])")

_GLUED = re.compile(r"lUl|UUUll")
_WORD = re.compile(r"[^\W\d_]+")


def is_odd(value: str) -> bool:
    """Whether a text looks as if a speck or a stamp had been read into it.

    >>> is_odd("VT, NC.c¡¿„"), is_odd("Sở Tư pháp (để b/c)"), is_odd("UBND xã Cư M'gar")
    (True, False, False)
    """
    plain = _HIGHLAND.sub("", value)
    marks = any(sign.search(plain) for sign in (_STRANGE, _MARK_ALONE))
    return marks or any(_has_capital_inside(w) for w in plain.split() if not w[1:].islower())


def _has_capital_inside(word: str) -> bool:
    """A capital between small letters ("SởTư", "sfUý") or small letters glued to capitals ("UBNDxã"); no symbol ("TTg")."""
    cases = "".join(
        "U" if letter.isupper() else "l" if letter.islower() else "." for letter in word
    )
    return _GLUED.search(cases) is not None


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # no abbreviation has one


def has_stray_capitals(value: str) -> bool:
    """Whether a word in small letters' company is in capitals without being an abbreviation, or ends in one.

    >>> has_stray_capitals("SỞ Y tế"), has_stray_capitals("xã Đắk MiI"), has_stray_capitals("UBND xã, TƯ")
    (True, True, False)
    """
    if value.isupper():
        return False
    return any(_is_stray(word) for word in _WORD.findall(value) if word[-1].isupper())


def _is_stray(word: str) -> bool:
    """Of a word whose last letter is a capital."""
    shouted = word.isupper() and not _TONES.isdisjoint(unicodedata.normalize("NFD", word))
    return shouted or (len(word) > 2 and word[-2].islower())  # noqa: PLR2004 - "Qđ"


WORDS = frozenset(
    (
        "entity", "criterion", "text", "unit", "co_units", "task", "product", "name", "issuer", "parent_agency", "place",
        "subject", "addressees", "signer_name", "signer_position", "deadline_raw", "assigner", "purpose_raw", "grade",
    )
)  # fmt: skip
BODIES = frozenset(
    ("criterion", "entity", "unit", "co_units", "name", "issuer", "parent_agency", "addressees")
)
CLOSED = frozenset(
    field.name
    for record in (Header, Result, Score, Reason, Assignment, Reference, Recipient)
    for field in fields(record)
    if field.metadata.get("values")
)
MARKS = frozenset(("item_no", "section", "number", "symbol", "code", "decided_by", "issuer_id"))
# steps of confidence that features tell apart; the weights were fitted to them
_UNSURE, _FAIR = 0.7, 0.9
_MANY_LETTERS = 0.08  # of a cell's letters; where one letter of a word is wrong, 2 % of the cell's
_WRONG_LETTERS = 1.5  # of a wrong syllable
_DAMAGE = (0.0, 0.04, 0.12)  # a figure in a line that was read badly is misread more often
_STEPS = 2.0  # strengths and chances count in steps of half a logit


@dataclass(frozen=True, slots=True)
class Around:
    """What the document knows about the lines of a cell: the lines, their words as read, their corrections, its form."""

    lines: tuple[TextLine, ...]
    words: tuple[Word, ...]
    corrections: tuple[Correction, ...]
    form: str
    page: PageClass = PageClass.TEXT

    @property
    def damage(self) -> float:
        """The share of the lines' letters in words that were no words or got other letters, 0 to 1; marks alone count nothing."""
        changed = sum(len(c.before) for c in self.corrections if fold(c.before) != fold(c.after))
        strange = sum(len(s.text) for line in self.lines for s in line.strange)
        return min(1.0, (changed + strange) / max(1, sum(len(line.raw) for line in self.lines)))


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """A cell with where it was read, the doubts about it, and those about its row."""

    table: str
    column: str
    value: str
    at: Evidence
    doubts: tuple[Doubt, ...]
    row_doubts: tuple[Doubt, ...]
    notes: tuple[str, ...] = ()  # signs that only the rows together show


def kind_of(column: str) -> str:
    """Words, marks, closed (lists), or figures (numbers and dates)."""
    if column in WORDS:
        return "words"
    return "marks" if column in MARKS else "closed" if column in CLOSED else "figures"


def signs(
    cell: CheckedCell, around: Around, changed: Sequence[Correction], names: KnownNames
) -> Iterator[str]:
    """The names of the cell's signs; every cell has its column's and its form's. `changed` are the corrections of its words."""
    kind = kind_of(cell.column)
    yield "all"
    yield f"{cell.table}.{cell.column}"
    yield f"{kind}@{around.form}"
    yield f"page:{around.page}"
    yield f"{kind}~{around.page}"
    if any(word.hand and _bare(word) in cell.value for word in around.words):
        yield "page:by hand"
    yield f"{cell.table}.{cell.column}@{'text' if around.form == 'clean' else 'read'}"
    yield f"rule:{cell.at.rule}"
    yield f"strength:{_step(cell.at.confidence)}"
    yield from (f"doubt:{_reason(doubt, cell.value)}" for doubt in cell.doubts[:1])
    yield from (f"row doubt:{doubt.reason}" for doubt in cell.row_doubts[:1])
    yield from (f"{kind}:{note}" for note in cell.notes)
    if kind == "figures":
        # far from its neighbours: a misread figure, on right text a small criterion
        form = "text" if around.form == "clean" else "read"
        yield from (f"{kind}:{note}@{form}" for note in cell.notes)
    yield from _of_reading(kind, cell.value, around)
    yield from _of_corrections(kind, cell.value, changed)
    if kind in {"figures", "marks"}:
        yield f"{kind}:damage {bisect(_DAMAGE, around.damage)}@{around.form}"
    if kind == "words":
        yield from _of_words(cell, around, names)


def _reason(doubt: Doubt, value: str) -> str:
    """The reason of a doubt; `separator` where all readings of a figure have the same digits: only a comma was put back."""
    digits = set(map(_digits, (value, *doubt.alternatives)))
    back = doubt.reason == "repaired_number" and doubt.alternatives and len(digits) == 1
    return "separator" if back else doubt.reason


def _step(chance: float) -> int:
    """A chance in steps of half a logit, -2 to 8."""
    sure = min(max(chance, 0.01), 0.99)
    return round(_STEPS * math.log(sure / (1 - sure)))


def _of_reading(kind: str, value: str, around: Around) -> Iterator[str]:
    """How unsure the reader was of the worst of the cell's words, or of its lines where no word is found again."""
    mine = [w.confidence for w in around.words if w.confidence is not None and _bare(w) in value]
    known = mine or [line.confidence for line in around.lines if line.confidence is not None]
    if known:
        yield f"{kind}:{'word' if mine else 'line'} read {max(-2, _step(min(known)) // 2)}"


def _bare(word: Word) -> str:
    """A word as a cell has it: without marks at its ends, with a decimal point."""
    text = word.text.strip(".,;:()|/ ")
    return text.replace(",", ".") if text[:1].isdigit() else text or "\0"


def _of_corrections(kind: str, value: str, inside: Sequence[Correction]) -> Iterator[str]:
    if not inside:
        return
    if any(map(digits_differ, inside)):
        yield f"{kind}:digit changed"
    worst = min(c.confidence for c in inside)
    yield f"{kind}:changed {'unsure' if worst < _UNSURE else 'fairly' if worst < _FAIR else 'sure'}"
    yield f"{kind}:letters {_letters(inside, value)}"


def _letters(inside: Sequence[Correction], value: str) -> str:
    """The share of letters that the corrections are expected to have wrong, in doubling steps from 1/4 % on."""
    wrong = sum((1 - c.confidence) * _WRONG_LETTERS for c in inside) / max(1, len(value))
    return str(min(6, max(0, round(math.log2(max(wrong, 1e-6) / 0.0025)))))


def changed_in(value: str, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections whose words stand in a value."""
    return tuple(c for c in corrections if (after := c.after.strip()) and after in value)


def digits_differ(correction: Correction) -> bool:
    """Whether a correction changed a digit."""
    return _digits(correction.before) != _digits(correction.after)


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _of_words(cell: CheckedCell, around: Around, names: KnownNames) -> Iterator[str]:
    found = [s for line in around.lines for s in line.strange if s.text in cell.value]
    clean = "text" if around.form == "clean" else "read"
    yield from _of_strange(found, len(cell.value), clean)
    if is_odd(cell.value):
        yield "words:odd"
    if has_stray_capitals(cell.value):
        yield "words:stray capitals"
    if cell.column in BODIES:
        yield f"body:{names.known(cell.value)}@{clean}"
    yield f"{cell.table}.{cell.column}:{'short' if len(cell.value) < 40 else 'long' if len(cell.value) > 250 else 'mid'}"  # noqa: PLR2004


def _of_strange(found: Sequence[Strange], length: int, form: str) -> Iterator[str]:
    """Strange words by the share of the letters that they make: a long text bears one."""
    for kind, mine in (
        ("words", [s for s in found if not s.known]),
        ("pairs", [s for s in found if s.known]),
    ):
        share = sum(len(s.text) for s in mine) / max(1, length)
        if mine:
            yield f"strange:{'many' if share > _MANY_LETTERS else 'few'} {kind}@{form}"


def form_of(share: float, *, recognised: bool) -> str:
    """How much a document had to be restored: clean, light or heavy; `image` where an engine read it here."""
    if recognised:
        return "image"
    return "clean" if share < 0.004 else "light" if share < 0.25 else "heavy"  # noqa: PLR2004
