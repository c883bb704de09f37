"""What the readers of handwriting find on the first pages of real scans, where the pipeline finds places for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from unittest import mock

from extract.ingest import open_source
from extract.ocr import TesseractEngine, hand, read_page
from extract.ocr.hand import HandCandidate, read_place
from extract.ocr.hand.places import DAYS, HandPlace
from extract.options import Options

Seen = list[tuple[HandPlace, Sequence[HandCandidate]]]
_KINDS = (".pdf", ".png", ".jpg", ".scan.pdf")


@cache
def _engine() -> TesseractEngine:
    return TesseractEngine.start()


def places_read(truth: Path) -> Iterator[tuple[str, Sequence[HandCandidate]]]:
    """The places of the first page of the scan beside a header's file: number, day or month, and what was read there."""
    scan = next(f for kind in _KINDS if (f := truth.with_suffix(kind)).exists())
    seen: Seen = []

    def watched(page: hand.Pixels, place: HandPlace) -> tuple[HandCandidate, ...]:
        found = read_place(page, place)
        seen.append((place, found))
        return found

    with mock.patch.object(hand, "read_place", watched):
        read_page(next(open_source(scan, Options()).pages([1])), _engine())
    yield from {_kind(place): found for place, found in seen}.items()


def _kind(place: HandPlace) -> str:
    if not place.texts:
        return "number"
    return "day" if DAYS[-1] in place.texts else "month"
