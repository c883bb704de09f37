"""Counts of names as arrays: a column a place in the name, sorted pairs of syllables; nothing that few blocks of text have.

A name is a tuple of folded syllables, known with the blocks of text that have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

LEAST_BLOCKS, _MOST_OF_PAIR = 3, 3
_MOST_COUNTED = 65_535  # two bytes a count
Array = npt.NDArray[np.generic]
Name = tuple[str, ...]
Names = Mapping[Name, set[Hashable]]
Pair = tuple[str, str]


def syllables_of(names: Names) -> list[str]:
    """The syllables of names that enough blocks have, sorted."""
    found: dict[str, set[Hashable]] = {}
    for name, blocks in names.items():
        for word in name:
            found.setdefault(word, set()).update(blocks)
    return sorted(word for word, blocks in found.items() if len(blocks) >= LEAST_BLOCKS)


def word_array(words: Sequence[str]) -> Array:
    """The words as an array of UTF-8 bytes."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def column(found: Iterable[str], words: Sequence[str]) -> Array:
    """How often each word was found; at most what two bytes hold."""
    counts = Counter(found)
    return _capped([counts.get(word, 0) for word in words])


def pair_arrays(
    place: str, names: Names, words: Sequence[str], pairs_of: Callable[[Name], Iterable[Pair]]
) -> Iterator[tuple[str, Array]]:
    """The pairs of one place: by number of the first and the second word, how often seen, and all that was seen behind a word.

    A pair counts up to three times for a name that stands in so many blocks.
    """
    counts: Counter[Pair] = Counter()
    seen: dict[Pair, set[Hashable]] = {}
    for name, blocks in names.items():
        for pair in pairs_of(name):
            counts[pair] += min(len(blocks), _MOST_OF_PAIR)
            seen.setdefault(pair, set()).update(blocks)
    number = {word: at for at, word in enumerate(words)}
    kept = sorted(
        (number[one] * len(words) + number[two], counts[one, two])
        for (one, two), blocks in seen.items()
        if len(blocks) >= LEAST_BLOCKS
    )
    behind: Counter[str] = Counter()
    for (one, _), count in counts.items():
        behind[one] += count
    yield f"{place}.pairs", np.array([key for key, _ in kept], np.int32)
    yield f"{place}.pairs.seen", _capped([count for _, count in kept])
    yield f"{place}.behind", _capped([behind[word] for word in words])


def _capped(counts: Sequence[int]) -> Array:
    return np.minimum(np.array(counts, np.int64), _MOST_COUNTED).astype(np.uint16)
