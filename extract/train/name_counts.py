"""Counts what `extract.restore.name_statistics` needs: which syllables stand where in names of persons, in how many documents.

A name is a family name with two or three capitalised syllables behind it, in no longer run of capitals, behind no word that
says place or institution, and no place's own name. Each distinct name counts once, whoever is written about daily; a pair
of syllables counts up to three times. What fewer than three blocks of text have is dropped: the table knows no single person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extract.dictionaries import Dictionaries
from extract.restore.artifact import pack
from extract.restore.names import family_names, place_names
from extract.restore.syllable import fold_tone, is_syllable
from extract.train.counting import name_pattern, person_pattern

LEAST_BLOCKS, _MOST_OF_PAIR = 3, 3
_LEAST = 3  # syllables of a name
_MOST_COUNTED = 65_535  # two bytes a count
_BEFORE = re.compile(r"(?:(\S+) )?(\S+) $")
_FARTHEST = 40  # characters before a name that are looked at
_SEXES = {"thị": "f", "văn": "m"}
Array = npt.NDArray[np.generic]
Pair = tuple[str, str]


@dataclass(slots=True)
class NameCounter:
    """Collects names, each with the blocks of text that have it."""

    pattern: re.Pattern[str] | None
    neighbours: Mapping[str, str]  # what a word before a name says: person or place
    titles: frozenset[str] = frozenset()  # first words of positions in office
    blocks: dict[tuple[str, ...], set[Hashable]] = field(default_factory=dict)

    def add(self, block: Hashable, paragraph: str) -> None:
        """Count the names of a paragraph."""
        for name in self._names(paragraph):
            syllables = tuple(fold_tone(word.lower()) for word in name.split())
            if len(syllables) >= _LEAST and all(map(is_syllable, syllables)):
                self.blocks.setdefault(syllables, set()).add(block)

    def _names(self, paragraph: str) -> Iterator[str]:
        for match in self.pattern.finditer(paragraph) if self.pattern else ():
            before = _BEFORE.search(paragraph, max(0, match.start() - _FARTHEST), match.start())
            if before is None or self._leads_to_name(*before.groups()):
                yield self._without_title(match.group(), paragraph[match.end() : match.end() + 2])

    def _without_title(self, name: str, behind: str) -> str:
        """`Nguyễn Văn An Phó` before a small letter: there a position in office begins."""
        first, _, last = name.rpartition(" ")
        goes_on = behind[:1] == " " and behind[1:].islower()
        return first if goes_on and last in self.titles else name

    def _leads_to_name(self, second: str | None, first: str) -> bool:
        said = self.neighbours.get(f"{second} {first}".lower(), self.neighbours.get(first.lower()))
        return said == "person" or (said is None and not first[0].isupper())

    def packed(self) -> bytes:
        """The statistics as an artifact's bytes; the same names give the same bytes."""
        seen = _blocks_of(self.blocks)
        words = sorted(word for word, blocks in seen.items() if len(blocks) >= LEAST_BLOCKS)
        return pack({"names": len(self.blocks)}, dict(_arrays(self.blocks, words)))


def name_counter(dictionaries: Dictionaries) -> NameCounter:
    """A counter of the names that begin with the dictionaries' family names and are none of their places."""
    says = {entry["word"]: entry["says"] for entry in dictionaries.lists["name_neighbours"]}
    titles = frozenset(entry["title"].split()[0] for entry in dictionaries.lists["titles"])
    family = [name for name in family_names(dictionaries) if name.lower() not in says]  # no Ông
    pattern = person_pattern(family, place_names(dictionaries))
    return NameCounter(pattern, says, titles)


def hidden_names(dictionaries: Dictionaries) -> re.Pattern[str] | None:
    """What the model may not learn from text that is not official."""
    return name_pattern(family_names(dictionaries), place_names(dictionaries))


def _blocks_of(names: Mapping[tuple[str, ...], set[Hashable]]) -> dict[str, set[Hashable]]:
    found: dict[str, set[Hashable]] = {}
    for name, blocks in names.items():
        for word in name:
            found.setdefault(word, set()).update(blocks)
    return found


def _arrays(
    names: Mapping[tuple[str, ...], set[Hashable]], words: list[str]
) -> Iterator[tuple[str, Array]]:
    yield "words", np.frombuffer("\n".join(words).encode(), np.uint8)
    yield "family", _column(Counter(name[0] for name in names), words)
    for place, part in (("inner", _inner), ("last", _last)):
        for sex in ("", "f", "m"):
            of_sex = [name for name in names if not sex or _sex(name) == sex]
            counts = Counter(word for name in of_sex for word in part(name))
            yield f"{place}.{sex}".rstrip("."), _column(counts, words)
        yield from _pair_arrays(place, names, words)


def _pair_arrays(
    place: str, names: Mapping[tuple[str, ...], set[Hashable]], words: list[str]
) -> Iterator[tuple[str, Array]]:
    """Pairs of syllables behind the family name, of which the second is the last or not, by number of the first and the second."""
    counts: Counter[Pair] = Counter()
    seen: dict[Pair, set[Hashable]] = {}
    for name, blocks in names.items():
        pairs = list(pairwise(name[1:]))
        for pair in pairs[-1:] if place == "last" else pairs[:-1]:
            counts[pair] += min(len(blocks), _MOST_OF_PAIR)
            seen.setdefault(pair, set()).update(blocks)
    number = {word: at for at, word in enumerate(words)}
    kept = sorted(
        (number[one] * len(words) + number[two], counts[one, two])
        for (one, two), blocks in seen.items()
        if len(blocks) >= LEAST_BLOCKS
    )
    yield f"{place}.pairs", np.array([key for key, _ in kept], np.int32)
    yield f"{place}.pairs.seen", _capped([count for _, count in kept])
    behind: Counter[str] = Counter()
    for (one, _), count in counts.items():
        behind[one] += count
    yield f"{place}.behind", _column(behind, words)


def _inner(name: tuple[str, ...]) -> tuple[str, ...]:
    return name[1:-1]


def _last(name: tuple[str, ...]) -> tuple[str, ...]:
    return name[-1:]


def _sex(name: tuple[str, ...]) -> str:
    return next((_SEXES[word] for word in name[1:-1] if word in _SEXES), "")


def _column(counts: Mapping[str, int], words: list[str]) -> Array:
    return _capped([counts.get(word, 0) for word in words])


def _capped(counts: list[int]) -> Array:
    return np.minimum(np.array(counts, np.int64), _MOST_COUNTED).astype(np.uint16)
