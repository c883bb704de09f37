"""`python benchmarks/specks.py CORPORA [--pages N]`: learns what tells specks from words at a line's end, and writes `extract/data/specks.tsv`.

Paragraphs of CORPORA that training may see are set, copied badly with dirt of five kinds (`extract/train/copying.py`) and read
with the English model; words that no true word stands beside are specks (`extract/train/speck_labels.py`). Each page counts
twice: as read, and with its lines broken anew behind short words, whose right words would else never be seen at a line's end.
Prints what the weights of the even pages cut off the odd ones, and lists the right words among it.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.decoding.damage import Damage
from extract.restore.decoding.stretch import DamagedLine, Engine
from extract.restore.repairs.rubbish import FILE, LEAST
from extract.restore.repairs.speck_signs import Signs, ending, sheet
from extract.train.copying import copied_page
from extract.train.corpora import Corpus, Seen, find_corpora, is_held_out, paragraphs
from extract.train.logistic import weights_of
from extract.train.reading import read_page
from extract.train.rendering import TRAINING_FONTS, find_fonts
from extract.train.speck_labels import Label, page_labels

BLOCK, MOST = 200, 40_000  # paragraphs held out together; paragraphs of a file that may be set
SHORT, FEWEST_WORDS, MOST_WORDS = 3, 3, 18  # letters of a short word; words of a line broken anew
FEWEST, PENALTY, LEAST_WEIGHT = 20, 0.5, 0.05
HEAD = """\
# What speaks for specks at the end of a line that the wrong model read, in nats by sign (extract/restore/repairs/speck_signs.py).
# Written by benchmarks/specks.py; do not edit by hand.
"""


class Page(NamedTuple):
    """The lines of a page as read, and which of their tokens are specks."""

    lines: list[str]
    labels: list[list[Label]]


class Sample(NamedTuple):
    """A word at a line's end: its page, the line's end, its signs, and whether it is specks."""

    page: int
    shown: str
    signs: list[str]
    specks: bool


def texts(corpora: Path, *, official: bool) -> list[str]:
    """Paragraphs of training, of official text or of all other."""
    seen = Seen()
    found = (corpus for corpus in find_corpora([corpora]) if corpus.official is official)
    return [text for corpus in found for text in first_texts(corpus) if seen.is_new(text)]


def first_texts(corpus: Corpus) -> Iterator[str]:
    """The first paragraphs of a file that are not held out."""
    for number, text in enumerate(paragraphs(corpus)):
        if number == MOST:
            return
        if text and not is_held_out(corpus.path.name, number // BLOCK):
            yield text


def read_pages(corpora: Path, count: int) -> Iterator[Page]:
    """Copies, every second one of the worse kind and every third of other than official text, as the English model reads them."""
    kinds = [texts(corpora, official=official) for official in (False, True, True)]
    fonts = find_fonts(TRAINING_FONTS)
    for number in range(count):
        rng = random.Random(f"specks:{number}")  # noqa: S311 not for secrets
        page = copied_page(kinds[number % 3], fonts, rng, worse=number % 2 == 0)
        lines = [" ".join(word.text for word in line) for line in read_page(page.image, "eng")]
        yield Page(lines, page_labels(page.lines, lines))


def broken_anew(page: Page, rng: random.Random) -> Page:
    """The page's words in other lines, half of the short ones at an end; specks of any line at both ends."""
    split = [ends(line.split(), labels) for line, labels in zip(*page, strict=True)]
    heads, tails = [head for head, _, _ in split], [tail for _, _, tail in split]
    lines: list[str] = []
    labels: list[list[Label]] = []
    line: list[tuple[str, Label]] = []
    for word, label in (word for _, middle, _ in split for word in middle):
        line.append((word, label))
        short = word.isalpha() and len(word) <= SHORT and rng.random() < 1 / 2
        if len(line) > MOST_WORDS or (short and len(line) > FEWEST_WORDS):
            whole = [*rng.choice(heads), *line, *rng.choice(tails)]
            lines.append(" ".join(token for token, _ in whole))
            labels.append([label for _, label in whole])
            line = []
    return Page(lines, labels)


Part = list[tuple[str, Label]]


def ends(tokens: Sequence[str], labels: Sequence[Label]) -> tuple[Part, Part, Part]:
    """The specks before a line's words, the words, and the specks behind them."""
    line = list(zip(tokens, labels, strict=True))
    words = [at for at, label in enumerate(labels) if label is not True]
    first, last = (words[0], words[-1] + 1) if words else (len(line), len(line))
    middle = [word for word in line[first:last] if word[1] is not True]
    return line[:first], middle, line[last:]


def samples(number: int, page: Page, engine: Engine) -> Iterator[Sample]:
    """The words at the ends of a page's lines, from the last inwards to the first that is none of specks."""
    signs = Signs(engine.lexicon, engine.tables)
    decoded = engine.decode([DamagedLine(line, Damage.WRONG_MODEL) for line in page.lines])
    words = {line: tuple(of_line) for line, of_line in groupby(decoded, lambda word: word.line)}
    read = sheet(page.lines, [words.get(at, ()) for at in range(len(page.lines))])
    for line, labels in enumerate(page.labels):
        for at in range(len(labels) - 1, -1, -1):
            letters, label = read.lines[line][at].letters, labels[at]
            if any(map(str.isdigit, letters)):
                break
            if letters and label is not None:
                shown = " ".join(page.lines[line].split()[max(0, at - 4) :])
                yield Sample(number, shown, list(signs.of(ending(read, line, at))), label)
            if label is not True:
                break


def learned(found: Sequence[Sample]) -> dict[str, float]:
    """The weights of the signs."""
    pairs = [(sample.signs, sample.specks) for sample in found]
    return weights_of(pairs, fewest=FEWEST, penalty=PENALTY)


def tried(found: Sequence[Sample]) -> None:
    """Print what the weights of the even pages cut off the odd ones."""
    weights = learned([sample for sample in found if sample.page % 2 == 0])
    cut: Counter[tuple[bool, bool]] = Counter()
    for sample in found:
        if sample.page % 2:
            nats = weights[""] + sum(weights.get(sign, 0.0) for sign in sample.signs)
            cut[sample.specks, nats >= LEAST] += 1
            if nats >= LEAST and not sample.specks:
                print(f"a word, or laid wrongly: {nats:.1f} {sample.shown}")
    for specks, name in ((True, "specks"), (False, "words")):
        print(f"of {cut[specks, True] + cut[specks, False]} {name} {cut[specks, True]} cut off")


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=250)
    given = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow each other down
    engine = load_restorer(load()).mender.engine
    found: list[Sample] = []
    for number, page in enumerate(read_pages(given.corpora, given.pages)):
        anew = broken_anew(page, random.Random(number))  # noqa: S311 not for secrets
        found += [*samples(number, page, engine), *samples(number, anew, engine)]
    tried(found)
    rows = sorted((sign, round(nats, 2)) for sign, nats in learned(found).items())
    kept = (f"{sign}\t{nats}\n" for sign, nats in rows if not sign or abs(nats) >= LEAST_WEIGHT)
    FILE.write_text(HEAD + "".join(kept), encoding="utf-8")


if __name__ == "__main__":
    main()
