"""What is written in a gap: the likeliest figures that can stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extract.ingest import Pixels
from extract.ocr.hand.beam import readings
from extract.ocr.hand.network import chances
from extract.ocr.hand.strip import Gap, strip_of

_OTHERS = 2  # readings that are kept beside the best
_LEAST_OTHER = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures, the chance that they are right, and the next likely ones."""

    text: str
    chance: float
    others: tuple[tuple[str, float], ...] = ()


def read_figures(page: Pixels, gap: Gap, fits: Callable[[str], bool]) -> Reading | None:
    """The likeliest figures in a gap that fit there; `None` where nothing is written that does."""
    strip = strip_of(page, gap)
    found = {} if strip is None else readings(chances(strip))
    if not next(iter(found), ""):
        return None
    fitting = [(text, chance) for text, chance in found.items() if text and fits(text)]
    near = tuple(other for other in fitting[1 : _OTHERS + 1] if other[1] >= _LEAST_OTHER)
    return Reading(*fitting[0], near) if fitting else None
