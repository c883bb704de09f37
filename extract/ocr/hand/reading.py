"""What is written in a place: texts that can stand there, each with the chances that two readers give it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.ingest import Pixels
from extract.ocr.hand.network import FIGURES, STRINGS, exact, readings
from extract.ocr.hand.places import HandPlace, strip_of, views

# What is written in a place: texts that can stand there, each with the chances that two readers give it.

_KEPT = 10  # texts of a number that are scored in all views
_LEAST, _TINY = 1e-3, 1e-12
_STRING = 0.7  # weight of the string reader's chance


@dataclass(frozen=True, slots=True)
class HandCandidate:
    """A text, the chances that the string reader and the figure reader give it; `ended`: the share of the first with a bar behind it."""

    text: str
    string: float
    figure: float
    ended: float = 0.0

    @property
    def chance(self) -> float:
        """The mean of both, the string reader's counting more."""
        return _STRING * self.string + (1 - _STRING) * self.figure


def read_place(page: Pixels, place: HandPlace) -> tuple[HandCandidate, ...]:
    """What can stand in a place, likeliest first, "" (nothing is written) among it."""
    seen = views(page, place.window)
    if seen is None:
        return ()
    alone = _alone(page, place)
    chances = STRINGS.chances(seen)
    texts = place.texts or _numbers(readings(chances[0], STRINGS.signs), alone, place)
    found = exact(chances, texts, STRINGS.signs).mean(axis=0)
    both = [
        HandCandidate(text, bare + ended, alone.get(text, 0.0), ended / (bare + ended + _TINY))
        for text, (bare, ended) in zip(texts, found.tolist(), strict=True)
    ]
    likely = (one for one in _by_value(both, place) if one.chance >= _LEAST)
    return tuple(sorted(likely, key=lambda one: (-one.chance, one.text)))


def _alone(page: Pixels, place: HandPlace) -> dict[str, float]:
    """What the figure reader makes of the writing without the print beside it."""
    strip = strip_of(page, place.gap)
    return {} if strip is None else readings(FIGURES.chances(strip[None])[0], FIGURES.signs)


def _numbers(whole: dict[str, float], alone: dict[str, float], place: HandPlace) -> tuple[str, ...]:
    """The texts that either reader finds likely and that can be a number, and ""."""
    found = [text for texts in (whole, alone) for text in list(texts)[:_KEPT]]
    return tuple(dict.fromkeys(text for text in (*found, "") if not text or place.fits(text)))


def _by_value(found: Iterable[HandCandidate], place: HandPlace) -> Iterable[HandCandidate]:
    """Of a day or a month the spellings of one value (`4`, `04`) together, in the likelier's spelling."""
    if not place.texts:
        return found
    values: dict[str, list[HandCandidate]] = {}
    for one in found:
        values.setdefault(one.text.lstrip("0"), []).append(one)
    return [
        HandCandidate(
            max(same, key=lambda one: one.chance).text,
            sum(one.string for one in same),
            sum(one.figure for one in same),
        )
        for same in values.values()
    ]


# How sure a reading of handwriting is: what two readers say, weighed as drawn writing of unseen hands taught it.
#
# Where both find the same text likeliest and are sure of it, it is right 99 times of 100; where they differ, the surer of them is
# right three times of four. The shares were counted by `benchmarks/handwriting/measure.py` on 1,500 lines.

_OTHERS = 2  # readings that are kept beside the best
_LEAST_OTHER = 0.03
# from this mean chance on: the share of right readings, where the readers agree and where they don't
_AGREED = ((0.0, 0.6), (0.4, 0.8), (0.6, 0.84), (0.75, 0.95), (0.9, 0.99))
_ALONE = ((0.0, 0.15), (0.2, 0.44), (0.4, 0.7), (0.6, 0.94))


@dataclass(frozen=True, slots=True)
class FigureReading:
    """Figures, how sure they are right, and the next likely ones; "": nothing is written there. `ended`: a bar follows them."""

    text: str
    sure: float
    others: tuple[tuple[str, float], ...] = ()
    ended: bool = False


def weighed(found: Sequence[HandCandidate]) -> FigureReading:
    """The likeliest of some candidates and how sure it is."""
    if not found:
        return FigureReading("", 0.0)
    best = found[0]
    near = [one for one in found[1:] if one.text and one.chance >= _LEAST_OTHER][:_OTHERS]
    others = tuple((one.text, round(one.chance, 3)) for one in near)
    return FigureReading(best.text, sureness(found), others, ended=best.ended > 0.5)  # noqa: PLR2004 - likelier than not


def sureness(found: Sequence[HandCandidate]) -> float:
    """The share of readings like the first of some candidates that are right."""
    best = found[0]
    agreed = all(
        best is max(found, key=by) for by in (lambda one: one.string, lambda one: one.figure)
    )
    table = _AGREED if agreed else _ALONE
    return table[bisect_right(table, (best.chance, 1.0)) - 1][1]
