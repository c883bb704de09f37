"""How much a change must win in a lightly damaged line, piece by piece: less where the reader itself was unsure.

The shift is .7 of the log odds of being right in the word's confidence bin, against the mean of all words (2 % wrong);
error rates by Tesseract's word confidence, measured on rendered pages: below 88 34 %, 90 13, 92 4.5, 96 .7, 97 .09 %.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from extract.model import Word
from extract.restore.pieces import cut

_BINS = (0.88, 0.905, 0.93, 0.965)
_WRONG = (0.34, 0.13, 0.045, 0.007, 0.0009)
_MEAN_WRONG = 0.02
_SHARE = 0.7


def thetas_of(text: str, theta: float, words: Sequence[Word]) -> tuple[float, ...]:
    """The thresholds (nats) of the pieces of a line, given its recognised words."""
    return tuple(max(0.0, theta + shift(_confidence(words, piece.start))) for piece in cut(text))


def shift(confidence: float | None) -> float:
    """What a word's confidence adds to the threshold; nothing where it is unknown."""
    if confidence is None:
        return 0.0
    wrong = _WRONG[bisect_right(_BINS, confidence)]
    return _SHARE * (_log_odds(wrong) - _log_odds(_MEAN_WRONG))


def right_share(confidence: float) -> float:
    """The share of right words among those that the reader gives this confidence."""
    return 1 - _WRONG[bisect_right(_BINS, confidence)]


def _log_odds(wrong: float) -> float:
    return math.log((1 - wrong) / wrong)


def _confidence(words: Sequence[Word], at: int) -> float | None:
    for word in words:
        if word.start <= at < word.start + len(word.text):
            return word.confidence
    return None
