"""The vocabulary: words by id, the trie over them, and which words share a spelling without marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from extract.restore.model.artifact import Artifact
from extract.restore.model.ngrams import STEPS_A_NAT
from extract.restore.model.syllable import folded, is_syllable
from extract.unaccent import unaccent

STOP_ID, NUMBER_ID, UNKNOWN_ID = 0, 1, 2
_UNIGRAM_WEIGHT = 0.8


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words by id and the arrays of their trie (see `extract.train.trie`); `size` is the number of small letters."""

    words: tuple[str, ...]
    alphabet: str
    child_starts: npt.NDArray[np.int32]
    letters: npt.NDArray[np.uint8]
    node_words: npt.NDArray[np.int32]
    cheapest: npt.NDArray[np.float32]
    own: npt.NDArray[np.float32]

    @property
    def size(self) -> int:
        """The number of small letters; the capital of letter l is number size + l."""
        return len(self.alphabet)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Ids by word."""
        return {word: at for at, word in enumerate(self.words)}

    @cached_property
    def by_skeleton(self) -> dict[str, tuple[int, ...]]:
        """Ids by the word without its marks, commonest first."""
        groups: dict[str, list[int]] = {}
        skeletons = unaccent("\n".join(self.words)).split("\n")  # all at once: a tenth of the time
        for at in sorted(range(3, len(self.words)), key=self.own.tolist().__getitem__):
            groups.setdefault(skeletons[at], []).append(at)
        return {skeleton: tuple(ids) for skeleton, ids in groups.items()}

    def id_of(self, word: str) -> int | None:
        """The id of a word in any case and either tone placement, or `None`."""
        return self.ids.get(folded(word))

    def is_syllable(self, word_id: int) -> bool:
        """Whether the word has a syllable's form (`ubnd` has not)."""
        return is_syllable(self.words[word_id])

    def letter_numbers(self, word: str) -> list[int]:
        """The numbers of a word's letters, capitals behind the small ones."""
        return [
            self.alphabet.index(letter.lower()) + (self.size if letter.isupper() else 0)
            for letter in word
        ]


def load(artifact: Artifact) -> Lexicon:
    """The lexicon of the artifact."""
    words = tuple(artifact.text("words").split("\n"))
    own = artifact.arrays["p1"].astype(np.float32) * np.float32(_UNIGRAM_WEIGHT / STEPS_A_NAT)
    arrays = artifact.arrays
    node_words = arrays["trie.words"].astype(np.int32)
    return Lexicon(
        words,
        artifact.text("alphabet"),
        arrays["trie.child_starts"].astype(np.int32),
        arrays["trie.letters"].astype(np.uint8),
        node_words,
        _cheapest(arrays["trie.parents"].astype(np.int32), node_words, own),
        own,
    )


def _cheapest(
    parents: npt.NDArray[np.int32], words: npt.NDArray[np.int32], own: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    costs = np.where(words >= 0, own[words], np.float32(99)).tolist()
    above = parents.tolist()
    for node in range(len(above) - 1, 0, -1):
        costs[above[node]] = min(costs[above[node]], costs[node])
    return np.array(costs, np.float32)
