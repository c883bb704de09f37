"""The header's zone: the lines above the body, cut into pieces that each have one role.

Two columns may be merged in one line, stand one after the other, or be mixed: the right column is cut off by fuzzy search
for its fixed phrases, never by position; number, date, V/v, title and Kính gửi are known by their form. The body begins at
the first line that has no role once title, subject or addressees were seen. Source: NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from extract.model import TextLine
from extract.parse.header.code import CodeLine, DateLine, read_code_line, read_date_line
from extract.parse.header.foreign import without_foreign
from extract.parse.header.secrecy import mark_of
from extract.parse.header.words import HeaderWords
from extract.parse.outline.marks import MarkKind, candidates
from extract.parse.passage import Passage, join
from extract.parse.words import find_motto, find_phrase

_LIMIT = 60  # lines that a header may fill, blank ones not counted (the longest met has 24)
_NOISE = 12  # lines without a role before the first anchor: stamps, signature panels, specks
_LONG = 60  # letters: a line of running text

_KINH_GUI = re.compile(
    r"^(?P<junk>.{0,14}?)\bk[il1]nh\s?g[uwvirt1]{1,4}[it1l!]?\s?[:;.]?(?=\s|$|-)"
)
_VV = re.compile(
    r"^\W{0,3}v\s?[/li1|⁄]\s?[vw%](?![a-z])\.?:?\s*|^\W{0,3}(?:v[li1]?[vw/#%⁄!|*]|w[vw/#%⁄!|*])[vw%#]?:?\s+"  # as read: "V/w", "Viv", "VW", "V#", "WW%"
)
_NO = re.compile(r"so\s?[:.]")
_LATE = 8  # lines below the header in which a stamp may have been read
_ATTACHED = re.compile(r"\((?:ban hanh )?kem theo\b")
_DIEN = re.compile(r"\bdien\s?[:;]\s*")
_DASHES = ("-", "–", "—", "+", "*", "•", "~", "=", "«", "_")


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
    BODY = "body"


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


_ANCHORS = (Role.NATIONAL, Role.PARTY, Role.MOTTO, Role.CODE, Role.DATE)


@dataclass(slots=True)
class _Scan:
    """The state of a reading: pieces found, the section that is open, lines without a role."""

    words: HeaderWords
    pieces: list[Piece] = field(default_factory=list)
    roles: set[Role] = field(default_factory=set)  # of the pieces
    open: Role | None = None
    gap: bool = False
    noise: int = 0
    attached: bool = False  # inside the brackets that say to what a paper is attached

    def seen(self, *roles: Role) -> bool:
        """Whether a piece of one of the roles was found."""
        return not self.roles.isdisjoint(roles)

    def add(self, role: Role, at: Passage, **more: object) -> None:
        """One more piece."""
        self.pieces.append(Piece(role, at, **more))  # type: ignore[arg-type]
        self.roles.add(role)

    def last(self) -> str:
        """The text of the piece found last."""
        return self.pieces[-1].at.text if self.pieces else ""


def read_zone(lines: Sequence[TextLine], words: HeaderWords) -> HeaderZone:
    """The header of a document's lines; an empty zone where no anchor (quốc hiệu, motto, number, date) is found."""
    scan, read = _Scan(words), 0
    for i, line in enumerate(lines):
        if not any(map(str.isalnum, line.text)):
            scan.gap = True
            continue
        if read >= _LIMIT or not _scan_line(scan, line):
            _late_marks(scan, lines[i : i + _LATE])
            return _zone(scan, i)
        read += 1
        scan.gap = False
    return _zone(scan, len(lines))


def _late_marks(scan: _Scan, lines: Sequence[TextLine]) -> None:
    """Secrecy marks that the reading order put behind the header: stamps have no place in it."""
    for line in lines:
        value = mark_of(line, scan.words)
        if value is None and line.text.strip().isupper():
            value = scan.words.mark(line.text)
        if value and value.startswith(("secrecy", "declassified")):
            scan.add(Role.MARK, join([line]), value=value)


def _zone(scan: _Scan, body_start: int) -> HeaderZone:
    if not scan.seen(*_ANCHORS):
        marks = tuple(piece for piece in scan.pieces if piece.role is Role.MARK)
        return HeaderZone(marks, 0)
    return HeaderZone(tuple(_without_stamped(scan.pieces)), body_start)


def _without_stamped(pieces: Sequence[Piece]) -> list[Piece]:
    """Capitals above the national header are a stamp's where the header's own line has an agency beside it."""
    first = next((i for i, p in enumerate(pieces) if p.role in (Role.NATIONAL, Role.PARTY)), None)
    if first is None or first + 1 >= len(pieces):
        return list(pieces)
    beside = pieces[first + 1]
    same_line = beside.role is Role.AGENCY and beside.at.lines == pieces[first].at.lines
    if not same_line or not any(piece.role is Role.STAMP for piece in pieces[:first]):
        return list(pieces)
    return [p for i, p in enumerate(pieces) if i >= first or p.role is not Role.AGENCY]


def _scan_line(scan: _Scan, line: TextLine) -> bool:
    """Read one line; false where the body begins."""
    value = mark_of(line, scan.words)
    if value:
        scan.add(Role.MARK, join([line]), value=value)
        scan.open = None
        return True
    rest = _cut_fixed(scan, join([line]))
    if not scan.seen(Role.TITLE, Role.ADDRESSEE, Role.SUBJECT):
        rest = without_foreign(rest)
    rest = _cut_mark(scan, rest)
    code = None if scan.seen(Role.CODE) else read_code_line(rest, scan.words.groups)
    if code:
        scan.add(Role.CODE, code.at, code=code)
        scan.open = None
        rest = rest.cut(code.end)
    found = read_date_line(rest) if not scan.seen(Role.DATE) and rest.text else None
    if found and (found.place_end > 0 or found.start == 0):
        scan.add(Role.DATE, rest.cut(found.start, found.end), date=_shifted(found))
        rest = rest.cut(0, found.start)
    return not any(sign.isalnum() for sign in rest.text) or _scan_rest(scan, rest)


def _shifted(found: DateLine) -> DateLine:
    return DateLine(0, found.place_end - found.start, found.end - found.start, found.year)


def _cut_fixed(scan: _Scan, rest: Passage) -> Passage:
    """The line without national header, motto and Party head; they become pieces of their own."""
    for role, phrase, find in (
        (Role.NATIONAL, scan.words.national, find_phrase),
        (Role.PARTY, scan.words.party, find_phrase),
        (Role.MOTTO, scan.words.motto, find_motto),
    ):
        if scan.seen(Role.CODE, Role.DATE) and scan.seen(Role.TITLE, Role.ADDRESSEE):
            return rest
        span = None if scan.seen(role) else find(rest.folded, phrase)
        if span and rest.text[span.start : span.end][:1].isupper():
            scan.add(role, rest.cut(span.start, span.end))
            scan.open = None
            rest = rest.cut(0, span.start)
    return rest


def _cut_mark(scan: _Scan, rest: Passage) -> Passage:
    """A stamp that was read into a line of the header ("MẬT Kính gửi: ...")."""
    words = rest.text.split(maxsplit=2)
    for n in (1, 2):
        head = " ".join(words[:n])
        tail = rest.cut(len(head)) if len(words) > n and head.isupper() else None
        value = scan.words.mark(head) if tail else None
        if (
            tail
            and value
            and (_KINH_GUI.match(tail.folded) or _VV.match(tail.folded) or _NO.match(tail.folded))
        ):
            scan.add(Role.MARK, rest.cut(0, len(head)), value=value)
            return tail
    return rest


def _scan_rest(scan: _Scan, rest: Passage) -> bool:
    """What is left of a line beside the fixed phrases, number and date; false where the body begins."""
    for read in (_stamp, _mark, _addressees, _vv, _title, _more, _agency):
        role = read(scan, rest)
        if role is not None:
            scan.open = None if role in (Role.MARK, Role.AGENCY) else role
            return role is not Role.BODY
    return _without_role(scan, rest)


def _stamp(scan: _Scan, rest: Passage) -> Role | None:
    starts = rest.folded.lstrip("-*. ").startswith(scan.words.stamps)
    wrapped = (
        rest.text.isupper() and scan.last().split()[-1:] != [] and scan.last().split()[-1].isupper()
    )
    if starts or (scan.open is Role.STAMP and not scan.gap and wrapped):
        scan.add(Role.STAMP, rest)
        return Role.STAMP
    return None


def _mark(scan: _Scan, rest: Passage) -> Role | None:
    value = scan.words.mark(rest.text)
    if value:
        scan.add(Role.MARK, rest, value=value)
        return Role.MARK
    return None


def _addressees(scan: _Scan, rest: Passage) -> Role | None:
    match = _KINH_GUI.search(rest.folded)
    if match and not rest.text[match.end("junk") :][:1].islower():
        scan.add(Role.ADDRESSEE, rest.cut(match.end()))
        return Role.ADDRESSEE
    match = _DIEN.search(rest.folded)
    if match and scan.seen(Role.TITLE) and rest.text[: match.start()].isupper():
        scan.add(Role.ADDRESSEE, rest.cut(match.end()))
        return Role.ADDRESSEE
    return None


def _vv(scan: _Scan, rest: Passage) -> Role | None:
    match = _VV.search(rest.folded)
    if scan.seen(Role.SUBJECT, Role.UNDER_TITLE):
        return None
    if match is None:
        return _subject_in_words(scan, rest)
    role = Role.UNDER_TITLE if scan.seen(Role.TITLE) else Role.SUBJECT
    scan.add(role, rest.cut(match.end()))
    return role


def _subject_in_words(scan: _Scan, rest: Passage) -> Role | None:
    """`Về việc ...` under the number, where a letter's V/v stands."""
    open_ = scan.seen(Role.CODE) and not scan.seen(Role.TITLE, Role.ADDRESSEE)
    if not open_ or not rest.folded.startswith("ve viec ") or len(rest.text) > _LONG:
        return None
    scan.add(Role.SUBJECT, rest)
    return Role.SUBJECT


def _title(scan: _Scan, rest: Passage) -> Role | None:
    if not scan.seen(*_ANCHORS) or scan.seen(Role.TITLE) or scan.open is Role.ADDRESSEE:
        return None
    found = None if _is_ward(scan, rest) else scan.words.title(rest)
    if found is None:
        return None
    doc_type, end = found
    scan.add(Role.TITLE, rest.cut(0, end), value=doc_type)
    if any(sign.isalnum() for sign in rest.text[end:]):
        scan.add(Role.UNDER_TITLE, rest.cut(end))
    return Role.UNDER_TITLE


def _is_ward(scan: _Scan, rest: Passage) -> bool:
    """`ỦY BAN NHÂN DÂN / PHƯỜNG AN KHÁNH` above the number: a ward, though it folds to the type `phương án`."""
    under = scan.seen(Role.AGENCY) and not scan.seen(Role.CODE)
    return under and rest.folded.startswith("phuong ") and "PHƯƠNG ÁN" not in rest.text


def _more(scan: _Scan, rest: Passage) -> Role | None:
    """A further line of the section that is open, or its end."""
    if scan.open is Role.ADDRESSEE:
        return _more_addressees(scan, rest)
    if scan.open is Role.SUBJECT:
        return _more_subject(scan, rest)
    if scan.open is Role.UNDER_TITLE:
        return _more_under_title(scan, rest)
    return None


def _more_addressees(scan: _Scan, rest: Passage) -> Role:
    before = scan.last()
    is_item = rest.text.startswith(_DASHES) and rest.text[1:].strip() != ""
    ended = before.endswith(".") or (scan.gap and before != "")
    listed = any(
        piece.at.text.startswith(_DASHES) for piece in scan.pieces if piece.role is Role.ADDRESSEE
    )
    running = rest.text[:1].islower() or before.endswith(",") or listed
    continues = not ended and (before.endswith(";") or running)
    if (is_item and not before.endswith(".")) or (not before and not is_item) or continues:
        scan.add(Role.ADDRESSEE, rest)
        return Role.ADDRESSEE
    return Role.BODY


def _more_subject(scan: _Scan, rest: Passage) -> Role | None:
    if (scan.gap and not _goes_on(rest)) or len(rest.text) > _LONG + 20:
        scan.open = None
        return None
    scan.add(Role.SUBJECT, rest)
    return Role.SUBJECT


def _goes_on(rest: Passage) -> bool:
    return rest.text[:1].islower() and len(rest.text) <= _LONG


def _more_under_title(scan: _Scan, rest: Passage) -> Role | None:
    if _ATTACHED.match(rest.folded) or (scan.attached and not scan.gap):
        scan.attached = not rest.text.rstrip(" .").endswith(")")
        scan.add(Role.ATTACHED, rest)
        return Role.UNDER_TITLE
    first = not scan.seen(Role.UNDER_TITLE)
    if not first and (
        scan.words.opens_body(rest)
        or _is_marked(rest)
        or _is_sentence(rest)
        or (scan.gap and not _goes_on(rest))
    ):
        return Role.BODY
    if first and (_is_marked(rest) or scan.words.is_authority(rest)):
        return Role.BODY
    scan.add(Role.UNDER_TITLE, rest)
    return Role.UNDER_TITLE


def _is_sentence(rest: Passage) -> bool:
    """A line of its own from a capital to a full stop or colon: a short body without a gap above it."""
    return rest.text[:1].isupper() and rest.text.endswith((".", ":", ";"))


def _is_marked(rest: Passage) -> bool:
    marks = (MarkKind.ARTICLE, MarkKind.ROMAN, MarkKind.NUMBER, MarkKind.PART)
    return any(
        c.mark.kind in marks and c.ordinal == 1 and not c.damaged for c in candidates(rest.text)
    )


def _agency(scan: _Scan, rest: Passage) -> Role | None:
    if scan.seen(Role.TITLE, Role.ADDRESSEE, Role.SUBJECT):
        return None
    name = rest.cut(*_inner(rest.text))
    letters = [sign for sign in name.text if sign.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    if len(letters) >= 4 and upper >= 0.7 * len(letters):  # noqa: PLR2004 - "SỞ Y" is no name
        scan.add(Role.AGENCY, name)
        return Role.AGENCY
    return None


def _inner(text: str) -> tuple[int, int]:
    """The span of a text without specks at its ends (signs, single small letters)."""
    match = re.fullmatch(r"[\W_]*(.*?)[\W_]*", text, re.DOTALL)
    return match.span(1) if match else (0, len(text))


def _without_role(scan: _Scan, rest: Passage) -> bool:
    """Running text: the body where the header is complete, else a stamp or a speck."""
    if scan.seen(Role.TITLE, Role.ADDRESSEE) or (
        scan.seen(*_ANCHORS, Role.SUBJECT) and len(rest.text) >= _LONG
    ):
        return False
    scan.noise += 1
    return scan.noise <= _NOISE
