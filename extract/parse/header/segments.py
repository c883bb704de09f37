"""A header cut into segments (fixed phrases, number, date, what stands beside them), how each stands on its page, and what each can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles

from extract.model import Box, TextLine
from extract.parse.header.number_date import CodeLine, DateLine, read_code_line, read_date_line
from extract.parse.header.words import HeaderWords
from extract.parse.passage import Passage, find_motto, find_phrase, is_blank, join

# How a line stands on its page: the space above it, the share of the text's width it fills, its column, its height. Lines of an
# image have boxes; lines of a text have their order, blank lines and lengths. Both are told in the same measures, so that one
# model reads both. A line of which nothing is known has none of the signs, for or against.

_SAMPLE = 60  # lines of a document that its measures are taken of
_WIDE = 0.5  # of the page: lines of the body
_MARGINS = (0.12, 0.92)  # of a page without a wide line
_GAP = 0.9  # heights of a line: lines set at 1.5 are 0.7 apart
_CENTRE = 0.045  # of the page: how far off a centred line may be
# of the page: off its middle; of the text's width: the national header has 0.6
_SIDE, _COLUMN = 0.09, 0.66
_LEVEL = (
    0.9  # heights between the middles of two lines on one level: number and date are set by eye
)
_SHORT_TEXT = 40  # letters: a text of shorter lines has no width to speak of


@dataclass(frozen=True, slots=True)
class TextFrame:
    """The text of a page: its margins and the height of a line; for a text the length of a full line."""

    left: float
    right: float
    height: float
    letters: int

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> TextFrame:
        """The frame of a document's first lines."""
        sample = [line for line in lines[: 2 * _SAMPLE] if not is_blank(line)][:_SAMPLE]
        boxes = [line.box for line in sample if line.box and line.page == sample[0].page]
        wide = [box for box in boxes if box.x1 - box.x0 > _WIDE]
        left, right = _MARGINS
        if wide:
            left = sorted(b.x0 for b in wide)[len(wide) // 4]
            right = sorted(b.x1 for b in wide)[3 * len(wide) // 4]
        height = median(b.y1 - b.y0 for b in boxes) if boxes else 0.0
        lengths = [len(line.text.strip()) for line in sample]
        full = quantiles(lengths, n=10)[-1] if len(lengths) > 1 else 0.0
        return cls(left, right, height, max(_SHORT_TEXT, round(full)))


@dataclass(frozen=True, slots=True)
class LinePlacement:
    """A line's place: `gap` above it, `fill` of the width, its box; `centred` and `column` are unknown without one."""

    gap: bool
    fill: float
    box: Box | None = None
    centred: bool = False
    column: str = ""  # "left", "right", or "" where it spans both or nothing is known
    height: float = 0.0
    indent: float = 0.0  # right of the margin, as a share of the page

    def is_level(self, other: LinePlacement) -> bool:
        """Whether two lines stand side by side, as number and date do."""
        if self.box is None or other.box is None:
            return False
        return abs(_middle(self.box) - _middle(other.box)) < _LEVEL * self.height

    def is_below(self, other: LinePlacement) -> bool:
        """Whether a line stands clearly below another; false where that is not known."""
        if self.box is None or other.box is None:
            return False
        return _middle(self.box) - _middle(other.box) > 0.5 * self.height

    def is_apart(self, other: LinePlacement) -> bool:
        """Whether two lines have boxes that share no column."""
        if self.box is None or other.box is None:
            return False
        return self.box.x0 > other.box.x1 or other.box.x0 > self.box.x1


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def setting_of(
    line: TextLine, before: TextLine | None, frame: TextFrame, *, blank: bool
) -> LinePlacement:
    """How a line stands; `before` is the filled line read before it, `blank` whether blank lines stand between."""
    if line.box is None:
        return LinePlacement(blank, min(1.0, len(line.text.strip()) / frame.letters))
    box, width = line.box, frame.right - frame.left
    middle, centre = (box.x0 + box.x1) / 2, (frame.left + frame.right) / 2
    fill = (box.x1 - box.x0) / width
    side = "left" if middle < centre - _SIDE else "right" if middle > centre + _SIDE else ""
    column = side if fill < _COLUMN else ""
    centred = abs(middle - centre) < _CENTRE and box.x0 > frame.left + 0.01
    gap = blank or _is_gap(box, before, frame)
    return LinePlacement(
        gap, min(1.0, fill), box, centred, column, height=frame.height, indent=box.x0 - frame.left
    )


def _is_gap(box: Box, before: TextLine | None, frame: TextFrame) -> bool:
    """Whether more than a line's leading is free above a line, below what was read before it in its column."""
    if before is None or before.box is None:
        return False
    above = before.box
    beside = above.x0 > box.x1 or box.x0 > above.x1
    return not beside and box.y0 - above.y1 > _GAP * frame.height


class Role(StrEnum):
    """What a piece of the header is."""

    NATIONAL = "national"
    PARTY = "party"
    MOTTO = "motto"
    AGENCY = "agency"
    CODE = "code"
    DATE = "date"
    SUBJECT = "subject"  # V/v
    TITLE = "title"
    UNDER_TITLE = "under_title"
    ATTACHED = "attached"  # (Kèm theo Quyết định số ...)
    ADDRESSEE = "addressee"
    MARK = "mark"  # urgency, secrecy, circulation
    STAMP = "stamp"
    NOISE = "noise"  # specks, a second language, what belongs to nothing


#: What tells that there is a header at all.
ANCHORS = frozenset({Role.NATIONAL, Role.PARTY, Role.MOTTO, Role.CODE, Role.DATE})
#: What one document has once.
UNIQUE = ANCHORS | {Role.TITLE}


@dataclass(frozen=True, slots=True)
class SegmentPiece:
    """A piece of a header line: its role and text; `code` and `date` where they are its content."""

    role: Role
    at: Passage
    code: CodeLine | None = None
    date: DateLine | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class HeaderZone:
    """The pieces in reading order, and the index of the body's first line; no pieces where there is no header."""

    pieces: tuple[SegmentPiece, ...]
    body_start: int

    def of(self, *roles: Role) -> tuple[SegmentPiece, ...]:
        """The pieces of some roles."""
        return tuple(piece for piece in self.pieces if piece.role in roles)


# The second language of a bilingual header: English lines below the Vietnamese ones, or beside them, are no part of the names.
# Offices for foreign affairs, universities and customs print `SOCIALIST REPUBLIC OF VIET NAM`, their own name and `No.:` in
# English too.

_HINT = re.compile(r"republ|social|indep|freed|happi|\bof\b|people|\bno\b|minist|depart|commit")
_FIXED = ("socialist republic of viet nam", "independence - freedom - happiness")
_SAME_LINE = 74.0  # as the motto: small type
_NUMBER = re.compile(r"\W*no\.?\s?:")
_OFFICE = re.compile(
    r"\b(?:of|the|people.?s|committee|department|ministry|republic|province|university|bureau|office|authority)\b"
)


def without_foreign(line: Passage) -> Passage:
    """A header's line without what it says in English; empty where that is all."""
    if not _HINT.search(line.folded):
        return line
    for phrase in _FIXED:
        span = find_phrase(line.folded, phrase, _SAME_LINE)
        if span:
            line = line.cut(0, span.start)
    plain = line.text.replace("’", "'").isascii()
    english = _NUMBER.match(line.folded) or (plain and _OFFICE.search(line.folded))
    return line.cut(0, 0) if english else line


# Header lines cut into segments: the fixed phrases, the number, the date, and what stands beside them. Two columns may be
# merged in one line: the right one is cut off by fuzzy search for its fixed phrases and by the form of the date, never by
# position, for a text has none. A line that can be cut is offered cut and whole; the model takes what fits better.

_SPECKS = 3  # letters behind a fixed phrase


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line before it has a role; `role` where its form alone tells it."""

    at: Passage
    setting: LinePlacement
    role: Role | None = None
    code: CodeLine | None = None
    date: DateLine | None = None
    value: str = ""
    weak: bool = (
        True  # weak signs of number and date count: no whole expression found them in the line
    )


def cuts(line: TextLine, setting: LinePlacement, words: HeaderWords) -> list[tuple[Segment, ...]]:
    """The ways to cut a line: at its fixed phrases, number and date, and not at all; the same one only once."""
    passage = join([line])
    pieces = tuple(p for p in _cut(passage, setting, words) if any(map(str.isalnum, p.at.text)))
    read = any(piece.code or piece.date for piece in pieces)
    whole = Segment(passage, setting, weak=not read)
    return [pieces, (whole,)] if [p.role for p in pieces] != [None] or not pieces else [pieces]


def _cut(passage: Passage, setting: LinePlacement, words: HeaderWords) -> Iterator[Segment]:
    """The segments of a line from left to right."""
    fixed, rest = _fixed(passage, setting, words)
    rest = without_foreign(rest)
    rest, mark = _mark(rest, setting, words)
    yield from mark
    code = read_code_line(rest, words.groups)
    if code:
        yield Segment(code.at, setting, Role.CODE, code=code)
        rest = rest.cut(code.end)
    found = read_date_line(rest) if rest.text else None
    if found and (found.place_end > 0 or found.start == 0):
        yield Segment(rest.cut(0, found.start), setting)
        yield Segment(rest.cut(found.start, found.end), setting, Role.DATE, date=found.moved())
    else:
        yield Segment(rest, setting)
    yield from fixed


def _fixed(
    rest: Passage, setting: LinePlacement, words: HeaderWords
) -> tuple[list[Segment], Passage]:
    """National header, Party head and motto at the end of a line, and what stands left of them."""
    found: list[Segment] = []
    for role, phrase, find in (
        (Role.NATIONAL, words.national, find_phrase),
        (Role.PARTY, words.party, find_phrase),
        (Role.MOTTO, words.motto, find_motto),
    ):
        span = find(rest.folded, phrase)
        if span and rest.text[span.start : span.end][:1].isupper():
            found.insert(0, Segment(rest.cut(span.start, span.end), setting, role))
            rest = rest.cut(0, span.start)
    return found, rest


def _mark(
    rest: Passage, setting: LinePlacement, words: HeaderWords
) -> tuple[Passage, list[Segment]]:
    """A stamp that was read into a line of the header ("MẬT Kính gửi: ...") and the line without it."""
    tokens = rest.text.split(maxsplit=2)
    for n in (1, 2):
        head = " ".join(tokens[:n])
        tail = rest.cut(len(head)) if len(tokens) > n and head.isupper() else None
        value = words.mark(head) if tail else None
        if tail and value and words.opens_part(tail):
            return tail, [Segment(rest.cut(0, len(head)), setting, Role.MARK, value=value)]
    return rest, []
