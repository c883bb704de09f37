"""Teaches the channels: pages of training text are rendered, read with both models, and the word pairs counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.train.channel import (
    CostTables,
    aligned_lines,
    aligned_words,
    count_pairs,
    learn,
    smooth,
)
from extract.train.pages import TRAINING_FONTS, OcrWord, Rendered, find_fonts, pages, read_page

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
