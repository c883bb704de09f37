"""Where names may stand: runs of capitalised words in lines that lost their marks, and what the words before them say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract.dictionaries import Dictionaries
from extract.restore.decoding.damage import Damage
from extract.restore.decoding.options import Options
from extract.restore.decoding.pieces import Piece
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.syllable import fold_tone

_BARE = {Damage.STRIPPED, Damage.WRONG_MODEL}
_LIKELY = 1.5  # nats: dearer readings of the word before a name say nothing of it (`co` is rather có than cô)
Place = tuple[int, Piece]


class Said(NamedTuple):
    """What a word before a name says: that a person's or a place's name follows; the person's sex, where it tells."""

    says: str
    sex: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What words before names say, by their last syllable: the syllables before it, and what they say."""

    said: Mapping[int, tuple[tuple[tuple[int, ...], Said], ...]]
    titles: Mapping[int, frozenset[int]]  # positions in office: the second syllables by the first
    lexicon: Lexicon

    def before(self, options: Sequence[Options], at: int) -> Said | None:
        """What the words before position `at` say; the longest that fits."""
        best: tuple[int, Said] | None = None
        for last in self._likely(options, at - 1):
            for words, said in self.said.get(last, ()):
                fits = all(
                    word in self._likely(options, at - 2 - back)
                    for back, word in enumerate(reversed(words))
                )
                if fits and (best is None or len(words) > best[0]):
                    best = len(words), said
        return best[1] if best else None

    def title(self, options: Sequence[Options], at: int) -> Said | None:
        """What a word says that addresses a person and stands before the name with a capital (`Ông`)."""
        told = (self.said.get(word, ()) for word in self._likely(options, at))
        return next((said for each in told for words, said in each if said.sex and not words), None)

    def without_title(self, options: Sequence[Options], run: range) -> range:
        """The run up to a position in office that goes on with a capital (`Nguyễn Văn A Phó Chủ tịch`)."""
        for at in run:
            if at + 1 < len(options):
                second = (self.titles.get(word) for word in options[at].words.tolist())
                two = options[at + 1].words.tolist()
                if any(words and not words.isdisjoint(two) for words in second):
                    return range(run[0], at) if at - run[0] > 1 else run[:0]
        return run

    def _likely(self, options: Sequence[Options], at: int) -> tuple[int, ...]:
        return _likely(options[at], self.lexicon) if at >= 0 else ()


@lru_cache(maxsize=65536)
def _likely(options: Options, lexicon: Lexicon) -> tuple[int, ...]:
    """The words that a piece may well be, whatever stands around it."""
    costs = options.costs + lexicon.own[options.words]
    return tuple(options.words[costs <= costs.min() + _LIKELY].tolist())


def neighbours(dictionaries: Dictionaries, lexicon: Lexicon) -> Neighbours:
    """The dictionaries' words before names that the vocabulary has."""
    found: dict[int, list[tuple[tuple[int, ...], Said]]] = {}
    for entry in dictionaries.lists.get("name_neighbours", ()):
        ids = [lexicon.ids.get(fold_tone(word)) for word in entry["word"].lower().split()]
        known = [word for word in ids if word is not None]
        if known and len(known) == len(ids):
            said = Said(entry["says"], entry["sex"])
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
