"""What a piece of a header can be, and the header as the pieces that were found in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extract.parse.header.code import CodeLine
from extract.parse.header.dating import DateLine
from extract.parse.passage import Passage


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
class Piece:
    """A piece of a header line: its role and text; `code` and `date` where they are its content."""

    role: Role
    at: Passage
    code: CodeLine | None = None
    date: DateLine | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class HeaderZone:
    """The pieces in reading order, and the index of the body's first line; no pieces where there is no header."""

    pieces: tuple[Piece, ...]
    body_start: int

    def of(self, *roles: Role) -> tuple[Piece, ...]:
        """The pieces of some roles."""
        return tuple(piece for piece in self.pieces if piece.role in roles)
