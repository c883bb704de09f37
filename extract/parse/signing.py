"""Who signed the file and when (chữ ký số), and what that says about the date of issue.

The time of a signature is no date of issue: it is offered to whoever looks at a date that was not read, or that cannot be right
beside it. Of papers with both, the last signature is an office's seal, set on the day of issue or in the days around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from extract.model import Doubt, Evidence, Signature, TextLine
from extract.parse.dates import find_dates
from extract.parse.header.dating import KnownDays
from extract.parse.header.draft import Draft

_VIETNAM = timezone(timedelta(hours=7))
_SURE = 0.99
_BEFORE, _AFTER = (
    10,
    3,
)  # days from the date of issue to the signature, and from the signature to the date of issue


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
    draft.put("signed_by", "|".join(names), _at(signatures[-1]))
    times = [one for one in signatures if one.signed_at]
    if times:
        last = max(times, key=lambda one: _time(one.signed_at))
        draft.put("signed_at", last.signed_at, _at(last))
        _weigh_date(draft, _time(last.signed_at).date())


def known_days(body: Sequence[TextLine], signatures: Sequence[Signature]) -> KnownDays:
    """What a document tells of its day of issue beside the line of the date: the latest day it cites, the last signature."""
    cited = (
        d.value for line in body if "20" in line.text for d in find_dates(line.text) if d.value
    )
    times = [_time(one.signed_at).date() for one in signatures if one.signed_at]
    return KnownDays(signed=max(times, default=None), cited=max(cited, default=None))


def _at(one: Signature) -> Evidence:
    raw = " ".join(filter(None, (one.signer, one.signed_at)))
    return Evidence(one.page or 1, 1, 1, raw, _SURE, "signature.dictionary")


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
