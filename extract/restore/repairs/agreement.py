"""A name is read one way throughout a document: capitalised words in a row take the reading that fits best on the whole.

What each reading costs is its mean over all places of the same raw words; where the decoder is not sure, syllables of
known names (family names, provinces, towns) are preferred, and beside a foreign word what was read (`Quỹ Nobel`, `Paul Mony`).
Capitals in a heading follow the places in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from extract.dictionaries import Dictionaries
from extract.restore.decoding.damage import Damage
from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.options import STAYS, with_case
from extract.restore.model.lexicon import UNKNOWN_ID, Lexicon
from extract.restore.model.syllable import fold_tone

_LEAST, _MOST = 2, 4  # words of a name
_DOUBTED = 0.95  # chance below which a name is for a person to see, wherever it stands
_UNSURE = 0.9  # chance below which a known name's syllables count
_KNOWN_NAME = 2.0  # nats for a known name's syllable; at 4 a third of its changes were wrong on held-out texts, at 2 none
_LISTS = (
    ("surnames", "surname"), ("provinces", "name"), ("towns", "name"), ("given_names", "name"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """Syllables of known names by word id, and the vocabulary."""

    named: frozenset[int]
    lexicon: Lexicon

    def agreed(self, words: Sequence[Decoded]) -> tuple[list[Decoded], set[int]]:
        """The words with names read one way, and the indexes of words of names of which the decoder was not sure."""
        found, unsure = list(words), set[int]()
        for places in _places(words):
            foreign = any(self._is_foreign(words[at]) for place in places for at in place)
            for positions in zip(*places, strict=True):
                here = [words[at] for at in positions]
                least = min(word.chance for word in here)
                if least < _DOUBTED:
                    unsure.update(positions)
                if least >= _UNSURE:
                    continue
                best = self._best(here, foreign=foreign)
                for at in positions if best is not None else ():
                    found[at] = self._read_as(words[at], best)
        return found, unsure

    def _best(self, words: Sequence[Decoded], *, foreign: bool) -> int | None:
        """The word id that costs least on the whole, among the options of every place; `None` where there is none."""
        costs = [
            {int(w): float(c) for w, c in zip(word.options.words, word.weights, strict=True)}
            for word in words
        ]
        shared = set(costs[0]).intersection(*costs[1:])
        known = {UNKNOWN_ID} if foreign else self.named
        mean = {
            word: sum(cost[word] for cost in costs) / len(costs) - _KNOWN_NAME * (word in known)
            for word in shared
        }
        return min(sorted(mean), key=lambda word: mean[word]) if mean else None

    def _is_foreign(self, word: Decoded) -> bool:
        """Whether the word has no syllable's form: it was left as it was read, or the vocabulary has it (York)."""
        return not self.lexicon.is_syllable(int(word.options.words[word.choice]))

    def _read_as(self, word: Decoded, best: int | None) -> Decoded:
        number = next(n for n, w in enumerate(word.options.words.tolist()) if w == best)
        if number == word.choice:
            return word
        mode, known = (
            int(word.options.modes[number]),
            self.lexicon.words[word.options.words[number]],
        )
        text = word.piece.text if mode == STAYS else with_case(known, mode)
        others = tuple(other for other in (word.text, *word.runners_up) if other != text)
        return replace(word, text=text, choice=number, runners_up=others)


def _places(words: Sequence[Decoded]) -> Iterator[list[range]]:
    """For each name, where it stands: the index ranges of the same raw words."""
    capitals = [at for at, word in enumerate(words) if word.piece.text[:1].isupper()]
    raw = {at: words[at].piece.text.lower() for at in capitals}
    names = {tuple(raw[at] for at in run): None for run in _runs(words, capitals)}
    starts: dict[str, list[int]] = {}
    for at, text in raw.items():
        starts.setdefault(text, []).append(at)
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: (-len(name), name)):
        places = [
            range(at, at + len(name))
            for at in starts.get(name[0], ())
            if tuple(map(raw.get, range(at, at + len(name)))) == name
            and taken.isdisjoint(range(at, at + len(name)))
        ]
        taken.update(at for place in places for at in place)
        if places:
            yield places


def _runs(words: Sequence[Decoded], capitals: Sequence[int]) -> Iterator[range]:
    """Runs of two to four capitalised words that only spaces part; `capitals`: where words begin with a capital."""
    titles = [at for at in capitals if _is_title(words[at])]
    start = 0
    for at, end in enumerate(titles):
        if at + 1 == len(titles) or titles[at + 1] != end + 1 or not _goes_on(words, end):
            if _LEAST <= at + 1 - start <= _MOST:
                yield range(titles[start], end + 1)
            start = at + 1


def _goes_on(words: Sequence[Decoded], at: int) -> bool:
    """Whether only a space parts the word from the next."""
    before, word = words[at], words[at + 1]
    near = before.line == word.line and word.piece.start - before.piece.end == 1
    return near and not word.piece.stop


def _is_title(word: Decoded) -> bool:
    text = word.piece.text
    if not (text[:1].isupper() and text[1:].islower()):
        return False
    return word.damage in {Damage.STRIPPED, Damage.WRONG_MODEL}


def agreement(dictionaries: Dictionaries, lexicon: Lexicon) -> Agreement:
    """The agreement by the dictionaries' names."""
    names = [
        entry[column]
        for name, column in _LISTS
        for entry in dictionaries.lists.get(name, ())
        if entry.get(column)
    ]
    return Agreement(_ids(names, lexicon), lexicon)


def _ids(names: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    syllables = (fold_tone(word.lower()) for name in names for word in name.split())
    return frozenset(lexicon.ids[word] for word in syllables if word in lexicon.ids)
