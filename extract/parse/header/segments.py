"""Header lines cut into segments: the fixed phrases, the number, the date, and what stands beside them.

Two columns may be merged in one line: the right one is cut off by fuzzy search for its fixed phrases and by the form of the date,
never by position, for a text has none. A line that can be cut is offered cut and whole; the model takes what fits better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.model import TextLine
from extract.parse.header.code import CodeLine, read_code_line
from extract.parse.header.dating import DateLine, read_date_line
from extract.parse.header.foreign import without_foreign
from extract.parse.header.layout import Setting
from extract.parse.header.roles import Role
from extract.parse.header.words import HeaderWords
from extract.parse.passage import Passage, join
from extract.parse.words import find_motto, find_phrase

_SPECKS = 3  # letters behind a fixed phrase


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line before it has a role; `role` where its form alone tells it."""

    at: Passage
    setting: Setting
    role: Role | None = None
    code: CodeLine | None = None
    date: DateLine | None = None
    value: str = ""
    weak: bool = (
        True  # weak signs of number and date count: no whole expression found them in the line
    )


def cuts(line: TextLine, setting: Setting, words: HeaderWords) -> list[tuple[Segment, ...]]:
    """The ways to cut a line: at its fixed phrases, number and date, and not at all; the same one only once."""
    passage = join([line])
    pieces = tuple(p for p in _cut(passage, setting, words) if any(map(str.isalnum, p.at.text)))
    read = any(piece.code or piece.date for piece in pieces)
    whole = Segment(passage, setting, weak=not read)
    return [pieces, (whole,)] if [p.role for p in pieces] != [None] or not pieces else [pieces]


def _cut(passage: Passage, setting: Setting, words: HeaderWords) -> Iterator[Segment]:
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


def _fixed(rest: Passage, setting: Setting, words: HeaderWords) -> tuple[list[Segment], Passage]:
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


def _mark(rest: Passage, setting: Setting, words: HeaderWords) -> tuple[Passage, list[Segment]]:
    """A stamp that was read into a line of the header ("MẬT Kính gửi: ...") and the line without it."""
    tokens = rest.text.split(maxsplit=2)
    for n in (1, 2):
        head = " ".join(tokens[:n])
        tail = rest.cut(len(head)) if len(tokens) > n and head.isupper() else None
        value = words.mark(head) if tail else None
        if tail and value and words.opens_part(tail):
            return tail, [Segment(rest.cut(0, len(head)), setting, Role.MARK, value=value)]
    return rest, []
