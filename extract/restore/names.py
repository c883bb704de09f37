"""Where personal names may stand, how often a syllable stands where in them, and how far one may be repaired (promise R4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.dictionaries import Dictionaries
from extract.restore.artifact import Artifact
from extract.restore.lexicon import Lexicon, fold_tone
from extract.restore.sequence import Decoded
from extract.restore.tokens import Choices, Damage, Piece

# Personal names: letters may be repaired, but the confidence stays at .8 or below, and a person should look (promise R7).

HIGHEST = 0.8
_LONGEST = 5  # syllables of a name


def family_names(dictionaries: Dictionaries) -> tuple[str, ...]:
    """The family names of the dictionaries, as they stand there."""
    return tuple(entry["surname"] for entry in dictionaries.lists.get("surnames", ()))


def place_names(dictionaries: Dictionaries) -> tuple[str, ...]:
    """The provinces and towns of the dictionaries."""
    lists = (dictionaries.lists.get(name, ()) for name in ("provinces", "towns"))
    return tuple(entry["name"] for entries in lists for entry in entries if entry.get("name"))


def name_positions(words: Sequence[Decoded], family: Collection[str]) -> set[int]:
    """The indexes of decoded words that belong to a name: a family name and the Title words behind it."""
    found: set[int] = set()
    for start, word in enumerate(words):
        if word.text in family:
            run = _run(words, start)
            if run > 1:
                found.update(range(start, start + run))
    return found


def _run(words: Sequence[Decoded], start: int) -> int:
    length = 1
    while start + length < len(words) and length < _LONGEST:
        before, here = words[start + length - 1], words[start + length]
        near = before.line == here.line and here.piece.start - before.piece.end == 1
        if not near or here.piece.stop or not here.text[:1].isupper():
            break
        length += 1
    return length


# Where names may stand: runs of capitalised words in lines that lost their marks, and what the words before them say.

_BARE = {Damage.STRIPPED, Damage.WRONG_MODEL}
_LIKELY = 1.5  # nats: dearer readings of the word before a name say nothing of it (`co` is rather có than cô)
Place = tuple[int, Piece]


class NameCue(NamedTuple):
    """What a word before a name says: that a person's or a place's name follows; the person's sex, where it tells."""

    says: str
    sex: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What words before names say, by their last syllable: the syllables before it, and what they say."""

    said: Mapping[int, tuple[tuple[tuple[int, ...], NameCue], ...]]
    titles: Mapping[int, frozenset[int]]  # positions in office: the second syllables by the first
    lexicon: Lexicon

    def before(self, options: Sequence[Choices], at: int) -> NameCue | None:
        """What the words before position `at` say; the longest that fits."""
        best: tuple[int, NameCue] | None = None
        for last in self._likely(options, at - 1):
            for words, said in self.said.get(last, ()):
                fits = all(
                    word in self._likely(options, at - 2 - back)
                    for back, word in enumerate(reversed(words))
                )
                if fits and (best is None or len(words) > best[0]):
                    best = len(words), said
        return best[1] if best else None

    def title(self, options: Sequence[Choices], at: int) -> NameCue | None:
        """What a word says that addresses a person and stands before the name with a capital (`Ông`)."""
        told = (self.said.get(word, ()) for word in self._likely(options, at))
        return next((said for each in told for words, said in each if said.sex and not words), None)

    def without_title(self, options: Sequence[Choices], run: range) -> range:
        """The run up to a position in office that goes on with a capital (`Nguyễn Văn A Phó Chủ tịch`)."""
        for at in run:
            if at + 1 < len(options):
                second = (self.titles.get(word) for word in options[at].words.tolist())
                two = options[at + 1].words.tolist()
                if any(words and not words.isdisjoint(two) for words in second):
                    return range(run[0], at) if at - run[0] > 1 else run[:0]
        return run

    def _likely(self, options: Sequence[Choices], at: int) -> tuple[int, ...]:
        return _likely(options[at], self.lexicon) if at >= 0 else ()


@lru_cache(maxsize=65536)
def _likely(options: Choices, lexicon: Lexicon) -> tuple[int, ...]:
    """The words that a piece may well be, whatever stands around it."""
    costs = options.costs + lexicon.own[options.words]
    return tuple(options.words[costs <= costs.min() + _LIKELY].tolist())


def neighbours(dictionaries: Dictionaries, lexicon: Lexicon) -> Neighbours:
    """The dictionaries' words before names that the vocabulary has."""
    found: dict[int, list[tuple[tuple[int, ...], NameCue]]] = {}
    for entry in dictionaries.lists.get("name_neighbours", ()):
        ids = [lexicon.ids.get(fold_tone(word)) for word in entry["word"].lower().split()]
        known = [word for word in ids if word is not None]
        if known and len(known) == len(ids):
            said = NameCue(entry["says"], entry["sex"])
            found.setdefault(known[-1], []).append((tuple(known[:-1]), said))
    return Neighbours(
        {last: tuple(entries) for last, entries in found.items()},
        _titles(dictionaries, lexicon),
        lexicon,
    )


def _titles(dictionaries: Dictionaries, lexicon: Lexicon) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for entry in dictionaries.lists.get("titles", ()):
        one, two = (lexicon.id_of(word) for word in [*entry["title"].split(), "", ""][:2])
        if one is not None and two is not None:
            found.setdefault(one, set()).add(two)
    return {one: frozenset(seconds) for one, seconds in found.items()}


def runs(places: Sequence[Place | None], damages: Sequence[Damage]) -> Iterator[range]:
    """Runs of words with a capital, or of such in capitals, in lines that lost their marks, with one space between them."""
    start = 0
    while start < len(places):
        first, end = places[start], start + 1
        if first is None or first[1].text.islower():  # as nearly all
            start = end
            continue
        while end < len(places) and _goes_on(places[end - 1], places[end]):
            end += 1
        if damages[first[0]] in _BARE and first[1].text[:1].isupper():
            yield range(start, end)
        start = end


def is_in_capitals(places: Sequence[Place | None], run: range) -> bool:
    """Whether a run's words are of capitals alone."""
    first = places[run[0]]
    return first is not None and first[1].text[1:].isupper()


def is_apart(places: Sequence[Place | None], at: int) -> bool:
    """Whether more than a space parts a word from the word before it in its line."""
    before, here = places[at - 1] if at else None, places[at]
    if before is None or here is None or before[0] != here[0]:
        return False
    return here[1].start - before[1].end != 1


def _goes_on(before: Place | None, here: Place | None) -> bool:
    if before is None or here is None or before[0] != here[0]:
        return False
    near = here[1].start - before[1].end == 1 and not here[1].stop
    one, two = before[1].text, here[1].text
    return near and ((_is_title(one) and _is_title(two)) or (one.isupper() and two.isupper()))


def _is_title(text: str) -> bool:
    """Whether the word has a capital in front and small letters behind it."""
    return text[:1].isupper() and text[1:].islower()


# How often a syllable stands where in names: of persons in front, inside, at the end, for which sex; behind which other.
#
# Counts of distinct names in training text, made by `extract.train.names`; what fewer than three blocks of text have is
# left out, so the table knows no single person. Behind a middle name that was seldom seen a given name costs what it
# costs behind any.

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
