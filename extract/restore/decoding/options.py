"""What a piece may stand for: word ids with their case and their cost before any context."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from extract.restore.model.lexicon import NUMBER_ID, STOP_ID, UNKNOWN_ID

SMALL, TITLE, CAPITALS, STAYS = range(4)  # case modes; STAYS: the piece as it was read


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """Word ids, case modes and costs (nats), by position; and how sure a choice among them can be at most.

    Each is itself alone, so that what is found out about one can be remembered by it.
    """

    words: npt.NDArray[np.int32]
    modes: npt.NDArray[np.int32]
    costs: npt.NDArray[np.float32]
    surest: float = 1.0


@lru_cache(maxsize=65536)
def numbers_of(options: Options, word: int) -> tuple[int, ...]:
    """Where among the options a word stands (in several cases, or nowhere)."""
    return tuple(at for at, other in enumerate(options.words.tolist()) if other == word)


@lru_cache(maxsize=65536)
def fixed(word_id: int) -> Options:
    """The one option of a piece that is not decoded."""
    return Options(
        np.array([word_id], np.int32), np.array([STAYS], np.int32), np.zeros(1, np.float32)
    )


STOP, NUMBER, UNKNOWN = fixed(STOP_ID), fixed(NUMBER_ID), fixed(UNKNOWN_ID)


def with_case(word: str, mode: int) -> str:
    """A small-letter word in the case of a mode.

    >>> with_case("quyết", TITLE), with_case("đ", CAPITALS)
    ('Quyết', 'Đ')
    """
    if mode == CAPITALS:
        return word.upper()
    return word[:1].upper() + word[1:] if mode == TITLE else word
