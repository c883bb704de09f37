"""`python benchmarks/light.py CORPORA [--pages N]`: how much of light damage is mended, and what is harmed, on rendered pages.

Official paragraphs of CORPORA that training never sees, and nearly all of whose words have a syllable's form (some files lost
letters, or list names of data fields), are set in fonts that no channel saw, read as `vanban extract` reads an image, and
restored twice: from the text alone, and with the words' confidences and the letters that the engine weighed. `mended` is the
share of the wrong syllables that became right, `harm` of the right ones that became wrong; case counts, tone placement does
not, nor the order of the lines. Lost syllables count as wrong: nothing can mend them. Pages are shown by their share of wrong
syllables; light are those up to 12 %.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz
from restore import kept
from trust import forms_of

from extract.dictionaries import load
from extract.model import Reading
from extract.ocr import TesseractEngine
from extract.options import Options
from extract.pipeline import read
from extract.restore import Restorer, load_restorer
from extract.restore.lexicon import is_syllable
from extract.train.counting import Seen, find_corpora, is_held_out, paragraphs
from extract.train.pages import HELD_OUT_FONTS, find_fonts
from extract.train.pages import pages as rendered

BLOCK, SHORT = 200, 25  # paragraphs held out together; characters of paragraphs that are not set
SYLLABLES = 0.95  # least share of words, abbreviations aside, with a syllable's form
LIGHT, WORSE = "up to 12 %", "more"
CLASSES = ((0.01, "up to 1 %"), (0.05, "1 to 5 %"), (0.12, "5 to 12 %"), (1.0, WORSE))
WORD = re.compile(r"[^\W\d_]+")


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
        if is_held_out(corpus.path.name, number // BLOCK) and is_whole(text)
    ]


def is_whole(text: str) -> bool:
    """Whether nearly all words of a paragraph have a syllable's form."""
    words = [word.lower() for word in WORD.findall(text) if not word.isupper()]
    return bool(words) and sum(map(is_syllable, words)) >= SYLLABLES * len(words)


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
    lines = restorer.restore(reading).lines
    order = in_true_order([line.raw for line in lines], truth.split("\n"))
    true = forms_of(truth)
    before = kept(forms_of("\n".join(lines[at].raw for at in order)), true)
    after = kept(forms_of("\n".join(lines[at].text for at in order)), true)
    pairs = list(zip(before, after, strict=True))
    return Outcome(
        sum(before),
        len(true) - sum(before),
        sum(now and not was for was, now in pairs),
        sum(was and not now for was, now in pairs),
    )


def in_true_order(lines: Sequence[str], true: Sequence[str]) -> list[int]:
    """The numbers of the lines as the truth has them: each beside the true line that is most like it and not far away."""
    best = [
        max(range(len(true)), key=lambda n: fuzz.ratio(line, true[n]) - abs(n - at))
        for at, line in enumerate(lines)
    ]
    return sorted(range(len(lines)), key=lambda at: (best[at], at))


def class_of(wrong: float) -> str:
    """The class of a page with this share of wrong syllables."""
    return next(name for most, name in CLASSES if wrong <= most)


def main() -> None:
    """Read, restore, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=60)
    given = parser.parse_args()
    restorer, texts = load_restorer(load()), held_out(given.corpora)
    sums: dict[tuple[str, str], Outcome] = defaultdict(Outcome)
    with tempfile.TemporaryDirectory() as folder:
        for reading, truth in readings(texts, given.pages, Path(folder)):
            for form, one in (
                ("text alone", text_alone(reading)),
                ("with what was weighed", reading),
            ):
                found = outcome(one, truth, restorer)
                damage = class_of(found.wrong / max(1, found.right + found.wrong))
                for name in {damage, WORSE if damage == WORSE else LIGHT}:
                    sums[form, name] = sums[form, name].plus(found)
    for (form, damage), found in sorted(sums.items()):
        print(f"{form}, pages with {damage} wrong: {found}")


if __name__ == "__main__":
    main()
