"""What stamps and notes beside the text say of a document: when it came in, how urgent it is, that it is a copy, its sheet.

Their figures are mostly written by hand: each is at most half sure, and a person is asked to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from extract.fold import fold
from extract.model import Evidence, Page, PageRegion, RegionKind, TextLine, pages_at
from extract.parse.header.draft import Draft
from extract.parse.header.words import HeaderWords

Found = tuple[Page, PageRegion]

_BY_HAND = 0.6  # how sure a figure by hand is at most
_LEAST = 0.5  # from which a figure by hand is taken: below it is asked for
_NUMBER = re.compile(r"\bso(?: den)?[\s:.]{0,8}(?P<number>\d{1,5})\b(?!\s?[/.]\d)")
_DATE = re.compile(
    r"\bngay[\s:.]{0,8}(?P<day>\d{1,2})\s{0,3}(?:[/.-]|thang)\s{0,3}(?P<month>\d{1,2})(?:\s{0,3}(?:[/.-]|nam)\s{0,3}(?P<year>\d{2,4}))?"
)
_TO = re.compile(r"\bchuyen[\s:.]{0,8}(?P<to>[^\W\d_].{2,60})$")
_EARLY = timedelta(days=3)  # a stamp may be set a little wrong


def read_beside(
    draft: Draft, pages: Sequence[Page], lines: Sequence[TextLine], words: HeaderWords
) -> None:
    """Values from the regions on the pages of a part."""
    here = sorted({line.page for line in lines if line.page is not None})
    seen = (page for number in here for page in pages_at(pages, number, number))
    found = [(page, region) for page in seen for region in page.regions]
    _read_incoming(draft, found)
    _read_urgency(draft, found, words)
    for page, region in _of(found, RegionKind.COPY_STAMP):
        draft.put("is_copy", True, _at(page, region, "region.copy", by_hand=False))
        break
    _read_sheet(draft, [pair for pair in found if pair[0].number == here[0]])


def _of(found: Sequence[Found], kind: RegionKind) -> Iterator[Found]:
    return (pair for pair in found if pair[1].kind is kind)


def _at(page: Page, region: PageRegion, rule: str, *, by_hand: bool) -> Evidence:
    sure = region.confidence or 0.0
    sure = min(sure, _BY_HAND) if by_hand else sure
    return Evidence(page.number, 1, 1, region.text, round(sure, 3), rule, region.box)


def _read_incoming(draft: Draft, found: Sequence[Found]) -> None:
    for page, region in _of(found, RegionKind.INCOMING_STAMP):
        at = _at(page, region, "region.incoming", by_hand=True)
        rows = [fold(row) for row in region.text.split("\n")]
        number = next(filter(None, map(_NUMBER.search, rows)), None)
        _put_by_hand(draft, "received_number", number and number["number"], at)
        _put_by_hand(draft, "received_date", _day(draft, rows), at)
        for row, folded in zip(region.text.split("\n"), rows, strict=True):
            if passed := _TO.search(folded):
                draft.put("received_to", row[slice(*passed.span("to"))].strip(" .:"), at)
        return


def _put_by_hand(draft: Draft, name: str, value: str | date | None, at: Evidence) -> None:
    """A value that a hand wrote, with a doubt; where it was not read, the doubt alone."""
    if value is None:
        draft.doubt(name, "unreadable")
        return
    draft.put(name, value, at)
    draft.doubt(name, "low_confidence")


def _day(draft: Draft, rows: Sequence[str]) -> date | None:
    """The day a stamp states; without a year the first such day from the date of issue on."""
    match = next(filter(None, map(_DATE.search, rows)), None)
    issued = draft.values.get("issued_date")
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        year = int(match["year"])
        return _date(year if year > 99 else 2000 + year, month, day)  # noqa: PLR2004 - two figures
    if not isinstance(issued, date):
        return None
    near = (_date(issued.year + more, month, day) for more in (0, 1))
    return next((one for one in near if one and one >= issued - _EARLY), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_urgency(draft: Draft, found: Sequence[Found], words: HeaderWords) -> None:
    if draft.values.get("urgency") not in {None, "none"}:
        return
    for page, region in _of(found, RegionKind.URGENCY_STAMP):
        values = [words.mark(row) or "" for row in region.text.split("\n")]
        value = next((v for v in values if v.startswith("urgency:")), "")
        at = _at(page, region, "region.urgency", by_hand=False)
        draft.put("urgency", value.removeprefix("urgency:"), at)
        if not value:
            draft.doubt("urgency", "unreadable", region.text)
        return


def _read_sheet(draft: Draft, found: Sequence[Found]) -> None:
    """The pencilled number of the part's first sheet."""
    for page, region in _of(found, RegionKind.PENCIL):
        at = _at(page, region, "region.pencil", by_hand=True)
        number = region.text if at.confidence >= _LEAST else None
        _put_by_hand(draft, "sheet", number or None, at)
        return
