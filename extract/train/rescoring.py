"""The rescorer's file: open places of the training text are found piece by piece, the vectors learned from them in one pass.

Each piece is searched with trigrams that were counted without it. Its right words are taken for others of their skeleton; a part of
the pieces is misread at random and decoded too, so that what stands around a place errs as it does in use. Official text counts twice there.
A second pass learns the texts by heart (on held-out pieces it mends less), and so does a list of word pairs in place of vectors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import Tables, pack, read_artifact
from extract.restore.channel import load_channel
from extract.restore.lexicon import load_lexicon
from extract.restore.sequence import ARRAYS, words_hash
from extract.train.log_bilinear import Vectors, learn
from extract.train.ngram_model import FOLDS, PIECES, pieces, tables_without
from extract.train.open_places import (
    Confusions,
    Places,
    joined,
    misread,
    misread_places,
    open_places,
    same_skeleton,
)
from extract.train.teaching import Progress

U16 = npt.NDArray[np.uint16]
Part = tuple[int, Places]  # where a piece begins in what is learned from, and its places
_MISREAD = (0.6, 0.25)  # of official text and of other: the share of pieces that are misread
_TIMES = (2, 1)  # how often their places are learned from
_STEPS = 127  # a number's steps on either side of zero


def rescorer(
    texts: Sequence[U16], model: Path, keep: tuple[int, int], seed: int, progress: Progress
) -> bytes:
    """The bytes of the file for a trained model, from the word ids of official text and of other; `keep`: the model's n-grams."""
    made = read_artifact(model)
    words = load_lexicon(made)
    twins, misreadings = same_skeleton(words), misread(load_channel(made, "eng", words), seed)
    text = np.concatenate(texts)
    decoded = text.copy()
    parts: list[Part] = []
    for fold in range(FOLDS):
        tables = tables_without(fold, texts, len(words.words), keep)
        parts += _right(texts, fold, twins, tables)
        parts += _misread(texts, fold, misreadings, tables, decoded, seed=seed)
        progress(f"words that the trigrams leave open: quarter {fold + 1} of {FOLDS} searched")
    places = joined(parts)
    vectors, wrong = learn(np.concatenate((text, decoded)), places, twins, seed)
    progress(f"{wrong:.1%} of {len(places.at)} of them decided wrongly while learning")
    facts = {name: made.facts[name] for name in ("corpora", "seed")}
    return packed(vectors, facts | {"words": words_hash(made), "places": len(places.at)})


def _right(texts: Sequence[U16], fold: int, twins: Confusions, tables: Tables) -> Iterator[Part]:
    """The open places of right text in the pieces of a fold."""
    for which in range(len(texts)):
        for piece in pieces(texts, which):
            if piece.number % FOLDS == fold:
                yield piece.begin, open_places(piece.ids, twins, tables, piece.number)


def _misread(
    texts: Sequence[U16],
    fold: int,
    misreadings: Confusions,
    tables: Tables,
    decoded: U16,
    *,
    seed: int,
) -> Iterator[Part]:
    """The open places of what decoding makes of a share of these pieces, misread; `decoded` (behind the right text) takes it."""
    for which, (share, times) in enumerate(zip(_MISREAD, _TIMES, strict=True)):
        lot = np.random.default_rng((seed, which, fold)).permutation(PIECES)
        for piece in pieces(texts, which):
            if piece.number % FOLDS == fold and lot[piece.number] < share * PIECES:
                read, found = misread_places(piece.ids, misreadings, tables, piece.number)
                decoded[piece.begin : piece.begin + len(read)] = read
                yield from [(len(decoded) + piece.begin, found)] * times


def packed(vectors: Vectors, facts: dict[str, object]) -> bytes:
    """The file's bytes: each array as whole steps of its own size."""
    arrays = [getattr(vectors, name) for name in ARRAYS]
    steps = [max(float(np.abs(array).max()), 1e-6) / _STEPS for array in arrays]
    whole = {
        name: np.rint(array / step).astype(np.int8)
        for name, array, step in zip(ARRAYS, arrays, steps, strict=True)
    }
    return pack(facts, {**whole, "steps": np.array(steps, np.float32)})
