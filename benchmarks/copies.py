"""Texts that training may see, and bad copies of them as the English model reads them: what `specks.py`, `joined.py`, `digit_words.py` and `small_words.py` learn from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.training.copied import copied_page
from extract.train.counting import Corpus, Seen, find_corpora, split
from extract.train.pages import TRAINING_FONTS, find_fonts, read_page

MOST = 40_000  # paragraphs of a file


class Copy(NamedTuple):
    """The true lines of a page and its lines as read."""

    true: list[str]
    read: list[str]


def first_texts(corpora: Sequence[Corpus], *, held_out: bool) -> Iterator[str]:
    """Of the first paragraphs of each file, each once over all, those for training or those held out."""
    seen = Seen()
    for corpus in corpora:
        for paragraph in islice(split(corpus, seen), MOST):
            if paragraph.held_out is held_out:
                yield paragraph.text


def copies(corpora: Path, count: int, name: str) -> Iterator[Copy]:
    """Copies of training text, every second one of the worse kind and every third of other than official text; the same for a name."""
    found = find_corpora([corpora])
    other, official = (
        list(first_texts([c for c in found if c.official is kind], held_out=False))
        for kind in (False, True)
    )
    kinds, fonts = (other, official, official), find_fonts(TRAINING_FONTS)
    for number in range(count):
        rng = random.Random(f"{name}:{number}")  # noqa: S311 not for secrets
        page = copied_page(kinds[number % 3], fonts, rng, worse=number % 2 == 0)
        lines = [" ".join(word.text for word in line) for line in read_page(page.image, "eng")]
        yield Copy(list(page.lines), lines)
