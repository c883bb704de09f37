"""The cells of a document: as they are written, where each was read, and which the form demands though nothing was read of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from extract.fold import fold
from extract.model import Box, Correction, Doubt, Evidence, Page, RegionKind, TextLine, pages_at
from extract.records import (
    Assignment,
    Extracted,
    Header,
    Reason,
    Recipient,
    Reference,
    Result,
    Row,
    Score,
)

TABLES = ("results", "scores", "reasons", "assignments", "references", "recipients")
_PAGE_LINES = 80  # a page of dense text has some 60 lines
Place = tuple[int | None, int]  # page and line
ByLine = Mapping[Place, Sequence[Correction]]
_BESIDE = frozenset({"at", "doubts"})
_COLUMNS: Mapping[type[Row], tuple[str, ...]] = {
    record: tuple(field.name for field in fields(record) if field.name not in _BESIDE)
    for record in (Result, Score, Reason, Assignment, Reference, Recipient)
}


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row of a table: its table's name, its number (1-based) and the record."""

    table: str
    number: int
    row: Row

    def cells(self) -> dict[str, str]:
        """The filled cells by column, as written to the CSV file."""
        named = ((name, getattr(self.row, name)) for name in _COLUMNS[type(self.row)])
        return {
            name: text for name, value in named if value is not None and (text := written(value))
        }


def written(value: object) -> str:
    """A value as it is written to a CSV cell: decimal point, ISO dates, lists joined by a bar, nothing for None.

    >>> written(Decimal("85.745")), written(("Sở A", "Sở B")), written(True), written(None)
    ('85.745', 'Sở A|Sở B', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(map(written, value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def rows(extracted: Extracted) -> Iterator[RowAt]:
    """Every row of every table but documents, in table and row order."""
    for table in TABLES:
        for number, row in enumerate(getattr(extracted, table), 1):
            yield RowAt(table, number, row)


def evidence_of(extracted: Extracted) -> Iterator[Evidence]:
    """Where the document's rows and header fields were read."""
    yield from (at.row.at for at in rows(extracted))
    yield from (field.at for field in extracted.fields)


def places(at: Evidence) -> Iterator[Place]:
    """The (page, line) places an evidence covers; one that ends above its start goes on over the page."""
    if at.line_end >= at.line_start:
        yield from ((at.page, line) for line in range(at.line_start, at.line_end + 1))
        return
    yield from ((at.page, line) for line in range(at.line_start, at.line_start + _PAGE_LINES))
    yield from (((at.page or 0) + 1, line) for line in range(1, at.line_end + 1))


def by_line(corrections: Iterable[Correction]) -> ByLine:
    """The corrections of each line, in their order."""
    found: dict[Place, list[Correction]] = {}
    for correction in corrections:
        found.setdefault((correction.page, correction.line), []).append(correction)
    return found


# Rows with more doubts: a row of which nothing is doubted stays the same object.

_AnyRow = TypeVar("_AnyRow", bound=Row)


def doubted(row: _AnyRow, doubts: Iterable[Doubt]) -> _AnyRow:
    """The row with these doubts behind its own."""
    more = tuple(doubts)
    return replace(row, doubts=(*row.doubts, *more)) if more else row


# What a header must say and was not read: the first things to look at, as an archive registers a paper by them.
#
# Kind and rules of a document without a header (a page of an appendix) are `unknown` and rightly so; where the words that open every
# official paper are there, `unknown` says that their lines were not understood (a second language between them, columns out of order).
# Where a header stands, each part of it that the form demands (NĐ 30/2020, Điều 8) and that is empty is asked for: a number that a pen
# wrote beside its printed line is missing in no other way.

_LINES = 20  # a header has no more
_OPENING = re.compile(
    r"cong hoa xa hoi|doc lap\W+tu do|dang cong san viet nam|^\W*kinh gui\b|^\W*so\s*:\s*\d"
)
_FEW = 2  # such lines: one may stand in any text
_FIELDS = ("doc_type", "rule_set")
#: What an archive wants to know of a paper without a header (a cover, an appendix): what it is, and whether and how it is signed.
_OF_ANY_PAPER = ("doc_type", "signer_authority")
#: What each paper has; a superior agency and addressees are not on all of them.
DEMANDED = (
    "number", "symbol", "code", "issued_date", "place", "issuer", "subject", "signer_name", "signer_position",
    "signer_authority",
)  # fmt: skip
#: A code that a pen wrote over, a signature on a page that is not there: missing together, they are one cause.
_ONE_CAUSE = (
    ("number", "symbol", "code"),
    ("signer_name", "signer_position", "signer_authority"),
)
_NUMBER, _DAY, _SIGNER = _ONE_CAUSE[0], ("place", "issued_date"), _ONE_CAUSE[1]
#: Where the form has a field (NĐ 30/2020, Phụ lục I): fields it stands beside, the nearest first, and how far above and below them it
#: may lie, in shares of the page.
_NEAR: Mapping[str, Sequence[tuple[Sequence[str], float, float]]] = {
    **dict.fromkeys(_NUMBER, ((_NUMBER, 0.0, 0.0), (("issuer", "parent_agency"), 0.0, 0.06), (_DAY, 0.03, 0.03))),
    **dict.fromkeys(_DAY, ((_DAY, 0.0, 0.0), (_NUMBER, 0.03, 0.03), (("issuer",), 0.0, 0.06))),
    "issuer": ((("parent_agency",), 0.0, 0.05), (_NUMBER, 0.08, 0.0), (_DAY, 0.1, 0.0)),
    "subject": ((("doc_type",), 0.0, 0.1), (_NUMBER, 0.0, 0.1), (_DAY, 0.0, 0.12)),
    **dict.fromkeys(_SIGNER, ((_SIGNER, 0.03, 0.15),)),
}  # fmt: skip
_SIGNED = {RegionKind.SEAL, RegionKind.SIGNATURE, RegionKind.NAME_STAMP, RegionKind.SIGNATURE_PANEL}
_PLACE = 0.4  # of the page's height: what is higher shows nobody where to look
#: Its column there: number and issuer stand on the left half, day and signature on the right one.
_HALF: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys((*_NUMBER, "issuer"), (0.0, 0.5)), **dict.fromkeys((*_DAY, *_SIGNER), (0.4, 1.0)),
}  # fmt: skip
_TELLING = ("symbol", "issued_date", "issuer")  # one of them was read: there is a header


def unread_header(extracted: Extracted, lines: Iterable[TextLine]) -> Iterator[Doubt]:
    """A doubt for each field that is unknown or empty although a header is there, for type and signature where none is; `lines` are the document's own."""
    header = extracted.header
    opened = _opens(lines)
    doubted = {doubt.field for doubt in extracted.doubts}
    names = [name for name in _FIELDS if opened and getattr(header, name) == "unknown"]
    if opened or any(getattr(header, name) for name in _TELLING):
        names += [name for name in DEMANDED if getattr(header, name) is None]
    if not names and "header_missing" in extracted.flags:
        names = [name for name in _OF_ANY_PAPER if getattr(header, name) in (None, "unknown")]
    yield from (Doubt(name, "unreadable") for name in names if name not in doubted)


def _opens(lines: Iterable[TextLine]) -> bool:
    """Whether the words that open every official paper stand in the first lines."""
    return sum(bool(_OPENING.search(fold(line.text))) for line in islice(lines, _LINES)) >= _FEW


def placed(doubts: Iterable[Doubt], extracted: Extracted, pages: Sequence[Page]) -> Iterator[Doubt]:
    """These doubts, those about fields that were not read with their place: beside what was read, or where the paper is signed."""
    for doubt in doubts:
        if doubt.at or getattr(extracted.header, doubt.field, None):
            yield doubt
            continue
        at = _place_of(doubt.field, extracted)
        signed = _where_signed(extracted, pages) if doubt.field in _SIGNER and not at else None
        yield replace(doubt, at=at or signed)


def _where_signed(extracted: Extracted, pages: Sequence[Page]) -> Evidence | None:
    """The lowest seal, signature or name stamp of the part's last page that has any."""
    for page in reversed(pages_at(pages, *(extracted.pages or (None, len(pages))))):
        marks = (region for region in page.regions if region.kind in _SIGNED)
        signed = [region for region in marks if region.box.y1 - region.box.y0 < _PLACE]
        if signed:
            lowest = max(signed, key=lambda region: region.box.y1)
            text, box = lowest.text, lowest.box
            return Evidence(page.number, 1, 1, text, 0.0, rule="unread", box=box)
    return None


def _place_of(name: str, extracted: Extracted) -> Evidence | None:
    read = {field.name: field.at for field in extracted.fields}
    for beside, above, below in _NEAR.get(name, ()):
        at = next((read[one] for one in beside if one in read), None)
        if at is None:
            continue
        box = at.box and _around(at.box, above, below, _HALF.get(name, (0.0, 1.0)))
        return replace(at, raw="", rule="unread", confidence=0.0, box=box)
    return None


def _around(box: Box, above: float, below: float, half: tuple[float, float]) -> Box:
    return Box(half[0], max(0.0, box.y0 - above), half[1], min(1.0, box.y1 + below))


def missing(header: Header, doubts: Sequence[Doubt]) -> frozenset[str]:
    """The demanded fields that are asked for because nothing was read of them; what is missing for one cause is one of them."""
    asked = {doubt.field for doubt in doubts}
    found = {n for n in DEMANDED if n in asked and getattr(header, n) is None}
    return frozenset(found.difference(*(one[1:] for one in _ONE_CAUSE if found.issuperset(one))))
