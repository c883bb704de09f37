"""Where the trigrams leave a word of a text open: between the words around it, it and another that it may be taken for cost nearly the same.

Such places are what the rescorer learns from and what it is asked about; at all others the trigrams are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore.decoding.sequence import Lattice
from extract.restore.model.ngrams import Tables
from extract.train.confusions import Confusions

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]
F32 = npt.NDArray[np.float32]
NEAR = 6.0  # nats: of words further behind hardly one is right


@dataclass(frozen=True, slots=True)
class Places:
    """Open places of a text: where; their options (`starts[i]` to `starts[i + 1]`) and these options' costs (nats); the right one's number."""

    at: I64
    starts: I64
    options: I32
    costs: F32
    right: I32


def open_places(text: U16, confusions: Confusions, tables: Tables, seed: int) -> Places:
    """The places of a text (word ids) where the right word and another are within `NEAR` of the cheapest, all other words being right."""
    room, right = _lattice(text, confusions, tables, seed)
    return _kept(room.starts, room.words, room.weigh(right).weights, right)


def misread_places(
    text: U16, confusions: Confusions, tables: Tables, seed: int
) -> tuple[U16, Places]:
    """What decoding makes of a text that was misread at random, and the same places of it: between what was decoded, right or wrong."""
    room, right = _lattice(text, confusions, tables, seed)
    solved = room.weigh(room.path())
    decoded = room.words[solved.chosen].astype(np.uint16)
    return decoded, _kept(room.starts, room.words, solved.weights, right)


def _lattice(text: U16, confusions: Confusions, tables: Tables, seed: int) -> tuple[Lattice, I32]:
    """The options of each word in a variant drawn at random, and which of all of them is right, -1 where none is."""
    variant = np.random.default_rng(seed).integers(confusions.variants, size=len(text))
    number = text.astype(np.int64) * confusions.variants + variant
    first, own = confusions.starts[number], confusions.right[number]
    sizes = confusions.starts[number + 1] - first
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    entries = np.repeat(first - starts[:-1], sizes) + np.arange(starts[-1])
    room = Lattice(starts, confusions.options[entries], confusions.costs[entries], tables)
    return room, np.where(own < 0, -1, starts[:-1] + own).astype(np.int32)


def _kept(starts: I32, options: I32, weights: F32, right: I32) -> Places:
    sizes = np.diff(starts)
    costs = weights - np.repeat(np.minimum.reduceat(weights, starts[:-1]), sizes)
    near = costs < NEAR
    is_open = (right >= 0) & near[right]
    is_open &= np.add.reduceat(near, starts[:-1], dtype=np.int32) > 1
    kept = near & np.repeat(is_open, sizes)
    before = np.concatenate(([0], np.cumsum(kept)))
    at = np.flatnonzero(is_open)
    own = before[right[at]] - before[starts[at]]
    begins = np.concatenate((before[starts[at]], before[-1:]))
    return Places(at, begins, options[kept], costs[kept], own.astype(np.int32))


def joined(parts: Sequence[tuple[int, Places]]) -> Places:
    """The places of several pieces of one text, each given with where its piece begins."""
    places = [part for _, part in parts]
    ends = np.cumsum([0, *(len(part.options) for part in places)])
    begins = [part.starts[:-1] + end for part, end in zip(places, ends, strict=False)]
    return Places(
        np.concatenate([begin + part.at for begin, part in parts]),
        np.concatenate([*begins, ends[-1:]]),
        np.concatenate([part.options for part in places]),
        np.concatenate([part.costs for part in places]),
        np.concatenate([part.right for part in places]),
    )
