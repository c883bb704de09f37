"""`python benchmarks/light.py CORPORA [--pages N]`: how much of light damage is mended, and what is harmed, on rendered pages.

Official paragraphs of CORPORA that training never sees are set in fonts that no channel saw, read as `vanban extract` reads an image, and
restored twice: from the text alone, and with the words' confidences and the letters that the engine weighed. `mended` is the
share of the wrong syllables that became right, `harm` of the right ones that became wrong; case counts, tone placement does not.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from restore import kept

from extract.dictionaries import load
from extract.evaluate.changes import forms_of
from extract.model import Reading
from extract.ocr import TesseractEngine
from extract.options import Options
from extract.pipeline import read
from extract.restore import Restorer, load_restorer
from extract.train.corpora import Seen, find_corpora, is_held_out, paragraphs
from extract.train.rendering import HELD_OUT_FONTS, find_fonts
from extract.train.rendering import pages as rendered

BLOCK, SHORT = 200, 25  # paragraphs held out together; characters of paragraphs that are not set


class Outcome(NamedTuple):
    """Syllables by whether they were right before and after."""

    right: int = 0
    wrong: int = 0
    mended: int = 0
    harmed: int = 0

    def plus(self, other: Outcome) -> Outcome:
        """The sum."""
        return Outcome(*map(sum, zip(self, other, strict=True)))

    def __str__(self) -> str:
        """The shares."""
        mended, harm = self.mended / max(1, self.wrong), self.harmed / max(1, self.right)
        return f"{self.right + self.wrong} syllables, {self.wrong} wrong, mended {mended:.1%}, harm {harm:.3%}"


def held_out(corpora: Path) -> list[str]:
    """The official paragraphs that training does not see."""
    seen = Seen()
    return [
        text
        for corpus in find_corpora([corpora])
        if corpus.official
        for number, text in enumerate(paragraphs(corpus))
        if len(text) > SHORT and seen.is_new(text)
        if is_held_out(corpus.path.name, number // BLOCK)
    ]


def readings(texts: list[str], count: int, folder: Path) -> Iterator[tuple[Reading, str]]:
    """Pages as read, with their truth."""
    engine, fonts = TesseractEngine.start(), find_fonts(HELD_OUT_FONTS)
    for number in range(count):
        rng = random.Random(f"light:{number}")  # noqa: S311 not for secrets
        page = next(rendered(texts, fonts, 1, rng))
        file = folder / f"{number}.png"
        page.image.save(file)
        yield read(file, Options(), engine)[1], "\n".join(page.lines)


def text_alone(reading: Reading) -> Reading:
    """The reading without what the engine says of its words."""
    pages = [
        replace(page, lines=tuple(replace(line, words=()) for line in page.lines))
        for page in reading.pages
    ]
    return replace(reading, pages=tuple(pages))


def outcome(reading: Reading, truth: str, restorer: Restorer) -> Outcome:
    """What restoration does to a page."""
    restored = restorer.restore(reading)
    true = forms_of(truth)
    before = kept(forms_of(reading.raw), true)
    after = kept(forms_of("\n".join(line.text for line in restored.lines)), true)
    pairs = list(zip(before, after, strict=True))
    return Outcome(
        sum(before),
        len(true) - sum(before),
        sum(now and not was for was, now in pairs),
        sum(was and not now for was, now in pairs),
    )


def main() -> None:
    """Read, restore, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    given = parser.parse_args()
    restorer, texts = load_restorer(load()), held_out(given.corpora)
    alone = told = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for reading, truth in readings(texts, given.pages, Path(folder)):
            alone = alone.plus(outcome(text_alone(reading), truth, restorer))
            told = told.plus(outcome(reading, truth, restorer))
    print(f"text alone: {alone}")
    print(f"with what the engine weighed: {told}")


if __name__ == "__main__":
    main()
