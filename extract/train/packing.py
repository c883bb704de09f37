"""Puts the model, the vocabulary's trie and the channels into the one file that restoration maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from extract.restore.model.artifact import pack
from extract.restore.model.ngrams import Tables
from extract.train.smoothing import Channel
from extract.train.trie import build

Array = npt.NDArray[np.generic]


def alphabet_of(words: Sequence[str]) -> str:
    """The small letters of a vocabulary (its special tokens left out), sorted."""
    return "".join(sorted({letter for word in words if word[0] != "<" for letter in word}))


def cased(alphabet: str) -> tuple[str, ...]:
    """The small letters, then their capitals: the true letters that a channel knows."""
    return (*alphabet, *alphabet.upper())


def packed(
    facts: Mapping[str, object],
    words: Sequence[str],
    tables: Tables,
    channels: Mapping[str, Channel],
) -> bytes:
    """The artifact's bytes."""
    alphabet = alphabet_of(words)
    trie = build(
        [(at, word) for at, word in enumerate(words) if word[0] != "<"],
        {letter: at for at, letter in enumerate(alphabet)},
    )
    arrays: dict[str, Array] = {
        "words": _text("\n".join(words)),
        "alphabet": _text(alphabet),
        "trie.child_starts": trie.child_starts,
        "trie.letters": trie.letters,
        "trie.words": trie.words,
        "trie.parents": trie.parents,
    }
    arrays |= {name: getattr(tables, name) for name in Tables.__slots__}
    for name, channel in channels.items():
        arrays |= _channel_arrays(name, channel)
    return pack(facts, arrays)


def _channel_arrays(name: str, channel: Channel) -> dict[str, Array]:
    return {
        f"{name}.chunks": _text("\n".join(channel.chunks)),
        f"{name}.dense": channel.dense.astype(np.float16),
        f"{name}.insert": channel.insert,
        f"{name}.pair_starts": channel.pair_starts,
        f"{name}.pair_ops": channel.pair_ops,
        f"{name}.pair_costs": channel.pair_costs,
    }


def _text(text: str) -> Array:
    return np.frombuffer(text.encode(), np.uint8)
