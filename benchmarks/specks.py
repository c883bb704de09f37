"""`python benchmarks/specks.py CORPORA [--pages N]`: learns what tells specks from words at a line's end, and writes `extract/data/specks.tsv`.

Paragraphs of CORPORA that training may see are set, copied badly with dirt of five kinds (`benchmarks/training/copied.py`) and read
with the English model; words that no true word stands beside are specks (`benchmarks/training/samples.py`). Each page counts
twice: as read, and with its lines broken anew behind short words and numbers, which would else hardly be seen at a line's end.
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

from copies import copies

from benchmarks.training.samples import Label, page_labels
from benchmarks.training.weights import End, Word, weights_of_cuts
from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.decoder import WordDecoder
from extract.restore.lines import DamagedLine
from extract.restore.specks import (
    FIGURE,
    FILE,
    LineToken,
    Rubbish,
    Signs,
    SpeckCut,
    ending,
    likeliest,
    may_be_specks,
    sheet,
)
from extract.restore.tokens import Damage
from extract.weights import written_weights

SHORT, FEWEST_WORDS, MOST_WORDS = 3, 3, 18  # letters of a short word; words of a line broken anew
FEWEST, PENALTY, LEAST_WEIGHT = 20, 0.5, 0.05
HEAD = """\
# What speaks for specks at the end of a line that the wrong model read, in nats by sign (extract/restore/specks.py).
# Written by benchmarks/specks.py; do not edit by hand."""


class Page(NamedTuple):
    """The lines of a page as read, and which of their tokens are specks."""

    lines: list[str]
    labels: list[list[Label]]


class Sample(NamedTuple):
    """A line's end: its page, its last tokens, and the words in them, the last first, with their labels."""

    page: int
    shown: str
    end: End
    tokens: list[str]
    labels: list[Label]


def read_pages(corpora: Path, count: int) -> Iterator[Page]:
    """Copies as read, with what is specks."""
    for true, read in copies(corpora, count, "specks"):
        yield Page(read, page_labels(true, read))


def broken_anew(page: Page, rng: random.Random) -> Page:
    """The page's words in other lines, half of the short ones at an end; specks of any line at both ends."""
    split = [ends(line.split(), labels) for line, labels in zip(*page, strict=True)]
    heads, tails = [head for head, _, _ in split], [tail for _, _, tail in split]
    lines: list[str] = []
    labels: list[list[Label]] = []
    line: list[tuple[str, Label]] = []
    for word, label in (word for _, middle, _ in split for word in middle):
        line.append((word, label))
        short = is_short(word) and rng.random() < 1 / 2
        if len(line) > MOST_WORDS or (short and len(line) > FEWEST_WORDS):
            whole = [*rng.choice(heads), *line, *rng.choice(tails)]
            lines.append(" ".join(token for token, _ in whole))
            labels.append([label for _, label in whole])
            line = []
    return Page(lines, labels)


def is_short(word: str) -> bool:
    """Whether a word or a number may be taken for specks at a line's end; of those with a mark behind them, numbers alone."""
    inner = word.strip(".,;:")
    return len(inner) <= SHORT and (word.isalpha() or inner.isdigit())


Part = list[tuple[str, Label]]


def ends(tokens: Sequence[str], labels: Sequence[Label]) -> tuple[Part, Part, Part]:
    """The specks before a line's words, the words, and the specks behind them."""
    line = list(zip(tokens, labels, strict=True))
    words = [at for at, label in enumerate(labels) if label is not True]
    first, last = (words[0], words[-1] + 1) if words else (len(line), len(line))
    middle = [word for word in line[first:last] if word[1] is not True]
    return line[:first], middle, line[last:]


def samples(number: int, page: Page, engine: WordDecoder) -> Iterator[Sample]:
    """The ends of a page's lines, from the last word inwards to the first that is none of specks, and one more."""
    signs = Signs(engine.lexicon, engine.tables)
    decoded = engine.decode([DamagedLine(line, Damage.WRONG_MODEL) for line in page.lines])
    words = {line: tuple(of_line) for line, of_line in groupby(decoded, lambda word: word.line)}
    read = sheet(page.lines, [words.get(at, ()) for at in range(len(page.lines))])
    for line, labels in enumerate(page.labels):
        found = list(asked(read.lines[line], labels))
        if found:
            places = [ending(read, line, at) for at in found]
            end = End(
                [Word([*signs.own(place)], [*signs.around(place)]) for place in places],
                right_cuts([labels[at] for at in found]),
            )
            shown = " ".join(page.lines[line].split()[max(0, found[-1] - 4) :])
            tokens = [place.token.text for place in places]
            yield Sample(number, shown, end, tokens, [labels[at] for at in found])


def asked(tokens: Sequence[LineToken], labels: Sequence[Label]) -> Iterator[int]:
    """Where the words stand that a cut may take, from a line's last to the second that is none of specks; never its first."""
    words = 0
    for at in [at for at, token in enumerate(tokens) if token.letters][:0:-1]:
        if not may_be_specks(tokens[at]) or words > 1:
            return
        yield at
        words += labels[at] is False


def right_cuts(labels: Sequence[Label]) -> frozenset[int]:
    """How many of the words may be cut off: all plain specks, and of what nobody knows behind the first word any part."""
    first = next((at for at, label in enumerate(labels) if label is False), len(labels))
    plain = next((at for at, label in enumerate(labels) if label is not True), len(labels))
    return frozenset(range(plain, first + 1))


def learned(found: Sequence[Sample]) -> dict[str, float]:
    """The weights of the signs."""
    return weights_of_cuts([sample.end for sample in found], fewest=FEWEST, penalty=PENALTY)


def tried(found: Sequence[Sample], engine: WordDecoder) -> None:
    """Print what the weights of the even pages cut off the odd ones, guards aside."""
    of_even = learned([sample for sample in found if sample.page % 2 == 0])
    scale = Rubbish(of_even, Signs(engine.lexicon, engine.tables))
    count: Counter[tuple[str, Label, bool]] = Counter()
    for sample in found:
        if sample.page % 2:
            cut = likeliest(list(cuts_of(sample, scale)))
            gone = cut[0].at if cut else 0
            for at, (token, label) in enumerate(zip(sample.tokens, sample.labels, strict=True)):
                count["figures" if any(map(str.isdigit, token)) else "words", label, at < gone] += 1
                if at < gone and label is False:
                    print(f"a word, or laid wrongly: {token} in {sample.shown}")
    for kind in ("words", "figures"):
        for label, name in ((True, "specks"), (False, "text")):
            cut_off, kept = count[kind, label, True], count[kind, label, False]
            print(f"of {cut_off + kept} {kind} that are {name} {cut_off} cut off")


def cuts_of(sample: Sample, scale: Rubbish) -> Iterator[SpeckCut]:
    """The cuts of an end by how many words they take."""
    behind = 0.0
    for at, word in enumerate(sample.end.words):
        own, around, within = scale.weighed(word.own, word.around)
        figure = any(any(map(str.isdigit, token)) for token in sample.tokens[: at + 1])
        yield SpeckCut(at + 1, behind + own + around - FIGURE * figure, figure)
        behind += own + within


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
    tried(found, engine)
    FILE.write_text(written_weights(learned(found), HEAD, LEAST_WEIGHT), encoding="utf-8")


if __name__ == "__main__":
    main()
