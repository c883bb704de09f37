"""Two words that stand side by side more than once in a document are read alike: what its other places say of a reading counts here.

At each place of the same raw pair (`lo hoi`) an option's chance is multiplied by the share that its word has at the other
places, shrunk by half a place that agrees with everything; so one sure place outweighs several doubtful ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.pieces import Piece
from extract.restore.decoding.sequence import Solved

_SHRUNK = 0.5  # places: from .1 to .5 the same words of held-out texts are mended
_SURE = 0.97  # where all places of a pair are that sure there is nothing to decide
_LIKELY = np.float32(1e-4)  # a chance that no number of other places makes the greatest
_POOLED = frozenset({Damage.STRIPPED, Damage.WRONG_MODEL})
_Places = Sequence[tuple[int, Piece] | None]


def read_alike(
    solved: Solved, places: _Places, damages: Sequence[Damage]
) -> tuple[Solved, npt.NDArray[np.bool_]]:
    """The same with chances that know of the other places of each pair, and the positions where they changed; `damages` by line."""
    changed = np.zeros(len(solved.chosen), np.bool_)
    doubted = (solved.chances[solved.chosen] < _SURE).tolist()
    recurring = list(_recurring(places, damages, doubted))
    if not recurring:
        return solved, changed
    likely, chances = _likely(solved), solved.chances.copy()
    for positions in recurring:
        changed[positions] = True
        _pool(likely, positions, chances)
    totals = np.add.reduceat(chances, solved.starts[:-1])
    return replace(solved, chances=chances / np.repeat(totals, np.diff(solved.starts))), changed


def _recurring(
    places: _Places, damages: Sequence[Damage], doubted: Sequence[bool]
) -> Iterator[list[int]]:
    """The positions of each side of every raw pair that stands there twice or more, where one of them is doubted."""
    raw = ["" if place is None else place[1].text.lower() for place in places]
    near = (at + side for at, is_doubted in enumerate(doubted) if is_doubted for side in (-1, 0))
    asked = {(raw[at], raw[at + 1]) for at in near if _is_pair(places, at, damages)}
    found: dict[tuple[str, str], list[int]] = {}
    for at, pair in enumerate(pairwise(raw)):
        if pair in asked and _is_pair(places, at, damages):
            found.setdefault(pair, []).append(at)
    for positions in found.values():
        if len(positions) > 1:
            yield from (
                side
                for side in (positions, [at + 1 for at in positions])
                if any(doubted[at] for at in side)
            )


def _is_pair(places: _Places, at: int, damages: Sequence[Damage]) -> bool:
    """Whether only a space parts the words of a position and the next, in a line that is pooled, and they are no name: guesses at one make none sure."""
    one, two = places[at], places[at + 1] if at + 1 < len(places) else None
    if at < 0 or one is None or two is None or one[0] != two[0] or two[1].stop:
        return False
    if one[1].text[:1].isupper() and two[1].text[:1].isupper():
        return False
    return two[1].start - one[1].end == 1 and damages[one[0]] in _POOLED


@dataclass(frozen=True, slots=True)
class _Likely:
    """The options that may be, of position n those from `bounds[n]` on: their rows, words and chances."""

    bounds: list[int]
    rows: list[int]
    words: list[int]
    chances: list[float]

    def at(self, position: int) -> range:
        """Their numbers."""
        return range(self.bounds[position], self.bounds[position + 1])


def _likely(solved: Solved) -> _Likely:
    rows = np.flatnonzero(solved.chances >= _LIKELY)
    bounds = np.searchsorted(rows, solved.starts)
    return _Likely(
        bounds.tolist(), rows.tolist(), solved.words[rows].tolist(), solved.chances[rows].tolist()
    )


def _pool(likely: _Likely, positions: Sequence[int], chances: npt.NDArray[np.float32]) -> None:
    """Multiply the chances at each position by what the others say."""
    total: dict[int, float] = {}
    for n in (n for at in positions for n in likely.at(at)):
        total[likely.words[n]] = total.get(likely.words[n], 0.0) + likely.chances[n]
    for at in positions:
        for n in likely.at(at):
            others = max(0.0, total[likely.words[n]] - likely.chances[n])
            chances[likely.rows[n]] *= (others + _SHRUNK) / (len(positions) - 1 + _SHRUNK)
