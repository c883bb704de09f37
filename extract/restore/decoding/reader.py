"""What the reader itself says of a lightly damaged line, piece by piece: how sure it was, and what else it weighed.

A word's confidence is the share of right words among those so sure; its log odds against the mean (2 % wrong) shift the
threshold of a change by .7. An alternative's share of the weighed letters becomes a cost: right in one case of three at
half, one of thirty at a fifth (measured on rendered pages; without the channel two thirds of the errors are mended so).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from extract.model import Word
from extract.restore.decoding.pieces import Piece

_MEAN_WRONG = 0.02
_SHIFT = 0.7
_LEAST_WRONG, _MOST_WRONG = 0.001, 0.5
_SHARES = (0.02, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
_COSTS = (5.0, 4.2, 3.4, 2.6, 1.8, 1.2, 0.9)
_ALTERNATIVE_WEIGHT = 1.2
_WEIGHED_THETA = (
    -1.0
)  # what alternatives take off the threshold: they are evidence that the text alone lacks

_LEAST_THETA = -1.0  # a word of which the reader itself is not sure is rather wrong


class Told(NamedTuple):
    """What is known of a piece: the nats a change must win, and other readings with their costs (nats)."""

    theta: float
    others: tuple[tuple[str, float], ...] = ()


def told_of(pieces: Sequence[Piece], theta: float, words: Sequence[Word]) -> tuple[Told, ...]:
    """What the recognised words say of each piece of a line."""
    if not words:
        return (Told(theta),) * len(pieces)
    return tuple(_told(piece, theta, words) for piece in pieces)


def _told(piece: Piece, theta: float, words: Sequence[Word]) -> Told:
    word = word_at(words, piece.start)
    if word is None or word.confidence is None:
        return Told(theta)
    others = tuple(
        (text, _ALTERNATIVE_WEIGHT * share_cost(share)) for text, share in others_of(piece, word)
    )
    base = theta + (_WEIGHED_THETA if others else 0.0)
    return Told(max(_LEAST_THETA, base + shift(word.confidence)), others)


def word_at(words: Sequence[Word], place: int) -> Word | None:
    """The recognised word that stands at a place of its line."""
    return next((w for w in words if w.start <= place < w.start + len(w.text)), None)


def others_of(piece: Piece, word: Word) -> tuple[tuple[str, float], ...]:
    """What else the reader weighed for a piece of its word, with the shares."""
    at = piece.start - word.start
    before, after = word.text[:at], word.text[at + len(piece.text) :]
    if word.text[at : at + len(piece.text)] != piece.text:
        return ()
    return tuple(
        (text, other.confidence)
        for other in word.alternatives
        if (text := _within(other.text, before, after)) not in {None, piece.text}
    )


def _within(text: str, before: str, after: str) -> str | None:
    """What stands between what a piece has before and after it in its word, where an alternative has the same."""
    end = len(text) - len(after)
    fits = len(before) < end and text.startswith(before) and text.endswith(after)
    return text[len(before) : end] if fits else None


def share_cost(share: float) -> float:
    """The cost in nats of a reading that has this share of what was weighed.

    >>> share_cost(0.35), share_cost(1.0)
    (2.6, 0.9)
    """
    at = min(max(bisect_left(_SHARES, share), 1), len(_SHARES) - 1)
    x0, x1, y0, y1 = _SHARES[at - 1], _SHARES[at], _COSTS[at - 1], _COSTS[at]
    return y0 + (y1 - y0) * (max(share, x0) - x0) / (x1 - x0)


def shift(confidence: float) -> float:
    """What a word's confidence adds to the threshold, in nats."""
    wrong = min(max(1 - confidence, _LEAST_WRONG), _MOST_WRONG)
    return _SHIFT * (_log_odds(wrong) - _log_odds(_MEAN_WRONG))


def _log_odds(wrong: float) -> float:
    return math.log((1 - wrong) / wrong)
