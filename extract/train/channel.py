"""The channel: true and read words paired, how likely each letter is read as none to three others, and its cost tables."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from extract.fold import unaccent
from extract.restore.tokens import core
from extract.train.pages import OcrWord

# Pairs of true and read words: lines of a page by their likeness, then the words of a line, both by dynamic programming.
#
# Likeness is measured on letters without marks, so it holds for either Tesseract model. A word may stand against two read
# words, or two against one; only one-to-one pairs teach the channel.

_GAP = 0.55  # cost of leaving a line or word alone: two wrong partners cost more than two gaps
_SPANS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))


@dataclass(frozen=True, slots=True)
class WordPair:
    """A true word and what was read for it, both without punctuation at their ends; the reader's confidence (0-100)."""

    true: str
    read: str
    confidence: float


def aligned_lines(
    truth: Sequence[str], read: Sequence[Sequence[OcrWord]]
) -> Iterator[tuple[list[str], list[OcrWord]]]:
    """The lines that belong together, as words."""
    plain = [unaccent(line).lower() for line in truth]
    texts = [unaccent(" ".join(word.text for word in line)).lower() for line in read]
    for (i, di), (j, dj) in align_lists(plain, texts):
        if di == dj == 1:
            yield truth[i].split(), list(read[j])


def aligned_words(truth: Sequence[str], read: Sequence[OcrWord]) -> Iterator[WordPair]:
    """The one-to-one pairs of a line."""
    plain = [unaccent(word).lower() for word in truth]
    texts = [unaccent(word.text).lower() for word in read]
    for (i, di), (j, dj) in align_lists(plain, texts):
        if di == dj == 1 and core(truth[i]) and core(read[j].text):
            yield WordPair(core(truth[i]), core(read[j].text), read[j].confidence)


def align_lists(
    one: Sequence[str], two: Sequence[str]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The cheapest way to lay two lists of plain words beside each other, as ((start, length), (start, length))."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            reached = [
                (best[i - di, j - dj][0] + _cost(one[i - di : i], two[j - dj : j]), (di, dj))
                for di, dj in _SPANS
                if (i - di, j - dj) in best and (di <= i and dj <= j)
            ]
            if reached:
                best[i, j] = min(reached)
    return _trace(best, len(one), len(two))


def _trace(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    path = []
    while i or j:
        di, dj = best[i, j][1]
        i, j = i - di, j - dj
        path.append(((i, di), (j, dj)))
    return path[::-1]


def _cost(one: Sequence[str], two: Sequence[str]) -> float:
    if not one or not two:
        return _GAP
    extra = 0.15 * (len(one) + len(two) - 2)
    return extra + Levenshtein.normalized_distance("".join(one), "".join(two))


# The channel: how likely each letter is read as none to three others, learned from word pairs without any alignment.
#
# Expectation maximisation over all ways to cut a pair into steps (one true letter to 0-3 read ones, two to one, none to
# one), eight rounds. What is rare leans on the letter without its tone, then on the bare letter (pseudo-counts 8 and 16),
# and a thousandth part goes to whatever looks alike, so that nothing plausible is impossible.

Step = tuple[str, str]  # (true letters, read letters)
_ROUNDS = 8
_NEGLIGIBLE = 1e-4  # expected counts below are dropped between rounds
_LONGEST_WORD = 10


@dataclass(frozen=True, slots=True)
class Learned:
    """Expected counts of the steps, and how often each true letter (or pair) stood in the pairs."""

    steps: Mapping[Step, float]
    occurrences: Mapping[str, float]


def learn(pairs: Mapping[tuple[str, str], int]) -> Learned:
    """Learn from pairs (true word, read word) with their counts."""
    occurrences: dict[str, float] = defaultdict(float)
    for (true, _), count in pairs.items():
        for size in (1, 2):
            for at in range(len(true) - size + 1):
                occurrences[true[at : at + size]] += count
        occurrences[""] += count * len(true)
    steps: Mapping[Step, float] = {}
    for _ in range(_ROUNDS):
        steps = _round(pairs, steps, occurrences)
    return Learned(steps, occurrences)


def _round(
    pairs: Mapping[tuple[str, str], int],
    steps: Mapping[Step, float],
    occurrences: Mapping[str, float],
) -> dict[Step, float]:
    chance = {
        step: count / occurrences[step[0]] for step, count in steps.items() if count > _NEGLIGIBLE
    }
    counts: dict[Step, float] = defaultdict(float)
    for (true, read), count in pairs.items():
        _expect(true, read, count, chance, counts)
    return dict(counts)


def _expect(
    true: str, read: str, count: int, chance: Mapping[Step, float], counts: dict[Step, float]
) -> None:
    edges = list(_edges(true, read, chance))
    forward: dict[tuple[int, int], float] = defaultdict(float)
    forward[0, 0] = 1.0
    for start, end, _, weight in edges:
        forward[end] += forward[start] * weight
    total = forward[len(true), len(read)]
    if total < 1e-30 * 10.0 ** -len(true):
        return
    backward: dict[tuple[int, int], float] = defaultdict(float)
    backward[len(true), len(read)] = 1.0
    for start, end, step, weight in reversed(edges):
        backward[start] += weight * backward[end]
        counts[step] += count * forward[start] * weight * backward[end] / total


def _edges(
    true: str, read: str, chance: Mapping[Step, float]
) -> Iterable[tuple[tuple[int, int], tuple[int, int], Step, float]]:
    """All steps, in an order in which every step's start is complete before it is used."""
    for i in range(len(true) + 1):
        for j in range(len(read) + 1):
            for di, dj in ((1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (0, 1)):
                if i + di <= len(true) and j + dj <= len(read):
                    step = (true[i : i + di], read[j : j + dj])
                    weight = chance.get(step, 0.0) if chance else first_guess(step)
                    if weight > 0:
                        yield (i, j), (i + di, j + dj), step, weight


def first_guess(step: Step) -> float:
    """What to believe of a step before anything was seen: letters mostly keep their base."""
    true, read = step
    if len(true) == 1 and len(read) == 1:
        return 0.8 if unaccent(true) == unaccent(read) else 0.003
    return {(1, 0): 0.01, (1, 2): 0.003, (1, 3): 0.0005, (2, 1): 0.002, (0, 1): 0.002}[
        len(true), len(read)
    ]


def count_pairs(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Pairs with their counts; far too long or unlike ones are misalignments and are left out."""
    return Counter(
        (true, read)
        for true, read in pairs
        if len(true) <= _LONGEST_WORD
        and len(read) <= 2 * len(true) + 2
        and len(true) <= 2 * len(read) + 2
    )


def cost(chance: float) -> float:
    """A probability in nats."""
    return -math.log(max(chance, 1e-12))


# From expected counts to the channel's cost tables, with a little left for everything that looks alike.
#
# A marked letter leans on the letter without its tone, that on the bare letter (pseudo-counts 8 and 16); half a per cent
# goes to the letters that its class is read as, three thousandths to look-alikes. Measured best in the feasibility study.

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
class CostTables:
    """Read chunks by number (0: nothing, 1: any other letter), their costs by true letter, insertions, pair steps."""

    chunks: tuple[str, ...]
    dense: npt.NDArray[np.float32]  # [chunk, letter]
    insert: npt.NDArray[np.float32]  # [chunk]
    pair_starts: npt.NDArray[np.int32]  # [first letter x letters + second letter]
    pair_ops: npt.NDArray[np.int32]
    pair_costs: npt.NDArray[np.float32]


def smooth(learned: Learned, letters: Sequence[str], stay: float) -> CostTables:
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
    return CostTables(chunks, dense, insert, *_pairs(learned, letters, numbers))


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
