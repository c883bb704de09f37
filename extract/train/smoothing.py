"""From expected counts to the channel's cost tables, with a little left for everything that looks alike.

A marked letter leans on the letter without its tone, that on the bare letter (pseudo-counts 8 and 16); half a per cent
goes to the letters that its class is read as, three thousandths to look-alikes. Measured best in the feasibility study.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.train.channel import Learned, Step, cost
from extract.unaccent import unaccent

DEAR = 30.0  # nats: what cannot be read so
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONELESS_PSEUDO, _PLAIN_PSEUDO, _BASE_PSEUDO = 8.0, 16.0, 2.0
_CLASS_SHARE, _ALIKE_SHARE = 0.005, 0.003
_LEAST_CHUNK = 2.0  # a chunk of several letters must be expected so often
_LEAST_PAIR = 3.0
ALIKE = (
    "IJl1|i!",
    "OQ0",
    "DPBĐ",
    "ec€¢",
    "sS5$8§",
    "oO06",
    "aà4",
    "gq9",
    "UÚ",
    "vV¥y",
    "tf",
    "u&a",
    "hb",
    "rn",
)


@dataclass(frozen=True, slots=True)
class Channel:
    """Read chunks by number (0: nothing, 1: any other letter), their costs by true letter, insertions, pair steps."""

    chunks: tuple[str, ...]
    dense: npt.NDArray[np.float32]  # [chunk, letter]
    insert: npt.NDArray[np.float32]  # [chunk]
    pair_starts: npt.NDArray[np.int32]  # [first letter x letters + second letter]
    pair_ops: npt.NDArray[np.int32]
    pair_costs: npt.NDArray[np.float32]


def smooth(learned: Learned, letters: Sequence[str], stay: float) -> Channel:
    """The channel for the true `letters`; `stay` is the pseudo-count of a letter read as itself (0: as its base)."""
    singles = sorted({read for (true, read) in learned.steps if len(true) == 1 and len(read) == 1})
    singles = sorted({*singles, *"".join(ALIKE), *letters, *map(unaccent, letters)} - {""})
    several = sorted(_several(learned))
    chunks = ("", "\0", *singles, *several)
    numbers = {chunk: at for at, chunk in enumerate(chunks)}
    dense = np.full((len(chunks), len(letters)), DEAR, np.float32)
    chances = _Chances(learned, letters, stay)
    for column, letter in enumerate(letters):
        for chunk, chance in chances.of(letter).items():
            if chunk in numbers:
                dense[numbers[chunk], column] = cost(chance)
        dense[1, column] = dense[2 : 2 + len(singles), column].max()
    insert = np.full(len(chunks), 9.0, np.float32)
    for (true, read), count in learned.steps.items():
        if not true and read in numbers:
            insert[numbers[read]] = min(9.0, cost((count + 1) / learned.occurrences[""]))
    return Channel(chunks, dense, insert, *_pairs(learned, letters, numbers))


def _several(learned: Learned) -> set[str]:
    totals: dict[str, float] = defaultdict(float)
    for (true, read), count in learned.steps.items():
        if len(true) == 1 and len(read) > 1:
            totals[read] = max(totals[read], count)
    return {read for read, count in totals.items() if count >= _LEAST_CHUNK}


class _Chances:
    """The smoothed distribution of what a letter is read as."""

    def __init__(self, learned: Learned, letters: Sequence[str], stay: float) -> None:
        self._counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._stay = stay
        for (true, read), count in learned.steps.items():
            if len(true) == 1 and (len(read) <= 1 or count >= _LEAST_CHUNK):
                for key in (
                    "0" + true,
                    "1" + toneless(true),
                    "2" + unaccent(true),
                    "3" + kind(true),
                ):
                    self._counts[key][read] += count
        self._letters = letters

    def of(self, letter: str) -> dict[str, float]:
        """Chances by read chunk; they add up to about one."""
        bare = unaccent(letter)
        chances = self._share("2" + bare, {bare: 0.9}, _BASE_PSEUDO)
        chances = self._share("1" + toneless(letter), chances, _PLAIN_PSEUDO)
        pseudo = _TONELESS_PSEUDO
        if self._stay:
            chances = mixed(chances, self._prior(letter), 0.9)
            pseudo = self._stay
        chances = self._share("0" + letter, chances, pseudo)
        chances = mixed(chances, self._class(letter), _CLASS_SHARE)
        return mixed(chances, alike(letter), _ALIKE_SHARE)

    def _share(self, key: str, lower: Mapping[str, float], pseudo: float) -> dict[str, float]:
        counts = self._counts[key]
        total = sum(counts.values()) + pseudo
        reads = {**dict.fromkeys(lower), **dict.fromkeys(counts)}
        return {
            read: (counts.get(read, 0.0) + pseudo * lower.get(read, 0.0)) / total for read in reads
        }

    def _prior(self, letter: str) -> dict[str, float]:
        """For a reader who knows the letters: itself, or other marks on the same letter."""
        family = [other for other in self._letters if unaccent(other) == unaccent(letter)]
        chances = {other: 0.011 / max(1, len(family) - 1) for other in family}
        return {**chances, letter: 0.985}

    def _class(self, letter: str) -> dict[str, float]:
        singles = {
            read: c for read, c in self._counts["3" + kind(letter)].items() if len(read) == 1
        }
        return {read: 1 / len(singles) for read in singles}


def mixed(one: Mapping[str, float], two: Mapping[str, float], share: float) -> dict[str, float]:
    """`share` of the second distribution mixed into the first."""
    reads = {**dict.fromkeys(one), **dict.fromkeys(two)}
    return {read: (1 - share) * one.get(read, 0.0) + share * two.get(read, 0.0) for read in reads}


def alike(letter: str) -> dict[str, float]:
    """The look-alikes of a letter, equally likely."""
    bare = unaccent(letter)
    reads = sorted({read for group in ALIKE if bare in group for read in group} | {bare})
    return {read: 1 / len(reads) for read in reads}


def toneless(letter: str) -> str:
    """The letter without its tone mark: "ế" gives "ê"."""
    decomposed = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))


def kind(letter: str) -> str:
    """The letter's class: case, vowel or not, marked or not."""
    bare = unaccent(letter)
    vowel = "v" if bare.lower() in "aeiouy" else "c"
    return f"{'U' if letter.isupper() else 'l'}{vowel}{'m' if bare != letter else 'p'}"


def _pairs(
    learned: Learned, letters: Sequence[str], numbers: Mapping[str, int]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    place = {letter: at for at, letter in enumerate(letters)}
    steps = sorted(
        (
            place[true[0]] * len(letters) + place[true[1]],
            numbers[read],
            cost(count / learned.occurrences[true]),
        )
        for (true, read), count in _pair_steps(learned.steps.items())
        if true[0] in place and true[1] in place and read in numbers and count >= _LEAST_PAIR
    )
    counts = np.bincount([key for key, _, _ in steps], minlength=len(letters) ** 2)
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    ops = np.array([op for _, op, _ in steps], np.int32)
    return starts, ops, np.array([price for _, _, price in steps], np.float32)


def _pair_steps(steps: Iterable[tuple[Step, float]]) -> Iterable[tuple[Step, float]]:
    return (item for item in steps if item[0][0][1:])
