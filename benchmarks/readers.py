"""`python benchmarks/readers.py CORPORA [--pages 120] [--update | --dropped]`: fits, or measures, what says which of two readers is right about a word.

Pages of paragraphs of CORPORA, every second one with codes or items, are drawn and spoilt as scanners and copiers do, cleaned, and read by both readers; each word
that they read differently is a case, and logistic regression gives each sign (`extract.ocr.second`) its weight for either reading. With --update the weights go to
`extract/data/readers.tsv`, fitted on all pages; without it they are fitted on three quarters of them and measured on the rest. With --dropped words and lines are taken out of what was read, and
counted is how many of them come back as ink that no word covers (`extract.ocr.uncovered`).
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.training.copied import copied_page
from benchmarks.training.weights import newton
from extract.image import clean
from extract.ingest import PageImage
from extract.ocr import TesseractEngine
from extract.ocr.hocr import ReadLine, tidied
from extract.ocr.noise import without_noise
from extract.ocr.second import FILE, LineText, signs_of
from extract.ocr.sheet import compose
from extract.ocr.tesseract import core_of, letters_of, pairs, places_of, second_readings
from extract.ocr.uncovered import with_uncovered
from extract.train.counting import Seen, find_corpora, split
from extract.train.pages import HELD_OUT_FONTS, TRAINING_FONTS, Rendered, find_fonts, pages

MOST = 1500  # paragraphs of a file
HELD = 2.0  # how strongly a weight is held near nought
_CODED = re.compile(r"\d/[A-ZĐ0-9]|V/v|^[A-Z0-9IVX]{1,3}[.)] ")
_COPIED, _WORSE = 0.5, 0.9  # of the pages are copies from the one on, of copies from the other on
_RESOLUTIONS = (150.0, 200.0, 200.0, 300.0)
_LINE, _START = 0.05, 0.1  # of the lines are dropped, of the lines lose their first word
_SAME = 0.5  # likeness of a line as read and as set


class Case(NamedTuple):
    """A word read differently: its signs, and whether the first and the second reading are right."""

    signs: dict[str, float]
    first: bool
    second: bool


def kinds_of_text(folder: Path) -> tuple[list[str], ...]:
    """Paragraphs for training: official ones, those of them with codes and items (twice as many pages), others."""
    seen, official, other = Seen(), list[str](), list[str]()
    for corpus in find_corpora([folder]):
        kind = official if corpus.official else other
        kind += [one.text for one in islice(split(corpus, seen), MOST) if not one.held_out]
    coded = [text for text in official if _CODED.search(text)]
    return official, coded, coded, other


def drawn(texts: Sequence[Sequence[str]], number: int) -> tuple[Rendered, float]:
    """A page of one of the kinds of text, a scan or a copy, and what resolution it is said to have."""
    rng = random.Random(f"readers:{number}")  # noqa: S311 not for secrets
    kind, fonts = rng.random(), find_fonts([*TRAINING_FONTS, *HELD_OUT_FONTS])
    chosen = texts[number % len(texts)]
    if kind < _COPIED:
        page = next(pages(chosen, fonts, 1, rng))
    else:
        page = copied_page(chosen, fonts, rng, worse=kind > _WORSE)
    return page, rng.choice(_RESOLUTIONS)


def read_twice(
    page: Rendered, dpi: float, engine: TesseractEngine
) -> Iterator[tuple[ReadLine, LineText]]:
    """The lines of a page, each as both readers have it."""
    tidy = clean(PageImage(1, np.asarray(page.image.convert("L")), dpi))
    sheet = compose(tidy)
    lines = tidied(engine.read_sheet(tidy, sheet))
    assert engine.second is not None, "the extra vanban[second] is needed"
    yield from zip(lines, second_readings(sheet.pixels, lines, engine.second), strict=True)


def cases(line: ReadLine, text: LineText, true: str) -> Iterator[Case]:
    """The words of a line that are read differently; `true`: the line as it was set, without spaces."""
    found = list(pairs(line, text))
    alike = sum(pair.alike for pair in found) / max(1, len(found))
    places, at = places_of("".join(pair.first for pair in found), true), 0
    for pair in found:
        end = at + len(pair.first)
        right = core_of(true[places[at] : places[end]])
        if not pair.alike and pair.second:
            difference = pair.difference(alike)
            readings = difference.first == right, difference.second == right
            yield Case(signs_of(difference), *readings)
        at = end


def page_cases(number: int, texts: Sequence[Sequence[str]], engine: TesseractEngine) -> list[Case]:
    """The cases of a page; lines that are none of those set are left out."""
    page, dpi = drawn(texts, number)
    lines = [letters_of(line) for line in page.lines]
    made: list[Case] = []
    for line, text in read_twice(page, dpi, engine):
        mine = "".join(letters_of(word.text) for word in line.words)
        true = max(lines, key=lambda known: Levenshtein.normalized_similarity(mine, known))
        if Levenshtein.normalized_similarity(mine, true) > _SAME:
            made += cases(line, text, true)
    return made


def dropped(number: int, texts: Sequence[Sequence[str]], engine: TesseractEngine) -> Counter[str]:
    """Of a page read without every tenth line's first word and every twentieth line: what was dropped, what came back, what of it was right."""
    page, dpi = drawn(texts, number)
    tidy = clean(PageImage(1, np.asarray(page.image.convert("L")), dpi))
    sheet = compose(tidy)
    rng = random.Random(f"dropped:{number}")  # noqa: S311 not for secrets
    kept, gone = list[ReadLine](), Counter[str]()
    for line in without_noise(tidied(engine.read_sheet(tidy, sheet))):
        chance, words = rng.random(), line.words
        first = words[0].rect.x1 + 1
        if chance < _LINE:
            gone.update(word.text for word in words)
        elif chance < _LINE + _START and len(words) > 1:
            gone[words[0].text] += 1
            kept.append(replace(line, words=words[1:], rect=replace(line.rect, x0=first)))
        else:
            kept.append(line)
    back = _words(with_uncovered(sheet.pixels, tidy.dpi, kept, kept, engine.second)) - _words(kept)
    return Counter(dropped=gone.total(), back=back.total(), right=(back & gone).total())


def _words(lines: Sequence[ReadLine]) -> Counter[str]:
    return Counter(word.text for line in lines for word in line.words)


def fitted(found: Sequence[Case]) -> dict[str, tuple[float, float]]:
    """What each sign adds to the log odds of the first reading and of the second."""
    names = list(found[0].signs)
    table = np.array([[float(case.signs[name]) for name in names] for case in found])
    held = np.full(len(names), HELD)
    first, second = (
        newton(table, np.array(right, float), held)
        for right in ([c.first for c in found], [c.second for c in found])
    )
    return dict(zip(names, zip(first.tolist(), second.tolist(), strict=True), strict=True))


def written(weights: dict[str, tuple[float, float]], count: int) -> str:
    """The text of the data file."""
    head = (
        f"# What signs of two readings of a word add to the log odds of the first and of the second, fitted on {count} words of drawn pages.\n"
        "# Written by benchmarks/readers.py; do not edit by hand.\nsign\tfirst\tsecond\n"
    )
    return head + "".join(f"{name}\t{a:.3f}\t{b:.3f}\n" for name, (a, b) in weights.items())


def show(found: Sequence[Case], chances: Sequence[tuple[float, float]]) -> None:
    """How many words are exchanged rightly and wrongly, and of the words said to be so sure how many are right."""
    for least in (0.4, 0.5, 0.6):
        taken = [c for c, (a, b) in zip(found, chances, strict=True) if b >= max(a, least)]
        good, bad = sum(c.second for c in taken), sum(c.first for c in taken)
        print(
            f"second likelier, {least} at least: {len(taken)} of {len(found)}, {good} mended, {bad} spoilt"
        )
    edges = (0.0, 0.2, 0.5, 0.8, 0.93, 0.97, 1.01)
    for low, high in pairwise(edges):
        part = [(a, c.first) for c, (a, _) in zip(found, chances, strict=True) if low <= a < high]
        if part:
            said, right = (sum(column) / len(part) for column in zip(*part, strict=True))
            print(f"first said {low} to {high}: {len(part)}, said {said:.3f}, right {right:.3f}")


def main() -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument(
        "--update", action="store_true", help="fit on all pages and write the weights"
    )
    parser.add_argument("--dropped", action="store_true", help="what comes back of words taken out")
    asked = parser.parse_args()
    texts, engine = kinds_of_text(asked.corpora), TesseractEngine.start()
    if asked.dropped:
        print(dict(sum((dropped(n, texts, engine) for n in range(asked.pages)), Counter[str]())))
        return 0
    made = [page_cases(number, texts, engine) for number in range(asked.pages)]
    every = [case for page in made for case in page]
    if asked.update:
        FILE.write_text(written(fitted(every), len(every)), encoding="utf-8")
        return 0
    weights = fitted([case for n, page in enumerate(made) if n % 4 for case in page])
    unseen = [case for page in made[::4] for case in page]
    show(unseen, [chances(case, weights) for case in unseen])
    return 0


def chances(case: Case, weights: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """How likely the readings of a case are by these weights."""
    odds = np.array([[float(case.signs[name]) * w for w in pair] for name, pair in weights.items()])
    first, second = (1 / (1 + np.exp(-odds.sum(axis=0)))).tolist()
    return first, second


if __name__ == "__main__":
    sys.exit(main())
