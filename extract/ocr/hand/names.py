"""Names on stamps: a line of script, italic or upright type to the names it may say, by a network of letters and a list of names.

The network (`NAMES`) gives the chance of each letter, column by column; a beam search over CTC keeps the likeliest texts, where a
word that is a family or given name, or a title before one (`BSCKI.`), counts more than one that is not. A name that is in no
list can be read too: no name is exchanged for another, it is only less sure.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import cv2
import numpy as np

from extract import dictionaries
from extract.ingest import Pixels
from extract.ocr.hand.network import NAMES, Beams, Floats, grown

# A stamp's line of type as the network of names takes it: ink 1 and paper 0, at its rows.

_PAPER, _DARK = 80, 2  # percentiles of a line's grey
_LEAST_CONTRAST = 25.0
_NARROWEST, _WIDEST = 32, 720  # columns


def normal(grey: Pixels) -> Floats:
    """A line cut out of a grey page, or of one ink of it."""
    paper, dark = np.percentile(grey, (_PAPER, _DARK))
    ink = np.clip((paper - grey.astype(np.float32)) / max(paper - dark, _LEAST_CONTRAST), 0, 1)
    wide = min(max(round(ink.shape[1] * NAMES.rows / len(ink)), _NARROWEST), _WIDEST)
    how = cv2.INTER_AREA if len(ink) >= NAMES.rows else cv2.INTER_LINEAR
    size = (wide, NAMES.rows)
    return np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=how), np.float32)


# Names on stamps: a line of script, italic or upright type to the names it may say, by a network of letters and a list of names.
#
# The network (`NAMES`) gives the chance of each letter, column by column; a beam search over CTC keeps the likeliest texts, where a
# word that is a family or given name, or a title before one (`BSCKI.`), counts more than one that is not. A name that is in no
# list can be read too: no name is exchanged for another, it is only less sure.

_BEAM = 16
_LEAST = 3e-3  # a letter less likely at a step is none
_KNOWN, _OTHER = -5.0, -11.0  # log chance of a word that is in a list, and of any other
_WEIGHT = 0.6  # of words beside letters
_INK = 0.35  # of the way from paper to ink
_FULL = 0.03  # of the most inked row: rows with less are beside the line
_SHEARS = (-0.05, 0.0, 0.05)  # how much a line rises beyond what was levelled
_OFFERED = 3
_NO_TYPE = 0.02  # strokes of a signature stay below .002
# share of drawn names that were read right from a score on (benchmarks/handwriting/measure.py --stamps)
_RIGHT = ((0.0, 0.02), (0.1, 0.15), (0.2, 0.24), (0.3, 0.6), (0.4, 0.75), (0.5, 0.9))


def read_name(grey: Pixels) -> tuple[tuple[str, float], ...]:
    """What a stamp's line may say, likeliest first, with chances; nothing where there is no line of type."""
    best: dict[str, float] = {}
    for strip in _strips(grey):
        found = texts(NAMES.chances(strip[None])[0])
        if max(found.values(), default=0.0) > max(best.values(), default=0.0):
            best = found
    whole = sum(best.values()) or 1.0
    ranked = sorted(best.items(), key=lambda one: (-one[1], one[0]))[:_OFFERED]
    if not ranked:
        return ()
    # the mean of its letters beside the share of its beam: low where there is no type
    first = ranked[0][1] / whole * ranked[0][1] ** (1 / len(ranked[0][0]))
    if first < _NO_TYPE:
        return ()
    right = _RIGHT[bisect_right(_RIGHT, (first, 1.0)) - 1][1]
    return tuple((written(text), round(right * one / ranked[0][1], 3)) for text, one in ranked)


def written(text: str) -> str:
    """A text of small letters as names are written: titles in capitals, each syllable with one.

    >>> written("bscki. trần thị b")
    'BSCKI. Trần Thị B'
    """
    titles = {
        title.lower(): title for title in dictionaries.load().column("person_titles", "title")
    }
    return " ".join(
        titles.get(word.rstrip("."), word[:1].upper() + word[1:].rstrip("."))
        + "." * word.endswith(".")
        for word in text.split(" ")
    )


def texts(chances: Floats) -> dict[str, float]:
    """The likeliest texts of a strip and their scores: chance of the letters and of the words."""
    beams: Beams = {"": (1.0, 0.0)}
    for step in chances.astype(np.float64):
        likely = [(NAMES.signs[at], step[at + 1]) for at in np.flatnonzero(step[1:] > _LEAST)]
        longer = grown(beams, step[0], likely)
        ranked = sorted(longer, key=lambda text: (-_score(text, longer[text], whole=False), text))
        beams = {text: longer[text] for text in ranked[:_BEAM]}
    made: defaultdict[str, float] = defaultdict(float)
    for text, parts in beams.items():
        made[_spaced(text)] += float(_score(text, parts, whole=True))
    return {text: score for text, score in made.items() if text}


def _spaced(text: str) -> str:
    """A text with one space behind each full stop, and none alone.

    >>> _spaced("bscki.trần  thị b")
    'bscki. trần thị b'
    """
    return " ".join(part for part in text.replace(".", ". ").split() if part != ".")


def _score(text: str, parts: tuple[float, float], *, whole: bool) -> float:
    """A text's chance by its letters and its words; the last word only where the text is whole."""
    words = text.replace(".", " ").split()
    if not whole and text[-1:] not in (" ", "."):
        words = words[:-1]
    return sum(parts) * math.exp(_WEIGHT * sum(map(_worth, words)))


@cache
def _known() -> frozenset[str]:
    lists = dictionaries.load()
    columns = (("surnames", "surname"), ("given_names", "name"), ("person_titles", "title"))
    names = (name for column in columns for name in lists.column(*column))
    return frozenset(part for name in names for part in name.lower().split())


def _worth(word: str) -> float:
    """The log chance of a word."""
    return _KNOWN if word in _known() else _OTHER


def _strips(grey: Pixels) -> Iterator[Floats]:
    """The line's strip, level and rising or falling a little."""
    for shear in _SHEARS:
        line = _line(_sheared(grey, shear))
        if line is not None:
            yield normal(line)


def _sheared(grey: Pixels, shear: float) -> Pixels:
    high, wide = grey.shape
    move = np.array([[1, 0, 0], [shear, 1, -shear * wide / 2]], np.float32)
    paper = int(np.percentile(grey, 90))
    return np.asarray(cv2.warpAffine(grey, move, (wide, high), borderValue=(paper,)), np.uint8)


def _line(grey: Pixels) -> Pixels | None:
    """The rows and columns that type fills."""
    paper, dark = np.percentile(grey, (90, 1))
    ink = grey < paper - _INK * max(paper - dark, 25.0)
    rows, columns = _run(ink.sum(axis=1)), _run(ink.any(axis=0))
    if rows is None or columns is None:
        return None
    room = round(0.05 * (rows[1] - rows[0])) + 1
    top, left = max(0, rows[0] - room), max(0, columns[0] - 3 * room)
    return grey[top : rows[1] + room, left : columns[1] + 3 * room]


def _run(
    filled: Sequence[int] | np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> tuple[int, int] | None:
    """From the first to behind the last place that is filled well."""
    counts = np.asarray(filled, np.float64)
    full = np.flatnonzero(counts > _FULL * counts.max(initial=0.0))
    return (int(full[0]), int(full[-1]) + 1) if full.size else None
