"""The roles a segment may have behind what was read, each with its score: the header's grammar and its weights.

A score is a sum of signs for and against, in steps of about half a logit; a role that the form forbids is not offered. To add a
role: name it in `roles.py`, its signs in `features.py`, and offer it here with the weights of its signs and what must stand before it.
Weights were set by hand on invented headers (tests/cases/parse) and checked on real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extract.parse.header.features import HeaderLists, SegmentFeatures, is_item, is_open
from extract.parse.header.number_date import WEAK_CODE, WEAK_DATE, weak_code_line, weak_date_line
from extract.parse.header.segments import ANCHORS, UNIQUE, LinePlacement, Role, SegmentPiece

# A reading of a header up to some line: which roles its segments have, and what that allows for the next one.

#: Behind these no section goes on; a date may stand beside the second line of a subject.
_CLOSING = frozenset(
    {Role.NOISE, Role.NATIONAL, Role.PARTY, Role.MOTTO, Role.CODE, Role.MARK, Role.AGENCY}
)
#: A stamp lies anywhere, between the lines of a subject too.
_LAID_OVER = frozenset({Role.MARK, Role.STAMP})
_SECTIONS = frozenset({Role.SUBJECT, Role.UNDER_TITLE})


@dataclass(frozen=True, slots=True)
class Path:
    """The pieces found so far, the section that is open, and what pairs of pieces are weighed by."""

    score: float = 0.0
    pieces: tuple[SegmentPiece, ...] = ()
    seen: frozenset[Role] = frozenset()
    open: Role | None = None
    noise: int = 0
    letters: int = 0  # of the subject
    inside: bool = False  # the brackets that say to what a paper is attached
    settings: dict[Role, LinePlacement] = field(
        default_factory=dict
    )  # of the last piece of each role

    def has(self, *roles: Role) -> bool:
        """Whether a piece of one of the roles was found."""
        return not self.seen.isdisjoint(roles)

    @property
    def anchored(self) -> bool:
        """Whether something tells that there is a header at all."""
        return not self.seen.isdisjoint(ANCHORS)

    @property
    def last(self) -> str:
        """The text of the piece found last."""
        return self.pieces[-1].at.text if self.pieces else ""

    @property
    def key(self) -> tuple[object, ...]:
        """What decides how a path goes on: of two alike the better one is kept."""
        return self.seen, self.open, self.inside, len(self.settings)

    def with_piece(
        self, piece: SegmentPiece, look: SegmentFeatures, score: float, opens: Role | None = None
    ) -> Path:
        """The path with one more piece; `opens` is the section that its next line may go on with."""
        role = piece.role
        goes_on = None if role in _CLOSING else opens or role
        if role is Role.DATE or (role in _LAID_OVER and self.open in _SECTIONS):
            goes_on = self.open
        subject = role in (Role.SUBJECT, Role.UNDER_TITLE)
        return replace(
            self,
            score=self.score + score,
            pieces=self.pieces if role is Role.NOISE else (*self.pieces, piece),
            seen=self.seen if role is Role.NOISE else self.seen | {role},
            open=goes_on,
            noise=self.noise + (role is Role.NOISE),
            letters=self.letters + (len(piece.at.text) + 1 if subject else 0),
            inside=role is Role.ATTACHED and not look.text.rstrip(" .").endswith(")"),
            settings={**self.settings, role: look.segment.setting},
        )


_NOISE = 12  # lines without a role: stamps, signature panels, specks
_LONG = 60  # letters: a line of running text
_WITHOUT_ROLE, _BELOW_TITLE = 0.4, 1.3  # what such a line costs
_ODD = 0.12  # share of signs that no name has
_FAR_IN = 0.15  # of the page: a paragraph begins at 0.07
_SHORT = 0.8  # of the width
_LONGEST_SUBJECT = 500  # letters, as NĐ 30/2020 allows
_FIXED = {Role.NATIONAL: 4.0, Role.PARTY: 4.0, Role.MOTTO: 4.0, Role.CODE: 5.0, Role.DATE: 3.0}
_ENDED = frozenset({Role.TITLE, Role.ADDRESSEE, Role.SUBJECT})


def moves(path: Path, look: SegmentFeatures, lists: HeaderLists) -> Iterator[Path]:
    """The paths that go on with a segment, one for each role it may have."""
    if look.segment.role is not None:
        yield from _known(path, look)
        return
    if look.listed or (look.row and path.has(Role.TITLE, Role.ADDRESSEE)):
        return
    for offer in (
        _mark,
        _stamp,
        _addressee,
        _subject,
        _title,
        _untitled,
        _go_on,
        _agency,
        _code,
        _date,
    ):
        yield from offer(path, look, lists)
    cost = _noise(path, look)
    if cost:
        yield path.with_piece(SegmentPiece(Role.NOISE, look.segment.at), look, -cost)


def _known(path: Path, look: SegmentFeatures) -> Iterator[Path]:
    """A fixed phrase, a number, a date, a mark: once each, number and date side by side."""
    segment = look.segment
    role = segment.role
    assert role is not None
    if role in UNIQUE and path.has(role):
        return
    piece = SegmentPiece(role, segment.at, segment.code, segment.date, segment.value)
    score = _FIXED.get(role, 4.0)
    if role in (Role.CODE, Role.DATE):
        score += _beside(path, look, role)
    elif role is not Role.MARK and not look.capital and role is not Role.MOTTO:
        score = 1.0  # "Đảng Cộng sản Việt Nam" in a sentence
    if role is Role.DATE and segment.date and segment.date.place_end:
        score += 1.0
    yield path.with_piece(piece, look, score)


def _beside(path: Path, look: SegmentFeatures, role: Role) -> float:
    """Number and date stand on one level, the number left."""
    other = path.settings.get(Role.DATE if role is Role.CODE else Role.CODE)
    setting = look.segment.setting
    level = 1.0 if other and setting.is_level(other) else 0.0
    return level - (2.0 if role is Role.CODE and setting.column == "right" else 0.0)


def _mark(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    if look.mark:
        yield path.with_piece(SegmentPiece(Role.MARK, look.segment.at, value=look.mark), look, 4.0)


def _stamp(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    if look.stamp:
        yield path.with_piece(SegmentPiece(Role.STAMP, look.segment.at), look, 4.0)
    elif path.open is Role.STAMP and look.capital and not (look.head or look.segment.setting.gap):
        before = path.last.split()[-1:]
        if before and before[0].isupper():  # a name in capitals that the panel wrapped
            yield path.with_piece(SegmentPiece(Role.STAMP, look.segment.at), look, 2.5)


def _addressee(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    at = look.segment.at
    if look.addressee is not None:
        yield path.with_piece(SegmentPiece(Role.ADDRESSEE, at.cut(look.addressee)), look, 5.0)
    elif look.dien is not None and path.has(Role.TITLE):
        yield path.with_piece(SegmentPiece(Role.ADDRESSEE, at.cut(look.dien)), look, 5.0)
    elif _lists_addressees(path, look):
        yield path.with_piece(SegmentPiece(Role.ADDRESSEE, at), look, 1.5)


def _lists_addressees(path: Path, look: SegmentFeatures) -> bool:
    """Items set far in, with space above them, below the subject of a letter: `Kính gửi:` was not read."""
    setting = look.segment.setting
    letter = path.has(Role.SUBJECT) and not path.has(Role.TITLE, Role.ADDRESSEE)
    return letter and setting.gap and setting.indent > _FAR_IN and is_item(look.text)


def _subject(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    """`V/v ...` under the number or a title, or `Về việc ...` under the number."""
    if path.has(Role.SUBJECT, Role.UNDER_TITLE):
        return
    at = look.segment.at
    role = Role.UNDER_TITLE if path.has(Role.TITLE) else Role.SUBJECT
    if look.subject is not None:
        yield path.with_piece(SegmentPiece(role, at.cut(look.subject)), look, 5.0)
    elif look.in_words and path.has(Role.CODE) and not path.has(Role.TITLE, Role.ADDRESSEE):
        yield path.with_piece(SegmentPiece(role, at), look, 3.0)


def _title(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    if look.title is None or path.has(Role.TITLE) or path.open is Role.ADDRESSEE:
        return
    setting = look.segment.setting
    formed = setting.box is not None and path.has(Role.AGENCY)
    if not (path.anchored or formed) or _is_ward(path, look):
        return
    doc_type, end, alike = look.title
    at = look.segment.at
    score = 3.0 + (alike - 86.0) / 14 + (0.7 if setting.centred else 0.0)
    score -= 2.0 if setting.column == "left" else 0.0
    score -= 3.0 if _is_above(path, setting) else 0.0
    titled = path.with_piece(
        SegmentPiece(Role.TITLE, at.cut(0, end), value=doc_type), look, score, Role.UNDER_TITLE
    )
    rest = at if " " not in at.text[:end].strip() and end < len(at.text) else at.cut(end)
    if end < len(at.text) and any(sign.isalnum() for sign in rest.text):
        titled = titled.with_piece(SegmentPiece(Role.UNDER_TITLE, rest), look, 0.0)
    yield titled


def _untitled(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    """Capitals in the middle below the date: the title of a paper of no known type tells its subject."""
    setting = look.segment.setting
    if not look.capital or not setting.centred or path.has(Role.TITLE, Role.UNDER_TITLE):
        return
    if path.has(Role.MOTTO) and not look.authority and not _is_above(path, setting):
        yield path.with_piece(SegmentPiece(Role.UNDER_TITLE, look.segment.at), look, 0.8)


def _is_above(path: Path, setting: LinePlacement) -> bool:
    """Whether the number or the date stands below: a title is under them."""
    others = (path.settings.get(role) for role in (Role.CODE, Role.DATE, Role.MOTTO))
    return any(other is not None and other.is_below(setting) for other in others)


def _is_ward(path: Path, look: SegmentFeatures) -> bool:
    """`ỦY BAN NHÂN DÂN / PHƯỜNG AN KHÁNH` above the number: a ward, though it folds to the type `phương án`."""
    under = path.has(Role.AGENCY) and not path.has(Role.CODE)
    return under and look.segment.at.folded.startswith("phuong ") and "PHƯƠNG ÁN" not in look.text


def _agency(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    """Capitals in the left column above the number."""
    if not (look.capital or look.head) or path.has(*_ENDED):
        return
    setting, at = look.segment.setting, look.segment.at
    score = 1.2 + (0.8 if look.head else 0.0) - (0.0 if look.capital else 0.8)
    score -= 2.0 if setting.column == "right" else 1.0 if setting.centred else 0.0
    code = path.settings.get(Role.CODE)
    if code is not None:
        score -= 4.0 if setting.is_below(code) else 0.6
    if path.has(Role.DATE):
        score -= 1.5 if setting.box is not None or not look.head else 0.5
    score -= look.code if look.code >= WEAK_CODE else 0.0
    score -= 2.0 if look.odd > _ODD else 0.0
    start, end = _inner(at.text)
    yield path.with_piece(SegmentPiece(Role.AGENCY, at.cut(start, end)), look, score)


def _inner(text: str) -> tuple[int, int]:
    """The span of a text without signs at its ends."""
    filled = [i for i, sign in enumerate(text) if sign.isalnum()]
    return (filled[0], filled[-1] + 1) if filled else (0, len(text))


def _code(path: Path, look: SegmentFeatures, lists: HeaderLists) -> Iterator[Path]:
    """A line of the number that a pen garbled."""
    if path.has(Role.CODE, *_ENDED) or look.code < WEAK_CODE - 1.0:
        return
    score = look.code + _beside(path, look, Role.CODE) + (0.5 if path.has(Role.AGENCY) else 0.0)
    score += 1.0 if look.odd > _ODD else 0.0
    line = weak_code_line(look.segment.at, lists.words.groups) if score >= WEAK_CODE else None
    if line is not None:
        yield path.with_piece(SegmentPiece(Role.CODE, look.segment.at, code=line), look, score)


def _date(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    """A line of the date that a pen garbled."""
    if path.has(Role.DATE, Role.TITLE, Role.ADDRESSEE) or look.date < WEAK_DATE - 1.0:
        return
    score = look.date + _beside(path, look, Role.DATE)
    score += 0.5 if look.segment.setting.column == "right" else 0.0
    line = weak_date_line(look.segment.at) if score >= WEAK_DATE else None
    if line is not None:
        at = look.segment.at.cut(line.start, line.end)
        yield path.with_piece(SegmentPiece(Role.DATE, at, date=line.moved()), look, score)


def _go_on(path: Path, look: SegmentFeatures, _: HeaderLists) -> Iterator[Path]:
    """A further line of the section that is open."""
    at = look.segment.at
    if look.stamp:
        return
    if path.open is Role.ADDRESSEE:
        score = _more_addressees(path, look)
        if score > 0:
            yield path.with_piece(SegmentPiece(Role.ADDRESSEE, at), look, score)
    elif path.open in (Role.SUBJECT, Role.UNDER_TITLE, Role.ATTACHED):
        under = Role.SUBJECT if path.open is Role.SUBJECT else Role.UNDER_TITLE
        if under is Role.UNDER_TITLE and (
            look.attached or (path.inside and not look.segment.setting.gap)
        ):
            yield path.with_piece(SegmentPiece(Role.ATTACHED, at), look, 3.0, Role.UNDER_TITLE)
        elif path.letters + len(at.text) <= _LONGEST_SUBJECT:
            score = _more_subject(path, look)
            if score > 0:
                yield path.with_piece(SegmentPiece(under, at), look, score)


def _more_addressees(path: Path, look: SegmentFeatures) -> float:
    before, setting = path.last, look.segment.setting
    if not before and not is_item(look.text):
        return 0.0 if setting.gap else 3.0
    if is_item(look.text):
        return -3.0 if before.endswith(".") else 3.0
    if before.endswith(".") or setting.gap:
        return -3.0
    score = 2.0 if before.endswith((";", ",")) or is_open(before) else 0.0
    score += 1.5 if look.small else 0.3 + 0.7 * look.paragraph.forced - 0.8 * look.paragraph.signs
    return score - _out_of_line(path, look, Role.ADDRESSEE)


def _out_of_line(path: Path, look: SegmentFeatures, role: Role) -> float:
    """What tells that a line begins left of the items it would go on with."""
    before, own = path.settings[role].box, look.segment.setting.box
    if before is None or own is None:
        return 0.0
    return 3.0 if own.x0 < before.x0 - 0.06 else 0.0


def _more_subject(path: Path, look: SegmentFeatures) -> float:
    """Signs that a phrase goes on, less those that a sentence begins."""
    first = not path.has(Role.SUBJECT, Role.UNDER_TITLE)
    setting = look.segment.setting
    if first:
        return 1.5 - (4.0 if look.marked or look.authority else 0.0)
    score = 0.8 + (1.5 if look.small else 0.0) + (1.5 if is_open(path.last) else 0.0)
    score += 1.0 if setting.centred and setting.fill < 0.95 else 0.0  # noqa: PLR2004
    score -= 2.5 if setting.gap else 0.0
    score -= 3.0 if look.marked or look.opens_body or is_item(look.text) else 0.0
    if not look.small:
        sentence = look.paragraph
        score += 0.5 * sentence.forced - 0.8 * sentence.signs - (1.6 if sentence.stop else 0.0)
    return score - _off_column(path, look)


def _off_column(path: Path, look: SegmentFeatures) -> float:
    """What tells that a line does not stand under the subject's first one."""
    role = Role.SUBJECT if path.open is Role.SUBJECT else Role.UNDER_TITLE
    before, own = path.settings.get(role), look.segment.setting
    if before is None or before.box is None or own.box is None:
        too_long = path.open is Role.SUBJECT and len(look.text) > _LONG + 20
        return 3.0 if too_long else 0.0
    if own.is_apart(before):
        return 4.0
    if before.column == "left":  # nothing else stands under the number
        return -2.0 if own.column == "left" and not own.gap else 1.5
    return 0.0


def _noise(path: Path, look: SegmentFeatures) -> float:
    """What a line without a role costs, 0 where the header ends before it: below a title only short lines stand between."""
    if path.noise >= _NOISE or path.has(Role.ADDRESSEE):
        return 0.0
    if path.has(Role.TITLE):
        running = look.marked or look.opens_body or look.authority or look.paragraph.signs
        return 0.0 if running or look.segment.setting.fill > _SHORT else _BELOW_TITLE
    if path.anchored and path.has(Role.SUBJECT) and len(look.text) >= _LONG:
        return 0.0
    return _WITHOUT_ROLE
