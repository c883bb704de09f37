"""The rescorer's file: open places of the training text are found piece by piece, the vectors learned from them in one pass.

A second pass learns the texts by heart (on held-out pieces it mends less), and so does a list of word pairs in place of vectors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.restore.decoding.rescoring import ARRAYS, words_hash
from extract.restore.model import artifact, channel, lexicon
from extract.restore.model.ngrams import Tables
from extract.train.confusions import Confusions, misread, same_skeleton
from extract.train.log_bilinear import Vectors, learn
from extract.train.open_places import Places, joined, open_places
from extract.train.teaching import Progress

U16 = npt.NDArray[np.uint16]
PIECES = 400  # a text is searched in so many, in random order
_MISREAD = (
    0.2,
    0.1,
)  # of official text and of other: the share of pieces that are read with the wrong model too
_STEPS = 127  # a number's steps on either side of zero


def rescorer(texts: Sequence[U16], model: Path, seed: int, progress: Progress) -> bytes:
    """The bytes of the file for a trained model, from the word ids of official text and of other."""
    made = artifact.read(model)
    words = lexicon.load(made)
    tables = Tables(*(made.arrays[name] for name in Tables.__slots__))  # type: ignore[arg-type]
    twins, misreadings = same_skeleton(words), misread(channel.load(made, "eng", words), seed)
    parts = [
        *_places(texts, twins, (1.0, 1.0), tables, seed),
        *_places(texts, misreadings, _MISREAD, tables, seed),
    ]
    places = joined(parts)
    progress(f"{len(places.at)} words that the trigrams leave open")
    vectors, wrong = learn(np.concatenate(texts), places, twins, seed)
    progress(f"{wrong:.1%} of them decided wrongly while learning")
    facts = {name: made.facts[name] for name in ("corpora", "seed")}
    return packed(vectors, facts | {"words": words_hash(made), "places": len(places.at)})


def _places(
    texts: Sequence[U16],
    confusions: Confusions,
    shares: Sequence[float],
    tables: Tables,
    seed: int,
) -> Iterator[tuple[int, Places]]:
    """The open places of a share of each text's pieces, and where the piece begins in the texts together."""
    begin = 0
    for text, share in zip(texts, shares, strict=True):
        bounds = [len(text) * n // PIECES for n in range(PIECES + 1)]
        order = np.random.default_rng(seed).permutation(PIECES)
        for n in order[: round(share * PIECES)].tolist():
            piece = text[bounds[n] : bounds[n + 1]]
            if len(piece):
                yield begin + bounds[n], open_places(piece, confusions, tables, n)
        begin += len(text)


def packed(vectors: Vectors, facts: dict[str, object]) -> bytes:
    """The file's bytes: each array as whole steps of its own size."""
    arrays = [getattr(vectors, name) for name in ARRAYS]
    steps = [max(float(np.abs(array).max()), 1e-6) / _STEPS for array in arrays]
    whole = {
        name: np.rint(array / step).astype(np.int8)
        for name, array, step in zip(ARRAYS, arrays, steps, strict=True)
    }
    return artifact.pack(facts, {**whole, "steps": np.array(steps, np.float32)})
