"""Counts what `extract.restore.names` needs: which syllables stand where in names, in how many documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extract.dictionaries import Dictionaries
from extract.restore.artifact import pack
from extract.restore.lexicon import fold_tone, is_syllable
from extract.restore.names import family_names, place_names
from extract.train.counting import CAPITALISED, name_pattern, person_pattern

# Counts of names as arrays: a column a place in the name, sorted pairs of syllables; nothing that few blocks of text have.
#
# A name is a tuple of folded syllables, known with the blocks of text that have it.

LEAST_BLOCKS, _MOST_OF_PAIR = 3, 3
_MOST_COUNTED = 65_535  # two bytes a count
Array = npt.NDArray[np.generic]
Name = tuple[str, ...]
Names = Mapping[Name, set[Hashable]]
Pair = tuple[str, str]


def syllables_of(names: Names) -> list[str]:
    """The syllables of names that enough blocks have, sorted."""
    found: dict[str, set[Hashable]] = {}
    for name, blocks in names.items():
        for word in name:
            found.setdefault(word, set()).update(blocks)
    return sorted(word for word, blocks in found.items() if len(blocks) >= LEAST_BLOCKS)


def word_array(words: Sequence[str]) -> Array:
    """The words as an array of UTF-8 bytes."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def column(found: Iterable[str], words: Sequence[str]) -> Array:
    """How often each word was found; at most what two bytes hold."""
    counts = Counter(found)
    return _capped([counts.get(word, 0) for word in words])


def pair_arrays(
    place: str, names: Names, words: Sequence[str], pairs_of: Callable[[Name], Iterable[Pair]]
) -> Iterator[tuple[str, Array]]:
    """The pairs of one place: by number of the first and the second word, how often seen, and all that was seen behind a word.

    A pair counts up to three times for a name that stands in so many blocks.
    """
    counts: Counter[Pair] = Counter()
    seen: dict[Pair, set[Hashable]] = {}
    for name, blocks in names.items():
        for pair in pairs_of(name):
            counts[pair] += min(len(blocks), _MOST_OF_PAIR)
            seen.setdefault(pair, set()).update(blocks)
    number = {word: at for at, word in enumerate(words)}
    kept = sorted(
        (number[one] * len(words) + number[two], counts[one, two])
        for (one, two), blocks in seen.items()
        if len(blocks) >= LEAST_BLOCKS
    )
    behind: Counter[str] = Counter()
    for (one, _), count in counts.items():
        behind[one] += count
    yield f"{place}.pairs", np.array([key for key, _ in kept], np.int32)
    yield f"{place}.pairs.seen", _capped([count for _, count in kept])
    yield f"{place}.behind", _capped([behind[word] for word in words])


def _capped(counts: Sequence[int]) -> Array:
    return np.minimum(np.array(counts, np.int64), _MOST_COUNTED).astype(np.uint16)


# A person's name is a family name with two or three capitalised syllables behind it, in no longer run of capitals, behind no
# word that says place or institution, and no place's own name. Any other run of two to five capitals inside a sentence is the
# name of something else. Each distinct name counts once, whoever is written about daily. What fewer than three blocks of
# text have is dropped: the tables know no single person.

_LEAST = 3  # syllables of a person's name
_BEFORE = re.compile(r"(?<!\S)(?:(\S++) )?(\S++) $")
_FARTHEST = 40  # characters before a name that are looked at
_SEXES = {"thị": "f", "văn": "m"}


@dataclass(slots=True)
class NameCounter:
    """Collects names of persons and of other things, each with the blocks of text that have it."""

    pattern: re.Pattern[str] | None
    neighbours: Mapping[str, str]  # what a word before a name says: person or place
    titles: frozenset[str] = frozenset()  # first words of positions in office
    persons: dict[Name, set[Hashable]] = field(default_factory=dict)
    others: dict[Name, set[Hashable]] = field(default_factory=dict)

    def add(self, block: Hashable, paragraph: str) -> None:
        """Count the names of a paragraph."""
        for name in self._persons(paragraph):
            _add(self.persons, name, block, _LEAST)
        for name in self._others(paragraph):
            _add(self.others, name, block, 1)

    def _persons(self, paragraph: str) -> Iterator[str]:
        for match in self.pattern.finditer(paragraph) if self.pattern else ():
            words = _words_before(paragraph, match.start())
            said = self._said(words)
            if said == "person" or (said is None and not "".join(words[-1:])[:1].isupper()):
                yield self._without_title(match.group(), paragraph[match.end() : match.end() + 2])

    def _without_title(self, name: str, behind: str) -> str:
        """`Nguyễn Văn An Phó` before a small letter: there a position in office begins."""
        first, _, last = name.rpartition(" ")
        goes_on = behind[:1] == " " and behind[1:].islower()
        return first if goes_on and last in self.titles else name

    def _others(self, paragraph: str) -> Iterator[str]:
        for match in CAPITALISED.finditer(paragraph):
            words = _words_before(paragraph, match.start())
            said, inside = self._said(words), "".join(words[-1:])[:1].islower()
            if inside and (said == "place" or not (said or self._is_person(match.group()))):
                yield match.group()

    def _is_person(self, name: str) -> bool:
        return self.pattern is not None and self.pattern.match(name) is not None

    def _said(self, words: tuple[str, ...]) -> str | None:
        """What the words before a name say; the two of them before the last alone."""
        whole, last = " ".join(words).lower(), "".join(words[-1:]).lower()
        return self.neighbours.get(whole, self.neighbours.get(last))

    def packed(self) -> bytes:
        """The statistics as an artifact's bytes; the same names give the same bytes."""
        facts = {"persons": len(self.persons), "others": len(self.others)}
        return pack(facts, {**dict(_of_persons(self.persons)), **dict(_of_others(self.others))})


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


def _words_before(paragraph: str, at: int) -> tuple[str, ...]:
    """The last two words, or fewer, that only spaces part from what stands at an offset."""
    match = _BEFORE.search(paragraph, max(0, at - _FARTHEST), at)
    return tuple(word for word in match.groups() if word) if match else ()


def _add(names: dict[Name, set[Hashable]], name: str, block: Hashable, least: int) -> None:
    syllables = tuple(fold_tone(word.lower()) for word in name.split())
    if len(syllables) >= least and all(map(is_syllable, syllables)):
        names.setdefault(syllables, set()).add(block)


def _of_persons(names: Names) -> Iterator[tuple[str, Array]]:
    words = syllables_of(names)
    yield "words", word_array(words)
    yield "family", column((name[0] for name in names), words)
    for place, part, pairs in (("inner", _inner, _inner_pairs), ("last", _last, _last_pair)):
        for sex in ("", "f", "m"):
            of_sex = (name for name in names if not sex or _sex(name) == sex)
            found = (word for name in of_sex for word in part(name))
            yield f"{place}.{sex}".rstrip("."), column(found, words)
        yield from pair_arrays(place, names, words, pairs)


def _of_others(names: Names) -> Iterator[tuple[str, Array]]:
    words = syllables_of(names)
    yield "other.words", word_array(words)
    yield "other.first", column((name[0] for name in names), words)
    yield "other.next", column((word for name in names for word in name[1:]), words)
    yield from pair_arrays("other.next", names, words, pairwise)


def _inner(name: Name) -> Name:
    return name[1:-1]


def _last(name: Name) -> Name:
    return name[-1:]


def _inner_pairs(name: Name) -> list[Pair]:
    return list(pairwise(name[1:-1]))


def _last_pair(name: Name) -> list[Pair]:
    return list(pairwise(name[1:]))[-1:]


def _sex(name: Name) -> str:
    return next((_SEXES[word] for word in name[1:-1] if word in _SEXES), "")
