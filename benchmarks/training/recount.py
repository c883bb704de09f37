"""`python -m benchmarks.training.recount CORPORA MODEL OUT`: the n-grams of a model counted anew, all else of it kept.

The vocabulary stays, so the rescorer, names and calibration that lie beside MODEL fit OUT; so do its channels, which do not depend on the
text. Minutes instead of the hour of `vanban train`; the files beside MODEL are to be copied by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from extract.dictionaries import load
from extract.restore.artifact import Tables, pack, read_artifact
from extract.restore.lexicon import SPECIAL, UNKNOWN, token_name
from extract.train.counting import (
    Corpus,
    CountedVocabulary,
    Seen,
    TextKind,
    find_corpora,
    id_keys,
    merge,
    read_streams,
    split,
    without_names,
    word_ids,
)
from extract.train.names import hidden_names
from extract.train.ngram_model import train
from extract.train.training import KEEP, without_misread


def paragraphs(files: Sequence[Corpus]) -> Iterator[tuple[TextKind, str]]:
    """What training counts."""
    seen, hidden = Seen(), hidden_names(load())
    for corpus in files:
        for text, _, held_out in split(corpus, seen):
            if not held_out:
                yield corpus.kind, text if corpus.names else without_names(text, hidden)
        print(f"{corpus.path.name} read", file=sys.stderr)


def kept_vocabulary(words: Sequence[str], numbers: dict[str, int]) -> CountedVocabulary:
    """The words of a model, and which of them each token is."""
    ids = {word: at for at, word in enumerate(words)}
    id_of_number = np.full(len(numbers), ids[UNKNOWN], np.int64)
    for name, number in numbers.items():
        id_of_number[number] = ids.get(name if name in SPECIAL else token_name(name), ids[UNKNOWN])
    return CountedVocabulary(tuple(words), id_of_number)


def main() -> None:
    """The command line."""
    corpora, model, out = map(Path, sys.argv[1:])
    made, files = read_artifact(model), find_corpora([corpora])
    numbers, streams = read_streams(paragraphs(files))
    words = made.text("words").split("\n")
    vocabulary = kept_vocabulary(words, numbers)
    ids = {kind: word_ids(stream, vocabulary).astype(np.uint16) for kind, stream in streams.items()}
    texts, size = without_misread(ids, words), len(words)
    two, three = (
        merge({kind: id_keys(text, size, order) for kind, text in texts.items()})
        for order in (2, 3)
    )
    tables = train(two, three, size, KEEP)
    facts = {
        "corpora": [[corpus.path.name, corpus.sha256, corpus.kind] for corpus in files],
        "weights": {kind.value: kind.weight for kind in TextKind},
        "tokens": {kind.value: len(text) for kind, text in texts.items()} | {"words": size - len(SPECIAL)},
        "kept": {name: made.facts.get(name) for name in ("corpora", "seed", "pages", "kept")},
    }  # fmt: skip
    new = {name: getattr(tables, name) for name in Tables.__slots__}
    out.write_bytes(pack(facts, {**made.arrays, **new}))


if __name__ == "__main__":
    main()
