"""Two readings of a word, weighed: how likely the first is right, how likely the second, by signs of both.

Signs are how sure either reader is, how far they lie apart, which of them are syllables, figures, capitals, where in the
line the word stands, and how much the readings of its line have in common, which tells print from writing. Their weights
are fitted on drawn pages (`benchmarks/readers.py`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from extract.ingest import is_syllable
from extract.ocr.hocr import ReadWord
from extract.unaccent import unaccent

FILE = Path(__file__).parents[1] / "data" / "readers.tsv"
_LEAST = 0.002  # a chance that is neither none nor whole
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d")
_ODD = re.compile(r"""[^\w.,;:()/\-+"%&']|_""")
_MOST_LONGER = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """A word, how each reader reads it without the signs at its ends, how sure the second is of each sign, its place in its line.

    `line`: share of the line's words that both readers read alike.
    """

    word: ReadWord
    first: str
    second: str
    chances: Sequence[float]
    starts: bool
    ends: bool
    line: float
    weighed: float


def signs_of(difference: Difference) -> dict[str, float]:
    """What speaks for the first or the second reading."""
    first, second = difference.first, difference.second
    chances = difference.chances or (0.5,)
    same = first.lower() == second.lower()
    return {
        "": 1.0,
        "sure first": _odds(difference.word.confidence),
        "sure second": _odds(sum(chances) / len(chances)),
        "least sure second": _odds(min(chances)),
        "alike": Levenshtein.normalized_similarity(first, second),
        "syllables first": _is_legal(first),
        "syllables second": _is_legal(second),
        "figures first": bool(_DIGITS.search(first)),
        "figures second": bool(_DIGITS.search(second)),
        "starts the line": difference.starts,
        "ends the line": difference.ends,
        "other case": same,
        "other marks": not same and unaccent(first).lower() == unaccent(second).lower(),
        "capitals first": first.isupper(),
        "capitals second": second.isupper(),
        "odd sign first": bool(_ODD.search(first)),
        "longer second": max(-_MOST_LONGER, min(_MOST_LONGER, len(second) - len(first))),
        "weighed by the first": difference.weighed,
        "line alike": difference.line,
        "letters first": first.isalpha(),
        "letters second": second.isalpha(),
        "code": "/" in first or "/" in second,
        "one sign": len(first) == 1,
        "second within first": bool(second) and second in first,
    }


def _odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return float(np.log(held / (1 - held)))


def _is_legal(text: str) -> bool:
    parts = _LETTERS.findall(text)
    return bool(parts) and all(is_syllable(part.lower()) for part in parts)


def chances_of(difference: Difference) -> tuple[float, float]:
    """How likely the first reading is right, and how likely the second."""
    names, weights = _weights()
    signs = signs_of(difference)
    odds = weights @ np.array([float(signs[name]) for name in names])
    first, second = (1 / (1 + np.exp(-odds))).tolist()
    return round(first, 3), round(second, 3)


@cache
def _weights() -> tuple[tuple[str, ...], Floats]:
    """The signs, and what each adds to the log odds of the first reading and of the second."""
    with FILE.open(encoding="utf-8") as file:
        _, *rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
    names = tuple(name for name, *_ in rows)
    return names, np.array([[float(row[1]), float(row[2])] for row in rows]).T
