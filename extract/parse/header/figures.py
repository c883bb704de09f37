"""Number, symbol, day and place of a header: what a pen mostly fills in, so each is read on its own and doubted on its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Doubt, Evidence, TextLine
from extract.parse.header.names import AgencyWords, nearest_province, same_but_tone
from extract.parse.header.number_date import (
    CodeLine,
    KnownDays,
    date_parts,
    read_date_line,
    weigh_dates,
)
from extract.parse.header.segments import HeaderZone, Role, SegmentPiece
from extract.parse.passage import HandwrittenPages, Passage, chances, join, others
from extract.parse.values import find_dates
from extract.records import Field

Value = str | date | bool | tuple[str, ...] | None


@dataclass(slots=True)
class Draft:
    """A header while its values are gathered: values by column, their evidence, doubts and flags."""

    values: dict[str, Value] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def put(self, name: str, value: Value, at: Evidence) -> None:
        """A value with its evidence; `None` and "" are no values."""
        if value is None or value == "":
            return
        self.values[name] = value
        self.fields.append(Field(name, _text(value), at))

    def doubt(self, name: str, reason: str, *alternatives: str, at: Evidence | None = None) -> None:
        """Why a person should look at a field; `at` is where to look for one that was not read."""
        self.doubts.append(Doubt(name, reason, alternatives, at))


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


_NEAR = 14  # letters before a handwritten word that tell what it is
_MANY_DAYS = 12  # days that may be meant: more are no help unless something else is known
_OFFERED = 3
_SHORT = 60  # letters: a longer line tells of a date
_BLANK_DAY = re.compile(r"ng[a4]y[\s.…_]*th[a4]ng")  # a draft's
_READ, _FUZZY = 0.95, 0.85
_UNSURE = (
    0.7  # a reader's confidence below which a number or day needs eyes: 4 of 9 such were wrong
)
_PENNED = 0.97  # the same of figures by hand: both networks agree and are sure, 995 of 1,000 right (docs/ocr.md)


def read_code(draft: Draft, zone: HeaderZone, written: HandwrittenPages) -> None:
    """Number, symbol and code of the line of the number."""
    piece = next(iter(zone.of(Role.CODE)), None)
    if piece is None or piece.code is None:
        return
    line = piece.code
    confidence = _by_eye(piece.at, _FUZZY if line.repaired else _READ)
    at = piece.at.evidence("header.code", confidence)
    draft.put("number", line.number, at)
    draft.put("symbol", line.symbol, at)
    draft.put("code", line.code, at)
    word = next((word for _, word in written.words(piece.at)), None)
    if line.number:
        draft.values["number_source"] = "hand" if word else "print"
    unsure = _is_unsure(confidence, piece.at, written)
    alternatives = others(word, line.number or "") if word else ()
    _doubt_code(draft, line, alternatives, at, unsure=unsure)


def _doubt_code(
    draft: Draft, line: CodeLine, alternatives: tuple[str, ...], at: Evidence, *, unsure: bool
) -> None:
    """Why a person should look at the number, and at a symbol whose letters were mended."""
    if line.repaired:
        draft.doubt("number", "repaired_number", *alternatives)
    elif line.number and (unsure or line.mended):
        draft.doubt("number", "low_confidence", *alternatives)
        draft.doubt("code", "low_confidence")
    if line.number is None:
        draft.flags.append("number_missing")
    if line.unreadable:
        draft.doubt("number", "unreadable", *alternatives, at=at)
    if line.mended:
        draft.doubt("symbol", "low_confidence")


def _is_unsure(confidence: float, at: Passage, written: HandwrittenPages) -> bool:
    """Whether a person should look: of a pen's figures at all that two networks are not sure of alike."""
    penned = [word.confidence or 0.0 for _, word in written.words(at)]
    return confidence < _UNSURE or min(penned, default=1.0) < _PENNED


def _by_eye(at: Passage, confidence: float) -> float:
    """The rule's confidence, at most that of the reader: numbers and days are often written by hand."""
    return min([confidence, *(line.confidence for line in at.lines if line.confidence is not None)])


def read_date(draft: Draft, at: Passage, written: HandwrittenPages, known: KnownDays) -> None:
    """The day of issue; of one that is not wholly read the likeliest days are offered."""
    found = next(iter(find_dates(at.text)), None)
    days, months = _by_hand(at, written)
    if found is None or found.value is None:
        if not _BLANK_DAY.search(at.folded):
            likely = _likely(at, days, months, known)
            draft.doubt("issued_date", "unreadable", *likely, at=at.evidence("header.date", 0.0))
        return
    printed = at.text[found.start : found.end]
    before_month = printed[: len(fold(printed).partition("thang")[0])]
    damaged = any(letter in before_month for letter in "lOoI|]!")
    confidence = _by_eye(at, _FUZZY if damaged else _READ)
    draft.put("issued_date", found.value, at.evidence("header.date", confidence))
    draft.values["date_source"] = "hand" if days or months else "print"
    if damaged:
        draft.doubt("issued_date", "repaired_number")
    elif _is_unsure(confidence, at, written):
        near = _likely(at, days, months, known)
        draft.doubt("issued_date", "low_confidence", *(d for d in near if d != str(found.value)))


def read_closing_date(
    draft: Draft, lines: Sequence[TextLine], written: HandwrittenPages, known: KnownDays
) -> None:
    """The date above the signature of a form, an application or minutes that have none at their head."""
    for line in reversed(lines):
        at = join([line])
        found = read_date_line(at) if len(at.text) <= _SHORT else None
        if found is None:
            continue
        read_date(draft, at.cut(found.start, found.end), written, known)
        if "issued_date" in draft.values:
            draft.doubt("issued_date", "low_confidence")
        place = at.cut(found.start, found.place_end)
        if found.start == 0 and place.text[:1].isupper() and "place" not in draft.values:
            draft.put("place", place.text, place.evidence("header.place", _FUZZY))
        return


def _by_hand(at: Passage, written: HandwrittenPages) -> tuple[dict[int, float], dict[int, float]]:
    """The chances of the handwritten day and month: a figure before `tháng` is a day's."""
    days: dict[int, float] = {}
    months: dict[int, float] = {}
    for before, word in written.words(at):
        if "ngay" in before[-_NEAR:] and "thang" not in before[-_NEAR:]:
            days |= chances(word)
        elif "thang" in before[-_NEAR:]:
            months |= chances(word)
    return days, months


def _likely(
    at: Passage, days: dict[int, float], months: dict[int, float], known: KnownDays
) -> list[str]:
    """At most three days that an unfinished date may be, the likeliest first; none where next to nothing is known."""
    parts = date_parts(at.folded)
    if parts.year is None or not (parts.day or parts.month or days or months):
        return []
    day = days or ({parts.day: 1.0} if parts.day else dict.fromkeys(range(1, 32), 1.0))
    month = months or ({parts.month: 1.0} if parts.month else dict.fromkeys(range(1, 13), 1.0))
    open_ends = len(day) * len(month)
    if open_ends > _MANY_DAYS and known == KnownDays():
        return []
    return [str(d) for d, _ in weigh_dates(day, month, parts.year, known)[:_OFFERED]]


def read_place(draft: Draft, piece: SegmentPiece, words: AgencyWords) -> None:
    """The place before the date."""
    end = piece.date.place_end if piece.date else 0
    place = piece.at.cut(0, end) if end else None
    if place and place.text:
        draft.put("place", _place(place.text, words), place.evidence("header.place", _READ))


def _place(text: str, words: AgencyWords) -> str:
    """The place as printed; a province that was misread by a letter or two in its known form."""
    folded = " ".join(fold(text).replace("-", " ").split())
    if folded.startswith(("thanh pho ", "tp")):
        return text
    if folded in words.provinces:
        known = words.provinces[folded][0]["name"]
        return text if same_but_tone(text, known) and text != text.upper() else known
    nearest = nearest_province(folded, words)
    return nearest["name"] if nearest and len(text) > 5 else text  # noqa: PLR2004 - short names are too alike


def check_symbol(draft: Draft, dictionaries: Dictionaries) -> None:
    """A doubt about a symbol that names neither a known organ nor the letters of the issuer's own name.

    Codes are never guessed: `ATIP` of an office of food safety (`ATTP`) stays as read, and is asked about.
    """
    symbol = draft.values.get("symbol")
    agencies = [draft.values.get(name) for name in ("issuer", "parent_agency", "issuer")]
    if not isinstance(symbol, str) or agencies[0] is None:
        return
    known = set(dictionaries.column("code_symbols", "symbol"))
    types = {entry["abbreviation"] for entry in dictionaries.rows("document_types")}
    groups = [g for g in re.split(r"[-/]", symbol) if g.replace(".", "") not in types]
    initials = fold("".join(w[0] for name in agencies if name for w in str(name).split()))
    if groups and not any(g in known or _is_of(g, initials) for g in groups):
        draft.doubt("symbol", "low_confidence")
        draft.doubt("code", "low_confidence")


def _is_of(group: str, initials: str) -> bool:
    """Whether a group's letters are initials of a name, in their order; some are left out."""
    rest = iter(initials)
    return all(letter in rest for letter in fold(group) if letter.isalpha())
