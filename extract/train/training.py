"""`vanban train`: from plain text to the artifact, in five steps: count, model, teach the channels, learn what words stand together, calibrate."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract import dictionaries
from extract.errors import UsageError
from extract.restore.artifact import Tables, calibration_file, written_points
from extract.restore.lexicon import SPECIAL
from extract.restore.names import names_file
from extract.restore.sequence import rescorer_file
from extract.train.counting import (
    OFFICIAL_WEIGHT,
    Corpus,
    CountedVocabulary,
    Seen,
    choose_vocabulary,
    find_corpora,
    merge,
    ngram_keys,
    read_streams,
    split,
    token_counts,
    without_names,
    word_ids,
)
from extract.train.names import NameCounter, hidden_names, name_counter
from extract.train.ngram_model import alphabet_of, cased, packed
from extract.train.ngram_model import train as train_model
from extract.train.rescoring import rescorer
from extract.train.teaching import Plan, Progress, calibrate, channels

KEEP = (300_000, 2_000_000)  # bigrams and trigrams: 10.7 MB; twice as many gain nothing
_OWN_PAGES = 25  # characters: shorter paragraphs are not rendered


@dataclass(slots=True)
class _Texts:
    """Official paragraphs that pages are made of: for training, and held out."""

    training: list[str] = field(default_factory=list)
    held_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Names:
    """What hides names from the model, and what counts them."""

    hidden: re.Pattern[str] | None
    counter: NameCounter


@dataclass(frozen=True, slots=True)
class _Model:
    """The vocabulary, the tables, how many tokens there were, and the texts (official, other) as word ids."""

    words: tuple[str, ...]
    tables: Tables
    tokens: Mapping[str, int]
    texts: Sequence[npt.NDArray[np.uint16]]


def train(
    corpora: Sequence[Path],
    out: Path,
    seed: int = 1,
    progress: Progress = lambda _message: None,
    plan: Plan | None = None,
) -> None:
    """Write the artifact `out` from the .txt and .txt.xz files among and inside `corpora`, and beside it the statistics of names, the rescorer and the calibration.

    The same files, fonts, Tesseract and seed give the same bytes. Takes two minutes for 65 million words, some twelve more for
    the rescorer's places in them, and three seconds for each page that is read with both models.
    """
    plan = plan or Plan()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow each other down
    files = find_corpora(corpora)
    if not files:
        raise UsageError(
            "Corpora", "no .txt or .txt.xz file was found", "Name folders or files of plain text."
        )
    lists = dictionaries.load()
    texts = _Texts()
    names = _Names(hidden_names(lists), name_counter(lists))
    model = _model(files, texts, names, progress)
    names_file(out).write_bytes(names.counter.packed())
    letters = cased(alphabet_of(model.words))
    learned = channels(texts.training, letters, plan, seed, progress)
    facts = _facts(files, seed, plan, model.tokens)
    out.write_bytes(packed(facts, model.words, model.tables, learned))
    rescorer_file(out).write_bytes(rescorer(model.texts, out, KEEP, seed, progress))
    points = calibrate(out, lists, texts.held_out or texts.training, plan, seed, progress=progress)
    calibration_file(out).write_text(written_points(points), encoding="utf-8")
    progress(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB")


def _model(files: Sequence[Corpus], texts: _Texts, names: _Names, progress: Progress) -> _Model:
    numbers, official, other = read_streams(_paragraphs(files, texts, names, progress))
    counts = [token_counts(stream, len(numbers)) for stream in (official, other)]
    vocabulary: CountedVocabulary = choose_vocabulary(numbers, *counts)
    progress(f"{len(vocabulary.words)} words in the vocabulary")
    orders = [
        merge(
            ngram_keys(official, vocabulary, order),
            ngram_keys(other, vocabulary, order),
            OFFICIAL_WEIGHT,
        )
        for order in (2, 3)
    ]
    progress(f"{len(orders[0].keys)} bigrams and {len(orders[1].keys)} trigrams counted")
    tables = train_model(orders[0], orders[1], len(vocabulary.words), KEEP)
    tokens = {
        "official": len(official.ids),
        "other": len(other.ids),
        "words": len(vocabulary.words) - len(SPECIAL),
    }
    ids = [word_ids(stream, vocabulary).astype(np.uint16) for stream in (official, other)]
    return _Model(vocabulary.words, tables, tokens, ids)


def _paragraphs(
    files: Sequence[Corpus], texts: _Texts, names: _Names, progress: Progress
) -> Iterator[tuple[bool, str]]:
    seen = Seen()
    for corpus in files:
        for text, block, held_out in split(corpus, seen):
            if corpus.official and len(text) > _OWN_PAGES:
                (texts.held_out if held_out else texts.training).append(text)
            if not held_out:
                names.counter.add((corpus.path.name, block), text)
                yield corpus.official, text if corpus.names else without_names(text, names.hidden)
        progress(f"{corpus.path.name} read")


def _facts(
    files: Sequence[Corpus], seed: int, plan: Plan, tokens: Mapping[str, int]
) -> dict[str, object]:
    return {
        "corpora": [[corpus.path.name, corpus.sha256, corpus.official] for corpus in files],
        "official_weight": OFFICIAL_WEIGHT,
        "seed": seed,
        "pages": [plan.both, plan.right, plan.held_out],
        "tokens": dict(tokens),
    }
