"""`python benchmarks/handwriting/measure.py [--count 400] [--fonts DIR]`: how much of invented writing the network reads.

Prints, for writing it has not seen, the shares of texts read right, read wrong and left unread at the limit that pages are
read with, and how often readings of each chance are right. With scikit-learn installed the figures of real hands count too.
"""

from __future__ import annotations

import argparse
import random
import sys
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.handwriting.pieces import names, pieces
from benchmarks.handwriting.scene import Example, example
from extract.ocr.hand import LEAST
from extract.ocr.hand.beam import readings
from extract.ocr.hand.network import chances

_SEED = 77
_LIMITS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.01)


def read(strip: Example) -> tuple[float, bool]:
    """The chance that the network gives its reading, and whether it is right."""
    said, ink = strip
    found = {text: chance for text, chance in readings(chances(ink)).items() if text}
    best = next(iter(found), "")
    return found.get(best, 0.0), best == said.rstrip("/")


def main() -> None:
    """Draw, read, count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=400)
    options.add_argument("--fonts", type=Path)
    asked = options.parse_args()
    others, rng = pieces(asked.fonts, held_out=True), random.Random(_SEED)  # noqa: S311
    strips = [strip for _ in range(asked.count) if (strip := example(rng, others))[0].rstrip("/")]
    results = [read(strip) for strip in strips]
    taken = [right for chance, right in results if chance >= LEAST]
    total = len(results)
    print(f"{total} texts, {names(others)}")
    print(
        f"right {sum(taken) / total:.3f}, wrong {(len(taken) - sum(taken)) / total:.3f}, unread {1 - len(taken) / total:.3f}"
    )
    for low, high in pairwise(_LIMITS):
        right = [ok for chance, ok in results if low <= chance < high]
        print(
            f"chance {low:.2f} to {min(high, 1):.2f}: {len(right):4} texts, right {sum(right) / max(1, len(right)):.2f}"
        )


if __name__ == "__main__":
    main()
