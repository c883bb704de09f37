"""A line on its way through the decoder: its pieces, what its reader says of them, and how a piece stands in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from extract.model import Word
from extract.restore.tokens import Damage, Piece, cut

# What the reader itself says of a lightly damaged line, piece by piece: how sure it was, and what else it weighed.
#
# A word's confidence is the share of right words among those so sure; its log odds against the mean (2 % wrong) shift the
# threshold of a change by .7. An alternative's share of the weighed letters becomes a cost: right in one case of three at
# half, one of thirty at a fifth (measured on rendered pages; without the channel two thirds of the errors are mended so).

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


class ReaderEvidence(NamedTuple):
    """What is known of a piece: the nats a change must win, and other readings with their costs (nats)."""

    theta: float
    others: tuple[tuple[str, float], ...] = ()


def told_of(
    pieces: Sequence[Piece], theta: float, words: Sequence[Word]
) -> tuple[ReaderEvidence, ...]:
    """What the recognised words say of each piece of a line."""
    if not words:
        return (ReaderEvidence(theta),) * len(pieces)
    return tuple(_told(piece, theta, words) for piece in pieces)


def _told(piece: Piece, theta: float, words: Sequence[Word]) -> ReaderEvidence:
    word = word_at(words, piece.start)
    if word is None or word.confidence is None:
        return ReaderEvidence(theta)
    others = tuple(
        (text, _ALTERNATIVE_WEIGHT * share_cost(share)) for text, share in others_of(piece, word)
    )
    base = theta + (_WEIGHED_THETA if others else 0.0)
    return ReaderEvidence(max(_LEAST_THETA, base + shift(word.confidence)), others)


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
    return float(np.interp(share, _SHARES, _COSTS))


def shift(confidence: float) -> float:
    """What a word's confidence adds to the threshold, in nats."""
    wrong = min(max(1 - confidence, _LEAST_WRONG), _MOST_WRONG)
    return _SHIFT * (_log_odds(wrong) - _log_odds(_MEAN_WRONG))


def _log_odds(wrong: float) -> float:
    return math.log((1 - wrong) / wrong)


# A line on its way through the decoder: its pieces, what its reader says of them, and how a piece stands in it.


@dataclass(frozen=True)
class DamagedLine:
    """A line to decode: its NFC text and its damage; of a lightly damaged one, the nats that a change must win and the read words."""

    text: str
    damage: Damage
    theta: float = 0.0
    words: tuple[Word, ...] = ()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the text."""
        return tuple(cut(self.text, wrong_model=self.damage is Damage.WRONG_MODEL))

    @cached_property
    def told(self) -> tuple[ReaderEvidence, ...]:
        """What the reader says of each piece."""
        return told_of(self.pieces, self.theta, self.words)


def following(lines: Sequence[DamagedLine], index: int) -> str:
    """The next line, if the wrong model read it."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after.text.lstrip() if after and after.damage is Damage.WRONG_MODEL else ""


def may_be_name(line: str, piece: Piece) -> bool:
    """Whether a capital begins the word where no sentence begins."""
    if piece.stop or not (piece.text[:1].isupper() and piece.text[1:].islower()):
        return False
    return stands_inside(line, piece)


def stands_inside(line: str, piece: Piece) -> bool:
    """Whether something stands before it in its line."""
    return line[: piece.start].strip(' -+*•("“') != ""


def stands_alone(line: str, piece: Piece) -> bool:
    """Whether spaces, or a comma behind, part a piece from others: a point's letter (`a)`), initials and signs do not."""
    before, after = line[max(0, piece.start - 1) : piece.start], line[piece.end : piece.end + 1]
    return before in {"", " "} and after in {"", " ", ","}


def is_speck(line: DamagedLine, number: int) -> bool:
    """Whether a lightly damaged line has a full stop before a small word: 38 of 224,000 words of right text stand so."""
    if line.damage is not Damage.LIGHT or number == 0:
        return False
    before, piece = line.pieces[number - 1 : number + 1]
    between = line.text[before.end : piece.start]
    return between.strip() == "." and len(piece.text) > 1 and piece.text.islower()


def opens(text: str) -> bool:
    """Whether the line begins something new: it is blank, a bullet or an item."""
    start = text.strip()[:3]
    return not start or start[0] in "-+*•–—" or (len(start) > 1 and start[1] in ".)")
