"""Documents made by hand for the tests of the tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extract.model import (
    Box,
    Correction,
    Evidence,
    Line,
    Page,
    Reading,
    Restored,
    TextLine,
    TextSource,
    Word,
)
from extract.records import Checked, Extracted, Field, Header, Recipient, Result, ReviewItem
from extract.tables import Document, Status

AT = Evidence(1, 1, 1, "So Noi vu", 0.9, rule="test", box=Box(0.1, 0.1, 0.9, 0.2))


def restored(*pages: list[str]) -> Restored:
    """Pages of lines; "Noi" is corrected to "Nội" wherever it stands."""
    read, lines, corrections = [], [], []
    for number, page in enumerate(pages, 1):
        raws = ["\f" + raw if n == 0 and number > 1 else raw for n, raw in enumerate(page)]
        words = [(Word("w", 0, confidence=0.8),) for _ in raws]
        own = number if len(pages) > 1 else None
        read.append(Page(own, tuple(map(Line, raws, words)), TextSource.OCR))
        for n, raw in enumerate(raws, 1):
            text = raw.replace("Noi", "Nội").lstrip("\f")
            lines.append(TextLine(own, n, raw, text))
            at = raw.find("Noi")
            if at >= 0:
                change = Correction(
                    own,
                    n,
                    at,
                    at + 3,
                    "Noi",
                    after="Nội",
                    rule="channel",
                    confidence=0.97,
                    alternatives=("Nói",),
                )
                corrections.append(change)
    return Restored(Reading(tuple(read)), tuple(lines), tuple(corrections), restored_share=0.25)


def part(number: int = 1, **header: object) -> Checked:
    """A part with a result and a recipient, and a review item for the result."""
    extracted = Extracted(
        number,
        Header(issued_date=date(2024, 3, 12), addressees=("Sở Nội vụ", "Sở Tài chính"), **header),  # type: ignore[arg-type]
        fields=(Field("issued_date", "2024-03-12", AT),),
        results=(Result(index_family="cchc", score=Decimal("86.50"), rank_change=-3, at=AT),),
        recipients=(Recipient(order=1, section="noi_nhan", name="Như trên", at=AT),),
        flags=("sum_mismatch",),
    )
    item = ReviewItem(
        1,
        "results",
        1,
        "score",
        "86.50",
        raw="86,50",
        alternatives=("86.5",),
        reason="conflict",
        priority=0.5,
    )
    return Checked(extracted, (item,))


def document(source: str = "a.png", *parts: Checked, **changed: object) -> Document:
    facts = {
        "sources": (source, "copy.png"),
        "sha256": (source.encode().hex() + "0" * 64)[:64],
        "status": Status.OK,
        "pages": 2,
        "restored": restored(["So Noi vu", "x"], ["Noi nhan"]),
        "parts": parts or (part(),),
    }
    return Document(**{**facts, **changed})  # type: ignore[arg-type]
