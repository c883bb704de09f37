"""`python benchmarks/joined.py CORPORA [--pages N]`: learns what tells words run together from single ones, and prints the weights of `Parting`.

Paragraphs of CORPORA that training may see are set, copied badly and read with the English model. Each token that its word explains
badly is one sample: its best split either stands for more of the true words than the token as one word, or for fewer; tokens
for which it makes no difference teach nothing. Prints the weights in nats beside those in use (`extract/restore/joined.py`),
and what weights learned on the even pages win and lose on the odd ones.
"""

from __future__ import annotations

import argparse
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from copies import copies
from rapidfuzz.distance import Levenshtein

from benchmarks.training.weights import newton
from extract.dictionaries import load
from extract.fold import unaccent
from extract.restore import load_restorer
from extract.restore.decoder import WordDecoder
from extract.restore.joined import WEIGHTS, JoinToken, JoinWeights, Sign, Split
from extract.restore.lexicon import folded
from extract.restore.lines import DamagedLine
from extract.restore.tokens import Damage

WORD = re.compile(r"[^\W_]+")
PENALTY, LEAST_ODDS = 1e-4, 0.5  # log odds that a split must have: a right word is dearer


class Sample(NamedTuple):
    """A token that may be several words: its page, what is known of it, and the true words that its split wins."""

    page: int
    shown: str
    sign: Sign
    won: int


def samples(number: int, true: str, read: Sequence[str], engine: WordDecoder) -> Iterator[Sample]:
    """The tokens of a page that may be several words."""
    lines = [DamagedLine(text, Damage.WRONG_MODEL) for text in read]
    starts = np.cumsum([0, *(len(text) + 1 for text in read)]).tolist()
    beside = true_words(true, "\n".join(read))
    for line, token, split, sign in engine.joined(lines):
        begin, end = starts[line] + token.piece.start, starts[line] + token.piece.end
        truth = [word for at, word in beside if begin <= at < end]
        won = words_won(truth, token, split, engine)
        yield Sample(number, f"{token.piece.text} ({' '.join(truth)})", sign, won)


def plain(text: str) -> str:
    """Small letters without marks, as many as there were."""
    return "".join(unaccent(letter)[:1].lower() or letter for letter in text)


def true_words(true: str, read: str) -> list[tuple[int, str]]:
    """The true words with the place of the reading where most of their letters stand."""
    places: dict[int, int] = {}
    for step in Levenshtein.opcodes(plain(true), plain(read)):
        if step.tag in {"equal", "replace"}:
            places |= zip(
                range(step.src_start, step.src_end),
                range(step.dest_start, step.dest_end),
                strict=False,
            )
    found = []
    for word in WORD.finditer(true):
        inner = sorted(places[at] for at in range(*word.span()) if at in places)
        if inner:
            found.append((inner[len(inner) // 2], word.group()))
    return found


def words_won(truth: Sequence[str], token: JoinToken, split: Split, engine: WordDecoder) -> int:
    """How many more of the true words the split has right than the token as one word."""
    words = engine.lexicon.words
    want = [folded(word) for word in truth]
    one = [folded(token.piece.text) if token.stays else folded(words[token.word])]
    several = [folded(words[word]) for word in split.words]
    return Levenshtein.distance(want, one) - Levenshtein.distance(want, several)


def learned(found: Sequence[Sample]) -> JoinWeights:
    """The weights of logistic regression, a sample counting as often as words depend on it, in units of `gain`."""
    telling = [sample for sample in found if sample.won]
    signs = np.array([sample.sign for sample in telling], float)
    table = np.column_stack([np.ones(len(telling)), signs])
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    middle[0], spread[0] = 0, 1
    won = np.array([sample.won for sample in telling], float)
    counts = np.abs(won)
    held = np.full(table.shape[1], PENALTY * counts.sum())
    held[0] = 0
    weights = newton((table - middle) / spread, won > 0, held, counts) / spread
    weights[0] -= float(weights[1:] @ middle[1:]) + LEAST_ODDS
    nats = weights / weights[1]
    return JoinWeights(nats[0], *nats[2:])


def report(name: str, found: Sequence[Sample], weights: JoinWeights) -> None:
    """Print what weights win and lose."""
    parted = [sample for sample in found if sample.sign.sum(weights) > 0]
    won = sum(max(0, sample.won) for sample in parted)
    lost = [sample for sample in parted if sample.won < 0]
    most = sum(max(0, sample.won) for sample in found)
    print(f"{name}: of {most} words that may be won {won} are, {-sum(s.won for s in lost)} lost")
    for sample in lost:
        print(f"  lost: {sample.shown}")


def main() -> None:
    """Read, learn, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=240)
    given = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow each other down
    engine = load_restorer(load()).mender.engine
    found: list[Sample] = []
    for number, (true, read) in enumerate(copies(given.corpora, given.pages, "joined")):
        found += samples(number, "\n".join(true), read, engine)
    of_half = defaultdict(list)
    for sample in found:
        of_half[sample.page % 2].append(sample)
    report("odd pages, weights of the even ones", of_half[1], learned(of_half[0]))
    report("all pages, weights in use", found, WEIGHTS)
    for name, new, used in zip(JoinWeights._fields, learned(found), WEIGHTS, strict=True):
        print(f"{name:10} {new:6.1f}, in use {used:6.1f}")


if __name__ == "__main__":
    main()
