"""What stands beside the text: stamps and notes (when it came in, how urgent it is), and who signed the file with software."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from extract.fold import fold
from extract.model import (
    Doubt,
    Evidence,
    Page,
    PageRegion,
    RegionKind,
    Signature,
    TextLine,
    pages_at,
)
from extract.parse.header.figures import Draft
from extract.parse.header.number_date import KnownDays
from extract.parse.header.words import HeaderWords
from extract.parse.values import find_dates

# What stamps and notes beside the text say of a document: when it came in, how urgent it is, that it is a copy, its sheet.
# Their figures are mostly written by hand: each is at most half sure, and a person is asked to look.

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
    return Evidence(page.number, 1, 1, region.text, round(sure, 3), rule=rule, box=region.box)


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
        draft.doubt(name, "unreadable", at=at)
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
            draft.doubt("urgency", "unreadable", region.text, at=at)
        return


def _read_sheet(draft: Draft, found: Sequence[Found]) -> None:
    """The pencilled number of the part's first sheet; one that can't be read is no question: an archive numbers its sheets in order."""
    for page, region in _of(found, RegionKind.PENCIL):
        at = _at(page, region, "region.pencil", by_hand=True)
        if region.text and at.confidence >= _LEAST:
            _put_by_hand(draft, "sheet", region.text, at)
        return


# Who signed the file and when (chữ ký số), and what that says about the date of issue. The time of a signature is no date of
# issue: it is offered to whoever looks at a date that was not read, or that cannot be right beside it. Of papers with both, the
# last signature is an office's seal, set on the day of issue or in the days around it.

_VIETNAM = timezone(timedelta(hours=7))
_SURE = 0.99
# days from the date of issue to the signature, and from the signature to the date of issue
_BEFORE, _AFTER = 10, 3


def signatures_of(every: Sequence[Signature], lines: Sequence[TextLine]) -> tuple[Signature, ...]:
    """Of a file's signatures those on the pages of a part, and those of which no page is known."""
    placed = {signature.field for signature in every if signature.page is not None}
    here = {line.page for line in lines}
    return tuple(
        one for one in every if one.page in here or (one.page is None and one.field not in placed)
    )


def read_signing(draft: Draft, signatures: Sequence[Signature]) -> None:
    """Names and time of signatures as values of the header; what the time says about the date as a doubt."""
    if not signatures:
        return
    names = dict.fromkeys(one.signer for one in signatures if one.signer)
    draft.put("signed_by", "|".join(names), _evidence_of(signatures[-1]))
    times = [one for one in signatures if one.signed_at]
    if times:
        last = max(times, key=lambda one: _time(one.signed_at))
        draft.put("signed_at", last.signed_at, _evidence_of(last))
        _weigh_date(draft, _time(last.signed_at).date())


def known_days(body: Sequence[TextLine], signatures: Sequence[Signature]) -> KnownDays:
    """What a document tells of its day of issue beside the line of the date: the latest day it cites, the last signature."""
    cited = (
        d.value for line in body if "20" in line.text for d in find_dates(line.text) if d.value
    )
    times = [_time(one.signed_at).date() for one in signatures if one.signed_at]
    return KnownDays(signed=max(times, default=None), cited=max(cited, default=None))


def _evidence_of(one: Signature) -> Evidence:
    raw = " ".join(filter(None, (one.signer, one.signed_at)))
    return Evidence(one.page or 1, 1, 1, raw, _SURE, rule="signature.dictionary")


def _time(stated: str) -> datetime:
    """A stated time on the clocks of Vietnam; one without a zone is theirs."""
    time = datetime.fromisoformat(stated)
    return (time if time.tzinfo else time.replace(tzinfo=_VIETNAM)).astimezone(_VIETNAM)


def _weigh_date(draft: Draft, signed: date) -> None:
    issued, is_copy = draft.values.get("issued_date"), draft.values.get("is_copy")
    if not isinstance(issued, date):
        _offer(draft, "unreadable", signed)
    elif not (is_copy or -_BEFORE <= (issued - signed).days <= _AFTER):
        _offer(draft, "conflict", signed)


def _offer(draft: Draft, reason: str, signed: date) -> None:
    """The day of the signature as an alternative of the doubt about the date, made where there is none."""
    doubts = [doubt for doubt in draft.doubts if doubt.field == "issued_date"]
    found = doubts[0] if doubts else Doubt("issued_date", reason)
    offered = replace(found, alternatives=(*found.alternatives, signed.isoformat()))
    draft.doubts = [doubt for doubt in draft.doubts if doubt is not found]
    draft.doubts.append(offered)
