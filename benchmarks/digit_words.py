"""`python benchmarks/digit_words.py CORPORA [--pages N] [--paragraphs N]`: learns what tells a word read as a short number, and writes `extract/data/digit_words.tsv`.

Paragraphs of CORPORA that training may see are set, half of the pages copied badly, and read with the English model: so often each number is read for a word.
Other paragraphs are then misread by the channel with their words and numbers exchanged (`benchmarks/training/samples.py`), and the weights learned from them.
Prints of held-out paragraphs how many words are found and how many right numbers are lost, and lists those.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from copies import first_texts

from benchmarks.training.copied import copied_page
from benchmarks.training.samples import Counts, Sample, Sampler, counted
from benchmarks.training.weights import weights_of
from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.digit_words import FILE, LEAST
from extract.train.channel import aligned_lines, aligned_words
from extract.train.counting import Corpus, find_corpora
from extract.train.pages import TRAINING_FONTS, find_fonts, read_page
from extract.train.training import one_page
from extract.weights import written_weights

SHORT = 25  # characters of a paragraph
OFTENER, HELD_OUT_OFTENER = 10.0, 4.0  # than on pages are words exchanged for numbers
OTHERS = 3  # one paragraph in so many is of other than official text
FEWEST, PENALTY, LEAST_WEIGHT = 25, 1.0, 0.1
HEAD = """\
# What speaks for a word where the wrong model read a short number, in nats by sign (extract/restore/digit_words.py).
# Written by benchmarks/digit_words.py; do not edit by hand."""


def texts(corpora: Sequence[Corpus], *, official: bool, held_out: bool) -> list[str]:
    """The first paragraphs of files of one kind, for training or held out."""
    of_kind = [corpus for corpus in corpora if corpus.official is official]
    return [text for text in first_texts(of_kind, held_out=held_out) if len(text) > SHORT]


def drawn(corpora: Sequence[Corpus], count: int, *, held_out: bool) -> list[str]:
    """So many paragraphs at random, every third of them of other than official text."""
    rng = random.Random(f"digits:{held_out}")  # noqa: S311 not for secrets
    kinds = [texts(corpora, official=kind, held_out=held_out) for kind in (True, False)]
    wanted = [count - count // OTHERS, count // OTHERS]
    found = [
        text
        for kind, most in zip(kinds, wanted, strict=True)
        for text in rng.sample(kind, min(most, len(kind)))
    ]
    rng.shuffle(found)
    return found


def pairs(paragraphs: Sequence[str], pages: int) -> Iterator[tuple[str, str]]:
    """True and read words of pages, every second one a copy."""
    fonts = find_fonts(TRAINING_FONTS)
    for number in range(pages):
        seed = f"digits:{number}"
        rng = random.Random(seed)  # noqa: S311 not for secrets
        page = (
            copied_page(paragraphs, fonts, rng, worse=False)
            if number % 2
            else one_page(paragraphs, TRAINING_FONTS, seed)
        )
        for truth, words in aligned_lines(page.lines, read_page(page.image, "eng")):
            yield from ((pair.true, pair.read) for pair in aligned_words(truth, words))


def learned(samples: Sequence[Sample]) -> dict[str, float]:
    """The weights of the signs."""
    labelled = [(sample.signs, sample.word) for sample in samples]
    return weights_of(labelled, fewest=FEWEST, penalty=PENALTY)


def tell(found: dict[str, float], samples: Sequence[Sample]) -> None:
    """Print how many words and how many numbers of held-out samples are taken for words."""
    taken = [
        sample
        for sample in samples
        if found[""] + sum(found.get(sign, 0.0) for sign in sample.signs) >= LEAST
    ]
    for name, word, exchanged in (
        ("words", True, False),
        ("numbers as they stood", False, False),
        ("numbers that were exchanged", False, True),
    ):
        some = [s for s in taken if (s.word, s.exchanged) == (word, exchanged)]
        of = sum((s.word, s.exchanged) == (word, exchanged) for s in samples)
        print(f"of {of} {name} {len(some)} are taken for words")
        for sample in some:
            if not word:
                print(f"    {sample.shown}")


def learn(corpora: Sequence[Corpus], counts: Counts, paragraphs: int) -> str:
    """The text of the file; the check is printed."""
    engine = load_restorer(load()).mender.engine
    seen = drawn(corpora, paragraphs, held_out=False)
    found = learned(list(Sampler(engine, counts, OFTENER).samples(seen, 1)))
    others = drawn(corpora, paragraphs, held_out=True)
    tell(found, list(Sampler(engine, counts, HELD_OUT_OFTENER).samples(others, 2)))
    return written_weights(found, HEAD, LEAST_WEIGHT)


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--paragraphs", type=int, default=60_000)
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow each other down
    corpora = find_corpora([given.corpora])
    counts = counted(pairs(texts(corpora, official=True, held_out=False), given.pages))
    given.out.write_text(learn(corpora, counts, given.paragraphs), encoding="utf-8")


if __name__ == "__main__":
    main()
