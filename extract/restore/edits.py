"""Changes to one line, the corrections they become, and corrections replayed on the text they were made for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from sys import intern

from msgspec import Struct
from msgspec.structs import replace

from extract.model import Correction

# Changes to one line, and the corrections they become: offsets in the raw line, whatever was normalised before.


class Edit(Struct, frozen=True, gc=False):
    """`text[start:end]` becomes `after`; why, how sure (0 to 1), and the runners-up."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float
    alternatives: tuple[str, ...] = ()


_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands: its page (or `None`) and its number there, 1-based."""

    page: int | None
    number: int


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with its edits, which do not overlap."""
    if not edits:
        return text
    parts, at = [], 0
    for edit in sorted(edits, key=_start):
        parts += [text[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, text[at:]])


def compose(first: Sequence[Edit], text: str, second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of `text` that do what `first` and then `second` do (`second` counts in the text after `first`).

    Edits of the two that touch become one, under the later's rule and the lower confidence.
    """
    if not first and not second:
        return ()
    if not first or not second:
        return tuple(sorted((*first, *second), key=_start))
    return tuple(_composed(sorted(first, key=_start), text, sorted(second, key=_start)))


def _composed(first: list[Edit], text: str, second: list[Edit]) -> Iterable[Edit]:
    middle = apply(text, first)
    spans, shift = (
        [],
        0,
    )  # the spans of the first edits in the middle text, with the shift behind each
    for edit in first:
        at = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        spans.append((at, at + len(edit.after), edit))
    left = list(spans)
    for edit in second:
        over = [span for span in spans if span[0] < edit.end and edit.start < span[1]]
        left = [span for span in left if span not in over]
        low = min([edit.start, *(start for start, _, _ in over)])
        high = max([edit.end, *(end for _, end, _ in over)])
        after = middle[low : edit.start] + edit.after + middle[edit.end : high]
        sure = min([edit.confidence, *(span[2].confidence for span in over)])
        yield replace(
            edit,
            start=_back(spans, low, end=False),
            end=_back(spans, high, end=True),
            after=after,
            confidence=sure,
        )
    yield from (span[2] for span in left)


def _back(spans: Sequence[tuple[int, int, Edit]], at: int, *, end: bool) -> int:
    """An offset of the middle text in the text before it; `at` never lies inside a span."""
    shift = 0
    for _, high, edit in spans:
        if high < at or (high == at and (edit.after or not end)):
            shift = edit.end - high
    return at + shift


def corrections(place: LinePlace, raw: str, edits: Iterable[Edit]) -> list[Correction]:
    """The corrections of a raw line, by offset; edits that change nothing are left out."""
    return [
        Correction(
            place.page, place.number, edit.start, edit.end, before, after=edit.after, rule=edit.rule,
            confidence=round(edit.confidence, 3), alternatives=edit.alternatives,
        )
        for edit in sorted(edits, key=_start)
        if (before := intern(raw[edit.start : edit.end])) != edit.after  # a word is kept once
    ]  # fmt: skip


# Replays corrections on the text they were made for: what restoration gave, from the raw text and the list alone.


def places(lines: Sequence[str]) -> list[tuple[int | None, int]]:
    """Page and number of each line; pages are `None` in a text without form feeds.

    A line that a form feed opens begins a page, but for the text's first line and a last line that holds nothing else.
    """
    if not any("\f" in line for line in lines):
        return [(None, number) for number in range(1, len(lines) + 1)]
    found: list[tuple[int | None, int]] = []
    page, number = 1, 0
    for index, line in enumerate(lines):
        trailing = index == len(lines) - 1 and not line.strip(" \f\r")
        if line.startswith("\f") and index > 0 and not trailing:
            page, number = page + 1, 0
        number += 1
        found.append((page, number))
    return found


def replay(raw: str, corrections: Iterable[Correction]) -> str:
    """The restored text of a raw text and its corrections.

    >>> replay("So 5", [Correction(None, 1, 0, 2, "So", "Số", "channel", 0.9)])
    'Số 5'
    """
    by_place: dict[tuple[int | None, int], list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_place[correction.page, correction.line].append(correction)
    lines = raw.split("\n")
    where = places(lines)
    return "\n".join(
        replay_line(line, by_place.get(place, ())) for line, place in zip(lines, where, strict=True)
    )


def replay_line(raw: str, corrections: Iterable[Correction]) -> str:
    """One line with its corrections; `ValueError` where a correction does not fit the line."""
    text = raw
    for correction in sorted(corrections, key=lambda c: c.start, reverse=True):
        if raw[correction.start : correction.end] != correction.before:
            raise ValueError(
                f"{correction.before!r} does not stand at {correction.start} of {raw!r}"
            )
        text = text[: correction.start] + correction.after + text[correction.end :]
    return text
