"""What is written in a place: texts that can stand there, each with the chances that two readers give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.ingest import Pixels
from extract.ocr.hand.ctc import exact, readings
from extract.ocr.hand.network import FIGURES, STRINGS
from extract.ocr.hand.places import Place
from extract.ocr.hand.strip import strip_of
from extract.ocr.hand.window import views

_KEPT = 10  # texts of a number that are scored in all views
_LEAST, _TINY = 1e-3, 1e-12
_STRING = 0.7  # weight of the string reader's chance


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text, the chances that the string reader and the figure reader give it; `ended`: the share of the first with a bar behind it."""

    text: str
    string: float
    figure: float
    ended: float = 0.0

    @property
    def chance(self) -> float:
        """The mean of both, the string reader's counting more."""
        return _STRING * self.string + (1 - _STRING) * self.figure


def read_place(page: Pixels, place: Place) -> tuple[Candidate, ...]:
    """What can stand in a place, likeliest first, "" (nothing is written) among it."""
    seen = views(page, place.window)
    if seen is None:
        return ()
    alone = _alone(page, place)
    chances = STRINGS.chances(seen)
    texts = place.texts or _numbers(readings(chances[0], STRINGS.signs), alone, place)
    found = exact(chances, texts, STRINGS.signs).mean(axis=0)
    both = [
        Candidate(text, bare + ended, alone.get(text, 0.0), ended / (bare + ended + _TINY))
        for text, (bare, ended) in zip(texts, found.tolist(), strict=True)
    ]
    likely = (one for one in _by_value(both, place) if one.chance >= _LEAST)
    return tuple(sorted(likely, key=lambda one: (-one.chance, one.text)))


def _alone(page: Pixels, place: Place) -> dict[str, float]:
    """What the figure reader makes of the writing without the print beside it."""
    strip = strip_of(page, place.gap)
    return {} if strip is None else readings(FIGURES.chances(strip[None])[0], FIGURES.signs)


def _numbers(whole: dict[str, float], alone: dict[str, float], place: Place) -> tuple[str, ...]:
    """The texts that either reader finds likely and that can be a number, and ""."""
    found = [text for texts in (whole, alone) for text in list(texts)[:_KEPT]]
    return tuple(dict.fromkeys(text for text in (*found, "") if not text or place.fits(text)))


def _by_value(found: Iterable[Candidate], place: Place) -> Iterable[Candidate]:
    """Of a day or a month the spellings of one value (`4`, `04`) together, in the likelier's spelling."""
    if not place.texts:
        return found
    values: dict[str, list[Candidate]] = {}
    for one in found:
        values.setdefault(one.text.lstrip("0"), []).append(one)
    return [
        Candidate(
            max(same, key=lambda one: one.chance).text,
            sum(one.string for one in same),
            sum(one.figure for one in same),
        )
        for same in values.values()
    ]
