"""Fits what a decoder's chance means: held-out pages are decoded, and for the words it changed the share that is right.

The fit is isotonic (pool adjacent violators) over classes of chances; between the points it is interpolated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.dictionaries import Dictionaries
from extract.restore.decoding.damage import Damage
from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.light import THETA
from extract.restore.decoding.pieces import cut
from extract.restore.decoding.stretch import DamagedLine, Engine
from extract.restore.model.syllable import fold_tone
from extract.restore.restorer import load_restorer
from extract.train.aligning import align_lists, aligned_lines
from extract.train.reading import read_page
from extract.train.rendering import HELD_OUT_FONTS
from extract.train.teaching import Plan, Progress, one_page
from extract.unaccent import unaccent, unaccent_letter

Sample = tuple[float, bool]  # the decoder's chance, and whether the word was right
Points = list[tuple[float, float]]
_EDGES = (0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
_LEAST = 25  # samples a pool must hold


def calibrate(
    artifact: Path,
    dictionaries: Dictionaries,
    texts: Sequence[str],
    plan: Plan,
    seed: int,
    progress: Progress,
) -> dict[str, Points]:
    """Calibration points by kind of damage, from pages of held-out `texts` in held-out fonts."""
    engine = load_restorer(dictionaries, artifact).mender.engine
    samples: dict[Damage, list[Sample]] = {
        damage: [] for damage in Damage if damage is not Damage.NONE
    }
    for number in range(plan.held_out):
        page = one_page(texts, HELD_OUT_FONTS, f"{seed}:held:{number}")
        for damage in (Damage.WRONG_MODEL, Damage.LIGHT):
            read = read_page(page.image, damage.value)
            lines = [
                (t, " ".join(w.text for w in words)) for t, words in aligned_lines(page.lines, read)
            ]
            samples[damage] += _samples(engine, damage, lines)
        bare = [(line.split(), _without_marks(line)) for line in page.lines]
        samples[Damage.STRIPPED] += _samples(engine, Damage.STRIPPED, bare)
        progress(f"held-out page {number + 1} of {plan.held_out} decoded")
    return {damage.value: isotonic(found) for damage, found in samples.items() if found}


def _without_marks(line: str) -> str:
    return "".join(unaccent_letter(letter) if letter.isalpha() else letter for letter in line)


def _samples(
    engine: Engine, damage: Damage, lines: Sequence[tuple[list[str], str]]
) -> Iterator[Sample]:
    damaged = [DamagedLine(text, damage, THETA) for _, text in lines]
    by_line: dict[int, list[Decoded]] = {}
    for word in engine.decode(damaged):
        by_line.setdefault(word.line, []).append(word)
    for index, words in by_line.items():
        truth = [piece.text for piece in cut(" ".join(lines[index][0]))]
        yield from _judged(words, truth)


def _judged(words: Sequence[Decoded], truth: Sequence[str]) -> Iterator[Sample]:
    """The changed words that stand against one true word each, judged."""
    one = [unaccent(word).lower() for word in truth]
    two = [unaccent(word.text).lower() for word in words]
    for (i, di), (j, dj) in align_lists(one, two):
        if di == dj == 1 and words[j].text != words[j].piece.text:
            yield words[j].chance, _same(words[j].text, truth[i])


def _same(one: str, two: str) -> bool:
    return one[:1] == two[:1] and fold_tone(one.lower()) == fold_tone(two.lower())


def isotonic(samples: Sequence[Sample]) -> Points:
    """Rising points (mean chance, share right) through the samples, from classes that are finer where chances are high.

    >>> isotonic([(0.25, False)] * 50 + [(0.93, True)] * 50)
    [(0.25, 0.0), (0.93, 1.0)]
    """
    classes: list[list[Sample]] = [[] for _ in range(len(_EDGES) + 1)]
    for sample in samples:
        classes[bisect_right(_EDGES, sample[0])].append(sample)
    pools: list[tuple[float, float, int]] = []  # sum of chances, right ones, size
    for part in classes:
        if part:
            pools.append((sum(c for c, _ in part), sum(right for _, right in part), len(part)))
        while len(pools) > 1 and _must_join(pools[-2], pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return [(round(c / n, 4), round(right / n, 4)) for c, right, n in pools]


def _must_join(before: tuple[float, float, int], last: tuple[float, float, int]) -> bool:
    falls = before[1] * last[2] >= last[1] * before[2]
    return falls or min(before[2], last[2]) < _LEAST
