"""`python benchmarks/handwriting/measure.py [--count 400] [--fonts DIR] [--papers DIR ...] [--stamps]`: how much handwriting is read.

Drawn lines of hands that no reader learned from: what the figure reader, the string reader and both read right, and how
often what they agree on is right at each chance. `--papers`: the places found on the first pages of scans (NAME.pdf or .png
with the header in NAME.json), read by the whole way. `--stamps`: drawn stamps of names instead, in fonts that were held out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.handwriting.scene import drawn_place
from benchmarks.handwriting.stamp import drawn_stamp, faces
from benchmarks.handwriting.writers import writers
from extract.ocr.hand import HandCandidate, read_place, weighed
from extract.ocr.hand.places import DAYS, MONTHS, HandPlace
from extract.ocr.stamps import read_name

_SEED = 77
_LIMITS = (0.0, 0.2, 0.4, 0.6, 0.75, 0.9, 1.01)
_NAME_LIMITS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)


@dataclass(frozen=True, slots=True)
class Case:
    """A place with its true text, what is thought to stand there, whether a number, a day or a month."""

    kind: str
    truth: str
    found: Sequence[HandCandidate]

    @property
    def best(self) -> dict[str, bool]:
        """Whether the first choice of each reader is right."""
        by = {
            "figures": lambda one: one.figure,
            "strings": lambda one: one.string,
            "both": lambda one: one.chance,
        }
        return {name: self.is_right(max(self.found, key=key).text) for name, key in by.items()}

    @property
    def agreed(self) -> bool:
        """Whether both readers choose the same."""
        figure, string = (
            max(self.found, key=key) for key in (lambda one: one.figure, lambda one: one.string)
        )
        return figure is string

    def is_right(self, text: str) -> bool:
        """A day or month counts by its value."""
        if self.kind == "number":
            return text == self.truth
        return text.lstrip("0") == self.truth.lstrip("0")


def drawn(count: int, fonts: Path | None) -> Iterator[Case]:
    """Lines written by hands that were held out."""
    hands, rng = writers(fonts, held_out=True), random.Random(_SEED)  # noqa: S311
    for _ in range(count):
        said, kind, page, gap, window = drawn_place(rng, hands)
        texts = {"number": (), "day": (*DAYS, ""), "month": (*MONTHS, "")}[kind]
        found = read_place(page, HandPlace(0, 0, gap, window, texts))
        if found:
            yield Case(kind, said, found)


def report(cases: Sequence[Case]) -> Iterator[str]:
    """The shares, a line each."""
    for kind in ("number", "day", "month"):
        own = [case for case in cases if case.kind == kind]
        if own:
            yield f"{kind}: {len(own)} places, {_shares(own)}"
    for agreed in (True, False):
        some = [case for case in cases if case.agreed == agreed]
        yield f"readers {'agree' if agreed else 'differ'}: {len(some)}"
        for low, high in pairwise(_LIMITS):
            right = [case.best["both"] for case in some if low <= case.found[0].chance < high]
            share = sum(right) / max(1, len(right))
            yield f"  chance {low:.2f} to {min(high, 1):.2f}: {len(right):4}, right {share:.3f}"
    yield _accepted(cases)


def _shares(cases: Sequence[Case]) -> str:
    firsts = {
        name: sum(case.best[name] for case in cases) / len(cases)
        for name in ("figures", "strings", "both")
    }
    three = sum(any(case.is_right(one.text) for one in case.found[:3]) for case in cases)
    told = ", ".join(f"{name} {share:.3f}" for name, share in firsts.items())
    return f"right: {told}; among the first three of both {three / len(cases):.3f}"


def _accepted(cases: Sequence[Case]) -> str:
    """How many may be believed so that 98 of 100 are right."""
    told = sorted(((weighed(case.found).sure, case.best["both"]) for case in cases), reverse=True)
    most = right = 0
    for at, (_, ok) in enumerate(told, 1):
        right += ok
        if right >= 0.98 * at:
            most = at
    return f"surest so that 98 % are right: {most / max(1, len(told)):.3f} of {len(told)}"


def on_papers(folder: Path) -> Iterator[Case]:
    """The places on the first pages of scans that have their header beside them."""
    from benchmarks.handwriting.papers import places_read  # noqa: PLC0415 - needs Tesseract

    for file in sorted(folder.glob("*.json")):
        header = json.loads(file.read_text(encoding="utf-8"))
        for kind, found in places_read(file):
            date = str(header.get("issued_date") or "")
            truth = {"number": header.get("number"), "day": date[8:10], "month": date[5:7]}[kind]
            if found:
                yield Case(kind, str(truth or ""), found)


def stamped(count: int, fonts: Path | None) -> Iterator[str]:
    """How many names on drawn stamps are read with every mark, among three, and at each chance."""
    rng, files = random.Random(_SEED), faces(fonts, held_out=fonts is not None)  # noqa: S311
    read = []
    for _ in range(count):
        said, grey = drawn_stamp(rng, files)
        found = read_name(grey)
        three = [_letters(text) == _letters(said) for text, _ in found]
        read.append((found[0][1] if found else 0.0, three[:1] == [True], any(three)))
    firsts, threes = (sum(one[at] for one in read) / count for at in (1, 2))
    yield f"{count} stamps: right {firsts:.3f}, among the first three {threes:.3f}"
    for low, high in pairwise(_NAME_LIMITS):
        right = [ok for chance, ok, _ in read if low <= chance < high]
        share = sum(right) / max(1, len(right))
        yield f"  chance {low:.2f} to {min(high, 1):.2f}: {len(right):4}, right {share:.3f}"


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def main() -> None:
    """Draw, read, count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=400)
    options.add_argument("--fonts", type=Path)
    options.add_argument("--papers", type=Path, nargs="*", default=[])
    options.add_argument("--stamps", action="store_true")
    asked = options.parse_args()
    if asked.stamps:
        print("\n".join(stamped(asked.count, asked.fonts)))
        return
    cases = [case for folder in asked.papers for case in on_papers(folder)]
    print("\n".join(report(cases or list(drawn(asked.count, asked.fonts)))))


if __name__ == "__main__":
    main()
