"""How often a syllable stands where in names: of persons in front, inside, at the end, for which sex; behind which other.

Counts of distinct names in training text, made by `extract.train.name_counts`; what fewer than three blocks of text have is
left out, so the table knows no single person. Behind a middle name that was seldom seen a given name costs what it
costs behind any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.dictionaries import Dictionaries
from extract.restore.decoding.names import family_names
from extract.restore.model.artifact import Artifact
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.syllable import fold_tone

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
PLACES, NEXT, SEXES = ("inner", "last"), "next", ("", "f", "m")
_UNSEEN, _NEVER = 0.05, 1e-9  # what counts as seen of a name's syllable in a new place; of others
_OF_SEX = 0.85  # weight of the names of one sex against all, where it is known
_BEHIND = 20.0  # so many names behind a syllable weigh as much as all names
_OWN = 3  # so often counts a name that only the dictionaries have


class Pairs(NamedTuple):
    """Pairs of syllables of which the second stands in one place: sorted keys, their counts; all counts by first syllable."""

    keys: I32
    counts: F32
    totals: F32


@dataclass(frozen=True, eq=False)
class NameStatistics:
    """Shares by number of a name's syllable, the last for words that no name has; `index` leads from word ids to numbers."""

    index: I32
    family: F32
    shares: Mapping[tuple[str, str], F32]  # by place and sex
    pairs: Mapping[str, Pairs]  # by place

    def cost_in_front(self, words: I32) -> F32:
        """What a name's first syllables (family names) cost, in nats."""
        return -np.log(self.family[self.index[words]])

    def cost(self, words: I32, place: str, sex: str) -> F32:
        """What syllables behind the first cost, by place (inner, last, next) and the bearer's sex (f, m, "" unknown), in nats."""
        return -np.log(self.shares[place, sex][self.index[words]])

    def cost_behind(self, before: I32, words: I32, place: str, sex: str) -> F32:
        """The same behind each of the words `before`: a row for each of these."""
        first, second = self.index[before][:, None], self.index[words][None, :]
        keys, counts, totals = self.pairs[place]
        wanted = first * len(totals) + second
        at = np.searchsorted(keys[:-1], wanted)
        seen = np.where(keys[at] == wanted, counts[at], np.float32(0))
        share = self.shares[place, sex][second]
        return np.asarray(-np.log((seen + _BEHIND * share) / (totals[first] + _BEHIND)), np.float32)


def names_file(artifact: Path) -> Path:
    """Where the statistics of an artifact's names are: beside it.

    >>> names_file(Path("restore.bin")).name
    'restore.names.bin'
    """
    return artifact.with_suffix(".names.bin")


def name_statistics(
    artifact: Artifact, dictionaries: Dictionaries, lexicon: Lexicon
) -> NameStatistics:
    """The statistics for the words of a vocabulary; the dictionaries' names that they lack count as rare ones."""
    known = artifact.text("words").splitlines()  # none where training saw no names
    seen = set(known)
    own = {
        "family": _lacking(family_names(dictionaries), seen),
        "inner": _lacking(_given(dictionaries, "middle"), seen),
        "last": _lacking(_given(dictionaries, "given"), seen),
    }
    words = [*known, *dict.fromkeys(word for names in own.values() for word in names)]
    arrays = {name: _with_own(artifact.arrays[name], own[name], words) for name in own}
    shares = {(place, ""): _shares(arrays[place]) for place in PLACES}
    for place in PLACES:
        for sex in SEXES[1:]:
            one = _shares(_with_own(artifact.arrays[f"{place}.{sex}"], own[place], words))
            shares[place, sex] = _OF_SEX * one + (1 - _OF_SEX) * shares[place, ""]
    pairs = {place: _pairs(artifact, place, len(known), len(words) + 1) for place in PLACES}
    return NameStatistics(_index(words, lexicon), _shares(arrays["family"]), shares, pairs)


def other_names(artifact: Artifact, lexicon: Lexicon) -> NameStatistics:
    """The statistics of names that are no persons': of places, firms, schools; in front, and next to another syllable."""
    words = artifact.text("other.words").splitlines()
    first, following = (
        _shares(artifact.arrays[name].astype(np.float32)) for name in ("other.first", "other.next")
    )
    pairs = _pairs(artifact, f"other.{NEXT}", len(words), len(words) + 1)
    return NameStatistics(_index(words, lexicon), first, {(NEXT, ""): following}, {NEXT: pairs})


def _given(dictionaries: Dictionaries, kind: str) -> list[str]:
    entries = dictionaries.lists.get("given_names", ())
    return [entry["name"] for entry in entries if entry["kind"] == kind]


def _lacking(names: Sequence[str], known: Collection[str]) -> list[str]:
    folded = dict.fromkeys(fold_tone(name.lower()) for name in names)
    return [name for name in folded if name not in known]


def _with_own(counts: npt.NDArray[np.generic], own: Sequence[str], words: Sequence[str]) -> F32:
    more = [_OWN * (word in own) for word in words[len(counts) :]]
    return np.concatenate([counts.astype(np.float32), np.array(more, np.float32)])


def _shares(counts: F32) -> F32:
    return np.append(counts + _UNSEEN, _NEVER).astype(np.float32) / np.float32(max(counts.sum(), 1))


def _index(words: Sequence[str], lexicon: Lexicon) -> I32:
    index = np.full(len(lexicon.words), len(words), np.int32)
    for number, word in enumerate(words):
        if word in lexicon.ids:
            index[lexicon.ids[word]] = number
    return index


def _pairs(artifact: Artifact, place: str, known: int, size: int) -> Pairs:
    """The pairs for `size` syllables instead of the `known` ones; behind them one that is never found."""
    first, second = np.divmod(artifact.arrays[f"{place}.pairs"].astype(np.int32), known)
    keys = np.append(first * size + second, np.int32(-1)).astype(np.int32)
    counts = np.append(artifact.arrays[f"{place}.pairs.seen"], 0).astype(np.float32)
    behind = artifact.arrays[f"{place}.behind"].astype(np.float32)
    return Pairs(keys, counts, np.pad(behind, (0, size - known)))
