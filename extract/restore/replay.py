"""Replays corrections on the text they were made for: what restoration gave, from the raw text and the list alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.model import Correction


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
