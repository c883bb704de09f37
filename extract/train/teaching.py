"""Teaches the channels on rendered pages read with both models, and fits what a decoder's chance means on held-out ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extract.dictionaries import Dictionaries
from extract.restore.artifact import Points
from extract.restore.candidates import THETA
from extract.restore.decoder import WordDecoder
from extract.restore.lexicon import fold_tone
from extract.restore.lines import DamagedLine
from extract.restore.restorer import load_restorer
from extract.restore.sequence import Decoded
from extract.restore.tokens import Damage, Kind, cut
from extract.train.channel import (
    CostTables,
    aligned_lines,
    aligned_words,
    count_pairs,
    learn,
    smooth,
)
from extract.train.pages import (
    HELD_OUT_FONTS,
    TRAINING_FONTS,
    OcrWord,
    Rendered,
    find_fonts,
    pages,
    read_page,
)
from extract.unaccent import unaccent_letter

# Teaches the channels: pages of training text are rendered, read with both models, and the word pairs counted.

Progress = Callable[[str], None]
LANGS = ("eng", "vie")
_STAY = {
    "eng": 0.0,
    "vie": 30.0,
}  # pseudo-count of a letter read as itself: the right model knows the letters


@dataclass(frozen=True, slots=True)
class Plan:
    """How many pages are read: with both models, with the right one alone, and held out for calibration."""

    both: int = 200  # 30 thousand pairs (60 pages) are enough for the wrong model
    right: int = 150  # more data helps the right model, whose errors are rare
    held_out: int = 30


def one_page(texts: Sequence[str], fonts: Sequence[tuple[str, int]], seed: str) -> Rendered:
    """The page that a seed makes; each page has its own, so any can be made again alone."""
    return next(pages(texts, find_fonts(fonts), 1, random.Random(seed)))  # noqa: S311 not for secrets


def channels(
    texts: Sequence[str], letters: Sequence[str], plan: Plan, seed: int, progress: Progress
) -> dict[str, CostTables]:
    """The channels by language, smoothed over the true `letters`."""
    counts: dict[str, Counter[tuple[str, str]]] = {lang: Counter() for lang in LANGS}
    for number in range(plan.both + plan.right):
        langs = LANGS if number < plan.both else LANGS[1:]
        page = one_page(texts, TRAINING_FONTS, f"{seed}:train:{number}")
        for lang in langs:
            counts[lang] += count_pairs(_pairs(page, read_page(page.image, lang)))
        progress(f"page {number + 1} of {plan.both + plan.right} read")
    return {lang: smooth(learn(counts[lang]), letters, _STAY[lang]) for lang in LANGS}


def _pairs(page: Rendered, read: Sequence[Sequence[OcrWord]]) -> Iterator[tuple[str, str]]:
    for truth, words in aligned_lines(page.lines, read):
        for pair in aligned_words(truth, words):
            yield pair.true, pair.read


# Fits what a decoder's chance means: held-out texts are decoded, and for the words it changed the share that is right.
#
# The fit is isotonic (pool adjacent violators); between the points it is interpolated.

Sample = tuple[float, bool]  # the decoder's chance, and whether the word was right
_LEAST = 60  # samples a point must stand for


class DamagedText(NamedTuple):
    """Lines of one kind of damage, and what they were."""

    lines: tuple[DamagedLine, ...]
    truth: str


def damaged_text(damage: Damage, text: str, truth: str) -> DamagedText:
    """A text of one kind of damage, without what its reader says of the words."""
    return DamagedText(tuple(DamagedLine(line, damage, THETA) for line in text.split("\n")), truth)


def calibrate(
    artifact: Path,
    dictionaries: Dictionaries,
    texts: Sequence[str],
    plan: Plan,
    seed: int,
    *,
    progress: Progress,
) -> dict[str, Points]:
    """Calibration points by kind of damage, from pages of held-out `texts` in held-out fonts."""
    engine = load_restorer(dictionaries, artifact).mender.engine
    return fitted(engine, _pages(texts, plan, seed, progress))


def _pages(
    texts: Sequence[str], plan: Plan, seed: int, progress: Progress
) -> Iterator[DamagedText]:
    for number in range(plan.held_out):
        page = one_page(texts, HELD_OUT_FONTS, f"{seed}:held:{number}")
        truth = "\n".join(page.lines)
        for damage in (Damage.WRONG_MODEL, Damage.LIGHT):
            lines = read_page(page.image, damage.value)
            yield damaged_text(
                damage, "\n".join(" ".join(w.text for w in line) for line in lines), truth
            )
        yield damaged_text(Damage.STRIPPED, "".join(map(_bare, truth)), truth)
        progress(f"held-out page {number + 1} of {plan.held_out} decoded")


def _bare(letter: str) -> str:
    return unaccent_letter(letter) if letter.isalpha() else letter


def fitted(engine: WordDecoder, texts: Iterable[DamagedText]) -> dict[str, Points]:
    """Calibration points by kind of damage, from texts that the engine has not learned from."""
    samples: dict[str, list[Sample]] = {}
    for text in texts:
        samples.setdefault(text.lines[0].damage.value, []).extend(_samples(engine, text))
    return {damage: isotonic(found) for damage, found in samples.items() if found}


def _samples(engine: WordDecoder, text: DamagedText) -> Iterator[Sample]:
    """The words that decoding changed and no rule holds to be unsure, judged."""
    words = engine.decode(text.lines)
    true = [
        piece.text
        for line in text.truth.split("\n")
        for piece in cut(line)
        if piece.kind is Kind.WORD
    ]
    right = [False] * len(words)
    for block in Levenshtein.opcodes(
        [_form(word.text) for word in words], [_form(word) for word in true]
    ):
        if block.tag == "equal":
            right[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    for word, is_right in zip(words, right, strict=True):
        if _is_guess(word):
            yield word.chance, is_right


def _is_guess(word: Decoded) -> bool:
    changed = word.text != word.piece.text and word.piece.kind is Kind.WORD
    return changed and word.options.surest == 1.0


def _form(word: str) -> str:
    """A word whatever the place of its tone mark and the case of its later letters."""
    return word[:1] + fold_tone(word.lower())


def isotonic(samples: Sequence[Sample]) -> Points:
    """Rising points (mean chance, share right) through the samples, each of so many that its share means something.

    >>> isotonic([(0.25, False)] * 90 + [(0.75, True)] * 90)
    ((0.25, 0.0), (0.75, 1.0))
    """
    pools: list[tuple[float, int, int]] = []  # sum of chances, right ones, size
    for chance, right in sorted(samples, key=lambda sample: (sample[0], not sample[1])):
        pools.append((chance, int(right), 1))
        while len(pools) > 1 and _must_join(pools[-2], pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    if len(pools) > 1 and pools[-1][2] < _LEAST:
        last, before = pools.pop(), pools.pop()
        pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return tuple((round(c / n, 6), round(right / n, 4)) for c, right, n in pools)


def _must_join(before: tuple[float, int, int], last: tuple[float, int, int]) -> bool:
    falls = before[1] * last[2] >= last[1] * before[2]
    return falls or before[2] < _LEAST
