"""`python benchmarks/overlap.py CORPORA FOLDER...`: how restoration does on lines that stand in the training text, and on those that don't.

Official text repeats itself, so held-out text flatters a model that was learned from the same kind. FOLDER holds texts as
`benchmarks/restore.py` takes them; each true line is put into a class by how many of its runs of six words stand anywhere in the part of CORPORA
that `vanban train` learns from. Words are compared in small letters, wherever their tone marks stand. Takes two to three minutes for 65 million words.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from texts import WORD, Pair, folder_pairs, made_from
from trust import forms_of

from extract.dictionaries import load
from extract.restore import load_restorer
from extract.train.counting import Seen, find_corpora, split

U64 = npt.NDArray[np.uint64]
RUN = 6  # words
LOW, HIGH = 0.2, 0.8  # shares of a line's runs
KINDS = ("stripped", "eng", "scan")
_CHUNK = 50_000  # paragraphs that are looked up at once
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no number is lost in a product


class Line(NamedTuple):
    """A true line's words, and the hashes of its runs of six."""

    words: list[str]
    runs: U64


class Words:
    """Numbers of the words that the measured texts have; all others are 0."""

    def __init__(self, texts: Sequence[str]) -> None:
        forms = sorted({form for text in texts for form in _forms(text)})
        self._numbers = {form: number for number, form in enumerate(forms, 1)}

    def runs(self, text: str) -> U64:
        """The hashes of a text's runs of six words, in order."""
        ids = np.array([self._numbers.get(form, 0) for form in _forms(text)], np.uint64)
        hashed = np.zeros(max(len(ids) - RUN + 1, 0), np.uint64)
        for shift in range(RUN if len(hashed) else 0):
            hashed = hashed * _FACTOR + ids[shift : len(ids) - RUN + 1 + shift]
        return hashed


def _forms(text: str) -> list[str]:
    return [_form(word) for word in WORD.findall(text.lower())]


@lru_cache(maxsize=100_000)
def _form(word: str) -> str:
    return forms_of(unicodedata.normalize("NFC", word))[0]


def seen_runs(corpora: Path, wanted: U64, words: Words) -> U64:
    """Those of the wanted runs that stand in the training part of the corpora, sorted."""
    found: list[U64] = []
    seen = Seen()
    for corpus in find_corpora([corpora]):
        training = (text for text, _, held_out in split(corpus, seen) if not held_out)
        while chunk := list(islice(training, _CHUNK)):
            runs = np.concatenate([words.runs(text) for text in chunk])
            found.append(np.intersect1d(runs, wanted))
        print(f"{corpus.path.name} read", file=sys.stderr)
    return np.unique(np.concatenate(found))


def lines_of(truth: str, words: Words) -> list[Line]:
    """The lines of a true text that have words."""
    return [Line(forms_of(line), words.runs(line)) for line in truth.split("\n") if forms_of(line)]


def class_of(line: Line, seen: U64) -> str:
    """What a line is called by the share of its runs that were seen."""
    if not len(line.runs):
        return "too short"
    share = float(np.isin(line.runs, seen).mean())
    return "low" if share < LOW else "high" if share > HIGH else "middle"


def errors_by_line(found: str, lines: Sequence[Line]) -> Iterator[int]:
    """The wrong, lost and invented words of each line, by the best alignment of the whole text."""
    truth = [word for line in lines for word in line.words]
    wrong = [0] * (len(truth) + 1)
    for edit in Levenshtein.editops(forms_of(unicodedata.normalize("NFC", found)), truth):
        wrong[edit.dest_pos] += 1
    start = 0
    for line in lines:
        yield sum(wrong[start : start + len(line.words)])
        start += len(line.words)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    asked = parser.parse_args()
    given: list[Pair] = [pair for folder in asked.folders for pair in folder_pairs(folder)]
    given += [made for pair in given if pair.kind == "right" for made in made_from(pair.truth)]
    pairs = [pair for pair in given if pair.kind in KINDS]
    words = Words([pair.truth for pair in pairs])
    lines = [lines_of(pair.truth, words) for pair in pairs]
    wanted = np.unique(np.concatenate([line.runs for text in lines for line in text]))
    seen = seen_runs(asked.corpora, wanted, words)
    restorer = load_restorer(load())
    total, errors = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for pair, text in zip(pairs, lines, strict=True):
        found = restorer.restore_text(pair.text)[0]
        for line, wrong in zip(text, errors_by_line(found, text), strict=True):
            total[pair.kind, class_of(line, seen)] += len(line.words)
            errors[pair.kind, class_of(line, seen)] += wrong
    print("kind      runs of six words in the training text   syllables  accuracy")
    names = {
        "low": f"under {LOW:.0%}",
        "middle": f"{LOW:.0%} to {HIGH:.0%}",
        "high": f"over {HIGH:.0%}",
        "too short": "line too short",
    }
    for kind in KINDS:
        for name, said in names.items():
            if n := total[kind, name]:
                print(f"{kind:<10}{said:<40}{n:>11}  {1 - errors[kind, name] / n:.2%}")


if __name__ == "__main__":
    main()
