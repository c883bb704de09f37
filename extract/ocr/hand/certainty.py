"""How sure a reading of handwriting is: what two readers say, weighed as drawn writing of unseen hands taught it.

Where both find the same text likeliest and are sure of it, it is right 99 times of 100; where they differ, the surer of them is
right three times of four. The shares were counted by `benchmarks/handwriting/measure.py` on 1,500 lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.ocr.hand.reading import Candidate

_OTHERS = 2  # readings that are kept beside the best
_LEAST_OTHER = 0.03
# from this mean chance on: the share of right readings, where the readers agree and where they don't
_AGREED = ((0.0, 0.6), (0.4, 0.8), (0.6, 0.84), (0.75, 0.95), (0.9, 0.99))
_ALONE = ((0.0, 0.15), (0.2, 0.44), (0.4, 0.7), (0.6, 0.94))


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures, how sure they are right, and the next likely ones; "": nothing is written there. `ended`: a bar follows them."""

    text: str
    sure: float
    others: tuple[tuple[str, float], ...] = ()
    ended: bool = False


def weighed(found: Sequence[Candidate]) -> Reading:
    """The likeliest of some candidates and how sure it is."""
    if not found:
        return Reading("", 0.0)
    best = found[0]
    near = [one for one in found[1:] if one.text and one.chance >= _LEAST_OTHER][:_OTHERS]
    others = tuple((one.text, round(one.chance, 3)) for one in near)
    return Reading(best.text, sureness(found), others, ended=best.ended > 0.5)  # noqa: PLR2004 - likelier than not


def sureness(found: Sequence[Candidate]) -> float:
    """The share of readings like the first of some candidates that are right."""
    best = found[0]
    agreed = all(
        best is max(found, key=by) for by in (lambda one: one.string, lambda one: one.figure)
    )
    table = _AGREED if agreed else _ALONE
    return table[bisect_right(table, (best.chance, 1.0)) - 1][1]
