"""Trigrams that know nothing of a quarter of the text, for what is to be learned from that quarter.

On the text that they were counted in trigrams are too often right (of the words of news 1.3 % are wrong there, 3.0 % elsewhere).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.restore.model.ngrams import Tables
from extract.train.corpora import OFFICIAL_WEIGHT
from extract.train.counting import id_keys, merge
from extract.train.kneser_ney import train

U16 = npt.NDArray[np.uint16]
FOLDS = 4
PIECES = 400  # a text is cut in so many; every fourth is of one fold


class Piece(NamedTuple):
    """A part of a text (word ids): its number there, where it begins in all texts together."""

    number: int
    begin: int
    ids: U16


def pieces(texts: Sequence[U16], which: int) -> Iterator[Piece]:
    """The pieces of one of the texts, in order."""
    before, text = sum(map(len, texts[:which])), texts[which]
    for number in range(PIECES):
        begin, end = (len(text) * at // PIECES for at in (number, number + 1))
        if begin < end:
            yield Piece(number, before + begin, text[begin:end])


def tables_without(fold: int, texts: Sequence[U16], words: int, keep: tuple[int, int]) -> Tables:
    """The model of a vocabulary of so many `words` from all pieces of the official and the other text but those of a fold."""
    official, other = (_others(fold, texts, which) for which in range(len(texts)))
    two, three = (
        merge(id_keys(official, words, order), id_keys(other, words, order), OFFICIAL_WEIGHT)
        for order in (2, 3)
    )
    return train(two, three, words, keep)


def _others(fold: int, texts: Sequence[U16], which: int) -> U16:
    found = [piece.ids for piece in pieces(texts, which) if piece.number % FOLDS != fold]
    return np.concatenate([np.empty(0, np.uint16), *found])
